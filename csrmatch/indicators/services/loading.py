"""Loads themes, indicators, figures and benchmarks from the reference tables."""

from typing import Any

from sqlalchemy import select

from csrmatch.db import db
from csrmatch.indicators.models import Benchmark, Figure, Indicator, Kpi, Theme
from csrmatch.loading import synchronise
from csrmatch.places.models import District, State
from csrmatch.reference import (
    read_benchmarks,
    read_figures,
    read_indicators,
    read_kpis,
    read_themes,
)

__all__ = ["load_indicators"]


def load_indicators() -> dict[str, int]:
    """Brings the catalogue, the figures of the 112 and the benchmarks to what the product's files say."""
    states = {row.lgd: row.id for row in db.session.execute(select(State.lgd, State.id))}
    districts = {row.lgd: row.id for row in db.session.execute(select(District.lgd, District.id))}
    _load_themes()
    kpis = synchronise(
        Kpi,
        ["theme_code", "number"],
        (
            {
                "theme_code": row.theme,
                "number": row.number,
                "name_en": row.name_en,
                "name_hi": row.name_hi,
                "basis": row.basis,
                "source": row.source,
            }
            for row in read_kpis()
        ),
    )
    indicators = synchronise(Indicator, ["code"], _indicator_rows())
    figures = synchronise(
        Figure, ["district_id", "indicator_id", "round"], _figure_rows(districts, indicators), removes=True
    )
    benchmarks = synchronise(
        Benchmark,
        ["indicator_id", "state_id", "round"],
        (
            {
                "indicator_id": indicators[(row.indicator,)],
                "state_id": None if row.state_lgd is None else states[row.state_lgd],
                "round": row.round,
                "value": float(row.value),
                "source": row.source,
            }
            for row in read_benchmarks()
        ),
        removes=True,
    )
    return {
        "themes": len(read_themes()),
        "KPIs": len(kpis),
        "indicators": len(indicators),
        "figures": len(figures),
        "benchmarks": len(benchmarks),
    }


def _load_themes() -> None:
    for position, row in enumerate(read_themes(), start=1):
        db.session.merge(
            Theme(
                code=row.code,
                name_en=row.name_en,
                name_hi=row.name_hi,
                weight_percent=row.weight,
                position=position,
            )
        )
    db.session.flush()


def _indicator_rows() -> list[dict[str, Any]]:
    return [
        {
            "code": row.code,
            "name_en": row.label_en,
            "name_hi": row.label_hi,
            "short_en": row.short_en,
            "short_hi": row.short_hi,
            "unit": row.unit,
            "better": row.better,
            "theme_code": row.theme,
            "position": row.number,
            "source": row.source,
        }
        for row in read_indicators()
    ]


def _figure_rows(districts: dict[int, int], indicators: dict[tuple[Any, ...], int]) -> list[dict[str, Any]]:
    return [
        {
            "district_id": districts[row.lgd],
            "indicator_id": indicators[(row.indicator,)],
            "round": row.round,
            "starts_on": row.period_start,
            "ends_on": row.period_end,
            "value": None if row.value is None else float(row.value),
            "flag": row.flag,
            "basis": row.basis,
            "basis_note": None if row.basis == "own" else row.source_district,
            "source": row.source,
        }
        for row in read_figures()
    ]
