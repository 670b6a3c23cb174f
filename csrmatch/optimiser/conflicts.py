"""Which rules cannot hold together: the smallest sets, told by names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from csrmatch.optimiser.errors import Conflict
from csrmatch.optimiser.lsap import linear_sum_assignment
from csrmatch.optimiser.problem import Problem
from csrmatch.optimiser.validation import Booleans, Integers, name_order


@dataclass(frozen=True, eq=False)
class Rules:
    """The rules of a problem as arrays, districts and CPSEs in the order of their names.

    Attributes
    ----------
    open : (D, C) bool
        Cells that neither a ban nor a pin shuts, whatever the capacity.
    banned : (D, C) bool
    pins : (D,) int
    capacity, minimum : (C,) int
    """

    districts: tuple[str, ...]
    cpses: tuple[str, ...]
    open: Booleans
    banned: Booleans
    pins: Integers
    capacity: Integers
    minimum: Integers

    @classmethod
    def of(cls, problem: Problem) -> Rules:
        """The rules of a problem, whatever the order it was given in."""
        rows, columns = name_order(problem.districts), name_order(problem.cpses)
        place = np.empty(len(columns) + 1, dtype=np.int64)
        place[columns] = np.arange(len(columns))
        place[-1] = -1
        pins = place[problem.pins[rows]]
        shape = problem.fit.shape
        banned = (
            np.zeros(shape, dtype=bool) if problem.banned is None else problem.banned[np.ix_(rows, columns)]
        )
        is_open = ~banned
        held = np.flatnonzero(pins >= 0)
        is_open[held] = False
        is_open[held, pins[held]] = ~banned[held, pins[held]]
        zeros = np.zeros(len(columns), dtype=np.int64)
        return cls(
            districts=tuple(problem.districts[row] for row in rows),
            cpses=tuple(problem.cpses[column] for column in columns),
            open=is_open,
            banned=banned,
            pins=pins,
            capacity=problem.capacity[columns],
            minimum=zeros if problem.minimum is None else problem.minimum[columns],
        )

    def cover(self) -> Integers:
        """(D,) a CPSE for as many districts as the capacities allow, -1 for the others."""
        return _cover(self.open, np.minimum(self.capacity, len(self.districts)))

    def fill(self) -> tuple[Integers, Integers]:
        """The CPSE of every place that a minimum asks for, and its district, -1 where there is none."""
        wanted = np.minimum(self.minimum, len(self.districts) + 1)
        seat = np.repeat(np.arange(len(self.cpses)), wanted)
        return seat, _cover(self.open.T[seat], np.ones(len(self.districts), dtype=np.int64))


def find_conflicts(problem: Problem, *, time_limit: float | None = None) -> list[Conflict]:
    """The smallest sets of rules that cannot hold together; empty if a plan exists.

    Every conflict is irreducible: lift any one of its pins or bans, take out one of its districts, or give
    one of its CPSEs one more place, and that conflict is gone. The first found is told where several have
    the same CPSEs. Where it takes budgets or groups to clash, one conflict is told, and without any one of
    its rules the others can hold together; where asks above budgets are enough to clash, all such are told.

    Parameters
    ----------
    problem : Problem
    time_limit : float, optional
        Seconds, for budgets and groups: once to find out whether they clash, once more for the smallest set.
        Unless given, 30 for the first and as long as it takes for the second.

    Raises
    ------
    OutOfTime
        ``"no_plan_in_time"`` where budgets or groups leave it undecided whether a plan exists,
        ``"no_clash_in_time"`` where none does, but no smallest set of rules that clash is found in time.

    Notes
    -----
    All districts can be led within the capacities unless some districts X may only go to CPSEs with fewer
    places than X (Hall); all minimums can be filled unless some CPSEs ask for more districts than may go to
    them; and if each can be done, both can be done at once (Mendelsohn and Dulmage). X is what alternating
    paths reach from a district that a greatest matching leaves out.

    Examples
    --------
    >>> from csrmatch.optimiser import Problem, find_conflicts
    >>> problem = Problem(["A", "B"], ["X", "Y"], [[1, 0], [1, 0]], [1, 1], pinned={"A": "X", "B": "X"})
    >>> find_conflicts(problem)[0].pins
    (('A', 'X'), ('B', 'X'))
    """
    rules = Rules.of(problem)
    found = [
        Conflict(
            (), (rules.cpses[c],), int(rules.capacity[c]), minimums=((rules.cpses[c], int(rules.minimum[c])),)
        )
        for c in np.flatnonzero(rules.minimum > rules.capacity)
    ]
    found += too_few_places(rules)
    found += _too_few_districts(rules)
    if not found and (problem.budget is not None or problem.groups):
        from csrmatch.optimiser.integer.clashes import ruled_conflicts

        return ruled_conflicts(problem, time_limit)
    return in_order(found)


def in_order(found: Iterable[Conflict]) -> list[Conflict]:
    """Conflicts with the fewest districts and CPSEs first, then by name."""
    return sorted(found, key=lambda conflict: (len(conflict.districts) + len(conflict.cpses), conflict.cpses))


def _cover(is_open: Booleans, places: Integers) -> Integers:
    """(n,) for each row a column that is open to it, -1 for as few rows as possible."""
    owner = np.repeat(np.arange(len(places)), places)
    result = np.full(len(is_open), -1)
    if len(owner) and len(result):
        rows, chosen = linear_sum_assignment(~np.take(is_open, owner, axis=1))
        covered = is_open[rows, owner[chosen]]
        result[rows[covered]] = owner[chosen[covered]]
    return result


def _reach(is_open: Booleans, match: Integers, start: int) -> tuple[Booleans, Booleans]:
    """The rows and the columns that alternating paths reach from a row left out."""
    rows = np.zeros(len(match), dtype=bool)
    rows[start] = True
    while True:
        columns: Booleans = np.any(is_open[rows], axis=0)
        more = rows | ((match >= 0) & columns[match])
        if np.array_equal(more, rows):
            return rows, columns
        rows = more


def too_few_places(rules: Rules) -> list[Conflict]:
    """The conflicts of districts that may go to no CPSE but some with too few places for them."""
    match = rules.cover()
    found: dict[tuple[str, ...], Conflict] = {}
    for start in np.flatnonzero(match < 0):
        if rules.pins[start] >= 0 and rules.capacity[rules.pins[start]] == 0:
            rows = np.arange(len(match)) == start
            columns = np.arange(len(rules.cpses)) == rules.pins[start]
        else:
            rows, columns = _reach(rules.open, match, int(start))
        conflict = _tell_places(rules, rows, columns)
        found.setdefault(conflict.cpses or conflict.districts, conflict)
    return list(found.values())


def _tell_places(rules: Rules, rows: Booleans, columns: Booleans) -> Conflict:
    """A conflict of districts (rows) that may go to no CPSE but these (columns)."""
    elsewhere = ~columns & (rules.capacity > 0)
    held = np.flatnonzero(rows & (rules.pins >= 0))
    pins = rules.pins[held]
    bans = rules.banned & (rows & (rules.pins < 0))[:, None] & elsewhere
    shut = rules.banned[held, pins] & ~columns[pins]
    bans[held[shut], pins[shut]] = True
    needed = elsewhere.sum() > elsewhere[pins]
    return Conflict(
        districts=_named(rules.districts, rows),
        cpses=_named(rules.cpses, columns),
        capacity=int(np.minimum(rules.capacity[columns], len(rows)).sum()),
        pins=_pairs(rules, zip(held[needed].tolist(), pins[needed].tolist(), strict=True)),
        bans=_pairs(rules, np.argwhere(bans).tolist()),
    )


def _too_few_districts(rules: Rules) -> list[Conflict]:
    seat, match = rules.fill()
    found: dict[tuple[str, ...], Conflict] = {}
    for start in np.flatnonzero(match < 0):
        seats, _ = _reach(rules.open.T[seat], match, int(start))
        columns = np.zeros(len(rules.cpses), dtype=bool)
        columns[seat[seats]] = True
        conflict = _tell_minimums(rules, _shrink(rules, columns))
        found.setdefault(conflict.cpses, conflict)
    return list(found.values())


def _shrink(rules: Rules, columns: Booleans) -> Booleans:
    """The CPSEs without those whose minimum the clash does not need."""
    columns = columns.copy()
    for column in np.flatnonzero(columns):
        columns[column] = False
        seat = np.repeat(np.arange(len(columns)), np.where(columns, rules.minimum, 0))
        seat = seat[: len(rules.districts) + 1]
        places = np.ones(len(rules.districts), dtype=np.int64)
        if (_cover(rules.open.T[seat], places) >= 0).all():
            columns[column] = True
    return columns


def _tell_minimums(rules: Rules, columns: Booleans) -> Conflict:
    """A conflict of CPSEs (columns) whose minimums ask for more districts than may go to them."""
    rows: Booleans = np.any(rules.open[:, columns], axis=1)
    by_bans = ~rows & ((rules.pins < 0) | rules.banned[:, columns].all(axis=1))
    held = np.flatnonzero(~rows & ~by_bans)
    pins = rules.pins[held]
    bans = rules.banned & by_bans[:, None] & columns
    shut = columns[pins]
    bans[held[shut], pins[shut]] = True
    return Conflict(
        districts=_named(rules.districts, rows),
        cpses=_named(rules.cpses, columns),
        capacity=int(np.minimum(rules.capacity[columns], len(rows)).sum()),
        pins=_pairs(rules, zip(held.tolist(), pins.tolist(), strict=True)),
        bans=_pairs(rules, np.argwhere(bans).tolist()),
        minimums=tuple((rules.cpses[c], int(rules.minimum[c])) for c in np.flatnonzero(columns)),
    )


def _named(names: tuple[str, ...], chosen: Booleans) -> tuple[str, ...]:
    return tuple(names[index] for index in np.flatnonzero(chosen))


def _pairs(rules: Rules, cells: Iterable[Sequence[int]]) -> tuple[tuple[str, str], ...]:
    return tuple((rules.districts[row], rules.cpses[column]) for row, column in cells)
