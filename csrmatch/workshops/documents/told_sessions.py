"""The sections that tell what was said, session by session, and the table of who spoke."""

from collections.abc import Iterable, Sequence
from functools import partial

from csrmatch.documents.parts import Heading, Paragraph, Part, Table
from csrmatch.i18n import LazyText, _, format_day, lazy_, name_of
from csrmatch.workshops.documents.sections import ReportRecord, register_section
from csrmatch.workshops.models import Speaker, WorkshopDay, WorkshopSession
from csrmatch.workshops.rules.agenda import SessionKind
from csrmatch.workshops.wording.agenda import tell_times
from csrmatch.workshops.wording.report import told_paragraphs, told_talk

__all__: list[str] = []

_THANKS = lazy_("Vote of thanks")
# The sections in the order of the source report, and the sessions each tells of; a break is told nowhere.
_TOLD: Sequence[tuple[str, LazyText, int, frozenset[SessionKind]]] = (
    ("inaugural", lazy_("Inaugural session"), 30, frozenset({SessionKind.INAUGURAL})),
    (
        "sessions",
        lazy_("Sessions of the state departments and experts"),
        40,
        frozenset({SessionKind.STATE_DEPARTMENTS, SessionKind.EXPERTS, SessionKind.OTHER}),
    ),
    ("districts", lazy_("What the districts presented"), 45, frozenset({SessionKind.DISTRICTS})),
    ("cpses", lazy_("What the CPSEs presented"), 50, frozenset({SessionKind.CPSES})),
    ("closing", lazy_("Closing session"), 55, frozenset({SessionKind.CLOSING})),
    (
        "mapping",
        lazy_("Discussion and mapping"),
        60,
        frozenset({SessionKind.DISCUSSION, SessionKind.MAPPING}),
    ),
)


def _tell_sessions(record: ReportRecord, kinds: frozenset[SessionKind], title: LazyText) -> Sequence[Part]:
    """What was said in these sessions; one called what its section is called has no head of its own."""
    parts: list[Part] = []
    for day, session in _sessions(record, kinds):
        told = _tell_session(session)
        if told:
            own = name_of(session, "title")
            parts += [Heading(own, 2)] if own.casefold() != str(title).casefold() else []
            parts += [Paragraph(_when(record, day, session), is_quiet=True), *told]
    return parts


def _tell_session(session: WorkshopSession) -> list[Part]:
    """What was said in a session, beside and in its talks; nothing where nothing is on record."""
    texts = told_paragraphs(session, "said")
    for talk in session.talks:
        texts += [line for line in told_talk(talk).splitlines() if line.strip()]
    return [Paragraph(text) for text in texts]


def _sessions(
    record: ReportRecord, kinds: frozenset[SessionKind]
) -> Iterable[tuple[WorkshopDay, WorkshopSession]]:
    return ((day, session) for day in record.days for session in day.sessions if session.kind in kinds)


def _when(record: ReportRecord, day: WorkshopDay, session: WorkshopSession) -> str:
    """The day, by number and date, the time and the room, as far as they are known."""
    parts = [
        _("Day %(number)s", number=day.number) if len(record.days) > 1 or day.held_on is None else "",
        format_day(day.held_on) if day.held_on else "",
        tell_times(session.starts_at, session.ends_at),
        name_of(session, "room"),
    ]
    return " · ".join(part for part in parts if part)


def _thanks(record: ReportRecord) -> Sequence[Part]:
    """The vote of thanks as on record, and what the organisers add."""
    told = _tell_sessions(record, frozenset({SessionKind.THANKS}), _THANKS)
    return [*told, *(Paragraph(text) for text in told_paragraphs(record.texts, "thanks"))]


def _speakers(record: ReportRecord) -> Sequence[Part]:
    """Everybody who spoke, in the order of the agenda."""
    rows: list[list[str]] = []
    for _day, session in _sessions(record, frozenset(SessionKind) - {SessionKind.BREAK}):
        for talk in session.talks:
            for speaker in talk.speakers:
                rows.append(_row(len(rows) + 1, speaker, name_of(talk, "topic")))
    if not rows:
        return []
    return [
        Table(
            caption=_("Who spoke, as named on the day"),
            heads=[_("No."), _("Name"), _("Designation, organisation"), _("Topic")],
            rows=rows,
            widths=[0.08, 0.24, 0.31, 0.37],
            numeric=frozenset({0}),
        )
    ]


def _row(number: int, speaker: Speaker, topic: str) -> list[str]:
    office = [name_of(speaker, "designation"), name_of(speaker, "organisation")]
    return [
        str(number),
        name_of(speaker),
        ", ".join(part for part in office if part) or "–",
        topic or "–",
    ]


for _key, _title, _order, _kinds in _TOLD:
    register_section(_key, _title, _order, partial(_tell_sessions, kinds=_kinds, title=_title))
register_section("thanks", _THANKS, 70, _thanks)
register_section("speakers", lazy_("Speakers"), 90, _speakers)
