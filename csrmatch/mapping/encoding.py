"""From rows to criteria and a problem: every formula that turns what offices wrote into numbers."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from csrmatch.mapping.derivations import severity_of
from csrmatch.mapping.solving.bounds import groups_of, held_budgets, rules_in_force
from csrmatch.mapping.tables.rows import (
    CpseRow,
    DistrictRow,
    MappingInput,
    NeedRow,
    PlaceRow,
    ProjectRow,
    RuleRow,
)
from csrmatch.mapping.tables.schema import THEMES
from csrmatch.optimiser import Criterion, Problem, scoring, weighted_fit
from csrmatch.reference import read_themes

__all__ = ["Encoded", "encode", "score", "sum_asks"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Encoded:
    """The problem with the criteria and weights its fit was made of.

    `budgets` holds the rupees of each CPSE that a budget holds, `asks` what each district is known to ask.
    """

    problem: Problem
    criteria: tuple[Criterion, ...]
    weights: Mapping[str, int]
    budgets: Mapping[str, int] = field(default_factory=dict)
    asks: Mapping[str, int] = field(default_factory=dict)


def encode(given: MappingInput, *, as_of: date | None = None) -> Encoded:
    """The problem that an input states; rules that ended before `as_of` are left out.

    Under a budget the districts that a CPSE leads together ask no more than its free money. What is not known
    holds nobody: a need without a sum adds nothing, and a CPSE whose free money is not known, or that no
    budget names, has a budget that all districts together cannot exceed.
    """
    asks = sum_asks(given.needs)
    criteria = score(given)
    rules = rules_in_force(given, as_of)
    budgets = held_budgets(given, rules)
    problem = _problem(given, rules, weighted_fit(criteria, given.weights), asks, budgets)
    return Encoded(problem, criteria, given.weights, budgets, asks)


def score(given: MappingInput) -> tuple[Criterion, ...]:
    """The seven criteria of an input, each with what of it is not known; there must be a pair to score."""
    districts, cpses = given.districts, given.cpses
    severity = _severities(districts, given.needs)
    asks = sum_asks(given.needs)
    return (
        scoring.need_expertise(severity, _expertise(cpses, given.projects), _theme_weights()),
        _nearness(districts, cpses, given.places),
        scoring.money([cpse.free_inr for cpse in cpses], [asks.get(district.lgd) for district in districts]),
        _track_record(districts, cpses, given.projects),
        _preferences(given),
        _continuity(districts, cpses),
        scoring.additionality(_overlap(districts, cpses, given.projects, severity)),
    )


def _severities(districts: Sequence[DistrictRow], needs: Iterable[NeedRow]) -> Floats:
    """(D, T) the gravest need of each theme; 0 for a theme without a need where other needs are known.

    A theme whose needs all lack a severity is not known, and so is every theme of a district without needs.
    """
    row = {district.lgd: index for index, district in enumerate(districts)}
    severity = np.full((len(districts), len(THEMES)), np.nan)
    for need in needs:
        value = severity_of(need)
        if value is not None:
            cell = row[need.lgd], THEMES.index(need.theme)
            severity[cell] = np.fmax(severity[cell], value)
    stated = {(row[need.lgd], THEMES.index(need.theme)) for need in needs}
    for index in np.flatnonzero(~np.isnan(severity).all(axis=1)).tolist():
        for theme in range(len(THEMES)):
            if (index, theme) not in stated:
                severity[index, theme] = 0.0
    return severity


def _theme_weights() -> list[int]:
    """The programme's own weights, as the reference data tells them."""
    weights = {theme.code: theme.weight for theme in read_themes()}
    return [weights[theme] for theme in THEMES]


def _expertise(cpses: Sequence[CpseRow], projects: Iterable[ProjectRow]) -> Floats:
    """(C, T) from spending by theme and year; a CPSE with no known spending is not known in any theme.

    Years are counted back from the latest year in the projects, so that no clock is needed.
    """
    column = {cpse.code: index for index, cpse in enumerate(cpses)}
    spent = [project for project in projects if project.spent_inr is not None]
    years = sorted({int(project.year[:4]) for project in spent})
    if not years:
        return np.full((len(cpses), len(THEMES)), np.nan)
    spend = np.zeros((len(cpses), len(THEMES), len(years)))
    known = np.zeros(len(cpses), dtype=bool)
    for project in spent:
        cell = column[project.cpse], THEMES.index(project.theme), years.index(int(project.year[:4]))
        spend[cell] += project.spent_inr or 0
        known[cell[0]] = True
    spend[~known] = np.nan
    return scoring.expertise(spend, [years[-1] - year for year in years])


def _nearness(
    districts: Sequence[DistrictRow], cpses: Sequence[CpseRow], places: Iterable[PlaceRow]
) -> Criterion:
    """Kilometres from the district's headquarters to the CPSE's nearest place; inside by LGD code."""
    row = {district.lgd: index for index, district in enumerate(districts)}
    column = {cpse.code: index for index, cpse in enumerate(cpses)}
    inside = np.zeros((len(districts), len(cpses)), dtype=bool)
    points: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for place in places:
        if place.lgd in row:
            inside[row[place.lgd], column[place.cpse]] = True
        if place.lat is not None and place.lon is not None:
            points[column[place.cpse]].append((place.lat, place.lon))
    lat = np.array([np.nan if d.lat is None or d.lon is None else d.lat for d in districts])
    lon = np.array([np.nan if d.lat is None or d.lon is None else d.lon for d in districts])
    km = np.full(inside.shape, np.nan)
    for index, known in points.items():
        to = np.array(known)
        km[:, index] = scoring.haversine_km(lat[:, None], lon[:, None], to[:, 0], to[:, 1]).min(axis=1)
    return scoring.nearness(km, inside)


def sum_asks(needs: Iterable[NeedRow]) -> dict[str, int]:
    """What each district asks: the sum over its needs that state a sum; none of them, and it is left out."""
    asks: dict[str, int] = defaultdict(int)
    for need in needs:
        if need.ask_inr is not None:
            asks[need.lgd] += need.ask_inr
    return dict(asks)


def _track_record(
    districts: Sequence[DistrictRow], cpses: Sequence[CpseRow], projects: Iterable[ProjectRow]
) -> Criterion:
    """Counts each CPSE's projects whose outcome is known, wherever they lie.

    A project is done well where neither "on time" nor "results verified" is no; one that says neither
    is not counted.
    """
    column = {cpse.code: index for index, cpse in enumerate(cpses)}
    done, total = np.zeros(len(cpses)), np.zeros(len(cpses))
    for project in projects:
        known = [said for said in (project.on_time, project.results_verified) if said is not None]
        if known:
            total[column[project.cpse]] += 1
            done[column[project.cpse]] += all(known)
    shape = len(districts), len(cpses)
    return scoring.track_record(np.broadcast_to(done, shape), np.broadcast_to(total, shape))


def _preferences(given: MappingInput) -> Criterion:
    row = {district.lgd: index for index, district in enumerate(given.districts)}
    column = {cpse.code: index for index, cpse in enumerate(given.cpses)}
    shape = len(row), len(column)
    ranks = {"district": np.full(shape, np.nan), "cpse": np.full(shape, np.nan)}
    for preference in given.preferences:
        ranks[preference.side][row[preference.lgd], column[preference.cpse]] = preference.rank
    return scoring.preferences(ranks["district"], ranks["cpse"])


def _continuity(districts: Sequence[DistrictRow], cpses: Sequence[CpseRow]) -> Criterion:
    column = {cpse.code: index for index, cpse in enumerate(cpses)}
    leads = [
        scoring.LEAD_NOT_KNOWN
        if district.leads_now is None
        else column.get(district.leads_now, scoring.NO_LEAD)
        for district in districts
    ]
    return scoring.continuity(np.array(leads, dtype=np.int64), len(cpses))


def _overlap(
    districts: Sequence[DistrictRow],
    cpses: Sequence[CpseRow],
    projects: Iterable[ProjectRow],
    severity: Floats,
) -> Floats:
    """(D, C) the share of the district's weighted need in themes where another CPSE already works there.

    Not known for a district where no project is known to lie (silence is not absence) or whose needs are
    not known.
    """
    row = {district.lgd: index for index, district in enumerate(districts)}
    column = {cpse.code: index for index, cpse in enumerate(cpses)}
    present = np.zeros((len(row), len(column), len(THEMES)), dtype=bool)
    for project in projects:
        if project.lgd in row:
            present[row[project.lgd], column[project.cpse], THEMES.index(project.theme)] = True
    number = present.sum(axis=1)
    others = number[:, None, :] - present > 0
    need = np.nan_to_num(severity) * np.array(_theme_weights())
    asked = need.sum(axis=1)
    share = np.full(present.shape[:2], np.nan)
    known = (number.sum(axis=1) > 0) & (asked > 0)
    share[known] = (others[known] * need[known, None, :]).sum(axis=2) / asked[known, None]
    return np.minimum(share, 1.0)


def _problem(
    given: MappingInput,
    rules: Sequence[RuleRow],
    fit: Floats,
    asks: Mapping[str, int],
    budgets: Mapping[str, int],
) -> Problem:
    districts = [district.lgd for district in given.districts]
    cpses = [cpse.code for cpse in given.cpses]
    banned = np.zeros((len(districts), len(cpses)), dtype=bool)
    for rule in rules:
        if rule.kind == "ban":
            banned[districts.index(str(rule.lgd)), cpses.index(str(rule.cpse))] = True
    minimum = [cpse.minimum or 0 for cpse in given.cpses]
    current = {d.lgd: d.leads_now for d in given.districts if d.leads_now not in (None, "none")}
    all_asked = sum(asks.values())
    return Problem(
        districts,
        cpses,
        fit,
        [cpse.capacity for cpse in given.cpses],
        minimum=minimum if any(minimum) else None,
        banned=banned if banned.any() else None,
        pinned={str(rule.lgd): str(rule.cpse) for rule in rules if rule.kind == "pin"} or None,
        ask=[asks.get(lgd, 0) for lgd in districts] if budgets else None,
        budget=[budgets.get(code, all_asked) for code in cpses] if budgets else None,
        groups=groups_of(given, rules),
        current={lgd: str(lead) for lgd, lead in current.items()} or None,
    )
