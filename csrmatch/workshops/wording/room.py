"""The words for the mapping in the room: who speaks for whom, what they say, and what it comes to."""

from csrmatch.accounts.access import can_see_names
from csrmatch.accounts.models import User
from csrmatch.i18n import LazyText, _, lazy_
from csrmatch.workshops.models import RoomVoice, RoomWording
from csrmatch.workshops.queries.room import OutcomeVoice
from csrmatch.workshops.rules.room import OutcomeGroup, RoomOutcome, RoomSide, Stance

__all__ = [
    "ANSWERS_OF_RUNS",
    "OUTCOMES_IN_ROOM",
    "OUTCOME_GROUPS",
    "PROPOSAL_NOTE",
    "ROOM_SIDES",
    "STANCES",
    "name_in_room",
    "tell_voice",
]

PROPOSAL_NOTE = lazy_(
    "This is what was said in the room, and no more. A pair is a proposal until both sides and the CPSE's "
    "board have agreed: their consent is asked for afterwards and kept apart."
)

ROOM_SIDES: dict[RoomSide, LazyText] = {
    RoomSide.DISTRICT: lazy_("the district"),
    RoomSide.CPSE: lazy_("the CPSE"),
    RoomSide.STATE: lazy_("the state"),
    RoomSide.OTHER: lazy_("somebody else"),
}

# Each with the kind of its tag.
STANCES: dict[Stance, tuple[LazyText, str]] = {
    Stance.AGREED: (lazy_("agreed in the room"), "good"),
    Stance.CONDITIONS: (lazy_("agreed with conditions"), "good"),
    Stance.NOT_AGREED: (lazy_("not agreed"), "bad"),
    Stance.LATER: (lazy_("to be settled later"), "warn"),
}

OUTCOMES_IN_ROOM: dict[RoomOutcome, tuple[LazyText, str]] = {
    RoomOutcome.SILENT: (lazy_("nothing said yet"), ""),
    RoomOutcome.ONE_SIDE: (lazy_("not both sides have agreed yet"), "here"),
    RoomOutcome.LATER: (lazy_("to be settled later"), "warn"),
    RoomOutcome.NOT_AGREED: (lazy_("not agreed"), "bad"),
    RoomOutcome.DISPUTED: (lazy_("agreed by both sides, with dissent"), "warn"),
    RoomOutcome.CONDITIONS: (lazy_("agreed by both sides, with conditions"), "good"),
    RoomOutcome.AGREED: (lazy_("agreed by both sides"), "good"),
}

OUTCOME_GROUPS: dict[OutcomeGroup, LazyText] = {
    OutcomeGroup.AGREED: lazy_("Agreed in the room"),
    OutcomeGroup.OPEN: lazy_("Open"),
    OutcomeGroup.DISSENT: lazy_("With dissent"),
}

# Which answer of a run is laid before the room.
ANSWERS_OF_RUNS: dict[str, LazyText] = {
    "total": lazy_("greatest total fit"),
    "fairest": lazy_("fairest"),
    "stable": lazy_("stable"),
}


def name_in_room(voice: RoomVoice | RoomWording | OutcomeVoice, viewer: User) -> str:
    """The name of who spoke as this reader is shown it: the auditor reads numbers."""
    if can_see_names(viewer):
        return voice.name
    return _("Voice %(number)s", number=voice.voice_id if isinstance(voice, RoomWording) else voice.id)


def tell_voice(voice: RoomVoice | RoomWording | OutcomeVoice, viewer: User) -> str:
    """Who spoke, in one line: name, designation, organisation."""
    parts = (name_in_room(voice, viewer), voice.designation, voice.organisation)
    return ", ".join(part for part in parts if part)
