"""Large problems: time against scipy alone, memory in processes of their own, and the fit of all pairs.

`python -m bench.large KIND DISTRICTS CPSES DTYPE` solves one problem and prints what it took as JSON.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter, thread_time
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from bench import measure
from bench.measure import Row
from csrmatch.optimiser import (
    Facts,
    LargeProblem,
    fit_of_many,
    haversine_km,
    solve_large,
    verify_large,
)
from csrmatch.optimiser.large.cells import Edges
from csrmatch.optimiser.large.scoring import SEVEN

DISTRICTS, CPSES = 766, 25_000
SIZE = f"{DISTRICTS} × {CPSES:,}"
KINDS = ("uniform", "clustered")
ROWS_AT_ONCE = 64
MOST_SECONDS = 900

medians = partial(measure.medians, clock=thread_time)


@dataclass(frozen=True)
class Instance:
    """Scores and capacities of the kinds of `bench.optimiser`, made a few rows at a time."""

    districts: list[str]
    cpses: list[str]
    fit: Any
    capacity: Any

    def problem(self) -> LargeProblem:
        """The problem, its matrix not copied."""
        return LargeProblem(self.districts, self.cpses, self.fit, self.capacity)

    def proven(self) -> object:
        """The plan with its certificate."""
        solution = solve_large(self.problem())
        assert solution.plan.proven
        return solution

    def one_liner(self) -> object:
        """What scipy alone does."""
        owner = np.repeat(np.arange(len(self.capacity)), self.capacity)
        return linear_sum_assignment(self.fit[:, owner], maximize=True)


def instance(kind: str, seed: int, rows: int, columns: int, dtype: Any) -> Instance:
    """Uniform scores, or clustered by theme and region with popular CPSEs."""
    random = np.random.default_rng(seed)
    capacity = np.where(random.random(columns) < 0.8, 1, random.integers(2, 6, columns))
    blocks, theme = random.random((12, 12)), random.integers(0, 12, rows)
    region, popular = random.integers(0, 12, columns), random.random(columns)
    fit = np.empty((rows, columns), dtype=dtype)
    for start in range(0, rows, ROWS_AT_ONCE):
        part = slice(start, min(start + ROWS_AT_ONCE, rows))
        fit[part] = random.random(fit[part].shape)
        if kind == "clustered":
            fit[part] *= 0.05
            fit[part] += 0.55 * blocks[theme[part]][:, region] + 0.4 * popular
    districts, cpses = (
        [f"{mark}{n:05d}" for n in range(size)] for mark, size in (("D", rows), ("C", columns))
    )
    return Instance(districts, cpses, fit, capacity)


def rows() -> Iterator[Row]:
    """Time and memory of large problems, then the fit."""
    for kind in KINDS:
        yield _time(kind)
    for kind in KINDS:
        yield _memory(kind)
    for kind in KINDS:
        yield from _whole_country(kind)
    yield from _fit()


def _time(kind: str) -> Row:
    ratios = []
    for seed in range(3):
        given = instance(kind, seed, DISTRICTS, CPSES, np.float64)
        ours, scipy = medians(given.proven, given.one_liner, repeats=3)
        ratios.append(ours / scipy)
    return Row(
        f"exact with certificate, validation included, {kind}",
        SIZE,
        "the one-liner",
        median(ratios),
        0.2,
        f"{min(ratios):.2f}–{max(ratios):.2f} over {len(ratios)} instances",
    )


def _memory(kind: str) -> Row:
    told = _apart(kind, DISTRICTS, CPSES, "float64")
    return Row(
        f"memory of the same, the given matrix included, {kind}",
        SIZE,
        "the matrix",
        told["megabytes"] / told["matrix"],
        1.5,
    )


def _whole_country(kind: str) -> Iterator[Row]:
    told = _apart(kind, 6000, CPSES, "float32")
    size = f"6,000 × {CPSES:,}"
    what = "exact, certificate verified over all 150 million cells"
    note = (
        f"{told['candidates']:,} cells solved in {told['rounds']} round(s), {told['clock']:.0f} s on the wall"
    )
    yield Row(f"{what}, {kind}", size, "the processor", told["seconds"], 60, note, unit="s")
    yield Row(f"memory of the whole process, {kind}", size, "itself", told["process"], 1200, unit="MB")


def _apart(kind: str, rows: int, columns: int, dtype: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.large", kind, str(rows), str(columns), dtype]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=MOST_SECONDS)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _fit() -> Iterator[Row]:
    facts, weights = _facts(), dict(zip(SEVEN, (30, 20, 15, 10, 10, 5, 10), strict=True))
    fit = fit_of_many(facts, weights)
    ours, copied, naive = medians(
        lambda: fit_of_many(replace(facts, km=_km(*_points())), weights),
        fit.copy,
        lambda: _naive(facts, weights),
        repeats=3,
    )
    what = "fit matrix of seven criteria in single precision"
    yield Row(what, SIZE, "a copy of it", ours / copied, 10)
    yield Row("the same, each criterion a matrix of pairs", SIZE, what, naive / ours, 15, least=True)


def _facts() -> Facts:
    """A nation of districts and companies, each company at one place."""
    random = np.random.default_rng(0)

    def stated(values: list[float]) -> Edges:
        place = random.choice(DISTRICTS * CPSES, 3000, replace=False)
        return Edges(*np.divmod(place, CPSES), random.choice(values, 3000))

    return Facts(
        severity=random.random((DISTRICTS, 12)),
        expertise=random.random((CPSES, 12)),
        theme_weights=np.arange(12),
        km=_km(*_points()),
        inside=np.eye(DISTRICTS, dtype=bool),
        places=random.integers(0, DISTRICTS, CPSES),
        free_inr=random.integers(0, 10**8, CPSES),
        ask_inr=random.integers(1, 10**8, DISTRICTS),
        done=random.integers(0, 4, (3, CPSES)),
        total=np.full((3, CPSES), 5),
        kind=random.integers(0, 3, DISTRICTS),
        leads_now=random.integers(0, CPSES, DISTRICTS),
        overlap=random.random(DISTRICTS),
        overlap_cells=stated([0.0, 0.5]),
        district_ranks=stated([1.0, 2.0, 3.0]),
        cpse_ranks=stated([1.0, 2.0, 3.0]),
    )


def _points() -> tuple[Any, Any]:
    """Where the districts are."""
    random = np.random.default_rng(1)
    return random.uniform(8, 34, DISTRICTS), random.uniform(69, 95, DISTRICTS)


def _km(lat: Any, lon: Any) -> Any:
    return haversine_km(lat[:, None], lon[:, None], lat, lon)


def _naive(facts: Facts, weights: dict[str, int]) -> object:
    """Every criterion as a matrix of pairs, by plain numpy in single precision, then their weighted sum."""
    single = np.float32
    severity, skill = np.asarray(facts.severity, single), np.asarray(facts.expertise, single)
    need = severity * np.asarray(facts.theme_weights, single)
    lat, lon = (points.astype(single) for points in _points())
    places = np.asarray(facts.places)
    km = haversine_km(lat[:, None], lon[:, None], lat[places], lon[places])
    near = np.where(np.take(np.asarray(facts.inside), places, axis=1), 1, np.exp(km / -150))
    free, ask = np.asarray(facts.free_inr, single), np.asarray(facts.ask_inr, single)
    good = np.asarray(facts.done, single)[np.asarray(facts.kind)]
    every = np.asarray(facts.total, single)[np.asarray(facts.kind)]
    liked = np.full((DISTRICTS, CPSES), 0.5, single)
    liked[facts.district_ranks.row, facts.district_ranks.column] += 0.25
    liked[facts.cpse_ranks.row, facts.cpse_ranks.column] += 0.25
    leads = (np.asarray(facts.leads_now)[:, None] == np.arange(CPSES)).astype(single)
    overlap = np.repeat(np.asarray(facts.overlap, single)[:, None], CPSES, axis=1)
    overlap[facts.overlap_cells.row, facts.overlap_cells.column] = facts.overlap_cells.value
    criteria = [
        np.einsum("dt,ct->dc", need, skill) / need.sum(axis=1)[:, None],
        near.astype(single),
        np.minimum(1, free / ask[:, None]),
        (good + 5 * good.sum() / every.sum()) / (every + 5),
        liked,
        leads,
        1 - overlap,
    ]
    share = np.array([weights[name] / 100 for name in SEVEN], single)
    return np.einsum("kdc,k->dc", np.stack(criteria), share)


def _peak() -> float:
    """The greatest memory of this program so far in megabytes, not that of whoever started it."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1000
    raise OSError("this system does not tell a process's memory")


def main() -> None:
    """Solves one problem in this process and prints time and memory."""
    kind, rows, columns, dtype = sys.argv[1:]
    small = instance(kind, 1, 40, 300, np.dtype(dtype))
    small.proven()  # All that is imported on the way is in memory now.
    before = _peak()
    given = instance(kind, 0, int(rows), int(columns), np.dtype(dtype))
    problem = given.problem()
    start, clock = thread_time(), perf_counter()
    solution = solve_large(problem)
    assert verify_large(problem, solution.plan, solution.certificate)
    assert solution.plan.proven
    print(
        json.dumps(
            {
                "seconds": thread_time() - start,
                "clock": perf_counter() - clock,
                "megabytes": _peak() - before,
                "process": _peak(),
                "matrix": given.fit.nbytes / 1e6,
                "candidates": solution.candidates,
                "rounds": solution.rounds,
            }
        )
    )


if __name__ == "__main__":
    main()
