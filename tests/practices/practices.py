"""Makes practices for tests."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select

from csrmatch.accounts.models import User
from csrmatch.db import db
from csrmatch.practices.models import Practice, PracticeDocument
from csrmatch.practices.origins import OriginRecord
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
from csrmatch.roles import Role
from tests import factories
from tests.conftest import PASSWORD
from tests.registry.projects import PDF

__all__ = ["FULL", "attach", "keeper_of", "make_practice", "person", "reword", "step_to", "take_to_library"]

# Every field of it is filled.
FULL = PracticeText(
    title_en="Poultry for hostels",
    title_hi="छात्रावासों के लिए मुर्गी पालन",
    problem="Children of hostels ate no eggs.",
    themes=("AW", "HN"),
    groups=(TargetGroup.CHILDREN, TargetGroup.ST),
    places=((22, 376), (20, None)),
    elsewhere="Balod",
    done="Self-help groups keep hens beside the hostel.\nThe hostel buys the eggs at a fixed price.",
    core=("The hostel buys", "A veterinary visit each month"),
    changeable=(Changeable("Breed", "what is kept here already"), Changeable("Price")),
    cost_inr=4_500_000,
    unit_cost_inr=150_000,
    cost_unit="a hostel",
    cost_period="2 years",
    cost_note="Feed is paid by the groups.",
    evidence=EvidenceKind.OWN_RECORDS,
    evidence_text="Registers of thirty hostels.",
    figure_what="Eggs a child ate in a week",
    figure_before=0.5,
    figure_after=4.0,
    figure_source="Registers of the hostels",
    figure_on=date(2024, 3, 31),
    cpse="NMDC",
    run_by="Danteshwari Mahila Sangh",
    contact_office="District Livelihood Mission, Dantewada",
    contact_designation="District Programme Manager",
    contact_mail="q7zkw@example.in",
    contact_phone="07856 252 000",
    origin=OriginKind.OTHER_STATE,
    citation="Report of the mission, 2024",
)


def person(role: Role, what: str = "") -> User:
    """The standard person of a role, or the one so marked of the small world."""
    email = f"{what}.{role.value}@example.test" if what else f"{role.value}@example.test"
    return db.session.scalars(select(User).where(User.email == email)).one()


def keeper_of(role: Role = Role.UNICEF_OFFICER, name: str = "second") -> User:
    """Another keeper of the same office, made where there is none."""
    email = f"{name}.{role.value}@example.test"
    found = db.session.scalars(select(User).where(User.email == email)).one_or_none()
    return found or factories.make_user(
        role, email=email, password=PASSWORD, organisation=person(role).organisation
    )


def make_practice(
    title: str = "Poultry for hostels",
    *,
    by: User | None = None,
    taken_from: OriginRecord | None = None,
    **said: Any,
) -> Practice:
    """A draft of the district's office, of which only the title is known unless more is said."""
    text = PracticeText(title_en=title, **said)
    return add_practice(by=by or person(Role.DISTRICT_OFFICER), text=text, taken_from=taken_from)


def step_to(practice: Practice, by: User, status: PracticeStatus, reason: str = "") -> None:
    """One step, on the version that stands."""
    step_practice(practice=practice, by=by, version=practice.version, status=status, reason=reason)


def take_to_library(practice: Practice, by: User | None = None, keeper: User | None = None) -> Practice:
    """Offers a practice and takes it in."""
    step_to(practice, by or person(Role.DISTRICT_OFFICER), PracticeStatus.OFFERED)
    step_to(practice, keeper or person(Role.DPE_STAFF), PracticeStatus.LIBRARY)
    return practice


def reword(practice: Practice, by: User, **said: Any) -> None:
    """Changes some of what a practice says."""
    text = replace(text_of(practice), **said)
    change_practice(practice=practice, by=by, version=practice.version, text=text)


def attach(practice: Practice, by: User, title: str = "Report") -> PracticeDocument:
    """A small PDF with the practice."""
    return attach_practice_document(
        practice=practice, by=by, title=title, file_name="report.pdf", content=PDF
    )
