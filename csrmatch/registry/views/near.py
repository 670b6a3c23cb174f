"""The panel beside a need or a project that is being written: what already goes on there."""

from dataclasses import dataclass, replace
from datetime import date

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from csrmatch.db import today
from csrmatch.errors import Missing
from csrmatch.indicators.queries import list_themes
from csrmatch.places.models import District
from csrmatch.places.queries import list_districts
from csrmatch.registry.models import Need, Project
from csrmatch.registry.queries import find_cpse_of
from csrmatch.registry.queries.near import list_near
from csrmatch.registry.queries.needs import get_need
from csrmatch.registry.queries.overlap_facts import facts_of
from csrmatch.registry.queries.projects import get_project
from csrmatch.registry.rules.overlaps import Facts, RecordKind
from csrmatch.registry.rules.projects import TargetGroup
from csrmatch.registry.views.pages import blueprint
from csrmatch.registry.wording.overlap_cards import Card, tell_record
from csrmatch.registry.wording.overlaps import REASONS
from csrmatch.roles import Permission
from csrmatch.web.guards import requires

__all__ = ["show_near_overlaps"]

_SHOWN = 6
_LONGEST = 200
_MOST = 2_147_483_647
Values = MultiDict[str, str]


@dataclass(frozen=True)
class Panel:
    """The likest records in words, what each has in common, how many more there are, what is chosen yet."""

    cards: list[tuple[Card, list[str], int]]
    more: int
    is_told: bool
    has_place: bool = False


@blueprint.app_template_global("near_overlaps")
def near_overlaps(kind: str, record: Need | Project | None = None) -> Panel:
    """The panel of a page: for what is stored, and where a form was sent back for what stands in it."""
    values: Values = request.form if request.method == "POST" else MultiDict()
    return _panel(_read_facts(RecordKind(kind), record, values))


@blueprint.get("/overlaps/near")
@requires(Permission.VIEW_OVERLAPS)
def show_near_overlaps() -> ResponseReturnValue:
    """What goes on near what is being typed, as a part of a page."""
    kind, _colon, number = request.args.get("record", "").partition(":")
    if kind not in {RecordKind.NEED, RecordKind.PROJECT}:
        return render_template("registry/_near.html", panel=Panel([], 0, False))
    record = _find_record(RecordKind(kind), number) if number else None
    panel = _panel(_read_facts(RecordKind(kind), record, request.args))
    return render_template("registry/_near.html", panel=panel)


def _find_record(kind: RecordKind, number: str) -> Need | Project:
    """The record that is being changed: one the person may not see is missing."""
    if not (number.isascii() and number.isdecimal()) or int(number[:11]) > _MOST:
        raise Missing
    find = get_need if kind is RecordKind.NEED else get_project
    return find(current_user, int(number))


def _panel(facts: Facts) -> Panel:
    found = list_near(current_user, facts)
    districts = {row.id: row for row in list_districts()} if found else {}
    cards = []
    for near in found[:_SHOWN]:
        card = tell_record(near.record, is_open=near.is_open, districts=districts)
        cards.append((card, [str(REASONS[row]) for row in near.likeness.reasons], near.likeness.score))
    has_place = bool(facts.districts)
    return Panel(cards, max(0, len(found) - _SHOWN), has_place and bool(facts.themes), has_place)


def _read_facts(kind: RecordKind, record: Need | Project | None, values: Values) -> Facts:
    """What is compared: the stored record, and over it whatever of its fields was sent."""
    facts = facts_of(record) if record is not None else _new_facts(kind)
    titles = [values[name].strip()[:_LONGEST] for name in ("title_en", "title_hi") if name in values]
    if titles:
        facts = replace(facts, titles=tuple(title for title in titles if title))
    if kind is RecordKind.PROJECT and ("starts_on" in values or "ends_on" in values):
        facts = replace(facts, starts_on=_day(values, "starts_on"), ends_on=_day(values, "ends_on"))
    themes = _read_themes(values)
    places = _read_places(values) if kind is RecordKind.PROJECT else None
    groups = _read_groups(values)
    return replace(
        facts,
        themes=facts.themes if themes is None else themes,
        districts=facts.districts if places is None else places,
        groups=facts.groups if groups is None else groups,
        scheme=(values["scheme"] or None) if "scheme" in values else facts.scheme,
    )


def _new_facts(kind: RecordKind) -> Facts:
    """A record that is not stored yet: of the writer's own district or company."""
    blank = Facts(kind=kind, key=0, owner="", districts=frozenset(), themes=frozenset())
    if kind is RecordKind.NEED:
        own = current_user.organisation.district_id
        places = frozenset({own} if own is not None else ())
        owner = f"district:{own}"
        return replace(blank, owner=owner, districts=places, starts_on=today(), ends_on=date.max)
    cpse = find_cpse_of(current_user.organisation_id)
    return replace(blank, owner=f"cpse:{cpse.id if cpse else 0}")


def _day(values: Values, name: str) -> date | None:
    try:
        return date.fromisoformat(values.get(name, ""))
    except ValueError:
        return None


def _read_themes(values: Values) -> frozenset[str] | None:
    """The theme chosen, or those with a share; None where the form does not ask for them."""
    if not any(name.startswith("theme") for name in values):
        return None
    known = {row.code for row in list_themes()}
    if "theme" in values:
        return frozenset({values["theme"]} & known)
    shares = {name: values[name] for name in values if name.startswith("theme_")}
    if not shares:
        return None
    return frozenset(code for code in known if shares.get(f"theme_{code}", "").strip() not in {"", "0"})


def _read_places(values: Values) -> frozenset[int] | None:
    """The districts chosen; None where the form does not ask for them."""
    names = [name for name in values if name == "place" or name.startswith("district_")]
    if not names:
        return None
    known: dict[str, District] = {str(row.lgd): row for row in list_districts()}
    return frozenset(known[values[name]].id for name in names if values[name] in known)


def _read_groups(values: Values) -> frozenset[TargetGroup] | None:
    """The groups chosen or counted; None where the form does not ask for them."""
    counted = {name: values[name] for name in values if name.startswith("heads_")}
    if not counted:
        return None
    chosen = set(values.getlist("groups"))
    return frozenset(
        group
        for group in TargetGroup
        if group.value in chosen or counted.get(f"heads_{group.value}", "").strip()
    )
