"""Fills workbooks as an officer does, and brings them in."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl

from csrmatch.accounts.models import User
from csrmatch.db import db, run_write
from csrmatch.imports import services as verbs
from csrmatch.imports.kinds import find_kind
from csrmatch.imports.models import DataImport, ImportRow
from csrmatch.imports.queries import get_import, select_rows
from csrmatch.imports.rules import Outcome
from tests.registry.projects import find_officer

FIRST_ROW = 4


class Sheet:
    """A workbook of projects, or of another kind, that is being filled in."""

    def __init__(self, content: bytes, kind: str = "projects") -> None:
        self.book = openpyxl.load_workbook(io.BytesIO(content))
        self.page = self.book[kind]
        self.codes = [cell.value for cell in self.page[1]]

    def set(self, row: int, **cells: object) -> "Sheet":
        for code, value in cells.items():
            column = self.codes.index(code) + 1
            self.page.cell(row, column).value = value
            if isinstance(value, str) and value.startswith("="):
                self.page.cell(row, column).data_type = "s"
        return self

    def get(self, row: int, code: str) -> object:
        value: object = self.page.cell(row, self.codes.index(code) + 1).value
        return value

    def add_column(self, code: str) -> "Sheet":
        self.codes.append(code)
        self.page.cell(1, len(self.codes)).value = code
        return self

    @property
    def next_row(self) -> int:
        return max((cell.row for line in self.page.iter_rows() for cell in line if cell.value), default=3) + 1

    def save(self) -> bytes:
        stream = io.BytesIO()
        self.book.save(stream)
        return stream.getvalue()


def officer() -> User:
    return find_officer("NMDC")


def template(by: User | None = None, kind_code: str = "projects") -> bytes:
    kind = find_kind(kind_code)
    assert kind is not None
    return kind.template(by or officer())


def bring_in(
    content: bytes, name: str = "projects.xlsx", by: str = "NMDC", kind_code: str = "projects"
) -> int:
    """Sends a file in and tries it; the number of its import."""

    def act() -> int:
        person = find_officer(by)
        record, is_new = verbs.receive_file(by=person, kind_code=kind_code, file_name=name, content=content)
        if is_new:
            verbs.check_import(record=record, by=person)
        return record.id

    return run_write(act)


def do(import_id: int, act: Callable[[DataImport, User], Any]) -> Any:
    """Runs a verb on an import in a write transaction of its own."""
    return run_write(lambda: act(get_import(officer(), import_id), officer()))


def apply(import_id: int) -> None:
    do(import_id, lambda record, by: verbs.apply_import(record=record, by=by, version=record.version))


def undo(import_id: int, kept: int = 0) -> int:
    stay: int = do(
        import_id,
        lambda record, by: verbs.undo_import(
            record=record, by=by, version=record.version, reason="The wrong file.", kept=kept
        ),
    )
    return stay


def rows_of(import_id: int) -> list[ImportRow]:
    db.session.rollback()
    return list(db.session.scalars(select_rows(get_import(officer(), import_id))))


def outcomes_of(import_id: int) -> list[Outcome | None]:
    return [row.outcome for row in rows_of(import_id)]


def codes_of(import_id: int) -> list[str]:
    """What is wrong or doubtful in the rows of an import, by its code."""
    return [str(item["code"]) for row in rows_of(import_id) for item in [*row.errors, *row.flags]]
