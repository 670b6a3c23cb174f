"""What companies filed and surveys measured, as the rules of the input take it."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select

from csrmatch.db import db
from csrmatch.indicators.models import Benchmark, Figure, Indicator
from csrmatch.mapping.derivations import Filing, Measured
from csrmatch.places.models import District, State
from csrmatch.reference.companies import SUSPECT_FLAGS
from csrmatch.registry.models import Cpse, CpseSpending

__all__ = ["list_filings", "list_measured"]

ROUND = "NFHS-5"


def list_filings(cpse_ids: Sequence[int]) -> list[Filing]:
    """What these companies filed, doubtful amounts marked."""
    query = (
        select(
            Cpse.code,
            CpseSpending.financial_year,
            CpseSpending.theme_code,
            CpseSpending.sector,
            CpseSpending.spent_inr,
            CpseSpending.outlay_inr,
            District.lgd,
            State.name_en,
            CpseSpending.quality,
        )
        .join(Cpse, Cpse.id == CpseSpending.cpse_id)
        .outerjoin(District, District.id == CpseSpending.district_id)
        .outerjoin(State, State.id == CpseSpending.state_id)
        .where(CpseSpending.cpse_id.in_(cpse_ids))
        .order_by(CpseSpending.id)
    )
    found = []
    for code, year, theme, sector, spent, outlay, lgd, state, quality in db.session.execute(query):
        flags = [flag for flag in quality.split(";") if flag]
        found.append(
            Filing(
                cpse=code,
                year=year,
                theme=theme,
                sector=sector,
                spent_inr=spent or 0,
                outlay_inr=outlay,
                lgd=None if lgd is None else str(lgd),
                state=state,
                suspect=spent is None or not SUSPECT_FLAGS.isdisjoint(flags),
                quality=", ".join(flags),
            )
        )
    return found


def list_measured(district_ids: Sequence[int]) -> tuple[list[Measured], date | None]:
    """The figures of the round with India's benchmark, and the last day of the survey."""
    benchmark = (
        select(Benchmark.indicator_id, Benchmark.value)
        .where(Benchmark.state_id.is_(None), Benchmark.round == ROUND)
        .subquery()
    )
    query = (
        select(
            District.lgd,
            Indicator.theme_code,
            Indicator.code,
            Indicator.name_en,
            Figure.value,
            benchmark.c.value,
            Indicator.better,
        )
        .join(Figure, Figure.indicator_id == Indicator.id)
        .join(District, District.id == Figure.district_id)
        .outerjoin(benchmark, benchmark.c.indicator_id == Indicator.id)
        .where(Figure.round == ROUND, Figure.district_id.in_(district_ids), Indicator.better.is_not(None))
        .order_by(Figure.id)
    )
    measured = [
        Measured(str(lgd), theme, code, label, value, aim, better)
        for lgd, theme, code, label, value, aim, better in db.session.execute(query)
    ]
    ended = db.session.scalar(select(func.max(Figure.ends_on)).where(Figure.round == ROUND))
    return measured, ended
