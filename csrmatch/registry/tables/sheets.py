"""Sheets whose first row holds codes of columns: read row by row, and written back as they were read."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Generic, TypeVar

from csrmatch.documents.cell_text import CellError, match_key
from csrmatch.i18n import LANGUAGES, _, format_number, speaking
from csrmatch.imports.layouts import KnownPlaces, SheetRow
from csrmatch.imports.rules import ReadRow, RowError, UnknownName, as_params
from csrmatch.imports.workbook import SheetColumn
from csrmatch.registry.rules.projects import TargetGroup
from csrmatch.registry.tables.cells import parse_cell
from csrmatch.registry.tables.columns import CellKind, Column
from csrmatch.registry.wording.projects import GROUPS

__all__ = ["FoundRow", "SheetReader", "groups_of", "has_titles", "plain_cell", "sheet_column", "tell_groups"]

_LABEL_ROWS = 2
_HEADS = "heads_"
_HIDDEN = frozenset({"id", "version"})
_TEXTS = frozenset({CellKind.TEXT, CellKind.CSR1, CellKind.ITEMS, CellKind.GOALS})


@dataclass
class FoundRow:
    """What is gathered of one row while its cells are read one after the other."""

    sheet: str
    number: int
    plain: dict[str, Any] = field(default_factory=dict)
    errors: list[RowError] = field(default_factory=list)
    names: list[UnknownName] = field(default_factory=list)

    def refuse(self, column: str, code: str, value: object = "", **params: object) -> None:
        """Tells an error of the row."""
        self.errors.append(RowError(self.sheet, self.number, column, code, str(value), as_params(**params)))

    def refuse_cell(self, column: Column, cell: object, error: CellError) -> None:
        """Tells what is wrong with a cell."""
        params = dict(error.params)
        quoted = params.pop("value", str(cell)[:60])
        self.refuse(column.code, error.code, quoted, **params)

    def take(self, column: Column, cell: object, _known: KnownPlaces) -> None:
        """Reads a cell that fills a field of its own."""
        try:
            self.plain[column.code] = parse_cell(column, cell)
        except CellError as error:
            self.refuse_cell(column, cell, error)


R = TypeVar("R", bound=FoundRow)


@dataclass(frozen=True)
class SheetReader(Generic[R]):
    """Reads the rows of one kind: how a column is found, a cell taken, and what the cells of a row say."""

    row: type[R]
    find_column: Callable[[str], Column | None]
    take: Callable[[R, Column, object, KnownPlaces], None]
    values: Callable[[R, frozenset[str]], Mapping[str, object]]

    def read(self, rows: Iterable[SheetRow], known: KnownPlaces, _owner: str) -> Iterator[ReadRow]:
        """Every row after the one of codes; the rows of headings in both languages are passed over."""
        columns: list[Column | None] = []
        present: frozenset[str] = frozenset()
        for position, row in enumerate(rows):
            if position == 0:
                codes = [_code(cell) for cell in row.cells]
                columns = [self.find_column(code) if code else None for code in codes]
                present = frozenset(column.code for column in columns if column is not None)
                if wrong := _header_errors(row, codes, columns):
                    yield ReadRow(row.sheet, row.number, {}, errors=tuple(wrong))
                    return
            elif position > _LABEL_ROWS or not _is_heading(row, columns):
                yield self._read_row(row, columns, present, known)

    def _read_row(
        self, row: SheetRow, columns: Sequence[Column | None], present: frozenset[str], known: KnownPlaces
    ) -> ReadRow:
        found = self.row(row.sheet, row.number)
        cells = [*row.cells, *[None] * (len(columns) - len(row.cells))]
        for column, cell in zip(columns, cells, strict=False):
            if column is not None:
                self.take(found, column, cell, known)
            elif cell not in (None, ""):
                found.refuse("", "unnamed_column", cell)
        if any(cell not in (None, "") for cell in cells[len(columns) :]):
            found.refuse("", "unnamed_column")
        values = self.values(found, present)
        return ReadRow(
            found.sheet,
            found.number,
            values,
            record_id=found.plain.get("id"),
            version=found.plain.get("version"),
            errors=tuple(found.errors),
            names=tuple(found.names),
        )


def has_titles(cells: Sequence[object]) -> bool:
    """Whether the first row names the column of a title."""
    return bool({_code(cell) for cell in cells} & {"title_en", "title_hi"})


def _code(cell: object) -> str:
    return match_key(str(cell)).casefold() if cell is not None else ""


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


def groups_of(found: FoundRow, present: frozenset[str], prefix: str = _HEADS) -> dict[str, object] | None:
    """What is said by code in the columns that begin alike; None where the sheet has none of them.

    Of a group that is meant without its number, the number is None.
    """
    columns = _columns_that_begin(present, prefix)
    if not columns:
        return None
    given = {code: found.plain.get(column) for code, column in columns}
    return {code: None if value is True else value for code, value in given.items() if value is not None}


@lru_cache(maxsize=100)
def _columns_that_begin(present: frozenset[str], prefix: str) -> tuple[tuple[str, str], ...]:
    """What follows the prefix in the columns that begin with it, and the columns, in order."""
    return tuple((code.removeprefix(prefix), code) for code in sorted(present) if code.startswith(prefix))


def plain_cell(
    column: Column, values: Mapping[str, Any], words: Mapping[CellKind, Mapping[str, str]]
) -> object:
    """The cell of a column that shows a field of its own or a group of people; read back it says the same."""
    if column.kind is CellKind.HEADS:
        groups, group = values.get("groups") or {}, column.code.removeprefix(_HEADS)
        return (groups[group] if groups[group] is not None else "x") if group in groups else None
    value = values.get(column.code)
    if column.kind in words and value is not None:
        return words[column.kind].get(str(value), value)
    return value


def tell_groups(groups: Mapping[str, int | None]) -> str:
    """Groups of people with their numbers in words."""
    return ", ".join(
        f"{GROUPS[TargetGroup(code)]}: {_('not known') if heads is None else format_number(heads)}"
        for code, heads in groups.items()
    )


def sheet_column(column: Column, width: int, listed: Mapping[CellKind, str]) -> SheetColumn:
    """A column as it is written; `listed` names the list from which a kind is chosen."""
    return SheetColumn(
        column.code,
        column.label,
        width=width,
        is_locked=column.is_locked,
        is_hidden=column.code in _HIDDEN,
        is_date=column.kind is CellKind.DATE,
        is_text=column.kind in _TEXTS or column.kind in listed,
        offers=listed.get(column.kind, ""),
    )
