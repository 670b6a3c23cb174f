"""Which of several best choices is taken where an integer programme is solved."""

from __future__ import annotations

from math import inf

import numpy as np

from csrmatch.optimiser.integer.highs import best_choice
from csrmatch.optimiser.integer.linear import Rows
from csrmatch.optimiser.integer.search import Search
from csrmatch.optimiser.validation import Booleans, Integers

CELLS_BY_NAME = 6
"""Names decide where best choices could hold no more than this many cells for each district."""


def settled(
    rows: Rows, value: Integers, chosen: Booleans, current: Integers | None, deadline: float = inf
) -> Booleans:
    """Of all choices as good as the best one given, the one that the stated order prefers.

    Fewest changes against `current`, (D,) columns in the order of the problem, -1 where there is none; then
    the first by name, districts in the order of their names, each with the first CPSE it can have. Names
    decide only where few cells could be in a best choice at all (`CELLS_BY_NAME` for each district): else
    the solver decides, from names and figures alone, never from the order of the input. What is left when
    the time is over stays as it is.
    """
    best = int(value[chosen].sum())
    held = Search(rows, value, deadline).as_good(best)
    if held is None:
        return chosen
    could = chosen | held
    face = rows.take(could).with_rows(value[could][None, :], [float(best)], [inf])
    inside = chosen[could]
    if (could == chosen).all() or _is_only(face, value[could], inside, best, deadline):
        return chosen
    if current is not None and (current >= 0).any():
        kept = (face.cpse == current[face.district]).astype(np.int64)
        found = best_choice(face, kept, deadline)
        if found.chosen is None or found.bound > kept[found.chosen].sum():
            return chosen
        inside = found.chosen
        face = face.with_rows(kept[None, :], [float(kept[inside].sum())], [inf])
    if could.sum() <= CELLS_BY_NAME * rows.districts:
        inside = _first_by_name(face, inside, deadline)
    result = np.zeros_like(chosen)
    result[np.flatnonzero(could)[inside]] = True
    return result


def _is_only(face: Rows, value: Integers, inside: Booleans, best: int, deadline: float) -> bool:
    """Whether no other choice is as good."""
    other = face.with_rows(inside.astype(np.int64)[None, :], [-inf], [float(inside.sum() - 1)])
    return best_choice(other, value, deadline).bound < best


def _first_by_name(face: Rows, inside: Booleans, deadline: float) -> Booleans:
    """The choice that is first when districts are read in the order of their names."""
    is_open = np.ones(len(inside), dtype=bool)
    for place in range(face.districts):
        cells = np.flatnonzero((face.place == place) & is_open)
        rank = int(np.flatnonzero(inside[cells])[0])
        if rank:
            is_open[cells[rank + 1 :]] = False
            wish = np.zeros(len(inside), dtype=np.int64)
            wish[cells[: rank + 1]] = np.arange(rank, -1, -1)
            found = best_choice(face.take(is_open), wish[is_open], deadline)
            if found.chosen is None:
                return inside
            inside = np.zeros_like(inside)
            inside[np.flatnonzero(is_open)[found.chosen]] = True
        is_open[(face.place == place) & ~inside] = False
    return inside
