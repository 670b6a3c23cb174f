"""Runs every bench there is and prints one table: `python -m bench.run [--out FILE]`.

A bench is a module of this package with a function `rows()` that gives `bench.measure.Row`s.
"""

import argparse
import importlib
import itertools
import os
import pkgutil
import platform
import sys
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from pathlib import Path

import numpy as np
import scipy

import bench
from bench import peers
from bench.measure import Row
from bench.optimiser import CPSES, DISTRICTS

HEAD = ("| what | size | measured against | measured | target | |", "|---|---|---|---|---|---|")


def lines(only: Collection[str] = ()) -> Iterator[str]:
    """The rows of every bench, or of those named, in the order of the modules' names.

    A bench that fails is told in its place, and the others are run all the same.
    """
    for module in sorted(pkgutil.iter_modules(bench.__path__), key=lambda module: module.name):
        if module.name in {"run", "measure"} or (only and module.name not in only):
            continue
        rows = getattr(importlib.import_module(f"bench.{module.name}"), "rows", tuple)
        try:
            yield from map(line, rows())
        except Exception as fault:  # Hours of other figures are not to be lost for one.
            yield f"| `bench.{module.name}` | – | – | – | – | failed: {type(fault).__name__} {fault} |"


def line(row: Row) -> str:
    """One row as Markdown."""
    target = f"{'≥' if row.least else '≤'} {row.target:,g} {row.unit}"
    verdict = "met" if row.is_met else "not met"
    note = f"{verdict}; {row.note}" if row.note else verdict
    return f"| {row.what} | {row.size} | {row.against} | {figure(row.ratio)} {row.unit} | {target} | {note} |"


def figure(number: float) -> str:
    """Two places below a hundred, none above; three where two would say nought."""
    if number >= 100:
        return f"{number:,.0f}"
    return f"{number:.2f}" if number >= 0.1 or not number else f"{number:.3f}"


def head() -> str:
    """Where and when."""
    return (
        f"{date.today().isoformat()}, Python {platform.python_version()}, numpy {np.__version__}, "  # noqa: DTZ011
        f"scipy {scipy.__version__}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start"
    )


def main() -> None:
    """Prints both tables as they grow, and writes them to a file if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, help="also write the tables into this Markdown file")
    parser.add_argument("--only", nargs="+", default=(), metavar="BENCH", help="only these modules")
    parser.add_argument("--slow", action="store_true", help="also the peers that take minutes")
    given = parser.parse_args()
    told = head()
    print(told, flush=True)
    table = list(_printed(itertools.chain(["", *HEAD], lines(given.only))))
    others = []
    if not given.only or "peers" in given.only:
        others = list(_printed(itertools.chain([""], peers.lines(slow=given.slow))))
    if given.out is not None:
        page = PAGE.format(
            head=told,
            table="\n".join(table).strip(),
            peers="\n".join(others).strip(),
            districts=DISTRICTS,
            cpses=CPSES,
        )
        given.out.write_text(page, encoding="utf-8")
        print(f"written to {given.out}", file=sys.stderr)
    if any("| failed: " in row for row in table):
        sys.exit("a bench failed: its row says why")


def _printed(lines: Iterable[str]) -> Iterator[str]:
    for text in lines:
        print(text, flush=True)
        yield text


PAGE = """# Speed

Ratios of medians within one run: rivals are called in turn on the same machine, so the ratios hold where
absolute times do not. It is processor time of the thread, but for whole programs the clock on the wall.
"The one-liner" is scipy's `linear_sum_assignment` on the matrix with each CPSE's column repeated as often as
its capacity says, and nothing else: no validation, no names, no rules, no stated order among ties.
"One solve" makes the problem from raw arrays and solves it.
Made by `python -m bench.run --out docs/benchmarks.md`; `make bench` prints it.

The published optima take too long for this table: see [trials.md](trials.md).

{head}

{table}

## Peers

Other programs on one {districts} × {cpses} instance of each kind: seconds on the wall, each in a process
of its own and in turn with `solve` of csrmatch in that process; the ratio is to that. csrmatch validates,
keeps the stated order among ties and names its plan in its time; a peer gets the bare matrix. "Clustered"
scores are like real ones, and harder. A total counts as the greatest within 0.0005 %, for csrmatch solves on
its grid.

{peers}
"""


if __name__ == "__main__":
    main()
