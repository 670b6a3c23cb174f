"""The rows of a file that was brought in: which sheet is meant, whatever kind of file it is."""

import io
import re
import zipfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

from csrmatch.documents.reading import Cells, Finding, Limits, read_csv, read_workbook_rows
from csrmatch.imports.layouts import SheetRow

__all__ = [
    "AT_ONCE",
    "BY_PAGE",
    "HELPER_SHEETS",
    "IN_BULK",
    "LARGE_WORKBOOK",
    "count_lines",
    "is_workbook",
    "read_sheet",
]

HELPER_SHEETS = frozenset({"instructions", "lists"})
# A file with more rows than these is read by a worker, and so is a workbook of more bytes.
AT_ONCE = 500
LARGE_WORKBOOK = 1_000_000
_SIZE = re.compile(rb"""<(?:\w+:)?dimension\s+ref=["'][A-Z]+[0-9]+:[A-Z]+([0-9]{1,7})["']""")
# What a page reads while somebody waits, and what a command or a job may take.
BY_PAGE = Limits(megabytes=10)
IN_BULK = Limits(
    megabytes=64,
    rows=200_000,
    cells=12_000_000,
    unpacked=1_500_000_000,
    memory=1_500_000_000,
    cpu_seconds=1_200,
    seconds=7_200,
)


def is_workbook(content: bytes) -> bool:
    """Whether the bytes are a package, as a workbook is, and not text."""
    return content[:4] in {b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0"}


def count_lines(content: bytes) -> int:
    """About how many rows a file holds, by its lines or by what its sheets say; 0 where that is not known."""
    if not is_workbook(content):
        return content.count(b"\n")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return max((_size_of(package, name) for name in package.namelist()), default=0)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return 0


def _size_of(package: zipfile.ZipFile, member: str) -> int:
    if not member.startswith("xl/worksheets/"):
        return 0
    with package.open(member) as sheet:
        found = _SIZE.search(sheet.read(4_000))
    return int(found[1]) if found else 0


def read_sheet(content: bytes, sheet: str, limits: Limits) -> Generator[SheetRow | Finding, None, None]:
    """The rows of the sheet of that name, or of the only one that is no helper's, and what is wrong in it.

    Raises
    ------
    Unreadable
        When the file cannot be read at all.
    """
    if not is_workbook(content):
        for row in read_csv(sheet, content, limits):
            yield SheetRow(row.sheet, row.number, row.values)
        return
    taken = ""
    with _as_file(content) as path:
        for found in read_workbook_rows(path, limits):
            name = found.sheet.strip().casefold()
            if name in HELPER_SHEETS:
                continue
            if isinstance(found, Finding) and not found.code:
                taken = taken or found.sheet
            if found.sheet != taken:
                if isinstance(found, Finding) and not found.code:
                    yield Finding(found.sheet, "second_sheet")
                continue
            if isinstance(found, Cells):
                yield SheetRow(found.sheet, found.number, found.values)
            elif found.code:
                yield found


@contextmanager
def _as_file(content: bytes) -> Iterator[Path]:
    with NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(content)
        file.flush()
        yield Path(file.name)
