"""The proof that no plan treats its worst-served district better, and the check of it by counting."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from csrmatch.optimiser.checks import check
from csrmatch.optimiser.conflicts import find_conflicts
from csrmatch.optimiser.errors import ProblemError
from csrmatch.optimiser.problem import Plan, Problem
from csrmatch.optimiser.validation import GRID, Booleans


@dataclass(frozen=True)
class WorstProof:
    """Districts and CPSEs that show why some district must have this score or a lower one.

    Attributes
    ----------
    worst : float
        The score.
    districts, cpses : tuple of str
        By ``"capacity"``: above that score the districts may only go to the CPSEs, which cannot lead so
        many. By ``"minimum"``: above that score only the districts may go to the CPSEs, which must lead more.
    by : {"capacity", "minimum"}
    """

    worst: float
    districts: tuple[str, ...]
    cpses: tuple[str, ...]
    by: str


def worst_proof(problem: Problem, plan: Plan) -> WorstProof | None:
    """A proof that no plan has a better worst score.

    Parameters
    ----------
    problem : Problem
    plan : Plan
        From `solve` by ``MAXMIN`` or ``FAIREST``, or any other.

    Returns
    -------
    WorstProof or None
        None where there is a better one, or where only budgets or groups prevent it.

    Notes
    -----
    Hall's theorem on the cells above the worst score; see `find_conflicts`.

    Examples
    --------
    >>> from csrmatch.optimiser import Objective, Problem, solve, worst_proof
    >>> problem = Problem(["A", "B"], ["X", "Y"], [[0.9, 0.5], [0.8, 0.3]], capacity=[1, 1])
    >>> worst_proof(problem, solve(problem, Objective.MAXMIN))
    WorstProof(worst=0.5, districts=('A', 'B'), cpses=('X',), by='capacity')
    """
    worst = round(plan.worst * GRID)
    below = problem.fit_micro <= worst
    narrow = Problem(
        problem.districts,
        problem.cpses,
        problem.fit,
        problem.capacity,
        problem.minimum,
        below if problem.banned is None else below | problem.banned,
        problem.pinned,
    )
    conflicts = find_conflicts(narrow)
    if not conflicts:
        return None
    first = conflicts[0]
    by = "minimum" if first.minimums else "capacity"
    return WorstProof(plan.worst, first.districts, first.cpses, by)


def verify_worst(problem: Problem, plan: Plan, proof: WorstProof) -> bool:
    """Whether the plan keeps every rule, its figures are right, and the proof shows its worst score the best.

    Uses nothing of the solver: it compares scores and counts places.
    """
    try:
        if check(problem, plan) or proof.worst != plan.worst:
            return False
    except ProblemError:
        return False
    if not (problem.row.keys() >= set(proof.districts) and problem.column.keys() >= set(proof.cpses)):
        return False
    rows = _marked(len(problem.districts), [problem.row[name] for name in proof.districts])
    columns = _marked(len(problem.cpses), [problem.column[name] for name in proof.cpses])
    above = problem.allowed & (problem.fit_micro > round(proof.worst * GRID))
    if proof.by == "capacity":
        places = int(problem.capacity[columns].sum())
        return not above[np.ix_(rows, ~columns)].any() and places < int(rows.sum())
    if proof.by == "minimum" and problem.minimum is not None:
        wanted = int(problem.minimum[columns].sum())
        return not above[np.ix_(~rows, columns)].any() and wanted > int(rows.sum())
    return False


def _marked(size: int, places: list[int]) -> Booleans:
    marked = np.zeros(size, dtype=bool)
    marked[places] = True
    return marked
