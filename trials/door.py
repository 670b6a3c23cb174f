"""Trial: 300 people pass the door of a workshop in a minute, on a phone whose network is away for 5 seconds.

Runs the browser's test of the door with as many people; the test itself does it for a dozen.
"""

import re
from collections.abc import Iterator
from time import perf_counter

from trials.figures import Figure
from trials.tested import run_test

__all__ = ["TITLE", "figures"]

TITLE = "The door of a workshop"
GUESTS, SECONDS, OUTAGE = 300, 60, 5
_TOLD = re.compile(r"(\d+) checked in within (\d+) s, (\d+) counted")


def figures(_folder: object, *, seconds: float) -> Iterator[Figure]:
    """One figure; the time limit of other trials is not needed."""
    begun = perf_counter()
    told = run_test(
        "tests/browser/test_door.py",
        "network_away",
        CSRMATCH_DOOR_GUESTS=GUESTS,
        CSRMATCH_DOOR_SECONDS=SECONDS,
        CSRMATCH_DOOR_OUTAGE=OUTAGE,
    )
    found = _TOLD.search(told.stdout)
    sent, took, counted = (int(number) for number in found.groups()) if found else (0, 0, 0)
    yield Figure(
        f"{GUESTS} people at one door, the network away for {OUTAGE} s",
        f"{GUESTS} counted",
        f"{counted:,} counted of {sent:,} checked in within {took} s",
        perf_counter() - begun,
        told.returncode == 0 and counted == GUESTS,
        "by name on the page, in Chromium at 360 px",
    )
