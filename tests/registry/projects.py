"""Makes projects for tests, with every part filled or with a title only."""

from datetime import date

from sqlalchemy import select

from csrmatch.accounts.models import Organisation, OrganisationKind, User
from csrmatch.db import db
from csrmatch.i18n import IST
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
from csrmatch.registry.services.overlaps import following_later
from csrmatch.registry.services.project_texts import ProjectHands, ProjectText

__all__ = ["PDF", "fill_project", "find_agency", "find_district", "find_officer", "make_project"]

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def find_officer(code: str) -> User:
    """Some officer of a CPSE."""
    query = select(User).join(Cpse, Cpse.organisation_id == User.organisation_id).where(Cpse.code == code)
    return db.session.scalars(query.order_by(User.id).limit(1)).one()


def find_district(lgd: int) -> District:
    return db.session.scalars(select(District).where(District.lgd == lgd)).one()


def make_project(
    code: str = "NMDC",
    title: str = "Hostel for girls",
    *,
    lgd: int | None = 376,
    theme: str | None = "ED",
    starts_on: date | None = date(2024, 7, 1),
    ends_on: date | None = date(2026, 3, 31),
) -> Project:
    """A project of a CPSE, recorded by one of its officers."""
    cpse = db.session.scalars(select(Cpse).where(Cpse.code == code)).one()
    return verbs.create_project(
        by=find_officer("NMDC"),
        cpse=cpse,
        text=ProjectText(title_en=title, starts_on=starts_on, ends_on=ends_on),
        theme_code=theme,
        district=find_district(lgd) if lgd else None,
    )


@following_later()
def fill_project(project: Project, *, agency: Organisation | None = None) -> None:
    """Fills every part of a project and takes it to where it is under way."""
    officer = find_officer("NMDC")
    verbs.change_project_purpose(
        project=project,
        version=project.version,
        themes={"ED": 60, "HN": 40},
        schedule_items=[2, 1],
        goals=[4],
    )
    verbs.change_project_places(
        project=project,
        version=project.version,
        reach=ProjectReach.DISTRICTS,
        districts={find_district(376): 70, find_district(374): 20},
        elsewhere_percent=10,
    )
    verbs.change_project_people(
        project=project, version=project.version, heads={TargetGroup.ST: 240, TargetGroup.WOMEN: None}
    )
    verbs.change_project_money(
        project=project,
        version=project.version,
        financial_year="2024-25",
        amounts={2: (5_000_000, 1_250_000), 3: (5_000_000, None)},
    )
    verbs.change_project_hands(
        project=project,
        version=project.version,
        hands=ProjectHands(
            implementer=Implementer.AGENCY,
            agency_name="Shiksha Samiti",
            agency_csr1="CSR00001234",
            agency=agency,
            creates_asset=True,
            asset_holder=AssetHolder.AUTHORITY,
            asset_holder_name="Zila Panchayat",
        ),
    )
    for status, day in ((ProjectStatus.APPROVED, 1), (ProjectStatus.UNDER_WAY, 2)):
        verbs.step_project(
            project=project,
            by=officer,
            version=project.version,
            status=status,
            on=max(date(2024, 7, day), project.created_at.astimezone(IST).date()),
            reason="Resolution 14 of the board.",
        )
    reports.add_milestone(
        project=project, text=reports.MilestoneText("Building handed over", date(2025, 12, 31))
    )
    result = reports.add_result(
        project=project,
        text=reports.ResultText("Girls who finish class 10", "%", baseline=45.5, target=80.0),
    )
    reports.attach_document(
        project=project, by=officer, title="Board note", file_name="note.pdf", content=PDF, result=result
    )


def find_agency() -> Organisation:
    """The agency that the standard person of that role acts for."""
    query = select(Organisation).where(Organisation.kind == OrganisationKind.AGENCY)
    return db.session.scalars(query.order_by(Organisation.id).limit(1)).one()
