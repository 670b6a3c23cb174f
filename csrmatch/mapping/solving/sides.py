"""How each side ranks the other: the ranks it stated come first, the fit decides between all others."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from csrmatch.mapping.tables.rows import PreferenceRow
from csrmatch.optimiser import Problem

__all__ = ["VIEWS", "Rank", "SideViews", "ranks_of", "views_of"]

VIEWS = "ranks_then_fit"

Floats = NDArray[np.float64]
Rank = tuple[str, str, str, int]
"""Side, LGD code, CPSE and the rank that this side gave the other."""


@dataclass(frozen=True, eq=False)
class SideViews:
    """(D, C) how much each district wants each CPSE, and each CPSE each district; more is better."""

    district: Floats
    cpse: Floats


def ranks_of(preferences: Iterable[PreferenceRow]) -> list[Rank]:
    """The stated ranks, in the order of the rows."""
    return [(row.side, row.lgd, row.cpse, row.rank) for row in preferences]


def views_of(problem: Problem, ranks: Iterable[Rank]) -> SideViews:
    """Both views of a problem: where a side stated no rank for a pair, the fit of the pair.

    A rank counts 1 + (n − k + 1) / n, rounded to six decimals, where k is its place among the n different
    ranks that this district (or this CPSE) stated. So every stated choice stands above all others.
    """
    lists: dict[tuple[str, str], list[tuple[int, int, int]]] = defaultdict(list)
    for side, lgd, cpse, rank in ranks:
        owner = lgd if side == "district" else cpse
        lists[side, owner].append((rank, problem.row[lgd], problem.column[cpse]))
    views = {"district": problem.fit.copy(), "cpse": problem.fit.copy()}
    for (side, _owner), stated in lists.items():
        _place(views[side], stated)
    return SideViews(views["district"], views["cpse"])


def _place(view: Floats, stated: Sequence[tuple[int, int, int]]) -> None:
    order = sorted({rank for rank, _row, _column in stated})
    for rank, row, column in stated:
        view[row, column] = round(1 + (len(order) - order.index(rank)) / len(order), 6)
