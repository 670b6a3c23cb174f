"""The whole report of a workshop from its record, in the language in force."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from csrmatch.documents.parts import Heading, Part
from csrmatch.documents.report import Report, report_pdf, report_word
from csrmatch.i18n import (
    _,
    current_language,
    format_day,
    format_number,
    name_of,
    ngettext,
)
from csrmatch.workshops.documents import (
    feedback,
    objective,
    participants,
    room,
    takeaways,
    told_sessions,
)
from csrmatch.workshops.documents.sections import ReportRecord, list_sections
from csrmatch.workshops.rules.report import ReportFormat
from csrmatch.workshops.wording.workshops import tell_dates, tell_series, tell_venue

__all__ = [
    "REPORT_WRITERS",
    "Composed",
    "compose_report",
    # Each room of documents adds its sections when it is read.
    "feedback",
    "issued",
    "objective",
    "participants",
    "room",
    "takeaways",
    "told_sessions",
]

REPORT_WRITERS = {
    ReportFormat.PDF: report_pdf,
    ReportFormat.WORD: report_word,
}
# A report before it is an issue.
Composed = Report


def compose_report(record: ReportRecord) -> Composed:
    """What the record says now, with the sections that are chosen, without what an issue adds."""
    workshop = record.workshop
    series = tell_series(workshop)
    return Report(
        language=current_language(),
        title=_("Report of the %(series)s", series=series) if series else _("Report of the workshop"),
        office=[],
        department=_(" and ").join(name_of(item.organisation) for item in workshop.organisers),
        subtitle=name_of(workshop, "title"),
        facts=_facts(record),
        running=series or name_of(workshop, "title"),
        contents=_("Contents"),
        parts=_parts(record),
        footer=workshop.code,
        page_words=_("Page {page} of {pages}"),
    )


def issued(
    report: Composed, *, number: int, day: date, is_draft: bool, input_digest: str, code: str
) -> Report:
    """The report as an issue: its number and day, whether it is a draft, and of which state of the record."""
    return replace(
        report,
        facts=[*report.facts, (_("Issue"), _("%(number)s of %(day)s", number=number, day=format_day(day)))],
        footer=_(
            "%(code)s · issue %(number)s · state of the record %(digest)s",
            code=code,
            number=number,
            digest=input_digest[:16],
        ),
        draft=_("DRAFT") if is_draft else "",
        draft_note=_("This report is not final: the record of the workshop may still change.")
        if is_draft
        else "",
    )


def _facts(record: ReportRecord) -> list[tuple[str, str]]:
    workshop = record.workshop
    told = workshop.participants_told
    about = _("around %(count)s", count=format_number(told)) if workshop.is_about else format_number(told)
    dates = tell_dates(workshop.year, [day.held_on for day in record.days])
    # Without dates the days are those that sessions were put on: there may have been others.
    is_dated = any(day.held_on for day in record.days)
    days = ngettext("%(num)s day", "%(num)s days", len(record.days)) if is_dated else ""
    facts = [
        (_("Place"), tell_venue(workshop)),
        (_("Days"), " · ".join(part for part in (dates, days) if part)),
        (_("Participants"), about if told is not None else ""),
    ]
    return [(name, value) for name, value in facts if value]


def _parts(record: ReportRecord) -> Sequence[Part]:
    left_out = record.texts.left_out if record.texts else []
    parts: list[Part] = []
    for section in list_sections():
        built = None if section.key in left_out else section.build(record)
        if built:
            parts += [Heading(str(section.title)), *built]
    return parts
