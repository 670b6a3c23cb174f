"""Who sees a practice, where it was taken from, its papers, what the log holds of it, and the named ones."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from csrmatch.accounts.models import User
from csrmatch.app import Application
from csrmatch.audit.models import AuditEvent
from csrmatch.db import db, run_write
from csrmatch.errors import DomainError, Missing, NotAllowed
from csrmatch.i18n import lazy_
from csrmatch.practices import origins
from csrmatch.practices.models import Practice, PracticeStep
from csrmatch.practices.origins import OriginRecord, find_origin, register_origin
from csrmatch.practices.queries import (
    find_link,
    find_practice_of,
    get_practice,
    list_practice_documents,
    list_waiting_practices,
)
from csrmatch.practices.rules import OriginKind, PracticeStatus
from csrmatch.practices.services import (
    add_practice,
    load_practices,
)
from csrmatch.practices.services.texts import text_of
from csrmatch.practices.stories import known_of, source_says, tell_story
from csrmatch.reference import read_practices
from csrmatch.roles import Role
from tests.practices.practices import (
    FULL,
    attach,
    make_practice,
    person,
    reword,
    step_to,
    take_to_library,
)

S = PracticeStatus


def run(act: Callable[[], Any]) -> Any:
    """In one write transaction, as an entry point would."""
    found = run_write(act)
    db.session.rollback()
    return found


class TestWhoSees:
    @pytest.mark.parametrize(
        ("status", "readers"),
        [
            (S.DRAFT, {Role.DISTRICT_OFFICER, Role.AUDITOR}),
            (S.OFFERED, {Role.DISTRICT_OFFICER, Role.AUDITOR, Role.DPE_STAFF, Role.UNICEF_OFFICER}),
            (S.SENT_BACK, {Role.DISTRICT_OFFICER, Role.AUDITOR, Role.DPE_STAFF, Role.UNICEF_OFFICER}),
            (S.LIBRARY, set(Role)),
        ],
    )
    def test_depends_on_where_the_practice_stands(
        self, sqlite_app: Application, status: S, readers: set[Role]
    ) -> None:
        def act() -> int:
            practice = make_practice()
            if status is not S.DRAFT:
                step_to(practice, person(Role.DISTRICT_OFFICER), S.OFFERED)
            if status not in {S.DRAFT, S.OFFERED}:
                step_to(practice, person(Role.DPE_STAFF), status, "A reason.")
            return practice.id

        number = run(act)
        for role in Role:
            if role in readers:
                assert get_practice(person(role), number).id == number
            else:
                with pytest.raises(Missing):
                    get_practice(person(role), number)

    def test_a_draft_given_up_stays_with_its_office_and_what_was_retired_with_everybody(
        self, sqlite_app: Application
    ) -> None:
        def act() -> tuple[int, int]:
            given_up = make_practice()
            step_to(given_up, person(Role.DISTRICT_OFFICER), S.RETIRED, "It is no practice.")
            old = take_to_library(make_practice())
            step_to(old, person(Role.DPE_STAFF), S.RETIRED, "It is out of date.")
            return given_up.id, old.id

        given_up, old = run(act)
        for role in Role:
            assert get_practice(person(role), old)
        for role in set(Role) - {Role.DISTRICT_OFFICER, Role.AUDITOR}:
            with pytest.raises(Missing):
                get_practice(person(role), given_up)

    def test_an_offer_waits_for_keepers_but_for_who_wrote_it_and_what_is_sent_back_for_its_office(
        self, sqlite_app: Application
    ) -> None:
        def act() -> tuple[int, int]:
            offered = make_practice(by=person(Role.DPE_STAFF))
            step_to(offered, person(Role.DPE_STAFF), S.OFFERED)
            back = make_practice()
            step_to(back, person(Role.DISTRICT_OFFICER), S.OFFERED)
            step_to(back, person(Role.DPE_STAFF), S.SENT_BACK, "No cost is told.")
            return offered.id, back.id

        offered, back = run(act)
        waiting = {role: [row.id for row in list_waiting_practices(person(role), 7)] for role in Role}
        assert waiting[Role.UNICEF_OFFICER] == [offered]
        assert waiting[Role.DISTRICT_OFFICER] == [back]
        assert not any(
            rows for role, rows in waiting.items() if role not in {Role.UNICEF_OFFICER, Role.DISTRICT_OFFICER}
        )


class TestOrigins:
    @pytest.fixture(autouse=True)
    def _own_kinds(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(origins, "_kinds", {})

        def find(viewer: User, number: int) -> tuple[str, str] | None:
            return (f"Takeaway {number}", f"/t/{number}") if viewer.role is Role.DPE_STAFF else None

        register_origin("tests.takeaway", lazy_("Takeaway"), find)

    def test_a_practice_names_the_record_it_was_taken_from_to_who_may_know(
        self, sqlite_app: Application
    ) -> None:
        record = OriginRecord("tests.takeaway", 12)
        number = run(lambda: make_practice(taken_from=record).id)
        practice = db.session.get_one(Practice, number)
        assert find_link(practice) == record
        assert find_practice_of(record) is practice
        found = find_origin(person(Role.DPE_STAFF), record)
        assert found is not None
        assert (found.title, found.url) == ("Takeaway 12", "/t/12")
        assert find_origin(person(Role.CHAIR), record) is None

    def test_one_record_gives_one_practice(self, sqlite_app: Application) -> None:
        record = OriginRecord("tests.takeaway", 12)
        run(lambda: make_practice(taken_from=record))
        with pytest.raises(DomainError, match="already"):
            run(lambda: make_practice("Another", taken_from=record))
        assert run(lambda: make_practice("Other", taken_from=OriginRecord("tests.takeaway", 13)))

    def test_a_kind_that_nobody_answers_for_is_a_fault_of_the_caller(self, sqlite_app: Application) -> None:
        with pytest.raises(ValueError, match="no slice"):
            run(lambda: make_practice(taken_from=OriginRecord("no.such", 1)))
        assert find_origin(person(Role.DPE_STAFF), OriginRecord("no.such", 1)) is None


class TestDocuments:
    def test_are_attached_by_who_may_change_the_practice(self, sqlite_app: Application) -> None:
        def act() -> int:
            practice = make_practice()
            attach(practice, person(Role.DISTRICT_OFFICER))
            return practice.id

        practice = db.session.get_one(Practice, run(act))
        assert [row.attachment.title for row in list_practice_documents(practice)] == ["Report"]
        with pytest.raises(NotAllowed):
            run(lambda: attach(db.session.get_one(Practice, practice.id), person(Role.CPSE_OFFICER)))


class TestTheLog:
    def test_never_holds_how_the_office_is_reached(self, app: Application) -> None:
        def act() -> None:
            practice = take_to_library(add_practice(by=person(Role.DISTRICT_OFFICER), text=FULL))
            reword(
                practice, person(Role.DPE_STAFF), contact_mail="new.hens@example.in", contact_phone="01123"
            )

        run(act)
        told = "\n".join(db.session.scalars(select(AuditEvent.changes)))
        for secret in (FULL.contact_mail, FULL.contact_phone, "new.hens", "01123"):
            assert secret not in told
        assert "contact_mail" in told
        assert FULL.contact_office in told


class TestLoading:
    def test_brings_each_named_practice_into_the_library_once_and_no_award_case_or_book(
        self, app: Application
    ) -> None:
        named = {row.number for row in read_practices() if row.kind == "practice"}
        stored = db.session.scalars(select(Practice).order_by(Practice.id)).all()
        assert {row.reference_number for row in stored} == named
        assert len(named) == len(stored) == 17
        for row in stored:
            assert (row.status, row.origin) == (S.LIBRARY, OriginKind.PUBLISHED)
            assert row.citation
            assert row.trust in {"B", "C"}

    def test_says_nothing_of_cost_evidence_or_results_that_no_source_tells(
        self, sqlite_app: Application
    ) -> None:
        for row in db.session.scalars(select(Practice)):
            text = text_of(row)
            assert known_of(text) <= {"places", "groups", "run_by"}
            assert tell_story(row).is_only_named
            assert source_says(row)

    def test_again_changes_nothing_not_even_what_keepers_have_added(self, app: Application) -> None:
        def add() -> int:
            practice = db.session.scalars(select(Practice).where(Practice.reference_number == 1)).one()
            reword(practice, person(Role.UNICEF_OFFICER), problem="Told by the district", title_en="Renamed")
            return practice.id

        number = run(add)
        before = db.session.scalar(select(func.count()).select_from(PracticeStep))
        db.session.rollback()
        assert run(load_practices) == {"practices": 17}
        assert db.session.scalar(select(func.count()).select_from(PracticeStep)) == before
        assert db.session.get_one(Practice, number).title_en == "Renamed"
