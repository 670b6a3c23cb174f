"""The sheet of a practice, for handing out: its story as PDF and as Word, in either language."""

from collections.abc import Sequence
from datetime import date

from csrmatch.documents.letters import LETTER_WRITERS, Heading, Items, Letter, Paragraph, Part
from csrmatch.i18n import _, current_language, format_day
from csrmatch.practices.rules import PartKind
from csrmatch.practices.stories import Story
from csrmatch.practices.wording import PART_KINDS

__all__ = ["sheet_of", "write_sheet"]


def write_sheet(story: Story, code: str, stage: str, day: date, kind: str) -> bytes:
    """The file of one kind, in the language in force; equal stories on one day give equal bytes."""
    return LETTER_WRITERS[kind](sheet_of(story, code, stage, day), day)


def sheet_of(story: Story, code: str, stage: str, day: date) -> Letter:
    """What the sheet says: what the page says but for the documents and how the office is reached."""
    return Letter(
        language=current_language(),
        title=story.title,
        office=[],
        department=_("Library of practices"),
        number=f"{code} · {stage}",
        dated=format_day(day),
        addressee=[],
        subject=story.title,
        greeting="",
        parts=_parts(story),
        closing="",
        signature=[],
        copies_to="",
        copies=[],
        footer=f"csrmatch · {code} {story.title}",
        page_words=_("Page {page} of {pages}"),
    )


def _parts(story: Story) -> list[Part]:
    unknown = _("not known")
    parts: list[Part] = []

    def tell(heading: str, *texts: str) -> None:
        parts.append(Heading(heading))
        parts.extend(Paragraph(text) for text in texts if text)

    if story.gaps:
        missing = _(
            "%(known)s of %(all)s known. Not known: %(gaps)s.",
            known=story.known,
            all=story.of,
            gaps=story.missing,
        )
        parts.append(Paragraph(missing))
    if story.source_says:
        tell(_("What the source says"), story.source_says)
    tell(_("What problem it answers"), story.problem or unknown)
    places = [*story.places, story.elsewhere]
    tell(
        _("Where it worked, and for whom"),
        "; ".join(filter(None, places)) or unknown,
        _("Theme: %(what)s", what=", ".join(story.themes) or unknown),
        _("For whom: %(what)s", what=", ".join(story.groups) or unknown),
        _("Run by: %(what)s", what=story.run_by or unknown),
    )
    tell(_("What was done"), *(story.done or unknown).splitlines())
    tell(str(PART_KINDS[PartKind.CORE]), *([] if story.core else [unknown]))
    if story.core:
        parts.append(Items(story.core))
    tell(str(PART_KINDS[PartKind.CHANGEABLE]), *([] if story.changeable else [unknown]))
    if story.changeable:
        parts.append(Items([": ".join(filter(None, [part.what, part.how])) for part in story.changeable]))
    tell(
        _("Cost"),
        _in_one_line(story.cost) or unknown,
        story.cost_note,
    )
    tell(_("Evidence"), story.evidence or unknown, story.evidence_text, _in_one_line(story.figure))
    tell(_("Contact"), story.contact or unknown)
    tell(_("Where it is known from"), story.origin, story.citation, story.address or "", _trust(story))
    return parts


def _in_one_line(pairs: Sequence[tuple[str, str | None]]) -> str:
    """Several facts in one line: the sheet is to stay on one page where that can be."""
    return "; ".join(f"{label}: {value or _('not known')}" for label, value in pairs)


def _trust(story: Story) -> str:
    return _("How far the source is trusted: %(trust)s", trust=story.trust) if story.trust else ""
