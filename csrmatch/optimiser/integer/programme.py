"""The greatest total under budgets and groups: an integer programme, with its proof or its gap."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import inf

import numpy as np

from csrmatch.optimiser.assignment import best_lead
from csrmatch.optimiser.conflicts import find_conflicts
from csrmatch.optimiser.errors import Conflict, Infeasible, OutOfTime
from csrmatch.optimiser.integer.highs import deadline_after, left_until
from csrmatch.optimiser.integer.linear import LinearRule, Rows, asks, rows_of
from csrmatch.optimiser.integer.search import Search
from csrmatch.optimiser.integer.settling import settled
from csrmatch.optimiser.network import Network
from csrmatch.optimiser.problem import Plan, Problem, plan_of
from csrmatch.optimiser.residual import Residual
from csrmatch.optimiser.validation import GRID, Booleans, Floats, Integers

DEFAULT_SECONDS = 30.0
"""How long a search may take where nothing else is said."""


@dataclass(frozen=True, eq=False)
class Answer:
    """What a search over an integer programme found out.

    Attributes
    ----------
    lead : (D,) int, or None
        The best leads found, in the order of the problem.
    value : int or None
        Their value.
    bound : float
        A whole number that no leads exceed; infinite where nothing is known, minus infinity where no leads
        keep the rules.
    """

    lead: Integers | None
    value: int | None
    bound: float

    @property
    def proven(self) -> bool:
        """Whether the leads are proven best."""
        return self.value is not None and self.value == self.bound

    @property
    def is_impossible(self) -> bool:
        """Whether it is proven that no leads keep the rules."""
        return self.bound == -inf


@dataclass(frozen=True, eq=False)
class Programme:
    """The rules of a problem, of every kind, ready to be searched for the best leads by any whole numbers.

    Examples
    --------
    >>> import numpy as np
    >>> from csrmatch.optimiser import Problem
    >>> from csrmatch.optimiser.integer.programme import Programme
    >>> problem = Problem(["A", "B"], ["X", "Y"], [[0.9, 0.2], [0.8, 0.7]], [2, 2], ask=[5, 5], budget=[8, 8])
    >>> answer = Programme.of(problem).maximise(problem.fit_micro)
    >>> answer.lead.tolist(), answer.value, answer.proven
    ([0, 1], 1600000, True)
    """

    rows: Rows

    @classmethod
    def of(cls, problem: Problem, closed: Booleans | None = None) -> Programme:
        """The programme of a problem; `closed`, (D, C), shuts more cells than its rules do."""
        return cls(rows_of(problem, closed))

    def under(self, rules: Sequence[LinearRule]) -> Programme:
        """The same programme under more rules."""
        return replace(self, rows=self.rows.with_rules(rules))

    def maximise(
        self,
        value: Integers,
        *,
        time_limit: float | None = None,
        progress: Callable[[float], None] | None = None,
        cpse_price: Floats | None = None,
    ) -> Answer:
        """The leads of the greatest sum of `value`, (D, C) int64, within the seconds given, 30 unless said.

        The same input gives the same answer in whatever order it comes, unless the time ends the search.
        `cpse_price`, (C,), what a place is worth without budgets and groups, only saves time.
        """
        rows = self.rows
        limit = deadline_after(DEFAULT_SECONDS if time_limit is None else time_limit)
        start = None if cpse_price is None else rows.prices(cpse_price)
        found = Search(rows, value[rows.district, rows.cpse], limit, progress, start).run()
        if found.chosen is None:
            return Answer(None, None, found.bound)
        lead = rows.lead(found.chosen)
        return Answer(lead, int(value[np.arange(len(lead)), lead].sum()), found.bound)

    def settle(
        self, value: Integers, lead: Integers, current: Integers | None, *, time_limit: float | None = None
    ) -> Integers:
        """Of all leads as good as `lead`, which is best, those that the stated order prefers.

        Fewest changes against `current`, (D,) with -1 where there is none; then the first by name, as far as
        `settling.settled` says.
        """
        limit = deadline_after(DEFAULT_SECONDS if time_limit is None else time_limit)
        rows = self.rows
        return rows.lead(settled(rows, value[rows.district, rows.cpse], rows.chosen(lead), current, limit))


def solve_programme(
    problem: Problem,
    *,
    time_limit: float | None = None,
    progress: Callable[[float], None] | None = None,
) -> Plan:
    """The plan of the greatest total under rules of every kind.

    Parameters
    ----------
    problem : Problem
    time_limit : float, optional
        Seconds; 30 unless given. When they are over the best plan found is given with its bound.
    progress : callable, optional
        Called with the share done, from 0 to 1.

    Returns
    -------
    Plan
        `proven` where no plan is better; else `bound` says how much better a plan could be.

    Raises
    ------
    Infeasible
        With a smallest set of rules that clash; with none where a time limit is over before one is found.
    OutOfTime
        Where the time is over before a plan, or a proof that there is none, is found.

    Notes
    -----
    A generalised assignment problem [1]_. Where the best plan without budgets and groups keeps them, it is
    the answer. Else prices of all rules from the linear relaxation bound the total and rank the cells; an
    exact search over the likeliest gives a plan; what lies so far below its price that no better plan can
    hold it is shut for good; an exact search over the rest proves the optimum or narrows the gap. All by
    HiGHS, with every plan judged again by whole numbers.

    Ties: see `csrmatch.optimiser.integer.settling.settled`.

    References
    ----------
    .. [1] S. Martello and P. Toth, "Knapsack Problems: Algorithms and Computer Implementations", chapter 7,
       Wiley, 1990.

    Examples
    --------
    >>> from csrmatch.optimiser import Problem
    >>> from csrmatch.optimiser.integer.programme import solve_programme
    >>> fit = [[0.9, 0.2], [0.8, 0.7]]
    >>> problem = Problem(["A", "B"], ["X", "Y"], fit, [2, 2], ask=[5, 5], budget=[8, 8])
    >>> plan = solve_programme(problem)
    >>> plan.pairs, plan.total, plan.proven
    ([('A', 'X'), ('B', 'Y')], 1.6, True)
    """
    tell = progress or (lambda share: None)
    seconds = DEFAULT_SECONDS if time_limit is None else time_limit
    deadline = deadline_after(seconds)
    answer, is_settled = best_answer(problem, seconds, lambda share: tell(0.9 * share))
    if answer.is_impossible:
        raise Infeasible(_conflicts_within(problem, time_limit))
    if answer.lead is None:
        raise OutOfTime("no_plan_in_time", seconds=seconds)
    lead = answer.lead
    if answer.proven and not is_settled:
        current = None if problem.current is None else problem.indices(problem.current)
        programme = Programme.of(problem)
        lead = programme.settle(problem.fit_micro, lead, current, time_limit=left_until(deadline))
    tell(1.0)
    return plan_of(problem, lead, proven=answer.proven, bound=answer.bound / GRID)


def _conflicts_within(problem: Problem, seconds: float | None) -> list[Conflict]:
    """The smallest sets of rules that clash; none where they do, but the time is over before one is found."""
    try:
        return find_conflicts(problem, time_limit=seconds)
    except OutOfTime:
        if seconds is None:
            raise
        return []


def best_answer(
    problem: Problem, seconds: float, progress: Callable[[float], None] | None = None
) -> tuple[Answer, bool]:
    """The leads of the greatest total, and whether they are those that the stated order prefers already."""
    plain = without_sums(problem)
    lead = best_lead(plain)
    if lead is None:
        return Answer(None, None, -inf), True
    if _is_kept(problem, lead):
        value = int(problem.fit_micro[np.arange(len(lead)), lead].sum())
        return Answer(lead, value, float(value)), True
    price = Residual.of(Network.of(plain), lead).price
    programme = Programme.of(problem)
    answer = programme.maximise(problem.fit_micro, time_limit=seconds, progress=progress, cpse_price=price)
    return answer, False


def can_hold(problem: Problem, seconds: float) -> bool:
    """Whether any leads keep the rules of every kind; raises `OutOfTime` where that stays open so long."""
    plain = without_sums(problem)
    lead = best_lead(plain)
    if lead is None or _is_kept(problem, lead):
        return lead is not None
    rows = rows_of(problem)
    start = rows.prices(Residual.of(Network.of(plain), lead).price)
    value = problem.fit_micro[rows.district, rows.cpse]
    found = Search(rows, value, deadline_after(seconds), start=start, any_will_do=True).run()
    if found.chosen is None and not found.is_impossible:
        raise OutOfTime("no_plan_in_time", seconds=seconds)
    return found.chosen is not None


def without_sums(problem: Problem) -> Problem:
    """The problem without budgets and groups; an ask that is above a budget alone is a ban."""
    banned = problem.banned
    if problem.budget is not None:
        too_dear = asks(problem) > problem.budget
        banned = too_dear if banned is None else banned | too_dear
    return Problem(
        problem.districts,
        problem.cpses,
        problem.fit,
        problem.capacity,
        problem.minimum,
        banned,
        problem.pinned,
        current=problem.current,
    )


def _is_kept(problem: Problem, lead: Integers) -> bool:
    """Whether leads that keep the other rules keep budgets and groups too."""
    rows = rows_of(problem)
    return not len(rows.broken(rows.chosen(lead)))
