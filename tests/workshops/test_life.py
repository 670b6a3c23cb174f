"""The life of a workshop: when it may be marked as held, and how that is taken back."""

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from csrmatch.app import Application
from csrmatch.audit.models import AuditEvent
from csrmatch.db import db, now, run_write, today
from csrmatch.errors import DomainError, NotAllowed
from csrmatch.roles import Role
from csrmatch.workshops.models import Certificate, Workshop
from csrmatch.workshops.rules.certificates import CertificateLanguage
from csrmatch.workshops.rules.report import ReportFormat
from csrmatch.workshops.rules.workshops import (
    HoldProblem,
    WorkshopStatus,
    WorkshopStep,
    find_hold_problem,
)
from csrmatch.workshops.services.agenda import date_days
from csrmatch.workshops.services.certificates import withdraw_certificate
from csrmatch.workshops.services.report import MadeFile, keep_issue
from csrmatch.workshops.services.workshops import step_workshop
from tests.conftest import sign_in
from tests.form_filling import read_form, text_of
from tests.workshops.factories import find_person, make_workshop
from tests.workshops.feedback import make_there

ANNOUNCED, HELD = WorkshopStatus.ANNOUNCED, WorkshopStatus.HELD
DAY = timedelta(days=1)
# Still to come also where midnight passes while the test runs.
SOON = timedelta(days=2)


def made(status: WorkshopStatus = ANNOUNCED, **given: object) -> int:
    return run_write(lambda: make_workshop(status=status, **given).id)  # type: ignore[arg-type]


def step(number: int, kind: WorkshopStep, reason: str = "", role: Role = Role.DPE_STAFF) -> None:
    def act() -> None:
        workshop = db.session.get_one(Workshop, number)
        step_workshop(workshop=workshop, by=find_person(role), version=None, step=kind, reason=reason)

    run_write(act)


def status_of(number: int) -> WorkshopStatus:
    db.session.rollback()
    return db.session.get_one(Workshop, number).status


def certify(number: int) -> int:
    """A certificate of somebody who was there, as it is kept."""

    def act() -> int:
        person = make_there(db.session.get_one(Workshop, number))
        certificate = Certificate(
            workshop_id=number,
            participant_id=person.id,
            issue=1,
            language=CertificateLanguage.BOTH,
            code="ABCD2345EFGH6789",
            name_en="Asha Verma",
            name_hi="आशा वर्मा",
            digest="0" * 64,
            content=b"%PDF-1.7",
            made_at=now(),
            made_by_id=find_person(Role.DPE_STAFF).id,
        )
        db.session.add(certificate)
        db.session.flush()
        return certificate.id

    return run_write(act)


class TestMarkingAsHeld:
    @pytest.mark.parametrize(
        ("year", "first", "problem"),
        [
            (2026, date(2026, 12, 8), None),
            (2026, date(2026, 12, 7), None),
            (2026, date(2026, 12, 9), HoldProblem.NOT_BEGUN),
            (2027, date(2027, 1, 1), HoldProblem.NOT_BEGUN),
            (2026, None, HoldProblem.NO_DATE),
            (2027, None, HoldProblem.NO_DATE),
            (2025, None, None),
        ],
    )
    def test_begins_with_the_first_day_or_with_the_end_of_a_year_without_dates(
        self, year: int, first: date | None, problem: HoldProblem | None
    ) -> None:
        assert find_hold_problem(year, first, date(2026, 12, 8)) is problem

    def test_one_of_today_is_held_and_one_of_tomorrow_is_not(self, app: Application) -> None:
        begun, coming = made(starts_on=today(), series=None), made(starts_on=today() + SOON, series=None)
        step(begun, WorkshopStep.HOLD)
        assert status_of(begun) is HELD
        with pytest.raises(DomainError, match="from its first day on"):
            step(coming, WorkshopStep.HOLD)
        assert status_of(coming) is ANNOUNCED

    def test_the_page_offers_it_from_the_first_day_on_and_says_so_before(
        self, sqlite_app: Application
    ) -> None:
        page = sign_in(sqlite_app, "dpe_staff@example.test")
        coming = text_of(page.get(f"/workshops/{made(starts_on=today() + SOON)}"))
        assert "The workshop can be marked as held from its first day on:" in coming
        assert "Mark as held" not in coming
        begun = text_of(page.get(f"/workshops/{made(starts_on=today())}"))
        assert "Mark as held" in begun
        assert "can be marked as held" not in begun
        reader = sign_in(sqlite_app, "cpse_officer@example.test")
        assert "marked as held" not in text_of(reader.get(f"/workshops/{made(starts_on=today() + SOON)}"))

    def test_without_a_date_it_is_told_what_is_missing(self, sqlite_app: Application) -> None:
        number = made(WorkshopStatus.PLANNED, starts_on=None, year=today().year)
        page = sign_in(sqlite_app, "dpe_staff@example.test")
        assert "once its first day has a date" in text_of(page.get(f"/workshops/{number}"))
        with pytest.raises(DomainError, match="once its first day has a date"):
            step(number, WorkshopStep.HOLD)

    def test_a_day_to_come_is_not_given_to_one_that_is_held(self, app: Application) -> None:
        number = made(HELD, starts_on=today() - DAY)

        def date_to(first: date) -> None:
            workshop = db.session.get_one(Workshop, number)
            dates = [first, first + DAY]
            date_days(workshop=workshop, by=find_person(Role.DPE_STAFF), version=None, dates=dates)

        with pytest.raises(DomainError, match="its first day is not still to come"):
            run_write(lambda: date_to(today() + SOON))
        run_write(lambda: date_to(today()))


class TestMarkingAsNotHeld:
    def test_it_is_announced_again_with_the_reason_in_the_log(self, app: Application) -> None:
        number = made(HELD)
        with pytest.raises(DomainError, match="Give the reason"):
            step(number, WorkshopStep.UNMARK, " ")
        with pytest.raises(NotAllowed):
            step(number, WorkshopStep.UNMARK, "Not mine.", role=Role.CPSE_OFFICER)
        step(number, WorkshopStep.UNMARK, "Put off by a week.")
        assert status_of(number) is ANNOUNCED
        query = select(AuditEvent).where(AuditEvent.object_type == "workshop", AuditEvent.action == "update")
        entry = db.session.scalars(query.order_by(AuditEvent.id.desc())).first()
        assert entry is not None
        assert entry.reason == "Put off by a week."
        assert "announced" in str(entry.changes)

    @pytest.mark.parametrize("status", [ANNOUNCED, WorkshopStatus.CLOSED, WorkshopStatus.CANCELLED])
    def test_only_what_is_held_and_open_can_be_taken_back(
        self, app: Application, status: WorkshopStatus
    ) -> None:
        number = made(status)
        with pytest.raises(DomainError):
            step(number, WorkshopStep.UNMARK, "By mistake.")
        assert status_of(number) is status

    def test_not_while_a_certificate_stands(self, app: Application) -> None:
        number = made(HELD)
        certificate = certify(number)
        with pytest.raises(DomainError, match="withdraw them first"):
            step(number, WorkshopStep.UNMARK, "By mistake.")

        def withdraw() -> None:
            row = db.session.get_one(Certificate, certificate)
            by = find_person(Role.DPE_STAFF)
            withdraw_certificate(workshop=row.workshop, certificate=row, by=by, reason="Not held.")

        run_write(withdraw)
        step(number, WorkshopStep.UNMARK, "By mistake.")
        assert status_of(number) is ANNOUNCED

    def test_not_once_a_final_report_was_made(self, app: Application) -> None:
        number = made(WorkshopStatus.CLOSED)

        def issue(*, is_draft: bool, at: int) -> None:
            keep_issue(
                workshop=db.session.get_one(Workshop, number),
                by_id=find_person(Role.DPE_STAFF).id,
                number=at,
                is_draft=is_draft,
                input_digest=f"{at}" * 64,
                files=[MadeFile("en", ReportFormat.PDF, b"%PDF-1.7")],
            )

        run_write(lambda: issue(is_draft=True, at=1))
        step(number, WorkshopStep.REOPEN)
        step(number, WorkshopStep.UNMARK, "By mistake.")
        step(number, WorkshopStep.HOLD)
        step(number, WorkshopStep.CLOSE)
        run_write(lambda: issue(is_draft=False, at=2))
        step(number, WorkshopStep.REOPEN)
        with pytest.raises(DomainError, match="Issue 2 of the report is final"):
            step(number, WorkshopStep.UNMARK, "By mistake.")
        assert status_of(number) is HELD

    def test_not_where_a_day_has_no_date(self, app: Application) -> None:
        number = made(HELD, starts_on=None, year=today().year - 1)
        with pytest.raises(DomainError, match="Every day needs its date"):
            step(number, WorkshopStep.UNMARK, "By mistake.")


class TestUnmarkWorkshop:
    @pytest.fixture
    def page(self, sqlite_app: Application) -> FlaskClient:
        """DPE staff, signed in."""
        return sign_in(sqlite_app, "dpe_staff@example.test")

    def test_asks_for_the_reason_and_announces_the_workshop_again(self, page: FlaskClient) -> None:
        number = made(HELD)
        address = f"/workshops/{number}/unmark"
        assert f'href="{address}"' in page.get(f"/workshops/{number}").text
        form = read_form(page, address)
        assert page.post(address, data=form).status_code == 422
        form.setlist("reason", ["Put off by a week."])
        answer = page.post(address, data=form)
        assert answer.status_code == 302
        told = text_of(page.get(answer.location))
        assert "no longer marked as held" in told
        assert "Mark as not held" not in told
        assert page.get(address).status_code == 403

    def test_says_what_stands_in_the_way_and_keeps_the_reason_that_was_typed(self, page: FlaskClient) -> None:
        number = made(HELD)
        address = f"/workshops/{number}/unmark"
        form = read_form(page, address)
        certify(number)
        shown = page.get(address)
        assert "Certificates of participation stand" in text_of(shown)
        assert 'name="reason"' not in shown.text
        form.setlist("reason", ["Put off by a week."])
        answer = page.post(address, data=form)
        assert answer.status_code == 422
        assert "Certificates of participation stand" in text_of(answer)
        assert "Put off by a week." in answer.text
