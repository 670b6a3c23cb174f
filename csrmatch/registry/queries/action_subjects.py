"""Reading needs and projects as what action points are about."""

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from csrmatch.accounts.models import User
from csrmatch.actions.subjects import About
from csrmatch.db import db
from csrmatch.registry.access import only_visible_needs, only_visible_projects
from csrmatch.registry.models import Need, Project

__all__ = ["find_needs", "find_projects", "visible_needs", "visible_projects"]


def find_needs(numbers: Collection[int]) -> Mapping[int, About]:
    """Needs by their numbers, each with its district."""
    query = select(Need).where(Need.id.in_(numbers)).options(joinedload(Need.district))
    return {
        row.id: About(row.id, row.code, row.title_en, row.title_hi, row.district_id, row.district.state_id)
        for row in db.session.scalars(query.order_by(Need.id)).unique()
    }


def visible_needs(viewer: User, numbers: Collection[int]) -> Collection[int]:
    """Those that the person may see."""
    query = only_visible_needs(viewer, select(Need.id).where(Need.id.in_(numbers)))
    return db.session.scalars(query.order_by(Need.id)).all()


def find_projects(numbers: Collection[int]) -> Mapping[int, About]:
    """Projects by their numbers, each with its district where it has one alone."""
    query = select(Project).where(Project.id.in_(numbers)).options(selectinload(Project.districts))
    return {
        row.id: About(
            row.id,
            row.code,
            row.title_en,
            row.title_hi,
            row.districts[0].district_id if len(row.districts) == 1 else None,
        )
        for row in db.session.scalars(query.order_by(Project.id)).unique()
    }


def visible_projects(viewer: User, numbers: Collection[int]) -> Collection[int]:
    """Those that the person may see."""
    query = only_visible_projects(viewer, select(Project.id).where(Project.id.in_(numbers)))
    return db.session.scalars(query.order_by(Project.id)).all()
