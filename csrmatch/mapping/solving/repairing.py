"""Plans that mend a proposal: the best with at most so many other districts moved; plain values only."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from csrmatch.optimiser import Plan, Problem, plan_of, repair

__all__ = ["MOST_CHANGES", "SECONDS", "RepairPoint", "Shift", "find_points"]

# A repair that moves more of the others is a new plan: the exercise is run again for it.
MOST_CHANGES = 12
# How long the whole curve may take under budgets and bounds: a page waits for it.
SECONDS = 5.0


@dataclass(frozen=True)
class Shift:
    """A district with another lead than was proposed, and both fits as they are now.

    `is_asked` tells that its own pair cannot stand: it was declined, or the CPSE takes part no more.
    """

    lgd: str
    before: str | None
    after: str
    fit_before: float | None
    fit_after: float
    is_asked: bool


@dataclass(frozen=True)
class RepairPoint:
    """The best plan that moves at most `limit` other districts: pairs of LGD code, CPSE and fit."""

    limit: int
    pairs: tuple[tuple[str, str, float], ...]
    total: float
    worst: float
    is_proven: bool
    shifts: tuple[Shift, ...]

    @property
    def moved(self) -> int:
        """How many other districts it moves: those that had no reason of their own to."""
        return sum(1 for shift in self.shifts if not shift.is_asked)

    @property
    def digest(self) -> str:
        """What the plan is known by, so that what was looked at is what is put."""
        return hashlib.sha256(json.dumps(self.pairs).encode()).hexdigest()


def find_points(
    problem: Problem, proposed: Mapping[str, str], declined: Sequence[tuple[str, str]]
) -> list[RepairPoint]:
    """The plans worth choosing from, each with a greater total than those that move fewer others.

    `proposed` names the CPSE of each district by LGD code; what takes part no more is left out. Raises
    `Infeasible` where the rules leave no plan at all.
    """
    standing = {lgd: cpse for lgd, cpse in proposed.items() if lgd in problem.row and cpse in problem.column}
    gone = [pair for pair in declined if standing.get(pair[0]) == pair[1]]
    plans = repair(
        problem,
        plan_of(problem, standing),
        declined=gone,
        most_changes=min(MOST_CHANGES, len(problem.districts)),
        time_limit=SECONDS,
    )
    asked = {lgd for lgd, _cpse in gone} | (set(problem.districts) - standing.keys())
    points: list[RepairPoint] = []
    for limit, plan in enumerate(plans):
        if plan is None or (points and plan.total <= points[-1].total):
            continue
        points.append(_point(problem, proposed, asked, limit, plan))
    return points


def _point(
    problem: Problem, proposed: Mapping[str, str], asked: set[str], limit: int, plan: Plan
) -> RepairPoint:
    fits = dict(zip(problem.districts, plan.scores.tolist(), strict=True))
    shifts = []
    for lgd, cpse in plan.pairs:
        former = proposed.get(lgd)
        if former != cpse:
            here = problem.column.get(former) if former is not None else None
            shifts.append(
                Shift(
                    lgd=lgd,
                    before=former,
                    after=cpse,
                    fit_before=None if here is None else float(problem.fit[problem.row[lgd], here]),
                    fit_after=fits[lgd],
                    is_asked=lgd in asked,
                )
            )
    return RepairPoint(
        limit=limit,
        pairs=tuple((lgd, cpse, fits[lgd]) for lgd, cpse in plan.pairs),
        total=plan.total,
        worst=plan.worst,
        is_proven=plan.proven,
        shifts=tuple(sorted(shifts, key=lambda shift: (not shift.is_asked, shift.lgd))),
    )
