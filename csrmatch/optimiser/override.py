"""What overruling the plan costs, cell by cell, and who pays for it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from csrmatch.optimiser.errors import NotAvailable, ProblemError
from csrmatch.optimiser.network import Network
from csrmatch.optimiser.problem import Plan, Problem
from csrmatch.optimiser.residual import Residual
from csrmatch.optimiser.validation import GRID, Floats


@dataclass(frozen=True)
class Move:
    """A district that changes its lead when a cell is forced, with its score before and after."""

    district: str
    leaves: str
    joins: str
    before: float
    after: float


def override_costs(problem: Problem, plan: Plan) -> Floats:
    """What the best total loses if a cell is forced, for every cell at once.

    A ban on that very cell, or a pin of that district, is lifted for the question (the cost of a cell in a
    pinned district's row may so be negative: it says what the pin costs).

    Parameters
    ----------
    problem : Problem
        D districts, C CPSEs.
    plan : Plan
        A plan with the greatest total.

    Returns
    -------
    ndarray of float, shape (D, C)
        0 on the plan, inf where no plan can hold the cell.

    Raises
    ------
    NotAvailable
        ``"override_needs_plain_rules"`` where budgets or groups are in force: what a forced cell costs then
        takes a solve for each cell.
    ProblemError
        ``"plan_breaks_rules"`` or ``"plan_not_optimal"``.

    Notes
    -----
    With P the shortest paths between all CPSEs of the residual graph, forcing d on c loses
    fit[d, lead(d)] - fit[d, c] + P[c, lead(d)]: c passes a district on until somebody has room, and the
    place that d left is filled again if that gains or if a minimum asks for it.

    Examples
    --------
    >>> from csrmatch.optimiser import Problem, override_costs, solve
    >>> problem = Problem(["A", "B"], ["X", "Y"], [[0.9, 0.2], [0.8, 0.7]], capacity=[1, 1])
    >>> override_costs(problem, solve(problem)).tolist()
    [[0.0, 0.6], [0.6, 0.0]]
    """
    _refuse_more_than_plain(problem)
    lead = np.asarray(plan.lead)
    residual = Residual.of(Network.of(problem), lead)
    node = residual.node
    rows = np.arange(len(lead))
    cost = np.take(residual.distances.T[node[lead]], node, axis=1)
    cost += problem._cost
    cost -= problem._cost[rows, lead][:, None]
    cost[:, node < 0] = np.inf
    cost[rows, lead] = 0.0
    cost /= GRID
    return cost


def moves(problem: Problem, plan: Plan, district: str, cpse: str) -> list[Move]:
    """Every district that changes its lead when `district` is forced on `cpse`, that district first.

    The losses of all moves add up to the cell's override cost. Empty if the cell is in the plan.

    Raises
    ------
    NotAvailable
        As `override_costs`.
    ProblemError
        ``"unknown_district"``, ``"unknown_cpse"``; ``"cell_impossible"`` where no plan can hold the cell.
    """
    if district not in problem.row:
        raise ProblemError("unknown_district", field="district", district=district)
    if cpse not in problem.column:
        raise ProblemError("unknown_cpse", field="cpse", cpse=cpse)
    _refuse_more_than_plain(problem)
    lead = np.asarray(plan.lead)
    row, column = problem.row[district], problem.column[cpse]
    if lead[row] == column:
        return []
    residual = Residual.of(Network.of(problem), lead)
    changes = [(row, column), *_path(problem, residual, column, int(lead[row]))]
    fit = problem.fit
    return [
        Move(
            district=problem.districts[moved],
            leaves=problem.cpses[lead[moved]],
            joins=problem.cpses[target],
            before=float(fit[moved, lead[moved]]),
            after=float(fit[moved, target]),
        )
        for moved, target in changes
    ]


def losers(problem: Problem, plan: Plan, district: str, cpse: str) -> list[tuple[str, float, float]]:
    """Who pays when `district` is forced on `cpse`: (district, score before, score after), all that lose.

    Raises
    ------
    NotAvailable, ProblemError
        As `moves`.
    """
    return [
        (move.district, move.before, move.after)
        for move in moves(problem, plan, district, cpse)
        if move.after < move.before
    ]


def _refuse_more_than_plain(problem: Problem) -> None:
    if problem.budget is not None or problem.groups:
        raise NotAvailable(
            "override_needs_plain_rules", budgets=problem.budget is not None, groups=len(problem.groups)
        )


def _path(problem: Problem, residual: Residual, start: int, end: int) -> list[tuple[int, int]]:
    """The moves (row, new column) of a shortest path between two columns; fewest arcs, then names."""
    source, target = int(residual.node[start]), int(residual.node[end])
    if source < 0 or not np.isfinite(residual.distances[source, target]):
        raise ProblemError("cell_impossible", field="cell")
    remaining = residual.distances[:, target]
    tight = np.isfinite(residual.length) & (residual.length + remaining == remaining[:, None])
    arcs_left = np.full(len(remaining), len(remaining))
    arcs_left[target] = 0
    reached = np.arange(len(remaining)) == target
    for arcs in range(1, len(remaining)):
        new = tight[:, reached].any(axis=1) & ~reached
        arcs_left[new] = arcs
        reached = reached | new
    names = [problem.cpses[column] for column in residual.nodes] + [""]
    changes: list[tuple[int, int]] = []
    while source != target:
        nearer = np.flatnonzero(tight[source] & (arcs_left == arcs_left[source] - 1))
        following = min(nearer.tolist(), key=names.__getitem__)
        if not _is_free(residual, source, following):
            changes.append(_move(problem, residual, source, following))
        source = following
    return changes


def _is_free(residual: Residual, source: int, following: int) -> bool:
    """Whether the arc is room or a release rather than a district that moves."""
    sink = len(residual.nodes)
    network = residual.network
    if residual.length[source, following] != 0 or sink not in (source, following):
        return False
    column = residual.nodes[source if following == sink else following]
    load = int((residual.lead == column).sum())
    return bool(load < network.upper[column] if following == sink else load > network.lower[column])


def _move(problem: Problem, residual: Residual, source: int, following: int) -> tuple[int, int]:
    """The row and its new column that make an arc of the residual graph, first by name."""
    network, lead, node = residual.network, residual.lead, residual.node
    rows = np.arange(len(lead))
    loss = network.cost - network.own(lead)[:, None]
    fits = (loss == residual.length[source, following]) & (node == following)
    fits &= ((node[lead] == source) & (network.fixed < 0))[:, None]
    fits[rows, lead] = False
    row, column = min(
        np.argwhere(fits).tolist(), key=lambda cell: (problem.districts[cell[0]], problem.cpses[cell[1]])
    )
    return row, column
