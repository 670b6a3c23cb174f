"""Trial: 6,000 districts and 25,000 CPSEs, proven over 150 million cells, full of ties or of rules.

Without ties and rules the bench measures the same (`bench/large.py`).

`python -m trials.large KIND` solves one instance in its own process and prints what it took as JSON.
"""

import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np

from csrmatch.optimiser import LargeProblem, solve_large, verify_large
from trials.figures import Figure

__all__ = ["TITLE", "figures", "instance"]

TITLE = "Large problems"

DISTRICTS, CPSES = 6_000, 25_000
KINDS = ("tied", "ruled")
PINS, BANNED = 300, 0.02
MOST_SECONDS = 60
MOST_MEGABYTES = 1_200
GIVEN_UP = 900


def instance(kind: str, districts: int = DISTRICTS, cpses: int = CPSES) -> LargeProblem:
    """Scores in float32, given as one matrix: on five levels; or clustered, under pins and bans.

    Clustered scores go by theme and region with popular CPSEs, as real ones do. Four CPSEs in five can lead
    one district, the others 2 to 5.
    """
    random = np.random.default_rng(0)
    capacity = np.where(random.random(cpses) < 0.8, 1, random.integers(2, 6, cpses))
    fit: Any = random.random((districts, cpses), dtype=np.float32)
    names = [f"d{number:05d}" for number in range(districts)], [f"c{number:05d}" for number in range(cpses)]
    if kind == "tied":
        for scores in fit:
            np.divide(np.floor(scores * 5), 4, out=scores)
        return LargeProblem(*names, fit, capacity)
    block = random.random((12, 12), dtype=np.float32) * np.float32(0.55)
    by_row, by_column = random.integers(0, 12, districts), random.integers(0, 12, cpses)
    liked = random.random(cpses, dtype=np.float32) * np.float32(0.4)
    banned = np.zeros(fit.shape, dtype=bool)
    fit *= np.float32(0.05)
    for row, scores, shut in zip(by_row, fit, banned, strict=True):
        scores += block[row][by_column]
        scores += liked
        shut[:] = random.random(cpses, dtype=np.float32) < BANNED
    pinned = {names[0][row]: names[1][row] for row in range(min(PINS, districts // 4))}
    banned[range(len(pinned)), range(len(pinned))] = False
    return LargeProblem(*names, fit, capacity, banned=banned, pinned=pinned)


def figures(folder: Path | None, *, seconds: float) -> Iterator[Figure]:
    """Two lines for each kind of scores: time and memory. Needs no files, and has no limit but its own."""
    for kind in KINDS:
        rules = {"tied": "scores on five levels", "ruled": f"{PINS} pins and {BANNED:.0%} bans, clustered"}
        what = f"{DISTRICTS:,} × {CPSES:,}, {rules[kind]}"
        command = [sys.executable, "-m", "trials.large", kind]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=GIVEN_UP, check=False)
        except subprocess.TimeoutExpired:
            yield Figure(what, f"≤ {MOST_SECONDS} s", f"no plan in {GIVEN_UP} s", GIVEN_UP, False)
            continue
        if done.returncode:
            reason = (done.stderr.strip().splitlines() or ["no reason told"])[-1]
            yield Figure(what, f"≤ {MOST_SECONDS} s", f"failed: {reason[:80]}", 0.0, False)
            continue
        found = json.loads(done.stdout)
        right = found["proven"] and found["verified"]
        proof = "proven, prices hold over every cell" if right else "NOT PROVEN"
        yield Figure(
            f"{what}: solved with its certificate",
            f"≤ {MOST_SECONDS} s of the processor",
            f"{found['seconds']:.1f} s",
            found["seconds"],
            right and found["seconds"] <= MOST_SECONDS,
            f"{proof}; {found['candidates']:,} cells solved in {found['rounds']} rounds",
        )
        yield Figure(
            f"{what}: most memory of the process, scores included",
            f"≤ {MOST_MEGABYTES:,} MB",
            f"{found['megabytes']:,.0f} MB",
            found["verifying"],
            found["megabytes"] <= MOST_MEGABYTES,
            "the seconds are those of checking the proof",
        )


def main(kind: str) -> None:
    """Solves one instance and checks the proof by arithmetic alone; seconds of the processor."""
    problem = instance(kind)
    start = process_time()
    solution = solve_large(problem)
    solved = process_time()
    verified = verify_large(problem, solution.plan, solution.certificate)
    print(
        json.dumps(
            {
                "seconds": solved - start,
                "verifying": process_time() - solved,
                "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                "proven": solution.plan.proven,
                "verified": verified,
                "rounds": solution.rounds,
                "candidates": solution.candidates,
            }
        )
    )


if __name__ == "__main__":
    main(sys.argv[1])
