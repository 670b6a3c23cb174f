"""Stable plans and blocking pairs against the package `matching`, which runs in a process of its own."""

import json
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from statistics import median
from time import thread_time

import numpy as np

from bench import measure
from bench.measure import Row
from bench.optimiser import SIZE, Instance, instance
from csrmatch.optimiser import Objective, blocking_pairs, solve

SEEDS = range(3)

medians = partial(measure.medians, clock=thread_time)

PEER = """
import json, sys, time
from matching.games import HospitalResident
sys.setrecursionlimit(10**6)
given = json.load(sys.stdin)
times = []
for _ in range(3):
    game = HospitalResident.create_from_dictionaries(*given)
    start = time.thread_time()
    solved = game.solve(optimal="resident")
    times.append(time.thread_time() - start)
start = time.thread_time()
assert game.check_stability()
checked = time.thread_time() - start
lead = {resident.name: hospital.name for hospital, led in solved.items() for resident in led}
print(json.dumps([sorted(times)[1], checked, lead]))
"""
"""Its solve alone is timed; making the game copies the players, which needs a greater depth of recursion."""


def rows() -> Iterator[Row]:
    """Two rows for each kind of preferences, medians over three instances."""
    for kind in ("uniform", "popular"):
        yield from _rows(kind)


def _rows(kind: str) -> Iterator[Row]:
    to_solve, to_pairs = [], []
    for seed in SEEDS:
        given, ours, theirs = _preferences(kind, seed)
        problem = given.problem()
        plan = solve(problem, Objective.STABLE, district_view=ours, cpse_view=theirs)
        solving, checking, lead = _peer(given, ours, theirs)
        if lead != dict(plan.pairs):
            raise AssertionError("the package finds another plan")
        solved, paired = medians(
            lambda g=given, o=ours, t=theirs: solve(
                g.problem(), Objective.STABLE, district_view=o, cpse_view=t
            ),
            lambda p=problem, q=plan, o=ours, t=theirs: blocking_pairs(p, q, o, t),
        )
        to_solve.append(solving / solved)
        to_pairs.append(checking / paired)
    for what, against, ratios, target in (
        ("a stable plan by `matching`, its solve alone", "the same with validation", to_solve, 100),
        ("all blocking pairs by `matching`", "`blocking_pairs`", to_pairs, 1000),
    ):
        note = f"{min(ratios):,.0f} to {max(ratios):,.0f}"
        yield Row(f"{what}, {kind}", SIZE, against, median(ratios), target, note, least=True)


def _preferences(kind: str, seed: int) -> tuple[Instance, np.ndarray, np.ndarray]:
    """An instance and what either side likes, all different; or with members of either side that all like."""
    random = np.random.default_rng(seed)
    given = instance("uniform", seed)
    ours, theirs = random.random(given.fit.shape), random.random(given.fit.shape)
    if kind == "popular":
        ours = 0.2 * ours + random.random(given.fit.shape[1])
        theirs = 0.2 * theirs + random.random(given.fit.shape[0])[:, None]
    return given, _ranks(ours), _ranks(theirs)


def _ranks(view: np.ndarray) -> np.ndarray:
    """The same order with a clear step between any two."""
    return view.argsort(axis=None).argsort().reshape(view.shape) / view.size


def _peer(given: Instance, ours: np.ndarray, theirs: np.ndarray) -> tuple[float, float, dict[str, str]]:
    """Seconds of the package's solve and of its look for blocking pairs, and its plan."""
    districts = {
        name: [given.cpses[c] for c in np.argsort(-ours[row])] for row, name in enumerate(given.districts)
    }
    cpses = {
        name: [given.districts[row] for row in np.argsort(-theirs[:, column])]
        for column, name in enumerate(given.cpses)
    }
    capacity = dict(zip(given.cpses, given.capacity.tolist(), strict=True))
    done = subprocess.run(
        [sys.executable, "-c", PEER],
        input=json.dumps([districts, cpses, capacity]),
        capture_output=True,
        text=True,
        check=True,
    )
    solving, checking, lead = json.loads(done.stdout)
    return solving, checking, lead
