"""The rules of a problem as rows of whole numbers over its open cells, and HiGHS upon them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf

import numpy as np
from scipy.sparse import coo_array, csc_array, vstack

from csrmatch.optimiser.problem import Group, Problem
from csrmatch.optimiser.validation import Booleans, Floats, Integers, name_order

SOLVER_RANGE = 1e6
"""Rows are scaled below this before HiGHS sees them, for it takes 1e-6 off a bound as kept."""


@dataclass(frozen=True, eq=False)
class LinearRule:
    """One more rule: the weights of a plan's cells add up to at least `low` and at most `high`.

    Attributes
    ----------
    weight : (D, C) int64
    low, high : int or None
        No bound where None.
    """

    weight: Integers
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, eq=False)
class Rows:
    """Linear rules over n cells: low <= matrix · x <= high, all whole numbers (or infinite bounds).

    Attributes
    ----------
    districts : int
        D; the first D rows give each district, by the order of names, its one lead.
    place : (n,) int
        Which of those rows each cell is in.
    district, cpse : (n,) int
        The row and the column of the problem that each cell lies in; the cells stand in the order of their
        names, so that the order of the input never reaches the solver.
    matrix : (m, n) sparse int64
    low, high : (m,) float64
        Whole numbers or infinite.
    about : tuple of (str, int)
        What each row after the first D is about: ``"capacity"`` or ``"budget"`` and the column of a CPSE, or
        ``"group"`` and its place in `problem.groups`.
    """

    districts: int
    place: Integers
    district: Integers
    cpse: Integers
    matrix: csc_array
    low: Floats
    high: Floats
    about: tuple[tuple[str, int], ...] = ()

    def take(self, cells: Integers | Booleans) -> Rows:
        """The same rules over some of the cells only, the others shut."""
        return replace(
            self,
            place=self.place[cells],
            district=self.district[cells],
            cpse=self.cpse[cells],
            matrix=self.matrix[:, cells],
        )

    def lead(self, chosen: Booleans) -> Integers:
        """(D,) the columns of a choice of one cell for each district, in the order of the problem."""
        lead = np.full(self.districts, -1, dtype=np.int64)
        lead[self.district[chosen]] = self.cpse[chosen]
        return lead

    def chosen(self, lead: Integers) -> Booleans:
        """(n,) the cells of some leads; a lead on a cell that is shut has none."""
        return np.asarray(self.cpse == lead[self.district])

    def prices(self, cpse_price: Floats) -> Floats:
        """(m,) prices of the rows where only places at CPSEs have a price, (C,)."""
        price = np.zeros(len(self.low))
        for row, (kind, column) in enumerate(self.about, start=self.districts):
            if kind == "capacity":
                price[row] = cpse_price[column]
        return price

    def with_rules(self, rules: Sequence[LinearRule]) -> Rows:
        """The same cells under more rules."""
        if not rules:
            return self
        weights = np.array([rule.weight[self.district, self.cpse] for rule in rules], dtype=np.int64)
        return self.with_rows(
            weights.reshape(len(rules), len(self.cpse)),
            [-inf if rule.low is None else float(rule.low) for rule in rules],
            [inf if rule.high is None else float(rule.high) for rule in rules],
        )

    def with_rows(self, weights: Integers, low: Sequence[float], high: Sequence[float]) -> Rows:
        """The same cells under more rows, (k, n) weights with their bounds."""
        return replace(
            self,
            matrix=csc_array(vstack([self.matrix, csc_array(weights)])),
            low=np.concatenate([self.low, np.asarray(low, dtype=np.float64)]),
            high=np.concatenate([self.high, np.asarray(high, dtype=np.float64)]),
        )

    def broken(self, chosen: Booleans) -> Integers:
        """The rows that the chosen cells break, by whole numbers."""
        sums = self.matrix @ chosen.astype(np.int64)
        return np.flatnonzero((sums < self.low) | (sums > self.high))

    def forbidding(self, row: int, chosen: Booleans) -> Rows:
        """With one more row that shuts out this choice, which breaks `row`, and no choice that keeps it.

        At least one of the cells that weigh on the bound must leave, or one that relieves it must enter.
        """
        weight = self.matrix[[row], :].toarray().ravel()
        if float(weight @ chosen.astype(np.int64)) < self.low[row]:
            weight = -weight
        loading, relieving = (weight > 0) & chosen, (weight < 0) & ~chosen
        cut = loading.astype(np.int64) - relieving.astype(np.int64)
        return self.with_rows(cut[None, :], [-inf], [float(loading.sum() - 1)])

    def factors(self) -> tuple[Floats, Floats]:
        """(m,) the greatest common divisor of each row's weights, and what then keeps the row in range."""
        matrix = self.matrix.tocsr()
        filled = np.flatnonzero(np.diff(matrix.indptr))
        divisor, factor = np.ones(len(self.low)), np.ones(len(self.low))
        if len(filled):
            weight = np.abs(matrix.data)
            divisor[filled] = np.gcd.reduceat(weight, matrix.indptr[filled])
            greatest = np.maximum.reduceat(weight, matrix.indptr[filled])
            factor[filled] = np.minimum(1.0, SOLVER_RANGE * divisor[filled] / greatest)
        return divisor, factor

    def scaled(self) -> tuple[csc_array, Floats, Floats]:
        """Matrix and bounds for the solver: each row over its greatest common divisor, and in range.

        A bound that is no multiple of the divisor is drawn to the next one within, which loses no choice.
        """
        divisor, factor = self.factors()
        data = self.matrix.data / divisor[self.matrix.indices] * factor[self.matrix.indices]
        matrix = csc_array((data, self.matrix.indices, self.matrix.indptr), shape=self.matrix.shape)
        return matrix, np.ceil(self.low / divisor) * factor, np.floor(self.high / divisor) * factor


def rows_of(problem: Problem, closed: Booleans | None = None) -> Rows:
    """The rules of a problem over the cells they leave open; `closed`, (D, C), shuts more of them.

    A cell whose ask alone is above the budget is shut, so a budget needs no row where only one district can
    be led; nor where the greatest asks that the capacity admits fit into it.
    """
    is_open = problem.allowed & ~_too_dear(problem)
    if closed is not None:
        is_open &= ~closed
    rows, columns = name_order(problem.districts), name_order(problem.cpses)
    places = np.argwhere(is_open[np.ix_(rows, columns)])
    district, cpse = rows[places[:, 0]], columns[places[:, 1]]
    parts = [_Part(places[:, 0], np.arange(len(cpse)), np.ones(len(cpse), dtype=np.int64))]
    low, high = [np.ones(len(rows))], [np.ones(len(rows))]
    about: list[tuple[str, int]] = []
    for kind, (part, least, most, whose) in {
        "capacity": _capacities(problem, cpse),
        "budget": _budgets(problem, district, cpse),
        "group": _groups(problem, district, cpse),
    }.items():
        parts.append(part)
        about += [(kind, index) for index in whose]
        low.append(least)
        high.append(most)
    starts = np.cumsum([0, *(len(least) for least in low)])
    matrix = coo_array(
        (
            np.concatenate([part.weight for part in parts]),
            (
                np.concatenate([part.row + start for part, start in zip(parts, starts, strict=False)]),
                np.concatenate([part.cell for part in parts]),
            ),
        ),
        shape=(int(starts[-1]), len(cpse)),
        dtype=np.int64,
    )
    least_of_all = np.concatenate(low)
    least_of_all[least_of_all == 0] = -inf  # No bound at all, so that no price may rest on it.
    return Rows(
        len(rows),
        places[:, 0],
        district,
        cpse,
        csc_array(matrix),
        least_of_all,
        np.concatenate(high),
        tuple(about),
    )


@dataclass(frozen=True, eq=False)
class _Part:
    """Entries of the matrix: row, cell and weight."""

    row: Integers
    cell: Integers
    weight: Integers


_Block = tuple[_Part, Floats, Floats, list[int]]
"""Rows of one kind: their entries, their bounds, and whose they are."""


def asks(problem: Problem) -> Integers:
    """(D, C) what a CPSE would be asked for each district, in whole rupees; 0 where money plays no part."""
    shape = (len(problem.districts), len(problem.cpses))
    if problem.ask is None:
        return np.zeros(shape, dtype=np.int64)
    return np.broadcast_to(problem.ask[:, None] if problem.ask.ndim == 1 else problem.ask, shape)


def _too_dear(problem: Problem) -> Booleans:
    if problem.budget is None:
        return np.zeros((1, 1), dtype=bool)
    return np.asarray(asks(problem) > problem.budget)


def _capacities(problem: Problem, cpse: Integers) -> _Block:
    least = np.zeros_like(problem.capacity) if problem.minimum is None else problem.minimum
    wanted = np.bincount(cpse, minlength=len(problem.cpses)) > problem.capacity
    return _by_cpse(problem, cpse, wanted | (least > 0), np.ones_like(cpse), (least, problem.capacity))


def _budgets(problem: Problem, district: Integers, cpse: Integers) -> _Block:
    needed = np.zeros(len(problem.cpses), dtype=bool)
    asked = asks(problem)[district, cpse]
    if problem.budget is not None:
        order = np.lexsort((-asked, cpse))
        count = np.bincount(cpse, minlength=len(problem.cpses))
        place = np.arange(len(cpse)) - np.repeat(np.cumsum(count) - count, count)
        greatest = np.where(place < problem.capacity[cpse[order]], asked[order], 0)
        sums = np.zeros(len(problem.cpses), dtype=np.int64)
        np.add.at(sums, cpse[order], greatest)
        needed = sums > problem.budget
    budget = np.zeros(len(problem.cpses), dtype=np.int64) if problem.budget is None else problem.budget
    return _by_cpse(problem, cpse, needed, asked, (np.full(len(budget), -inf), budget))


def _by_cpse(
    problem: Problem,
    cpse: Integers,
    needed: Booleans,
    weight: Integers,
    bounds: tuple[Integers | Floats, Integers | Floats],
) -> _Block:
    """One row for each CPSE that needs one, in the order of the names."""
    order = name_order(problem.cpses)
    chosen = order[needed[order]]
    row = np.full(len(problem.cpses), -1)
    row[chosen] = np.arange(len(chosen))
    cells = np.flatnonzero((row[cpse] >= 0) & (weight != 0))
    part = _Part(row[cpse[cells]], cells, weight[cells])
    low, high = (bound[chosen].astype(np.float64) for bound in bounds)
    return part, low, high, chosen.tolist()


def _groups(problem: Problem, district: Integers, cpse: Integers) -> _Block:
    rows: list[Integers] = [np.empty(0, dtype=np.int64)]
    cells: list[Integers] = [np.empty(0, dtype=np.int64)]
    order = group_order(problem)
    groups = [problem.groups[index] for index in order]
    for number, group in enumerate(groups):
        found = np.flatnonzero(in_group(problem, group)[district, cpse])
        rows.append(np.full(len(found), number))
        cells.append(found)
    cell = np.concatenate(cells)
    return (
        _Part(np.concatenate(rows), cell, np.ones(len(cell), dtype=np.int64)),
        np.array([float(group.at_least) for group in groups]),
        np.array([inf if group.at_most is None else float(group.at_most) for group in groups]),
        order,
    )


def in_group(problem: Problem, group: Group) -> Booleans:
    """(D, C) the cells that a group counts."""
    districts = np.zeros(len(problem.districts), dtype=bool)
    cpses = np.zeros(len(problem.cpses), dtype=bool)
    districts[[problem.row[name] for name in group.districts]] = True
    cpses[[problem.column[name] for name in group.cpses]] = True
    return np.asarray(districts[:, None] & cpses)


def group_order(problem: Problem) -> list[int]:
    """The places of the groups in an order that does not depend on how they were given."""

    def key(index: int) -> tuple[str, list[str], list[str], int, float]:
        group = problem.groups[index]
        most = inf if group.at_most is None else group.at_most
        return group.name, sorted(group.districts), sorted(group.cpses), group.at_least, most

    return sorted(range(len(problem.groups)), key=key)


def sorted_groups(problem: Problem) -> list[Group]:
    """The groups in an order that does not depend on how they were given."""
    return [problem.groups[index] for index in group_order(problem)]
