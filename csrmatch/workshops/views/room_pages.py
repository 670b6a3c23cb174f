"""What the pages of the mapping in the room share: addresses, the way to them, the colours of the map."""

from collections.abc import Iterable

from flask import request, url_for
from flask_login import current_user

from csrmatch.errors import NotAllowed
from csrmatch.i18n import _, name_of
from csrmatch.workshops.access import room as access
from csrmatch.workshops.models import RoomPair, Workshop
from csrmatch.workshops.queries.room import get_room_pair
from csrmatch.workshops.queries.workshops import get_workshop
from csrmatch.workshops.rules.room import GROUP_OF, OutcomeGroup, RoomOutcome
from csrmatch.workshops.views.pages import WORKSHOP, workshop_trail
from csrmatch.workshops.wording.room import OUTCOME_GROUPS

__all__ = [
    "PAIR",
    "VOICE",
    "pair_title",
    "pair_to_record",
    "pair_url",
    "room_trail",
    "tile_kinds",
    "tile_legend",
    "workshop_to_bring_to",
    "workshop_to_record",
]

PAIR = WORKSHOP + "/mapping/pairs/<int(max=2147483647):pair_id>"
VOICE = PAIR + "/voices/<int(max=2147483647):voice_id>"

_KINDS = {
    OutcomeGroup.AGREED: "room-agreed",
    OutcomeGroup.DISSENT: "room-dissent",
    OutcomeGroup.OPEN: "room-open",
}


def room_trail(workshop: Workshop, pair: RoomPair | None = None) -> list[tuple[str, str]]:
    """The way to a page below the mapping of a workshop, or below one of its pairs."""
    trail = workshop_trail(workshop)
    trail.append((_("Mapping"), url_for("workshops.show_room", workshop_id=workshop.id)))
    if pair is not None:
        trail.append((pair_title(pair), pair_url(workshop, pair.id)))
    return trail


def pair_title(pair: RoomPair) -> str:
    """A pair in a few words."""
    return f"{name_of(pair.district)} – {pair.cpse.code}"


def pair_url(workshop: Workshop, pair_id: int) -> str:
    """The page of a pair."""
    return url_for("workshops.show_room_pair", workshop_id=workshop.id, pair_id=pair_id)


def workshop_to_bring_to(workshop_id: int) -> Workshop:
    """A workshop into whose room the person may bring an exercise, held while it is done."""
    workshop = get_workshop(current_user, workshop_id, for_change=request.method == "POST")
    if not access.can_bring_exercise(current_user, workshop):
        raise NotAllowed
    return workshop


def workshop_to_record(workshop_id: int, *, for_change: bool = False) -> Workshop:
    """A workshop at which the person writes down what is said."""
    workshop = get_workshop(current_user, workshop_id, for_change=for_change)
    if not access.can_record(current_user, workshop):
        raise NotAllowed
    return workshop


def pair_to_record(workshop_id: int, pair_id: int) -> tuple[Workshop, RoomPair]:
    """A pair on which the person writes down what is said, held while it is done."""
    workshop = workshop_to_record(workshop_id)
    return workshop, get_room_pair(workshop, pair_id, for_change=request.method == "POST")


def tile_kinds(pairs: Iterable[tuple[int, RoomOutcome, bool]]) -> dict[int, str]:
    """The class of colour of each district with a pair, by LGD code: agreed goes before all else.

    Of each pair are given the district, the outcome, and whether anything was said.
    """
    best: dict[int, str] = {}
    order = ["room-laid", "room-open", "room-dissent", "room-agreed"]
    for lgd, outcome, is_spoken_of in pairs:
        kind = _KINDS[GROUP_OF[outcome]] if is_spoken_of else "room-laid"
        best[lgd] = max(kind, best.get(lgd, kind), key=order.index)
    return best


def tile_legend() -> list[tuple[str, object]]:
    """Each class of colour in words."""
    return [
        ("room-agreed", OUTCOME_GROUPS[OutcomeGroup.AGREED]),
        ("room-dissent", OUTCOME_GROUPS[OutcomeGroup.DISSENT]),
        ("room-open", _("being spoken of")),
        ("room-laid", _("before the room")),
        ("none", _("no pair yet")),
    ]
