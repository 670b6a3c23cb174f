"""The tables of a result folder read back as whole numbers of a millionth, and what is said against them."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from csrmatch.documents.guarding import unguarded

__all__ = [
    "GRID",
    "IMPOSSIBLE",
    "Finding",
    "Matrix",
    "Micro",
    "UnreadableError",
    "check_names",
    "find_cells",
    "read_matrix",
    "read_prices",
    "read_rows",
]

Micro = NDArray[np.int64]
GRID = 1_000_000
IMPOSSIBLE = int(np.iinfo(np.int64).max)
_NUMBER = re.compile(r"-?[0-9]{1,12}\.[0-9]{6}")


@dataclass(frozen=True)
class Finding:
    """One check that failed, and where."""

    code: str
    file: str
    row: str = ""
    column: str = ""


class UnreadableError(Exception):
    """A file cannot be read as what it should be; `finding` says which and where."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding)
        self.finding = finding


@dataclass(frozen=True, eq=False)
class Matrix:
    """Districts × CPSEs by their names, in whole millionths; `IMPOSSIBLE` where the file says inf."""

    lgd: tuple[str, ...]
    cpses: tuple[str, ...]
    micro: Micro


def read_rows(files: Mapping[str, bytes], name: str) -> list[list[str]]:
    """The cells of a CSV file with a header and at least one row; raises `UnreadableError`."""
    try:
        rows = list(csv.reader(io.StringIO(files[name].decode(), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error):
        raise UnreadableError(Finding("file_unreadable", name)) from None
    if len(rows) < 2 or any(len(row) != len(rows[0]) for row in rows):
        raise UnreadableError(Finding("file_unreadable", name))
    return [[unguarded(cell) for cell in row] for row in rows]


def read_matrix(files: Mapping[str, bytes], name: str) -> Matrix:
    """A file of districts × CPSEs; raises `UnreadableError` with the cell that is no number."""
    header, *rows = read_rows(files, name)
    micro = [
        [
            _micro(cell, Finding("not_a_number", name, row[0], column))
            for cell, column in zip(row[1:], header[1:], strict=True)
        ]
        for row in rows
    ]
    return Matrix(tuple(row[0] for row in rows), tuple(header[1:]), np.array(micro, dtype=np.int64))


def read_prices(files: Mapping[str, bytes], names: Mapping[str, Sequence[str]]) -> dict[str, Micro]:
    """The prices of each kind in the order of its names; raises `UnreadableError` where it holds others."""
    rows = read_rows(files, "prices.csv")[1:]
    expected = [(kind, key) for kind, keys in names.items() for key in keys]
    if [(row[0], row[1]) for row in rows] != expected:
        raise UnreadableError(Finding("names_differ", "prices.csv"))
    price = [_micro(row[2], Finding("not_a_number", "prices.csv", row[1], "price")) for row in rows]
    found: dict[str, Micro] = {}
    for kind, keys in names.items():
        found[kind], price = np.array(price[: len(keys)], dtype=np.int64), price[len(keys) :]
    return found


def _micro(cell: str, finding: Finding) -> int:
    if cell == "inf" and finding.file == "overrule.csv":
        return IMPOSSIBLE
    if not _NUMBER.fullmatch(cell) or (cell.startswith("-") and float(cell) == 0):
        raise UnreadableError(finding)
    return int(cell.replace(".", ""))


def check_names(matrix: Matrix, fit: Matrix, name: str) -> None:
    """Raises `UnreadableError` unless both matrices are of the same districts and CPSEs."""
    if (matrix.lgd, matrix.cpses) != (fit.lgd, fit.cpses):
        raise UnreadableError(Finding("names_differ", name))


def find_cells(code: str, file: str, names: Matrix, wrong: NDArray[np.bool_]) -> list[Finding]:
    """A finding for each wrong cell."""
    cells = np.argwhere(wrong).tolist()
    return [Finding(code, file, names.lgd[row], names.cpses[column]) for row, column in cells]
