"""What is thrown on the wall of the room: a page that renews itself, and the few bytes it asks for."""

import hashlib
import json
from collections.abc import Sequence

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.i18n import LANGUAGES, lazy_, name_of, speaking
from csrmatch.places.tiles import lay_tiles
from csrmatch.roles import Permission
from csrmatch.web.guards import requires
from csrmatch.workshops.models import RoomPair, Workshop
from csrmatch.workshops.queries import room as reads
from csrmatch.workshops.queries.workshops import get_shown_workshop, get_workshop
from csrmatch.workshops.rules.room import GROUP_OF, OutcomeGroup, RoomOutcome, count_groups, outcome_of
from csrmatch.workshops.views.pages import WORKSHOP, blueprint
from csrmatch.workshops.views.room_pages import tile_kinds
from csrmatch.workshops.wording.workshops import tell_place, tell_series

__all__: list[str] = []

_WORDS = {
    "just": lazy_("Agreed in the room"),
    "conditions": lazy_("with conditions"),
    "nothing": lazy_("No pair is agreed yet"),
    "agreed": lazy_("agreed"),
    "open": lazy_("open"),
    "dissent": lazy_("with dissent"),
    "proposal": lazy_("A proposal until both sides and the CPSE's board have agreed."),
    "lost": lazy_("connection lost since"),
    "map": lazy_("The districts of the workshop"),
}


def _in_each(text: object) -> dict[str, str]:
    found = {}
    for code in LANGUAGES:
        with speaking(code):
            found[code] = str(text)
    return found


def _outcome(pair: RoomPair) -> RoomOutcome:
    return outcome_of((voice.side, voice.stance) for voice in pair.standing)


def _tell(pairs: Sequence[RoomPair]) -> dict[str, object]:
    """What the wall shows, without the names of persons: counts, colours, and the pair agreed last."""
    outcomes = {pair.id: _outcome(pair) for pair in pairs}
    kinds = tile_kinds((pair.district.lgd, outcomes[pair.id], bool(pair.standing)) for pair in pairs)
    agreed = [pair for pair in pairs if GROUP_OF[outcomes[pair.id]] is OutcomeGroup.AGREED]
    last = max(agreed, key=lambda pair: (_last_said(pair), pair.id), default=None)
    return {
        "counts": {group.value: count for group, count in count_groups(outcomes.values()).items()},
        "tiles": {str(lgd): kind for lgd, kind in sorted(kinds.items())},
        "last": _tell_last(last, outcomes[last.id]) if last else None,
    }


def _last_said(pair: RoomPair) -> float:
    return max(voice.recorded_at.timestamp() for voice in pair.standing)


def _tell_last(pair: RoomPair, outcome: RoomOutcome) -> dict[str, object]:
    return {
        "lgd": str(pair.district.lgd),
        "district": _named(pair.district),
        "code": pair.cpse.code,
        "cpse": _named(pair.cpse),
        "conditions": outcome is RoomOutcome.CONDITIONS,
    }


def _named(thing: object) -> dict[str, str]:
    found = {}
    for code in LANGUAGES:
        with speaking(code):
            found[code] = name_of(thing)
    return found


@blueprint.get(WORKSHOP + "/mapping/projector")
@requires(Permission.VIEW_WORKSHOPS)
def show_projector(workshop_id: int) -> ResponseReturnValue:
    """The wall of the room: the pair agreed last, the counts and the map, in both languages, no controls."""
    workshop = get_workshop(current_user, workshop_id)
    pairs = reads.list_room_pairs(workshop)
    districts = reads.list_room_districts(workshop, pairs)
    told = _tell(pairs)
    lgds = {(row.tile_row, row.tile_column): str(row.lgd) for row in districts}
    in_order = [lgds[place] for place in sorted(place for place in lgds if None not in place)]
    hindi = {str(row.lgd): row.tile_code_hi or "" for row in districts}
    with speaking("en"):
        map_ = lay_tiles(
            districts,
            kind=lambda district: told["tiles"].get(str(district.lgd), "none"),  # type: ignore[attr-defined]
            label=lambda district: f"{name_of(district)} · {district.name_hi or ''}",
            note=lambda district: hindi[str(district.lgd)],
            url=lambda _district: "",
        )
    return render_template(
        "workshops/show_projector.html",
        workshop=workshop,
        headings=_headings(workshop),
        words={key: _in_each(text) for key, text in _WORDS.items()},
        told=told,
        map=map_,
        tiles=list(zip(in_order, map_.tiles, strict=True)),
        tag=_digest(told),
    )


def _headings(workshop: Workshop) -> dict[str, str]:
    found = {}
    for code in LANGUAGES:
        with speaking(code):
            title = tell_series(workshop) or name_of(workshop, "title")
            found[code] = " · ".join(part for part in (title, tell_place(workshop)) if part)
    return found


def _body(told: dict[str, object]) -> bytes:
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _digest(told: dict[str, object]) -> str:
    return hashlib.sha256(_body(told)).hexdigest()[:20]


@blueprint.get(WORKSHOP + "/mapping/projector/news")
@requires(Permission.VIEW_WORKSHOPS)
def poll_projector(workshop_id: int) -> ResponseReturnValue:
    """What the wall shows now; nothing where it shows that already."""
    told = _tell(reads.list_room_pairs(get_shown_workshop(current_user, workshop_id)))
    tag = _digest(told)
    if request.if_none_match.contains(tag):
        answer = Response(status=304)
    else:
        answer = Response(_body(told), content_type="application/json")
    answer.set_etag(tag)
    return answer
