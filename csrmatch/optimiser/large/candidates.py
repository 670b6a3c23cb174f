"""The greatest total by the cells that can matter, proven by prices over all the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from csrmatch.optimiser.large.auction import Auction
from csrmatch.optimiser.large.cells import Cells, Edges
from csrmatch.optimiser.validation import Floats, Integers

CHOSEN = 32
"""About so many cells of each row are solved first."""

STEP = 200
"""Steps of the grid by which prices rise at least where they are only to be nearly right."""

TIGHT_KEPT = 2_000_000
"""Up to so many cells without slack are kept, to choose among equally good plans."""

BROKEN_TOLD = 16
"""So many cells of a row are let in at a time."""


@dataclass(frozen=True, eq=False)
class Closing:
    """What the candidates gave, and what all cells say about it.

    Attributes
    ----------
    lead : (rows,) int
    price : (columns,) float64
        In steps of the grid; inf where there is no capacity.
    level : (rows,) float64
        What each row is worth beyond the price of its place.
    excess : (rows,) float64
        By how much the worst cell of each row exceeds its prices; 0 everywhere proves the plan best.
    tight : Edges or None
        Every cell without slack, where the proof is closed and there are not too many.
    rounds : int
        How often the candidates were solved.
    candidates : int
        How many cells they were in the end.
    """

    lead: Integers
    price: Floats
    level: Floats
    excess: Floats
    tight: Edges | None
    rounds: int
    candidates: int

    def slack(self, rows: Integers, size: int) -> Integers:
        """(size,) the excess of each row in whole steps, where the rows are some of so many."""
        slack = np.zeros(size, dtype=np.int64)
        slack[rows] = self.excess.astype(np.int64)
        return slack


def best_by_candidates(
    cells: Cells,
    capacity: Integers,
    *,
    has_time: Callable[[], bool] = lambda: True,
    progress: Callable[[float], None] = lambda share: None,
) -> Closing | None:
    """The greatest total within the capacities, proven over all cells; None if a row finds no place.

    Notes
    -----
    An auction gives prices that are nearly right. The cells worth most after them are solved exactly
    (scipy's sparse assignment, Jonker and Volgenant). Prices that prove that plan best among its candidates
    are held against every cell there is: those that are worth more are let in, and so on until none is.
    """
    auction = Auction(cells, capacity, STEP)

    def told(share: float) -> bool:
        progress(0.6 * share)
        return has_time()

    auction.run(told)
    every = np.arange(cells.rows)
    edges = _united([auction.chosen(CHOSEN), cells.of_leads(auction.lead)])
    load = np.bincount(auction.lead[auction.lead >= 0], minlength=cells.columns)
    upper = np.minimum(capacity, load + 2)
    rounds, chosen = 0, CHOSEN
    while True:
        rounds += 1
        lead = assign(edges, upper, cells.rows)
        if lead is None:
            if chosen >= cells.columns:
                return None
            chosen *= 8
            more, _ = cells.nearest(every, auction.price, min(chosen, cells.columns))
            edges, upper = _united([edges, more]), capacity
            continue
        price, level = prices(edges, lead, capacity)
        wanting = (price > 0) & (upper < capacity) & np.isfinite(price)
        if wanting.any():
            upper = np.where(wanting, np.minimum(capacity, 2 * upper), upper)
            continue
        progress(min(0.9, 0.6 + 0.1 * rounds))
        audit = cells.audit(price, level, BROKEN_TOLD, TIGHT_KEPT)
        if not audit.excess.any() or not has_time():
            return Closing(lead, price, level, audit.excess, audit.tight, rounds, len(edges.row))
        more, _ = cells.nearest(np.flatnonzero(audit.excess), price, BROKEN_TOLD)
        edges = _united([edges, audit.broken, more])


def assign(edges: Edges, upper: Integers, rows: int) -> Integers | None:
    """(rows,) the columns of a best assignment along some cells; None where not every row finds a place.

    A column that takes k rows stands k times; numbers are whole, so sums are exact.
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    wanted = np.bincount(edges.column, minlength=len(upper))
    places = np.minimum(upper, wanted)
    start = np.cumsum(places) - places
    number = places[edges.column]
    if int(places.sum()) < rows or not len(edges.row):
        return None
    again = np.repeat(np.arange(len(number)), number)
    slot = start[edges.column[again]] + np.arange(len(again)) - np.repeat(np.cumsum(number) - number, number)
    cost = edges.value.max() + 1 - edges.value  # Never 0, which a sparse matrix would take for no cell.
    graph = csr_array((cost[again], (edges.row[again], slot)), shape=(rows, int(places.sum())))
    try:
        _, taken = min_weight_full_bipartite_matching(graph)
    except ValueError:  # There is no full matching.
        return None
    return np.asarray(np.repeat(np.arange(len(upper)), places)[taken])


def prices(edges: Edges, lead: Integers, capacity: Integers) -> tuple[Floats, Floats]:
    """(columns,) the least prices that prove an assignment best along its cells, and (rows,) what is left.

    Rows that would rather be elsewhere raise the price there until they would not, which lowers what is left
    to the rows that are there, and so on (Bellman–Ford, all cells at once).
    """
    own = np.empty(len(lead))
    is_lead = edges.column == lead[edges.row]
    own[edges.row[is_lead]] = edges.value[is_lead]
    level = own.copy()
    price = np.where(capacity > 0, 0.0, np.inf)
    start = np.searchsorted(edges.row, np.arange(len(lead) + 1))
    raising = np.arange(len(lead))
    for _ in range(len(lead) + 2):
        number = start[raising + 1] - start[raising]
        position = np.repeat(start[raising] - np.cumsum(number) + number, number) + np.arange(number.sum())
        bid = edges.value[position] - level[edges.row[position]]
        column = edges.column[position]
        over = bid > price[column]
        if not over.any():
            return price, level
        np.maximum.at(price, column[over], bid[over])
        is_raised = np.zeros(len(price), dtype=bool)
        is_raised[column[over]] = True
        raising = np.flatnonzero(is_raised[lead])
        level[raising] = own[raising] - price[lead[raising]]
    raise AssertionError("a best assignment has prices")


def _united(parts: list[Edges]) -> Edges:
    """All cells of several lots once, in the order of the rows."""
    edges = Edges.joined(parts)
    order = np.lexsort((edges.column, edges.row))
    edges = edges.where(order)
    is_new = np.ones(len(order), dtype=bool)
    is_new[1:] = (np.diff(edges.row) != 0) | (np.diff(edges.column) != 0)
    return edges.where(is_new)
