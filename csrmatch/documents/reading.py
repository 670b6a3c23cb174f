"""Reads sheets that others wrote: workbooks in a child process with limits, CSV in UTF-8; row by row."""

import csv
import io
import json
import os
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

__all__ = ["Cells", "Finding", "Limits", "Unreadable", "read_csv", "read_workbook_rows"]

_UNPACKED_RATIO = 200
_BROKEN = 3


@dataclass(frozen=True)
class Limits:
    """How much of a file is read at most, and what reading it may take."""

    megabytes: int = 25
    rows: int = 100_000
    columns: int = 200
    cells: int = 300_000
    cell_letters: int = 32_767
    members: int = 200
    unpacked: int = 120_000_000
    memory: int = 280_000_000
    cpu_seconds: int = 15
    seconds: int = 20


@dataclass(frozen=True)
class Cells:
    """The cells of one row of a sheet, counted as a person counts it, without blank ones at its end."""

    sheet: str
    number: int
    values: Sequence[object]


@dataclass(frozen=True)
class Finding:
    """Something wrong in a sheet: a code, the row and the letters of the column, where there is one."""

    sheet: str
    code: str
    row: int | None = None
    column: str = ""


class Unreadable(Exception):
    """The file as a whole cannot be read; `code` says why, `row` where, if that is known."""

    def __init__(self, code: str, row: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.row = row


def read_workbook_rows(path: Path, limits: Limits) -> Iterator[Cells | Finding]:
    """The rows of every sheet in order and what is wrong in them; no file harms the reader.

    A sheet that is too large or has merged cells gives a finding in place of (more of) its rows.

    Raises
    ------
    Unreadable
        When the file is no workbook, is locked, damaged or too heavy.
    """
    _refuse_package(path, limits)
    environment = {**os.environ, "OPENPYXL_LXML": "False", "PYTHONIOENCODING": "utf-8"}
    given = json.dumps(asdict(limits))
    command = [sys.executable, "-m", "csrmatch.documents.workbook_child", str(path.resolve()), given]
    child = subprocess.Popen(  # noqa: S603 - the command is our own module.
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        cwd=Path(__file__).parents[2],
    )
    clock = threading.Timer(limits.seconds, child.kill)
    clock.start()
    try:
        yield from _listen(child)
    finally:
        clock.cancel()
        child.kill()
        if child.stdout:
            child.stdout.close()
        child.wait()


def _listen(child: "subprocess.Popen[bytes]") -> Iterator[Cells | Finding]:
    """What the child says until its last line; a child that stops without it was stopped by a limit."""
    assert child.stdout is not None  # noqa: S101 - it was opened as a pipe.
    sheet = ""
    for line in child.stdout:
        try:
            kind, *rest = json.loads(line)
        except ValueError:
            break
        if kind == "row":
            yield Cells(sheet, rest[0], rest[1])
        elif kind == "bad":
            yield Finding(sheet, rest[0], rest[1] or None, rest[2])
        elif kind == "sheet":
            sheet = str(rest[0])
            yield Finding(sheet, "")
        elif kind == "refused":
            raise Unreadable(str(rest[0]))
        else:
            return
    raise Unreadable("workbook_broken" if child.wait() == _BROKEN else "workbook_too_heavy")


def _refuse_package(path: Path, limits: Limits) -> None:
    if path.stat().st_size > limits.megabytes * 1_000_000:
        raise Unreadable("file_too_large")
    try:
        with zipfile.ZipFile(path) as package:
            members = package.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Unreadable("not_a_workbook") from error
    if "[Content_Types].xml" not in {member.filename for member in members}:
        raise Unreadable("not_a_workbook")
    if any(member.flag_bits & 1 for member in members):
        raise Unreadable("workbook_locked")
    unpacked = sum(member.file_size for member in members)
    is_bomb = any(
        member.file_size > 1_000_000 and member.file_size > _UNPACKED_RATIO * max(member.compress_size, 1)
        for member in members
    )
    if len(members) > limits.members or unpacked > limits.unpacked or is_bomb:
        raise Unreadable("workbook_too_heavy")


def read_csv(sheet: str, content: bytes, limits: Limits) -> Iterator[Cells]:
    """The rows of a CSV file in UTF-8 that are not blank, with or without a byte order mark.

    Raises
    ------
    Unreadable
        For another encoding, a file that is no CSV, and one that is too large.
    """
    reader = csv.reader(io.StringIO(_decode(content, limits), newline=""), strict=True)
    number = count = 0
    try:
        for cells in reader:
            number += 1
            if not any(cell.strip() for cell in cells):
                continue
            count += 1
            if count > limits.rows + 1 or len(cells) > limits.columns:
                raise Unreadable("too_large", number)
            yield Cells(sheet, number, cells)
    except csv.Error as error:
        raise Unreadable("bad_csv", number + 1) from error


def _decode(content: bytes, limits: Limits) -> str:
    if len(content) > limits.megabytes * 1_000_000:
        raise Unreadable("file_too_large")
    if not content.strip():
        raise Unreadable("empty_file")
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or content[:64].count(0) > 8:
        raise Unreadable("utf16")
    if 0 in content:
        raise Unreadable("nul_byte", content.count(b"\n", 0, content.index(0)) + 1)
    if content[:4] == b"PK\x03\x04" or content[:4] == b"\xd0\xcf\x11\xe0":
        raise Unreadable("not_text")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable("not_utf8", content.count(b"\n", 0, error.start) + 1) from error
