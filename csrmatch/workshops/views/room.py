"""Pages of the mapping in the room for everyone who sees the workshop: what was said, and of one pair."""

from collections.abc import Sequence
from functools import partial

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.i18n import _, lazy_, name_of
from csrmatch.places.models import District
from csrmatch.places.queries import list_boundaries
from csrmatch.places.tiles import TileMap, lay_tiles
from csrmatch.roles import Permission, allows
from csrmatch.web.forms import all_or
from csrmatch.web.guards import requires
from csrmatch.web.held import HeldColumn, hold_table
from csrmatch.web.tables import Table, asks_for_file, send_table
from csrmatch.workshops.access import room as access
from csrmatch.workshops.forms.room import RoomFilter
from csrmatch.workshops.models import RoomPair, Workshop
from csrmatch.workshops.queries import room as reads
from csrmatch.workshops.queries.room import OutcomeOfPair
from csrmatch.workshops.queries.workshops import get_workshop
from csrmatch.workshops.rules.room import GROUP_OF, OutcomeGroup, RoomOutcome, RoomSide, count_groups
from csrmatch.workshops.views.pages import WORKSHOP, blueprint
from csrmatch.workshops.views.room_pages import PAIR, pair_url, room_trail, tile_kinds, tile_legend
from csrmatch.workshops.wording.room import (
    OUTCOME_GROUPS,
    OUTCOMES_IN_ROOM,
    PROPOSAL_NOTE,
    ROOM_SIDES,
    STANCES,
    tell_voice,
)

__all__ = ["room_table"]


@blueprint.get(WORKSHOP + "/mapping")
@requires(Permission.VIEW_WORKSHOPS)
def show_room(workshop_id: int) -> ResponseReturnValue:
    """The mapping in the room: the exercise held, the pairs, what was said of each, what that comes to."""
    workshop = get_workshop(current_user, workshop_id)
    every = reads.list_room_pairs(workshop, with_struck=True)
    pairs = [pair for pair in every if pair.struck_at is None]
    outcomes = reads.tell_outcomes(pairs)
    table = room_table(outcomes)
    if asks_for_file():
        return send_table(table, f"room-{workshop.code}")
    return render_template(
        "workshops/show_room.html",
        workshop=workshop,
        held=reads.find_held(workshop),
        table=table,
        has_pairs=bool(outcomes),
        counts=count_groups(pair.outcome for pair in outcomes),
        groups=OUTCOME_GROUPS,
        outcomes=OUTCOMES_IN_ROOM,
        proposal_note=PROPOSAL_NOTE,
        map=_lay(workshop, reads.list_room_districts(workshop, pairs), outcomes),
        legend=tile_legend(),
        struck=[pair for pair in every if pair.struck_at is not None],
        tell_voice=partial(tell_voice, viewer=current_user),
        can_bring=access.can_bring_exercise(current_user, workshop),
        can_record=access.can_record(current_user, workshop),
        can_print=access.can_print_sheet(current_user, workshop),
        sees_exercises=allows(current_user.role, Permission.VIEW_EXERCISES),
        trail=room_trail(workshop)[:-1],
    )


def _lay(workshop: Workshop, districts: Sequence[District], outcomes: Sequence[OutcomeOfPair]) -> TileMap:
    kinds = tile_kinds((pair.lgd, pair.outcome, bool(pair.voices)) for pair in outcomes)
    of_district = {pair.lgd: pair for pair in reversed(outcomes)}

    def label(district: District) -> str:
        said = [
            f"{pair.cpse} – {OUTCOMES_IN_ROOM[pair.outcome][0]}"
            for pair in outcomes
            if pair.lgd == district.lgd
        ]
        return f"{name_of(district)}, {name_of(district.state)}: {'; '.join(said) or _('no pair yet')}"

    def url(district: District) -> str:
        pair = of_district.get(district.lgd)
        return pair_url(workshop, pair.pair_id) if pair else request.path

    return lay_tiles(
        districts,
        kind=lambda district: kinds.get(district.lgd, "none"),
        label=label,
        note=lambda district: of_district[district.lgd].cpse if district.lgd in of_district else "",
        url=url,
        boundaries=list_boundaries(),
    )


def room_table(outcomes: Sequence[OutcomeOfPair]) -> Table[OutcomeOfPair]:
    """The pairs of a room, narrowed and sorted as the address asks."""
    filters = RoomFilter(request.args)
    filters.outcome.choices = all_or((group.value, words) for group, words in OUTCOME_GROUPS.items())
    chosen = filters.data if filters.validate() else {}
    text, group = (chosen.get("q") or "").casefold(), chosen.get("outcome")
    rows = [
        row
        for row in outcomes
        if (not group or GROUP_OF[row.outcome] is OutcomeGroup(group)) and _matches(row, text)
    ]
    return hold_table(rows, _columns(), default_sort="district", filters=filters)


def _matches(row: OutcomeOfPair, text: str) -> bool:
    names = (row.district_en, row.district_hi, row.cpse, row.cpse_en, row.cpse_hi)
    return any(text in (name or "").casefold() for name in names)


def _columns() -> list[HeldColumn[OutcomeOfPair]]:
    order = list(RoomOutcome)

    def voices(*sides: RoomSide) -> HeldColumn[OutcomeOfPair]:
        label = lazy_("For the state and others") if len(sides) > 1 else _SPOKE[sides[0]]
        return HeldColumn(sides[0].value, label, lambda row: _tell_side(row, sides))

    return [
        HeldColumn("district", lazy_("District"), lambda row: name_of(row, "district"), by=_district_order),
        HeldColumn("state", lazy_("State"), lambda row: name_of(row, "state"), by=lambda row: row.state_en),
        HeldColumn("cpse", lazy_("CPSE"), lambda row: row.cpse, by=lambda row: row.cpse),
        HeldColumn(
            "outcome",
            lazy_("Said in the room"),
            lambda row: OUTCOMES_IN_ROOM[row.outcome][0],
            by=lambda row: order.index(row.outcome),
        ),
        voices(RoomSide.DISTRICT),
        voices(RoomSide.CPSE),
        voices(RoomSide.STATE, RoomSide.OTHER),
    ]


_SPOKE = {RoomSide.DISTRICT: lazy_("For the district"), RoomSide.CPSE: lazy_("For the CPSE")}


def _district_order(row: OutcomeOfPair) -> str:
    return name_of(row, "district").casefold()


def _tell_side(row: OutcomeOfPair, sides: Sequence[RoomSide]) -> str:
    return "; ".join(
        f"{tell_voice(voice, current_user)}: {STANCES[voice.stance][0]}"
        for voice in row.voices
        if voice.side in sides
    )


@blueprint.get(PAIR)
@requires(Permission.VIEW_WORKSHOPS)
def show_room_pair(workshop_id: int, pair_id: int) -> ResponseReturnValue:
    """One pair with every voice on it, what each said before it was changed, and what was struck."""
    workshop = get_workshop(current_user, workshop_id)
    pair: RoomPair = reads.get_room_pair(workshop, pair_id)
    told = next(iter(reads.tell_outcomes([pair])), None)
    return render_template(
        "workshops/show_room_pair.html",
        workshop=workshop,
        pair=pair,
        outcome=told.outcome if told else None,
        outcomes=OUTCOMES_IN_ROOM,
        stances=STANCES,
        sides=ROOM_SIDES,
        proposal_note=PROPOSAL_NOTE,
        tell_voice=partial(tell_voice, viewer=current_user),
        can_record=access.can_record(current_user, workshop),
        trail=room_trail(workshop),
    )
