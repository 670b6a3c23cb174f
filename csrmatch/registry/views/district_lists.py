"""The lists that belong to one district: every indicator, and the CSR filed under its name."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from csrmatch.i18n import _, lazy_, name_of
from csrmatch.indicators.choices import theme_options
from csrmatch.indicators.models import Figure, Indicator, Theme
from csrmatch.indicators.queries import Reading, list_readings, list_themes
from csrmatch.places import queries as places_queries
from csrmatch.places.models import District
from csrmatch.registry.forms.filters import FilingFilter, IndicatorFilter
from csrmatch.registry.models import Cpse, CpseSpending
from csrmatch.registry.queries.cpses import FilingSearch, list_filing_keys, select_filings_in
from csrmatch.registry.queries.districts import search_figures
from csrmatch.registry.views.pages import blueprint, sources_by_id
from csrmatch.registry.wording.cpses import DOUBTS
from csrmatch.roles import Permission
from csrmatch.web.forms import all_or
from csrmatch.web.guards import requires
from csrmatch.web.sorting import by_name, by_value
from csrmatch.web.tables import Column, asks_for_file, build_table, send_table

__all__ = ["list_district_filings", "list_district_indicators"]


@blueprint.get("/districts/<int(max=999999):lgd>/indicators")
@requires(Permission.VIEW_DISTRICTS)
def list_district_indicators(lgd: int) -> ResponseReturnValue:
    """Every indicator of a district against state, India and the earlier survey; or as a file."""
    district = places_queries.get_district(lgd)
    readings = {reading.latest.id: reading for reading in list_readings(district) if reading.latest}
    filters = IndicatorFilter(request.args)
    filters.theme.choices = all_or(theme_options(), _("All themes"))
    chosen = filters.data if filters.validate() else {}
    query = search_figures(district, chosen.get("q"), chosen.get("theme"))
    if chosen.get("standing"):
        query = query.where(Figure.id.in_(_standing(readings, chosen["standing"])))
    table = build_table(
        query, _columns(readings), default_sort="theme", tie=[Indicator.position, Figure.id], filters=filters
    )
    if asks_for_file():
        return send_table(table, f"indicators-{lgd}")
    moved = [reading.change for reading in readings.values() if reading.change is not None]
    return render_template(
        "registry/list_district_indicators.html",
        district=district,
        table=table,
        readings=readings,
        moved=(sum(change > 0 for change in moved), sum(change < 0 for change in moved), len(moved)),
        sources=sources_by_id(),
    )


def _standing(readings: dict[int, Reading], standing: str) -> list[int]:
    wanted = {"worse": True, "not_worse": False}.get(standing)
    return [
        key
        for key, reading in readings.items()
        if (None if reading.gap is None else reading.is_worse) is wanted
    ]


def _columns(readings: dict[int, Reading]) -> list[Column[Figure]]:
    gaps = {key: reading.gap for key, reading in readings.items() if reading.gap is not None}
    changes = {key: reading.change for key, reading in readings.items() if reading.change is not None}
    return [
        Column("name", lazy_("Indicator"), lambda row: name_of(row.indicator), [by_name(Indicator)]),
        Column("theme", lazy_("Theme"), lambda row: name_of(row.indicator.theme), [Theme.position]),
        Column("unit", lazy_("Unit"), lambda row: row.indicator.unit),
        Column("value", lazy_("District"), lambda row: row.value, [Figure.value], numeric=True),
        Column("state", lazy_("State"), lambda row: readings[row.id].state, numeric=True),
        Column("nation", lazy_("India"), lambda row: readings[row.id].nation, numeric=True),
        Column(
            "gap",
            lazy_("Worse than the benchmark by"),
            lambda row: gaps.get(row.id),
            [by_value(Figure.id, gaps)],
            numeric=True,
        ),
        Column("earlier", lazy_("Survey before"), lambda row: _earlier(readings[row.id]), numeric=True),
        Column(
            "change",
            lazy_("Better by"),
            lambda row: changes.get(row.id),
            [by_value(Figure.id, changes)],
            numeric=True,
        ),
        Column("round", lazy_("Survey"), lambda row: row.round),
        Column("source", lazy_("Source"), lambda row: row.source),
    ]


def _earlier(reading: Reading) -> float | None:
    return reading.earlier.value if reading.earlier else None


@blueprint.get("/districts/<int(max=999999):lgd>/filings")
@requires(Permission.VIEW_DISTRICTS)
def list_district_filings(lgd: int) -> ResponseReturnValue:
    """What CPSEs filed under the name of a district: filtered, sorted, paged, or as a file."""
    district = places_queries.get_district(lgd)
    themes = {row.code: row for row in list_themes()}
    filters = FilingFilter(request.args)
    query = select_filings_in(district, _read_filings(district, filters))
    columns: list[Column[CpseSpending]] = [
        Column("cpse", lazy_("CPSE"), lambda row: row.cpse.code, [Cpse.code]),
        Column("year", lazy_("Year"), lambda row: row.financial_year, [CpseSpending.financial_year]),
        Column(
            "theme", lazy_("Theme"), lambda row: name_of(themes[row.theme_code]), [CpseSpending.theme_code]
        ),
        Column("sector", lazy_("Sector as filed"), lambda row: row.sector, [CpseSpending.sector]),
        Column(
            "projects", lazy_("Projects"), lambda row: row.projects, [CpseSpending.projects], numeric=True
        ),
        Column(
            "outlay",
            lazy_("Set aside (₹)"),
            lambda row: row.outlay_inr,
            [CpseSpending.outlay_inr],
            numeric=True,
        ),
        Column(
            "spent", lazy_("Spent (₹)"), lambda row: row.spent_inr, [CpseSpending.spent_inr], numeric=True
        ),
        Column("doubts", lazy_("Doubts"), lambda row: _doubts(row.quality)),
    ]
    table = build_table(
        query, columns, default_sort="year", tie=[CpseSpending.id], filters=filters, newest_first=True
    )
    if asks_for_file():
        return send_table(table, f"csr-filed-{lgd}")
    return render_template(
        "registry/list_district_filings.html",
        district=district,
        table=table,
        themes=themes,
        sources=sources_by_id(),
        doubt_words=DOUBTS,
    )


def _read_filings(district: District, filters: FilingFilter) -> FilingSearch:
    """What is chosen among the companies, years and themes that were filed under the name of a district."""
    found = list_filing_keys(district)
    filters.cpse.choices = all_or((code, code) for code in sorted({code for code, _year, _theme in found}))
    years = sorted({year for _code, year, _theme in found}, reverse=True)
    filters.year.choices = all_or(((year, year) for year in years), _("All years"))
    here = {theme for _code, _year, theme in found}
    filters.theme.choices = all_or((row for row in theme_options() if row[0] in here), _("All themes"))
    return FilingSearch(**filters.data) if filters.validate() else FilingSearch()


def _doubts(quality: str) -> str:
    return "; ".join(str(DOUBTS.get(flag, flag)) for flag in quality.split(";") if flag and flag != "none")
