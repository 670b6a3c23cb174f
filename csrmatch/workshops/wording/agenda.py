"""The words for the agenda: kinds of sessions, times of the clock, who speaks, what cannot be right."""

from collections.abc import Mapping, Sequence
from datetime import date, time

from csrmatch.i18n import LazyText, _, current_language, lazy_, name_of
from csrmatch.workshops.models import Speaker, Talk, WorkshopDay, WorkshopSession
from csrmatch.workshops.rules.agenda import SessionKind
from csrmatch.workshops.rules.agenda_slots import slot_of
from csrmatch.workshops.rules.clashes import Clash, ClashKind, find_clashes, name_keys

__all__ = [
    "SESSION_KINDS",
    "tell_clashes",
    "tell_day",
    "tell_office",
    "tell_session_note",
    "tell_speaker",
    "tell_talk",
    "tell_times",
    "tell_weekday",
]

SESSION_KINDS: dict[SessionKind, LazyText] = {
    SessionKind.INAUGURAL: lazy_("Inaugural"),
    SessionKind.STATE_DEPARTMENTS: lazy_("State departments"),
    SessionKind.DISTRICTS: lazy_("Districts present"),
    SessionKind.CPSES: lazy_("CPSEs present"),
    SessionKind.EXPERTS: lazy_("Experts"),
    SessionKind.DISCUSSION: lazy_("Discussion"),
    SessionKind.MAPPING: lazy_("Mapping"),
    SessionKind.CLOSING: lazy_("Closing"),
    SessionKind.THANKS: lazy_("Vote of thanks"),
    SessionKind.BREAK: lazy_("Break"),
    SessionKind.OTHER: lazy_("Other"),
}


def tell_times(starts_at: time | None, ends_at: time | None) -> str:
    """From when to when, by the clock of 24 hours; nothing where no time is known."""
    if starts_at is None:
        return "" if ends_at is None else f"– {ends_at:%H:%M}"
    return f"{starts_at:%H:%M}" if ends_at is None else f"{starts_at:%H:%M}–{ends_at:%H:%M}"


def tell_weekday(day: date) -> str:
    """A day of the week with its date: Friday, 9 February 2024."""
    from babel.dates import format_date

    locale = "hi_IN" if current_language() == "hi" else "en_IN"
    return str(format_date(day, format="EEEE, d MMMM y", locale=locale))


def tell_day(day: WorkshopDay) -> str:
    """Which day of the workshop it is, with its date where that is known."""
    count = _("Day %(number)s", number=day.number)
    return count if day.held_on is None else f"{count}: {tell_weekday(day.held_on)}"


def tell_speaker(speaker: Speaker, *, with_name: bool = True) -> str:
    """A speaker's name, or a number for a reader who is shown no names."""
    return name_of(speaker) if with_name else _("Speaker %(number)s", number=speaker.id)


def tell_office(speaker: Speaker) -> str:
    """Designation and organisation of a speaker, as on the day."""
    parts = name_of(speaker, "designation"), name_of(speaker, "organisation")
    return ", ".join(part for part in parts if part)


def tell_session_note(session: WorkshopSession) -> str:
    """What kind of session it is and in which room, as far as its title does not say so already."""
    kind, room = str(SESSION_KINDS[session.kind]), name_of(session, "room")
    title = name_of(session, "title").casefold()
    is_told = kind.casefold() in title or session.kind is SessionKind.BREAK
    return " · ".join(part for part in ("" if is_told else kind, room) if part)


def tell_talk(talk: Talk, *, with_names: bool = True) -> str:
    """What a talk is called: its topic, or who speaks where it has none."""
    topic = name_of(talk, "topic")
    return topic or ", ".join(tell_speaker(row, with_name=with_names) for row in talk.speakers)


def tell_clashes(days: Sequence[WorkshopDay], *, with_names: bool = True) -> list[tuple[Clash, str]]:
    """What cannot be right in the agenda, each in one sentence; day by day."""
    found: list[tuple[Clash, str]] = []
    for day in days:
        sessions = {row.id: row for row in day.sessions}
        talks = {talk.id: talk for row in day.sessions for talk in row.talks}
        for clash in find_clashes([slot_of(row) for row in day.sessions]):
            found.append((clash, _tell_clash(clash, sessions, talks, with_names)))
    return found


def _tell_clash(
    clash: Clash,
    sessions: Mapping[int, WorkshopSession],
    talks: Mapping[int, Talk],
    with_names: bool,
) -> str:
    """What cannot be right, in one sentence."""
    first = name_of(sessions[clash.session], "title")
    second = name_of(sessions[clash.other], "title") if clash.other else ""
    match clash.kind:
        case ClashKind.SESSIONS_OVERLAP:
            return _("At the same time and place: %(first)s and %(second)s.", first=first, second=second)
        case ClashKind.OUT_OF_ORDER:
            return _("%(second)s stands after %(first)s, but begins earlier.", first=first, second=second)
        case ClashKind.OUTSIDE_DAY:
            return _("%(first)s is at night: is the time right?", first=first)
        case ClashKind.TALKS_TOO_LONG:
            return _("The talks of %(first)s take longer than the session.", first=first)
        case ClashKind.TALK_OUTSIDE:
            what = tell_talk(talks[clash.talk], with_names=with_names)
            return _("%(talk)s is not within the time of %(first)s.", talk=what, first=first)
    pair = [tell_talk(talks[number], with_names=with_names) for number in (clash.talk, clash.other_talk)]
    if clash.kind is ClashKind.TALKS_OVERLAP:
        return _(
            "At the same time within %(session)s: %(first)s, and %(second)s.",
            session=first,
            first=pair[0],
            second=pair[1],
        )
    who = _who_meets(talks[clash.talk], talks[clash.other_talk], with_names=with_names)
    return _(
        "%(who)s speaks twice at the same time: %(first)s, and %(second)s.",
        who=who,
        first=pair[0],
        second=pair[1],
    )


def _who_meets(talk: Talk, other: Talk, *, with_names: bool) -> str:
    keys = frozenset[str]().union(*(name_keys(row.name_en, row.name_hi) for row in other.speakers))
    found = [row for row in talk.speakers if name_keys(row.name_en, row.name_hi) & keys]
    return ", ".join(tell_speaker(row, with_name=with_names) for row in found)
