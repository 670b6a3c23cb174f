"""The verbs of the agenda: its days, sessions and talks with their speakers; each changed or moved alone."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, time
from typing import Any

from csrmatch.accounts.models import User
from csrmatch.db import db, now, today
from csrmatch.errors import DomainError, NotAllowed
from csrmatch.i18n import _, format_day, lazy_, name_of
from csrmatch.places.models import District
from csrmatch.registry.models import Cpse
from csrmatch.workshops.access.workshops import can_edit
from csrmatch.workshops.models import SessionRevision, Speaker, Talk, Workshop, WorkshopDay, WorkshopSession
from csrmatch.workshops.queries.check_in import has_attendance
from csrmatch.workshops.queries.takeaways import has_takeaways
from csrmatch.workshops.queries.workshops import list_days
from csrmatch.workshops.rules.agenda import GAP, SessionKind, place_between
from csrmatch.workshops.rules.workshops import HoldProblem, WorkshopStatus, find_hold_problem
from csrmatch.workshops.services.workshops import MOST_DAYS, touch_workshop
from csrmatch.workshops.wording.agenda import SESSION_KINDS, tell_times

__all__ = [
    "SessionText",
    "SpeakerText",
    "TalkText",
    "add_day",
    "add_session",
    "add_talk",
    "change_session",
    "change_talk",
    "date_days",
    "drop_day",
    "drop_session",
    "drop_talk",
    "move_session",
    "move_talk",
    "session_text_of",
    "speaker_text_of",
    "talk_text_of",
]

_LONGEST_TALK = 24 * 60


@dataclass(frozen=True)
class SessionText:
    """What a session is; None is not known."""

    kind: SessionKind = SessionKind.OTHER
    title_en: str | None = None
    title_hi: str | None = None
    starts_at: time | None = None
    ends_at: time | None = None
    room_en: str | None = None
    room_hi: str | None = None
    said_en: str | None = None
    said_hi: str | None = None


@dataclass(frozen=True)
class SpeakerText:
    """Who speaks, as on the day; the office is that of this system, where it is one."""

    name_en: str | None = None
    name_hi: str | None = None
    designation_en: str | None = None
    designation_hi: str | None = None
    organisation_en: str | None = None
    organisation_hi: str | None = None
    organisation_id: int | None = None


@dataclass(frozen=True)
class TalkText:
    """What a talk is, with its speakers in their order; None is not known."""

    topic_en: str | None = None
    topic_hi: str | None = None
    starts_at: time | None = None
    minutes: int | None = None
    theme_code: str | None = None
    district: District | None = None
    cpse: Cpse | None = None
    said_en: str | None = None
    said_hi: str | None = None
    speakers: tuple[SpeakerText, ...] = ()


def session_text_of(session: WorkshopSession) -> SessionText:
    """What a session holds now."""
    return SessionText(**{item.name: getattr(session, item.name) for item in fields(SessionText)})


def speaker_text_of(speaker: Speaker) -> SpeakerText:
    """What is on record of a speaker now."""
    return SpeakerText(**{item.name: getattr(speaker, item.name) for item in fields(SpeakerText)})


def talk_text_of(talk: Talk) -> TalkText:
    """What a talk holds now."""
    plain = {name: getattr(talk, name) for name in _names(TalkText)}
    return TalkText(**plain, speakers=tuple(speaker_text_of(row) for row in talk.speakers))


def date_days(*, workshop: Workshop, by: User, version: int | None, dates: Sequence[date | None]) -> None:
    """Gives the days of a workshop their dates; the first one's year becomes the workshop's."""
    _require(by, workshop)
    days = list_days(workshop)
    label = _("Days")
    theirs = "\n".join(format_day(day.held_on) for day in days)
    mine = "\n".join(format_day(day) for day in dates)
    workshop.expect_version(version, theirs={label: theirs}, mine={label: mine})
    if len(dates) != len(days):
        raise DomainError(lazy_("The days of the workshop have changed: open the page again."))
    known = [day for day in dates if day is not None]
    if workshop.status is WorkshopStatus.ANNOUNCED and len(known) < len(dates):
        raise DomainError(lazy_("The workshop is announced: each of its days keeps a date."))
    if workshop.status is WorkshopStatus.HELD and dates:
        problem = find_hold_problem(dates[0].year if dates[0] else workshop.year, dates[0], today())
        if problem is HoldProblem.NOT_BEGUN:
            raise DomainError(lazy_("The workshop is marked as held: its first day is not still to come."))
        if problem is HoldProblem.NO_DATE:
            raise DomainError(lazy_("The workshop is marked as held: its first day keeps a date."))
    if known != sorted(set(known)):
        raise DomainError(lazy_("Each day is later than the one before it."))
    for day, held_on in zip(days, dates, strict=True):
        day.held_on = held_on
    workshop.starts_on = dates[0]
    if known:
        workshop.year = known[0].year
    touch_workshop(workshop, by)


def add_day(*, workshop: Workshop, by: User) -> WorkshopDay:
    """Adds a day at the end, on the date after the last one where that is known."""
    _require(by, workshop)
    days = list_days(workshop)
    if len(days) >= MOST_DAYS:
        raise DomainError(lazy_("A workshop has 1 to %(most)s days.", most=MOST_DAYS))
    last = days[-1].held_on if days else None
    after = date.fromordinal(last.toordinal() + 1) if last else None
    day = WorkshopDay(workshop_id=workshop.id, number=len(days) + 1, held_on=after)
    db.session.add(day)
    db.session.flush()
    return day


def drop_day(*, workshop: Workshop, by: User) -> None:
    """Takes the last day away, which must hold nothing; one day always stays."""
    _require(by, workshop)
    days = list_days(workshop)
    if len(days) < 2:
        raise DomainError(lazy_("A workshop has at least one day."))
    if days[-1].sessions:
        raise DomainError(lazy_("The last day holds sessions: move or remove them first."))
    if has_attendance(days[-1].id):
        raise DomainError(lazy_("People were checked in to the last day: it stays on record."))
    db.session.delete(days[-1])
    db.session.flush()


def add_session(*, workshop: Workshop, day: WorkshopDay, by: User, text: SessionText) -> WorkshopSession:
    """Adds a session at the end of a day."""
    _require(by, workshop)
    _check_session(text)
    session = WorkshopSession(day=day, position=_end([row.position for row in day.sessions]), **_plain(text))
    db.session.add(session)
    _revise(session)
    return session


def change_session(
    *, workshop: Workshop, session: WorkshopSession, by: User, version: int | None, text: SessionText
) -> None:
    """Changes what a session is; its talks stay as they are."""
    _begin(by, workshop, session, version, mine=_tell_session(text))
    _check_session(text)
    for name, value in _plain(text).items():
        setattr(session, name, value)
    _revise(session)


def drop_session(*, workshop: Workshop, session: WorkshopSession, by: User, version: int | None) -> None:
    """Takes a session from the agenda together with its talks; one whose talks have files stays."""
    _begin(by, workshop, session, version)
    if any(talk.documents for talk in session.talks):
        raise DomainError(lazy_("A talk of the session has a file: move the talk to another session first."))
    if has_attendance(session.day_id, session.id):
        raise DomainError(lazy_("People were checked in to the session: it stays on record."))
    _refuse_noted(session_id=session.id)
    session.day.sessions.remove(session)
    db.session.flush()


def move_session(
    *,
    workshop: Workshop,
    session: WorkshopSession,
    by: User,
    version: int | None,
    day: WorkshopDay,
    index: int,
) -> None:
    """Puts a session to a place of a day, counted among the others of that day; the rest keep their order."""
    _begin(by, workshop, session, version)
    if day.id != session.day_id and has_attendance(session.day_id, session.id):
        raise DomainError(lazy_("People were checked in to the session: it stays on its day."))
    session.day, session.position = day, _place(session, day.sessions, index)
    _revise(session)
    db.session.expire_all()


def add_talk(*, workshop: Workshop, session: WorkshopSession, by: User, text: TalkText) -> Talk:
    """Adds a talk at the end of a session, with its speakers."""
    _require(by, workshop)
    _check_talk(text)
    talk = Talk(session=session, position=_end([row.position for row in session.talks]), **_plain(text))
    db.session.add(talk)
    db.session.flush()
    _put_speakers(talk, text.speakers)
    _revise(session)
    return talk


def change_talk(*, workshop: Workshop, talk: Talk, by: User, version: int | None, text: TalkText) -> None:
    """Changes what a talk is and who speaks."""
    _begin(by, workshop, talk, version, mine=_tell_talk(text))
    _check_talk(text)
    if talk_text_of(talk).speakers != text.speakers:
        # Who speaks is part of the talk: somebody else who has it open must be told.
        talk.version += 1
    for name, value in _plain(text).items():
        setattr(talk, name, value)
    _put_speakers(talk, text.speakers)
    _revise(talk.session)


def drop_talk(*, workshop: Workshop, talk: Talk, by: User, version: int | None) -> None:
    """Takes a talk from the agenda; one with files stays until these are struck."""
    _begin(by, workshop, talk, version)
    if talk.documents:
        raise DomainError(lazy_("The talk has a file, which belongs to the record: the talk stays."))
    _refuse_noted(talk_id=talk.id)
    session = talk.session
    session.talks.remove(talk)
    _revise(session)


def _refuse_noted(**of: int) -> None:
    if has_takeaways(**of):
        raise DomainError(
            lazy_("Notes were taken of it, which belong to the record: it stays in the agenda.")
        )


def move_talk(
    *, workshop: Workshop, talk: Talk, by: User, version: int | None, session: WorkshopSession, index: int
) -> None:
    """Puts a talk to a place of a session, counted among its other talks; the rest keep their order."""
    _begin(by, workshop, talk, version)
    before = talk.session
    talk.session, talk.position = session, _place(talk, session.talks, index)
    _revise(*{before, session})
    db.session.expire_all()


def _require(by: User, workshop: Workshop) -> None:
    if not can_edit(by, workshop):
        raise NotAllowed


def _begin(
    by: User,
    workshop: Workshop,
    part: WorkshopSession | Talk,
    version: int | None,
    mine: dict[str, object] | None = None,
) -> None:
    """What every change of a part of the agenda begins with: who may, and whether it is as they saw it."""
    _require(by, workshop)
    if isinstance(part, Talk):
        theirs = _tell_talk(talk_text_of(part))
    else:
        theirs = _tell_session(session_text_of(part))
    part.expect_version(version, theirs=theirs, mine=mine)


def _revise(*sessions: WorkshopSession) -> None:
    """Notes that sessions are no longer what a calendar was told of them."""
    for session in sessions:
        if session.revision is None:
            session.revision = SessionRevision(number=0)
        session.revision.number += 1
        session.revision.changed_at = now()
    db.session.flush()


def _end(positions: Sequence[int]) -> int:
    return place_between(positions, len(positions)) or 0


def _place(part: WorkshopSession | Talk, among: Sequence[WorkshopSession | Talk], index: int) -> int:
    """A position for a part at an index among others; where no room is left they are set apart again."""
    others = [row for row in among if row.id != part.id]
    position = place_between([row.position for row in others], index)
    if position is None:
        for number, row in enumerate(others):
            row.position = number * GAP
        db.session.flush()
        position = place_between([row.position for row in others], index)
    return position or 0


def _names(kind: type[SessionText | TalkText]) -> list[str]:
    return [item.name for item in fields(kind) if item.name != "speakers"]


def _plain(text: SessionText | TalkText) -> dict[str, Any]:
    """What of a text stands in the row of its own."""
    return {name: getattr(text, name) for name in _names(type(text))}


def _check_session(text: SessionText) -> None:
    if not text.title_en and not text.title_hi:
        raise DomainError(lazy_("Enter a title, in English or in Hindi."))
    if text.ends_at is not None and text.starts_at is None:
        raise DomainError(lazy_("Enter when the session begins too."))
    if text.starts_at is not None and text.ends_at is not None and text.ends_at <= text.starts_at:
        raise DomainError(lazy_("The session ends after it begins."))


def _check_talk(text: TalkText) -> None:
    if not text.topic_en and not text.topic_hi and not text.speakers:
        raise DomainError(lazy_("Enter a topic or a speaker."))
    if text.minutes is not None and not 1 <= text.minutes <= _LONGEST_TALK:
        raise DomainError(lazy_("A talk takes 1 to 1,440 minutes."))
    if any(not speaker.name_en and not speaker.name_hi for speaker in text.speakers):
        raise DomainError(lazy_("Enter the name of the speaker, in English or in Hindi."))


def _put_speakers(talk: Talk, speakers: Sequence[SpeakerText]) -> None:
    """Writes who speaks, in their order."""
    for place, text in enumerate(speakers):
        given = {item.name: getattr(text, item.name) for item in fields(text)}
        if place < len(talk.speakers):
            row = talk.speakers[place]
            row.position = place
            for name, value in given.items():
                setattr(row, name, value)
        else:
            talk.speakers.append(Speaker(position=place, **given))
    del talk.speakers[len(speakers) :]
    db.session.flush()


def _tell_session(text: SessionText) -> dict[str, object]:
    """A session in words, field by field."""
    return {
        _("Title in English"): text.title_en,
        _("Title in Hindi"): text.title_hi,
        _("Kind"): SESSION_KINDS[text.kind],
        _("Time"): tell_times(text.starts_at, text.ends_at) or None,
        _("Room in English"): text.room_en,
        _("Room in Hindi"): text.room_hi,
        _("What was said, in English"): text.said_en,
        _("What was said, in Hindi"): text.said_hi,
    }


def _tell_talk(text: TalkText) -> dict[str, object]:
    """A talk in words, field by field."""
    speakers = [
        ", ".join(
            part for part in (name_of(row), name_of(row, "designation"), name_of(row, "organisation")) if part
        )
        for row in text.speakers
    ]
    return {
        _("Topic in English"): text.topic_en,
        _("Topic in Hindi"): text.topic_hi,
        _("Begins at"): tell_times(text.starts_at, None) or None,
        _("Minutes"): text.minutes,
        _("Theme"): text.theme_code,
        _("District"): name_of(text.district) if text.district else None,
        _("CPSE"): text.cpse.code if text.cpse else None,
        _("Speakers"): "\n".join(speakers) or None,
        _("What was said, in English"): text.said_en,
        _("What was said, in Hindi"): text.said_hi,
    }
