"""Practices for the furnished demonstration: one told in full with an older wording, a draft, an offer."""

import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlalchemy import select

from csrmatch.accounts.models import User
from csrmatch.db import db
from csrmatch.demo import DEMO_DOMAIN
from csrmatch.practices.models import Practice
from csrmatch.practices.rules import EvidenceKind, OriginKind, PracticeStatus
from csrmatch.practices.services import (
    Changeable,
    PracticeText,
    add_practice,
    attach_practice_document,
    change_practice,
    step_practice,
)
from csrmatch.practices.services.texts import text_of
from csrmatch.registry.rules.projects import TargetGroup

__all__ = ["keep_library", "practice_pages", "write_practices"]

_FILE = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
_EGGS = "Eggs from women's groups for residential schools (demo)"
_WELLS, _TESTS = "Hand pumps kept by women's groups (demo)", "Haemoglobin tests on market days (demo)"

# Invented for the demonstration, and said to be.
_STORY = PracticeText(
    title_en=_EGGS,
    title_hi="आवासीय विद्यालयों के लिए महिला समूहों के अंडे (प्रदर्शन)",
    problem="Children of residential schools had eggs once a month, for suppliers do not come to the hills.",
    themes=("AW", "HN"),
    groups=(TargetGroup.CHILDREN, TargetGroup.ST, TargetGroup.WOMEN),
    places=((22, 376), (22, 636)),
    elsewhere="Balod",
    done=(
        "Twelve self-help groups of women were trained for a month and got sheds and hens.\n"
        "Each school signed to buy all eggs at a fixed price for a year.\n"
        "The block's veterinary assistant comes on the first Monday of each month."
    ),
    core=(
        "The school buys at a fixed price for a year",
        "The shed stands beside the school",
        "A veterinary visit each month",
    ),
    changeable=(
        Changeable("Breed", "what is kept here already"),
        Changeable("Size", "one hen for every three children"),
        Changeable("Who trains", "the livelihood mission or the agricultural science centre"),
    ),
    cost_inr=5_400_000,
    unit_cost_inr=450_000,
    cost_unit="a school of 300 children",
    cost_period="the first year, 2023-24",
    cost_note="Sheds and hens by CSR; the eggs by the schools' own food money.",
    evidence=EvidenceKind.OWN_RECORDS,
    evidence_text="Food registers of twelve schools. Nobody else has looked at it yet.",
    figure_what="Eggs a child had in a week, mean of twelve schools",
    figure_before=0.3,
    figure_after=3.6,
    figure_source="Food registers of the schools",
    figure_on=date(2024, 3, 31),
    cpse="NMDC",
    run_by="the district's livelihood mission",
    contact_office="District livelihood mission, Dantewada (demo)",
    contact_designation="District Programme Manager",
    contact_mail="livelihood.dantewada@demo.invalid",
    contact_phone="07856 000 000",
    origin=OriginKind.OWN_WORK,
)


def practice_pages(database: Path) -> list[tuple[str, str, str, str]]:
    """Endpoint, name of the picture, address, who opens it; the first seventeen came with the product."""
    with sqlite3.connect(database) as connection:
        paper = connection.execute("select attachment_id from practice_document").fetchone()[0]
    connection.close()
    full, draft, offered = "/practices/18", "/practices/19", "/practices/20"
    strike = f"{draft}/documents/{paper}/strike"
    return [
        ("practices.list_practices", "practices", "/practices", "unicef"),
        ("practices.list_practices", "practices-none", "/practices?q=zzzz", "chair"),
        ("practices.show_practice", "practice", full, "cpse"),
        ("practices.show_practice", "practice-keeper", full, "unicef"),
        ("practices.show_practice", "practice-named", "/practices/1", "chair"),
        ("practices.show_practice", "practice-sent-back", draft, "district"),
        ("practices.show_practice_version", "practice-version", f"{full}/versions/3", "chair"),
        ("practices.new_practice", "practice-new", "/practices/new", "cpse"),
        ("practices.edit_practice", "practice-edit", f"{full}/edit", "unicef"),
        ("practices.step_practice", "practice-step", f"{offered}/step", "unicef"),
        ("practices.new_practice_document", "practice-document", f"{draft}/documents/new", "district"),
        ("practices.strike_practice_document", "practice-strike", strike, "district"),
        ("registry.show_need", "need-practices", "/needs/1", "district"),
    ]


def write_practices() -> None:
    """A practice told in full, one of which little is known, and one that a company offers."""
    district, company = _person("district"), _person("cpse")
    full = add_practice(by=district, text=_STORY)
    bare = PracticeText(
        title_en=_WELLS, problem="Pumps stood broken for weeks.", themes=("IN",), places=((22, 376),)
    )
    draft = add_practice(by=district, text=bare)
    attach_practice_document(
        practice=draft, by=district, title="Register of repairs", file_name="repairs.pdf", content=_FILE
    )
    offer = PracticeText(title_en=_TESTS, themes=("HN",), cpse="NMDC", evidence=EvidenceKind.TOLD)
    offered = add_practice(by=company, text=offer)
    for practice, by in ((full, district), (draft, district), (offered, company)):
        _step(practice, by, PracticeStatus.OFFERED)


def keep_library() -> None:
    """The keepers take one in, correct it, and send another back."""
    unicef, dpe = _person("unicef"), _person("dpe")
    full = _find(_EGGS)
    _step(full, unicef, PracticeStatus.LIBRARY)
    text = replace(text_of(full), places=((22, 376), (22, 636), (22, 642)))
    change_practice(practice=full, by=dpe, version=full.version, text=text)
    reason = "Tell what a repair costs and who pays it."
    _step(_find(_WELLS), dpe, PracticeStatus.SENT_BACK, reason)


def _step(practice: Practice, by: User, status: PracticeStatus, reason: str = "") -> None:
    step_practice(practice=practice, by=by, version=practice.version, status=status, reason=reason)


def _find(title: str) -> Practice:
    return db.session.scalars(select(Practice).where(Practice.title_en == title)).one()


def _person(account: str) -> User:
    return db.session.scalars(select(User).where(User.email == f"{account}@{DEMO_DOMAIN}")).one()
