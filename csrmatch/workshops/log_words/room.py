"""The words the log uses for the mapping in the room."""

from csrmatch.audit.words import register_words
from csrmatch.i18n import lazy_
from csrmatch.workshops.wording.room import ANSWERS_OF_RUNS, ROOM_SIDES, STANCES

__all__: list[str] = []

_SAID = {
    "side": lazy_("Speaks for"),
    "stance": lazy_("Says"),
    "name": lazy_("Name"),
    "designation": lazy_("Designation"),
    "organisation": lazy_("Organisation"),
    "note": lazy_("Note"),
}
_CODES = {
    "side": {side.value: words for side, words in ROOM_SIDES.items()},
    "stance": {stance.value: words for stance, (words, _kind) in STANCES.items()},
}

register_words(
    "held_exercise",
    lazy_("Exercise held at a workshop"),
    columns={
        "id": lazy_("Number"),
        "workshop_id": lazy_("Workshop"),
        "exercise_id": lazy_("Exercise"),
        "held_by_id": lazy_("Brought into the room by"),
        "held_at": lazy_("Brought into the room"),
        "released_by_id": lazy_("Released by"),
        "released_at": lazy_("Released"),
        "released_reason": lazy_("Why it was released"),
        "version": lazy_("Version"),
    },
)
register_words(
    "room_pair",
    lazy_("Pair spoken of at a workshop"),
    columns={
        "id": lazy_("Number"),
        "workshop_id": lazy_("Workshop"),
        "district_id": lazy_("District"),
        "cpse_id": lazy_("CPSE"),
        "run_id": lazy_("Run"),
        "answer": lazy_("Answer of the run"),
        "put_by_id": lazy_("Put before the room by"),
        "put_at": lazy_("Put before the room"),
        "struck_by_id": lazy_("Taken off by"),
        "struck_at": lazy_("Taken off"),
        "struck_reason": lazy_("Why it was taken off"),
        "version": lazy_("Version"),
    },
    values={"answer": dict(ANSWERS_OF_RUNS)},
)
register_words(
    "room_voice",
    lazy_("Voice on a pair"),
    columns={
        "id": lazy_("Number"),
        "pair_id": lazy_("Pair spoken of at a workshop"),
        **_SAID,
        "recorded_by_id": lazy_("Written down by"),
        "recorded_at": lazy_("Written down"),
        "changed_at": lazy_("Changed"),
        "struck_by_id": lazy_("Struck by"),
        "struck_at": lazy_("Struck"),
        "struck_reason": lazy_("Why it was struck"),
        "version": lazy_("Version"),
    },
    values=dict(_CODES),
)
register_words(
    "room_wording",
    lazy_("Wording of a voice"),
    columns={
        "voice_id": lazy_("Voice on a pair"),
        "number": lazy_("Number"),
        **_SAID,
        "written_by_id": lazy_("Written down by"),
        "written_at": lazy_("Written down"),
    },
    values=dict(_CODES),
)
