"""What already goes on near a record as far as its reader may know: the panel beside what is written."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, or_, select

from csrmatch.accounts.models import User
from csrmatch.db import db
from csrmatch.registry.access import only_announced_projects, only_visible_needs, only_visible_projects
from csrmatch.registry.models import Need, Programme, Project
from csrmatch.registry.queries.overlap_facts import (
    Record,
    facts_of,
    leave_out_own,
    select_near_needs,
    select_near_programmes,
    select_near_projects,
)
from csrmatch.registry.rules.overlaps import Facts, Likeness, Reason, compare

__all__ = ["Near", "find_readable", "list_near"]


@dataclass(frozen=True)
class Near:
    """A record near the one written; of one that is not `is_open` only bare facts may be shown."""

    record: Record
    likeness: Likeness
    is_open: bool


def list_near(viewer: User, facts: Facts) -> list[Near]:
    """The records that overlap with these facts and that the viewer may know of, the likest first.

    Of a project that the viewer may not read only its company, theme, district, years and stage are
    compared: what is typed beside it can tell nothing about its title or its people.
    """
    if not facts.districts or not facts.themes:
        return []
    near = [_weigh(facts, record, is_open) for record, is_open in _records(viewer, facts)]
    found = [row for row in near if row is not None]
    return sorted(found, key=lambda row: -row.likeness.score)


def _records(viewer: User, facts: Facts) -> list[tuple[Record, bool]]:
    wanted = (sorted(facts.districts), sorted(facts.themes))
    needs = db.session.scalars(only_visible_needs(viewer, select_near_needs(*wanted)))
    found: list[tuple[Record, bool]] = [(need, True) for need in needs]
    found += _projects(viewer, leave_out_own(facts, select_near_projects(*wanted)))
    programmes: list[Programme] = list(db.session.scalars(select_near_programmes(*wanted)))
    return [*found, *((row, True) for row in programmes)]


def _projects(viewer: User, near: Select[Any]) -> list[tuple[Record, bool]]:
    """Of some projects those the viewer may read, and after them those of which they may know."""
    is_readable = Project.id.in_(only_visible_projects(viewer, select(Project.id)))
    is_announced = Project.id.in_(only_announced_projects(select(Project.id)))
    query = near.add_columns(is_readable).where(or_(is_readable, is_announced))
    found = [(row, bool(is_open)) for row, is_open in db.session.execute(query)]
    return sorted(found, key=lambda pair: not pair[1])


def _weigh(facts: Facts, record: Need | Project | Programme, is_open: bool) -> Near | None:
    its_facts = facts_of(record, bare=not is_open)
    likeness = compare(facts, its_facts)
    if likeness is None:
        return None
    # For other people is no overlap, unless the titles say the same.
    known = facts.groups and its_facts.groups
    is_alike = Reason.TITLE in likeness.reasons or Reason.SCHEME in likeness.reasons
    if known and Reason.GROUP not in likeness.reasons and not is_alike:
        return None
    return Near(record, likeness, is_open)


def find_readable(viewer: User, projects: Iterable[int]) -> set[int]:
    """The projects among these that the viewer may read whole."""
    query = only_visible_projects(viewer, select(Project.id)).where(Project.id.in_(projects))
    return set(db.session.scalars(query))
