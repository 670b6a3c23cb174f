"""An import that fails at any of its statements writes nothing: tried at the first, the second, and so on."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event, func, select, table

from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.imports.services import apply_import, check_import, receive_file
from tests.registry.projects import find_officer
from trials.imports import ALL_OR_NONE, make_projects


class _Stopped(Exception):
    """What happens at the statement that fails."""


@contextmanager
def failing_at(number: int) -> Iterator[list[str]]:
    """Lets the statement of that number fail, counted from here; gives those that began."""
    begun: list[str] = []

    def count(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        begun.append(statement)
        if len(begun) == number:
            raise _Stopped(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    try:
        yield begun
    finally:
        event.remove(db.engine, "before_cursor_execute", count)


def written() -> dict[str, int]:
    """The rows of every table an import writes to, as another connection sees them."""
    with db.engine.connect() as connection:
        return {
            name: connection.execute(select(func.count()).select_from(table(name))).scalar_one()
            for name in (*ALL_OR_NONE, "audit_event")
        }


def bring_in() -> None:
    """All of an import in one transaction, as the command line does it."""

    def act() -> None:
        by = find_officer("NMDC")
        record, _is_new = receive_file(
            by=by, kind_code="projects", file_name="one.csv", content=make_projects(1)
        )
        check_import(record=record, by=by)
        apply_import(record=record, by=by, version=record.version)

    run_write(act)


class TestEveryStatement:
    def test_wherever_it_fails_nothing_of_it_is_written(self, app: Application) -> None:
        before = written()
        number = 0
        while True:
            number += 1
            with failing_at(number) as begun:
                try:
                    bring_in()
                except _Stopped:
                    is_done = False
                else:
                    is_done = True
            db.session.rollback()
            if is_done:
                break
            assert written() == before, f"at statement {number}: {begun[-1]}"
        assert number > 40
        after = written()
        assert after["project"] - before["project"] == 1
        assert after["data_import"] == before["data_import"] + 1
