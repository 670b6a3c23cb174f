"""Pages of published mappings for anybody: the list, one version with its pairs, and its files."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.documents.kinds import DOCUMENT_KINDS
from csrmatch.documents.letters import LETTER_WRITERS
from csrmatch.errors import Missing
from csrmatch.i18n import LazyText, _, format_day, lazy_, name_of, speaking
from csrmatch.mapping.documents.archive import unpack
from csrmatch.mapping.documents.open_data import read_package
from csrmatch.mapping.documents.order import order_letter
from csrmatch.mapping.forms.exercises import RunForm
from csrmatch.mapping.forms.publications import PublishedFilter
from csrmatch.mapping.models import Publication, PublicationPair
from csrmatch.mapping.queries.publications import (
    get_package,
    get_publication,
    list_current_publications,
    list_published_pairs,
    list_published_states,
    list_versions,
    search_published_pairs,
)
from csrmatch.mapping.rules.consent import Standing
from csrmatch.mapping.rules.publishing import PublicationState
from csrmatch.mapping.views.lead_colours import lead_classes, lead_legend
from csrmatch.mapping.views.pages import blueprint
from csrmatch.mapping.wording.codes import CRITERION_NAMES
from csrmatch.mapping.wording.publications import PUBLICATION_STATES, STANDINGS
from csrmatch.places.models import District
from csrmatch.places.queries import list_boundaries
from csrmatch.places.tiles import TileMap, lay_tiles
from csrmatch.registry.models import Cpse
from csrmatch.roles import Permission, allows
from csrmatch.web.downloads import send_file_bytes
from csrmatch.web.forms import all_or
from csrmatch.web.guards import public
from csrmatch.web.tables import Column, asks_for_file, build_table, send_table

__all__ = [
    "SCOPE",
    "VERSION",
    "Front",
    "address_of",
    "front_of",
    "pair_address",
    "publication_trail",
    "scope_name",
]

SCOPE = "/mapping/<scope>/<year>"
VERSION = SCOPE + "/<int(max=2147483647):number>"
_KINDS = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "zip": "application/zip",
    **DOCUMENT_KINDS,
}
_KEPT_ORDERS = 16


def scope_name(publication: Publication) -> str:
    """Whose districts a version is about, in words."""
    exercise = publication.exercise
    if exercise.state is not None:
        return name_of(exercise.state)
    return _("the nation") if exercise.scope == "nation" else _("hand-picked districts")


def publication_trail(publication: Publication | None = None) -> list[tuple[str, str]]:
    """The way to a page below the published mappings, or below one version."""
    trail = [(_("Published mappings"), url_for("mapping.list_publications"))]
    if publication is not None:
        trail.append((name_of(publication, "title"), address_of(publication)))
    return trail


def address_of(publication: Publication) -> str:
    """The page of a version while it is in force, and of the one that comes after it then."""
    return url_for("mapping.show_publication", scope=publication.scope_key, year=publication.financial_year)


def lay_published(pairs: Sequence[PublicationPair]) -> TileMap:
    """The districts as tiles, each marked with the CPSE that leads it and leading to its pair."""
    classes = lead_classes(pair.cpse.code for pair in pairs)
    by_district = {pair.district_id: pair for pair in pairs}

    def label(district: District) -> str:
        pair = by_district[district.id]
        standing = str(STANDINGS[pair.standing][0])
        return f"{name_of(district)}, {name_of(district.state)}: {pair.cpse.code} – {standing}"

    return lay_tiles(
        [pair.district for pair in pairs],
        kind=lambda district: classes[by_district[district.id].cpse.code],
        label=label,
        note=lambda district: by_district[district.id].cpse.code,
        url=lambda district: pair_address(by_district[district.id]),
        boundaries=list_boundaries(),
    )


def pair_address(pair: PublicationPair) -> str:
    """The page of a published pair."""
    publication = pair.publication
    return url_for(
        "mapping.show_published_pair",
        scope=publication.scope_key,
        year=publication.financial_year,
        lgd=pair.district.lgd,
    )


@dataclass(frozen=True)
class Front:
    """What the public front page shows of the published mappings of the latest year."""

    year: str
    pairs: list[PublicationPair]
    publications: list[tuple[Publication, str, str]]
    map: TileMap
    legend: list[tuple[str, str]]
    approved: int
    standings: Mapping[Standing, tuple[LazyText, str]]
    address: Callable[[PublicationPair], str]


def front_of(pairs: Sequence[PublicationPair]) -> Front:
    """The pairs in force, by state and district in the reader's language, with their map and versions."""
    publications = {pair.publication_id: pair.publication for pair in pairs}
    return Front(
        year=pairs[0].publication.financial_year,
        pairs=sorted(pairs, key=lambda pair: (name_of(pair.district.state), name_of(pair.district))),
        publications=[
            (row, scope_name(row), address_of(row))
            for row in sorted(publications.values(), key=lambda row: (row.scope_key, row.id))
        ],
        map=lay_published(pairs),
        legend=lead_legend(pair.cpse.code for pair in pairs),
        approved=sum(pair.standing is Standing.APPROVED for pair in pairs),
        standings=STANDINGS,
        address=pair_address,
    )


@blueprint.get("/mapping")
@public
def list_publications() -> ResponseReturnValue:
    """The published mappings that are in force."""
    found = list_current_publications()
    return render_template(
        "mapping/list_publications.html", publications=found, scope_name=scope_name, states=PUBLICATION_STATES
    )


@blueprint.get(SCOPE, defaults={"number": None})
@blueprint.get(VERSION)
@public
def show_publication(scope: str, year: str, number: int | None) -> ResponseReturnValue:
    """A published mapping: pairs as list and map, its versions, its files, and how to check it."""
    publication = get_publication(scope, year, number)
    filters = PublishedFilter(request.args)
    states = sorted(list_published_states(publication), key=name_of)
    filters.state.choices = all_or(((str(state.lgd), name_of(state)) for state in states), _("All states"))
    filters.standing.choices = all_or(
        (key.value, words) for key, (words, _kind) in STANDINGS.items() if key is not Standing.DECLINED
    )
    chosen = filters.data if filters.validate() else {}
    table = build_table(
        search_published_pairs(
            publication,
            text=chosen.get("q"),
            standing=Standing(chosen["standing"]) if chosen.get("standing") else None,
            state_lgd=int(chosen["state"]) if chosen.get("state") else None,
        ),
        _columns(),
        default_sort="district",
        tie=[PublicationPair.district_id],
        filters=filters,
    )
    if asks_for_file():
        return send_table(table, f"mapping-{scope}-{year}-{publication.number}")
    pairs = list_published_pairs(publication)
    return render_template(
        "mapping/show_publication.html",
        publication=publication,
        said=read_package(get_package(publication)),
        table=table,
        map=lay_published(pairs),
        legend=lead_legend(pair.cpse.code for pair in pairs),
        versions=list_versions(scope, year),
        is_current=publication.state is PublicationState.CURRENT,
        scope_name=scope_name(publication),
        standings=STANDINGS,
        states=PUBLICATION_STATES,
        criteria=CRITERION_NAMES,
        pair_address=pair_address,
        can_publish=_can_publish(),
        form=RunForm() if _can_publish() else None,
        trail=publication_trail(),
    )


def _can_publish() -> bool:
    return current_user.is_authenticated and allows(current_user.role, Permission.PUBLISH_MAPPINGS)


def _columns() -> list[Column[PublicationPair]]:
    return [
        Column("district", lazy_("District"), lambda row: name_of(row.district), [District.name_en]),
        Column("lgd", lazy_("LGD code"), lambda row: row.district.lgd, [District.lgd], numeric=True),
        Column("cpse", lazy_("Lead CPSE"), lambda row: row.cpse.code, [Cpse.code]),
        Column(
            "standing",
            lazy_("Standing"),
            lambda row: str(STANDINGS[row.standing][0]),
            [PublicationPair.standing],
        ),
        Column(
            "board",
            lazy_("Board approved"),
            lambda row: format_day(row.board_approved_on) if row.board_approved_on else None,
            [PublicationPair.board_approved_on],
        ),
        Column("ask", lazy_("Asked, ₹"), lambda row: row.ask_inr, [PublicationPair.ask_inr], numeric=True),
        Column("fit", lazy_("Fit"), lambda row: row.fit, [PublicationPair.fit], numeric=True),
    ]


@blueprint.get(VERSION + "/order-<any('en', 'hi'):language>.<any('pdf', 'docx'):kind>")
@public
def download_order(scope: str, year: str, number: int, language: str, kind: str) -> ResponseReturnValue:
    """The order of a version in one of the two languages, written from what was sealed."""
    publication = get_publication(scope, year, number)
    content = _write_order(publication.digest, get_package(publication), language, kind)
    name = f"order-{scope}-{year}-{number}-{language}.{kind}"
    return send_file_bytes(content, name, _KINDS[kind])


@lru_cache(maxsize=_KEPT_ORDERS)
def _write_order(digest: str, package: bytes, language: str, kind: str) -> bytes:
    """Kept for a while, for anybody may ask: the same content always gives the same file."""
    mapping = read_package(package)
    with speaking(language):
        letter = order_letter(mapping, digest, language)
    return LETTER_WRITERS[kind](letter, mapping.order_on)


@blueprint.get(VERSION + "/<any('package.zip', 'mapping.csv', 'mapping.json', 'datapackage.json'):name>")
@public
def download_publication(scope: str, year: str, number: int, name: str) -> ResponseReturnValue:
    """The open data of a version as it was sealed: the whole package, or one of its tables."""
    publication = get_publication(scope, year, number)
    package = get_package(publication)
    content = package if name == "package.zip" else unpack(package).get(name)
    if content is None:
        raise Missing
    stem, _dot, kind = name.rpartition(".")
    return send_file_bytes(content, f"csrmatch-{scope}-{year}-{number}-{stem}.{kind}", _KINDS[kind])
