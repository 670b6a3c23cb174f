"""What lists are sorted by where it is not a plain column: names in the reader's language, counted values."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import SQLColumnExpression, case, func, null

from csrmatch.i18n import current_language

__all__ = ["by_name", "by_value"]


def by_name(model: Any) -> SQLColumnExpression[Any]:
    """The name by which a list is sorted in the language in force, whatever its letters' case."""
    return func.lower(model.name_hi if current_language() == "hi" else model.name_en)


def by_value(key: SQLColumnExpression[int], values: Mapping[int, float]) -> SQLColumnExpression[Any]:
    """Values that were counted elsewhere, by the key of the row; rows without one come last."""
    return case(dict(values), value=key) if values else null()
