"""Trial: imports killed at random moments leave all of their rows or none, on SQLite and on PostgreSQL."""

import contextlib
import csv
import io
import os
import random
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from trials.figures import Figure

__all__ = ["TITLE", "Kills", "figures", "kill_imports", "make_projects", "on_postgresql", "on_sqlite"]

TITLE = "Imports that are killed"
KILLS = 200
ROWS = 20
LEAST_SHARE = 0.15
# Beyond the time one import takes, so that kills come after the commit too.
BEYOND = 1.5
TABLES = ("project", "project_theme", "project_district", "project_quarter", "project_step", "data_import")
ALL_OR_NONE = (*TABLES, "import_row", "attachment", "confirmed_name")

# Gives the address of the database as it was before any import.
Renew = Callable[[], str]


@dataclass
class Kills:
    """How many kills came before and after the commit, and what was found half done."""

    before: int = 0
    after: int = 0
    half: int = 0
    unsound: int = 0

    @property
    def is_met(self) -> bool:
        """Whether nothing was half done, and enough kills came on either side for that to say something."""
        least = LEAST_SHARE * (self.before + self.after)
        return not self.half and not self.unsound and min(self.before, self.after) >= least


def make_projects(count: int, seed: int = 0) -> bytes:
    """So many invented projects as a CSV file of the workbook's columns."""
    dice = random.Random(seed)  # noqa: S311 - a seed for the trial.
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(
        [
            "title_en",
            "status",
            "theme_ED",
            "theme_HN",
            "district_1",
            "share_1",
            "outlay_2023-24",
            "spent_2023-24",
        ]
    )
    for number in range(count):
        amount = dice.randrange(1, 500) * 10_000
        district = dice.choice(["Bastar, Chhattisgarh", "376", "Koraput, Odisha", "Raipur, Chhattisgarh"])
        title = f"Class rooms in village {number} of round {seed}"
        writer.writerow([title, "under_way", 60, 40, district, 100, amount, amount - dice.randrange(9_999)])
    return text.getvalue().encode()


def kill_imports(renew: Renew, kills: int, *, seed: int = 0, rows: int = ROWS) -> Kills:
    """Kills so many imports at random moments and looks at what each has left.

    A moment is drawn evenly from the time an import takes by now and half of that again; the database is
    made new whenever an import came through.
    """
    from csrmatch.app import create_app
    from tests.conftest import _settings

    dice = random.Random(seed)  # noqa: S311 - a seed for the trial.
    counted = Kills()
    with TemporaryDirectory() as folder:
        file = Path(folder) / "projects.csv"
        file.write_bytes(make_projects(rows, seed))
        url = renew()
        app = create_app(_settings(url))
        app.config["ATTACHMENTS"] = folder + "/files"
        whole, usual = _let_through(app, file)
        expected = usual
        url, is_new = "", False
        for _ in range(kills):
            if not is_new:
                url = renew()
                app = create_app(_settings(url))
                app.config["ATTACHMENTS"] = folder + "/files"
                empty = _counts(app)
            moment = dice.uniform(0.0, BEYOND * expected)
            seconds = _kill(app, file, moment)
            found = _counts(app)
            if seconds is not None:
                expected = (2 * expected + seconds) / 3
            elif found == empty and moment > expected:
                # The machine has become slower: what should have been done by then was not.
                expected *= 1.25
            is_new = found == empty
            counted.before += is_new
            counted.after += found == whole
            counted.half += found not in (empty, whole)
            counted.unsound += not _is_sound(app)
    return counted


def _let_through(app: Any, file: Path) -> tuple[dict[str, int], float]:
    """What an import leaves that nobody stops, and the seconds it takes the second time it is tried."""
    before = _counts(app)
    seconds = _kill(app, file, None)
    whole = _counts(app)
    if whole == before or seconds is None:
        raise RuntimeError("the import that nobody stopped left nothing")
    return whole, seconds


def _kill(app: Any, file: Path, moment: float | None) -> float | None:
    """Starts an import in a process of its own and kills it; the seconds it took if it came through first."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _import_and_wait(app, file, writer)
    os.close(writer)
    with os.fdopen(reader, "rb") as told:
        told.read(1)
        begun = time.perf_counter()
        if moment is None:
            told.read(1)
        else:
            time.sleep(moment)
        taken = time.perf_counter() - begun
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        if moment is None:
            return taken
        spent = told.read()
    return float(spent[1:]) if len(spent) > 1 else None


def _import_and_wait(app: Any, file: Path, writer: int) -> None:
    """The child: the very command of the command line, then nothing until it is killed."""
    from csrmatch.audit.recording import acting
    from csrmatch.cli.import_run import run_import
    from csrmatch.i18n import speaking

    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    with app.app_context(), acting("trial"), speaking("en"), contextlib.suppress(BaseException):
        os.write(writer, b"+")
        begun = time.perf_counter()
        run_import("projects", file, code="NMDC", email=None, is_trial=False)
        os.write(writer, f"+{time.perf_counter() - begun:.6f}".encode())
    while True:
        time.sleep(60)


def _counts(app: Any) -> dict[str, int]:
    """The rows of every table an import writes to, read by a connection of its own."""
    from sqlalchemy import func, select, table

    from csrmatch.db import db

    with app.app_context():
        with db.engine.connect() as connection:
            found = {
                name: connection.execute(select(func.count()).select_from(table(name))).scalar_one()
                for name in ALL_OR_NONE
            }
        # No connection may live on into the next child.
        db.engine.dispose()
    return found


def _is_sound(app: Any) -> bool:
    """Whether the log holds together."""
    from csrmatch.audit.queries import verify_log
    from csrmatch.db import db

    with app.app_context():
        sound = verify_log().sound
        db.session.remove()
        db.engine.dispose()
    return sound


@contextmanager
def on_sqlite(template: Path | None = None) -> Iterator[Renew]:
    """A filled SQLite file, or the one given, copied whenever a new one is asked for."""
    from tests.conftest import _fill

    with TemporaryDirectory() as folder:
        path = Path(folder) / "killed.sqlite"
        if template is None:
            template = Path(folder) / "template.sqlite"
            _fill(f"sqlite:///{template}")
            _put_in_one_file(template)
        source = template

        def renew() -> str:
            for end in ("", "-wal", "-shm"):
                Path(f"{path}{end}").unlink(missing_ok=True)
            shutil.copyfile(source, path)
            return f"sqlite:///{path}"

        yield renew


def _put_in_one_file(path: Path) -> None:
    import sqlite3

    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def on_postgresql() -> Iterator[Renew | None]:
    """A filled database on a server of the trial's own; None where the machine has no PostgreSQL."""
    from tests.conftest import _fill
    from tests.postgres import find_binaries, start_server

    binaries = find_binaries()
    if binaries is None:
        yield None
        return
    with start_server(binaries) as server:
        server.create_database("template_filled")
        _fill(server.url("template_filled"))
        names: list[str] = []

        def renew() -> str:
            if names:
                server.drop_database(names.pop())
            names.append(server.copy_database("template_filled"))
            return server.url(names[-1])

        yield renew


def figures(_folder: Path | None, *, seconds: float, kills: int = KILLS) -> Iterator[Figure]:
    """A line for each database."""
    del seconds
    for name, make in (("SQLite", on_sqlite), ("PostgreSQL", on_postgresql)):
        what = f"{kills} imports of {ROWS} projects killed (−9) at random moments, {name}"
        expected = f"0 half imports, ≥ {LEAST_SHARE:.0%} of kills on either side of the commit"
        with make() as renew:
            if renew is None:
                yield Figure(what, expected, "–", 0.0, None, "no PostgreSQL on this machine")
                continue
            begun = time.perf_counter()
            found = kill_imports(renew, kills)
            told = (
                f"{found.half} half, {found.before} before, {found.after} after, {found.unsound} unsound logs"
            )
            yield Figure(what, expected, told, time.perf_counter() - begun, found.is_met)
