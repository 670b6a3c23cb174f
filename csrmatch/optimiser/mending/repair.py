"""The best plan after a decline that moves at most 0, 1, 2 … other districts: exact, as a whole curve."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from csrmatch.optimiser.conflicts import find_conflicts
from csrmatch.optimiser.errors import Infeasible, ProblemError
from csrmatch.optimiser.mending.chain import chains
from csrmatch.optimiser.mending.staying import NO_CHANGE, Change, Staying
from csrmatch.optimiser.problem import Plan, Problem, plan_of
from csrmatch.optimiser.validation import GRID, Integers

REPAIR_SECONDS = 30.0
"""How long the whole curve may take unless said otherwise."""


def after_declines(problem: Problem, plan: Plan, declined: Sequence[tuple[str, str]]) -> Problem:
    """The problem that is left when pairs are declined.

    The declined pairs are banned, a pin to one of them falls, and the present mapping, against which changes
    are counted, is the plan without them. `check`, `certificate` and `verify` judge a repaired plan by it.

    Raises
    ------
    ProblemError
        ``"unknown_district"``, ``"unknown_cpse"``, ``"plan_of_another_problem"``.
    """
    if (plan.districts, plan.cpses) != (problem.districts, problem.cpses):
        raise ProblemError("plan_of_another_problem", field="plan")
    banned = np.zeros(problem._cost.shape, dtype=bool) if problem.banned is None else problem.banned.copy()
    pinned, current = dict(problem.pinned or {}), dict(plan.pairs)
    for district, cpse in declined:
        if district not in problem.row:
            raise ProblemError("unknown_district", field="declined", district=district)
        if cpse not in problem.column:
            raise ProblemError("unknown_cpse", field="declined", district=district, cpse=cpse)
        banned[problem.row[district], problem.column[cpse]] = True
        for mapping in (pinned, current):
            if mapping.get(district) == cpse:
                del mapping[district]
    banned.setflags(write=False)
    return problem.varied(banned=banned, pinned=pinned, current=current)


def repair(
    problem: Problem,
    plan: Plan,
    *,
    declined: Sequence[tuple[str, str]],
    most_changes: int,
    time_limit: float = REPAIR_SECONDS,
    progress: Callable[[float], None] | None = None,
) -> list[Plan | None]:
    """The best plans after declines, with at most 0, 1, … `most_changes` other districts moved.

    Parameters
    ----------
    problem : Problem
        As it was before.
    plan : Plan
        The mapping that stands; any, also one that is not best or breaks a rule.
    declined : sequence of (str, str)
        District and CPSE: banned from now on, also against a pin.
    most_changes : int
        0 or more.
    time_limit : float
        Seconds for the whole curve.
    progress : callable, optional
        Called with the share done, from 0 to 1.

    Returns
    -------
    list of Plan or None
        `most_changes` + 1 entries, each a plan of `after_declines(problem, plan, declined)`; None where so
        few changes do not serve. `proven` and `bound` speak of the plans with so few changes: a plan that
        the time did not allow to prove best has a greater bound, and an entry may then be None though a plan
        exists.

    Raises
    ------
    Infeasible
        If no number of changes serves.
    ProblemError
        As `after_declines`; ``"changes_negative"``.

    Notes
    -----
    Another district is any that led a pair in the plan that is not declined: a district that the plan left
    without a lead, or whose pair is declined, moves free of charge. A district that a rule forces to move
    counts.

    Of equal total, a plan with fewer changes is better. The plan is then the first by name where a single
    district leaves a best plan, and wherever no mixture of a plan with fewer and one with more changes
    would have a greater total; elsewhere, and with budgets or groups, it is the solver's choice, which the
    order of the input does not change. With as many changes as districts it is what `solve` proposes for
    `after_declines`.

    A single decline from a best plan: shortest paths by the number of moves. Else a bonus for staying is
    varied, one assignment for each, which gives the concave hull of the curve; between its corners a small
    integer programme over the cells that the prices do not exclude.

    Examples
    --------
    >>> from csrmatch.optimiser import Problem, repair, solve
    >>> fit = [[0.9, 0.7, 0.1], [0.8, 0.6, 0.5]]
    >>> problem = Problem(["A", "B"], ["X", "Y", "Z"], fit, capacity=[1, 1, 1])
    >>> plan = solve(problem)
    >>> plan.pairs
    [('A', 'X'), ('B', 'Y')]
    >>> curve = repair(problem, plan, declined=[("A", "X")], most_changes=1)
    >>> [repaired.pairs for repaired in curve]
    [[('A', 'Z'), ('B', 'Y')], [('A', 'Y'), ('B', 'X')]]
    """
    if most_changes < 0:
        raise ProblemError("changes_negative", field="most_changes", value=most_changes)
    after = after_declines(problem, plan, declined)
    lead = np.asarray(plan.lead)
    counted = lead >= 0
    for district, cpse in declined:
        row = problem.row[district]
        counted[row] &= lead[row] != problem.column[cpse]
    staying = Staying(after, lead, counted)
    changes = _by_chain(staying, problem.pins, most_changes)
    if changes is None:
        # Only here: importing the integer programme takes longer than most mappings do.
        from csrmatch.optimiser.mending.hull import curve

        changes = curve(staying, most_changes, time_limit, progress)
    if progress is not None:
        progress(1.0)
    made: dict[int, Plan] = {}
    plans: list[Plan | None] = []
    for change in changes:
        if change.lead is None:
            plans.append(None)
            continue
        if id(change) not in made:
            made[id(change)] = plan_of(after, change.lead, proven=change.is_proven, bound=change.bound / GRID)
        plans.append(made[id(change)])
    return plans


def _by_chain(staying: Staying, fixed: Integers, most_changes: int) -> list[Change] | None:
    """The curve by shortest paths; None where it is not a single district that leaves a best plan."""
    problem, lead = staying.problem, staying.lead
    leaving = np.flatnonzero(~staying.counted)
    if problem.budget is not None or problem.groups or len(leaving) != 1 or (lead < 0).any():
        return None
    try:
        paths = chains(problem, lead, int(leaving[0]), fixed)
    except ProblemError:
        return None
    leads = paths.by_length(most_changes)
    if all(found is None for found in leads) and not paths.serves():
        raise Infeasible(find_conflicts(problem))
    changes: list[Change] = []
    for found in leads:
        if changes and found is changes[-1].lead:
            changes.append(changes[-1])
        else:
            changes.append(NO_CHANGE if found is None else staying.change(found))
    return changes + changes[-1:] * (most_changes + 1 - len(changes))
