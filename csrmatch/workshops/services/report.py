"""The verbs of the report: choosing and writing by hand what no record holds, and making an issue of it."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from typing import Any

from csrmatch import jobs
from csrmatch.accounts.models import User
from csrmatch.db import db, lock_row, now, take_turn, today
from csrmatch.errors import DomainError, NotAllowed
from csrmatch.i18n import LANGUAGES, _, lazy_
from csrmatch.workshops.access.report import can_keep_report
from csrmatch.workshops.documents.digest import digest_record
from csrmatch.workshops.documents.sections import ReportRecord, list_sections
from csrmatch.workshops.models import ReportIssue, Workshop, WorkshopReport
from csrmatch.workshops.queries.feedback import find_feedback_form
from csrmatch.workshops.queries.feedback_summary import FeedbackSummary, summarise_feedback
from csrmatch.workshops.queries.participants import count_groups
from csrmatch.workshops.queries.report import (
    find_report,
    list_agenda_days,
    list_all_issues,
    list_told_takeaways,
    read_parts,
)
from csrmatch.workshops.queries.room import OutcomeOfPair, list_room_outcomes
from csrmatch.workshops.rules.report import (
    IssueState,
    ReportFormat,
    can_be_final,
    judge_final,
    list_files,
    next_number,
    was_reopened,
)

__all__ = [
    "MAKE_REPORT",
    "NEW",
    "MadeFile",
    "ReportText",
    "change_report",
    "judge_issues",
    "keep_issue",
    "make_report_soon",
    "read_record",
    "report_text_of",
]

# The kind of the job.
MAKE_REPORT = "make_report"
# The version of a report that nobody has touched yet.
NEW = 0


@dataclass(frozen=True)
class ReportText:
    """What is chosen and written by hand; None is not written."""

    left_out: tuple[str, ...] = ()
    foreword_en: str | None = None
    foreword_hi: str | None = None
    participants_en: str | None = None
    participants_hi: str | None = None
    thanks_en: str | None = None
    thanks_hi: str | None = None


@dataclass(frozen=True)
class MadeFile:
    """A file as the job made it."""

    language: str
    format: ReportFormat
    content: bytes


def report_text_of(report: WorkshopReport | None) -> ReportText:
    """What a report holds now that was written by hand."""
    if report is None:
        return ReportText()
    held = {item.name: getattr(report, item.name) for item in fields(ReportText)}
    return ReportText(**{**held, "left_out": tuple(report.left_out)})


def read_record(workshop: Workshop) -> ReportRecord:
    """What the report of a workshop is written from, as it is on record now, without what it leaves out."""
    texts = find_report(workshop)
    left_out = set(texts.left_out) if texts else set[str]()
    read_parts(workshop)
    return ReportRecord(
        workshop,
        list_agenda_days(workshop),
        texts,
        takeaways=[] if "takeaways" in left_out else list_told_takeaways(workshop),
        groups=[] if "groups" in left_out else count_groups(workshop),
        pairs=[] if "room" in left_out else _read_pairs(workshop),
        feedback=None if "feedback" in left_out else _read_feedback(workshop),
    )


def _read_pairs(workshop: Workshop) -> list[OutcomeOfPair]:
    """The pairs of the room, in an order that is the same in every database."""
    return sorted(list_room_outcomes(workshop), key=lambda pair: (pair.district_en, pair.lgd, pair.cpse))


def _read_feedback(workshop: Workshop) -> FeedbackSummary | None:
    """What the answers come to; while more come, two issues would tell what one person said in between."""
    form = find_feedback_form(workshop)
    # A closed record takes no answers, but might be opened again before the last day for them.
    if form is None or form.closes_on >= today():
        return None
    return summarise_feedback(workshop, form)


def change_report(*, workshop: Workshop, by: User, version: int | None, text: ReportText) -> WorkshopReport:
    """Chooses the sections and writes the foreword, who took part and the thanks."""
    known = {section.key for section in list_sections()}
    if not set(text.left_out) <= known:
        raise DomainError(lazy_("A section that was chosen does not exist."))
    if known <= set(text.left_out):
        raise DomainError(lazy_("Choose at least one section."))
    take_turn(f"report {workshop.id}")
    report = find_report(workshop, for_change=True)
    if report is None:
        report = WorkshopReport(workshop_id=workshop.id)
    elif version is not None:
        # One who began when there was none yet sees what the first one wrote.
        report.expect_version(version, theirs=_tell(report_text_of(report)), mine=_tell(text))
    if not can_keep_report(by, workshop):
        raise NotAllowed
    for name, value in _columns(text).items():
        setattr(report, name, value)
    report.changed_by_id, report.changed_at = by.id, now()
    db.session.add(report)
    db.session.flush()
    return report


def make_report_soon(
    *,
    workshop: Workshop,
    by: User,
    languages: Collection[str],
    formats: Collection[ReportFormat],
    is_draft: bool,
) -> jobs.Job:
    """Asks a worker for an issue of the report; asked for twice it is one, and one that failed anew.

    Raises
    ------
    DomainError
        Where a final report is asked for too early, or nothing has changed since the last issue.
    """
    if not can_keep_report(by, workshop):
        raise NotAllowed
    wants = list_files([code for code in LANGUAGES if code in languages], formats)
    if not wants:
        raise DomainError(lazy_("Choose at least one language and one kind of file."))
    _refuse_too_early(workshop, is_draft=is_draft)
    issues = list_all_issues(workshop)
    digest = digest_record(read_record(workshop))
    number = _number(workshop, issues, wants, digest=digest, is_draft=is_draft)
    if number is None:
        raise DomainError(
            lazy_(
                "Nothing has changed since issue %(number)s, which has these files already.",
                number=issues[-1].number,
            )
        )
    code = "+".join(f"{language}.{form}" for language, form in wants)
    job = jobs.enqueue(
        MAKE_REPORT,
        {
            "workshop_id": workshop.id,
            "number": number,
            "is_draft": is_draft,
            "files": [[language, form.value] for language, form in wants],
        },
        f"{MAKE_REPORT} {workshop.id} {number} {'draft' if is_draft else 'final'} {code} {digest[:16]}",
        by_id=by.id,
        link=f"/workshops/{workshop.id}/report",
    )
    lock_row(job)
    jobs.try_again(job)
    return job


def keep_issue(
    *,
    workshop: Workshop,
    by_id: int,
    number: int,
    is_draft: bool,
    input_digest: str,
    files: Sequence[MadeFile],
) -> list[ReportIssue]:
    """Keeps the files that a worker made as an issue; a file that is there already stays as it is.

    Raises
    ------
    DomainError
        Where another issue took the number meanwhile, or the record is no longer closed as a final one needs.
    """
    take_turn(f"report {workshop.id}")
    # As it stands now: somebody may be opening the record again meanwhile.
    lock_row(workshop)
    _refuse_too_early(workshop, is_draft=is_draft)
    same = [row for row in list_all_issues(workshop) if row.number == number]
    if any(row.input_digest != input_digest or row.is_draft != is_draft for row in same):
        raise DomainError(lazy_("Somebody made another issue meanwhile: make this one again."))
    there = {(row.language, row.format) for row in same}
    kept = [
        ReportIssue(
            workshop_id=workshop.id,
            number=number,
            language=file.language,
            format=file.format,
            is_draft=is_draft,
            input_digest=input_digest,
            digest=hashlib.sha256(file.content).hexdigest(),
            size=len(file.content),
            made_at=now(),
            made_by_id=by_id,
            content=file.content,
        )
        for file in files
        if (file.language, file.format) not in there
    ]
    db.session.add_all(kept)
    db.session.flush()
    return kept


def judge_issues(workshop: Workshop, files: Sequence[ReportIssue]) -> dict[int, IssueState]:
    """By number, what each issue is among the others."""
    last = max((row.number for row in files if not row.is_draft), default=0)
    found = {}
    for row in files:
        found[row.number] = IssueState.DRAFT
        if not row.is_draft:
            found[row.number] = judge_final(
                row.number,
                last,
                status=workshop.status,
                made_at=row.made_at,
                changed_at=workshop.changed_at,
            )
    return found


def _refuse_too_early(workshop: Workshop, *, is_draft: bool) -> None:
    if not is_draft and not can_be_final(workshop.status):
        raise DomainError(
            lazy_("A final report can be made once the record is closed; make a draft until then.")
        )


def _number(
    workshop: Workshop,
    issues: Sequence[ReportIssue],
    wants: Collection[tuple[str, ReportFormat]],
    *,
    digest: str,
    is_draft: bool,
) -> int | None:
    last = issues[-1].number if issues else 0
    newest = [row for row in issues if row.number == last]
    is_same = all(row.input_digest == digest and row.is_draft == is_draft for row in newest)
    # One that was made before the record was opened again is followed by another, though nothing has changed.
    if not is_draft and any(
        was_reopened(workshop.status, row.made_at, workshop.changed_at) for row in newest
    ):
        is_same = False
    has = {(row.language, row.format) for row in newest}
    return next_number(last, is_same=is_same, has=has, wants=wants)


def _columns(text: ReportText) -> dict[str, Any]:
    held = {item.name: getattr(text, item.name) for item in fields(text)}
    return {**held, "left_out": sorted(text.left_out)}


def _tell(text: ReportText) -> dict[str, object]:
    """What was chosen and written, field by field."""
    left_out = [str(section.title) for section in list_sections() if section.key in text.left_out]
    return {
        _("Sections left out"): ", ".join(left_out) or None,
        _("Foreword in English"): text.foreword_en,
        _("Foreword in Hindi"): text.foreword_hi,
        _("Who took part, in English"): text.participants_en,
        _("Who took part, in Hindi"): text.participants_hi,
        _("Word of thanks in English"): text.thanks_en,
        _("Word of thanks in Hindi"): text.thanks_hi,
    }
