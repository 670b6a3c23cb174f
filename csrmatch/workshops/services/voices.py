"""The verbs of what is said of a pair in the room: written down, changed, struck."""

from dataclasses import dataclass

from csrmatch.accounts.models import User
from csrmatch.db import db, now
from csrmatch.errors import DomainError, NotAllowed
from csrmatch.i18n import _, lazy_
from csrmatch.workshops.access.room import can_record
from csrmatch.workshops.models import RoomPair, RoomVoice, RoomWording
from csrmatch.workshops.rules.room import RoomSide, Stance
from csrmatch.workshops.services.striking import strike
from csrmatch.workshops.wording.room import ROOM_SIDES, STANCES

__all__ = ["VoiceText", "change_voice", "record_voice", "strike_voice", "voice_text_of"]


@dataclass(frozen=True)
class VoiceText:
    """What somebody said: the name and for whom, as on the day; the note tells conditions and reasons."""

    side: RoomSide
    stance: Stance
    name: str
    designation: str = ""
    organisation: str = ""
    note: str = ""


def voice_text_of(voice: RoomVoice | RoomWording) -> VoiceText:
    """What a voice, or one wording of it, says."""
    return VoiceText(
        side=voice.side,
        stance=voice.stance,
        name=voice.name,
        designation=voice.designation,
        organisation=voice.organisation,
        note=voice.note,
    )


def record_voice(*, pair: RoomPair, by: User, text: VoiceText) -> RoomVoice:
    """Writes down what somebody said of a pair; the caller holds the pair until it is written.

    Somebody who is on record for this pair and side already is not written down twice: whoever comes
    second is told what the first wrote.
    """
    if not can_record(by, pair.workshop):
        raise NotAllowed
    if pair.struck_at is not None:
        raise DomainError(lazy_("The pair was taken off: name it again before you write down what is said."))
    _check(text)
    _refuse_twice(pair, text, None)
    moment = now()
    voice = RoomVoice(
        pair_id=pair.id, recorded_by_id=by.id, recorded_at=moment, changed_at=moment, **vars(text)
    )
    db.session.add(voice)
    db.session.flush()
    _keep_wording(voice, by, 1)
    db.session.expire(pair, ["voices"])
    return voice


def change_voice(*, voice: RoomVoice, by: User, version: int | None, text: VoiceText) -> None:
    """Changes what is on record of a voice; the earlier wording is kept."""
    before = voice_text_of(voice)
    voice.expect_version(version, theirs=_tell(before), mine=_tell(text))
    if not can_record(by, voice.pair.workshop):
        raise NotAllowed
    _check(text)
    _refuse_twice(voice.pair, text, voice)
    if text == before:
        return
    for name, value in vars(text).items():
        setattr(voice, name, value)
    voice.changed_at = now()
    db.session.flush()
    _keep_wording(voice, by, len(voice.wordings) + 1)
    db.session.expire(voice, ["wordings"])


def strike_voice(*, voice: RoomVoice, by: User, version: int | None, reason: str) -> None:
    """Strikes a voice written down wrongly, with the reason; it counts no more and stays on record."""
    theirs = {**_tell(voice_text_of(voice)), _("Reason"): voice.struck_reason or None}
    voice.expect_version(version, theirs=theirs, mine={_("Reason"): reason})
    if not can_record(by, voice.pair.workshop):
        raise NotAllowed
    if voice.struck_at is not None:
        raise DomainError(lazy_("It was struck already."))
    strike(voice, by, reason)


def _keep_wording(voice: RoomVoice, by: User, number: int) -> None:
    said = vars(voice_text_of(voice))
    db.session.add(
        RoomWording(voice_id=voice.id, number=number, written_by_id=by.id, written_at=now(), **said)
    )
    db.session.flush()


def _check(text: VoiceText) -> None:
    if not text.name.strip():
        raise DomainError(lazy_("Enter who spoke, or choose the person from the list."))
    if text.stance in {Stance.CONDITIONS, Stance.NOT_AGREED} and not text.note.strip():
        raise DomainError(
            lazy_("Write in the note on which conditions, or why not: it is part of the record.")
        )


def _refuse_twice(pair: RoomPair, text: VoiceText, but: RoomVoice | None) -> None:
    for voice in pair.standing:
        is_same = voice.side is text.side and voice.name.casefold() == text.name.casefold()
        if is_same and (but is None or voice.id != but.id):
            raise DomainError(
                lazy_(
                    "%(name)s is on record for this pair already: %(stance)s. Change that voice instead.",
                    name=voice.name,
                    stance=STANCES[voice.stance][0],
                )
            )


def _tell(text: VoiceText) -> dict[str, object]:
    """A voice in words, field by field."""
    return {
        _("Speaks for"): str(ROOM_SIDES[text.side]),
        _("Says"): str(STANCES[text.stance][0]),
        _("Name"): text.name,
        _("Designation"): text.designation or None,
        _("Organisation"): text.organisation or None,
        _("Note"): text.note or None,
    }
