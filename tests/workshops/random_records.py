"""Workshops of random length whose texts try to break a document: markup, code, long words, both scripts."""

import random
import unicodedata
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from csrmatch.roles import Role
from csrmatch.workshops.models import Workshop
from csrmatch.workshops.queries.workshops import list_days
from csrmatch.workshops.rules.agenda import SessionKind
from csrmatch.workshops.rules.room import RoomSide
from csrmatch.workshops.rules.takeaways import TakeawayKind
from csrmatch.workshops.rules.workshops import WorkshopStatus
from csrmatch.workshops.services import agenda
from csrmatch.workshops.services.agenda import SessionText, SpeakerText, TalkText
from csrmatch.workshops.services.report import ReportText, change_report
from tests.workshops.factories import find_person, make_workshop, take_workshop_to
from tests.workshops.rooms import put_pair, say
from tests.workshops.takeaways import make_takeaway

__all__ = ["RandomRecord", "make_record", "squeezed"]

PIECES = (
    "Remoteness of villages",
    "& <b>bold</b> ]]> <!-- --> &amp;",
    "\"quoted\" 'single' `raw`",
    "{{ 7*7 }} {% raise %} {# note #}",
    '#read("/etc/passwd") #image("http://127.0.0.1:9/x.png")',
    "*bold* _under_ = heading $x^2$ @label <tag> \\u{41} //",
    "=HYPERLINK(1) +91 -5.2 @SUM",
    "श्रद्धा से क्षत्रिय तक कार्यवृत्त",
    "ज़िला प्रशासन द्वारा अनुमोदित ₹12.50 करोड़",
    "W" * 90,
    "कार्यक्रमक्रियान्वयनअनुश्रवण" * 4,
    "https://example.org/" + "a-very-long/path_" * 5,
)
_DISTRICTS = (376, 636)
_KINDS = [kind for kind in SessionKind if kind is not SessionKind.BREAK]


@dataclass
class RandomRecord:
    """A workshop and every text of it that its report has to hold."""

    workshop: Workshop
    texts: list[str] = field(default_factory=list)


class _Writer:
    """Gives texts that are all different, of up to `longest` signs, and keeps them."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311
        self.kept: list[str] = []

    def text(self, longest: int = 200, *, pieces: int = 3) -> str:
        mark = f"Q{len(self.kept)}z"
        words = " ".join(self.chance.choices(PIECES, k=self.chance.randint(0, pieces)))
        found = f"{mark} {words}"[:longest].strip()
        self.kept.append(found)
        return found

    def maybe(self, longest: int = 200, *, pieces: int = 3) -> str | None:
        """A text, or nothing: what is empty must not trouble a document either."""
        return self.text(longest, pieces=pieces) if self.chance.random() < 0.7 else None

    def some(self, most: int) -> range:
        return range(self.chance.randint(0, most))


def squeezed(text: str) -> str:
    """A text without blanks and breaks, which layouts put where they like, composed as documents do."""
    return "".join(unicodedata.normalize("NFC", text).replace("\u200b", "").split())


def make_record(seed: int) -> RandomRecord:
    """A workshop that was held, with whatever the seed gives it; equal seeds, equal records.

    Each text is in one language alone, so that the report has it in either.
    """
    write, dpe = _Writer(seed), find_person(Role.DPE_STAFF)
    first = date(2026, 1, 1) + timedelta(days=write.chance.randint(0, 200))
    days = write.chance.randint(1, 3)
    workshop = make_workshop(
        write.text(160),
        series=None,
        starts_on=first,
        days=days,
        with_agenda=False,
        status=WorkshopStatus.PLANNED,
    )
    workshop.title_hi = None
    workshop.objective_en, workshop.objective_hi = None, write.maybe(2_000, pieces=9)
    for day in list_days(workshop):
        for hour in write.some(3):
            text = SessionText(
                kind=write.chance.choice(_KINDS),
                title_en=write.text(160),
                starts_at=time(9 + 2 * hour),
                ends_at=time(11 + 2 * hour),
                said_hi=write.text(1_500, pieces=8),
            )
            session = agenda.add_session(workshop=workshop, day=day, by=dpe, text=text)
            for _talk in write.some(3):
                agenda.add_talk(workshop=workshop, session=session, by=dpe, text=_talk_text(write))
    take_workshop_to(workshop, dpe, WorkshopStatus.HELD)
    _say_things(workshop, write)
    report = ReportText(foreword_hi=write.maybe(2_000, pieces=9), thanks_en=write.maybe(2_000, pieces=9))
    change_report(workshop=workshop, by=dpe, version=None, text=report)
    return RandomRecord(workshop, write.kept)


def _talk_text(write: _Writer) -> TalkText:
    speakers = tuple(
        SpeakerText(
            name_en=write.text(100), designation_hi=write.maybe(120), organisation_en=write.maybe(120)
        )
        for _ in write.some(3)
    )
    # A talk of which nobody said anything has at least a topic.
    return TalkText(topic_en=write.text(160), said_hi=write.maybe(1_500, pieces=8), speakers=speakers)


def _say_things(workshop: Workshop, write: _Writer) -> None:
    dpe = find_person(Role.DPE_STAFF)
    for _ in write.some(8):
        kind = write.chance.choice(list(TakeawayKind))
        make_takeaway(workshop, dpe, write.text(400, pieces=5), kind=kind.value)
    for lgd in _DISTRICTS[: write.chance.randint(0, 2)]:
        pair = put_pair(workshop, lgd)
        for side in write.chance.sample([RoomSide.DISTRICT, RoomSide.CPSE, RoomSide.STATE], k=2):
            say(pair, side, name=write.text(100), note=write.text(400, pieces=4))
