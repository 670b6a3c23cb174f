"""The words of reports: kinds of files, and sentences that are put together from what is on record."""

from collections.abc import Sequence

from csrmatch.i18n import LANGUAGES, LazyText, _, current_language, lazy_, name_of
from csrmatch.workshops.models import Speaker, Talk
from csrmatch.workshops.rules.report import IssueState, ReportFormat

__all__ = [
    "ISSUE_STATES",
    "REPORT_FORMATS",
    "join_words",
    "report_language",
    "told",
    "told_paragraphs",
    "told_talk",
    "who",
]

REPORT_FORMATS: dict[ReportFormat, LazyText] = {
    ReportFormat.PDF: lazy_("PDF"),
    ReportFormat.WORD: lazy_("Word"),
}

# Each with the kind of its tag and, where it is not the last word, why.
ISSUE_STATES: dict[IssueState, tuple[LazyText, str, LazyText | None]] = {
    IssueState.DRAFT: (lazy_("draft"), "warn", None),
    IssueState.FINAL: (lazy_("final"), "good", None),
    IssueState.REPLACED: (lazy_("replaced"), "", lazy_("A later final issue has taken its place.")),
    IssueState.REOPENED: (
        lazy_("record opened again since"),
        "warn",
        lazy_("The record was opened again after this final issue was made, and may say something else."),
    ),
}


def report_language(code: str) -> str:
    """A language by its own name."""
    return LANGUAGES[code]


def told(thing: object, field: str) -> str:
    """A text of a record in the language in force; one that only the other language has says so."""
    text = name_of(thing, field)
    own = getattr(thing, f"{field}_{current_language()}", None)
    return text if own or not text else _("%(told)s [not translated]", told=text)


def told_paragraphs(thing: object, field: str) -> list[str]:
    """The same, a paragraph each."""
    return [line.strip() for line in told(thing, field).splitlines() if line.strip()]


def join_words(words: Sequence[str]) -> str:
    """Words as a sentence lists them: with commas, and "and" before the last."""
    if len(words) < 2:
        return "".join(words)
    return _("%(words)s and %(last)s", words=", ".join(words[:-1]), last=words[-1])


def who(speaker: Speaker) -> str:
    """A speaker as the sentence names them: name, and designation and organisation as on the day."""
    name, role = name_of(speaker), _role(speaker)
    return _("%(name)s, %(role)s", name=name, role=role) if role else name


def told_talk(talk: Talk) -> str:
    """A talk in sentences: who spoke, as on the day, and what was said.

    What was said may be sentences of their own, begin with the speaker's name, as "Dr. A spoke …" does, or
    go on after it, as "spoke …" does; each becomes one sentence about that speaker.
    """
    said, speakers = told(talk, "said"), list(talk.speakers)
    topic = told(talk, "topic")
    if not speakers:
        return f"{topic}: {said}" if topic and said else topic or said
    named = join_words([who(speaker) for speaker in speakers])
    if not said:
        return (
            _("%(who)s spoke on “%(topic)s”.", who=named, topic=topic)
            if topic
            else _("%(who)s spoke.", who=named)
        )
    begins = _beginning(said, speakers)
    if begins is not None:
        return begins
    if _goes_on(said):
        return f"{_within(speakers)} {said}"
    if topic:
        return _("%(who)s spoke on “%(topic)s”.", who=named, topic=topic) + " " + said
    return f"{named}: {said}"


def _role(speaker: Speaker) -> str:
    parts = [name_of(speaker, "designation"), name_of(speaker, "organisation")]
    return ", ".join(part for part in parts if part)


def _beginning(said: str, speakers: Sequence[Speaker]) -> str | None:
    """What was said where it begins with a speaker's name: what the speaker is, is put behind the name."""
    for speaker in speakers:
        name = name_of(speaker)
        if not said.startswith(name):
            continue
        rest = said.removeprefix(name)
        if rest[:1] not in {"", " "} or rest.startswith(" ("):
            return said
        role = _role(speaker)
        return _("%(name)s, %(role)s,", name=name, role=role) + rest if role else said
    return None


def _within(speakers: Sequence[Speaker]) -> str:
    """Speakers with what they are, as the beginning of a sentence that goes on."""
    if len(speakers) > 1:
        return join_words([who(speaker) for speaker in speakers])
    role = _role(speakers[0])
    name = name_of(speakers[0])
    return _("%(name)s, %(role)s,", name=name, role=role) if role else name


def _goes_on(said: str) -> bool:
    """Whether a text is the rest of a sentence: a small letter in English, the sign of the doer in Hindi."""
    return said[:1].islower() or said.startswith("ने ")
