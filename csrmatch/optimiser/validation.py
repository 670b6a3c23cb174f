"""The door of the optimiser: what the user gives is checked cell by cell and put on the grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from numbers import Real
from operator import le
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

LARGEST_COUNT = 10**12
"""No capacity and no minimum is greater, so that sums of them stay exact."""

LARGEST_MONEY = 10**15
"""No sum of money in rupees is greater: three times what India earns in a year."""

_EXACT = 2**53


def frozen(array: Array) -> Array:
    """The same array, no longer writable."""
    array.setflags(write=False)
    return array


def names(field: str, given: Sequence[str]) -> tuple[str, ...]:
    """The names as a tuple; at least one, all text, none empty, none twice."""
    if isinstance(given, str):
        raise ProblemError("name_not_text", field=field, value=given)
    try:
        result = tuple(given)
    except TypeError:
        raise ProblemError("name_not_text", field=field, value=given) from None
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
    with np.errstate(over="ignore"):
        fit = score_array(given, rows, columns).astype(np.float64, copy=False)
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


def score_array(given: ArrayLike, rows: tuple[str, ...], columns: tuple[str, ...]) -> NDArray[Any]:
    """A (D, C) array of floating-point or whole numbers, not copied if it is one; not yet looked through."""
    array = _array("fit", given, "fit_not_numeric")
    if array.shape != (len(rows), len(columns)):
        raise ProblemError("wrong_shape", field="fit", shape=array.shape, expected=(len(rows), len(columns)))
    if array.dtype.kind in "iuf":
        return array
    if array.dtype.kind != "O":
        raise ProblemError(
            "fit_not_numeric", field="fit", dtype=str(array.dtype), district=rows[0], cpse=columns[0]
        )
    numbers = np.empty(array.shape)
    for (row, column), value in np.ndenumerate(array):
        where = {"district": rows[row], "cpse": columns[column], "value": value}
        if value is None:
            raise ProblemError("fit_not_finite", field="fit", **where)
        if isinstance(value, bool) or not isinstance(value, Real):
            raise ProblemError("fit_not_numeric", field="fit", **where)
        try:
            numbers[row, column] = float(value)
        except OverflowError:
            raise ProblemError("fit_too_large", field="fit", **where) from None
    return numbers


def _array(field: str, given: ArrayLike, code: str) -> NDArray[Any]:
    """The numpy array of it, with nothing masked; `code` says what it is not where it is none."""
    if isinstance(given, np.ma.MaskedArray) and np.ma.is_masked(given):
        place = np.argwhere(np.ma.getmaskarray(given))[0].tolist()
        raise ProblemError("value_masked", field=field, place=tuple(place))
    try:
        return np.asarray(given)
    except (TypeError, ValueError, OverflowError):
        raise ProblemError(code, field=field) from None


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
    if values.max() > LARGEST_COUNT:
        column = int(np.argmax(values))
        raise ProblemError("count_too_large", field=field, cpse=columns[column], value=int(values[column]))
    return frozen(values)


def mask(given: ArrayLike, shape: tuple[int, int]) -> Booleans:
    """A (D, C) array of true and false."""
    values = np.array(_array("banned", given, "not_bool"))
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
    for field, values in (("ask", asked), ("budget", given)):
        wrong = np.argwhere((values < 0) | (values > LARGEST_MONEY))
        if len(wrong):
            _refuse_money(field, values, wrong[0].tolist(), rows, columns)
    return frozen(asked), frozen(given)


def _refuse_money(
    field: str,
    values: Integers,
    place: list[int],
    rows: tuple[str, ...],
    columns: tuple[str, ...],
) -> None:
    value = int(values[tuple(place)])
    names = (columns,) if field == "budget" else (rows, columns)
    keys = ("cpse",) if field == "budget" else ("district", "cpse")
    where = {key: names[axis][index] for axis, (key, index) in enumerate(zip(keys, place, strict=False))}
    code = "negative_money" if value < 0 else "money_too_large"
    raise ProblemError(code, field=field, value=value, **where)


def _whole(field: str, given: ArrayLike, code: str) -> Integers:
    values = _array(field, given, code)
    if values.dtype.kind not in "iu":
        raise ProblemError(code, field=field, dtype=str(values.dtype))
    if values.dtype.kind == "u":  # Beyond the range of signed numbers it would turn negative.
        values = np.minimum(values, np.uint64(2**63 - 1))
    return values.astype(np.int64)


def known_mapping(
    field: str, mapping: Mapping[str, str], row: Mapping[str, int], column: Mapping[str, int]
) -> dict[str, str]:
    """A mapping of district to CPSE whose names are all known."""
    if not isinstance(mapping, Mapping):
        raise ProblemError("not_a_mapping", field=field, value=mapping)
    for district, cpse in mapping.items():
        if not isinstance(district, str) or district not in row:
            raise ProblemError("unknown_district", field=field, district=district)
        if not isinstance(cpse, str) or cpse not in column:
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
    if all(map(le, given, given[1:])):
        return np.arange(len(given))
    return np.array(sorted(range(len(given)), key=given.__getitem__), dtype=np.int64)
