"""The cheapest way out of clashing rules, and the plan that follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from csrmatch.optimiser.checks import check
from csrmatch.optimiser.conflicts import Rules
from csrmatch.optimiser.errors import OutOfTime, ProblemError
from csrmatch.optimiser.lsap import linear_sum_assignment
from csrmatch.optimiser.problem import Group, Plan, Problem, plan_of
from csrmatch.optimiser.solving import solve
from csrmatch.optimiser.validation import Floats, Integers, name_order

KINDS = ("pin", "ban", "capacity", "minimum", "budget", "group")

_BOUNDS = {"group_too_few": "at_least", "group_too_many": "at_most"}


@dataclass(frozen=True)
class Lift:
    """One rule to lift: a pin, a ban, `by` more places of a CPSE, or a minimum that is `by` lower.

    Or `by` more rupees of a CPSE's ``"budget"``; or a bound of a group, ``"at_least"`` or ``"at_most"``, that
    is `by` lower or higher (then `cpse` is empty).
    """

    kind: str
    cpse: str
    district: str | None = None
    by: int = 1
    group: str | None = None


@dataclass(frozen=True)
class Relaxation:
    """Rules whose lifting makes a plan possible, what that costs, and the best plan that follows.

    `is_cheapest` unless the time was over before it was proven that no other is cheaper.
    """

    price: int
    lifted: tuple[Lift, ...]
    plan: Plan
    is_cheapest: bool = True


def cheapest_relaxation(
    problem: Problem, prices: Mapping[str, int] | None = None, *, time_limit: float | None = None
) -> list[Relaxation]:
    """The fewest (cheapest) rules to lift so that a plan exists; empty if one exists already.

    Parameters
    ----------
    problem : Problem
        D districts, C CPSEs.
    prices : mapping of str to int, optional
        The price, above 0, of lifting one ``"pin"``, one ``"ban"``, of one more place (``"capacity"``), of a
        minimum lower by one (``"minimum"``), of raising one ``"budget"`` however far, and of a bound of a
        ``"group"`` wider by one; 1 each unless given.
    time_limit : float, optional
        Seconds, for budgets and groups: 20 for each question unless given.

    Returns
    -------
    list of Relaxation
        The cheapest; among equally cheap ones the one that raises budgets by the fewest rupees, then the one
        of the greatest fit, as far as the time suffices.

    Raises
    ------
    ProblemError
        ``"price_not_positive"``, ``"price_unknown"``.
    OutOfTime
        ``"no_plan_in_time"`` where budgets or groups leave it open for too long whether a plan exists,
        ``"no_relaxation_in_time"`` where none does, but no way out is found.

    Notes
    -----
    One assignment in which every broken rule costs its price and every place beyond the capacity too, priced
    above any fit; with budgets or groups an integer programme for each wish in turn. The plan that follows
    is then solved with the rules lifted.

    Examples
    --------
    >>> from csrmatch.optimiser import Problem, cheapest_relaxation
    >>> problem = Problem(["A", "B"], ["X", "Y"], [[1, 0], [1, 0.5]], [1, 1], pinned={"A": "X", "B": "X"})
    >>> cheapest_relaxation(problem, {"capacity": 2})[0].lifted
    (Lift(kind='pin', cpse='X', district='B', by=1, group=None),)
    """
    price = _checked(prices)
    rules = Rules.of(problem)
    if problem.budget is not None or problem.groups:
        return _ruled_relaxation(problem, rules, price, time_limit)
    short = int((rules.cover() < 0).sum())
    empty = int((rules.fill()[1] < 0).sum())
    if not short and not empty and not (rules.minimum > rules.capacity).any():
        return []
    lead = _cheapest_lead(problem, rules, price, spare=short + empty)
    lifted = _lifted(rules, lead)
    return [Relaxation(_price_of(lifted, price), tuple(lifted), solve(relax(problem, lifted)))]


def _ruled_relaxation(
    problem: Problem, rules: Rules, price: Mapping[str, int], time_limit: float | None
) -> list[Relaxation]:
    from csrmatch.optimiser.integer.easing import STAGE_SECONDS, cheapest_ruled_lead
    from csrmatch.optimiser.integer.highs import deadline_after, left_until
    from csrmatch.optimiser.integer.programme import can_hold

    deadline = deadline_after(time_limit)
    if can_hold(problem, STAGE_SECONDS if time_limit is None else time_limit):
        return []
    lead, is_cheapest = cheapest_ruled_lead(problem, rules, price, _broken(rules, price), deadline)
    lifted = [*_lifted(rules, lead), *_widened(problem, rules, lead)]
    eased = relax(problem, lifted)
    limit = None if time_limit is None else left_until(deadline)
    plan = _best_of(eased, rules, lead, limit)
    return [Relaxation(_price_of(lifted, price), tuple(lifted), plan, is_cheapest)]


def _best_of(eased: Problem, rules: Rules, lead: Integers, limit: float | None) -> Plan:
    """The best plan after rules were lifted, or the leads by which they were chosen where no time is left."""
    try:
        return solve(eased, time_limit=limit)
    except OutOfTime:
        return plan_of(eased, _own(eased, rules, lead))


def _own(problem: Problem, rules: Rules, lead: Integers) -> Integers:
    """(D,) leads given in the order of the names, in that of the problem."""
    own = np.empty(len(lead), dtype=np.int64)
    own[[problem.row[name] for name in rules.districts]] = [problem.column[rules.cpses[c]] for c in lead]
    return own


def _price_of(lifted: Sequence[Lift], price: Mapping[str, int]) -> int:
    total = 0
    for lift in lifted:
        kind = "group" if lift.group is not None else lift.kind
        total += price[kind] * (1 if kind == "budget" else lift.by)
    return total


def _widened(problem: Problem, rules: Rules, lead: Integers) -> list[Lift]:
    """The budgets and the bounds of groups that leads, in the order of the names, pass."""
    lifted = []
    for violation in check(problem, plan_of(problem, _own(problem, rules, lead))):
        by = abs(int(violation.value or 0) - int(violation.limit or 0))
        if violation.code == "over_budget":
            lifted.append(Lift("budget", str(violation.cpse), by=by))
        elif violation.code in _BOUNDS:
            lifted.append(Lift(_BOUNDS[violation.code], "", by=by, group=violation.group))
    return sorted(lifted, key=lambda lift: (lift.kind, lift.cpse, lift.group or ""))


def relax(problem: Problem, lifted: Sequence[Lift]) -> Problem:
    """The problem with some rules lifted."""
    capacity = problem.capacity.copy()
    minimum = None if problem.minimum is None else problem.minimum.copy()
    banned = None if problem.banned is None else problem.banned.copy()
    budget = None if problem.budget is None else problem.budget.copy()
    pinned = dict(problem.pinned or {})
    for lift in lifted:
        column = problem.column.get(lift.cpse, -1)
        if lift.kind == "capacity":
            capacity[column] += lift.by
        elif lift.kind == "minimum" and minimum is not None:
            minimum[column] -= lift.by
        elif lift.kind == "budget" and budget is not None:
            budget[column] += lift.by
        elif lift.kind == "pin" and lift.district is not None:
            del pinned[lift.district]
        elif lift.kind == "ban" and lift.district is not None and banned is not None:
            banned[problem.row[lift.district], column] = False
    return Problem(
        problem.districts,
        problem.cpses,
        problem.fit,
        capacity,
        minimum,
        banned,
        pinned,
        problem.ask,
        budget,
        [_wider(group, lifted) for group in problem.groups],
        problem.current,
    )


def _wider(group: Group, lifted: Sequence[Lift]) -> Group:
    """The group with its bounds lifted."""
    for lift in lifted:
        if lift.group == group.name and lift.kind == "at_least":
            group = replace(group, at_least=group.at_least - lift.by)
        elif lift.group == group.name and group.at_most is not None:
            group = replace(group, at_most=group.at_most + lift.by)
    return group


def _checked(prices: Mapping[str, int] | None) -> dict[str, int]:
    price = dict.fromkeys(KINDS, 1)
    for kind, value in (prices or {}).items():
        if kind not in price:
            raise ProblemError("price_unknown", field="prices", kind=kind)
        if isinstance(value, bool) or not isinstance(value, int) or value <= 0:
            raise ProblemError("price_not_positive", field="prices", kind=kind, value=value)
        price[kind] = value
    return price


def _cheapest_lead(problem: Problem, rules: Rules, price: Mapping[str, int], *, spare: int) -> Integers:
    """(D,) the CPSEs, in the order of their names, of a plan that breaks the cheapest rules."""
    rows = len(rules.districts)
    value = problem.fit_micro[np.ix_(name_order(problem.districts), name_order(problem.cpses))]
    above = float(rows * int(value.max() - value.min()) + 1)
    worst = rows * (2 * max(price.values()) + 1)
    if worst * above >= 2**52:  # Prices so great that fit cannot break ties exactly.
        value, above = np.zeros_like(value), 1.0
    cost = above * _broken(rules, price) - value
    minimum = np.minimum(rules.minimum, rows)
    places = np.minimum(np.maximum(rules.capacity, minimum) + spare, rows)
    owner = np.repeat(np.arange(len(places)), places)
    place = np.arange(len(owner)) - np.repeat(np.cumsum(places) - places, places)
    extra = price["capacity"] * (place >= rules.capacity[owner]) - price["minimum"] * (place < minimum[owner])
    _, chosen = linear_sum_assignment(np.take(cost, owner, axis=1) + above * extra)
    return np.asarray(owner[chosen])


def _broken(rules: Rules, price: Mapping[str, int]) -> Floats:
    """(D, C) what the pin and the ban that a cell breaks cost together."""
    cost = price["ban"] * rules.banned.astype(np.float64)
    held = np.flatnonzero(rules.pins >= 0)
    cost[held] += price["pin"]
    cost[held, rules.pins[held]] -= price["pin"]
    return cost


def _lifted(rules: Rules, lead: Integers) -> list[Lift]:
    """The rules that a plan breaks."""
    lifted = []
    for row, column in enumerate(lead.tolist()):
        district, cpse, pin = rules.districts[row], rules.cpses[column], int(rules.pins[row])
        if pin >= 0 and pin != column:
            lifted.append(Lift("pin", rules.cpses[pin], district))
        if rules.banned[row, column]:
            lifted.append(Lift("ban", cpse, district))
    load = np.bincount(lead, minlength=len(rules.cpses))
    over, under = load - rules.capacity, rules.minimum - load
    lifted += [Lift("capacity", rules.cpses[c], by=int(over[c])) for c in np.flatnonzero(over > 0)]
    lifted += [Lift("minimum", rules.cpses[c], by=int(under[c])) for c in np.flatnonzero(under > 0)]
    return lifted
