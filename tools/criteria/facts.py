"""Every figure of the page of the criteria, computed by the code that maps: nothing is typed."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from csrmatch.mapping.encoding import Encoded, encode
from csrmatch.mapping.sample import build_sample
from csrmatch.mapping.tables.rows import MappingInput, NeedRow
from csrmatch.mapping.tables.schema import CRITERIA, THEMES
from csrmatch.optimiser import scoring, solve
from csrmatch.reference import read_themes

__all__ = ["ASKED", "CRORE", "DISTRICT", "LEAD", "OTHER", "SHARED", "Facts"]

DISTRICT, LEAD, OTHER = "376", "NMDC", "SECL"
"""Dantewada, and the two CPSEs it is compared with."""

SHARED = "383"
"""Korba: the district of the ten where what others do is known best."""

CRORE = 10_000_000
ASKED = 150 * CRORE
"""What the district is supposed to ask in the example of money: what it asks is not known."""

DONE, TOTAL, ALL_DONE, ALL_TOTAL = 9, 10, 30, 50
"""Invented projects: of this CPSE, and of all together."""

RANK_OF_DISTRICT, LAST_OF_DISTRICT, RANK_OF_CPSE, LAST_OF_CPSE = 1, 3, 2, 4
"""Invented wishes: the rank each side gave, and the last rank it stated."""


@dataclass(frozen=True)
class Facts:
    """The Raipur sample and what the mapping makes of it."""

    @cached_property
    def given(self) -> MappingInput:
        """The ten districts of Chhattisgarh and six CPSEs, from the reference data."""
        return build_sample("raipur")

    @cached_property
    def encoded(self) -> Encoded:
        """The same as criteria and a problem."""
        return encode(self.given)

    def value(self, criterion: str, cpse: str, district: str = DISTRICT) -> float:
        """One criterion of one pair, as it is weighed."""
        return float(self._criterion(criterion).values[self._cell(cpse, district)])

    def is_missing(self, criterion: str, cpse: str, district: str = DISTRICT) -> bool:
        """Whether that value rests on missing data."""
        return bool(self._criterion(criterion).missing[self._cell(cpse, district)])

    def fit(self, cpse: str) -> float:
        """The weighted mean of a pair of the district."""
        return float(self.encoded.problem.fit[self._cell(cpse, DISTRICT)])

    def missing_points(self, cpse: str) -> int:
        """How many points of the weight rest on missing data."""
        return sum(self.weight(name) for name in CRITERIA if self.is_missing(name, cpse))

    def weight(self, criterion: str) -> int:
        """Of 100 points in all."""
        return self.encoded.weights[criterion]

    def lead(self) -> str:
        """Whom the plan of the greatest total proposes for the district."""
        return dict(solve(self.encoded.problem).pairs)[DISTRICT]

    @cached_property
    def cpses(self) -> list[str]:
        """The CPSEs, the nearest first."""
        return sorted(self.encoded.problem.cpses, key=lambda cpse: (self.kilometres(cpse), cpse))

    @cached_property
    def theme_weights(self) -> dict[str, int]:
        """The programme's weight of each theme."""
        return {theme.code: theme.weight for theme in read_themes()}

    @cached_property
    def needs(self) -> dict[str, NeedRow]:
        """The district's needs by theme."""
        return {need.theme: need for need in self.given.needs if need.lgd == DISTRICT}

    @cached_property
    def expertise(self) -> dict[str, float]:
        """What the lead has experience of, by theme."""
        spent = [project for project in self.given.projects if project.spent_inr is not None]
        years = sorted({int(project.year[:4]) for project in spent})
        spend = np.zeros((len(self.given.cpses), len(THEMES), len(years)))
        column = {cpse.code: index for index, cpse in enumerate(self.given.cpses)}
        for project in spent:
            cell = column[project.cpse], THEMES.index(project.theme), years.index(int(project.year[:4]))
            spend[cell] += project.spent_inr or 0
        known = scoring.expertise(spend, [years[-1] - year for year in years])
        return dict(zip(THEMES, known[column[LEAD]].tolist(), strict=True))

    def severity(self, theme: str) -> float:
        """How grave the district's need of a theme is."""
        need = self.needs.get(theme)
        return 0.0 if need is None or need.severity is None else need.severity

    def points_asked(self, theme: str) -> float:
        """The weight of a theme times its severity."""
        return self.theme_weights[theme] * self.severity(theme)

    def kilometres(self, cpse: str) -> float:
        """From the district's headquarters to the nearest place of a CPSE."""
        return min(self._distances(cpse))

    def nearest_place(self, cpse: str) -> str:
        """Its name."""
        distances = self._distances(cpse)
        return self._places(cpse)[distances.index(min(distances))].name

    def is_inside(self, cpse: str) -> bool:
        """Whether a place of the CPSE lies in the district."""
        return any(place.lgd == DISTRICT for place in self._places(cpse))

    def free_inr(self, cpse: str) -> int | None:
        """What stands for its free money, None where nothing is known."""
        return next(row.free_inr for row in self.given.cpses if row.code == cpse)

    def money(self, cpse: str) -> float:
        """The criterion of money, if the district asked `ASKED`."""
        codes = [row.code for row in self.given.cpses]
        free = [row.free_inr for row in self.given.cpses]
        return float(scoring.money(free, [ASKED]).values[0, codes.index(cpse)])

    def track_record(self) -> float:
        """Of a CPSE that did `DONE` of `TOTAL` projects well, where all did `ALL_DONE` of `ALL_TOTAL`."""
        done, total = [[DONE, ALL_DONE - DONE]], [[TOTAL, ALL_TOTAL - TOTAL]]
        return float(scoring.track_record(done, total).values[0, 0])

    def liking(self, rank: int, last: int) -> float:
        """What one side's rank counts; the other side is silent, so half of it shows in the mean."""
        ranks = np.full((1, last), np.nan)
        ranks[0, rank - 1], ranks[0, last - 1] = rank, last
        both = scoring.preferences(ranks, np.full((1, last), np.nan)).values[0, rank - 1]
        return round(2 * float(both) - 0.5, 6)

    def preferences(self) -> float:
        """The criterion where both sides stated ranks."""
        return (self.liking(RANK_OF_DISTRICT, LAST_OF_DISTRICT) + self.liking(RANK_OF_CPSE, LAST_OF_CPSE)) / 2

    def shared_needs(self) -> list[tuple[str, float, bool]]:
        """The themes `SHARED` needs: weight × severity, and whether another CPSE works there."""
        served = {
            project.theme for project in self.given.projects if project.lgd == SHARED and project.cpse != LEAD
        }
        return [
            (need.theme, self.theme_weights[need.theme] * (need.severity or 0.0), need.theme in served)
            for need in sorted(self.given.needs, key=lambda need: THEMES.index(need.theme))
            if need.lgd == SHARED
        ]

    def _criterion(self, name: str) -> Any:
        return next(criterion for criterion in self.encoded.criteria if criterion.name == name)

    def _cell(self, cpse: str, district: str) -> tuple[int, int]:
        problem = self.encoded.problem
        return problem.row[district], problem.column[cpse]

    def _places(self, cpse: str) -> list[Any]:
        return [place for place in self.given.places if place.cpse == cpse and place.lat is not None]

    def _distances(self, cpse: str) -> list[float]:
        home = next(row for row in self.given.districts if row.lgd == DISTRICT)
        if home.lat is None or home.lon is None:
            raise ValueError("where the district lies is not known")
        return [
            float(scoring.haversine_km(home.lat, home.lon, place.lat, place.lon))
            for place in self._places(cpse)
        ]
