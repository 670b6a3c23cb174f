"""Operations on the mapping in the room: what was said of each pair at a workshop."""

from datetime import datetime

from flask import Response
from flask_login import current_user
from pydantic import Field

from csrmatch.i18n import lazy_
from csrmatch.roles import Permission
from csrmatch.web.api.answers import answer_record
from csrmatch.web.api.document import allow_token, api, reads
from csrmatch.web.api.fields import Asked, Told, WholeNumber
from csrmatch.workshops.queries.room import (
    OutcomeOfPair,
    OutcomeVoice,
    list_room_outcomes,
)
from csrmatch.workshops.queries.workshops import get_shown_workshop
from csrmatch.workshops.rules.room import OutcomeGroup, RoomOutcome, RoomSide, Stance

__all__: list[str] = []


class RoomPath(Asked):
    """Which workshop."""

    workshop_id: WholeNumber = Field(ge=0, le=2**31 - 1)


class RoomVoiceTold(Told):
    """What was said of a pair and for whom, with designation and organisation as on the day; no names."""

    id: int
    side: RoomSide
    stance: Stance
    designation: str
    organisation: str
    note: str
    recorded_at: datetime


class RoomOutcomeTold(Told):
    """What was said of a pair; a proposal whatever was said, until both sides and the board have agreed."""

    pair_id: int
    district_lgd: int
    cpse: str
    run_number: int | None = Field(description="The run it was laid before the room from; null where named.")
    outcome: RoomOutcome
    group: OutcomeGroup = Field(description="In which of the three counts the pair is.")
    voices: list[RoomVoiceTold]


class RoomOutcomesTold(Told):
    """Every pair that was spoken of and not taken off, by district."""

    items: list[RoomOutcomeTold]


def _voice(row: OutcomeVoice) -> RoomVoiceTold:
    return RoomVoiceTold(**{name: value for name, value in vars(row).items() if name != "name"})


def _told(row: OutcomeOfPair) -> RoomOutcomeTold:
    return RoomOutcomeTold(
        pair_id=row.pair_id,
        district_lgd=row.lgd,
        cpse=row.cpse,
        run_number=row.from_run,
        outcome=row.outcome,
        group=row.group,
        voices=[_voice(voice) for voice in row.voices],
    )


@api.get(
    "/workshops/<int(max=2147483647):workshop_id>/outcomes",
    **reads(lazy_("What was said of each pair at a workshop"), RoomOutcomesTold),
)
@allow_token(Permission.VIEW_WORKSHOPS)
def list_outcomes(path: RoomPath) -> Response:
    """The record of the mapping in the room: no consent, which both sides give afterwards."""
    workshop = get_shown_workshop(current_user, path.workshop_id)
    return answer_record(RoomOutcomesTold(items=[_told(row) for row in list_room_outcomes(workshop)]))
