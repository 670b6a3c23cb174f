"""Reports of workshops for the furnished demonstration: of Raipur, as draft, final, and reopened since."""

from sqlalchemy import select

from csrmatch.accounts.models import User
from csrmatch.db import db, run_write
from csrmatch.demo import DEMO_DOMAIN
from csrmatch.jobs.running import run_job
from csrmatch.workshops.queries.report import find_report
from csrmatch.workshops.rules.report import ReportFormat
from csrmatch.workshops.rules.workshops import WorkshopStep
from csrmatch.workshops.sample import load_raipur
from csrmatch.workshops.services.report import change_report, make_report_soon, report_text_of
from csrmatch.workshops.services.workshops import step_workshop

__all__ = ["REPORT_PAGES", "make_reports"]

_REPORT = "/workshops/1/report"

# Endpoint, name of the picture, address, who opens it.
REPORT_PAGES: list[tuple[str, str, str, str]] = [
    ("workshops.show_report", "report", _REPORT, "dpe"),
    ("workshops.show_report", "report-final", _REPORT, "cpse"),
    ("workshops.preview_report", "report-preview", f"{_REPORT}/preview", "dpe"),
    ("workshops.edit_report", "report-edit", f"{_REPORT}/edit", "dpe"),
    ("workshops.make_report", "report-make", f"{_REPORT}/make", "dpe"),
]


def make_reports() -> None:
    """Makes both issues of the report as people do, and opens the record again for a word of thanks."""
    run_job(run_write(lambda: _ask(is_draft=True)))
    run_write(lambda: _step(WorkshopStep.CLOSE))
    run_job(run_write(lambda: _ask(is_draft=False)))
    run_write(lambda: _step(WorkshopStep.REOPEN))
    run_write(_thank)
    run_write(lambda: _step(WorkshopStep.CLOSE))


def _step(step: WorkshopStep) -> None:
    by = _dpe()
    workshop, _is_new = load_raipur(by)
    step_workshop(workshop=workshop, by=by, version=workshop.version, step=step)


def _ask(*, is_draft: bool) -> int:
    by = _dpe()
    workshop, _is_new = load_raipur(by)
    formats = [ReportFormat.PDF] if is_draft else list(ReportFormat)
    job = make_report_soon(
        workshop=workshop, by=by, languages=["en", "hi"], formats=formats, is_draft=is_draft
    )
    return job.id


def _thank() -> None:
    by = _dpe()
    workshop, _is_new = load_raipur(by)
    report = find_report(workshop)
    held = report_text_of(report)
    text = type(held)(**{**vars(held), "thanks_en": "The organisers thank the note takers of both days."})
    change_report(workshop=workshop, by=by, version=report.version if report else None, text=text)


def _dpe() -> User:
    return db.session.scalars(select(User).where(User.email == f"dpe@{DEMO_DOMAIN}")).one()
