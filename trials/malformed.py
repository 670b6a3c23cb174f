"""Trial: thousands of damaged files are read or refused with words: none crashes, none takes long."""

import io
import random
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from trials.figures import Figure
from trials.imports import make_projects, on_sqlite

__all__ = ["TITLE", "Tried", "damaged_csv", "damaged_workbook", "figures", "make_workbook", "try_files"]

TITLE = "Damaged files brought in"
FILES = 10_000
# A workbook is read in a process of its own, which takes its time: one file in ten is one.
WORKBOOKS = 0.1
# So many files are only read for each one that goes all the way, through the database and back.
READ_FOR_EACH = 10
ROWS = 12
MOST_SECONDS = 2.0

PIECES = (
    b"\x00", b"\xff", b'"', b",", b"\n", b"\r", b";", b"-", b"=1+1", b"????", b"\xef\xbb\xbf", b"1e999",
    b"NaN", b"99999999999999999999", "१२".encode(), "\u200d".encode(), "²".encode(), b"'", b"0", b" ",
    "à¤¦".encode(), b"\x1b[31m", b"<", b"&", b"]]>", b"%s", b"{{1}}", b"..\\..\\", b"1900-01-00",
)  # fmt: skip


@dataclass
class Tried:
    """What became of the files: by outcome, what crashed, what had no words, and the longest time taken."""

    outcomes: dict[str, int] = field(default_factory=dict)
    crashed: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    slow: int = 0
    longest: float = 0.0

    @property
    def is_met(self) -> bool:
        """Whether nothing crashed, went wordless or took too long."""
        return not self.crashed and not self.silent and not self.slow


def make_workbook(rows: int = ROWS) -> bytes:
    """The same projects as `make_projects` in a workbook."""
    import csv

    import xlsxwriter

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet("projects")
    for number, cells in enumerate(csv.reader(io.StringIO(make_projects(rows).decode()))):
        for column, cell in enumerate(cells):
            sheet.write(number, column, int(cell) if cell.isdecimal() else cell)
    book.close()
    return target.getvalue()


def damaged_csv(content: bytes, dice: random.Random) -> bytes:
    """The bytes after one to four small accidents."""
    data = bytearray(content)
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(len(data) + 1)
        kind = dice.randrange(6)
        if kind == 0:
            data[at:at] = dice.choice(PIECES)
        elif kind == 1:
            del data[at : at + dice.randint(1, 20)]
        elif kind == 2 and at < len(data):
            data[at] = dice.randrange(256)
        elif kind == 3:
            data[at : at + 3] = dice.choice(PIECES)
        elif kind == 4:
            data[at:at] = data[at : at + dice.randint(1, 200)] * dice.randint(1, 30)
        elif dice.random() < 0.2:
            del data[at:]
    return bytes(data)


def damaged_workbook(content: bytes, dice: random.Random) -> bytes:
    """A workbook with damaged bytes, with a member lost, doubled or emptied, or with damaged XML in one."""
    kind = dice.randrange(4)
    if kind == 0:
        return damaged_csv(content, dice)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        members = [(item.filename, package.read(item)) for item in package.infolist()]
    at = dice.randrange(len(members))
    name, text = members[at]
    if kind == 1:
        members[at : at + 1] = dice.choice(
            [[], [(name.upper(), text)], [(name, b"")], [(f"../{name}", text)]]
        )
    else:
        members[at] = (name, damaged_csv(text, dice))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for member, data in members:
            package.writestr(member, data)
    return target.getvalue()


def try_files(app: Any, count: int, *, seed: int = 0, workbooks: float = WORKBOOKS) -> Tried:
    """Reads so many damaged files; every tenth is taken in and tried as a page does, and nothing is saved."""
    from sqlalchemy import select

    from csrmatch.accounts.models import User
    from csrmatch.db import db
    from csrmatch.places.reconciling import shipped_gazetteer
    from csrmatch.roles import Role

    dice = random.Random(seed)  # noqa: S311 - a seed for the trial.
    tried = Tried()
    table, book = make_projects(ROWS), make_workbook()
    # What is made once, when the first strange name is read, is nobody's time.
    shipped_gazetteer().read("Bastarr")
    for number in range(count):
        is_book = dice.random() < workbooks
        content = damaged_workbook(book, dice) if is_book else damaged_csv(table, dice)
        by = db.session.scalars(select(User).where(User.role == Role.CPSE_OFFICER).order_by(User.id)).first()
        begun = time.perf_counter()
        try:
            is_whole = number % READ_FOR_EACH == 0
            outcome = _take_in(by, content, tried, number) if is_whole else _read(content, tried, number)
        except Exception as problem:
            tried.crashed.append(f"{seed}/{number}: {type(problem).__name__} {problem}"[:300])
            outcome = "crashed"
        taken = time.perf_counter() - begun
        tried.longest = max(tried.longest, taken)
        tried.slow += taken > MOST_SECONDS
        tried.outcomes[outcome] = tried.outcomes.get(outcome, 0) + 1
    return tried


def _read(content: bytes, tried: Tried, number: int) -> str:
    """Reads a file to the rows of a layout, without a database."""
    from itertools import chain

    from csrmatch.documents.reading import Unreadable
    from csrmatch.imports.files import BY_PAGE, read_sheet
    from csrmatch.imports.kinds import find_kind
    from csrmatch.imports.layouts import SheetRow
    from csrmatch.imports.rules import plain_finding
    from csrmatch.imports.words import tell_finding, tell_unreadable
    from csrmatch.places.reconciling import shipped_gazetteer

    kind = find_kind("projects")
    assert kind is not None  # noqa: S101
    try:
        found = list(read_sheet(content, kind.sheet, BY_PAGE))
    except Unreadable as error:
        told = tell_unreadable(error, BY_PAGE)
        _speak([lambda: str(told)], tried, number)
        return "refused"
    rows = [item for item in found if isinstance(item, SheetRow)]
    layout = next((item for item in kind.layouts if rows and item.recognises(rows[0].cells)), None)
    if layout is None:
        return "refused"
    items = [
        plain_finding(error)
        for row in layout.read(chain(rows), shipped_gazetteer(), "NMDC")
        for error in row.errors
    ]
    items += [{"code": item.code} for item in found if not isinstance(item, SheetRow) and item.code]
    _speak([lambda item=item: tell_finding(item) for item in items], tried, number)  # type: ignore[misc]
    return "with errors" if items else "read"


class _Enough(Exception):
    """Ends the transaction of one file."""


def _take_in(by: Any, content: bytes, tried: Tried, number: int) -> str:
    """Refused as a whole, with rows in error, or read; each in words of both languages."""
    from csrmatch.db import run_write
    from csrmatch.errors import DomainError
    from csrmatch.imports.services import check_import, receive_file

    found: list[str] = []
    words: list[Callable[[], str]] = []

    def act() -> None:
        record, _is_new = receive_file(by=by, kind_code="projects", file_name="damaged", content=content)
        check_import(record=record, by=by)
        words.extend(_words_of(record))
        found.append("with errors" if words else "read")
        _speak(words, tried, number)
        raise _Enough

    try:
        run_write(act)
    except _Enough:
        return found[0]
    except DomainError as refusal:
        text = refusal.text
        _speak([lambda: str(text)], tried, number)
        return "refused"
    return "saved"


def _words_of(record: Any) -> list[Callable[[], str]]:
    from csrmatch.db import db
    from csrmatch.imports.queries import select_rows
    from csrmatch.imports.rules import Outcome
    from csrmatch.imports.words import tell_finding

    rows = db.session.scalars(select_rows(record, (Outcome.ERROR,))).all()
    items = [item for row in rows for item in row.errors] + list(record.errors)
    return [lambda item=item: tell_finding(item) for item in items]  # type: ignore[misc]


def _speak(words: list[Callable[[], str]], tried: Tried, number: int) -> None:
    from csrmatch.i18n import speaking

    for language in ("en", "hi"):
        with speaking(language):
            for say in words:
                told = say()
                if not told.strip() or "%(" in told:
                    tried.silent.append(f"{number}: {told}"[:200])


def figures(_folder: Path | None, *, seconds: float, files: int = FILES) -> Iterator[Figure]:
    """One line for all of them."""
    from csrmatch.app import create_app
    from csrmatch.audit.recording import acting
    from csrmatch.db import db
    from tests.conftest import _settings

    del seconds
    begun = time.perf_counter()
    with on_sqlite() as renew:
        app = create_app(_settings(renew()))
        with app.app_context(), acting("trial"):
            tried = try_files(app, files)
            db.session.remove()
            db.engine.dispose()
    outcomes = ", ".join(f"{count:,} {name}" for name, count in sorted(tried.outcomes.items()))
    told = f"{len(tried.crashed)} crashes, {len(tried.silent)} without words, {tried.slow} slower"
    yield Figure(
        f"{files:,} damaged files of projects, a tenth of them workbooks, a tenth taken in and tried",
        f"0 crashes, a message for each, ≤ {MOST_SECONDS:g} s each",
        told,
        time.perf_counter() - begun,
        tried.is_met,
        "; ".join([outcomes, f"the slowest {tried.longest:.2f} s", *tried.crashed[:3], *tried.silent[:3]]),
    )
