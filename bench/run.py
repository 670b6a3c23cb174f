"""Runs every bench there is and prints one table: `python -m bench.run [--out FILE]`.

A bench is a module of this package with a function `rows()` that gives `bench.measure.Row`s.
"""

import argparse
import importlib
import os
import pkgutil
import platform
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import scipy

import bench
from bench.measure import Row

HEAD = """| what | size | measured against | ratio | target | |
|---|---|---|---|---|---|"""


def found() -> Iterator[Row]:
    """The rows of every bench, in the order of the modules' names."""
    for module in sorted(pkgutil.iter_modules(bench.__path__), key=lambda module: module.name):
        if module.name in {"run", "measure"}:
            continue
        rows = getattr(importlib.import_module(f"bench.{module.name}"), "rows", None)
        if rows is not None:
            yield from rows()


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
    """Prints the table as it grows, and writes it to a file if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, help="also write the table into this Markdown file")
    out = parser.parse_args().out
    told = head()
    print(told, HEAD, sep="\n\n", flush=True)
    lines = []
    for row in found():
        lines.append(line(row))
        print(lines[-1], flush=True)
    if out is not None:
        out.write_text(PAGE.format(head=told, table="\n".join([HEAD, *lines])), encoding="utf-8")
        print(f"written to {out}", file=sys.stderr)


PAGE = """# Speed

Ratios of medians within one run: rivals are called in turn on the same machine, so the ratios hold where
absolute times do not. It is processor time of the thread, but for whole programs the clock on the wall.
"The one-liner" is scipy's `linear_sum_assignment` on the matrix with each CPSE's column repeated as often as
its capacity says, and nothing else: no validation, no names, no rules, no stated order among ties.
"One solve" makes the problem from raw arrays and solves it.
Made by `python -m bench.run --out docs/benchmarks.md`; `make bench` prints it.

{head}

{table}
"""


if __name__ == "__main__":
    main()
