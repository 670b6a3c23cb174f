"""Trial: 16 people edit one record at the same time, 50 times each; the tests do the same for fewer rounds.

Runs the tests of every kind of record that people edit, on SQLite and on PostgreSQL, with as many saves.
"""

import re
from collections.abc import Iterator
from time import perf_counter

from trials.figures import Figure
from trials.tested import run_test

__all__ = ["TITLE", "figures"]

TITLE = "Many editors of one record"
EDITORS, SAVES = 16, 50
TESTS = {
    "an exercise": "tests/faults/test_concurrent_edits.py",
    "a CPSE and its places of work": "tests/faults/test_concurrent_cpses.py",
    "a CSR account": "tests/faults/test_concurrent_accounts.py",
    "a project": "tests/registry/test_project_races.py",
    "a need": "tests/registry/test_need_races.py",
    "parts of workshops, an action point, a practice": "tests/faults/test_concurrent_workshops.py",
}
_COUNTED = re.compile(r"(\d+) saves, (\d+) accepted, (\d+) refused")


def figures(_folder: object, *, seconds: float) -> Iterator[Figure]:
    """A figure for each kind of record; the time limit of other trials is not needed."""
    for what, path in TESTS.items():
        begun = perf_counter()
        told = run_test(path, "editors_lose", CSRMATCH_SAVES=SAVES)
        counts = [tuple(map(int, found)) for found in _COUNTED.findall(told.stdout)]
        saves, accepted, refused = (
            (sum(count) for count in zip(*counts, strict=True)) if counts else (0, 0, 0)
        )
        yield Figure(
            f"{EDITORS} editors at once of {what}, {SAVES} saves each",
            "each accepted save begins where the one before it ended",
            f"{saves:,} saves: {accepted:,} accepted in one thread" if told.returncode == 0 else "saves lost",
            perf_counter() - begun,
            told.returncode == 0 and saves >= EDITORS * SAVES,
            f"{refused:,} told what stood there meanwhile",
        )
