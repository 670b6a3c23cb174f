"""Projects for the furnished demonstration: one with every part filled, one of a title only."""

from datetime import date

from sqlalchemy import select

from csrmatch.accounts.models import Organisation, OrganisationKind, User
from csrmatch.db import db, today
from csrmatch.demo import DEMO_DOMAIN
from csrmatch.places.models import District
from csrmatch.registry.models import Cpse, Project
from csrmatch.registry.rules.projects import (
    AssetHolder,
    Implementer,
    ProjectReach,
    ProjectStatus,
    TargetGroup,
)
from csrmatch.registry.services import project_reports as reports
from csrmatch.registry.services import projects as verbs
from csrmatch.registry.services.project_texts import ProjectHands, ProjectText

__all__ = ["PROJECT_PAGES", "approve_project", "begin_project", "record_projects"]

_PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
_FULL, _BARE = "/projects/1", "/projects/2"

# Endpoint, name of the picture, address, who opens it.
PROJECT_PAGES: list[tuple[str, str, str, str]] = [
    ("registry.list_projects", "projects", "/projects", "dpe"),
    ("registry.list_projects", "projects-none", "/projects", "chair"),
    ("registry.new_project", "project-new", "/projects/new", "cpse"),
    ("registry.show_project", "project", _FULL, "cpse"),
    ("registry.show_project", "project-read-only", _FULL, "district"),
    ("registry.show_project", "project-bare", _BARE, "cpse"),
    ("registry.edit_project", "project-edit", f"{_FULL}/edit", "cpse"),
    ("registry.edit_project_purpose", "project-purpose", f"{_FULL}/purpose", "cpse"),
    ("registry.edit_project_places", "project-places", f"{_FULL}/places", "cpse"),
    ("registry.edit_project_people", "project-people", f"{_FULL}/people", "cpse"),
    ("registry.edit_project_money", "project-money", f"{_FULL}/money/2025-26", "cpse"),
    ("registry.edit_project_hands", "project-hands", f"{_FULL}/hands", "cpse"),
    ("registry.step_project", "project-step", f"{_FULL}/step", "cpse"),
    ("registry.new_milestone", "milestone-new", f"{_FULL}/milestones/new", "agency"),
    ("registry.edit_milestone", "milestone", f"{_FULL}/milestones/1", "agency"),
    ("registry.new_result", "result-new", f"{_FULL}/results/new", "agency"),
    ("registry.edit_result", "result", f"{_FULL}/results/1", "agency"),
    ("registry.new_document", "document-new", f"{_FULL}/documents/new", "agency"),
    ("registry.strike_document", "document-strike", f"{_FULL}/documents/1/strike", "agency"),
]


def record_projects() -> None:
    """Two projects of NMDC with invented figures."""
    officer = db.session.scalars(select(User).where(User.email == f"cpse@{DEMO_DOMAIN}")).one()
    cpse = db.session.scalars(select(Cpse).where(Cpse.code == "NMDC")).one()
    of_agency = Organisation.kind == OrganisationKind.AGENCY
    agency = db.session.scalars(select(Organisation).where(of_agency)).one()
    full = verbs.create_project(
        by=officer,
        cpse=cpse,
        text=ProjectText(
            title_en="Residential bridge course for girls who left school",
            title_hi="स्कूल छोड़ चुकी बालिकाओं के लिए आवासीय सेतु पाठ्यक्रम",
            reference="CSR/DTW/2025/14",
            summary_en="A year in a hostel brings girls of 11 to 14 back into the class of their age.",
            summary_hi="छात्रावास में एक वर्ष 11 से 14 वर्ष की बालिकाओं को उनकी आयु की कक्षा में लौटाता है।",
            starts_on=date(2025, 7, 1),
            ends_on=date(2027, 3, 31),
            is_ongoing=True,
        ),
    )
    verbs.change_project_purpose(
        project=full,
        version=full.version,
        themes={"ED": 75, "HN": 25},
        schedule_items=[2, 3],
        goals=[4, 5],
    )
    verbs.change_project_places(
        project=full,
        version=full.version,
        reach=ProjectReach.DISTRICTS,
        districts={_district(376): 60, _district(636): 25, _district(642): 10},
        elsewhere_percent=5,
    )
    verbs.change_project_people(
        project=full,
        version=full.version,
        heads={TargetGroup.CHILDREN: 240, TargetGroup.ST: 198, TargetGroup.DISABILITY: None},
    )
    lakh = 10**5
    for year, amounts in (
        ("2025-26", {2: (80 * lakh, 41 * lakh), 3: (80 * lakh, 77 * lakh), 4: (90 * lakh, 93 * lakh)}),
        ("2026-27", {1: (85 * lakh, 60 * lakh), 2: (85 * lakh, None)}),
    ):
        verbs.change_project_money(project=full, version=full.version, financial_year=year, amounts=amounts)
    verbs.change_project_hands(
        project=full,
        version=full.version,
        hands=ProjectHands(
            implementer=Implementer.AGENCY,
            agency_name="Demonstration agency",
            agency_csr1="CSR00001234",
            agency=agency,
            creates_asset=True,
            asset_holder=AssetHolder.AUTHORITY,
            asset_holder_name="Zila Panchayat, Dantewada",
        ),
    )
    verbs.create_project(by=officer, cpse=cpse, text=ProjectText(title_en="Solar pumps for kitchen gardens"))
    result = reports.add_result(
        project=full,
        text=reports.ResultText("Girls back in the class of their age", "girls", baseline=0, target=240),
    )
    reports.add_milestone(
        project=full,
        text=reports.MilestoneText("First hostel opened", date(2025, 8, 15), done_on=date(2025, 9, 1)),
    )
    reports.add_milestone(project=full, text=reports.MilestoneText("Second hostel opened", date(2026, 6, 30)))
    reports.attach_document(
        project=full,
        by=officer,
        title="Baseline survey",
        file_name="baseline.pdf",
        content=_PDF,
        result=result,
    )


def approve_project() -> None:
    """The board approves the first of them."""
    _step(ProjectStatus.APPROVED, "Resolution 14 of the board.")


def begin_project() -> None:
    """The approved project begins."""
    _step(ProjectStatus.UNDER_WAY, "The agreement with the agency is signed.")


def _step(status: ProjectStatus, reason: str) -> None:
    project = db.session.scalars(select(Project).order_by(Project.id).limit(1)).one()
    verbs.step_project(
        project=project,
        by=project.created_by,
        version=project.version,
        status=status,
        on=today(),
        reason=reason,
    )


def _district(lgd: int) -> District:
    return db.session.scalars(select(District).where(District.lgd == lgd)).one()
