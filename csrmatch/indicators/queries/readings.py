"""Reading indicators, figures and benchmarks."""

from dataclasses import dataclass

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import contains_eager

from csrmatch.db import db
from csrmatch.indicators.models import Benchmark, Figure, Indicator, Theme
from csrmatch.indicators.rules import shortfall
from csrmatch.places.models import District

__all__ = [
    "EARLIER_ROUND",
    "LATEST_ROUND",
    "Reading",
    "Standing",
    "list_readings",
    "list_standings",
    "list_themes",
    "pick_worst",
]

LATEST_ROUND, EARLIER_ROUND = "NFHS-5", "NFHS-4"


@dataclass(frozen=True)
class Reading:
    """An indicator in one district: the latest and the earlier figure, and the state's and India's latest."""

    indicator: Indicator
    latest: Figure | None
    earlier: Figure | None
    state: float | None
    nation: float | None

    @property
    def value(self) -> float | None:
        """The latest value, if known."""
        return self.latest.value if self.latest else None

    @property
    def is_percent(self) -> bool:
        """Whether the figure is a share of a hundred."""
        return self.indicator.unit == "percent"

    @property
    def gap(self) -> float | None:
        """How much worse than the state, or than India where the state has no figure."""
        benchmark = self.nation if self.state is None else self.state
        return shortfall(self.value, benchmark, self.indicator.better)

    @property
    def is_worse(self) -> bool:
        """Whether it is known to be worse than its benchmark."""
        return self.gap is not None and self.gap > 0

    @property
    def change(self) -> float | None:
        """From the earlier to the latest figure in the better direction; below 0 it got worse."""
        if self.earlier is None:
            return None
        return shortfall(self.earlier.value, self.value, self.indicator.better)

    @property
    def most(self) -> float:
        """The end of the scale on which this figure is drawn."""
        if self.is_percent:
            return 100.0
        values = (self.value, self.earlier and self.earlier.value, self.state, self.nation)
        return 1.1 * max([value for value in values if value], default=1.0)


@dataclass(frozen=True)
class Standing:
    """Of how many indicators a district's figure is known, and how many of these are worse than India's."""

    worse: int
    known: int

    @property
    def share(self) -> float | None:
        """The worse among the known."""
        return self.worse / self.known if self.known else None


def list_readings(district: District) -> list[Reading]:
    """Every indicator of a district, by theme and then as the catalogue orders them."""
    figures: dict[int, dict[str, Figure]] = {}
    catalogue: dict[int, Indicator] = {}
    benchmarks: dict[tuple[int, int | None], float] = {}
    of_place = and_(
        Benchmark.indicator_id == Figure.indicator_id,
        Benchmark.round == LATEST_ROUND,
        or_(Benchmark.state_id.is_(None), Benchmark.state_id == district.state_id),
    )
    # One statement: a figure comes once for each benchmark it has.
    rows = db.session.execute(
        select(Figure, Benchmark.state_id, Benchmark.value)
        .join(Figure.indicator)
        .join(Indicator.theme)
        .outerjoin(Benchmark, of_place)
        .where(Figure.district_id == district.id, Figure.round.in_([LATEST_ROUND, EARLIER_ROUND]))
        .options(contains_eager(Figure.indicator).contains_eager(Indicator.theme))
        .order_by(Theme.position, Indicator.position, Indicator.id, Figure.round)
    )
    for figure, state_id, value in rows:
        catalogue[figure.indicator_id] = figure.indicator
        figures.setdefault(figure.indicator_id, {})[figure.round] = figure
        if value is not None:
            benchmarks[figure.indicator_id, state_id] = value
    return [
        Reading(
            indicator,
            figures[key].get(LATEST_ROUND),
            figures[key].get(EARLIER_ROUND),
            benchmarks.get((key, district.state_id)),
            benchmarks.get((key, None)),
        )
        for key, indicator in catalogue.items()
    ]


def pick_worst(readings: list[Reading], count: int = 5) -> list[Reading]:
    """The shares that lie furthest behind their benchmark in percentage points, the furthest first."""
    behind = [reading for reading in readings if reading.is_percent and reading.is_worse]
    return sorted(behind, key=lambda reading: (-(reading.gap or 0.0), reading.indicator.position))[:count]


def list_standings() -> dict[int, Standing]:
    """How each district stands against India's latest figures, by the district's id."""
    worse = or_(
        and_(Indicator.better == "higher", Figure.value < Benchmark.value),
        and_(Indicator.better == "lower", Figure.value > Benchmark.value),
    )
    query = (
        select(Figure.district_id, func.sum(case((worse, 1), else_=0)), func.count())
        .join(Indicator, Indicator.id == Figure.indicator_id)
        .join(
            Benchmark,
            and_(
                Benchmark.indicator_id == Figure.indicator_id,
                Benchmark.round == Figure.round,
                Benchmark.state_id.is_(None),
            ),
        )
        .where(
            Figure.round == LATEST_ROUND, Figure.value.is_not(None), Indicator.better.in_(["higher", "lower"])
        )
        .group_by(Figure.district_id)
    )
    return {district_id: Standing(int(bad), known) for district_id, bad, known in db.session.execute(query)}


def list_themes() -> list[Theme]:
    """The themes in the order of the programme; all other work comes last."""
    return list(db.session.scalars(select(Theme).order_by(Theme.position)))
