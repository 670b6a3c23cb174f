"""Pages of districts and CPSEs."""

from collections.abc import Mapping

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from csrmatch.i18n import _, lazy_, name_of
from csrmatch.indicators.queries import list_readings, list_standings, list_themes, pick_worst
from csrmatch.places import queries as places_queries
from csrmatch.places.models import District, State
from csrmatch.places.tiles import lay_tiles
from csrmatch.reference import read_sources
from csrmatch.registry.forms import CpseFilter, DistrictFilter
from csrmatch.registry.models import Cpse, CpseSpending
from csrmatch.registry.portfolio import FILING_COLUMNS, build_portfolio
from csrmatch.registry.queries import (
    count_places_by_cpse,
    count_places_by_district,
    get_cpse,
    list_filings,
    list_filings_in,
    list_near_places,
    list_spent_by_cpse,
    search_cpses,
    select_filings,
)
from csrmatch.registry.wording import BASES, DOUBTS, EXTREMISM_LISTS, PLACE_KINDS, STATUSES
from csrmatch.roles import Permission
from csrmatch.web.guards import requires
from csrmatch.web.navigation import NavigationEntry, register_navigation
from csrmatch.web.shades import shade
from csrmatch.web.sorting import by_name, by_value
from csrmatch.web.tables import Column, asks_for_file, build_table, send_table

__all__ = ["blueprint"]

blueprint = Blueprint("registry", __name__)
blueprint.add_app_template_global(shade)

register_navigation(
    NavigationEntry(lazy_("Districts"), "registry.list_districts", Permission.VIEW_DISTRICTS, 30)
)
register_navigation(NavigationEntry(lazy_("CPSEs"), "registry.list_cpses", Permission.VIEW_CPSES, 40))


@blueprint.get("/districts")
@requires(Permission.VIEW_DISTRICTS)
def list_districts() -> ResponseReturnValue:
    """The aspirational districts: filtered, sorted, paged, as a map of tiles, or as a file."""
    filters = DistrictFilter(request.args)
    states = places_queries.list_states()
    filters.state.choices = [
        SelectChoice("", _("All states")),
        *(SelectChoice(str(state.lgd), name_of(state)) for state in sorted(states, key=name_of)),
    ]
    chosen = filters.data if filters.validate() else {}
    standings, places = list_standings(), count_places_by_district()
    worse = {key: standing.worse for key, standing in standings.items()}
    known = {key: standing.known for key, standing in standings.items()}
    columns: list[Column[District]] = [
        Column("name", lazy_("District"), name_of, [by_name(District)]),
        Column("state", lazy_("State"), lambda row: name_of(row.state), [by_name(State)]),
        Column("lgd", lazy_("LGD code"), lambda row: row.lgd, [District.lgd], numeric=True),
        Column(
            "worse",
            lazy_("Indicators worse than India"),
            lambda row: worse.get(row.id),
            [by_value(District.id, worse)],
            numeric=True,
        ),
        Column("known", lazy_("Indicators known"), lambda row: known.get(row.id), numeric=True),
        Column(
            "places",
            lazy_("Known places of CPSEs in it"),
            lambda row: places.get(row.id, 0),
            [by_value(District.id, places)],
            numeric=True,
        ),
    ]
    query = places_queries.search_districts(
        chosen.get("q"), int(chosen["state"]) if chosen.get("state") else None
    )
    table = build_table(
        query,
        columns,
        default_sort="state",
        tie=[District.name_en, District.lgd],
        filters=filters,
    )
    if asks_for_file():
        return send_table(table, "districts")
    tiles = lay_tiles(
        places_queries.list_districts(),
        kind=lambda row: shade(standings[row.id].share if row.id in standings else None),
        label=lambda row: _standing_label(row, worse, known),
        url=lambda row: url_for("registry.show_district", lgd=row.lgd),
        boundaries=places_queries.list_boundaries(),
    )
    return render_template(
        "registry/list_districts.html", table=table, tiles=tiles, standings=standings, places=places
    )


@blueprint.get("/districts/<int(max=999999):lgd>")
@requires(Permission.VIEW_DISTRICTS)
def show_district(lgd: int) -> ResponseReturnValue:
    """One district: what hurts most, all indicators against benchmarks, who works near, what was filed."""
    district = places_queries.get_district(lgd)
    readings = list_readings(district)
    tiles = lay_tiles(
        places_queries.list_districts(),
        kind=lambda row: (
            "here" if row.id == district.id else "kin" if row.state_id == district.state_id else "faint"
        ),
        label=lambda row: f"{name_of(row)}, {name_of(row.state)}",
        url=lambda row: url_for("registry.show_district", lgd=row.lgd),
        boundaries=places_queries.list_boundaries(),
    )
    return render_template(
        "registry/show_district.html",
        district=district,
        readings=readings,
        worst=pick_worst(readings),
        near=list_near_places(district),
        filings=list_filings_in(district),
        themes={theme.code: theme for theme in list_themes()},
        tiles=tiles,
        sources=_sources(),
        words={"kinds": PLACE_KINDS, "bases": BASES, "doubts": DOUBTS, "lists": EXTREMISM_LISTS},
    )


@blueprint.get("/cpses")
@requires(Permission.VIEW_CPSES)
def list_cpses() -> ResponseReturnValue:
    """The CPSEs: filtered, sorted, paged, or as a file."""
    filters = CpseFilter(request.args)
    chosen = filters.data if filters.validate() else {}
    places, spent = count_places_by_cpse(), list_spent_by_cpse()
    columns: list[Column[Cpse]] = [
        Column("name", lazy_("Name"), name_of, [by_name(Cpse)]),
        Column("code", lazy_("Code"), lambda row: row.code, [Cpse.code]),
        Column(
            "status", lazy_("Status"), lambda row: STATUSES.get(row.status or "", row.status), [Cpse.status]
        ),
        Column("ministry", lazy_("Ministry"), lambda row: name_of(row, "ministry"), [Cpse.ministry_en]),
        Column(
            "places",
            lazy_("Known places of work"),
            lambda row: places.get(row.id, 0),
            [by_value(Cpse.id, places)],
            numeric=True,
        ),
        Column(
            "spent",
            lazy_("CSR as filed, 2014-17 (₹)"),
            lambda row: spent.get(row.id),
            [by_value(Cpse.id, spent)],
            numeric=True,
        ),
    ]
    table = build_table(
        search_cpses(chosen.get("q"), chosen.get("status")),
        columns,
        default_sort="name",
        tie=[Cpse.code],
        filters=filters,
    )
    if asks_for_file():
        return send_table(table, "cpses")
    return render_template(
        "registry/list_cpses.html", table=table, places=places, spent=spent, statuses=STATUSES
    )


@blueprint.get("/cpses/<code>")
@requires(Permission.VIEW_CPSES)
def show_cpse(code: str) -> ResponseReturnValue:
    """One CPSE: who it is, what it filed by theme, year and place, and where it works; or its filings."""
    cpse = get_cpse(code)
    if asks_for_file():
        table = build_table(select_filings(cpse), FILING_COLUMNS, default_sort="year", tie=[CpseSpending.id])
        return send_table(table, f"csr-as-filed-{cpse.code.lower()}")
    portfolio = build_portfolio(list_filings(cpse))
    at_work = {place.district_id for place in cpse.places if place.district_id}
    paid = {int(key) for key, _name in portfolio.district_names}
    tiles = lay_tiles(
        places_queries.list_districts(),
        kind=lambda row: _presence(row.id in at_work, row.id in paid),
        label=lambda row: _presence_label(row, row.id in at_work, row.id in paid),
        url=lambda row: url_for("registry.show_district", lgd=row.lgd),
    )
    return render_template(
        "registry/show_cpse.html",
        cpse=cpse,
        portfolio=portfolio,
        names=[(theme.code, name_of(theme)) for theme in list_themes()],
        years=[(year, year) for year in portfolio.years],
        tiles=tiles,
        sources=_sources(),
        words={"kinds": PLACE_KINDS, "bases": BASES, "doubts": DOUBTS, "statuses": STATUSES},
    )


def _sources() -> dict[str, object]:
    return {source.id: source for source in read_sources()}


def _standing_label(row: District, worse: Mapping[int, int], known: Mapping[int, int]) -> str:
    place = f"{name_of(row)}, {name_of(row.state)}"
    if row.id not in known:
        return _("%(place)s: not known", place=place)
    return _(
        "%(place)s: %(worse)s of %(known)s indicators worse than India",
        place=place,
        worse=worse[row.id],
        known=known[row.id],
    )


def _presence(works: bool, pays: bool) -> str:
    return "c5" if works and pays else "c3" if works else "c4" if pays else "faint"


def _presence_label(row: District, works: bool, pays: bool) -> str:
    parts = [f"{name_of(row)}, {name_of(row.state)}"]
    if works:
        parts.append(_("a place of work"))
    if pays:
        parts.append(_("CSR filed"))
    return " · ".join(parts)
