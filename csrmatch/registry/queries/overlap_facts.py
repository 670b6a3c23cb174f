"""What of needs, projects and programmes is compared, and which of them could overlap with a record."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from csrmatch.db import db
from csrmatch.i18n import IST
from csrmatch.places.models import District
from csrmatch.registry.models import (
    Cpse,
    Need,
    NeedPartner,
    Programme,
    Project,
    ProjectDistrict,
    ProjectTheme,
)
from csrmatch.registry.queries.programmes import works_in_places
from csrmatch.registry.rules.needs import NeedStatus
from csrmatch.registry.rules.overlaps import Facts, RecordKind
from csrmatch.registry.rules.programmes import ProgrammeReach
from csrmatch.registry.rules.projects import ProjectStatus
from csrmatch.registry.rules.years import last_day, quarter_start, year_of

__all__ = [
    "Record",
    "facts_of",
    "is_running",
    "leave_out_own",
    "list_candidates",
    "list_cells",
    "list_near",
    "list_whole",
    "select_near_needs",
    "select_near_programmes",
    "select_near_projects",
]

Record = Need | Project | Programme

_ENDED_NEEDS = frozenset({NeedStatus.MET, NeedStatus.WITHDRAWN})


def is_running(record: Record) -> bool:
    """Whether a record still asks for an answer where it overlaps with another."""
    if isinstance(record, Need):
        return record.status not in _ENDED_NEEDS
    if isinstance(record, Project):
        return record.status is not ProjectStatus.CLOSED
    return record.retired_on is None


def facts_of(record: Record, *, bare: bool = False) -> Facts:
    """What of a record is compared; `bare` leaves out what only those learn who may read the record."""
    if isinstance(record, Need):
        return _facts_of_need(record)
    if isinstance(record, Project):
        return _facts_of_project(record, bare)
    return _facts_of_programme(record)


def _titles(*titles: str | None) -> tuple[str, ...]:
    return tuple(title for title in titles if title)


def _facts_of_need(need: Need) -> Facts:
    return Facts(
        kind=RecordKind.NEED,
        key=need.id,
        owner=f"district:{need.district_id}",
        districts=frozenset({need.district_id}),
        themes=frozenset({need.theme_code}),
        groups=frozenset(row.group for row in need.groups),
        # A need has no last day: it is there until it is met.
        starts_on=need.created_at.astimezone(IST).date(),
        ends_on=date.max,
        titles=_titles(need.title_en, need.title_hi),
        scheme=need.scheme_code,
        partners=frozenset(f"cpse:{row.cpse_id}" for row in need.partners),
    )


def _facts_of_project(project: Project, bare: bool) -> Facts:
    return Facts(
        kind=RecordKind.PROJECT,
        key=project.id,
        owner=f"cpse:{project.cpse_id}",
        districts=frozenset(row.district_id for row in project.districts),
        themes=frozenset(row.theme_code for row in project.themes),
        groups=frozenset() if bare else frozenset(row.group for row in project.groups),
        starts_on=_year_start(project.starts_on) if bare else project.starts_on,
        ends_on=_year_end(project.ends_on) if bare else project.ends_on,
        titles=() if bare else _titles(project.title_en, project.title_hi),
    )


def _year_start(day: date | None) -> date | None:
    return quarter_start(year_of(day), 1) if day else None


def _year_end(day: date | None) -> date | None:
    return last_day(year_of(day)) if day else None


def _facts_of_programme(programme: Programme) -> Facts:
    return Facts(
        kind=RecordKind.PROGRAMME,
        key=programme.id,
        owner=f"office:{programme.keeper_id}",
        districts=frozenset(_places_of(programme)),
        themes=frozenset({programme.theme_code}),
        groups=frozenset(row.group for row in programme.groups),
        starts_on=programme.starts_on or date.min,
        ends_on=programme.ends_on or date.max,
        titles=_titles(programme.name_en, programme.name_hi),
        scheme=programme.scheme_code,
    )


def _places_of(programme: Programme) -> Iterable[int]:
    if programme.reach is ProgrammeReach.DISTRICTS:
        return (row.district_id for row in programme.districts)
    query = select(District.id).order_by(District.id)
    if programme.reach is ProgrammeReach.STATE:
        query = query.where(District.state_id == programme.state_id)
    return db.session.scalars(query)


def select_near_needs(districts: Iterable[int], themes: Iterable[str]) -> Select[Any]:
    """The needs of some districts and themes that are neither met nor withdrawn."""
    return (
        select(Need)
        .where(Need.district_id.in_(districts), Need.theme_code.in_(themes))
        .where(Need.status.not_in(_ENDED_NEEDS))
        .options(selectinload(Need.groups), selectinload(Need.partners).joinedload(NeedPartner.cpse))
        .order_by(Need.id)
    )


def select_near_projects(districts: Iterable[int], themes: Iterable[str]) -> Select[Any]:
    """The projects with money in some districts and themes that are not closed."""
    return (
        select(Project)
        .join(Project.cpse)
        .where(Project.districts.any(ProjectDistrict.district_id.in_(districts)))
        .where(Project.themes.any(ProjectTheme.theme_code.in_(themes)))
        .where(Project.status != ProjectStatus.CLOSED)
        .options(
            selectinload(Project.groups),
            selectinload(Project.themes).joinedload(ProjectTheme.theme),
            selectinload(Project.districts).joinedload(ProjectDistrict.district),
        )
        .order_by(Cpse.code, Project.id)
    )


def select_near_programmes(districts: Iterable[int], themes: Iterable[str]) -> Select[Any]:
    """The programmes that work in some districts for some themes and are not retired."""
    return (
        select(Programme)
        .where(works_in_places(districts), Programme.theme_code.in_(themes), Programme.retired_on.is_(None))
        .options(
            selectinload(Programme.groups),
            selectinload(Programme.districts),
            joinedload(Programme.theme),
            joinedload(Programme.state),
        )
        .order_by(Programme.id)
    )


def list_candidates(facts: Facts) -> list[Record]:
    """Every record that shares a district and a theme with this one, whoever may see it."""
    found: list[Record] = []
    if not facts.districts or not facts.themes:
        return found
    wanted = (sorted(facts.districts), sorted(facts.themes))
    found += db.session.scalars(select_near_needs(*wanted))
    found += db.session.scalars(leave_out_own(facts, select_near_projects(*wanted)))
    found += db.session.scalars(select_near_programmes(*wanted))
    return found


def list_cells(ids: Sequence[int]) -> list[tuple[int, int, str]]:
    """Each district and theme of some projects: project, district, theme."""
    query = (
        select(ProjectDistrict.project_id, ProjectDistrict.district_id, ProjectTheme.theme_code)
        .join(ProjectTheme, ProjectTheme.project_id == ProjectDistrict.project_id)
        .where(ProjectDistrict.project_id.in_(ids))
        .order_by(ProjectDistrict.project_id, ProjectDistrict.district_id, ProjectTheme.theme_code)
    )
    return [(row[0], row[1], row[2]) for row in db.session.execute(query)]


def list_near(ids: Sequence[int], cells: Sequence[tuple[int, int, str]]) -> list[Record]:
    """Every record that may share one of these cells with one of one company's projects."""
    if not cells:
        return []
    owner = db.session.scalar(select(Project.cpse_id).where(Project.id == ids[0]))
    wanted = Facts(
        kind=RecordKind.PROJECT,
        key=0,
        owner=f"cpse:{owner}",
        districts=frozenset(district for _key, district, _theme in cells),
        themes=frozenset(theme for _key, _district, theme in cells),
    )
    return list_candidates(wanted)


def list_whole(ids: Iterable[int]) -> list[Project]:
    """Some projects with all that is compared of them."""
    parts = (selectinload(Project.groups), selectinload(Project.themes), selectinload(Project.districts))
    wanted = sorted(ids)
    if not wanted:
        return []
    query = select(Project).where(Project.id.in_(wanted)).options(*parts).order_by(Project.id)
    return list(db.session.scalars(query))


def leave_out_own(facts: Facts, query: Select[Any]) -> Select[Any]:
    """Of the projects those of other companies: one company's, however many, overlap with none of its own."""
    kind, _colon, owner = facts.owner.partition(":")
    return query.where(Project.cpse_id != int(owner)) if kind == "cpse" else query
