"""Plans that no district and CPSE would both rather leave for each other, and who would in any plan."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike

from csrmatch.optimiser.assignment import best_lead
from csrmatch.optimiser.checks import check
from csrmatch.optimiser.conflicts import find_conflicts
from csrmatch.optimiser.errors import Infeasible, NotAvailable, ProblemError
from csrmatch.optimiser.problem import Objective, Plan, Problem, plan_of
from csrmatch.optimiser.validation import (
    GRID,
    Booleans,
    Floats,
    Integers,
    largest_exact,
    name_order,
    snap,
)

PROPOSING = ("district", "cpse")

Matrix = TypeVar("Matrix", Floats, Booleans)

_EXACT = 2**52

_IN_VAIN = 2.0**1000
"""Costs more than any wish and, unlike inf, can be multiplied by 0: faster than choosing between the two."""

REASONS = {
    "no_lead": "stable_leaves_out",
    "under_minimum": "stable_under_minimum",
    "over_budget": "stable_over_budget",
    "group_too_many": "stable_breaks_groups",
    "group_too_few": "stable_breaks_groups",
}
NAMED = {
    "stable_leaves_out": "districts",
    "stable_under_minimum": "cpses",
    "stable_over_budget": "cpses",
    "stable_breaks_groups": "groups",
}


def stable(
    problem: Problem,
    *,
    district_view: ArrayLike | None = None,
    cpse_view: ArrayLike | None = None,
    proposing: str = "district",
    progress: Callable[[float], None] | None = None,
) -> Plan:
    """The stable plan that is best for the side that proposes.

    Parameters
    ----------
    problem : Problem
        D districts, C CPSEs.
    district_view, cpse_view : array_like, shape (D, C), optional
        How each district likes each CPSE, and each CPSE each district; greater is preferred; put on the grid
        of 1e-6. The fit unless given.
    proposing : {"district", "cpse"}
        Among all stable plans every member of this side likes the one found at least as much as any other.
    progress : callable, optional
        Called with 1.0 at the end.

    Returns
    -------
    Plan
        Without a pair that `blocking_pairs` would name; `bound` equals the total.

    Raises
    ------
    ProblemError
        For a view of another shape or with a number that is not finite, and for another side than these two.
    Infeasible
        With the smallest sets of rules that clash.
    NotAvailable
        ``"stable_leaves_out"`` (`districts`): bans leave them without a lead in this and, but for ties, in
        every stable plan. ``"stable_under_minimum"`` (`cpses`): so they stay below their minimums.
        ``"stable_over_budget"`` (`cpses`), ``"stable_breaks_groups"`` (`groups`): the stable plan breaks
        these rules, and whether another one keeps them is not searched.

    Notes
    -----
    Deferred acceptance [1]_ with capacities. A pinned district takes its place first. What either side likes
    equally is told apart by the present mapping, then by name, so the order of the input changes no pair.
    Without ties all stable plans lead the same districts and fill every CPSE that has room to the same
    number [2]_: that is why bans and minimums can rule all of them out.

    References
    ----------
    .. [1] D. Gale and L. S. Shapley, "College admissions and the stability of marriage", The American
       Mathematical Monthly 69 (1), 1962.
    .. [2] A. E. Roth, "On the allocation of residents to rural hospitals", Econometrica 54 (2), 1986.

    Examples
    --------
    >>> from csrmatch.optimiser import Problem
    >>> from csrmatch.optimiser.stability import stable
    >>> problem = Problem(["A", "B"], ["X", "Y"], [[0.9, 0.8], [0.7, 0.1]], capacity=[1, 1])
    >>> stable(problem).pairs
    [('A', 'X'), ('B', 'Y')]
    """
    if proposing not in PROPOSING:
        raise ProblemError("proposing_unknown", field="proposing", value=proposing)
    ours = _view(problem, "district_view", district_view)
    theirs = _view(problem, "cpse_view", cpse_view)
    held = np.flatnonzero(problem.pins >= 0)
    room = problem.capacity - np.bincount(problem.pins[held], minlength=len(problem.cpses))
    if (room < 0).any() or (problem.banned is not None and problem.banned[held, problem.pins[held]].any()):
        raise Infeasible(find_conflicts(problem))
    lead = _accepted(problem, ours, theirs, room, proposing)
    plan = plan_of(problem, lead, objective=Objective.STABLE, proven=True)
    _refuse_broken(problem, plan)
    if progress is not None:
        progress(1.0)
    return plan


def blocking_pairs(
    problem: Problem,
    plan: Plan,
    district_view: ArrayLike | None = None,
    cpse_view: ArrayLike | None = None,
) -> list[tuple[str, str]]:
    """The pairs that would both rather have each other than what the plan gives them.

    Parameters
    ----------
    problem : Problem
        D districts, C CPSEs.
    plan : Plan
        Any plan, whoever made it.
    district_view, cpse_view : array_like, shape (D, C), optional
        As in `stable`; the fit unless given.

    Returns
    -------
    list of (district, cpse)
        The district likes the CPSE strictly better than its lead, or has none; the CPSE has room, or likes
        the district strictly better than one it leads. A banned pair, a CPSE with capacity 0 and a pinned
        district never block, and a district that is led where it is pinned is never given up.

    Raises
    ------
    ProblemError
        ``"plan_of_another_problem"``; and for a view of another shape or with a number that is not finite.

    Examples
    --------
    >>> from csrmatch.optimiser import Problem, blocking_pairs, plan_of
    >>> problem = Problem(["A", "B"], ["X", "Y"], [[0.9, 0.8], [0.7, 0.1]], capacity=[1, 1])
    >>> blocking_pairs(problem, plan_of(problem, {"A": "Y", "B": "X"}))
    [('A', 'X')]
    """
    lead = np.asarray(plan.lead)
    if (plan.districts, plan.cpses) != (problem.districts, problem.cpses) or len(lead) != len(
        problem.districts
    ):
        raise ProblemError("plan_of_another_problem", field="plan")
    ours = _sound(problem, "district_view", district_view)
    theirs = _sound(problem, "cpse_view", cpse_view)
    led = np.flatnonzero(lead >= 0)
    own = np.full(len(lead), -np.inf)
    own[led] = ours[led, lead[led]]
    given_up = led[lead[led] != problem.pins[led]]
    least = np.full(len(problem.cpses), np.inf)
    np.minimum.at(least, lead[given_up], theirs[given_up, lead[given_up]])
    least[np.bincount(lead[led], minlength=len(least)) < problem.capacity] = -np.inf
    # The grid keeps the order, so what is greater on it was greater before: only such cells are put on it.
    envious = np.flatnonzero(ours[np.arange(len(own)), ours.argmax(axis=1)] > own)
    rows, columns = np.divmod(np.flatnonzero(ours[envious] > own[envious, None]), len(least))
    rows = envious[rows]
    blocks = (theirs[rows, columns] > least[columns]) & (problem.pins[rows] < 0)
    blocks &= problem.capacity[columns] > 0
    if problem.banned is not None:
        blocks &= ~problem.banned[rows, columns]
    rows, columns = rows[blocks], columns[blocks]
    blocks = _on_grid(ours[rows, columns]) < _on_grid(own[rows])
    blocks &= _on_grid(theirs[rows, columns]) < _on_grid(least[columns])
    return [
        (problem.districts[row], problem.cpses[column])
        for row, column in zip(rows[blocks].tolist(), columns[blocks].tolist(), strict=True)
    ]


def _sound(problem: Problem, field: str, view: ArrayLike | None) -> Floats:
    """(D, C) what is liked more is greater: not on the grid yet, but known to have a place there."""
    if view is None:
        return problem.fit
    if type(view) is np.ndarray and view.dtype == np.float64 and view.shape == problem._cost.shape:
        liking: Floats = view
        if max(float(liking.max()), -float(liking.min())) * GRID < largest_exact(len(liking)) - 1:
            return liking
    return np.asarray(_view(problem, field, view) / -GRID)


def _on_grid(liking: Floats) -> Floats:
    """What is liked less costs more, in whole millionths, as in `snap`."""
    return np.rint(liking * -float(GRID))


def _view(problem: Problem, field: str, view: ArrayLike | None) -> Floats:
    """(D, C) what is liked less costs more, in whole millionths."""
    if view is None:
        return problem._cost
    try:
        return snap(view, problem.districts, problem.cpses, squared=False)
    except ProblemError as wrong:
        where = wrong.where | {"field": field}
        raise ProblemError(wrong.code.replace("fit", "view"), **where) from None


def _accepted(problem: Problem, ours: Floats, theirs: Floats, room: Integers, proposing: str) -> Integers:
    """(D,) the stable leads within the room that pinned districts leave, -1 where there is none."""
    free = np.flatnonzero(problem.pins < 0)
    rows = free[name_order([problem.districts[row] for row in free])]
    columns = name_order(problem.cpses)
    columns = columns[room[columns] > 0]
    here, there = _part(ours, rows, columns), _part(theirs, rows, columns)
    if problem.current is not None:
        # All are whole numbers: half of one comes before what is liked equally, after what is liked more.
        now = problem.indices(problem.current)[rows][:, None] == columns
        here, there = here - 0.5 * now, there - 0.5 * now
    if problem.banned is not None:
        shut = _part(problem.banned, rows, columns)
        here, there = np.where(shut, np.inf, here), np.where(shut, np.inf, there)
    places = np.minimum(room[columns], len(rows))
    if proposing == "district":
        chosen = _accept(here, _strict(there, 0), places)
    else:
        seat = np.repeat(np.arange(len(columns)), places)
        wish, view = there.T[seat], _strict(here, 1).T[seat]
        held = _accept(wish, view, np.ones(len(rows), dtype=np.int64))
        chosen = np.full(len(rows), -1)
        chosen[held[held >= 0]] = seat[held >= 0]
    lead = problem.pins.copy()
    taken = chosen >= 0
    lead[rows[taken]] = columns[chosen[taken]]
    return lead


def _part(matrix: Matrix, rows: Integers, columns: Integers) -> Matrix:
    """The matrix of some rows and columns in their order; itself where that is all of it."""
    for axis, chosen in enumerate((rows, columns)):
        if not np.array_equal(chosen, np.arange(matrix.shape[axis])):
            matrix = np.take(matrix, chosen, axis=axis)
    return matrix


def _strict(view: Floats, axis: int) -> Floats:
    """The same likings along an axis without ties: of equals the earlier is liked more."""
    size = view.shape[axis]
    steps = 2.0 * size  # What differs differs by a half at least.
    if max(view.max(initial=0.0), -view.min(initial=0.0)) * steps >= _EXACT:
        view = np.unique(view, return_inverse=True)[1].reshape(view.shape).astype(np.float64)
    strict: Floats = view * steps
    strict += np.expand_dims(np.arange(size, dtype=np.float64), 1 - axis)
    return strict


def _accept(wish: Floats, view: Floats, places: Integers) -> Integers:
    """(P,) the receiver that holds each proposer after deferred acceptance, -1 for none.

    `wish` and `view` are (P, R), less is better, inf where the pair must not be. No list is sorted: a
    proposer looks only at receivers that would hold it now, and as these grow ever choosier, nobody looks
    back. All who are free propose at once.
    """
    held = np.full(len(wish), -1)
    worst = np.full(len(places), np.inf)
    free = np.arange(len(wish))
    hoped = wish
    while len(free) and len(places):
        asked = hoped.argmin(axis=1)
        hopeful = hoped[np.arange(len(free)), asked] < _IN_VAIN
        held[free[hopeful]] = asked[hopeful]
        free = _turn_away(held, view, places, worst, asked[hopeful])
        hoped = wish[free]
        hoped += (view[free] >= worst) * _IN_VAIN
    return held


def _turn_away(held: Integers, view: Floats, places: Integers, worst: Floats, asked: Integers) -> Integers:
    """The proposers for whom the receivers that were asked have no place; in place, all that follows."""
    concerned = np.zeros(len(places) + 1, dtype=bool)  # The last is that of proposers whom nobody holds.
    concerned[asked] = True
    holding = concerned[held].nonzero()[0]
    receiver = held[holding]
    liking = view[holding, receiver]
    order = np.lexsort((liking, receiver))
    holding, receiver, liking = holding[order], receiver[order], liking[order]
    beyond = np.arange(len(receiver)) - receiver.searchsorted(receiver) - places[receiver]
    turned, last = holding[beyond >= 0], (beyond == -1).nonzero()[0]
    worst[receiver[last]] = liking[last]
    held[turned] = -1
    return np.asarray(turned)


def _refuse_broken(problem: Problem, plan: Plan) -> None:
    """Raises where the stable plan breaks a rule that acceptance does not know."""
    plain = problem.minimum is None and problem.budget is None and not problem.groups
    if plain and (plan.lead >= 0).all():
        return
    found: dict[str, list[str]] = {}
    for violation in check(problem, plan):
        code = REASONS[violation.code]
        found.setdefault(code, []).append(str(violation.district or violation.cpse or violation.group))
    if not found:
        return
    if best_lead(problem) is None:
        raise Infeasible(find_conflicts(problem))
    code = min(found, key=list(REASONS.values()).index)
    raise NotAvailable(code, **{NAMED[code]: tuple(found[code])})
