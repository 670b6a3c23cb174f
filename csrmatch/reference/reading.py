"""How a table of facts is read: a CSV file of this folder into frozen, typed rows."""

import csv
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

FOLDER = Path(__file__).parent
Row = TypeVar("Row")


class ReferenceTableError(ValueError):
    """A shipped table does not have the columns or the kinds of value it promises."""


def _text(value: str) -> str:
    if not value:
        raise ValueError("blank")
    return value


def _yes_or_no(value: str) -> bool:
    return {"yes": True, "no": False}[value]


def _list(value: str) -> tuple[str, ...]:
    return tuple(value.split(";")) if value else ()


def _or_none(convert: Callable[[str], Any]) -> Callable[[str], Any]:
    return lambda value: convert(value) if value else None


_CONVERTERS: dict[Any, Callable[[str], Any]] = {
    str: _text,
    int: int,
    float: float,
    Decimal: Decimal,
    date: date.fromisoformat,
    bool: _yes_or_no,
    tuple[str, ...]: _list,
}
_CONVERTERS |= {kind | None: _or_none(convert) for kind, convert in _CONVERTERS.items()}


def read_table(name: str, row_type: type[Row]) -> tuple[Row, ...]:
    """Every row of `name`.csv as `row_type`, in the file's order; blank optional cells are None.

    Raises `ReferenceTableError` with file, row and column when the table breaks its promise.
    """
    hints = get_type_hints(row_type)
    columns = [field.name for field in fields(row_type)]  # type: ignore[arg-type]
    converters = [_CONVERTERS[hints[column]] for column in columns]
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        header = next(lines, [])
        if header != columns:
            raise ReferenceTableError(f"{name}.csv: the columns are {header}, expected {columns}")
        return tuple(
            _read_row(name, row_type, line, columns, converters) for line in enumerate(lines, start=2)
        )


def _read_row(
    name: str,
    row_type: type[Row],
    line: tuple[int, list[str]],
    columns: list[str],
    converters: list[Callable[[str], Any]],
) -> Row:
    number, cells = line
    try:
        return row_type(*[convert(cell) for convert, cell in zip(converters, cells, strict=True)])
    except (ValueError, ArithmeticError, KeyError) as error:
        for column, convert, cell in zip(columns, converters, cells, strict=False):
            try:
                convert(cell)
            except (ValueError, ArithmeticError, KeyError):
                message = f"{name}.csv, row {number}, column {column}: {cell!r} cannot be read"
                raise ReferenceTableError(message) from error
        raise ReferenceTableError(f"{name}.csv, row {number}: {len(cells)} cells") from error
