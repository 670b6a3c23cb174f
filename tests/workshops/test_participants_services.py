"""The verbs of participants: who may, what is refused, what the log keeps, whole lists."""

import pytest
from sqlalchemy import select

from csrmatch.app import Application
from csrmatch.audit.models import AuditEvent
from csrmatch.db import db, run_write
from csrmatch.errors import Conflict, DomainError, NotAllowed
from csrmatch.roles import Role
from csrmatch.workshops.models import Participant, Workshop
from csrmatch.workshops.queries.participants import count_groups, find_likely_doubles
from csrmatch.workshops.rules.participants import ParticipantGroup, ParticipantStatus, fold_name
from csrmatch.workshops.rules.workshops import WorkshopStatus
from csrmatch.workshops.services import participants as verbs
from csrmatch.workshops.services.participants import ParticipantText
from csrmatch.workshops.tasks.invitations import write_letter
from tests.workshops.participants import PHONE, make_held_workshop, make_person, person_of

TEXT = ParticipantText(group=ParticipantGroup.STATE, name_en="Ravi Kumar")


class TestAdding:
    @pytest.mark.parametrize(
        ("role", "may"),
        [
            (Role.DPE_STAFF, True),
            (Role.UNICEF_OFFICER, True),
            (Role.STATE_OFFICER, False),
            (Role.CPSE_OFFICER, False),
            (Role.DISTRICT_OFFICER, False),
            (Role.CHAIR, False),
            (Role.AGENCY, False),
            (Role.AUDITOR, False),
        ],
    )
    def test_is_for_those_who_hold_the_workshop(self, app: Application, role: Role, may: bool) -> None:
        def act() -> None:
            workshop = make_held_workshop()
            verbs.add_participant(workshop=workshop, by=person_of(role), text=TEXT)

        if may:
            run_write(act)
        else:
            with pytest.raises(NotAllowed):
                run_write(act)

    def test_needs_a_name(self, app: Application) -> None:
        def act() -> None:
            text = ParticipantText(group=ParticipantGroup.STATE)
            verbs.add_participant(workshop=make_held_workshop(), by=person_of(Role.DPE_STAFF), text=text)

        with pytest.raises(DomainError):
            run_write(act)

    @pytest.mark.parametrize("status", [WorkshopStatus.CLOSED, WorkshopStatus.CANCELLED])
    def test_ends_with_the_workshop(self, app: Application, status: WorkshopStatus) -> None:
        with pytest.raises(DomainError):
            run_write(lambda: make_person(make_held_workshop(status)))

    def test_the_log_keeps_neither_name_nor_address(self, app: Application) -> None:
        run_write(lambda: make_person(make_held_workshop(), wishes="No groundnuts"))
        told = " ".join(
            str(entry.changes) for entry in db.session.scalars(select(AuditEvent).order_by(AuditEvent.id))
        )
        assert "participant" in {entry.object_type for entry in db.session.scalars(select(AuditEvent))}
        for secret in ("Asha", "asha@example.org", PHONE, "groundnuts"):
            assert secret not in told


class TestPicking:
    def test_people_with_an_account_come_with_their_office_and_once(self, app: Application) -> None:
        def act() -> list[int]:
            workshop, by = make_held_workshop(), person_of(Role.DPE_STAFF)
            wanted = [person_of(Role.CPSE_OFFICER).id, person_of(Role.UNICEF_OFFICER).id]
            first = verbs.add_users(workshop=workshop, by=by, user_ids=wanted)
            second = verbs.add_users(workshop=workshop, by=by, user_ids=wanted)
            return [first, second]

        assert run_write(act) == [2, 0]
        rows = db.session.scalars(select(Participant).order_by(Participant.id)).all()
        assert {row.group for row in rows} == {ParticipantGroup.CPSE, ParticipantGroup.UNICEF}
        assert all(row.email and row.organisation_id and row.user_id for row in rows)

    def test_who_was_taken_off_comes_back_as_the_same_record(self, app: Application) -> None:
        def act() -> tuple[int, ParticipantStatus]:
            workshop, by = make_held_workshop(), person_of(Role.DPE_STAFF)
            user = person_of(Role.CPSE_OFFICER)
            verbs.add_users(workshop=workshop, by=by, user_ids=[user.id])
            row = db.session.scalars(select(Participant)).one()
            verbs.cancel_participant(workshop=workshop, row=row, by=by, version=None, reason="Ill.")
            verbs.add_users(workshop=workshop, by=by, user_ids=[user.id])
            return len(db.session.scalars(select(Participant)).all()), row.status

        assert run_write(act) == (1, ParticipantStatus.LISTED)


class TestChanging:
    def test_a_stale_edit_is_refused_with_both_texts(self, app: Application) -> None:
        def act() -> None:
            workshop, by = make_held_workshop(), person_of(Role.DPE_STAFF)
            row = make_person(workshop)
            old = row.version
            verbs.change_participant(
                workshop=workshop, row=row, by=by, version=old, text=TEXT, write=write_letter
            )
            verbs.change_participant(
                workshop=workshop, row=row, by=by, version=old, text=TEXT, write=write_letter
            )

        with pytest.raises(Conflict) as found:
            run_write(act)
        assert found.value.mine["Name in English"] == "Ravi Kumar"

    def test_another_address_kills_the_link_that_went_to_the_old_one(self, app: Application) -> None:
        def act() -> tuple[int, int]:
            workshop, by = make_held_workshop(), person_of(Role.DPE_STAFF)
            row = make_person(workshop)
            before = row.link_number
            verbs.change_participant(
                workshop=workshop, row=row, by=by, version=None, text=TEXT, write=write_letter
            )
            return before, row.link_number

        before, after = run_write(act)
        assert after == before + 1

    def test_taking_off_needs_a_reason_and_keeps_the_record(self, app: Application) -> None:
        def act(reason: str) -> ParticipantStatus:
            workshop, by = make_held_workshop(), person_of(Role.DPE_STAFF)
            row = make_person(workshop)
            verbs.cancel_participant(workshop=workshop, row=row, by=by, version=None, reason=reason)
            return row.status

        with pytest.raises(DomainError):
            run_write(lambda: act(" "))
        assert run_write(lambda: act("Transferred.")) is ParticipantStatus.CANCELLED


class TestCounting:
    def test_counts_each_group_without_those_taken_off(self, app: Application) -> None:
        def act() -> Workshop:
            workshop, by = make_held_workshop(), person_of(Role.DPE_STAFF)
            for number in range(3):
                make_person(workshop, f"Person {number}", email=None)
            make_person(workshop, "Collector", email=None, group=ParticipantGroup.DISTRICT)
            gone = make_person(workshop, "Gone", email=None)
            verbs.cancel_participant(workshop=workshop, row=gone, by=by, version=None, reason="Ill.")
            return workshop

        workshop = run_write(act)
        counts = {found.group: found.listed for found in count_groups(workshop)}
        assert counts == {ParticipantGroup.CPSE: 3, ParticipantGroup.DISTRICT: 1}


class TestDoubles:
    def test_are_found_by_name_however_written_and_by_address(self, app: Application) -> None:
        workshop = run_write(make_held_workshop)
        run_write(lambda: make_person(workshop, "Dr. A. K. Verma"))
        assert find_likely_doubles(workshop, ["dr a k  verma"], None)
        assert find_likely_doubles(workshop, ["Other"], "ASHA@example.org")
        assert not find_likely_doubles(workshop, ["Other"], None)

    def test_a_folded_name_knows_no_dots_and_no_case(self) -> None:
        assert fold_name("Shri  A.K.Verma") == fold_name("shri a k verma")
