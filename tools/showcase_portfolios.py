"""Portfolios for the furnished demonstration: projects of companies over years, themes and districts."""

from datetime import date

from sqlalchemy import select

from csrmatch.accounts.models import User
from csrmatch.db import db
from csrmatch.demo import DEMO_DOMAIN
from csrmatch.places.models import District
from csrmatch.registry.models import Cpse
from csrmatch.registry.rules.projects import ProjectReach
from csrmatch.registry.services import project_reports as reports
from csrmatch.registry.services import projects as verbs
from csrmatch.registry.services.project_texts import ProjectText

__all__ = ["PORTFOLIO_PAGES", "record_portfolios"]

_DANTEWADA, _BIJAPUR, _BASTAR, _SUKMA, _KORBA = 376, 636, 374, 642, 383
_LAKH = 10**5

# Company, titles, shares of themes, shares of districts, year → (set aside, spent) in lakh.
_PROJECTS: list[tuple[str, str, str, dict[str, int], dict[int, int], dict[str, tuple[int, int | None]]]] = [
    (
        "NMDC",
        "Mobile health clinics along the Bailadila range",
        "बैलाडीला क्षेत्र में चलित स्वास्थ्य क्लिनिक",
        {"HN": 100},
        {_DANTEWADA: 60, _BIJAPUR: 40},
        {"2024-25": (420, 390), "2025-26": (510, 478)},
    ),
    (
        "NMDC",
        "Solar pumps and check dams with the village committees",
        "ग्राम समितियों के साथ सौर पंप और चेक डैम",
        {"AW": 80, "IN": 20},
        {_DANTEWADA: 50, _SUKMA: 30, _BASTAR: 20},
        {"2024-25": (130, 96), "2025-26": (240, 180), "2026-27": (260, None)},
    ),
    (
        "NMDC",
        "Polytechnic seats and stipends for tribal youth",
        "जनजातीय युवाओं के लिए पॉलिटेक्निक सीटें और वृत्ति",
        {"FS": 100},
        {_BASTAR: 70, _DANTEWADA: 30},
        {"2025-26": (95, 62), "2026-27": (110, 20)},
    ),
    (
        "NTPC",
        "Nutrition gardens at Anganwadi centres",
        "आंगनवाड़ी केंद्रों पर पोषण वाटिकाएँ",
        {"HN": 70, "AW": 30},
        {_DANTEWADA: 40, _KORBA: 60},
        {"2025-26": (88, 71)},
    ),
    (
        "SAIL",
        "Classrooms and girls' toilets in forty schools",
        "चालीस विद्यालयों में कक्षाएँ और बालिका शौचालय",
        {"ED": 100},
        {_DANTEWADA: 100},
        {"2026-27": (64, 12)},
    ),
    ("POWERGRID", "Ambulances for two blocks", "दो विकासखंडों के लिए एम्बुलेंस", {"HN": 100}, {_DANTEWADA: 100}, {}),
]

# Endpoint, name of the picture, address, who opens it.
PORTFOLIO_PAGES: list[tuple[str, str, str, str]] = [
    ("registry.show_district", "district-own", f"/districts/{_DANTEWADA}", "district"),
    ("registry.show_district", "district-cpse", f"/districts/{_DANTEWADA}", "cpse"),
    ("registry.show_district", "district-bare", "/districts/745", "dpe"),
    (
        "registry.list_district_indicators",
        "district-indicators",
        f"/districts/{_DANTEWADA}/indicators",
        "dpe",
    ),
    ("registry.list_district_filings", "district-filings", f"/districts/{_KORBA}/filings", "dpe"),
    ("registry.list_district_filings", "district-filings-none", f"/districts/{_DANTEWADA}/filings", "dpe"),
    ("registry.show_cpse", "cpse-year", "/cpses/NMDC?year=2025-26&theme=HN", "cpse"),
    ("registry.show_cpse", "cpse-parent", "/cpses/CIL", "dpe"),
]


def record_portfolios() -> None:
    """Projects with invented figures, so that pictures of districts and companies have something to say."""
    officer = db.session.scalars(select(User).where(User.email == f"cpse@{DEMO_DOMAIN}")).one()
    for code, title_en, title_hi, themes, places, money in _PROJECTS:
        cpse = db.session.scalars(select(Cpse).where(Cpse.code == code)).one()
        text = ProjectText(
            title_en=title_en, title_hi=title_hi, starts_on=date(2024, 7, 1), ends_on=date(2027, 6, 30)
        )
        project = verbs.create_project(by=officer, cpse=cpse, text=text)
        verbs.change_project_purpose(
            project=project, version=project.version, themes=themes, schedule_items=[], goals=[]
        )
        districts = {_district(lgd): share for lgd, share in places.items()}
        verbs.change_project_places(
            project=project, version=project.version, reach=ProjectReach.DISTRICTS, districts=districts
        )
        for year, (outlay, spent) in money.items():
            amounts = {1: (outlay * _LAKH, None if spent is None else spent * _LAKH)}
            verbs.change_project_money(
                project=project, version=project.version, financial_year=year, amounts=amounts
            )
        if code != "NTPC":
            reports.add_milestone(
                project=project, text=reports.MilestoneText("First half handed over", date(2026, 12, 15))
            )


def _district(lgd: int) -> District:
    return db.session.scalars(select(District).where(District.lgd == lgd)).one()
