"""Which exercises a person may see and change."""

from typing import Any, TypeVar

from sqlalchemy import Select, false

from csrmatch.accounts.models import User
from csrmatch.roles import Permission, allows

__all__ = ["can_edit_exercise", "only_visible_exercises"]

S = TypeVar("S", bound=Select[*tuple[Any, ...]])


def only_visible_exercises(viewer: User, query: S) -> S:
    """Whoever may see exercises sees them all, for they are drafts of one department; nobody else any."""
    return query if allows(viewer.role, Permission.VIEW_EXERCISES) else query.where(false())


def can_edit_exercise(viewer: User) -> bool:
    """Whether the person may change exercises and run them."""
    return allows(viewer.role, Permission.EDIT_EXERCISES)
