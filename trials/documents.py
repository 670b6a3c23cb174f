"""Trial: the reports of 500 random workshops whose texts try to break a document.

Runs the test that does the same for a few, and the one that watches what
writing them reads and whom it calls.
"""

import re
from collections.abc import Iterator
from time import perf_counter

from trials.figures import Figure
from trials.tested import run_test

__all__ = ["TITLE", "figures"]

TITLE = "Reports of random records"
RECORDS = 500
TEST = "tests/workshops/test_random_reports.py"
_COUNTED = re.compile(r"(\d+) texts, (\d+) files")


def figures(_folder: object, *, seconds: float) -> Iterator[Figure]:
    """What the files hold, and what writing them touched; the time limit of other trials is not needed."""
    begun = perf_counter()
    told = run_test(TEST, "random_record", CSRMATCH_RECORDS=RECORDS)
    counts = [tuple(map(int, found)) for found in _COUNTED.findall(told.stdout)]
    texts, files = (sum(count) for count in zip(*counts, strict=True)) if counts else (0, 0)
    yield Figure(
        f"{RECORDS} random records as PDF and Word in both languages",
        "every text in each file of its record",
        f"{texts:,} texts in {files:,} files of {len(counts)} records"
        + ("" if told.returncode == 0 else ", some lost"),
        perf_counter() - begun,
        told.returncode == 0 and len(counts) == RECORDS,
    )
    begun = perf_counter()
    watched = run_test(TEST, "opens_no_connection")
    was_watched = "1 passed" in watched.stdout
    yield Figure(
        "system calls while reports are written",
        "no file read but layouts and fonts, no connection",
        "none" if was_watched else "not watched" if watched.returncode == 0 else "some",
        perf_counter() - begun,
        was_watched,
    )
