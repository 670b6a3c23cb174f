"""What the access rules of all records have in common."""

from typing import Any, TypeVar

from sqlalchemy import Select

from csrmatch.roles import Role

__all__ = ["SEE_ALL", "S"]

S = TypeVar("S", bound=Select[Any])

# DPE looks after the whole, UNICEF helps in all of it, the auditor checks it.
SEE_ALL = frozenset({Role.DPE_STAFF, Role.AUDITOR, Role.UNICEF_OFFICER})
