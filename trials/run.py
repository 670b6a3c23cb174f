"""Runs every trial there is: `python -m trials.run [--instances DIR] [--only TRIAL …] [--out FILE]`.

A trial is a module of this package with a `TITLE` and a function `figures` that gives `Figure`s.
With --out only the sections of the trials that ran are written anew, so a long run can be made in parts.
"""

import argparse
import importlib
import os
import platform
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import scipy

from trials.figures import HEAD

TRIALS = (
    "published",
    "large",
    "referees",
    "api",
    "jobs",
    "imports",
    "malformed",
    "publications",
    "edits",
    "door",
    "notes",
    "documents",
)
SECONDS = 60.0

PAGE = """# Trials

Long trials of the optimiser, the API, jobs, imports, edits, notes, publication and documents, too slow for
the tests: what was to be found and what was. Seconds are of the machine named above each table, an order of
size only. Made by `python -m trials.run --out docs/trials.md`; `make trials` prints them. The OR-Library's
files are not part of csrmatch: `--instances DIR`, or the variable `CSRMATCH_INSTANCES`, names a folder that
holds them.
"""


def section(name: str, folder: Path | None, seconds: float) -> Iterator[str]:
    """One trial as Markdown, line by line as it goes on."""
    trial = importlib.import_module(f"trials.{name}")
    yield f"## {trial.TITLE}"
    yield ""
    yield made()
    yield ""
    yield from HEAD
    for figure in trial.figures(folder, seconds=seconds):
        yield figure.line


def made() -> str:
    """Where, when and of which state of the code."""
    return (
        f"{date.today().isoformat()}, commit {commit()}, Python {platform.python_version()}, "  # noqa: DTZ011
        f"numpy {np.__version__}, scipy {scipy.__version__}, {os.cpu_count()} cores, "
        f"load {os.getloadavg()[0]:.1f} at the start"
    )


def commit() -> str:
    """The commit the code is of, "not known" outside a checkout."""
    told = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    )
    return told.stdout.strip() or "not known"


def page(old: str, ran: dict[str, str]) -> str:
    """The page with the sections that ran (by title) in place of their former ones, the others kept."""
    kept = {text.split("\n", 1)[0]: text.strip() for text in re.split(r"^## ", old, flags=re.MULTILINE)[1:]}
    sections = kept | {title: text.strip().removeprefix("## ") for title, text in ran.items()}
    order = [importlib.import_module(f"trials.{name}").TITLE for name in TRIALS]
    return (
        "\n\n".join([PAGE.strip(), *(f"## {sections[title]}" for title in order if title in sections)]) + "\n"
    )


def main() -> None:
    """Prints each figure when it is known, and writes the page if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    given = os.environ.get("CSRMATCH_INSTANCES")
    parser.add_argument("--instances", type=Path, default=Path(given) if given else None, metavar="DIR")
    parser.add_argument("--only", nargs="+", choices=TRIALS, default=TRIALS)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="limit of each generalised problem")
    parser.add_argument("--out", type=Path, help="also write the sections into this Markdown file")
    options = parser.parse_args()
    for name in options.only:
        lines = []
        for text in section(name, options.instances, options.seconds):
            print(text, flush=True)
            lines.append(text)
        print(flush=True)
        if options.out is not None:
            old = options.out.read_text(encoding="utf-8") if options.out.exists() else ""
            title = lines[0].removeprefix("## ")
            options.out.write_text(page(old, {title: "\n".join(lines)}), encoding="utf-8")
            print(f"written to {options.out}", file=sys.stderr)


if __name__ == "__main__":
    main()
