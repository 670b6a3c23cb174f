"""Reads a whole input: every sheet understood, every error collected, or the typed rows."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from csrmatch.mapping.tables.cells import CellError, Raw, clean_text, match_key, parse_cell
from csrmatch.mapping.tables.issues import Issue, Level, sort_issues
from csrmatch.mapping.tables.links import check_links
from csrmatch.mapping.tables.missing import find_missing
from csrmatch.mapping.tables.rows import ROW_TYPES, MappingInput
from csrmatch.mapping.tables.schema import DEFAULT_WEIGHTS, TABLES, Column, Table
from csrmatch.mapping.tables.sheets import MOST_BYTES, ReadRow, Sheet, sheet_from_csv
from csrmatch.mapping.tables.workbook import read_workbook

__all__ = ["InputRefused", "load_input", "load_weights", "read_sheets"]

MOST_PAIRS = 2_000_000


class InputRefused(Exception):
    """The input is wrong; `issues` holds every error found, sorted, and the warnings."""

    def __init__(self, issues: Sequence[Issue]) -> None:
        super().__init__(f"{len(issues)} findings")
        self.issues = sort_issues(list(issues))


def load_input(path: Path, weights: Path | None = None) -> tuple[MappingInput, list[Issue]]:
    """The input in a folder of CSV files or a workbook, and its warnings.

    A weights file given apart replaces the weights of the input. Raises `InputRefused` with every
    error of every file.
    """
    sheets, issues = _open(path)
    if weights is not None:
        sheets = [sheet for sheet in sheets if sheet.table != "weights"]
        apart, wrong = _weights_sheet(weights)
        sheets += apart
        issues += wrong
    return read_sheets(sheets, issues)


def load_weights(path: Path) -> dict[str, int]:
    """The weights in a CSV file; raises `InputRefused`."""
    sheets, issues = _weights_sheet(path)
    rows = {sheet.table: _understand(sheet, issues) for sheet in sheets}
    check_links(rows, issues)
    if issues:
        raise InputRefused(issues)
    return _weights(rows)


def _weights_sheet(path: Path) -> tuple[list[Sheet], list[Issue]]:
    try:
        return [sheet_from_csv("weights", path.name, _content(path))], []
    except OSError:
        return [], [Issue("cannot_open", path.name)]


def read_sheets(sheets: Sequence[Sheet], issues: Sequence[Issue] = ()) -> tuple[MappingInput, list[Issue]]:
    """The input in the given sheets, and its warnings; raises `InputRefused` with every error."""
    found = list(issues)
    present = {sheet.table for sheet in sheets}
    unreadable = any(issue.level is Level.ERROR for issue in found) and not sheets
    if not unreadable:
        found += [
            Issue("missing_file", _spelt(name, sheets))
            for name, table in TABLES.items()
            if table.required and name not in present
        ]
    rows = {sheet.table: _understand(sheet, found) for sheet in sheets}
    check_links(rows, found)
    _check_size(rows, found)
    if any(issue.level is Level.ERROR for issue in found):
        raise InputRefused(found)
    result = MappingInput(
        **{
            name: tuple(row_type(**row.values) for row in rows.get(name, ()))
            for name, row_type in ROW_TYPES.items()
        },
        weights=_weights(rows),
    )
    return result, sort_issues(found + find_missing(result, rows))


def _check_size(rows: Mapping[str, Sequence[ReadRow]], issues: list[Issue]) -> None:
    pairs = len(rows.get("districts", ())) * len(rows.get("cpses", ()))
    if pairs > MOST_PAIRS:
        params = (("most", str(MOST_PAIRS)), ("pairs", str(pairs)))
        issues.append(Issue("too_many_pairs", rows["cpses"][0].file, params=params))


def _spelt(name: str, sheets: Sequence[Sheet]) -> str:
    as_csv = not sheets or any(sheet.file.endswith(".csv") for sheet in sheets)
    return f"{name}.csv" if as_csv else name


def _weights(rows: Mapping[str, Sequence[ReadRow]]) -> dict[str, int]:
    if not rows.get("weights"):
        return dict(DEFAULT_WEIGHTS)
    return {str(row.values["criterion"]): int(str(row.values["weight"])) for row in rows["weights"]}


def _open(path: Path) -> tuple[list[Sheet], list[Issue]]:
    try:
        if path.is_dir():
            return _open_folder(path)
        if not path.is_file():
            return [], [Issue("no_input", path.name)]
        return read_workbook(path)
    except OSError:
        return [], [Issue("cannot_open", path.name)]


def _open_folder(path: Path) -> tuple[list[Sheet], list[Issue]]:
    sheets: list[Sheet] = []
    issues: list[Issue] = []
    files = sorted(entry for entry in path.iterdir() if entry.suffix.lower() == ".csv")
    if not files:
        return [], [Issue("empty_folder", path.name)]
    for file in files:
        if file.stem not in TABLES or file.suffix != ".csv":
            issues.append(Issue("unknown_file", file.name, params=(("choices", ", ".join(TABLES)),)))
            continue
        try:
            sheets.append(sheet_from_csv(file.stem, file.name, _content(file)))
        except OSError:
            issues.append(Issue("cannot_open", file.name))
    return sheets, issues


def _content(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(MOST_BYTES + 1)


def _understand(sheet: Sheet, issues: list[Issue]) -> list[ReadRow]:
    """The rows of a sheet that could be understood; what could not is added to the issues."""
    issues += sheet.issues
    table = TABLES[sheet.table]
    if not sheet.rows:
        if not sheet.issues:
            issues.append(Issue("empty_file", sheet.file))
        return []
    (number, header), *body = sheet.rows
    columns, nameless = _header(table, sheet.file, number, header, issues)
    if not body and table.name in ("districts", "cpses", "weights"):
        issues.append(Issue("no_rows", sheet.file))
    rows = [
        ReadRow(sheet.file, number, values)
        for number, cells in body
        if (values := _row(sheet.file, number, cells, columns, nameless, issues)) is not None
    ]
    present = {column.name for column in columns if column}
    return rows if all(column.name in present for column in table.columns if column.required) else []


def _header(
    table: Table, file: str, row: int, header: Sequence[Raw], issues: list[Issue]
) -> tuple[list[Column | None], frozenset[int]]:
    """The column that each heading names, None where it names none; and where no name stands at all."""
    names: list[str] = []
    for cell in header:
        try:
            names.append(match_key(clean_text(cell)).lower())
        except CellError:
            names.append("?")
    columns = [table.column(name) for name in names]
    known = ", ".join(column.name for column in table.columns)
    for name, column in zip(names, columns, strict=True):
        if column is None and name:
            issues.append(Issue("unknown_column", file, row, name, (("choices", known),)))
    for name in sorted({name for name in names if name and names.count(name) > 1}):
        issues.append(Issue("repeated_column", file, row, name))
    for column in table.columns:
        if column.required and column.name not in names:
            issues.append(Issue("missing_column", file, row, column.name))
    return columns, frozenset(index for index, name in enumerate(names) if not name)


def _row(
    file: str,
    number: int,
    cells: Sequence[Raw],
    columns: Sequence[Column | None],
    nameless: frozenset[int],
    issues: list[Issue],
) -> dict[str, object] | None:
    """The values of one row, or None if any of its cells is wrong."""
    before = len(issues)
    spare = [cell for cell in cells[len(columns) :] if cell not in (None, "")]
    if len(cells) < len(columns) or spare:
        params = (("cells", str(len(cells))), ("columns", str(len(columns))))
        issues.append(Issue("ragged_row", file, number, params=params))
        return None
    values: dict[str, object] = {}
    for index, (column, cell) in enumerate(zip(columns, cells, strict=False)):
        if column is None:
            if index in nameless and cell not in (None, ""):
                issues.append(Issue("unnamed_column", file, number))
            continue
        try:
            values[column.name] = parse_cell(column.kind, cell)
        except CellError as error:
            issues.append(Issue(error.code, file, number, column.name, error.params))
            continue
        if values[column.name] is None and not column.blank:
            issues.append(Issue("blank", file, number, column.name))
    return values if len(issues) == before else None
