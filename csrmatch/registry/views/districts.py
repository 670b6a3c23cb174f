"""Pages of districts."""

from collections.abc import Mapping

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms import SelectChoice

from csrmatch.i18n import _, lazy_, name_of
from csrmatch.indicators.queries import list_readings, list_standings, list_themes, pick_worst
from csrmatch.places import queries as places_queries
from csrmatch.places.models import District, State
from csrmatch.places.tiles import lay_tiles
from csrmatch.registry.access import can_post_needs
from csrmatch.registry.forms import DistrictFilter
from csrmatch.registry.queries import count_places_by_district, list_filings_in, list_near_places
from csrmatch.registry.queries.needs import list_needs_in
from csrmatch.registry.queries.projects import list_projects_in
from csrmatch.registry.views.pages import blueprint, sources_by_id
from csrmatch.registry.wording.cpses import BASES, DOUBTS, EXTREMISM_LISTS, PLACE_KINDS
from csrmatch.registry.wording.needs import NEED_STATUSES, URGENCIES
from csrmatch.registry.wording.projects import PROJECT_STATUSES
from csrmatch.roles import Permission
from csrmatch.web.guards import requires
from csrmatch.web.shades import shade
from csrmatch.web.sorting import by_name, by_value
from csrmatch.web.tables import Column, asks_for_file, build_table, send_table

__all__ = ["list_districts", "show_district"]


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
        projects=list_projects_in(current_user, district),
        statuses=PROJECT_STATUSES,
        needs=list_needs_in(current_user, district),
        need_words={"statuses": NEED_STATUSES, "urgencies": URGENCIES},
        can_post=can_post_needs(current_user) and current_user.organisation.district_id == district.id,
        themes={theme.code: theme for theme in list_themes()},
        tiles=tiles,
        sources=sources_by_id(),
        words={"kinds": PLACE_KINDS, "bases": BASES, "doubts": DOUBTS, "lists": EXTREMISM_LISTS},
    )


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
