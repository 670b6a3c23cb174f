"""Programmes and overlaps for the furnished demonstration: one case that waits, one that is answered."""

from datetime import date

from sqlalchemy import select

from csrmatch.accounts.models import User
from csrmatch.db import db
from csrmatch.demo import DEMO_DOMAIN
from csrmatch.registry.models import OverlapCase
from csrmatch.registry.rules.overlaps import Verdict
from csrmatch.registry.rules.programmes import ProgrammeKind, ProgrammeReach
from csrmatch.registry.rules.projects import TargetGroup
from csrmatch.registry.services.need_texts import NeedText
from csrmatch.registry.services.needs import create_need
from csrmatch.registry.services.overlaps import answer_overlap
from csrmatch.registry.services.programmes import ProgrammeText, create_programme, retire_programme

__all__ = ["OVERLAP_PAGES", "find_overlaps"]

# Endpoint, name of the picture, address, who opens it.
OVERLAP_PAGES: list[tuple[str, str, str, str]] = [
    ("registry.list_programmes", "programmes", "/programmes", "unicef"),
    ("registry.list_programmes", "programmes-none", "/programmes?q=zzzz", "cpse"),
    ("registry.new_programme", "programme-new", "/programmes/new", "unicef"),
    ("registry.show_programme", "programme", "/programmes/1", "unicef"),
    ("registry.show_programme", "programme-retired", "/programmes/3", "dpe"),
    ("registry.edit_programme", "programme-edit", "/programmes/1/edit", "unicef"),
    ("registry.retire_programme", "programme-retire", "/programmes/1/retire", "unicef"),
    ("registry.list_overlaps", "overlaps", "/overlaps", "dpe"),
    ("registry.list_overlaps", "overlaps-none", "/overlaps?verdict=joined", "dpe"),
    ("registry.show_overlap", "overlap", "/overlaps/1", "district"),
    ("registry.show_overlap", "overlap-answered", "/overlaps/2", "district"),
    ("registry.reopen_overlap", "overlap-reopen", "/overlaps/2/reopen", "district"),
    ("registry.show_overlap_overview", "overlap-overview", "/overlaps/overview", "dpe"),
]


def _user(account: str) -> User:
    return db.session.scalars(select(User).where(User.email == f"{account}@{DEMO_DOMAIN}")).one()


def find_overlaps() -> None:
    """Four invented programmes, two needs like two of them, and a verdict on one of the pairs."""
    unicef, dpe, district = _user("unicef"), _user("dpe"), _user("district")
    place = district.organisation.district
    if place is None:
        raise LookupError("the demonstration has no district")
    wash = create_programme(
        by=unicef,
        text=ProgrammeText(
            kind=ProgrammeKind.UNICEF,
            theme_code="ED",
            reach=ProgrammeReach.DISTRICTS,
            run_by="UNICEF, field office for Chhattisgarh",
            source="Work plan with the state, annex 2",
            source_on=date(2026, 4, 1),
            name_en="Toilets and hand washing for girls in residential schools",
            name_hi="आवासीय विद्यालयों में बालिकाओं के लिए शौचालय एवं हाथ धोने की व्यवस्था",
            what="Designs, training of masons and supervision; the state builds.",
            starts_on=date(2025, 4, 1),
            ends_on=date(2028, 3, 31),
            districts=(place,),
            groups=frozenset({TargetGroup.CHILDREN, TargetGroup.ST}),
        ),
    )
    create_programme(
        by=dpe,
        text=ProgrammeText(
            kind=ProgrammeKind.SCHEME,
            theme_code="AW",
            reach=ProgrammeReach.STATE,
            state=place.state,
            run_by="Department of Drinking Water and Sanitation",
            source="Scheme guidelines",
            source_on=date(2024, 8, 15),
            name_en="Drinking water in every household",
            name_hi="हर घर पेयजल",
            scheme_code="jal-jeevan-mission",
            starts_on=date(2019, 8, 15),
        ),
    )
    old = create_programme(
        by=dpe,
        text=ProgrammeText(
            kind=ProgrammeKind.SCHEME,
            theme_code="IN",
            reach=ProgrammeReach.ALL,
            run_by="Ministry of Power",
            source="Scheme guidelines",
            source_on=date(2017, 10, 11),
            name_en="Power for every household",
            name_hi="हर घर बिजली",
            starts_on=date(2017, 10, 1),
        ),
    )
    retire_programme(programme=old, version=old.version, reason="The scheme is closed.")
    for title_en, title_hi, theme in (
        ("Girls' toilets in the schools of Kuakonda", "कुआकोंडा के विद्यालयों में बालिका शौचालय", "ED"),
        ("Drinking water for the households of Palnar", "पालनार के घरों में पेयजल", "AW"),
    ):
        text = NeedText(theme_code=theme, title_en=title_en, title_hi=title_hi)
        create_need(by=district, district=place, text=text)
    cases = list(db.session.scalars(select(OverlapCase).order_by(OverlapCase.id)))
    if len(cases) != 2 or cases[0].sides[1].programme_id != wash.id:
        raise LookupError("the demonstration has other overlaps than its pages show")
    answer_overlap(
        case=cases[1],
        by=district,
        version=cases[1].version,
        verdict=Verdict.COMPLEMENTARY,
        reason="The scheme lays the pipes; the need is for the tank that the hamlets lack.",
    )
    # A company's project is for the same girls.
    create_programme(
        by=dpe,
        text=ProgrammeText(
            kind=ProgrammeKind.DEPARTMENT,
            theme_code="ED",
            reach=ProgrammeReach.DISTRICTS,
            run_by="School Education Department",
            source="Order on bridge courses",
            source_on=date(2025, 6, 1),
            name_en="Residential bridge courses for girls who left school",
            name_hi="शाला त्यागी बालिकाओं हेतु आवासीय सेतु पाठ्यक्रम",
            starts_on=date(2025, 7, 1),
            districts=(place,),
        ),
    )
