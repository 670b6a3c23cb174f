"""Trial: 300 people pass the door of a workshop in a minute, on a phone whose network is away for 5 seconds.

Runs the browser's test of the door with as many people; the test itself does it for a dozen.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from trials.figures import Figure

__all__ = ["TITLE", "figures"]

TITLE = "The door of a workshop"
GUESTS, SECONDS, OUTAGE = 300, 60, 5
ROOT = Path(__file__).resolve().parent.parent
_TOLD = re.compile(r"(\d+) checked in within (\d+) s, (\d+) counted")


def figures(_folder: Path | None, *, seconds: float) -> Iterator[Figure]:
    """One figure; the time limit of other trials is not needed."""
    begun = perf_counter()
    settings = {
        "CSRMATCH_DOOR_GUESTS": str(GUESTS),
        "CSRMATCH_DOOR_SECONDS": str(SECONDS),
        "CSRMATCH_DOOR_OUTAGE": str(OUTAGE),
    }
    command = [sys.executable, "-m", "pytest", "-q", "-s", "-n", "0", "-p", "no:cacheprovider"]
    told = subprocess.run(
        [*command, "-k", "network_away", "tests/browser/test_door.py"],
        cwd=ROOT,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=False,
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
