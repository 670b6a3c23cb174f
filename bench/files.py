"""The whole mapping from files, process start to written workbook, against importing three libraries."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bench.measure import Row, medians
from csrmatch.mapping.derivations import capacities_from_money
from csrmatch.mapping.sample import build_sample, write_sample
from csrmatch.mapping.tables.rows import MappingInput

CPSES = 100
REPEATS = 7


def wide_nation() -> MappingInput:
    """The sample of the nation with every CPSE of it standing for four, so that there are 100.

    Needs, places, projects and money are real; a copy differs from its original by its code alone.
    """
    nation = build_sample("nation")
    copies = [("", 0), *((f"-{number}", number) for number in (2, 3, 4))]
    cpses = [replace(row, code=row.code + suffix) for suffix, _ in copies for row in nation.cpses][:CPSES]
    known = {row.code for row in cpses}
    capacity = capacities_from_money({row.code: row.free_inr for row in cpses}, len(nation.districts))
    return replace(
        nation,
        cpses=tuple(replace(row, capacity=capacity[row.code]) for row in cpses),
        places=tuple(
            replace(row, cpse=row.cpse + suffix)
            for suffix, _ in copies
            for row in nation.places
            if row.cpse + suffix in known
        ),
        projects=tuple(
            replace(row, cpse=row.cpse + suffix)
            for suffix, _ in copies
            for row in nation.projects
            if row.cpse + suffix in known
        ),
    )


def rows() -> Iterator[Row]:
    """One row: 112 districts and 100 CPSEs of real data."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in", Path(folder) / "out"
        write_sample(wide_nation(), source)
        command = [sys.executable, "-m", "csrmatch", "map", str(source), "--out", str(target)]
        imports = [sys.executable, "-c", "import numpy, scipy, pandas"]
        whole, importing = medians(
            lambda: subprocess.run(command, check=True, capture_output=True),
            lambda: subprocess.run(imports, check=True, capture_output=True),
            repeats=REPEATS,
        )
        yield Row(
            "the whole mapping from files, process start to written workbook",
            f"112 × {CPSES} real data",
            "importing numpy, scipy and pandas",
            whole / importing,
            2,
            note=f"{whole:.2f} s",
        )
