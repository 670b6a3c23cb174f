"""A sheet of projects to rows of plain values, with everything that is wrong in them; and back to cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from csrmatch.documents.cell_text import CellError
from csrmatch.imports.layouts import KnownPlaces, Layout
from csrmatch.imports.rules import RowError
from csrmatch.registry.rules.years import QUARTERS
from csrmatch.registry.tables.cells import OUTSIDE, parse_cell, parse_place
from csrmatch.registry.tables.columns import CellKind, Column
from csrmatch.registry.tables.project_columns import find_column
from csrmatch.registry.tables.sheets import FoundRow, SheetReader, groups_of, has_titles, plain_cell

__all__ = ["PROJECT_LAYOUT", "cells_of", "correct_cells", "correctable_columns"]


@dataclass
class _Row(FoundRow):
    """A row of a sheet of projects: districts and shares by the number of their columns."""

    places: dict[int, str] = field(default_factory=dict)
    shares: dict[int, int] = field(default_factory=dict)


def _read_cell(found: _Row, column: Column, cell: object, known: KnownPlaces) -> None:
    try:
        if column.kind is CellKind.PLACE:
            _read_place(found, column, cell, known)
        elif column.code.startswith("share_"):
            value = parse_cell(column, cell)
            if value is not None:
                found.shares[int(column.code.rpartition("_")[2])] = int(str(value))
        else:
            found.take(column, cell, known)
    except CellError as error:
        found.refuse_cell(column, cell, error)


def _read_place(found: _Row, column: Column, cell: object, known: KnownPlaces) -> None:
    if place := parse_place(cell, known):
        found.places[int(column.code.rpartition("_")[2])] = place[0]
        found.names += [place[1]] if place[1] is not None else []


_TAKEN_AS_THEY_ARE = (
    "title_en",
    "title_hi",
    "reference",
    "summary_en",
    "summary_hi",
    "starts_on",
    "ends_on",
    "is_ongoing",
    "reach",
    "implementer",
    "agency_name",
    "agency_csr1",
    "creates_asset",
    "asset_holder",
    "asset_holder_name",
    "asset_holder_csr1",
)


@dataclass(frozen=True)
class _Columns:
    """Which parts of a project a sheet has columns for; found once for all of its rows."""

    as_they_are: tuple[str, ...]
    lists: tuple[str, ...]
    has_places: bool
    has_elsewhere: bool
    # Of each year the pairs of columns of its quarters, and of the whole year: set aside, spent.
    money: tuple[tuple[str, tuple[tuple[str, str, str], ...], tuple[str, str]], ...]


@lru_cache(maxsize=100)
def _columns_of(present: frozenset[str]) -> _Columns:
    years = {code.split("_")[1] for code in present if code.startswith(("outlay_", "spent_"))}
    return _Columns(
        as_they_are=tuple(name for name in _TAKEN_AS_THEY_ARE if name in present),
        lists=tuple(name for name in ("schedule_items", "goals") if name in present),
        has_places=any(code.startswith(("district_", "share_")) for code in present),
        has_elsewhere="elsewhere_percent" in present,
        money=tuple(
            (
                year,
                tuple(
                    (str(number), f"outlay_{year}_q{number}", f"spent_{year}_q{number}")
                    for number in QUARTERS
                ),
                (f"outlay_{year}", f"spent_{year}"),
            )
            for year in sorted(years)
        ),
    )


def _values(found: _Row, present: frozenset[str]) -> dict[str, object]:
    """The fields that the columns of the file fill; those it has no column for are not said."""
    plain, columns = found.plain, _columns_of(present)
    values: dict[str, object] = {name: plain.get(name) for name in columns.as_they_are}
    # A stage is never not known; a blank one leaves it where it is.
    if plain.get("status"):
        values["status"] = plain["status"]
    for name in columns.lists:
        values[name] = plain.get(name) or []
    for prefix, name in (("theme_", "themes"), ("heads_", "groups")):
        given = groups_of(found, present, prefix)
        if given is not None:
            values[name] = given
    if columns.has_places:
        _add_places(found, values, has_elsewhere=columns.has_elsewhere)
    elif columns.has_elsewhere:
        values["elsewhere_percent"] = plain.get("elsewhere_percent") or 0
    _add_money(found, values, columns)
    return values


def _add_places(found: _Row, values: dict[str, object], *, has_elsewhere: bool) -> None:
    shares: dict[str, int] = {}
    elsewhere = int(found.plain.get("elsewhere_percent") or 0)
    for number in sorted(found.places.keys() | found.shares.keys()):
        key, share = found.places.get(number, ""), found.shares.get(number)
        if not key:
            found.refuse(f"district_{number}", "district_missing", share)
        elif share is None:
            found.refuse(f"share_{number}", "share_missing")
        elif key == OUTSIDE:
            elsewhere += share
        elif key in shares:
            found.refuse(f"district_{number}", "district_twice", key)
        else:
            shares[key] = share
    values["districts"] = shares
    if has_elsewhere or elsewhere:
        values["elsewhere_percent"] = elsewhere
    if shares or elsewhere:
        # Whoever gives shares says that the money goes to districts.
        values["reach"] = values.get("reach") or "districts"


def _add_money(found: _Row, values: dict[str, object], columns: _Columns) -> None:
    plain = found.plain
    for year, quarters, whole in columns.money:
        amounts: dict[str, list[object]] = {}
        for number, outlay, spent in quarters:
            pair = [plain.get(outlay), plain.get(spent)]
            if pair != [None, None]:
                amounts[number] = pair
        total = [plain.get(code) for code in whole]
        if total != [None, None]:
            if amounts:
                found.refuse(f"outlay_{year}", "year_and_quarters")
            # What is only known for the year stands in its last quarter.
            amounts = {"4": total}
        values[f"money.{year}"] = amounts or None


_READER = SheetReader(_Row, find_column, _read_cell, _values)
PROJECT_LAYOUT = Layout("projects", has_titles, _READER.read)


def cells_of(
    columns: Sequence[Column], values: Mapping[str, Any], words: Mapping[CellKind, Mapping[str, str]]
) -> list[object]:
    """The cells of a row with these values: what is read back from them are the same values.

    `words` holds, for what is chosen from a list, the entry of the list for each code.
    """
    places = list((values.get("districts") or {}).items())
    return [_cell(column, values, places, words) for column in columns]


def _cell(
    column: Column,
    values: Mapping[str, Any],
    places: Sequence[tuple[str, int]],
    words: Mapping[CellKind, Mapping[str, str]],
) -> object:
    prefix, _, rest = column.code.partition("_")
    if column.kind is CellKind.MONEY:
        year, _, quarter = rest.partition("_q")
        pair = (values.get(f"money.{year}") or {}).get(quarter)
        return pair[0 if prefix == "outlay" else 1] if pair else None
    if column.kind is CellKind.PLACE or prefix == "share":
        number = int(rest) - 1
        if number >= len(places):
            return None
        key, share = places[number]
        return share if prefix == "share" else words[CellKind.PLACE].get(key, key)
    if prefix == "theme":
        return (values.get("themes") or {}).get(rest)
    if column.kind in {CellKind.ITEMS, CellKind.GOALS}:
        numbers = values.get(column.code)
        return ", ".join(map(str, numbers)) if numbers else None
    return plain_cell(column, values, words)


def correctable_columns(values: Mapping[str, Any]) -> list[Column]:
    """The columns of a doubtful row that may be corrected: its titles and its money."""
    codes = ["title_en", "title_hi"]
    for name in sorted(name for name, amounts in values.items() if name.startswith("money.") and amounts):
        year = name.removeprefix("money.")
        codes += [
            f"{what}_{year}_q{quarter}" for quarter in sorted(values[name]) for what in ("outlay", "spent")
        ]
    return [column for code in codes if (column := find_column(code))]


def correct_cells(
    values: Mapping[str, Any], given: Mapping[str, str]
) -> tuple[Mapping[str, object], list[RowError]]:
    """The values with some cells typed anew, and what is wrong with what was typed."""
    found = _Row("", 0)
    columns = [column for column in correctable_columns(values) if column.code in given]
    for column in columns:
        _read_cell(found, column, given[column.code], lambda name, state="": None)
    corrected: dict[str, object] = {}
    for code, value in found.plain.items():
        if code in {"title_en", "title_hi"}:
            corrected[code] = value
    money = frozenset(column.code for column in columns if column.kind is CellKind.MONEY)
    _add_money(found, corrected, _columns_of(money))
    return {**values, **corrected}, found.errors
