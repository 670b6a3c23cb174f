"""Which imports a person may see and act on."""

from typing import Any, TypeVar

from sqlalchemy import Select

from csrmatch.accounts.models import User
from csrmatch.imports.kinds import kinds_for
from csrmatch.imports.models import DataImport

__all__ = ["only_visible_imports"]

S = TypeVar("S", bound=Select[Any])


def only_visible_imports(viewer: User, query: S) -> S:
    """The imports of the person's own office, of the kinds that the office brings in."""
    codes = [kind.code for kind in kinds_for(viewer)]
    return query.where(DataImport.organisation_id == viewer.organisation_id, DataImport.kind.in_(codes))
