"""Problems too large for one matrix: their scores are read a few rows at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from csrmatch.optimiser.errors import ProblemError
from csrmatch.optimiser.large.cells import CELLS_AT_ONCE, Scores
from csrmatch.optimiser.problem import described
from csrmatch.optimiser.validation import (
    GRID,
    Booleans,
    Integers,
    counts,
    frozen,
    indices_of,
    known_mapping,
    largest_exact,
    mask,
    names,
    score_array,
)

Reader = Callable[[Integers], ArrayLike]


@dataclass(frozen=True, eq=False)
class LargeProblem:
    """Districts, CPSEs, how well each pair fits, and the rules; the scores are never copied as a whole.

    Parameters
    ----------
    districts, cpses : sequence of str
        D and C distinct names.
    fit : array_like, shape (D, C), or callable
        Finite scores, greater is better, in float32 or float64. An array is read, not copied: it must not
        be changed meanwhile. A callable is given ascending row numbers, shape (n,), and returns their
        scores, shape (n, C); asked again it must return the same. Scores are snapped to the grid of 1e-6
        as they are read.
    capacity : array_like of int, shape (C,)
        Most districts a CPSE may lead.
    banned : array_like of bool, shape (D, C), optional
        Pairs that must not be.
    pinned : mapping of str to str, optional
        District to the CPSE that must lead it.
    current : mapping of str to str, optional
        The present mapping; among plans of one total the one with fewer changes against it is chosen.

    Raises
    ------
    ProblemError
        Names the field that is wrong; a wrong score is found, and named, when it is read.

    Examples
    --------
    >>> import numpy as np
    >>> from csrmatch.optimiser import solve_large
    >>> def blocks(rows):
    ...     return np.outer(rows + 1, [0.1, 0.2, 0.3])
    >>> problem = LargeProblem(["A", "B"], ["X", "Y", "Z"], blocks, [1, 1, 1])
    >>> solve_large(problem).plan.pairs
    [('A', 'Y'), ('B', 'Z')]
    """

    districts: tuple[str, ...]
    cpses: tuple[str, ...]
    capacity: Integers
    banned: Booleans | None
    pinned: Mapping[str, str] | None
    current: Mapping[str, str] | None
    _fit: Scores | Reader = field(repr=False)
    _read_before: Booleans = field(repr=False)

    def __init__(
        self,
        districts: Sequence[str],
        cpses: Sequence[str],
        fit: ArrayLike | Reader,
        capacity: ArrayLike,
        banned: ArrayLike | None = None,
        pinned: Mapping[str, str] | None = None,
        current: Mapping[str, str] | None = None,
    ) -> None:
        rows, columns = names("districts", districts), names("cpses", cpses)
        shape = (len(rows), len(columns))
        state = self.__dict__
        state["districts"], state["cpses"] = rows, columns
        state["capacity"] = counts("capacity", capacity, columns)
        state["banned"] = None if banned is None else mask(banned, shape)
        state["pinned"] = None if pinned is None else known_mapping("pinned", pinned, self.row, self.column)
        state["current"] = (
            None if current is None else known_mapping("current", current, self.row, self.column)
        )
        state["_fit"] = fit if callable(fit) else _floating(fit, rows, columns)
        state["_read_before"] = np.zeros(len(rows), dtype=bool)

    @cached_property
    def row(self) -> dict[str, int]:
        """The row of each district."""
        return {name: index for index, name in enumerate(self.districts)}

    @cached_property
    def column(self) -> dict[str, int]:
        """The column of each CPSE."""
        return {name: index for index, name in enumerate(self.cpses)}

    @cached_property
    def pins(self) -> Integers:
        """(D,) the column each district is pinned to, -1 where it is free."""
        if not self.pinned:
            return frozen(np.full(len(self.districts), -1))
        return frozen(indices_of(self.pinned, self.row, self.column))

    @property
    def shape(self) -> tuple[int, int]:
        """How many districts and CPSEs there are."""
        return len(self.districts), len(self.cpses)

    def read(self, rows: Integers) -> Scores:
        """(n, C) the scores of some rows as they were given, in ascending order; checked the first time.

        Raises
        ------
        ProblemError
            ``"wrong_shape"``, ``"fit_not_numeric"``, ``"fit_not_finite"`` or ``"fit_too_large"``.
        """
        if not isinstance(self._fit, np.ndarray):
            scores = _floating(self._fit(rows), tuple(self.districts[row] for row in rows), self.cpses)
        elif rows[-1] - rows[0] == len(rows) - 1:
            scores = self._fit[rows[0] : rows[-1] + 1]
        else:
            scores = self._fit[rows]
        if not self._read_before[rows].all():
            self._check(rows, scores)
            self._read_before[rows] = True
        return scores

    def read_open(self, rows: Integers) -> Scores:
        """(n, C) the same with -inf where a pair is banned."""
        scores = self.read(rows)
        if self.banned is None:
            return scores
        banned = self.banned[rows]
        return np.where(banned, scores.dtype.type(-np.inf), scores) if banned.any() else scores

    def micro(self, rows: Integers, columns: Integers | slice = slice(None)) -> Integers:
        """(n, C) the scores of some rows in whole millionths: the numbers that are really solved."""
        scores = self.read(rows)[:, columns].astype(np.float64)
        return np.rint(scores * float(GRID)).astype(np.int64)

    def parts(self, rows: Integers) -> Iterator[Integers]:
        """Some rows, a few at a time."""
        size = max(1, CELLS_AT_ONCE // len(self.cpses))
        for start in range(0, len(rows), size):
            yield rows[start : start + size]

    @cached_property
    def digest(self) -> str:
        """SHA-256 of everything that is asked, in hexadecimal; that of a `Problem` that asks the same."""
        state = hashlib.sha256(
            described(self.districts, self.cpses, self.capacity, pinned=self.pinned, current=self.current)
        )
        for index in self.parts(np.arange(self.shape[0])):
            state.update(self.micro(index).astype("<i8").tobytes())
        if self.banned is not None and self.banned.any():
            state.update(np.packbits(self.banned).tobytes())
        return state.hexdigest()

    def _check(self, rows: Integers, scores: Scores) -> None:
        largest = max(float(scores.max()), -float(scores.min()))
        limit = largest_exact(self.shape[0]) / GRID
        if not largest < limit:
            bad = ~np.isfinite(scores)
            code = "fit_not_finite" if bad.any() else "fit_too_large"
            row, column = np.argwhere(bad if bad.any() else np.abs(scores) >= limit)[0]
            raise ProblemError(
                code,
                field="fit",
                district=self.districts[rows[row]],
                cpse=self.cpses[column],
                value=float(scores[row, column]),
            )


def _floating(given: ArrayLike, rows: tuple[str, ...], columns: tuple[str, ...]) -> Scores:
    """Scores as floating-point numbers of 32 or 64 bits, not copied if they are."""
    scores = score_array(given, rows, columns)
    return scores if scores.dtype in (np.float32, np.float64) else scores.astype(np.float64)
