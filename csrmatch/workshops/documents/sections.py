"""The sections that a report can have: each is a function from the record to parts, known by its key."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from csrmatch.documents.parts import Part
from csrmatch.i18n import LazyText
from csrmatch.workshops.models import Takeaway, Workshop, WorkshopDay, WorkshopReport
from csrmatch.workshops.queries.feedback_summary import FeedbackSummary
from csrmatch.workshops.queries.participants import GroupCount
from csrmatch.workshops.queries.room import OutcomeOfPair

__all__ = ["Build", "ReportRecord", "Section", "list_sections", "register_section"]


@dataclass(frozen=True)
class ReportRecord:
    """All that sections are written from, read before any of them is: a section reads nothing itself.

    `days` are the days with their sessions, talks and speakers, `texts` what was written by hand, `takeaways`
    the notes that stand, `groups` how many of each group took part, `pairs` what was said in the room, and
    `feedback` what the answers come to, none while answers still come. What a section that was left out
    would tell need not be there.
    """

    workshop: Workshop
    days: Sequence[WorkshopDay]
    texts: WorkshopReport | None
    takeaways: Sequence[Takeaway] = ()
    groups: Sequence[GroupCount] = ()
    pairs: Sequence[OutcomeOfPair] = ()
    feedback: FeedbackSummary | None = None


# The parts of a section in the language in force, without its heading; None or none where there is nothing.
Build = Callable[[ReportRecord], Sequence[Part] | None]


@dataclass(frozen=True)
class Section:
    """One section: its key, title and place among the others, and what writes it."""

    key: str
    title: LazyText
    order: int
    build: Build


_sections: dict[str, Section] = {}


def register_section(key: str, title: LazyText, order: int, build: Build) -> None:
    """Adds a section; the source report goes from the objective (10) to the thanks (70), tables follow."""
    _sections[key] = Section(key, title, order, build)


def list_sections() -> list[Section]:
    """All sections in the order of the report."""
    return sorted(_sections.values(), key=lambda section: (section.order, section.key))
