"""The sheets of an input workbook, as the safe reader gives their rows."""

from pathlib import Path
from typing import cast

from csrmatch.documents.reading import Cells, Limits, Unreadable, read_workbook_rows
from csrmatch.mapping.tables.cells import Raw
from csrmatch.mapping.tables.issues import Issue
from csrmatch.mapping.tables.schema import TABLES
from csrmatch.mapping.tables.sheets import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, Sheet

__all__ = ["HELPER_SHEETS", "read_workbook"]

HELPER_SHEETS = frozenset({"instructions", "निर्देश", "lists"})
LIMITS = Limits()


def read_workbook(path: Path) -> tuple[list[Sheet], list[Issue]]:
    """The sheets of a workbook that are input files, and what stands in the way of reading it."""
    contents: dict[str, tuple[list[Cells], list[Issue]]] = {}
    try:
        for found in read_workbook_rows(path, LIMITS):
            rows, wrong = contents.setdefault(found.sheet, ([], []))
            if isinstance(found, Cells):
                rows.append(found)
            elif found.code:
                wrong.append(Issue(found.code, found.sheet, found.row, found.column, _params(found.code)))
    except Unreadable as error:
        return [], [Issue(error.code, path.name, params=_params(error.code))]
    sheets: list[Sheet] = []
    issues: list[Issue] = []
    for name, (rows, wrong) in contents.items():
        table = name.strip().lower().removesuffix(".csv")
        if table in HELPER_SHEETS:
            continue
        if table not in TABLES:
            issues.append(Issue("unknown_sheet", name, params=(("choices", ", ".join(TABLES)),)))
        elif any(sheet.table == table for sheet in sheets):
            issues.append(Issue("second_sheet", name))
        else:
            sheets.append(_sheet(table, name, rows, wrong))
    return sheets, issues


def _sheet(table: str, name: str, rows: list[Cells], wrong: list[Issue]) -> Sheet:
    """A sheet whose rows are as wide as its header; one that is too large has none."""
    if any(issue.code == "too_large" for issue in wrong):
        rows = []
    width = len(rows[0].values) if rows else 0
    filled = [
        (row.number, cast(list[Raw], [*row.values, *[None] * (width - len(row.values))])) for row in rows
    ]
    return Sheet(table, name, filled, tuple(wrong))


def _params(code: str) -> tuple[tuple[str, str], ...]:
    if code == "too_large":
        return (("columns", str(MOST_COLUMNS)), ("rows", str(MOST_ROWS)))
    if code == "file_too_large":
        return (("megabytes", str(MOST_BYTES // 1_000_000)),)
    return ()
