"""Many projects recorded at once, with all their parts, in a few statements."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from operator import attrgetter

from sqlalchemy import func, select

from csrmatch.accounts.models import User
from csrmatch.audit.recording import insert_rows
from csrmatch.db import db, now, take_turn, today
from csrmatch.errors import DomainError
from csrmatch.registry.models import (
    Cpse,
    Project,
    ProjectDistrict,
    ProjectGroup,
    ProjectQuarter,
    ProjectStep,
    ProjectTheme,
)
from csrmatch.registry.rules.projects import ProjectStatus
from csrmatch.registry.services.project_records import ProjectRecord, find_refusals, steps_to
from csrmatch.registry.services.project_texts import ProjectHands, ProjectText
from csrmatch.search.indexing import index_later

__all__ = ["create_records"]

Row = tuple[object, ...]
# Both are named as the columns they fill, but for the agency's people, whom no file names.
_TEXT = tuple(item.name for item in fields(ProjectText))
_HANDS = tuple(item.name for item in fields(ProjectHands) if item.name != "agency")
_text_of, _hands_of = attrgetter(*_TEXT), attrgetter(*_HANDS)
_PROJECT = (
    "cpse_id",
    "number",
    "status",
    "schedule_items",
    "goals",
    "reach",
    "elsewhere_percent",
    "created_by_id",
    "created_at",
    "changed_at",
    *_TEXT,
    *_HANDS,
)
_QUARTER = ("project_id", "financial_year", "quarter", "outlay_inr", "spent_inr")
_STEP = ("project_id", "old_status", "new_status", "reason", "taken_on", "by_id", "created_at")


def create_records(
    *,
    by: User,
    cpse: Cpse,
    records: Sequence[ProjectRecord],
    districts: Mapping[int, int],
    reason: str,
    is_checked: bool = False,
) -> list[int]:
    """Records many projects with all their parts, as the forms would; none of them if one is refused.

    `districts` gives the id of each LGD code. `is_checked` says that `find_refusals` was just asked of each
    and refused nothing. Gives the projects' ids in the order of the records; each
    stands at version 1. The register of overlaps is brought up to date by the caller.
    """
    for record in () if is_checked else records:
        for _field, text in find_refusals(cpse, by, record, ProjectStatus.PROPOSED):
            raise DomainError(text)
    # Two who record at once must not take the same number.
    take_turn(f"project number {cpse.id}")
    last = db.session.scalar(select(func.max(Project.number)).where(Project.cpse_id == cpse.id)) or 0
    moment, day = now(), today()
    numbered = enumerate(records, start=last + 1)
    projects = [_project(by, cpse, number, record, moment) for number, record in numbered]
    ids = insert_rows(Project, _PROJECT, projects)
    given = list(zip(ids, records, strict=True))
    themes = [(key, *share) for key, record in given for share in record.themes.items()]
    insert_rows(ProjectTheme, ("project_id", "theme_code", "percent"), themes)
    places = [
        (key, districts[lgd], share) for key, record in given for lgd, share in record.districts.items()
    ]
    insert_rows(ProjectDistrict, ("project_id", "district_id", "percent"), places)
    groups = [(key, *heads) for key, record in given for heads in record.groups.items()]
    insert_rows(ProjectGroup, ("project_id", "group", "heads"), groups)
    insert_rows(ProjectQuarter, _QUARTER, [row for key, record in given for row in _quarters(key, record)])
    taken = (day, by.id, moment)
    steps = [(*row, *taken) for key, record in given for row in _first_steps(by, key, record, reason)]
    insert_rows(ProjectStep, _STEP, steps)
    index_later("project", ids)
    return ids


def _project(by: User, cpse: Cpse, number: int, record: ProjectRecord, moment: datetime) -> Row:
    return (
        cpse.id,
        number,
        record.status,
        tuple(sorted(record.schedule_items)),
        tuple(sorted(record.goals)),
        record.reach,
        record.elsewhere_percent,
        by.id,
        moment,
        moment,
        *_text_of(record.text),
        *_hands_of(record.hands),
    )


def _quarters(key: int, record: ProjectRecord) -> list[Row]:
    return [
        (key, year, quarter, outlay, spent)
        for year, amounts in record.years.items()
        for quarter, (outlay, spent) in amounts.items()
        if outlay is not None or spent is not None
    ]


def _first_steps(by: User, key: int, record: ProjectRecord, reason: str) -> list[Row]:
    path = (ProjectStatus.PROPOSED, *steps_to(by, ProjectStatus.PROPOSED, record.status))
    before: tuple[ProjectStatus | None, ...] = (None, *path[:-1])
    return [(key, old, new, reason if old else "") for old, new in zip(before, path, strict=True)]
