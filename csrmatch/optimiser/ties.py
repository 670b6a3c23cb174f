"""Which of several best plans is chosen: fewest changes against the present mapping, then by name."""

from __future__ import annotations

import numpy as np

from csrmatch.optimiser.large.cells import Edges
from csrmatch.optimiser.network import Network
from csrmatch.optimiser.residual import Residual
from csrmatch.optimiser.validation import Booleans, Floats, Integers

LINKED_CELLS = 4_000_000
"""So many rows × columns that equally good cells link together are told apart by name, no more."""

COLUMNS_AT_ONCE = 256
"""Most rows have found a way by so many columns, where many lead there."""


def choose(
    network: Network, lead: Integers, current: Integers | None, row_order: Integers, column_order: Integers
) -> Integers:
    """The one best assignment that the stated order prefers, whatever best assignment is given.

    Parameters
    ----------
    network : Network
        D rows that may all move, C columns.
    lead : (D,) int
        Any assignment of the greatest value.
    current : (D,) int or None
        Present column of each row, -1 where there is none.
    row_order, column_order : (D,), (C,) int
        The rows and the columns in the order of their names.

    Notes
    -----
    Prices leave the cells on which every best assignment lies, and say which columns it fills. On those
    cells the next wish is a smaller problem of the same kind; by name, each row in turn takes the first
    column from which a circle of moves leads back.
    """
    return choose_on_face(best_face(network, lead), lead, current, row_order, column_order)


def choose_on_face(
    network: Network, lead: Integers, current: Integers | None, row_order: Integers, column_order: Integers
) -> Integers:
    """The same where every assignment that satisfies the network is as good; `lead` is one of them."""
    if current is not None and (current >= 0).any():
        kept = np.arange(network.cost.shape[1]) == current[:, None]
        cost = np.where(np.isfinite(network.cost), np.where(kept, -1.0, 0.0), np.inf)
        wish = Network(cost, network.fixed, network.lower, network.upper)
        lead = np.asarray(wish.assign())
        network = best_face(wish, lead)
    return _first_by_name(network, lead, row_order, column_order)


def choose_among(
    tight: Edges,
    lead: Integers,
    price: Floats,
    capacity: Integers,
    current: Integers | None,
    row_order: Integers,
    column_order: Integers,
) -> Integers | None:
    """The same where only the cells are known on which the best assignments lie; None if there are too many.

    Parameters
    ----------
    tight : Edges
        All cells without slack.
    lead : (D,) int
        One best assignment.
    price : (C,) float64
        Of the columns; those with a price above 0 are full in every best assignment.
    capacity : (C,) int
    current, row_order, column_order
        As in `choose`.

    Notes
    -----
    Rows and columns that no chain of such cells links have nothing to do with each other: each linked part
    is a small problem of its own.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    rows, columns = len(lead), len(price)
    size = rows + columns
    links = coo_array(
        (np.ones(len(tight.row), dtype=bool), (tight.row, rows + tight.column)), shape=(size, size)
    )
    parts, part = connected_components(links, directed=False)
    cells, members = np.bincount(part[tight.row], minlength=parts), np.bincount(part[:rows], minlength=parts)
    chosen = lead.copy()
    place, position = np.empty(rows, dtype=np.int64), np.empty(columns, dtype=np.int64)
    for number in np.flatnonzero(cells > members):
        row = row_order[part[row_order] == number]
        column = column_order[part[rows + column_order] == number]
        if len(row) * len(column) > LINKED_CELLS:
            return None
        own = tight.where(part[tight.row] == number)
        place[row], position[column] = np.arange(len(row)), np.arange(len(column))
        cost = np.full((len(row), len(column)), np.inf)
        cost[place[own.row], position[own.column]] = 0.0
        upper = capacity[column]
        face = Network(cost, np.full(len(row), -1), np.where(price[column] > 0, upper, 0), upper)
        now = None if current is None else _positions(current[row], column, columns)
        best = choose_on_face(face, position[lead[row]], now, np.arange(len(row)), np.arange(len(column)))
        chosen[row] = column[best]
    return chosen


def _positions(wanted: Integers, among: Integers, columns: int) -> Integers:
    """Where each wanted column stands among some, -1 where it does not or is -1 itself."""
    position = np.full(columns + 1, -1, dtype=np.int64)
    position[among] = np.arange(len(among))
    return np.asarray(position[wanted])


def best_face(network: Network, lead: Integers) -> Network:
    """The network that all assignments of the greatest value, and no others, satisfy."""
    price = Residual.of_sound(network, lead).price
    own = network.own(lead) + price[lead]
    tight = (network.cost + price == own[:, None]) & (network.upper > 0)
    return Network(
        cost=np.where(tight, network.cost, np.inf),
        fixed=network.fixed,
        lower=np.where(price > 0, network.upper, network.lower),
        upper=np.where(price < 0, network.lower, network.upper),
    )


def _first_by_name(network: Network, lead: Integers, row_order: Integers, column_order: Integers) -> Integers:
    """The assignment within the bounds that is first when rows are read in the order of their names."""
    lead = lead.copy()
    open_cells = np.isfinite(network.cost)
    may_move = np.ones(len(lead), dtype=bool)
    for row in row_order:
        may_move[row] = False
        wished = column_order[open_cells[row, column_order]]
        wished = wished[: int(np.flatnonzero(wished == lead[row])[0])]
        if len(wished):
            _improve(network, open_cells, lead, int(row), wished, may_move)
    return lead


def _improve(
    network: Network,
    open_cells: Booleans,
    lead: Integers,
    row: int,
    wished: Integers,
    may_move: Booleans,
) -> None:
    """Moves `row` to the first wished column that a path of moves leads back from, in place."""
    end = int(lead[row])
    load = np.bincount(lead, minlength=len(network.upper))
    has_room, can_lose = load < network.upper, load > network.lower
    reached = np.zeros(len(load), dtype=bool)
    mover = np.full(len(load), -1)
    onward = np.full(len(load), -1)
    reached[end] = True
    frontier = np.array([end])
    released = False
    while len(frontier) and not reached[wished[0]]:
        new = []
        if not released and can_lose[frontier].any():
            released = True
            absorbing = np.flatnonzero(has_room & ~reached)
            reached[absorbing] = True
            onward[absorbing] = frontier[np.argmax(can_lose[frontier])]
            new.append(absorbing)
        rows, target = _ways(open_cells, np.flatnonzero(may_move & ~reached[lead]), frontier)
        source, first = np.unique(lead[rows], return_index=True)
        reached[source] = True
        mover[source] = rows[first]
        onward[source] = target[first]
        new.append(source)
        frontier = np.concatenate(new)
    chosen = wished[reached[wished]]
    if len(chosen):
        place = int(chosen[0])
        while place != end:
            if mover[place] >= 0:
                lead[mover[place]] = onward[place]
            place = int(onward[place])
        lead[row] = chosen[0]


def _ways(open_cells: Booleans, rows: Integers, columns: Integers) -> tuple[Integers, Integers]:
    """Which of the rows may go to one of the columns, and the first of these for each."""
    target = np.full(len(rows), -1)
    left = np.arange(len(rows))
    for start in range(0, len(columns), COLUMNS_AT_ONCE):
        part = columns[start : start + COLUMNS_AT_ONCE]
        ways = open_cells[rows[left][:, None], part]
        may = ways.any(axis=1)
        target[left[may]] = part[ways[may].argmax(axis=1)]
        left = left[~may]
        if not len(left):
            break
    found = target >= 0
    return rows[found], target[found]
