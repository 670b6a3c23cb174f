"""Trial: 12 note takers of one workshop take 100 notes each while their connections break.

Runs the test that does the same for fewer notes, on SQLite and on PostgreSQL.
"""

import re
from collections.abc import Iterator
from time import perf_counter

from trials.figures import Figure
from trials.tested import run_test

__all__ = ["TITLE", "figures"]

TITLE = "Note takers whose connections break"
TAKERS, NOTES = 12, 100
TEST = "tests/workshops/test_lost_notes.py"
_COUNTED = re.compile(r"(\d+) notes taken, (\d+) on record, (\d+) lost, (\d+) doubled; (.*)")


def figures(_folder: object, *, seconds: float) -> Iterator[Figure]:
    """A figure for each database; the time limit of other trials is not needed."""
    for database in ("sqlite", "postgresql"):
        begun = perf_counter()
        told = run_test(TEST, database, CSRMATCH_NOTES=NOTES)
        counted = _COUNTED.search(told.stdout)
        taken, kept, lost, doubled = map(int, counted.groups()[:4]) if counted else (0, 0, 0, 0)
        is_met = told.returncode == 0 and taken == kept == TAKERS * NOTES and not lost and not doubled
        yield Figure(
            f"{TAKERS} note takers at once, {NOTES} notes each, on {database}",
            "each note on record once",
            f"{taken:,} notes taken, {kept:,} on record, {lost} lost, {doubled} doubled",
            perf_counter() - begun,
            is_met,
            counted.group(5).strip() if counted else "nothing was counted",
        )
