"""How a run's matrix is arranged: which rows and columns, in which order; and what a swap would do."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from csrmatch.i18n import name_of
from csrmatch.mapping.results import Result
from csrmatch.mapping.tables import CRITERIA, CpseRow, PlaceRow
from csrmatch.mapping.wording.codes import name_of_state
from csrmatch.optimiser import haversine_km

__all__ = [
    "Nearest",
    "Swap",
    "count_led",
    "find_inside",
    "find_nearest",
    "find_swaps",
    "order_columns",
    "order_rows",
    "unknown_shares",
]


@dataclass(frozen=True)
class Nearest:
    """The place of a CPSE that is nearest to a district; `km` is None where it lies in the district."""

    name: str
    km: float | None


@dataclass(frozen=True)
class Swap:
    """Two districts that exchange their leads: the other one, its lead, and the fits before and after."""

    lgd: str
    lead: str
    here_before: float
    here_after: float
    there_before: float
    there_after: float

    @property
    def change(self) -> float:
        """By how much the fits of the two change together."""
        return self.here_after + self.there_after - self.here_before - self.there_before


def order_rows(result: Result, sort: str, *, state: str = "", text: str = "") -> tuple[int, ...]:
    """The districts of a state whose name or code holds the text.

    They come by `worst` (the lowest fit of a lead first), by `name` or `state` in the reader's language, or
    by `fit:CODE`, the best fit with that CPSE first; anything else means `worst`. The LGD code decides among
    equals.
    """
    districts = result.given.districts
    sought = text.casefold()
    shown = [
        index
        for index, row in enumerate(districts)
        if (not state or row.state == state)
        and sought in f"{row.name_en}\n{row.name_hi or ''}\n{row.lgd}".casefold()
    ]
    shown.sort(key=lambda index: int(districts[index].lgd))
    kind, _colon, code = sort.partition(":")
    if kind == "fit" and code in result.problem.column:
        fit = result.problem.fit_micro[:, result.problem.column[code]]
        shown.sort(key=lambda index: -int(fit[index]))
    elif sort == "name":
        shown.sort(key=lambda index: name_of(districts[index]).casefold())
    elif sort == "state":
        shown.sort(
            key=lambda index: (name_of_state(districts[index].state), name_of(districts[index]).casefold())
        )
    else:
        shown.sort(key=lambda index: float(result.plan.scores[index]))
    return tuple(shown)


def order_columns(result: Result, sort: str, *, text: str = "", only_leads: bool = False) -> tuple[int, ...]:
    """The CPSEs whose code, name or ministry holds the text; or of these only those that lead.

    They come by `price` (the most contested first), `name`, `led` (who leads most first), or `fit:LGD`, the
    best fit for that district first; anything else means `price`. The code decides among equals.
    """
    codes, led = result.problem.cpses, count_led(result)
    named = {row.code: row for row in result.given.cpses}
    sought = text.casefold()
    shown = [
        index
        for index, code in enumerate(codes)
        if sought in _words(named[code]) and (led[code] or not only_leads)
    ]
    shown.sort(key=lambda index: codes[index])
    kind, _colon, lgd = sort.partition(":")
    if kind == "fit" and lgd in result.problem.row:
        fit = result.problem.fit_micro[result.problem.row[lgd]]
        shown.sort(key=lambda index: -int(fit[index]))
    elif sort == "led":
        shown.sort(key=lambda index: -led[codes[index]])
    elif sort != "name":
        shown.sort(key=lambda index: -result.prices[codes[index]])
    return tuple(shown)


def _words(row: CpseRow) -> str:
    return "\n".join((row.code, row.name_en, row.name_hi or "", row.ministry or "")).casefold()


def count_led(result: Result) -> Counter[str]:
    """How many districts each CPSE is proposed to lead."""
    return Counter(code for _lgd, code in result.plan.pairs)


def unknown_shares(result: Result) -> NDArray[np.int64]:
    """(D, C) how much of the weight of each cell, in per cent, rests on data that is not known."""
    shares = np.zeros(result.problem.fit.shape, dtype=np.int64)
    for name in CRITERIA:
        shares += result.given.weights[name] * result.unknown[name]
    return shares


def find_inside(result: Result) -> dict[str, tuple[str, ...]]:
    """By code, the districts of the run in which a CPSE has a place of work, by LGD code in their order."""
    found: dict[str, set[str]] = {}
    for place in result.given.places:
        if place.lgd in result.problem.row:
            found.setdefault(place.cpse, set()).add(place.lgd)
    return {
        code: tuple(lgd for lgd in result.problem.districts if lgd in lgds) for code, lgds in found.items()
    }


def find_nearest(result: Result, lgd: str, code: str) -> Nearest | None:
    """A CPSE's place in a district, else the nearest to its headquarters; None where none is known."""
    places = [place for place in result.given.places if place.cpse == code]
    inside = next((place for place in places if place.lgd == lgd), None)
    if inside is not None:
        return Nearest(inside.name, None)
    district = next(row for row in result.given.districts if row.lgd == lgd)
    located = [place for place in places if place.lat is not None and place.lon is not None]
    if district.lat is None or district.lon is None or not located:
        return None
    km = _distances(district.lat, district.lon, located)
    first = int(km.argmin())
    return Nearest(located[first].name, float(km[first]))


def _distances(lat: float, lon: float, places: Sequence[PlaceRow]) -> NDArray[np.float64]:
    points = np.array([(place.lat, place.lon) for place in places], dtype=np.float64)
    return haversine_km(lat, lon, points[:, 0], points[:, 1])


def find_swaps(result: Result, lgd: str, code: str) -> list[Swap]:
    """The districts that this CPSE leads, and what came of it if one of them changed leads with this one.

    There are none where the CPSE leads this district already. The best exchange comes first.
    """
    problem, lead = result.problem, dict(result.plan.pairs)
    here, own, other = problem.row[lgd], problem.column[lead[lgd]], problem.column[code]
    if own == other:
        return []
    found = [
        Swap(
            lgd=there_lgd,
            lead=problem.cpses[own],
            here_before=float(problem.fit[here, own]),
            here_after=float(problem.fit[here, other]),
            there_before=float(problem.fit[problem.row[there_lgd], other]),
            there_after=float(problem.fit[problem.row[there_lgd], own]),
        )
        for there_lgd, leader in lead.items()
        if leader == code
    ]
    return sorted(found, key=lambda swap: (-swap.change, int(swap.lgd)))
