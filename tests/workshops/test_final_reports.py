"""Final issues of a report: of a closed record only, and marked once that was opened again."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.errors import DomainError
from csrmatch.jobs import Job
from csrmatch.jobs.running import run_job
from csrmatch.roles import Role
from csrmatch.workshops.models import ReportIssue, Workshop
from csrmatch.workshops.rules.report import ReportFormat
from csrmatch.workshops.rules.workshops import WorkshopStatus, WorkshopStep
from csrmatch.workshops.services.report import ReportText, change_report, make_report_soon
from csrmatch.workshops.services.workshops import step_workshop
from tests.conftest import sign_in
from tests.form_filling import read_form, text_of
from tests.workshops.factories import find_person, make_workshop

ANNOUNCED, HELD, CLOSED = WorkshopStatus.ANNOUNCED, WorkshopStatus.HELD, WorkshopStatus.CLOSED
REOPENED, REPLACED = "record opened again since", "replaced"


def made(status: WorkshopStatus) -> int:
    return run_write(lambda: make_workshop(status=status).id)


def ask(number: int, *, is_draft: bool = False) -> int:
    def act() -> int:
        job: Job = make_report_soon(
            workshop=db.session.get_one(Workshop, number),
            by=find_person(Role.DPE_STAFF),
            languages=["en"],
            formats=[ReportFormat.WORD],
            is_draft=is_draft,
        )
        return job.id

    return run_write(act)


def step(number: int, *kinds: WorkshopStep) -> None:
    def act() -> None:
        workshop = db.session.get_one(Workshop, number)
        for kind in kinds:
            step_workshop(workshop=workshop, by=find_person(Role.DPE_STAFF), version=None, step=kind)

    run_write(act)


def write(number: int, text: str) -> None:
    def act() -> None:
        workshop = db.session.get_one(Workshop, number)
        change_report(
            workshop=workshop,
            by=find_person(Role.DPE_STAFF),
            version=None,
            text=ReportText(foreword_en=text),
        )

    run_write(act)


@pytest.fixture
def reader(sqlite_app: Application) -> FlaskClient:
    """An officer of a company, who sees the workshop and does not hold it."""
    return sign_in(sqlite_app, "cpse_officer@example.test")


class TestOfAnOpenRecord:
    @pytest.mark.parametrize(
        ("status", "words"),
        [(HELD, "open and may still change"), (ANNOUNCED, "is not marked as held")],
    )
    def test_only_a_draft_is_offered_and_the_page_says_why(
        self, dpe_page: FlaskClient, status: WorkshopStatus, words: str
    ) -> None:
        number = made(status)
        for page in ("report", "report/make"):
            shown = dpe_page.get(f"/workshops/{number}/{page}")
            assert words in text_of(shown)
            assert ("#step-close" in shown.text) is (status is HELD)
        form = read_form(dpe_page, f"/workshops/{number}/report/make")
        assert form.getlist("kind") == ["draft"]
        assert dpe_page.post(f"/workshops/{number}/report/make", data=form).status_code == 302

    def test_a_closed_record_is_offered_the_final_report(self, dpe_page: FlaskClient) -> None:
        number = made(CLOSED)
        form = read_form(dpe_page, f"/workshops/{number}/report/make")
        assert form.getlist("kind") == ["final"]
        assert "only be a draft" not in text_of(dpe_page.get(f"/workshops/{number}/report"))

    def test_one_that_was_asked_for_before_the_record_was_opened_again_is_not_kept(
        self, app: Application
    ) -> None:
        number = made(CLOSED)
        job = ask(number)
        step(number, WorkshopStep.REOPEN)
        assert not run_job(job)
        assert db.session.scalars(select(ReportIssue)).all() == []

    def test_everybody_sees_the_report_of_a_workshop_that_was_held(self, reader: FlaskClient) -> None:
        for status, seen in ((ANNOUNCED, False), (HELD, True), (CLOSED, True)):
            number = made(status)
            page = reader.get(f"/workshops/{number}").text
            assert (f'href="/workshops/{number}/report"' in page) is seen


class TestOfARecordOpenedAgain:
    def test_a_final_issue_says_so_to_whoever_reads_it_until_another_takes_its_place(
        self, reader: FlaskClient
    ) -> None:
        number = made(CLOSED)
        assert run_job(ask(number))
        address = f"/workshops/{number}/report"
        assert REOPENED not in text_of(reader.get(address))
        step(number, WorkshopStep.REOPEN)
        assert REOPENED in text_of(reader.get(address))
        step(number, WorkshopStep.CLOSE)
        assert REOPENED in text_of(reader.get(address))
        write(number, "Written after that.")
        assert run_job(ask(number))
        shown = text_of(reader.get(address))
        assert REOPENED not in shown
        assert "Issue 2 final" in shown
        assert f"Issue 1 {REPLACED}" in shown

    def test_another_is_made_though_nothing_was_changed_in_between(self, app: Application) -> None:
        number = made(CLOSED)
        assert run_job(ask(number))
        with pytest.raises(DomainError, match="Nothing has changed"):
            ask(number)
        step(number, WorkshopStep.REOPEN, WorkshopStep.CLOSE)
        assert run_job(ask(number))
        rows = db.session.scalars(select(ReportIssue).order_by(ReportIssue.number)).all()
        assert [(row.number, row.is_draft) for row in rows] == [(1, False), (2, False)]
        assert rows[0].input_digest == rows[1].input_digest
        with pytest.raises(DomainError, match="Nothing has changed"):
            ask(number)

    def test_a_draft_stays_a_draft(self, dpe_page: FlaskClient) -> None:
        number = made(CLOSED)
        assert run_job(ask(number, is_draft=True))
        step(number, WorkshopStep.REOPEN)
        shown = text_of(dpe_page.get(f"/workshops/{number}/report"))
        assert "Issue 1 draft" in shown
        assert REOPENED not in shown
