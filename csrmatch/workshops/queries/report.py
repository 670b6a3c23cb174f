"""Reading what the report of a workshop is written from, and the issues that were made of it."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from csrmatch.accounts.models import User
from csrmatch.db import db
from csrmatch.errors import Missing
from csrmatch.places.models import District
from csrmatch.workshops.access.report import only_visible_issues
from csrmatch.workshops.models import (
    ReportIssue,
    Takeaway,
    Talk,
    Workshop,
    WorkshopDay,
    WorkshopDistrict,
    WorkshopOrganiser,
    WorkshopReport,
    WorkshopSession,
    WorkshopTheme,
)
from csrmatch.workshops.queries.takeaways import TakeawaySearch, search_takeaways

__all__ = [
    "find_final_number",
    "find_report",
    "get_issue",
    "list_agenda_days",
    "list_all_issues",
    "list_issues",
    "list_told_takeaways",
    "read_issue",
    "read_parts",
]


def find_report(workshop: Workshop, *, for_change: bool = False) -> WorkshopReport | None:
    """What was chosen and written by hand for the report of a workshop, if anything was."""
    query = select(WorkshopReport).where(WorkshopReport.workshop_id == workshop.id)
    if for_change:
        query = query.with_for_update().execution_options(populate_existing=True)
    return db.session.scalar(query)


def read_parts(workshop: Workshop) -> None:
    """Reads what belongs to a workshop and is not there yet: its series, state, organisers and districts."""
    query = select(Workshop).where(Workshop.id == workshop.id)
    query = query.options(
        joinedload(Workshop.series),
        joinedload(Workshop.state),
        joinedload(Workshop.organisers).joinedload(WorkshopOrganiser.organisation),
        joinedload(Workshop.themes).joinedload(WorkshopTheme.theme),
        selectinload(Workshop.districts).joinedload(WorkshopDistrict.district).joinedload(District.state),
    )
    db.session.scalars(query).unique().one()


def list_agenda_days(workshop: Workshop) -> list[WorkshopDay]:
    """The days of a workshop with their sessions, talks and speakers, read at once."""
    query = (
        select(WorkshopDay)
        .where(WorkshopDay.workshop_id == workshop.id)
        .options(
            joinedload(WorkshopDay.sessions)
            .joinedload(WorkshopSession.talks)
            .options(joinedload(Talk.speakers))
        )
        .order_by(WorkshopDay.number)
    )
    return list(db.session.scalars(query).unique())


def list_told_takeaways(workshop: Workshop) -> list[Takeaway]:
    """The notes of a workshop that stand, in the order in which they came; their talks are read before."""
    query = search_takeaways(workshop, TakeawaySearch()).order_by(Takeaway.id)
    return list(db.session.scalars(query))


def list_issues(viewer: User, workshop: Workshop) -> list[ReportIssue]:
    """The files of all issues that the person may read, without their bytes, the newest issue first."""
    query = select(ReportIssue).where(ReportIssue.workshop_id == workshop.id)
    query = only_visible_issues(viewer, workshop, query).options(joinedload(ReportIssue.made_by))
    order = (ReportIssue.number.desc(), ReportIssue.language, ReportIssue.format.desc())
    return list(db.session.scalars(query.order_by(*order)))


def find_final_number(workshop: Workshop) -> int | None:
    """The number of the last final issue, if one was made."""
    query = select(ReportIssue.number).where(
        ReportIssue.workshop_id == workshop.id, ReportIssue.is_draft.is_(False)
    )
    return db.session.scalar(query.order_by(ReportIssue.number.desc()).limit(1))


def list_all_issues(workshop: Workshop) -> list[ReportIssue]:
    """The files of all issues, whoever may read them; for the verbs."""
    query = select(ReportIssue).where(ReportIssue.workshop_id == workshop.id)
    return list(db.session.scalars(query.order_by(ReportIssue.number, ReportIssue.id)))


def get_issue(viewer: User, workshop: Workshop, issue_id: int) -> ReportIssue:
    """A file of an issue of this workshop that the person may read."""
    query = select(ReportIssue).where(ReportIssue.workshop_id == workshop.id, ReportIssue.id == issue_id)
    issue: ReportIssue | None = db.session.scalar(only_visible_issues(viewer, workshop, query))
    if issue is None:
        raise Missing
    return issue


def read_issue(issue: ReportIssue) -> bytes:
    """The bytes of a file."""
    return db.session.scalars(select(ReportIssue.content).where(ReportIssue.id == issue.id)).one()
