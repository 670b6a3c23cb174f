"""Scores read a few rows at a time, so that a matrix is never copied, and the cells that count in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from csrmatch.optimiser.validation import Floats, Integers

CELLS_AT_ONCE = 2**18
"""So many cells are read at a time: few enough to stay in the processor's cache."""

SAMPLE = 16
"""Every sixteenth column tells where a row's best cells begin."""

FEW = 64
"""One cell in so many is few: looking at them one by one costs less than at all in passing."""

Scores = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Edges:
    """Some cells: the row, the column and the score of each in whole steps of the grid."""

    row: Integers
    column: Integers
    value: Floats

    @classmethod
    def joined(cls, parts: list[Edges]) -> Edges:
        """All cells of several lots, one after the other."""
        if not parts:
            return cls(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))
        return cls(
            np.concatenate([part.row for part in parts]),
            np.concatenate([part.column for part in parts]),
            np.concatenate([part.value for part in parts]),
        )

    def where(self, chosen: Any) -> Edges:
        """Some of them, by a mask or by positions."""
        return Edges(self.row[chosen], self.column[chosen], self.value[chosen])


@dataclass(frozen=True, eq=False)
class Audit:
    """What all cells say about prices.

    Attributes
    ----------
    broken : Edges
        Cells that are worth more than their two prices, the worst of each row.
    excess : (rows,) float64
        By how much the worst cell of each row is.
    tight : Edges or None
        Cells that are worth just their two prices; None where there are more than may be kept.
    """

    broken: Edges
    excess: Floats
    tight: Edges | None


@dataclass(frozen=True, eq=False)
class Cells:
    """Scores of rows × columns, read when needed.

    Attributes
    ----------
    rows, columns : int
    read : callable
        Given ascending row numbers, their (n, columns) scores in float32 or float64, -inf where a cell is
        banned; what it returns is not changed.
    scale : float
        Steps of the grid in one unit of score.
    """

    rows: int
    columns: int
    read: Callable[[Integers], Scores]
    scale: float

    def micro(self, scores: Scores) -> Floats:
        """Scores as whole steps of the grid."""
        return np.asarray(np.rint(scores.astype(np.float64) * self.scale))

    def nearest(self, rows: Integers, price: Floats, most: int) -> tuple[Edges, Floats]:
        """About `most` cells of each row that are worth most after prices, and what the others cannot exceed.

        A row has at least one cell if one is open and twice `most` at the utmost; equal ones are taken from
        another place in each row. The bounds, one a row, are meant for choosing, not for proving: they are as
        exact as the scores' own arithmetic.
        """
        found, bounds = [], []
        less = _Less(price / self.scale)
        for index, scores in self.blocks(rows):
            reduced = less(scores)
            threshold = _thresholds(reduced, most)
            flat = np.flatnonzero(reduced >= threshold[:, None])
            place, column = np.divmod(flat, self.columns)
            edges = Edges(index[place], column, self.micro(scores.ravel()[flat]))
            bound = np.full(len(index), -np.inf)
            is_cut = threshold > np.finfo(scores.dtype).min
            bound[is_cut] = threshold[is_cut].astype(np.float64) * self.scale
            edges, bound = self._thinned(edges, place, price, bound, most)
            found.append(edges)
            bounds.append(bound)
        return Edges.joined(found), np.concatenate(bounds)

    def audit(self, price: Floats, level: Floats, most: int, keep: int) -> Audit:
        """Every cell held against its two prices, in whole steps of the grid.

        At most `most` broken cells are told of each row, and up to `keep` tight cells in all.
        """
        rows = np.arange(self.rows)
        excess = np.zeros(self.rows)
        broken, tight, kept = [], [], 0
        less = _Less(price / self.scale)
        greatest = float(price[np.isfinite(price)].max(initial=0.0)) / self.scale
        few_above = True
        for index, scores in self.blocks(rows):
            tiny = 4 * float(np.finfo(scores.dtype).eps)
            least = (level[index] - 0.5) / self.scale
            least -= tiny * (greatest + np.abs(least))
            # No price is below 0: where few scores reach the level, these are all that need their price.
            above = scores if few_above else less(scores)
            flat = np.flatnonzero(above >= least.astype(scores.dtype)[:, None])
            few_above = few_above and len(flat) * FEW < scores.size
            place, column = np.divmod(flat, self.columns)
            edges = Edges(index[place], column, self.micro(scores.ravel()[flat]))
            over = edges.value - price[column] - level[edges.row]
            np.maximum.at(excess, edges.row, over)
            is_over = over > 0
            if is_over.any():
                worst, _ = self._thinned(
                    edges.where(is_over), place[is_over], price, np.zeros(len(index)), most
                )
                broken.append(worst)
            elif kept <= keep:
                tight.append(edges.where(over == 0))
                kept += len(tight[-1].row)
        whole = None if broken or kept > keep else Edges.joined(tight)
        return Audit(Edges.joined(broken), excess, whole)

    def of_leads(self, lead: Integers) -> Edges:
        """The cells that leads stand for, rows without one left out."""
        found = []
        for index, scores in self.blocks(np.flatnonzero(lead >= 0)):
            value = self.micro(scores[np.arange(len(index)), lead[index]])
            found.append(Edges(index, lead[index], value))
        return Edges.joined(found)

    def blocks(self, rows: Integers) -> Iterator[tuple[Integers, Scores]]:
        """The rows a few at a time: which, and their scores."""
        size = max(1, CELLS_AT_ONCE // self.columns)
        for start in range(0, len(rows), size):
            index = rows[start : start + size]
            yield index, self.read(index)

    def _thinned(
        self, edges: Edges, place: Integers, price: Floats, bound: Floats, most: int
    ) -> tuple[Edges, Floats]:
        """Rows with more than twice `most` cells keep their best `most`; the bounds follow."""
        number = np.bincount(place, minlength=len(bound))
        crowded = np.flatnonzero(number > 2 * most)
        if not len(crowded):
            return edges, bound
        stop = np.cumsum(number)
        kept = ~np.isin(place, crowded)
        reduced = edges.value - price[edges.column]
        for row in crowded.tolist():
            part = slice(int(stop[row] - number[row]), int(stop[row]))
            turned = (edges.column[part] + int(edges.row[part.start]) * _STRIDE) % self.columns
            order = np.argpartition(reduced[part] + self._noise[turned], number[row] - most)
            kept[part.start + order[-most:]] = True
            bound[row] = reduced[part][order[:-most]].max()
        return edges.where(kept), bound

    @cached_property
    def _noise(self) -> Floats:
        """(columns,) less than half a step: tells equal cells apart, otherwise in every row."""
        return np.asarray(np.random.default_rng(0).random(self.columns) / 2)


_STRIDE = 7919


class _Less:
    """Scores after prices in their own arithmetic, in one piece of memory; scores where all prices are 0."""

    def __init__(self, shift: Floats) -> None:
        self._shift: Scores | None = shift if shift.any() else None
        self._memory: Scores = np.empty((0, len(shift)))

    def __call__(self, scores: Scores) -> Scores:
        if self._shift is None:
            return scores
        if self._memory.dtype != scores.dtype or len(self._memory) < len(scores):
            self._shift = self._shift.astype(scores.dtype)
            self._memory = np.empty(scores.shape, dtype=scores.dtype)
        return np.asarray(np.subtract(scores, self._shift, out=self._memory[: len(scores)]))


def _thresholds(reduced: Scores, most: int) -> Scores:
    """(rows,) where about the best `most` of each row begin, by a sample; below all where there are few."""
    lowest = np.finfo(reduced.dtype).min
    if reduced.shape[1] <= 2 * most:
        return np.full(len(reduced), lowest, dtype=reduced.dtype)
    sample = reduced[:, ::SAMPLE] if reduced.shape[1] >= SAMPLE * 16 else reduced
    rank = sample.shape[1] - max(1, most * sample.shape[1] // reduced.shape[1])
    return np.asarray(np.maximum(np.partition(sample, rank, axis=1)[:, rank], lowest))
