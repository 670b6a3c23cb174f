"""The criteria, one function each: facts in, values in [0, 1] and flags for missing data out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from csrmatch.optimiser.errors import ProblemError
from csrmatch.optimiser.validation import GRID, Booleans, Floats, frozen

NEUTRAL = 0.5
"""What a missing value counts where nothing at all is known to take a mean of."""

EARTH_RADIUS_KM = 6371.0088
NEARNESS_KM = 150.0
RECENCY = 0.8
SHRINK_PROJECTS = 5
LAKH = 100_000

NO_LEAD = -1
LEAD_NOT_KNOWN = -2


@dataclass(frozen=True, eq=False)
class Criterion:
    """One criterion for every pair.

    Attributes
    ----------
    name : str
        The key of its weight.
    values : (D, C) float64
        In [0, 1] on the grid of 1e-6, the neutral value where the data is missing.
    missing : (D, C) bool
        Where the value rests on missing data.
    """

    name: str
    values: Floats
    missing: Booleans


def need_expertise(severity: ArrayLike, expertise: ArrayLike, theme_weights: ArrayLike) -> Criterion:
    """How well a CPSE's experience meets a district's needs.

    Parameters
    ----------
    severity : (D, T) in [0, 1]
        How severe the need is by theme; NaN where not known.
    expertise : (C, T) in [0, 1]
        Experience by theme, see `expertise`; NaN where not known.
    theme_weights : (T,)
        Weight of each theme, 0 or more.

    Notes
    -----
    Σ_t w_t · severity[d, t] · expertise[c, t] / Σ_t w_t · severity[d, t], both sums over the themes where
    both are known. Missing where no such theme carries weight: then the mean of the district's known
    values counts.

    Examples
    --------
    >>> need_expertise([[1.0, 0.5]], [[0.8, 0.2]], [30, 20]).values.tolist()
    [[0.65]]
    """
    need, skill = known_shares("severity", severity, 2), known_shares("expertise", expertise, 2)
    weight = np.asarray(theme_weights, dtype=np.float64)
    if weight.shape != (need.shape[1],) or skill.shape[1] != need.shape[1] or not (weight >= 0).all():
        raise ProblemError("wrong_shape", field="theme_weights", shape=weight.shape)
    met = np.zeros((len(need), len(skill)))
    asked = np.zeros_like(met)
    for theme in range(len(weight)):
        part = weight[theme] * need[:, theme, None]
        known = ~np.isnan(part) & ~np.isnan(skill[:, theme])
        asked += np.where(known, part, 0.0)
        met += np.where(known, part * skill[:, theme], 0.0)
    with np.errstate(invalid="ignore"):
        return _criterion("need_expertise", met / asked, asked == 0)


def nearness(km: ArrayLike, inside: ArrayLike) -> Criterion:
    """How near the CPSE works to the district.

    Parameters
    ----------
    km : (D, C) in kilometres
        From the district's headquarters to the CPSE's nearest place; NaN where no place is known.
    inside : (D, C) bool
        Whether the CPSE has a place inside the district (the local area of section 135(5)).

    Notes
    -----
    1 inside the district, else exp(-km / 150). Missing where no place is known: then the mean of the
    district's known values counts.

    Examples
    --------
    >>> nearness([[0.0, 150.0]], [[True, False]]).values.tolist()
    [[1.0, 0.367879]]
    """
    distance = known_numbers("km", km, 2)
    within = np.asarray(inside, dtype=bool)
    value = np.where(within, 1.0, np.exp(-distance / NEARNESS_KM))
    return _criterion("nearness", value, np.isnan(value))


def money(free_inr: Sequence[int | None] | ArrayLike, ask_inr: Sequence[int | None] | ArrayLike) -> Criterion:
    """Whether the CPSE's free money covers what the district asks.

    Parameters
    ----------
    free_inr : (C,) rupees
        Free to give; None, NaN or masked where not known.
    ask_inr : (D,) rupees
        Asked; None, NaN or masked where not known.

    Notes
    -----
    min(1, free / ask), 1 where nothing is asked. Missing where either is not known: then the mean of the
    district's known values counts.

    Examples
    --------
    >>> money([50, None], [100]).values.tolist()
    [[0.5, 0.5]]
    """
    free, ask = known_numbers("free_inr", free_inr, 1), known_numbers("ask_inr", ask_inr, 1)
    known = ~np.isnan(ask)[:, None] & ~np.isnan(free)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(ask[:, None] == 0, 1.0, np.minimum(1.0, free / ask[:, None]))
    return _criterion("money", share, ~known)


def track_record(done: ArrayLike, total: ArrayLike) -> Criterion:
    """How reliably the CPSE finished its projects in districts like this one.

    Parameters
    ----------
    done : (D, C) projects
        Finished on time with verified results in like districts.
    total : (D, C) projects
        All whose outcome is known; 0 or NaN where there is none.

    Notes
    -----
    (done + 5 · m) / (total + 5), m = the share done of all projects together: few projects say little and
    are drawn to the mean. Missing where there is no project: then m counts.

    Examples
    --------
    >>> track_record([[5.0, 0.0]], [[5.0, 5.0]]).values.tolist()
    [[0.75, 0.25]]
    """
    good, every = known_numbers("done", done, 2), known_numbers("total", total, 2)
    missing = np.isnan(good) | np.isnan(every) | (every == 0)
    good, every = np.where(missing, 0.0, good), np.where(missing, 0.0, every)
    if (good > every).any():
        district, cpse = np.argwhere(good > every)[0]
        raise ProblemError("done_above_total", field="done", row=int(district), column=int(cpse))
    mean = float(good.sum() / every.sum()) if every.any() else NEUTRAL
    value = (good + SHRINK_PROJECTS * mean) / (every + SHRINK_PROJECTS)
    return _criterion("track_record", value, missing, neutral=mean)


def preferences(district_rank: ArrayLike, cpse_rank: ArrayLike) -> Criterion:
    """How much the two sides asked for each other.

    Parameters
    ----------
    district_rank : (D, C) 1, 2, …
        The rank the district gave the CPSE; NaN where it is silent.
    cpse_rank : (D, C) 1, 2, …
        The rank the CPSE gave the district; NaN where it is silent.

    Notes
    -----
    The mean of both sides, each 0.5 + 0.5 · (n - rank + 1) / n with n the last rank that side stated (its
    first choice counts 1, its last a little above neutral), 0.5 where silent. Missing where both are silent.

    Examples
    --------
    >>> nan = float("nan")
    >>> preferences([[1, 2, nan]], [[nan, 1, nan]]).values.tolist()
    [[0.75, 0.875, 0.5]]
    """
    district, cpse = (
        known_numbers("district_rank", district_rank, 2),
        known_numbers("cpse_rank", cpse_rank, 2),
    )
    for field, rank in (("district_rank", district), ("cpse_rank", cpse)):
        if (rank < 1).any():
            row, column = np.argwhere(rank < 1)[0]
            raise ProblemError("rank_below_one", field=field, row=int(row), column=int(column))
    value = (liking(district, axis=1) + liking(cpse, axis=0)) / 2
    return _criterion("preferences", value, np.isnan(district) & np.isnan(cpse), neutral=NEUTRAL)


def continuity(leads_now: ArrayLike, cpses: int) -> Criterion:
    """Whether the CPSE leads the district now.

    Parameters
    ----------
    leads_now : (D,) int
        The index of the CPSE that leads; `NO_LEAD` (-1) where nobody does, `LEAD_NOT_KNOWN` (-2).
    cpses : int
        C, how many CPSEs there are.

    Notes
    -----
    1 for the present lead, else 0. Missing where it is not known who leads: then 0 counts for all, which
    favours nobody.

    Examples
    --------
    >>> continuity([1, -1], 2).values.tolist()
    [[0.0, 1.0], [0.0, 0.0]]
    """
    lead = np.asarray(leads_now)
    if (
        lead.dtype.kind not in "iu"
        or lead.ndim != 1
        or (lead < LEAD_NOT_KNOWN).any()
        or (lead >= cpses).any()
    ):
        raise ProblemError("lead_out_of_range", field="leads_now")
    value = (lead[:, None] == np.arange(cpses)).astype(np.float64)
    missing = np.repeat((lead == LEAD_NOT_KNOWN)[:, None], cpses, axis=1)
    return _criterion("continuity", value, missing, neutral=0.0)


def additionality(overlap: ArrayLike) -> Criterion:
    """How little of what the CPSE would do is done already.

    Parameters
    ----------
    overlap : (D, C) in [0, 1]
        Share of the needed themes served by schemes or by other CPSEs; NaN where not known.

    Notes
    -----
    1 - overlap. Missing where not known: then the mean of the district's known values counts.

    Examples
    --------
    >>> additionality([[0.25, float("nan")]]).values.tolist()
    [[0.75, 0.75]]
    """
    value = 1.0 - known_shares("overlap", overlap, 2)
    return _criterion("additionality", value, np.isnan(value))


def expertise(spend_inr: ArrayLike, years_ago: ArrayLike) -> Floats:
    """Experience of each CPSE in each theme, from what it spent.

    Parameters
    ----------
    spend_inr : (C, T, Y) rupees
        Spent by CPSE, theme and year; NaN where not known.
    years_ago : (Y,)
        Years since each year of spending, 0 or more.

    Returns
    -------
    ndarray of float, shape (C, T)
        In [0, 1]; NaN where no year is known.

    Notes
    -----
    s = Σ_y 0.8^years_ago · spend, in lakh rupees, over the known years; log(1 + s) / log(1 + greatest s of
    the theme). So the greatest spender of a theme has 1, and ten times less costs a constant step.

    Examples
    --------
    >>> expertise([[[9_900_000]], [[900_000]], [[0]]], [0]).round(6).tolist()
    [[1.0], [0.5], [0.0]]
    """
    spend = known_numbers("spend_inr", spend_inr, 3)
    ago = known_numbers("years_ago", years_ago, 1)
    if ago.shape != (spend.shape[2],):
        raise ProblemError("wrong_shape", field="years_ago", shape=ago.shape)
    known = ~np.isnan(spend)
    recent = np.zeros(spend.shape[:2])
    for year in range(len(ago)):
        recent += np.where(known[:, :, year], spend[:, :, year] * RECENCY ** ago[year], 0.0)
    logged = np.log1p(recent / LAKH)
    greatest = logged.max(axis=0, initial=0.0)
    share = logged / np.where(greatest > 0, greatest, 1.0)
    return np.where(known.any(axis=2), share, np.nan)


def haversine_km(lat: ArrayLike, lon: ArrayLike, to_lat: ArrayLike, to_lon: ArrayLike) -> Floats:
    """Great-circle distance in kilometres between points in degrees; the arrays broadcast.

    Notes
    -----
    2 R asin √(sin²(Δφ/2) + cos φ₁ cos φ₂ sin²(Δλ/2)) with R = 6371.0088 km, the mean radius of the Earth.

    Examples
    --------
    >>> round(float(haversine_km(21.25, 81.63, 18.9, 81.35)), 1)
    262.9
    """
    first, second = np.radians(lat), np.radians(to_lat)
    across = np.radians(to_lon) - np.radians(lon)
    chord = np.sin((second - first) / 2) ** 2 + np.cos(first) * np.cos(second) * np.sin(across / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(1.0, chord))))


def _criterion(name: str, value: Floats, missing: Booleans, *, neutral: float | None = None) -> Criterion:
    """The values on the grid, the neutral one where missing.

    Unless `neutral` is given it is the mean of the row's known values, else of all known values, else 0.5;
    taken in whole numbers, rounded half up, so that the order of the sum changes nothing.
    """
    micro = np.rint(np.where(missing, 0.0, value) * GRID).astype(np.int64)
    if neutral is None:
        known = ~missing
        everywhere = _mean(int(micro.sum()), int(known.sum()), round(NEUTRAL * GRID))
        sums, numbers = micro.sum(axis=1), known.sum(axis=1)
        filler = np.array(
            [_mean(int(s), int(n), everywhere) for s, n in zip(sums, numbers, strict=True)], dtype=np.int64
        )[:, None]
    else:
        filler = np.array([[round(neutral * GRID)]], dtype=np.int64)
    filled = np.where(missing, filler, micro) / GRID
    if not ((filled >= 0) & (filled <= 1)).all():
        row, column = np.argwhere(~((filled >= 0) & (filled <= 1)))[0]
        raise ProblemError("value_out_of_range", field=name, row=int(row), column=int(column))
    return Criterion(name, frozen(filled), frozen(np.array(missing, dtype=bool)))


def _mean(total: int, number: int, otherwise: int) -> int:
    return (2 * total + number) // (2 * number) if number else otherwise


def liking(rank: Floats, *, axis: int) -> Floats:
    """How much one side likes each, by the ranks it stated along an axis, NaN where silent."""
    silent = np.isnan(rank)
    last = np.where(silent, 1.0, rank).max(axis=axis, keepdims=True)
    return np.asarray(np.where(silent, NEUTRAL, 0.5 + 0.5 * (last - rank + 1) / last))


def known_numbers(field: str, given: Any, dimensions: int) -> Floats:
    """Numbers of 0 or more in float64 with NaN where not known (None, NaN or masked)."""
    if isinstance(given, np.ma.MaskedArray):
        given = np.ma.filled(given.astype(np.float64), np.nan)
    try:
        array: NDArray[np.float64] = np.array(given, dtype=np.float64)
    except (TypeError, ValueError):
        raise ProblemError("not_numeric", field=field) from None
    if array.ndim != dimensions:
        raise ProblemError("wrong_shape", field=field, shape=array.shape)
    if (array < 0).any() or np.isinf(array).any():
        place = np.argwhere((array < 0) | np.isinf(array))[0].tolist()
        raise ProblemError("value_out_of_range", field=field, place=tuple(place))
    return array


def known_shares(field: str, given: Any, dimensions: int) -> Floats:
    """The same where no number is above 1."""
    array = known_numbers(field, given, dimensions)
    if (array > 1).any():
        raise ProblemError("value_out_of_range", field=field, place=tuple(np.argwhere(array > 1)[0].tolist()))
    return array
