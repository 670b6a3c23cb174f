"""The fit of very many pairs at once, from facts that belong to districts, CPSEs and places, not to pairs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from csrmatch.optimiser.errors import ProblemError
from csrmatch.optimiser.large.cells import Edges
from csrmatch.optimiser.scoring import (
    LEAD_NOT_KNOWN,
    NEARNESS_KM,
    NEUTRAL,
    SHRINK_PROJECTS,
    known_numbers,
    known_shares,
)
from csrmatch.optimiser.validation import GRID, Floats
from csrmatch.optimiser.weights import check_named_weights

Singles = NDArray[np.float32]
Fill = Callable[[slice, Singles], None]

CELLS_AT_ONCE = 2**16
"""So many pairs are worked on at a time: few enough to stay in the processor's cache."""

SEVEN = (
    "need_expertise",
    "nearness",
    "money",
    "track_record",
    "preferences",
    "continuity",
    "additionality",
)


def no_cells() -> Edges:
    """No cells at all."""
    return Edges.joined([])


@dataclass(frozen=True, eq=False)
class Facts:
    """What is known of D districts, C CPSEs and P places; NaN where a number is not known.

    Attributes
    ----------
    severity : (D, T), expertise : (C, T), theme_weights : (T,)
        As in `need_expertise`.
    km : (D, P), inside : (D, P) bool
        From each district's headquarters to each place in kilometres, and whether the place lies in it.
    places : (C,) or (C, K) int
        The places of each CPSE; -1 for none.
    free_inr : (C,), ask_inr : (D,)
        As in `money`.
    done, total : (L, C)
        As in `track_record`, in districts of each of L kinds.
    kind : (D,) int
        The kind of each district.
    leads_now : (D,) int
        As in `continuity`.
    overlap : (D,)
        As in `additionality`, for CPSEs that `overlap_cells` does not tell otherwise.
    overlap_cells, district_ranks, cpse_ranks : Edges
        The overlap of single pairs, and the ranks that each side stated; no pair twice.
    """

    severity: ArrayLike
    expertise: ArrayLike
    theme_weights: ArrayLike
    km: ArrayLike
    inside: ArrayLike
    places: ArrayLike
    free_inr: ArrayLike
    ask_inr: ArrayLike
    done: ArrayLike
    total: ArrayLike
    kind: ArrayLike
    leads_now: ArrayLike
    overlap: ArrayLike
    overlap_cells: Edges = field(default_factory=no_cells)
    district_ranks: Edges = field(default_factory=no_cells)
    cpse_ranks: Edges = field(default_factory=no_cells)


def fit_of_many(facts: Facts, weights: Mapping[str, int]) -> Singles:
    """The fit of every pair by the seven criteria, (D, C) in float32, never more than one matrix in memory.

    Parameters
    ----------
    facts : Facts
    weights : mapping of str to int
        The weight of each criterion in `SEVEN`; whole, 0 or more, together 100.

    Returns
    -------
    ndarray of float32, shape (D, C)
        Snapped to the grid of 1e-6 it is that of `weighted_fit` on the criteria of the same facts, to one
        step of the grid: criteria are not rounded one by one here, and sums are in single precision.

    Raises
    ------
    ProblemError
        ``"wrong_shape"``, ``"value_out_of_range"``, and as `check_weights`.

    Notes
    -----
    Expertise is one product of matrices, nearness is read off a table of places, a track record off a table
    of kinds; ranks, leads and overlaps are few and are put in cell by cell. A few rows are worked on at a
    time.
    """
    check_named_weights(weights, SEVEN)
    share = {name: weights[name] / 100 for name in SEVEN}
    rows, columns = len(np.asarray(facts.severity)), len(np.asarray(facts.expertise))
    layers = [
        _need_expertise(facts, share["need_expertise"]),
        _nearness(facts, share["nearness"]),
        _money(facts, share["money"]),
        _track_record(facts, share["track_record"]),
    ]
    base = _additionality(facts, share["additionality"], columns) + share["preferences"] * NEUTRAL
    fit = np.empty((rows, columns), dtype=np.float32)
    size = max(1, CELLS_AT_ONCE // columns)
    scratch = np.empty((size, columns), dtype=np.float32)
    for start in range(0, rows, size):
        part = slice(start, min(start + size, rows))
        block = fit[part]
        block[:] = base[part, None]
        for layer in layers:
            layer.add(part, block, scratch[: len(block)])
    for layer in layers:
        layer.close(fit)
    _put_in(facts, share, fit)
    return fit


@dataclass(eq=False)
class _Layer:
    """One criterion times its weight, a few rows at a time; what is not known counts the district's mean."""

    fill: Fill
    may_miss: bool
    neutral: float
    total: float = 0.0
    known: int = 0
    empty: list[int] = field(default_factory=list)

    def add(self, part: slice, block: Singles, scratch: Singles) -> None:
        """Adds the criterion to some rows."""
        self.fill(part, scratch)
        if self.may_miss:
            self._complete(part.start, scratch)
        block += scratch

    def _complete(self, start: int, values: Singles) -> None:
        missing = np.isnan(values)
        np.copyto(values, 0, where=missing)
        known = values.shape[1] - np.count_nonzero(missing, axis=1)
        sums = values.sum(axis=1, dtype=np.float64)
        self.total += float(sums.sum())
        self.known += int(known.sum())
        self.empty += (start + np.flatnonzero(known == 0)).tolist()
        mean = sums / np.maximum(known, 1)
        np.copyto(values, mean[:, None].astype(np.float32), where=missing)

    def close(self, fit: Singles) -> None:
        """Gives rows of which nothing is known the mean of all that is."""
        fit[self.empty] += np.float32(self.total / self.known if self.known else self.neutral)


def _need_expertise(facts: Facts, share: float) -> _Layer:
    need = known_shares("severity", facts.severity, 2)
    skill = known_shares("expertise", facts.expertise, 2)
    weight = known_numbers("theme_weights", facts.theme_weights, 1)
    if weight.shape != (need.shape[1],) or skill.shape[1] != need.shape[1] or np.isnan(weight).any():
        raise ProblemError("wrong_shape", field="theme_weights", shape=weight.shape)
    left = np.nan_to_num(need * weight)
    right = np.ascontiguousarray(np.nan_to_num(skill).T, dtype=np.float32)
    told = ~np.isnan(skill)
    if told.all():
        with np.errstate(divide="ignore", invalid="ignore"):
            scaled = (share * left / left.sum(axis=1)[:, None]).astype(np.float32)

        def fill(part: slice, values: Singles) -> None:
            np.matmul(scaled[part], right, out=values)

        return _Layer(fill, bool(np.isnan(scaled).any()), share * NEUTRAL)
    above, below = (share * left).astype(np.float32), left.astype(np.float32)
    known = np.ascontiguousarray(told.T, dtype=np.float32)

    def fill_known(part: slice, values: Singles) -> None:
        np.matmul(above[part], right, out=values)
        with np.errstate(invalid="ignore"):
            values /= below[part] @ known

    return _Layer(fill_known, True, share * NEUTRAL)


def _nearness(facts: Facts, share: float) -> _Layer:
    km = known_numbers("km", facts.km, 2)
    inside = np.asarray(facts.inside, dtype=bool)
    places = np.asarray(facts.places)
    places = places[:, None] if places.ndim == 1 else places
    if inside.shape != km.shape:
        raise ProblemError("wrong_shape", field="inside", shape=inside.shape, expected=km.shape)
    if places.dtype.kind not in "iu" or (places < -1).any() or (places >= km.shape[1]).any():
        raise ProblemError("value_out_of_range", field="places")
    table = np.full((len(km), km.shape[1] + 1), np.nan, dtype=np.float32)  # The last place is none.
    table[:, :-1] = share * _snapped(np.where(inside, 1.0, np.exp(-km / NEARNESS_KM)))
    places = np.where(places < 0, km.shape[1], places)
    first = np.ascontiguousarray(places[:, 0])
    others = [
        (columns, places[columns, k])
        for k in range(1, places.shape[1])
        for columns in [np.flatnonzero(places[:, k] < km.shape[1])]
    ]

    def fill(part: slice, values: Singles) -> None:
        np.take(table[part], first, axis=1, out=values, mode="clip")
        for columns, place in others:
            values[:, columns] = np.fmax(values[:, columns], np.take(table[part], place, axis=1))

    may_miss = bool(np.isnan(table[:, np.unique(first)]).any())
    return _Layer(fill, may_miss, share * NEUTRAL)


def _money(facts: Facts, share: float) -> _Layer:
    free, ask = known_numbers("free_inr", facts.free_inr, 1), known_numbers("ask_inr", facts.ask_inr, 1)
    part_of = (share / np.where(ask == 0, 1.0, ask)).astype(np.float32)
    given = free.astype(np.float32)
    nothing = np.flatnonzero(ask == 0)

    def fill(part: slice, values: Singles) -> None:
        np.multiply(given, part_of[part, None], out=values)
        np.minimum(values, np.float32(share), out=values)
        for row in nothing[(nothing >= part.start) & (nothing < part.stop)]:
            values[row - part.start, ~np.isnan(given)] = share

    may_miss = bool(np.isnan(free).any() or np.isnan(ask).any())
    return _Layer(fill, may_miss, share * NEUTRAL)


def _track_record(facts: Facts, share: float) -> _Layer:
    good, every = known_numbers("done", facts.done, 2), known_numbers("total", facts.total, 2)
    kind = np.asarray(facts.kind)
    if (
        good.shape != every.shape
        or kind.dtype.kind not in "iu"
        or (kind < 0).any()
        or (kind >= len(good)).any()
    ):
        raise ProblemError("value_out_of_range", field="kind")
    missing = np.isnan(good) | np.isnan(every) | (every == 0)
    good, every = np.where(missing, 0.0, good), np.where(missing, 0.0, every)
    if (good > every).any():
        raise ProblemError("done_above_total", field="done")
    number = np.bincount(kind, minlength=len(good))
    projects = float(number @ every.sum(axis=1))
    mean = float(number @ good.sum(axis=1)) / projects if projects else NEUTRAL
    table = (good + SHRINK_PROJECTS * mean) / (every + SHRINK_PROJECTS)
    table = (share * _snapped(np.where(missing, mean, table))).astype(np.float32)

    def fill(part: slice, values: Singles) -> None:
        np.take(table, kind[part], axis=0, out=values, mode="clip")

    return _Layer(fill, may_miss=False, neutral=0.0)


def _additionality(facts: Facts, share: float, columns: int) -> Floats:
    """(D,) what a pair that no cell tells otherwise has, times the weight."""
    overlap = known_shares("overlap", facts.overlap, 1)
    cells = facts.overlap_cells
    value = 1.0 - known_shares("overlap_cells", cells.value, 1)
    known = np.where(np.isnan(overlap), 0, columns).astype(np.int64)
    base = 1.0 - overlap
    sums = np.nan_to_num(base) * known
    stated = np.bincount(cells.row, minlength=len(overlap))
    sums += np.bincount(cells.row, value - np.nan_to_num(base)[cells.row], len(overlap))
    known += np.where(np.isnan(overlap), stated, 0)
    everywhere = sums.sum() / known.sum() if known.any() else NEUTRAL
    mean = np.where(known > 0, sums / np.maximum(known, 1), everywhere)
    return np.asarray(share * np.where(np.isnan(base), mean, base))


def _put_in(facts: Facts, share: Mapping[str, float], fit: Singles) -> None:
    """Adds what belongs to single pairs."""
    lead = np.asarray(facts.leads_now)
    if lead.dtype.kind not in "iu" or (lead < LEAD_NOT_KNOWN).any() or (lead >= fit.shape[1]).any():
        raise ProblemError("lead_out_of_range", field="leads_now")
    led = np.flatnonzero(lead >= 0)
    fit[led, lead[led]] += np.float32(share["continuity"])
    cells = facts.overlap_cells
    usual = _additionality(facts, share["additionality"], fit.shape[1])
    fit[cells.row, cells.column] += (share["additionality"] * (1.0 - cells.value) - usual[cells.row]).astype(
        np.float32
    )
    for stated, side, size in (
        (facts.district_ranks, facts.district_ranks.row, fit.shape[0]),
        (facts.cpse_ranks, facts.cpse_ranks.column, fit.shape[1]),
    ):
        if (stated.value < 1).any():
            raise ProblemError("rank_below_one", field="ranks")
        last = np.ones(size)
        np.maximum.at(last, side, stated.value)
        liking = NEUTRAL * (last[side] - stated.value + 1) / last[side]
        fit[stated.row, stated.column] += (share["preferences"] / 2 * liking).astype(np.float32)


def _snapped(value: Floats) -> Floats:
    return np.asarray(np.rint(value * GRID) / GRID)
