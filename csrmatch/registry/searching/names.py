"""The names that entries of several kinds hold, read once for many of them."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from csrmatch.db import db
from csrmatch.indicators.models import Theme
from csrmatch.places.models import District, State
from csrmatch.registry.models import Cpse

__all__ = ["cpse_names", "district_names", "flatten", "of_each", "theme_names"]

Names = tuple[str | None, ...]


def district_names() -> dict[int, Names]:
    """The names of every district and of its state, by the district's id."""
    columns = (District.name_en, District.name_hi, State.name_en, State.name_hi)
    query = select(District.id, *columns).join(District.state).order_by(District.id)
    return {row[0]: tuple(row[1:]) for row in db.session.execute(query)}


def theme_names() -> dict[str, Names]:
    """The names of every theme, by its code."""
    query = select(Theme.code, Theme.name_en, Theme.name_hi).order_by(Theme.code)
    return {row[0]: tuple(row[1:]) for row in db.session.execute(query)}


def cpse_names() -> dict[int, Names]:
    """The code and names of every company, by its id; the code first."""
    query = select(Cpse.id, Cpse.code, Cpse.name_en, Cpse.name_hi).order_by(Cpse.id)
    return {row[0]: tuple(row[1:]) for row in db.session.execute(query)}


def flatten(names: Iterable[Names]) -> list[str | None]:
    """All of some names in one list."""
    return [name for one in names for name in one]


def of_each(rows: Iterable[Any]) -> dict[int, list[Any]]:
    """The second values of some rows, gathered by the first."""
    gathered: dict[int, list[Any]] = {}
    for key, value in rows:
        gathered.setdefault(key, []).append(value)
    return gathered
