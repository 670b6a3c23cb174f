"""Many projects recorded at once, with all their parts, in a few statements."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

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
from csrmatch.search.indexing import index_later

__all__ = ["create_records"]

Row = dict[str, Any]


def create_records(
    *, by: User, cpse: Cpse, records: Sequence[ProjectRecord], districts: Mapping[int, int], reason: str
) -> list[int]:
    """Records many projects with all their parts, as the forms would; none of them if one is refused.

    `districts` gives the id of each LGD code. Gives the projects' ids in the order of the records; each
    stands at version 1. The register of overlaps is brought up to date by the caller.
    """
    for record in records:
        for _field, text in find_refusals(cpse, by, record, ProjectStatus.PROPOSED):
            raise DomainError(text)
    # Two who record at once must not take the same number.
    take_turn(f"project number {cpse.id}")
    last = db.session.scalar(select(func.max(Project.number)).where(Project.cpse_id == cpse.id)) or 0
    moment, day = now(), today()
    ids = insert_rows(
        Project,
        [_project(by, cpse, number, record, moment) for number, record in enumerate(records, start=last + 1)],
    )
    given = list(zip(ids, records, strict=True))
    insert_rows(ProjectTheme, [row for key, record in given for row in _themes(key, record)])
    insert_rows(ProjectDistrict, [row for key, record in given for row in _districts(key, record, districts)])
    insert_rows(ProjectGroup, [row for key, record in given for row in _groups(key, record)])
    insert_rows(ProjectQuarter, [row for key, record in given for row in _quarters(key, record)])
    step = {"taken_on": day, "by_id": by.id, "created_at": moment}
    steps = [step | row for key, record in given for row in _first_steps(by, key, record, reason)]
    insert_rows(ProjectStep, steps)
    index_later("project", ids)
    return ids


def _project(by: User, cpse: Cpse, number: int, record: ProjectRecord, moment: datetime) -> Row:
    # Both are named as the columns they fill, but for the agency's people, whom no file names.
    hands = {name: value for name, value in vars(record.hands).items() if name != "agency"}
    return {
        "cpse_id": cpse.id,
        "number": number,
        "status": record.status,
        "schedule_items": tuple(sorted(record.schedule_items)),
        "goals": tuple(sorted(record.goals)),
        "reach": record.reach,
        "elsewhere_percent": record.elsewhere_percent,
        "created_by_id": by.id,
        "created_at": moment,
        "changed_at": moment,
        **hands,
        **vars(record.text),
    }


def _themes(key: int, record: ProjectRecord) -> list[Row]:
    shares = record.themes.items()
    return [{"project_id": key, "theme_code": code, "percent": share} for code, share in shares]


def _districts(key: int, record: ProjectRecord, districts: Mapping[int, int]) -> list[Row]:
    return [
        {"project_id": key, "district_id": districts[lgd], "percent": share}
        for lgd, share in record.districts.items()
    ]


def _groups(key: int, record: ProjectRecord) -> list[Row]:
    return [{"project_id": key, "group": group, "heads": heads} for group, heads in record.groups.items()]


def _quarters(key: int, record: ProjectRecord) -> list[Row]:
    return [
        {
            "project_id": key,
            "financial_year": year,
            "quarter": quarter,
            "outlay_inr": outlay,
            "spent_inr": spent,
        }
        for year, amounts in record.years.items()
        for quarter, (outlay, spent) in amounts.items()
        if outlay is not None or spent is not None
    ]


def _first_steps(by: User, key: int, record: ProjectRecord, reason: str) -> list[Row]:
    path = (ProjectStatus.PROPOSED, *steps_to(by, ProjectStatus.PROPOSED, record.status))
    before: tuple[ProjectStatus | None, ...] = (None, *path[:-1])
    return [
        {"project_id": key, "old_status": old, "new_status": new, "reason": reason if old else ""}
        for old, new in zip(before, path, strict=True)
    ]
