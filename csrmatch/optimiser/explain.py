"""Why a pair fits as it does, what else there is, and what overruling costs: codes and figures, no words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from csrmatch.optimiser.certificate import Certificate, certificate
from csrmatch.optimiser.errors import ProblemError
from csrmatch.optimiser.override import losers, override_costs
from csrmatch.optimiser.problem import Plan, Problem
from csrmatch.optimiser.scoring import Criterion
from csrmatch.optimiser.validation import GRID, Floats, Integers, name_order
from csrmatch.optimiser.weights import check_weights, missing_share


@dataclass(frozen=True)
class Part:
    """One criterion of a pair: `points` = weight × value, of 100 in all."""

    criterion: str
    value: float
    weight: int
    points: float
    missing: bool


@dataclass(frozen=True)
class RunnerUp:
    """The best other CPSE that the rules leave a district, were there room; None where there is none."""

    district: str
    cpse: str | None
    fit: float
    margin: float


@dataclass(frozen=True)
class Explanation:
    """All that a sentence about a pair needs.

    Attributes
    ----------
    district, cpse : str
    is_lead, is_pinned, is_banned : bool
        Whether the plan, a pin, a ban says so of the pair.
    fit : float
    parts : tuple of Part
        The criteria, in their order.
    missing_share : float
        Share of the weight that rests on missing data.
    lead : str or None
        Who leads the district by the plan.
    lead_fit : float
    runner_up : str or None
        The best other CPSE the rules leave the district, were there room.
    runner_up_fit, gap : float
        Its fit; the pair's fit less that. NaN where there is none.
    price : float
        What one more place at the CPSE would gain: how contested it is.
    override_cost : float
        What the best total loses if the pair is forced; 0 on the plan, inf where impossible.
    losers : tuple of (str, float, float)
        Who pays for that: district, score before, score after.
    """

    district: str
    cpse: str
    is_lead: bool
    is_pinned: bool
    is_banned: bool
    fit: float
    parts: tuple[Part, ...]
    missing_share: float
    lead: str | None
    lead_fit: float
    runner_up: str | None
    runner_up_fit: float
    gap: float
    price: float
    override_cost: float
    losers: tuple[tuple[str, float, float], ...]


def runners_up(problem: Problem, plan: Plan) -> list[RunnerUp]:
    """For each district the best other CPSE than its lead: not banned, with some capacity; ties by name.

    A pin is not heeded: the runner-up says what a pinned district could have.
    """
    lead = np.asarray(plan.lead)
    columns, fits = _best_others(problem, np.arange(len(lead)), lead)
    own = np.where(lead >= 0, problem.fit_micro[np.arange(len(lead)), lead] / GRID, np.nan)
    return [
        RunnerUp(
            district=district,
            cpse=None if column < 0 else problem.cpses[column],
            fit=float(fit),
            margin=_difference(mine, fit),
        )
        for district, column, fit, mine in zip(problem.districts, columns, fits, own, strict=True)
    ]


def explain(
    problem: Problem,
    plan: Plan,
    criteria: Sequence[Criterion],
    weights: Mapping[str, int],
    district: str,
    cpse: str,
    costs: Floats | None = None,
    proof: Certificate | None = None,
) -> Explanation:
    """Everything about one pair: its criteria, the runner-up, the price, what forcing it costs and whom.

    Parameters
    ----------
    problem, plan
        As solved; the plan has the greatest total.
    criteria, weights
        What made the fit.
    district, cpse : str
        The pair asked about, in the plan or not.
    costs : (D, C) float, optional
        From `override_costs`, if at hand.
    proof : Certificate, optional
        From `certificate`, if at hand.

    Raises
    ------
    ProblemError
        For unknown names, and as `check_weights`, `override_costs`.
    """
    if district not in problem.row:
        raise ProblemError("unknown_district", field="district", district=district)
    if cpse not in problem.column:
        raise ProblemError("unknown_cpse", field="cpse", cpse=cpse)
    check_weights(weights, criteria)
    row, column = problem.row[district], problem.column[cpse]
    lead = int(plan.lead[row])
    costs = override_costs(problem, plan) if costs is None else costs
    proof = certificate(problem, plan) if proof is None else proof
    fit = float(problem.fit[row, column])
    (other,), (other_fit,) = _best_others(problem, np.array([row]), np.array([column]))
    cost = float(costs[row, column])
    return Explanation(
        district=district,
        cpse=cpse,
        is_lead=lead == column,
        is_pinned=(problem.pinned or {}).get(district) == cpse,
        is_banned=problem.banned is not None and bool(problem.banned[row, column]),
        fit=fit,
        parts=tuple(_part(criterion, weights, row, column) for criterion in criteria),
        missing_share=float(missing_share(criteria, weights)[row, column]),
        lead=None if lead < 0 else problem.cpses[lead],
        lead_fit=float(plan.scores[row]),
        runner_up=None if other < 0 else problem.cpses[other],
        runner_up_fit=float(other_fit),
        gap=_difference(fit, other_fit),
        price=float(proof.cpse_price[column]),
        override_cost=cost,
        losers=tuple(losers(problem, plan, district, cpse)) if np.isfinite(cost) else (),
    )


def _part(criterion: Criterion, weights: Mapping[str, int], row: int, column: int) -> Part:
    value = float(criterion.values[row, column])
    weight = int(weights[criterion.name])
    return Part(
        criterion=criterion.name,
        value=value,
        weight=weight,
        points=round(value * GRID) * weight / GRID,
        missing=bool(criterion.missing[row, column]),
    )


def _best_others(problem: Problem, rows: Integers, columns: Integers) -> tuple[list[int], list[float]]:
    """For each row the best column but the given one that is not banned and has capacity; first by name."""
    order = name_order(problem.cpses)
    value = problem.fit[np.ix_(rows, order)].copy()
    shut = (
        np.zeros(value.shape, dtype=bool) if problem.banned is None else problem.banned[np.ix_(rows, order)]
    )
    value[shut | (problem.capacity[order] == 0) | (order == columns[:, None])] = -np.inf
    place = value.argmax(axis=1)
    best = value[np.arange(len(rows)), place]
    found = np.isfinite(best)
    return np.where(found, order[place], -1).tolist(), np.where(found, best, np.nan).tolist()


def _difference(mine: float, other: float) -> float:
    """The difference of two scores, itself on the grid; NaN where one is not known."""
    if np.isnan(mine) or np.isnan(other):
        return float("nan")
    return (round(mine * GRID) - round(other * GRID)) / GRID
