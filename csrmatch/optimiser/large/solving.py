"""The greatest total of a large problem, and the check of its proof over every cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

import numpy as np

from csrmatch.optimiser.certificate import Certificate
from csrmatch.optimiser.conflicts import find_conflicts
from csrmatch.optimiser.errors import Infeasible, NotAvailable
from csrmatch.optimiser.large.candidates import Closing, best_by_candidates
from csrmatch.optimiser.large.cells import Cells, Edges
from csrmatch.optimiser.large.problem import LargeProblem
from csrmatch.optimiser.problem import Objective, Plan, Problem, Seal
from csrmatch.optimiser.ties import choose_among
from csrmatch.optimiser.validation import GRID, Booleans, Integers, frozen, indices_of, name_order

CELLS_OF_CONFLICTS = 20_000_000
"""Where rules clash, the clash is told if no more cells than this have to be looked at."""


@dataclass(frozen=True, eq=False)
class LargeSolution:
    """A plan, its proof and how it was come by.

    Attributes
    ----------
    plan : Plan
        `proven` says whether the proof is closed over every cell; else `bound` says how far it may be off.
    certificate : Certificate
        Prices whose value no plan can exceed; a CPSE without capacity has the price 0.
    rounds : int
        How often candidates were solved and held against all cells.
    candidates : int
        How many cells were solved in the end, of D × C.
    canonical : bool
        Whether ties were settled in the stated order. If not, too many cells were equally good to tell:
        another order of the input may give another plan of the same total.
    """

    plan: Plan
    certificate: Certificate
    rounds: int
    candidates: int
    canonical: bool


def solve_large(
    problem: LargeProblem,
    *,
    time_limit: float | None = None,
    progress: Callable[[float], None] | None = None,
) -> LargeSolution:
    """The plan of the greatest total, proven over every cell.

    Parameters
    ----------
    problem : LargeProblem
        D districts, C CPSEs.
    time_limit : float, optional
        Seconds after which no more cells are let in. The best plan of the candidates is then given with a
        bound; what is under way, one solve of the candidates and one reading of all cells, is finished.
    progress : callable, optional
        Called with the share done, from 0 to 1.

    Raises
    ------
    Infeasible
        With the smallest sets of rules that clash.
    NotAvailable
        ``"too_large_to_tell_conflicts"`` where rules are so tight that a plan may not exist and the problem
        is too large to tell.

    Notes
    -----
    Only cells that can matter are solved, chosen by prices; every cell is then held against exact prices,
    and let in if it is worth more than they are [1]_.

    References
    ----------
    .. [1] A. Volgenant, "Linear and semi-assignment problems: a core oriented approach", Computers &
       Operations Research 23 (10), 1996.
    """
    told = _rising(progress)
    _refuse_clashes(problem)
    start = monotonic()
    pins = problem.pins
    free = np.flatnonzero(pins < 0)
    places = problem.capacity - np.bincount(pins[pins >= 0], minlength=len(problem.cpses))
    closing = _closing(
        problem, free, places, lambda: time_limit is None or monotonic() - start < time_limit, told
    )
    chosen = _in_stated_order(problem, free, places, closing)
    lead = pins.copy()
    lead[free] = closing.lead if chosen is None else chosen
    district, cpse = _prices(problem, free, places, closing)
    scores = district - closing.slack(free, len(lead)) + cpse[lead]
    total, value = int(scores.sum()), int(district.sum()) + int((cpse * problem.capacity).sum())
    told(1.0)
    plan = Plan(
        districts=problem.districts,
        cpses=problem.cpses,
        lead=frozen(lead),
        scores=frozen(scores / GRID),
        total=total / GRID,
        worst=int(scores.min()) / GRID,
        objective=Objective.TOTAL,
        proven=value == total,
        bound=value / GRID,
        seal=Seal(problem, Objective.TOTAL, lead),
    )
    proof = Certificate(frozen(district / GRID), frozen(cpse / GRID), value / GRID)
    return LargeSolution(plan, proof, closing.rounds, closing.candidates, canonical=chosen is not None)


def verify_large(problem: LargeProblem, plan: Plan, certificate: Certificate) -> bool:
    """Whether a plan keeps the rules, adds up, and is within its bound by the prices, over every cell.

    Uses nothing of the solver: plain comparisons of whole numbers, a few rows at a time.
    """
    lead = np.asarray(plan.lead)
    district = np.rint(certificate.district_price * GRID).astype(np.int64)
    cpse = np.rint(certificate.cpse_price * GRID).astype(np.int64)
    if (plan.districts, plan.cpses) != (problem.districts, problem.cpses):
        return False
    if len(lead) != len(district) or (lead < 0).any() or (lead >= len(cpse)).any() or (cpse < 0).any():
        return False
    load = np.bincount(lead, minlength=len(cpse))
    held = problem.pins >= 0
    if (load > problem.capacity).any() or (lead[held] != problem.pins[held]).any():
        return False
    scores = np.empty(len(lead), dtype=np.int64)
    for rows in problem.parts(np.arange(problem.shape[0])):
        micro = problem.micro(rows)
        scores[rows] = micro[np.arange(len(rows)), lead[rows]]
        is_open = _open(problem, rows)
        if (is_open & (micro > district[rows, None] + cpse)).any():
            return False
        if not is_open[np.arange(len(rows)), lead[rows]].all():
            return False
    value = int(district.sum()) + int((cpse * problem.capacity).sum())
    total = int(scores.sum())
    return bool(
        np.array_equal(plan.scores, scores / GRID)
        and plan.total == total / GRID
        and plan.worst == int(scores.min()) / GRID
        and certificate.value == value / GRID == plan.bound
        and (value == total if plan.proven else value >= total)
    )


def _open(problem: LargeProblem, rows: Integers) -> Booleans:
    """(n, C) the cells of some rows that the rules leave open."""
    is_open = np.broadcast_to(problem.capacity > 0, (len(rows), len(problem.cpses))).copy()
    if problem.banned is not None:
        is_open &= ~problem.banned[rows]
    pins = problem.pins[rows]
    for place in np.flatnonzero(pins >= 0):
        kept = is_open[place, pins[place]]
        is_open[place] = False
        is_open[place, pins[place]] = kept
    return is_open


def _refuse_clashes(problem: LargeProblem) -> None:
    """Raises where no plan can keep the rules.

    A district with places open to it for all districts can be led whatever the others do: only those with
    fewer can clash.
    """
    rows, columns = problem.shape
    open_places = np.full(rows, int(np.minimum(problem.capacity, rows).sum()))
    if problem.banned is not None:
        for index in problem.parts(np.arange(problem.shape[0])):
            open_places[index] -= problem.banned[index] @ np.minimum(problem.capacity, rows)
    tight = np.flatnonzero((open_places < rows) | (problem.pins >= 0))
    if not len(tight):
        return
    if len(tight) * columns > CELLS_OF_CONFLICTS:
        raise NotAvailable("too_large_to_tell_conflicts", districts=len(tight), cpses=columns)
    conflicts = find_conflicts(_as_problem(problem, tight))
    if conflicts:
        raise Infeasible(conflicts)


def _as_problem(problem: LargeProblem, rows: Integers) -> Problem:
    """The rules of some districts, without scores."""
    districts = [problem.districts[row] for row in rows]
    known = set(districts)
    return Problem(
        districts,
        problem.cpses,
        np.zeros((len(rows), len(problem.cpses))),
        problem.capacity,
        banned=None if problem.banned is None else problem.banned[rows],
        pinned={district: cpse for district, cpse in (problem.pinned or {}).items() if district in known},
    )


def _in_stated_order(
    problem: LargeProblem, free: Integers, places: Integers, closing: Closing
) -> Integers | None:
    if closing.tight is None:
        return None
    return choose_among(
        closing.tight,
        closing.lead,
        closing.price,
        places,
        None if problem.current is None else indices_of(problem.current, problem.row, problem.column)[free],
        name_order([problem.districts[row] for row in free]),
        name_order(problem.cpses),
    )


def _closing(
    problem: LargeProblem,
    free: Integers,
    places: Integers,
    has_time: Callable[[], bool],
    progress: Callable[[float], None],
) -> Closing:
    """The best plan of the districts that may move, with its prices."""
    if not len(free):
        nothing = np.empty(0, dtype=np.int64)
        return Closing(nothing, np.zeros(len(places)), np.empty(0), np.empty(0), Edges.joined([]), 0, 0)
    cells = Cells(len(free), len(places), lambda rows: problem.read_open(free[rows]), float(GRID))
    closing = best_by_candidates(cells, places, has_time=has_time, progress=progress)
    if closing is None:
        raise Infeasible(find_conflicts(_as_problem(problem, np.arange(problem.shape[0]))))
    return closing


def _prices(
    problem: LargeProblem, free: Integers, places: Integers, closing: Closing
) -> tuple[Integers, Integers]:
    """(D,), (C,) prices in whole millionths that no open cell exceeds."""
    cpse = np.where(places > 0, closing.price, 0.0).astype(np.int64)
    district = np.zeros(problem.shape[0], dtype=np.int64)
    district[free] = (closing.level + closing.excess).astype(np.int64)
    taken = np.flatnonzero((places == 0) & (problem.capacity > 0))
    if len(taken):  # Pins fill these: their price only has to keep the others away.
        for rows in problem.parts(free):
            worth = problem.micro(rows, taken) - district[rows, None]
            if problem.banned is not None:
                worth[problem.banned[rows][:, taken]] = 0
            cpse[taken] = np.maximum(cpse[taken], worth.max(axis=0))
    for rows in problem.parts(np.flatnonzero(problem.pins >= 0)):
        own = problem.micro(rows)[np.arange(len(rows)), problem.pins[rows]]
        district[rows] = own - cpse[problem.pins[rows]]
    return district, cpse


def _rising(progress: Callable[[float], None] | None) -> Callable[[float], None]:
    """Tells a share only where it is not less than the one before."""
    reached = -1.0

    def told(share: float) -> None:
        nonlocal reached
        if progress is not None and share > reached:
            reached = share
            progress(share)

    return told
