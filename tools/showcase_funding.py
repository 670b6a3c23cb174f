"""Needs of many districts for the furnished demonstration, and a fund plan of its workshop's run."""

from sqlalchemy import select

from csrmatch.accounts.models import Organisation, User
from csrmatch.accounts.services import add_user
from csrmatch.db import db, today
from csrmatch.demo import DEMO_DOMAIN
from csrmatch.mapping.models import Exercise, ExerciseScope, MappingRun, RunOutcome
from csrmatch.mapping.queries.funding import gather_funding
from csrmatch.mapping.services.funding import freeze_funding
from csrmatch.mapping.solving.funding import FundTerms, find_funding
from csrmatch.places.models import District
from csrmatch.registry.rules.needs import NeedStatus
from csrmatch.registry.services import needs as verbs
from csrmatch.registry.services.need_texts import NeedText
from csrmatch.roles import Role

__all__ = ["FUND_PAGES", "plan_funding"]

_LAKH = 10**5
_RUN = "/exercises/2/runs/2"
# LGD code of the district, theme, title in both languages, cost in lakh.
_NEEDS: tuple[tuple[int, str, str, str, int | None], ...] = (
    (636, "ED", "Hostel rooms for 200 girls", "200 छात्राओं के लिए छात्रावास कक्ष", 640),
    (636, "HN", "Oxygen plants for two hospitals", "दो अस्पतालों के लिए ऑक्सीजन संयंत्र", 210),
    (637, "AW", "Check dams on the upper streams", "ऊपरी नालों पर रोक बाँध", 380),
    (637, "HN", "Nutrition gardens at Anganwadi centres", "आंगनवाड़ी केंद्रों में पोषण वाटिकाएँ", 95),
    (376, "FS", "Training of 300 drone and pump mechanics", "300 ड्रोन एवं पंप मैकेनिकों का प्रशिक्षण", 150),
    (376, "IN", "Lights and footpaths in forty hamlets", "चालीस बस्तियों में प्रकाश एवं पगडंडियाँ", 275),
    (637, "ED", "Science rooms in residential schools", "आवासीय विद्यालयों में विज्ञान कक्ष", None),
)

# Endpoint, name of the picture, address, who opens it.
FUND_PAGES: list[tuple[str, str, str, str]] = [
    ("mapping.show_funding", "fund-plan", f"{_RUN}/funding", "dpe"),
    ("mapping.show_funding", "fund-plan-themes", f"{_RUN}/funding?by=theme", "auditor"),
    ("mapping.show_funding", "fund-plan-none", "/exercises/1/runs/1/funding", "dpe"),
    ("mapping.new_funding", "fund-plan-new", f"{_RUN}/funding/new", "dpe"),
]


def plan_funding() -> None:
    """Seven open needs of three districts with invented costs, and the plan on the usual terms."""
    for lgd, theme, english, hindi, lakh in _NEEDS:
        district = db.session.scalars(select(District).where(District.lgd == lgd)).one()
        text = NeedText(
            theme_code=theme,
            title_en=english,
            title_hi=hindi,
            cost_inr=None if lakh is None else lakh * _LAKH,
        )
        by = _officer(district)
        need = verbs.create_need(by=by, district=district, text=text)
        for status in (NeedStatus.VERIFIED, NeedStatus.OPEN):
            verbs.step_need(need=need, by=_second(district), version=need.version, status=status, reason="")
    workshop = db.session.scalars(
        select(Exercise).where(Exercise.scope == ExerciseScope.STATE).order_by(Exercise.id)
    ).first()
    if workshop is None:
        raise LookupError("the demonstration has no exercise of a state")
    solved = (MappingRun.exercise_id == workshop.id, MappingRun.outcome == RunOutcome.SOLVED)
    run = db.session.scalars(select(MappingRun).where(*solved).order_by(MappingRun.number.desc())).first()
    if run is None:
        raise LookupError("the demonstration has no run")
    terms = FundTerms(minimum_ticket_inr=10 * _LAKH, most_partners=3)
    freeze_funding(run=run, found=find_funding(gather_funding(run, terms, today())))


def _officer(district: District) -> User:
    return _person(district, "officer")


def _second(district: District) -> User:
    return _person(district, "second")


def _person(district: District, what: str) -> User:
    """An officer of the district, made where there is none of that name."""
    email = f"{what}.{district.lgd}@{DEMO_DOMAIN}"
    found = db.session.scalars(select(User).where(User.email == email)).first()
    if found is not None:
        return found
    office = db.session.scalars(select(Organisation).where(Organisation.district_id == district.id)).one()
    return add_user(
        email=email,
        name=f"Officer of {district.name_en} (demo)",
        role=Role.DISTRICT_OFFICER,
        organisation=office,
        password=f"demo {district.lgd} never signs in",
        is_demo=True,
    )
