"""How safe each pair is when the weights are uncertain, and which change of weight first flips it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from csrmatch.optimiser.assignment import Beginning, best_beginning_with, best_lead
from csrmatch.optimiser.errors import ProblemError
from csrmatch.optimiser.network import Network
from csrmatch.optimiser.problem import Objective, Plan, Problem
from csrmatch.optimiser.scoring import Criterion
from csrmatch.optimiser.solving import solve
from csrmatch.optimiser.sweeps import sweep
from csrmatch.optimiser.validation import GRID, Floats, Integers
from csrmatch.optimiser.weights import check_weights

WEIGHT_STEPS = 100 * GRID
"""A drawn weight is a whole number of these steps: a millionth of a point."""

DRAWS_TOGETHER = 64
"""How many draws are one unit of work, which carries the criteria once."""

CELLS_TOGETHER = 2**17
"""How many cells are scored in one product, so that they stay near the processor."""


@dataclass(frozen=True)
class Flip:
    """The least change of one weight at which a district's pair is no longer chosen.

    Attributes
    ----------
    district, cpse : str
        The pair.
    criterion : str or None
        The weight that changes; None where no change of one weight does it (`points` is then None), or
        where the pair is not chosen even as the weights are (`points` is then 0).
    points : int or None
        By how many points it changes; the other weights share the rest in proportion.
    joins : str or None
        Who is chosen then.
    """

    district: str
    cpse: str
    criterion: str | None
    points: int | None
    joins: str | None


@dataclass(frozen=True, eq=False)
class Batch:
    """A unit of work: the rules, the criteria in millionths (K, D·C), and rows of weights (n, K)."""

    problem: Problem
    criteria: NDArray[np.int32]
    weights: Integers
    objective: Objective


def robustness(
    criteria: Sequence[Criterion],
    weights: Mapping[str, int],
    problem: Problem,
    *,
    spread: float,
    draws: int,
    seed: int,
    executor: Executor | None = None,
    objective: Objective = Objective.TOTAL,
    progress: Callable[[float], None] | None = None,
) -> Floats:
    """How often each pair is chosen when the weights are drawn around the chosen ones.

    Parameters
    ----------
    criteria : sequence of Criterion
        K criteria of D × C cells.
    weights : mapping of str to int
        The chosen weights, summing to 100.
    problem : Problem
        The rules; its fit is not used.
    spread : float
        From 0 (the chosen weights) to below 1; see `weight_draws`.
    draws, seed : int
        How many draws, and which.
    executor : concurrent.futures.Executor, optional
        Threads, processes or Dask's ``Client.get_executor()``; see `sweep`.
    objective : Objective
        What each draw's plan is best at.
    progress : callable, optional
        Called with the share done, from 0 to 1.

    Returns
    -------
    ndarray of float, shape (D, C)
        The share of draws in which the pair is chosen; each district's shares sum to 1.

    Raises
    ------
    ProblemError
        As `check_weights` and `weight_draws`; ``"wrong_shape"`` where the criteria are not D × C.
    Infeasible
        If the rules clash.

    Notes
    -----
    All weights are drawn before any work is sent, and all sums are of whole numbers: the same seed gives
    the same shares whatever the executor, and when a worker dies.

    With budgets or groups each draw is an integer programme of its own, with the time that `solve` takes by
    itself: a draw that is not proven best within it may come out otherwise on a slower machine.

    Examples
    --------
    >>> from csrmatch.optimiser import Problem, additionality, continuity, robustness
    >>> parts = [continuity([0], 2), additionality([[0.5, 0.25]])]
    >>> problem = Problem(["A"], ["X", "Y"], [[0, 0]], capacity=[1, 1])
    >>> chosen = {"continuity": 40, "additionality": 60}
    >>> robustness(parts, chosen, problem, spread=0.1, draws=9, seed=1).tolist()
    [[1.0, 0.0]]
    """
    drawn = weight_draws(criteria, weights, spread=spread, draws=draws, seed=seed)
    leads = _leads(criteria, drawn, problem, objective, executor, progress)
    shape = problem.fit.shape
    cells = np.arange(shape[0]) * shape[1] + leads
    return np.asarray(np.bincount(cells.ravel(), minlength=shape[0] * shape[1]).reshape(shape) / draws)


def weight_draws(
    criteria: Sequence[Criterion], weights: Mapping[str, int], *, spread: float, draws: int, seed: int
) -> Integers:
    """Weights drawn around the chosen ones: (draws, K) whole millionths of a point, each row 100 points.

    Notes
    -----
    A Dirichlet distribution with parameters p_k · (1 / spread² - 1), p_k = weight_k / 100. Its mean is p_k
    and its standard deviation spread · √(p_k · (1 - p_k)): at a spread of 0.1, a weight of 30 points varies
    by 4.6. A weight of 0 stays 0; a spread of 0 gives the chosen weights. Rounded to steps of a millionth of
    a point by the largest remainders. More draws of one seed begin with the fewer.

    Raises
    ------
    ProblemError
        As `check_weights`; ``"spread_out_of_range"``, ``"draws_not_positive"``, ``"seed_negative"``.

    Examples
    --------
    >>> from csrmatch.optimiser import additionality, continuity
    >>> parts = [continuity([0], 2), additionality([[0.5, 0.25]])]
    >>> chosen = {"continuity": 40, "additionality": 60}
    >>> weight_draws(parts, chosen, spread=0, draws=1, seed=1).tolist()
    [[40000000, 60000000]]
    """
    check_weights(weights, criteria)
    if not 0 <= spread < 1:
        raise ProblemError("spread_out_of_range", field="spread", value=spread)
    if draws < 1:
        raise ProblemError("draws_not_positive", field="draws", value=draws)
    if seed < 0:
        raise ProblemError("seed_negative", field="seed", value=seed)
    points = np.array([weights[criterion.name] for criterion in criteria], dtype=np.int64)
    if spread == 0:
        return np.tile(points * (WEIGHT_STEPS // 100), (draws, 1))
    weighed = np.flatnonzero(points)
    shares = np.zeros((draws, len(points)))
    shares[:, weighed] = np.random.default_rng(seed).dirichlet(
        points[weighed] / 100 * (1 / spread**2 - 1), size=draws
    )
    return _whole(shares * WEIGHT_STEPS)


def flips(
    criteria: Sequence[Criterion],
    weights: Mapping[str, int],
    problem: Problem,
    plan: Plan,
    *,
    most_points: int = 100,
    executor: Executor | None = None,
    progress: Callable[[float], None] | None = None,
) -> list[Flip]:
    """The least change of one weight at which each pair of a plan is no longer chosen.

    Parameters
    ----------
    criteria, weights, problem
        As for `robustness`.
    plan : Plan
        The pairs asked about; a district without a lead is left out.
    most_points : int
        The greatest change looked at.
    executor, progress
        As for `robustness`.

    Returns
    -------
    list of Flip
        One for each pair, in the order of the districts.

    Notes
    -----
    Moving a weight w to w + s points scales every other weight by (100 - w - s) / (100 - w), kept as a
    fraction; the fit is then rounded as `weighted_fit` does. Every whole s is solved, for a pair may be lost
    and won again: the answer is exact. Least s first; of two as small the criterion given first, and more
    weight before less. A weight of 100 has no others to share with and is left as it is.

    Examples
    --------
    >>> from csrmatch.optimiser import Problem, additionality, continuity, flips, solve, weighted_fit
    >>> parts = [continuity([0], 2), additionality([[0.75, 0.25]])]
    >>> chosen = {"continuity": 40, "additionality": 60}
    >>> problem = Problem(["A"], ["X", "Y"], weighted_fit(parts, chosen), capacity=[1, 1])
    >>> flips(parts, chosen, problem, solve(problem))
    [Flip(district='A', cpse='X', criterion='continuity', points=-7, joins='Y')]
    """
    check_weights(weights, criteria)
    points = [int(weights[criterion.name]) for criterion in criteria]
    steps = [(0, 0, points), *_steps(points, most_points)]
    rows = np.array([row for _, _, row in steps], dtype=np.int64)
    leads = _leads(criteria, rows, problem, plan.objective, executor, progress)
    found = []
    for row, column in enumerate(np.asarray(plan.lead).tolist()):
        if column < 0:
            continue
        pair = problem.districts[row], problem.cpses[column]
        lost = np.flatnonzero(leads[:, row] != column)
        if not len(lost):
            found.append(Flip(*pair, criterion=None, points=None, joins=None))
            continue
        step, which, _ = steps[lost[0]]
        joins = problem.cpses[leads[lost[0], row]]
        found.append(Flip(*pair, criteria[which].name if step else None, step, joins))
    return found


def _steps(points: Sequence[int], most: int) -> list[tuple[int, int, list[int]]]:
    """Every change of one weight: by how many points, of which criterion, and the weights it gives.

    Nearest first. The weights are whole numbers that stand to one another as the real ones do.
    """
    changes = [
        (step, which)
        for size in range(1, most + 1)
        for which in range(len(points))
        for step in (size, -size)
        if points[which] < 100 and 0 <= points[which] + step <= 100
    ]
    steps = []
    for step, which in changes:
        rest = 100 - points[which]
        weights = [weight * (rest - step) for weight in points]
        weights[which] = (points[which] + step) * rest
        steps.append((step, which, weights))
    return steps


def _leads(
    criteria: Sequence[Criterion],
    weights: Integers,
    problem: Problem,
    objective: Objective,
    executor: Executor | None,
    progress: Callable[[float], None] | None,
) -> Integers:
    """(n, D) the plan of every row of weights."""
    shape = problem.fit.shape
    for criterion in criteria:
        if criterion.values.shape != shape:
            raise ProblemError(
                "wrong_shape", field=criterion.name, shape=criterion.values.shape, expected=shape
            )
    micro = np.array([np.rint(criterion.values.ravel() * GRID) for criterion in criteria], dtype=np.int32)
    batches = [
        Batch(problem, micro, weights[start : start + DRAWS_TOGETHER], objective)
        for start in range(0, len(weights), DRAWS_TOGETHER)
    ]
    return np.concatenate(sweep(plans_of, batches, executor=executor, progress=progress))


def plans_of(batch: Batch) -> Integers:
    """(n, D) the leads of a batch's plans, one row for each row of weights.

    Notes
    -----
    The fit is that of `weighted_fit`: Σ weight · value / Σ weight in whole millionths, rounded half up. With
    S = Σ weight · value and W = Σ weight it is the floor of (2 S + W) / 2 W; all these are whole numbers
    below 2**53, so the product of matrices is exact in whatever order it is summed, and the quotient is at
    least 1 / 2 W away from the next whole number, which is more than its rounding.
    """
    problem = batch.problem
    cells = batch.criteria.shape[1]
    values = np.empty((len(batch.criteria) + 1, cells))
    values[:-1] = batch.criteria
    values[-1] = 1.0
    sums = batch.weights.sum(axis=1, keepdims=True)
    factors = np.hstack([2 * batch.weights, sums]) * -1.0
    leads = np.empty((len(sums), len(problem.districts)), dtype=np.int64)
    plans = Plans(problem, batch.objective)
    together = max(1, CELLS_TOGETHER // cells)
    for start in range(0, len(sums), together):
        rows = slice(start, start + together)
        costs = factors[rows] @ values
        costs /= 2.0 * sums[rows]
        np.ceil(costs, out=costs)
        for place, cost in enumerate(costs, start):
            leads[place] = plans.lead(cost.reshape(problem.fit.shape))
    return leads


class Plans:
    """The best plans of one set of rules for one fit after the other, each found near the last."""

    def __init__(self, problem: Problem, objective: Objective) -> None:
        self.problem = problem
        self.objective = objective
        self.network = Network.of(problem)
        self.is_total = objective is Objective.TOTAL and problem.budget is None and not problem.groups
        self.is_plain = self.is_total and not self.network.lower.any() and not (problem.pins >= 0).any()
        self.beginning: Beginning | None = None

    def lead(self, cost: Floats) -> Integers:
        """(D,) the leads for a fit, given as a cost in whole millionths.

        Raises
        ------
        Infeasible
            If the rules clash.
        """
        found = self._near(cost) if self.is_plain else None
        if found is not None:
            return found
        problem = self.problem.varied(_cost=cost)
        lead = best_lead(problem) if self.is_total else None
        if lead is None:
            return solve(problem, self.objective).lead
        if self.is_plain and self.beginning is None:
            self.beginning = Beginning.around(lead, problem.capacity)
        return lead

    def _near(self, cost: Floats) -> Integers | None:
        """The only best plan, sought first at the places that mattered last; None if not plainly one."""
        if self.beginning is None:
            return None
        if self.problem.banned is not None:
            cost = np.where(self.problem.banned, np.inf, cost)
        network = Network(cost, self.network.fixed, self.network.lower, self.network.upper)
        found = best_beginning_with(network, self.beginning)
        if found is None:
            return None
        lead, self.beginning = found
        return lead


def _whole(shares: Floats) -> Integers:
    """Rows of whole numbers that sum to `WEIGHT_STEPS`, by the largest remainders."""
    floors = np.floor(shares)
    whole: Integers = floors.astype(np.int64)
    left = WEIGHT_STEPS - whole.sum(axis=1)
    order = np.argsort(floors - shares, axis=1, kind="stable")
    rank = np.argsort(order, axis=1, kind="stable")
    whole += rank < left[:, None]
    return whole
