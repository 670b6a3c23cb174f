"""Bringing in a file of projects, checked and logged, against pandas reading it and inserting it raw.

`python -m bench.imports csrmatch|pandas FILE DATABASE` runs one of the two in a process of its own.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from bench.measure import Row
from trials.imports import make_projects, on_sqlite

ROWS = 100_000
TARGET = 5.0
MOST_MEGABYTES = 600.0


def rows(count: int = ROWS) -> Iterator[Row]:
    """The time of each kind of file as a ratio, and the memory at its peak."""
    with tempfile.TemporaryDirectory() as folder, on_sqlite() as renew:
        for file in _files(Path(folder), count):
            own = _measure("csrmatch", file, renew())
            raw = _measure("pandas", file, renew())
            size = f"{count:,} rows, {file.suffix[1:]}"
            by_processor = own["processor"] / raw["processor"]
            told = (
                f"{own['seconds']:.1f} s for {raw['seconds']:.1f} s on the wall; of processor time"
                f" {own['processor']:.1f} s for {raw['processor']:.1f} s, {by_processor:.1f} ×"
            )
            yield Row(
                "projects brought in: tried, applied and logged",
                size,
                "pandas reading the file and a raw insert",
                own["seconds"] / raw["seconds"],
                TARGET,
                told,
            )
            yield Row(
                "memory at the peak of bringing projects in",
                size,
                "the limit",
                own["megabytes"],
                MOST_MEGABYTES,
                f"pandas {raw['megabytes']:,.0f} MB",
                unit="MB",
            )


def _files(folder: Path, count: int) -> Iterator[Path]:
    import csv
    import io

    import xlsxwriter

    content = make_projects(count)
    table = folder / "projects.csv"
    table.write_bytes(content)
    yield table
    path = folder / "projects.xlsx"
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("projects")
    for number, cells in enumerate(csv.reader(io.StringIO(content.decode()))):
        sheet.write_row(number, 0, [int(cell) if cell.isdecimal() else cell for cell in cells])
    book.close()
    yield path


def _measure(how: str, file: Path, url: str) -> dict[str, float]:
    answer = subprocess.run(
        [sys.executable, "-m", "bench.imports", how, str(file), url],
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(answer.stdout.splitlines()[-1])
    return found


def _bring_in(file: Path, url: str) -> tuple[float, float]:
    """The very command of the command line, from an application that is ready."""
    from csrmatch.app import create_app
    from csrmatch.audit.recording import acting
    from csrmatch.cli.import_run import run_import
    from csrmatch.i18n import speaking
    from tests.conftest import _settings

    with tempfile.TemporaryDirectory() as files:
        app = create_app(_settings(url))
        app.config["ATTACHMENTS"] = files
        with app.app_context(), acting("bench"), speaking("en"):
            begun, worked = perf_counter(), _processor()
            run_import("projects", file, code="NMDC", email=None, is_trial=False)
            return perf_counter() - begun, _processor() - worked


def _processor() -> float:
    """The seconds of all processors that this process and those it began have used."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _insert_raw(file: Path, url: str) -> tuple[float, float]:
    """What pandas reads into all tables of a project, in one transaction, unchecked and unlogged."""
    import sqlite3

    import pandas as pd

    connection = sqlite3.connect(url.removeprefix("sqlite:///"))
    begun, worked = perf_counter(), _processor()
    frame = pd.read_csv(file) if file.suffix == ".csv" else pd.read_excel(file)
    lines = list(frame.itertuples(index=False, name=None))
    now = "2026-01-01 00:00:00.000000"
    connection.executemany(
        "insert into project (id, cpse_id, number, title_en, status, schedule_items, goals, reach,"
        " elsewhere_percent, created_by_id, created_at, changed_at, version)"
        " values (?, 1, ?, ?, ?, '[]', '[]', 'districts', 0, 1, ?, ?, 1)",
        ((number, number, line[0], line[1], now, now) for number, line in enumerate(lines, start=1)),
    )
    for theme, column in (("ED", 2), ("HN", 3)):
        connection.executemany(
            "insert into project_theme (project_id, theme_code, percent) values (?, ?, ?)",
            ((number, theme, line[column]) for number, line in enumerate(lines, start=1)),
        )
    connection.executemany(
        "insert into project_district (project_id, district_id, percent) values (?, 1, 100)",
        ((number,) for number in range(1, len(lines) + 1)),
    )
    connection.executemany(
        "insert into project_quarter (project_id, financial_year, quarter, outlay_inr, spent_inr)"
        " values (?, '2023-24', 4, ?, ?)",
        ((number, line[6], line[7]) for number, line in enumerate(lines, start=1)),
    )
    for old, new in ((None, "proposed"), ("proposed", "approved"), ("approved", "under_way")):
        connection.executemany(
            "insert into project_step (project_id, old_status, new_status, taken_on, reason, by_id,"
            " created_at) values (?, ?, ?, '2026-01-01', 'raw', 1, ?)",
            ((number, old, new, now) for number in range(1, len(lines) + 1)),
        )
    connection.commit()
    taken = perf_counter() - begun, _processor() - worked
    connection.close()
    return taken


def _main() -> None:
    how, file, url = sys.argv[1:4]
    seconds, worked = (_bring_in if how == "csrmatch" else _insert_raw)(Path(file), url)
    print(json.dumps({"seconds": seconds, "processor": worked, "megabytes": _peak_kilobytes() / 1024}))


def _peak_kilobytes() -> int:
    """The most memory this process held; what `getrusage` says would be its parent's where that held more."""
    lines = Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines()
    return next(int(text.split()[1]) for text in lines if text.startswith("VmHWM:"))


if __name__ == "__main__":
    _main()
