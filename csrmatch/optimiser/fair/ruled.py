"""Fairness where budgets or groups are in force: the same levels, each by an integer programme."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf

import numpy as np

from csrmatch.optimiser.checks import check
from csrmatch.optimiser.conflicts import find_conflicts
from csrmatch.optimiser.errors import Infeasible, OutOfTime
from csrmatch.optimiser.fair.plans import best_worst, fairest
from csrmatch.optimiser.integer.highs import best_choice, deadline_after, left_until
from csrmatch.optimiser.integer.linear import rows_of
from csrmatch.optimiser.integer.programme import DEFAULT_SECONDS, Answer, Programme, best_answer, without_sums
from csrmatch.optimiser.integer.settling import settled
from csrmatch.optimiser.problem import Objective, Plan, Problem, plan_of
from csrmatch.optimiser.validation import GRID, Booleans, Integers

STEEPNESS = 6
"""The power by which distance from the best score is punished in the plan that the climb starts from."""

START_SHARE = 0.2
"""The share of the time left that this plan may take."""


def best_worst_ruled(
    problem: Problem, *, time_limit: float | None = None, progress: Callable[[float], None] | None = None
) -> Plan:
    """The plan of the best worst score, then of the greatest total, under rules of every kind.

    Parameters
    ----------
    problem : Problem
    time_limit : float, optional
        Seconds; 30 unless given. When they are over the best plan found is given.
    progress : callable, optional
        Called with the share done, from 0 to 1.

    Returns
    -------
    Plan
        `proven` where no plan is better; no plan has a better worst score than `bound` in any case.

    Raises
    ------
    Infeasible
        With a smallest set of rules that clash.
    OutOfTime
        Where the time is over before a plan, or a proof that there is none, is found.

    Notes
    -----
    The best worst score without budgets and groups bounds it; from there downwards a programme tells for
    one score at a time whether a plan exists without any cell below it.
    """
    tell = progress or (lambda share: None)
    deadline = deadline_after(DEFAULT_SECONDS if time_limit is None else time_limit)
    worst = _worst(problem, deadline)
    tell(0.5)
    answer, lead = _best_above(problem, worst.level, deadline)
    tell(1.0)
    return plan_of(
        problem,
        worst.lead if lead is None else lead,
        objective=Objective.MAXMIN,
        proven=worst.is_proven and answer.proven,
        bound=worst.upper / GRID,
    )


def fairest_ruled(
    problem: Problem, *, time_limit: float | None = None, progress: Callable[[float], None] | None = None
) -> Plan:
    """The fairest plan under rules of every kind: the best worst score, the best second worst, and so on.

    Parameters, errors and ties are those of `best_worst_ruled`. Where the time ends the search, the plan is
    fairest up to some level only, `proven` is false, and `bound` is what the worst score can be at most.

    Notes
    -----
    The fairest plan without budgets and groups is the answer where it keeps them. Else one programme a
    level: the fewest districts at the lowest score that is not settled, with as many at those below as
    there must be, and with nothing in between.
    """
    tell = progress or (lambda share: None)
    deadline = deadline_after(DEFAULT_SECONDS if time_limit is None else time_limit)
    plan = _unruled(problem, fairest)
    plan = plan_of(problem, plan.lead, objective=Objective.FAIREST, proven=True, bound=plan.worst)
    if not check(problem, plan):
        tell(1.0)
        return plan
    worst = _worst(problem, deadline)
    climb = _Climb(problem, deadline, _steep(problem, worst, deadline))
    is_proven = worst.is_proven and climb.run(tell)
    if is_proven:
        climb.settle()
    tell(1.0)
    return plan_of(
        problem, climb.lead, objective=Objective.FAIREST, proven=is_proven, bound=worst.upper / GRID
    )


def frontier_ruled(problem: Problem, *, time_limit: float | None = None) -> list[Plan]:
    """Every trade-off of the worst score against the total under rules of every kind, best total first.

    Where the time, 30 seconds unless given, ends the search, the list ends early with a plan that is not
    `proven`, or that is not the one of the best worst score.

    Raises
    ------
    Infeasible, OutOfTime
        As `best_worst_ruled`, for the first of them.
    """
    deadline = deadline_after(DEFAULT_SECONDS if time_limit is None else time_limit)
    found: list[Plan] = []
    floor = int(problem.fit_micro.min())
    answer, lead = _best_above(problem, floor, deadline)
    _found(problem, answer)
    while lead is not None:
        plan = plan_of(problem, lead, proven=answer.proven, bound=answer.bound / GRID)
        if found and found[-1].total <= plan.total:
            found.pop()
        found.append(plan)
        if not plan.proven:
            break
        floor = int(_own(problem, lead).min()) + 1
        answer, lead = _best_above(problem, floor, deadline)
    return found


@dataclass(frozen=True, eq=False)
class _Worst:
    """A plan, its worst score, and what no plan's worst score exceeds, in millionths."""

    lead: Integers
    level: int
    upper: int

    @property
    def is_proven(self) -> bool:
        return self.level == self.upper


def _worst(problem: Problem, deadline: float) -> _Worst:
    """The best worst score as far as the time allows: down from the top in growing steps, then by halves."""
    upper = int(np.rint(_unruled(problem, best_worst).worst * GRID))
    levels = np.unique(problem.fit_micro[problem.allowed & (problem.fit_micro <= upper)])
    high = len(levels)
    answer = _any_above(problem, upper, deadline)
    if answer.is_impossible:
        high -= 1
    if answer.lead is None:
        answer, _ = best_answer(problem, left_until(deadline))
    lead = _found(problem, answer)
    low = _place(problem, lead, levels)
    step = 1
    while high - low > 1:
        tried = max(high - step, (low + high) // 2)
        answer = _any_above(problem, int(levels[tried]), deadline)
        if answer.lead is not None:
            lead = answer.lead
            low = _place(problem, lead, levels)
        elif answer.is_impossible:
            high, step = tried, 2 * step
        else:
            break
    return _Worst(lead, int(levels[low]), int(levels[high - 1]))


class _Climb:
    """The climb from the worst score upwards, from a plan whose worst score is the best there is."""

    def __init__(self, problem: Problem, deadline: float, lead: Integers) -> None:
        self.problem, self.deadline = problem, deadline
        self.lead = lead
        self._passed = int(_own(problem, lead).min()) - 1
        self._rows = rows_of(problem, problem.fit_micro <= self._passed)
        self._value = problem.fit_micro[self._rows.district, self._rows.cpse]

    def run(self, tell: Callable[[float], None]) -> bool:
        """Whether all levels were settled within the time."""
        left = size = len(self.lead)
        while left:
            own = _own(self.problem, self.lead)
            level = int(own[own > self._passed].min())
            self._keep((self._value <= self._passed) | (self._value >= level))
            here = (self._value == level).astype(np.int64)
            found = best_choice(self._rows, -here, self.deadline)
            if found.chosen is None:
                return False
            count = int(here[found.chosen].sum())
            if count <= int((own == level).sum()):
                self.lead = self._rows.lead(found.chosen)
            if found.bound > -count:
                return False
            if count:
                self._rows = self._rows.with_rows(here[None, :], [-inf], [float(count)])
                left -= count
            else:
                self._keep(self._value != level)
            self._passed = level
            tell(0.5 + 0.4 * (size - left) / size)
        return True

    def settle(self) -> None:
        """Takes, of all the fairest plans, the one that the stated order prefers."""
        self._keep(self._value <= self._passed)
        current = None if self.problem.current is None else self.problem.indices(self.problem.current)
        chosen = self._rows.chosen(self.lead)
        equal = np.zeros_like(self._value)
        self.lead = self._rows.lead(settled(self._rows, equal, chosen, current, self.deadline))

    def _keep(self, cells: Booleans) -> None:
        self._rows, self._value = self._rows.take(cells), self._value[cells]


def _steep(problem: Problem, worst: _Worst, deadline: float) -> Integers:
    """A plan of that worst score that is near the fairest, as far as a share of the time allows."""
    value = problem.fit_micro
    above = np.clip((value - worst.level) / max(int(value.max()) - worst.level, 1), 0, 1)
    wish = np.rint(-GRID * (1 - above) ** STEEPNESS).astype(np.int64)
    programme = Programme.of(problem, value < worst.level)
    answer = programme.maximise(wish, time_limit=START_SHARE * left_until(deadline))
    return worst.lead if answer.lead is None else answer.lead


def _unruled(problem: Problem, ask: Callable[[Problem], Plan]) -> Plan:
    """The answer where budgets and groups are left out."""
    try:
        return ask(without_sums(problem))
    except Infeasible:
        raise Infeasible(find_conflicts(problem)) from None


def _any_above(problem: Problem, floor: int, deadline: float) -> Answer:
    """Some plan without a score below the floor."""
    nothing = np.zeros_like(problem.fit_micro)
    programme = Programme.of(problem, problem.fit_micro < floor)
    return programme.maximise(nothing, time_limit=left_until(deadline))


def _best_above(problem: Problem, floor: int, deadline: float) -> tuple[Answer, Integers | None]:
    """The greatest total without a score below the floor, and the leads that the stated order prefers."""
    below = problem.fit_micro < floor
    narrow = Problem(
        problem.districts,
        problem.cpses,
        problem.fit,
        problem.capacity,
        problem.minimum,
        below if problem.banned is None else below | problem.banned,
        problem.pinned,
        problem.ask,
        problem.budget,
        problem.groups,
        problem.current,
    )
    answer, is_settled = best_answer(narrow, left_until(deadline))
    if answer.lead is None or is_settled or not answer.proven:
        return answer, answer.lead
    current = None if problem.current is None else problem.indices(problem.current)
    programme = Programme.of(narrow)
    lead = programme.settle(narrow.fit_micro, answer.lead, current, time_limit=left_until(deadline))
    return answer, lead


def _found(problem: Problem, answer: Answer) -> Integers:
    """The leads of an answer; raises where there are none."""
    if answer.lead is not None:
        return answer.lead
    if answer.is_impossible:
        raise Infeasible(find_conflicts(problem))
    raise OutOfTime("no_plan_in_time")


def _own(problem: Problem, lead: Integers) -> Integers:
    """(D,) the score of each district, in millionths."""
    return np.asarray(problem.fit_micro[np.arange(len(lead)), lead])


def _place(problem: Problem, lead: Integers, levels: Integers) -> int:
    return int(np.searchsorted(levels, _own(problem, lead).min()))
