"""A sheet of projects to rows of plain values, with everything that is wrong in them; and back to cells."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from csrmatch.documents.cell_text import CellError, match_key
from csrmatch.i18n import LANGUAGES, speaking
from csrmatch.imports.layouts import KnownPlaces, Layout, SheetRow
from csrmatch.imports.rules import ReadRow, RowError, UnknownName, as_params
from csrmatch.registry.rules.years import QUARTERS
from csrmatch.registry.tables.project_cells import OUTSIDE, parse_cell, parse_place
from csrmatch.registry.tables.project_columns import CellKind, Column, find_column

__all__ = ["PROJECT_LAYOUT", "cells_of", "correct_cells", "correctable_columns"]

_LABEL_ROWS = 2


class _Row:
    """What is gathered of one row while its cells are read one after the other."""

    def __init__(self, row: SheetRow) -> None:
        self.sheet, self.number = row.sheet, row.number
        self.plain: dict[str, Any] = {}
        self.places: dict[int, tuple[str, UnknownName | None]] = {}
        self.shares: dict[int, int] = {}
        self.errors: list[RowError] = []

    def refuse(self, column: str, code: str, value: object = "", **params: object) -> None:
        self.errors.append(RowError(self.sheet, self.number, column, code, str(value), as_params(**params)))


def _recognises(cells: Sequence[object]) -> bool:
    codes = {_code(cell) for cell in cells}
    return bool(codes & {"title_en", "title_hi"})


def _code(cell: object) -> str:
    return match_key(str(cell)).casefold() if cell is not None else ""


def _read(rows: Iterable[SheetRow], known: KnownPlaces, _owner: str) -> Iterator[ReadRow]:
    """Every row after the one of codes; the rows of headings in both languages are passed over."""
    columns: list[Column | None] = []
    codes: list[str] = []
    for position, row in enumerate(rows):
        if position == 0:
            codes = [_code(cell) for cell in row.cells]
            columns = [find_column(code) if code else None for code in codes]
            if wrong := _header_errors(row, codes, columns):
                yield ReadRow(row.sheet, row.number, {}, errors=tuple(wrong))
                return
        elif position > _LABEL_ROWS or not _is_heading(row, columns):
            yield _read_row(row, columns, known)


def _header_errors(row: SheetRow, codes: Sequence[str], columns: Sequence[Column | None]) -> list[RowError]:
    errors = [
        RowError(row.sheet, row.number, str(cell), "unknown_column", str(cell))
        for cell, code, column in zip(row.cells, codes, columns, strict=True)
        if code and column is None
    ]
    repeated = sorted({code for code in codes if code and codes.count(code) > 1})
    return errors + [RowError(row.sheet, row.number, code, "repeated_column", code) for code in repeated]


def _is_heading(row: SheetRow, columns: Sequence[Column | None]) -> bool:
    """Whether a row repeats the words of its columns in one of the languages."""
    given = [(cell, column) for cell, column in zip(row.cells, columns, strict=False) if cell and column]
    for language in LANGUAGES:
        with speaking(language):
            if given and all(str(cell) == str(column.label) for cell, column in given):
                return True
    return False


def _read_row(row: SheetRow, columns: Sequence[Column | None], known: KnownPlaces) -> ReadRow:
    found = _Row(row)
    cells = [*row.cells, *[None] * (len(columns) - len(row.cells))]
    for column, cell in zip(columns, cells, strict=False):
        if column is not None:
            _read_cell(found, column, cell, known)
        elif cell not in (None, ""):
            found.refuse("", "unnamed_column", cell)
    if any(cell not in (None, "") for cell in cells[len(columns) :]):
        found.refuse("", "unnamed_column")
    present = {column.code for column in columns if column is not None}
    values = _values(found, present)
    return ReadRow(
        found.sheet,
        found.number,
        values,
        record_id=found.plain.get("id"),
        version=found.plain.get("version"),
        errors=tuple(found.errors),
        names=tuple(name for _key, name in found.places.values() if name is not None),
    )


def _read_cell(found: _Row, column: Column, cell: object, known: KnownPlaces) -> None:
    try:
        if column.kind is CellKind.PLACE:
            if place := parse_place(cell, known):
                found.places[int(column.code.rpartition("_")[2])] = place
            return
        value = parse_cell(column, cell)
    except CellError as error:
        params = dict(error.params)
        quoted = params.pop("value", str(cell)[:60])
        found.refuse(column.code, error.code, quoted, **params)
        return
    if column.code.startswith("share_"):
        if value is not None:
            found.shares[int(column.code.rpartition("_")[2])] = int(str(value))
    else:
        found.plain[column.code] = value


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


def _values(found: _Row, present: set[str]) -> dict[str, object]:
    """The fields that the columns of the file fill; those it has no column for are not said."""
    plain = found.plain
    values: dict[str, object] = {name: plain.get(name) for name in _TAKEN_AS_THEY_ARE if name in present}
    # A stage is never not known; a blank one leaves it where it is.
    if plain.get("status"):
        values["status"] = plain["status"]
    for name in ("schedule_items", "goals"):
        if name in present:
            values[name] = plain.get(name) or []
    for prefix, name in (("theme_", "themes"), ("heads_", "groups")):
        codes = sorted(code for code in present if code.startswith(prefix))
        if codes:
            given = {code.removeprefix(prefix): plain.get(code) for code in codes}
            values[name] = {
                code: None if value is True else value for code, value in given.items() if value is not None
            }
    if any(code.startswith(("district_", "share_")) for code in present):
        _add_places(found, values, has_elsewhere="elsewhere_percent" in present)
    elif "elsewhere_percent" in present:
        values["elsewhere_percent"] = plain.get("elsewhere_percent") or 0
    _add_money(found, values, present)
    return values


def _add_places(found: _Row, values: dict[str, object], *, has_elsewhere: bool) -> None:
    shares: dict[str, int] = {}
    elsewhere = int(found.plain.get("elsewhere_percent") or 0)
    for number in sorted(found.places.keys() | found.shares.keys()):
        key, share = found.places.get(number, ("", None))[0], found.shares.get(number)
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


def _add_money(found: _Row, values: dict[str, object], present: set[str]) -> None:
    codes = [code for code in present if code.startswith(("outlay_", "spent_"))]
    for year in sorted({code.split("_")[1] for code in codes}):
        amounts: dict[str, list[object]] = {}
        for quarter in QUARTERS:
            pair = [found.plain.get(f"{what}_{year}_q{quarter}") for what in ("outlay", "spent")]
            if pair != [None, None]:
                amounts[str(quarter)] = pair
        whole = [found.plain.get(f"{what}_{year}") for what in ("outlay", "spent")]
        if whole != [None, None]:
            if amounts:
                found.refuse(f"outlay_{year}", "year_and_quarters")
            # What is only known for the year stands in its last quarter.
            amounts = {"4": whole}
        values[f"money.{year}"] = amounts or None


PROJECT_LAYOUT = Layout("projects", _recognises, _read)


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
    if prefix == "heads":
        groups = values.get("groups") or {}
        return (groups[rest] if groups[rest] is not None else "x") if rest in groups else None
    value = values.get(column.code)
    if column.kind in {CellKind.ITEMS, CellKind.GOALS}:
        return ", ".join(map(str, value)) if value else None
    if column.kind in words and value is not None:
        return words[column.kind][str(value)]
    return value


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
    found = _Row(SheetRow("", 0, ()))
    columns = [column for column in correctable_columns(values) if column.code in given]
    for column in columns:
        _read_cell(found, column, given[column.code], lambda name, state="": None)
    corrected: dict[str, object] = {}
    for code, value in found.plain.items():
        if code in {"title_en", "title_hi"}:
            corrected[code] = value
    _add_money(found, corrected, {column.code for column in columns if column.kind is CellKind.MONEY})
    return {**values, **corrected}, found.errors
