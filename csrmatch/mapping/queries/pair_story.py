"""What has come of a published pair, as far as the viewer may see it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from csrmatch.accounts.models import User
from csrmatch.db import db
from csrmatch.i18n import IST
from csrmatch.indicators.models import ReportedFigure
from csrmatch.indicators.queries import Reading, list_readings, pick_worst
from csrmatch.indicators.queries.reported import list_reported_in
from csrmatch.mapping.derivations import COUNTED_PROJECTS
from csrmatch.mapping.models import ProposedPair, PublicationPair
from csrmatch.registry.access import only_visible_needs, only_visible_projects
from csrmatch.registry.models import Need, NeedPartner, NeedStep, Project, ProjectDistrict, ProjectResult
from csrmatch.registry.rules.needs import NeedStatus

__all__ = ["PairStory", "Since", "find_first_put", "tell_pair_story"]


@dataclass(frozen=True)
class Since:
    """An indicator in which the district lagged: the survey's figure, and what an office measured since."""

    reading: Reading
    newer: ReportedFigure | None


@dataclass(frozen=True)
class PairStory:
    """Needs that the CPSE takes up in the district, its projects there, their money, figures, and dates.

    Money is that of the share of each project which goes to the district; None where nothing is known.
    """

    needs: list[tuple[Need, int | None]]
    projects: list[Project]
    pledged_inr: int | None
    outlay_inr: int | None
    spent_inr: int | None
    indicators: list[Since]
    taken_up_on: date | None
    begun_on: date | None
    measured_on: date | None


def find_first_put(pair: PublicationPair) -> date | None:
    """The day on which the two were first proposed to each other in the exercise that was published."""
    query = select(ProposedPair.first_put_at).where(
        ProposedPair.exercise_id == pair.publication.exercise_id,
        ProposedPair.district_id == pair.district_id,
        ProposedPair.cpse_id == pair.cpse_id,
    )
    moment = db.session.scalar(query)
    return moment.astimezone(IST).date() if moment else None


def tell_pair_story(viewer: User, pair: PublicationPair) -> PairStory:
    """Everything about district and CPSE that the viewer may see, whichever year it is of."""
    needs = _needs(viewer, pair)
    projects = _projects(viewer, pair)
    ids = [project.id for project in projects]
    steps = select(func.min(NeedStep.created_at)).where(
        NeedStep.need_id.in_([need.id for need, _ in needs]), NeedStep.new_status == NeedStatus.TAKEN_UP
    )
    measured = select(func.max(ProjectResult.measured_on)).where(
        ProjectResult.project_id.in_(ids), ProjectResult.actual.is_not(None)
    )
    taken_up = db.session.scalar(steps)
    begun = [row.starts_on for row in projects if row.starts_on and row.status in COUNTED_PROJECTS]
    return PairStory(
        needs=needs,
        projects=projects,
        pledged_inr=_sum([pledged for _, pledged in needs]),
        outlay_inr=_money(projects, pair.district_id, "outlay_inr"),
        spent_inr=_money(projects, pair.district_id, "spent_inr"),
        indicators=_indicators(pair),
        taken_up_on=taken_up.astimezone(IST).date() if taken_up else None,
        begun_on=min(begun, default=None),
        measured_on=db.session.scalar(measured),
    )


def _needs(viewer: User, pair: PublicationPair) -> list[tuple[Need, int | None]]:
    query = only_visible_needs(viewer, select(Need)).where(
        Need.district_id == pair.district_id, Need.partners.any(NeedPartner.cpse_id == pair.cpse_id)
    )
    found = db.session.scalars(query.options(selectinload(Need.partners)).order_by(Need.id))
    return [
        (need, next(row.pledged_inr for row in need.partners if row.cpse_id == pair.cpse_id))
        for need in found
    ]


def _projects(viewer: User, pair: PublicationPair) -> list[Project]:
    query = (
        only_visible_projects(viewer, select(Project))
        .where(
            Project.cpse_id == pair.cpse_id,
            Project.districts.any(ProjectDistrict.district_id == pair.district_id),
        )
        .options(selectinload(Project.quarters), selectinload(Project.districts))
        .order_by(Project.id)
    )
    return list(db.session.scalars(query))


def _sum(amounts: list[int | None]) -> int | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None


def _money(projects: list[Project], district_id: int, column: str) -> int | None:
    """The district's share of what is known, each project by its percentage and in whole rupees."""
    found: list[int | None] = []
    for project in projects:
        known = _sum([getattr(quarter, column) for quarter in project.quarters])
        share = next(row.percent for row in project.districts if row.district_id == district_id)
        found.append(None if known is None else known * share // 100)
    return _sum(found)


def _indicators(pair: PublicationPair) -> list[Since]:
    published = pair.publication.published_at.astimezone(IST).date()
    newer: dict[int, ReportedFigure] = {}
    for figure in list_reported_in(pair.district):
        if figure.ends_on > published:
            newer.setdefault(figure.indicator_id, figure)
    return [
        Since(reading, newer.get(reading.indicator.id))
        for reading in pick_worst(list_readings(pair.district))
    ]
