"""Pages of districts: the list, and the story of one district."""

from collections.abc import Mapping, Sequence

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.db import today
from csrmatch.i18n import _, lazy_, name_of
from csrmatch.indicators.queries import Reading, list_readings, list_standings, pick_worst
from csrmatch.places import queries as places_queries
from csrmatch.places.choices import state_options
from csrmatch.places.models import Boundary, District, State
from csrmatch.places.tiles import TileMap, lay_tiles
from csrmatch.registry.access import can_post_needs
from csrmatch.registry.forms import DistrictFilter
from csrmatch.registry.pictures.portfolios import draw_helpers
from csrmatch.registry.queries import count_places_by_district, list_near_places
from csrmatch.registry.queries.districts import (
    get_with_neighbours,
    list_documents_in,
    list_drawn,
    list_due_in,
    list_goes_on_in,
)
from csrmatch.registry.queries.needs import list_needs_in
from csrmatch.registry.queries.portfolios import list_cells_in
from csrmatch.registry.queries.projects import list_projects_in
from csrmatch.registry.rules.csr_standing import SOON
from csrmatch.registry.rules.needs import NeedStatus
from csrmatch.registry.views.pages import blueprint, sources_by_id
from csrmatch.registry.wording.cpses import BASES, EXTREMISM_LISTS, PLACE_KINDS
from csrmatch.registry.wording.needs import NEED_STATUSES, URGENCIES
from csrmatch.registry.wording.projects import PROJECT_STATUSES
from csrmatch.roles import Permission
from csrmatch.web.forms import all_or
from csrmatch.web.guards import requires
from csrmatch.web.panels import draw_panels
from csrmatch.web.shades import shade
from csrmatch.web.sorting import by_name, by_value
from csrmatch.web.tables import Column, asks_for_file, build_table, send_table

__all__ = ["list_districts", "show_district"]

_WAITING = (NeedStatus.OPEN, NeedStatus.VERIFIED, NeedStatus.DRAFT)


@blueprint.get("/districts")
@requires(Permission.VIEW_DISTRICTS)
def list_districts() -> ResponseReturnValue:
    """The aspirational districts: filtered, sorted, paged, as a map of tiles, or as a file."""
    filters = DistrictFilter(request.args)
    filters.state.choices = all_or(state_options(), _("All states"))
    chosen = filters.data if filters.validate() else {}
    standings, places = list_standings(), count_places_by_district()
    worse = {key: standing.worse for key, standing in standings.items()}
    known = {key: standing.known for key, standing in standings.items()}
    drawn = list_drawn()
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
    if chosen.get("extremism"):
        query = query.where(District.id.in_(_listed([row for row, _outline in drawn], chosen["extremism"])))
    if chosen.get("cpses"):
        has_place = District.id.in_(list(places))
        query = query.where(has_place if chosen["cpses"] == "some" else ~has_place)
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
        [row for row, _outline in drawn],
        kind=lambda row: shade(standings[row.id].share if row.id in standings else None),
        label=lambda row: _standing_label(row, worse, known),
        url=lambda row: url_for("registry.show_district", lgd=row.lgd),
        boundaries=[(outline, row) for row, outline in drawn if outline is not None],
    )
    return render_template(
        "registry/list_districts.html", table=table, tiles=tiles, standings=standings, places=places
    )


@blueprint.get("/districts/<int(max=999999):lgd>")
@requires(Permission.VIEW_DISTRICTS)
def show_district(lgd: int) -> ResponseReturnValue:
    """One district as a story: what hurts, who helps, what comes next; then its place and its papers."""
    district, neighbours = get_with_neighbours(lgd)
    programmes, overlaps = list_goes_on_in(current_user, district)
    readings = list_readings(district)
    needs = list_needs_in(current_user, district)
    day = today()
    return render_template(
        "registry/show_district.html",
        district=district,
        readings=readings,
        worst=pick_worst(readings),
        behind=_behind(readings),
        helpers=draw_helpers(list_cells_in(current_user, district)),
        programmes=programmes,
        overlaps=overlaps,
        near=list_near_places(district),
        projects=list_projects_in(current_user, district),
        statuses=PROJECT_STATUSES,
        needs=needs,
        waiting=[need for need in needs if need.status in _WAITING],
        need_words={"statuses": NEED_STATUSES, "urgencies": URGENCIES},
        due=list_due_in(current_user, district, day + SOON),
        documents=list_documents_in(current_user, district),
        day=day,
        can_post=can_post_needs(current_user) and current_user.organisation.district_id == district.id,
        tiles=_state_tiles(district, neighbours),
        sources=sources_by_id(),
        words={"kinds": PLACE_KINDS, "bases": BASES, "lists": EXTREMISM_LISTS},
        panels={spot: draw_panels(f"district.{spot}", district) for spot in ("helps", "next", "more")},
    )


def _listed(districts: Sequence[District], answer: str) -> list[int]:
    """The districts that are, or are not, on a list of left-wing extremism."""
    return [row.id for row in districts if bool(row.facts.get("lwe_lists")) == (answer == "listed")]


def _behind(readings: Sequence[Reading]) -> tuple[int, int]:
    """How many figures are worse than their benchmark, and of how many that can be said."""
    known = [reading for reading in readings if reading.gap is not None]
    return sum(reading.is_worse for reading in known), len(known)


def _state_tiles(district: District, drawn: Sequence[tuple[District, Boundary | None]]) -> TileMap:
    """The district among those of its state."""
    return lay_tiles(
        [row for row, _outline in drawn],
        kind=lambda row: "here" if row.id == district.id else "kin",
        label=lambda row: name_of(row),
        url=lambda row: url_for("registry.show_district", lgd=row.lgd),
        boundaries=[(outline, row) for row, outline in drawn if outline is not None],
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
