"""A smallest set of clashing rules where budgets or groups are among them: by taking rules away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
from scipy.sparse import csc_array, csr_array, vstack

from csrmatch.optimiser.conflicts import Rules
from csrmatch.optimiser.errors import Conflict, OutOfTime
from csrmatch.optimiser.integer.dear import too_dear
from csrmatch.optimiser.integer.highs import best_choice, deadline_after, left_until
from csrmatch.optimiser.integer.linear import Rows, asks, in_group, sorted_groups
from csrmatch.optimiser.integer.programme import can_hold
from csrmatch.optimiser.problem import Group, Problem
from csrmatch.optimiser.validation import Booleans, Floats, Integers

WHOLE_SECONDS = 30.0
"""How long it may take to find out whether all rules clash."""

PART_SECONDS = 5.0
"""How long it may take to find out whether some of the rules clash; undecided, they count as no clash."""


_ABOUT_CPSES = ("capacity", "minimum", "budget")


@dataclass(frozen=True, eq=False)
class Element:
    """One rule that a clash may need, of a kind, with the row, column or group it is about."""

    kind: str
    row: int = -1
    columns: tuple[int, ...] = ()
    group: Group | None = None


def ruled_conflicts(problem: Problem, time_limit: float | None = None) -> list[Conflict]:
    """One smallest set of rules of any kind that cannot hold together; empty if a plan exists.

    Where asks above budgets leave districts too few places, all such sets are told at once.

    Raises
    ------
    OutOfTime
        As `find_conflicts` says.

    Notes
    -----
    Irreducible: without any one of its rules the others can hold together – unless a question stays undecided
    within `PART_SECONDS`: then the rules told still clash, but one of them may be one too many. Found by
    dividing the rules and asking of each part whether it is needed (QuickXplain [1]_), each question an
    integer programme.

    References
    ----------
    .. [1] U. Junker, "QuickXplain: Preferred explanations and relaxations for over-constrained problems",
       AAAI 2004.
    """
    if can_hold(problem, WHOLE_SECONDS if time_limit is None else time_limit):
        return []
    told = too_dear(problem)
    if told:
        return told
    clash = _Clash.of(problem, deadline_after(time_limit))
    bans = [Element("ban", int(row), (int(column),)) for row, column in np.argwhere(clash.rules.banned)]
    needed = _smallest(lambda some: clash.holds([*some, *bans]), clash.elements())
    bundles = clash.bundled([ban for ban in bans if _concerns(ban, needed)], needed)
    return [clash.told([*needed, *_smallest(lambda some: clash.holds([*needed, *some]), bundles)])]


def _smallest(clashes: Callable[[Sequence[Element]], bool], candidates: Sequence[Element]) -> list[Element]:
    """The candidates that the clash needs, one by one."""

    def needed(base: Sequence[Element], is_new: bool, some: Sequence[Element]) -> list[Element]:
        if is_new and clashes(base):
            return []
        if len(some) <= 1:
            return list(some)
        first, second = some[: len(some) // 2], some[len(some) // 2 :]
        of_second = needed([*base, *first], bool(first), second)
        return needed([*base, *of_second], bool(of_second), first) + of_second

    return needed([], True, candidates)


def _concerns(ban: Element, needed: Sequence[Element]) -> bool:
    """Whether a ban can matter: its district needs a lead, or its CPSE or a group needs districts."""
    return any(
        (element.kind == "district" and element.row == ban.row)
        or (element.kind == "minimum" and element.columns == ban.columns)
        or element.kind == "at_least"
        for element in needed
    )


@dataclass(frozen=True, eq=False)
class _Clash:
    """All the rules of a problem, districts and CPSEs in the order of their names."""

    problem: Problem
    rules: Rules
    ask: Integers
    budget: Integers | None
    counted: dict[Group, Booleans]
    deadline: float

    @classmethod
    def of(cls, problem: Problem, deadline: float) -> _Clash:
        rules = Rules.of(problem)
        rows = [problem.row[name] for name in rules.districts]
        columns = [problem.column[name] for name in rules.cpses]
        cells = np.ix_(rows, columns)
        return cls(
            problem,
            rules,
            asks(problem)[cells],
            None if problem.budget is None else problem.budget[columns],
            {group: in_group(problem, group)[cells] for group in sorted_groups(problem)},
            deadline,
        )

    def elements(self) -> list[Element]:
        """Every rule but the bans."""
        rules = self.rules
        columns = [(column,) for column in range(len(rules.cpses))]
        found = [Element("capacity", columns=column) for column in columns]
        if self.budget is not None:
            found += [Element("budget", columns=column) for column in columns]
        found += [Element("minimum", columns=(int(column),)) for column in np.flatnonzero(rules.minimum)]
        for group in self.counted:
            if group.at_most is not None:
                found.append(Element("at_most", group=group))
            if group.at_least:
                found.append(Element("at_least", group=group))
        found += [
            Element("pin", int(row), (int(rules.pins[row]),)) for row in np.flatnonzero(rules.pins >= 0)
        ]
        return found + [Element("district", row) for row in range(len(rules.districts))]

    def bound_columns(self, elements: Sequence[Element]) -> Booleans:
        """(C,) the CPSEs that some rule but bans and pins is about."""
        bound = np.zeros(len(self.rules.cpses), dtype=bool)
        for element in elements:
            if element.kind in {"capacity", "budget", "minimum"}:
                bound[list(element.columns)] = True
            elif element.group is not None:
                bound |= self.counted[element.group].any(axis=0)
        return bound

    def bundled(self, bans: Sequence[Element], needed: Sequence[Element]) -> list[Element]:
        """The bans, those of one district on CPSEs that no needed rule is about as one: any one would do."""
        bound = self.bound_columns(needed)
        pinned = {element.row: element.columns for element in needed if element.kind == "pin"}
        alone, free = [], dict[int, list[int]]()
        for ban in bans:
            if ban.row in pinned:
                if pinned[ban.row] == ban.columns:
                    alone.append(ban)
            elif bound[ban.columns[0]]:
                alone.append(ban)
            else:
                free.setdefault(ban.row, []).append(ban.columns[0])
        return alone + [Element("ban", row, tuple(columns)) for row, columns in free.items()]

    def holds(self, elements: Sequence[Element]) -> bool:
        """Whether these rules alone clash; districts that are not among them may stay without a lead."""
        left = left_until(self.deadline)
        if left <= 0:
            raise OutOfTime("no_clash_in_time")
        rows = self._rows(elements)
        asking = rows.low > 0
        if not asking.any():
            return False
        if not len(rows.cpse):
            return True
        value = np.zeros(len(rows.cpse), dtype=np.int64)
        return best_choice(rows, value, deadline_after(min(left, PART_SECONDS))).is_impossible

    def _rows(self, elements: Sequence[Element]) -> Rows:
        districts = len(self.rules.districts)
        low = np.zeros(districts)
        low[[element.row for element in elements if element.kind == "district"]] = 1.0
        place, cpse = np.nonzero(self._open(elements, low))
        matrix, bounds = (
            [
                csr_array(
                    (np.ones(len(place), dtype=np.int64), (place, np.arange(len(place)))),
                    shape=(districts, len(place)),
                )
            ],
            [(low, np.ones(districts))],
        )
        for element in elements:
            if element.kind in {"district", "pin", "ban"}:
                continue
            weight, least, most = self._row(element, place, cpse)
            matrix.append(csr_array(weight[None, :]))
            bounds.append((np.array([least]), np.array([most])))
        return Rows(
            districts,
            place,
            place,
            cpse,
            csc_array(vstack(matrix)),
            np.concatenate([least for least, _ in bounds]),
            np.concatenate([most for _, most in bounds]),
        )

    def _row(self, element: Element, place: Integers, cpse: Integers) -> tuple[Integers, float, float]:
        """What each cell weighs in a rule, and the rule's bounds."""
        if element.group is not None:
            weight = self.counted[element.group][place, cpse].astype(np.int64)
            if element.kind == "at_least":
                return weight, float(element.group.at_least), inf
            return weight, -inf, float(element.group.at_most or 0)
        column = element.columns[0]
        inside = (cpse == column).astype(np.int64)
        if element.kind == "budget" and self.budget is not None:
            return inside * self.ask[place, cpse], -inf, float(self.budget[column])
        if element.kind == "minimum":
            return inside, float(self.rules.minimum[column]), inf
        return inside, -inf, float(self.rules.capacity[column])

    def _open(self, elements: Sequence[Element], low: Floats) -> Booleans:
        """(D, C) the cells to look at: of CPSEs that no rule is about, one for each district will do."""
        is_open = np.ones(self.ask.shape, dtype=bool)
        for element in elements:
            if element.kind == "pin":
                is_open[element.row] = False
                is_open[element.row, element.columns[0]] = True
        for element in elements:
            if element.kind == "ban":
                is_open[element.row, list(element.columns)] = False
        free = is_open & ~self.bound_columns(elements)
        is_open &= ~free
        rows = np.flatnonzero(free.any(axis=1))
        is_open[rows, free[rows].argmax(axis=1)] = True
        if not any(element.kind in {"minimum", "at_least"} for element in elements):
            is_open &= (low > 0)[:, None]
        return is_open

    def told(self, elements: Sequence[Element]) -> Conflict:
        """The clash by names."""
        rules = self.rules
        columns = {kind: sorted(e.columns[0] for e in elements if e.kind == kind) for kind in _ABOUT_CPSES}
        return Conflict(
            districts=tuple(rules.districts[e.row] for e in elements if e.kind == "district"),
            cpses=tuple(rules.cpses[c] for c in columns["capacity"]),
            capacity=int(np.minimum(rules.capacity[columns["capacity"]], len(rules.districts)).sum()),
            pins=self._pairs(elements, "pin"),
            bans=self._pairs(elements, "ban"),
            minimums=tuple((rules.cpses[c], int(rules.minimum[c])) for c in columns["minimum"]),
            budgets=tuple((rules.cpses[c], int(self._budget(c))) for c in columns["budget"]),
            groups=tuple(
                (e.group.name, int(getattr(e.group, e.kind)), e.kind) for e in elements if e.group is not None
            ),
        )

    def _budget(self, column: int) -> int:
        return 0 if self.budget is None else int(self.budget[column])

    def _pairs(self, elements: Sequence[Element], kind: str) -> tuple[tuple[str, str], ...]:
        cells = sorted((e.row, column) for e in elements if e.kind == kind for column in e.columns)
        return tuple((self.rules.districts[row], self.rules.cpses[column]) for row, column in cells)
