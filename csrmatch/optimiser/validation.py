"""The door of the optimiser: what the user gives is checked cell by cell and put on the grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from csrmatch.optimiser.errors import ProblemError

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]
Array = TypeVar("Array", bound=NDArray[Any])

GRID = 1_000_000
"""Steps in one unit of fit: every score lives on a grid of 1e-6 and is solved as a whole number."""

_EXACT = 2**53


def frozen(array: Array) -> Array:
    """The same array, no longer writable."""
    array.setflags(write=False)
    return array


def names(field: str, given: Sequence[str]) -> tuple[str, ...]:
    """The names as a tuple; at least one, all text, none empty, none twice."""
    if isinstance(given, str):
        raise ProblemError("name_not_text", field=field, value=given)
    result = tuple(given)
    if not result:
        raise ProblemError("no_names", field=field)
    if set(map(type, result)) == {str} and all(result) and len(set(result)) == len(result):
        return result
    seen: set[str] = set()
    for position, name in enumerate(result):
        if not isinstance(name, str) or not name:
            raise ProblemError("name_not_text", field=field, position=position, value=name)
        if name in seen:
            raise ProblemError("duplicate_name", field=field, position=position, value=name)
        seen.add(name)
    return result


def snap(given: ArrayLike, rows: tuple[str, ...], columns: tuple[str, ...], *, squared: bool) -> Floats:
    """The fit in millionths as whole numbers in float64, negated: what is solved is a cost.

    Sums over all districts must stay exact in float64, so scores have a (very distant) limit; it is nearer
    where minimums are in force (`squared`), for they are priced above any total.
    """
    try:
        fit = np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError):
        raise ProblemError("fit_not_numeric", field="fit") from None
    if fit.shape != (len(rows), len(columns)):
        raise ProblemError("wrong_shape", field="fit", shape=fit.shape, expected=(len(rows), len(columns)))
    cost = fit * -float(GRID)
    np.rint(cost, out=cost)
    largest = max(float(cost.max()), -float(cost.min()))
    limit = largest_exact(len(rows), squared=squared)
    if not largest < limit:
        bad = ~np.isfinite(fit)
        code = "fit_not_finite" if bad.any() else "fit_too_large"
        row, column = np.argwhere(bad if bad.any() else np.abs(cost) >= limit)[0]
        raise ProblemError(
            code, field="fit", district=rows[row], cpse=columns[column], value=float(fit[row, column])
        )
    return frozen(np.ascontiguousarray(cost))


def largest_exact(rows: int, *, squared: bool = False) -> float:
    """The whole number that no score in millionths may reach, so that every sum over rows stays exact."""
    return _EXACT / (4 * (rows + 1) * (rows + 1 if squared else 1))


def counts(field: str, given: ArrayLike, columns: tuple[str, ...]) -> Integers:
    """One whole number of 0 or more for each CPSE."""
    values = _whole(field, given, "count_not_whole")
    if values.shape != (len(columns),):
        raise ProblemError("wrong_shape", field=field, shape=values.shape, expected=(len(columns),))
    if values.min() < 0:
        column = int(np.argmin(values))
        raise ProblemError("negative_count", field=field, cpse=columns[column], value=int(values[column]))
    return frozen(values)


def mask(given: ArrayLike, shape: tuple[int, int]) -> Booleans:
    """A (D, C) array of true and false."""
    values = np.array(given)
    if values.dtype != np.bool_:
        raise ProblemError("not_bool", field="banned", dtype=str(values.dtype))
    if values.shape != shape:
        raise ProblemError("wrong_shape", field="banned", shape=values.shape, expected=shape)
    return frozen(values)


def money(
    ask: ArrayLike | None, budget: ArrayLike | None, rows: tuple[str, ...], columns: tuple[str, ...]
) -> tuple[Integers | None, Integers | None]:
    """What is asked and what can be given, in whole rupees of 0 or more."""
    if (ask is None) != (budget is None):
        raise ProblemError("ask_and_budget_go_together", field="budget" if budget is None else "ask")
    if ask is None or budget is None:
        return None, None
    asked = _whole("ask", ask, "money_not_whole")
    given = _whole("budget", budget, "money_not_whole")
    if asked.shape not in {(len(rows),), (len(rows), len(columns))}:
        raise ProblemError("wrong_shape", field="ask", shape=asked.shape, expected=(len(rows), len(columns)))
    if given.shape != (len(columns),):
        raise ProblemError("wrong_shape", field="budget", shape=given.shape, expected=(len(columns),))
    if asked.min() < 0:
        cell = np.argwhere(asked < 0)[0]
        place = {"district": rows[cell[0]]} | ({"cpse": columns[cell[1]]} if len(cell) > 1 else {})
        raise ProblemError("negative_money", field="ask", value=int(asked[tuple(cell)]), **place)
    if given.min() < 0:
        column = int(np.argmin(given))
        raise ProblemError("negative_money", field="budget", cpse=columns[column], value=int(given[column]))
    return frozen(asked), frozen(given)


def _whole(field: str, given: ArrayLike, code: str) -> Integers:
    values = np.asarray(given)
    if values.dtype.kind not in "iu" or (values.dtype.kind == "u" and values.size and values.max() > _EXACT):
        raise ProblemError(code, field=field, dtype=str(values.dtype))
    return values.astype(np.int64)


def known_mapping(
    field: str, mapping: Mapping[str, str] | None, row: Mapping[str, int], column: Mapping[str, int]
) -> dict[str, str] | None:
    """A mapping of district to CPSE whose names are all known."""
    if mapping is None:
        return None
    for district, cpse in mapping.items():
        if district not in row:
            raise ProblemError("unknown_district", field=field, district=district)
        if cpse not in column:
            raise ProblemError("unknown_cpse", field=field, district=district, cpse=cpse)
    return dict(mapping)


def indices_of(mapping: Mapping[str, str], row: Mapping[str, int], column: Mapping[str, int]) -> Integers:
    """(D,) the column that a mapping of known names gives each district, -1 where it gives none."""
    columns = np.full(len(row), -1, dtype=np.int64)
    for district, cpse in mapping.items():
        columns[row[district]] = column[cpse]
    return columns


def name_order(given: Sequence[str]) -> Integers:
    """(n,) the positions that put the names in their order (by code points, the same everywhere)."""
    return np.array(sorted(range(len(given)), key=given.__getitem__), dtype=np.int64)
