"""Clashes of districts that ask more than the budgets of the CPSEs could pay for any one of them."""

from __future__ import annotations

from collections.abc import Iterator

from csrmatch.optimiser.conflicts import Rules, in_order, too_few_places
from csrmatch.optimiser.errors import Conflict
from csrmatch.optimiser.integer.linear import asks
from csrmatch.optimiser.integer.programme import without_sums
from csrmatch.optimiser.problem import Problem
from csrmatch.optimiser.validation import Booleans


def too_dear(problem: Problem) -> list[Conflict]:
    """The smallest sets of rules by which districts have too few places, an ask above a budget being a ban.

    Empty where budgets and groups clash in no such way; then they may still clash in another.

    Notes
    -----
    Districts X that may only go to CPSEs with fewer places than X, as `find_conflicts` finds them, with the
    budget of a CPSE named instead of the bans that stand for it. A pin counts as needed only if without it
    the district could go somewhere under the rules named; sets with a pin that is not are left to others.
    """
    if problem.budget is None:
        return []
    dear = asks(problem) > problem.budget
    found = too_few_places(Rules.of(without_sums(problem)))
    told = (_told(problem, dear, conflict) for conflict in found)
    return in_order(conflict for conflict in told if all(_frees(problem, dear, conflict)))


def _told(problem: Problem, dear: Booleans, conflict: Conflict) -> Conflict:
    """The conflict with the budgets of those CPSEs that some district is kept from by its ask alone."""
    cells = {pair: (problem.row[pair[0]], problem.column[pair[1]]) for pair in conflict.bans}

    def is_banned(cell: tuple[int, int]) -> bool:
        return problem.banned is not None and bool(problem.banned[cell])

    named = {pair[1] for pair, cell in cells.items() if not is_banned(cell)}
    bans = tuple(pair for pair, cell in cells.items() if pair[1] not in named or not dear[cell])
    shut: set[str] = set()
    if len(conflict.pins) < len(conflict.districts):
        # Beside budgets a CPSE without any place counts as one that could be given some.
        shut = {name for name, places in zip(problem.cpses, problem.capacity, strict=True) if not places}
    return Conflict(
        conflict.districts,
        tuple(sorted({*conflict.cpses, *shut})),
        conflict.capacity,
        pins=conflict.pins,
        bans=bans,
        budgets=tuple((name, int(_budget(problem, name))) for name in sorted(named)),
    )


def _budget(problem: Problem, cpse: str) -> int:
    return 0 if problem.budget is None else int(problem.budget[problem.column[cpse]])


def _frees(problem: Problem, dear: Booleans, conflict: Conflict) -> Iterator[bool]:
    """For each pin, whether its district could go to a further CPSE under the other rules named."""
    budgets = {name for name, _inr in conflict.budgets}
    for district, pinned in conflict.pins:
        row = problem.row[district]
        yield any(
            name not in conflict.cpses
            and name != pinned
            and (district, name) not in conflict.bans
            and not (name in budgets and dear[row, column])
            for name, column in problem.column.items()
        )
