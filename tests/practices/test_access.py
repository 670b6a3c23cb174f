"""Who reads and writes what of practices: a line department, a keeper who rewords, old wordings."""

import pytest
from sqlalchemy import select

from csrmatch.accounts.models import User
from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.errors import DomainError, Missing, NotAllowed
from csrmatch.practices.access import can_read_contact, only_visible_practices
from csrmatch.practices.models import Practice
from csrmatch.practices.queries import get_practice_version, list_practice_versions
from csrmatch.practices.rules import PracticeStatus
from csrmatch.roles import Role
from tests.conftest import sign_in
from tests.practices.practices import (
    attach,
    keeper_of,
    make_practice,
    person,
    reword,
    step_to,
    take_to_library,
)


def clerk() -> User:
    """A person of a block of Dantewada."""
    found = keeper_of(Role.DISTRICT_OFFICER, "block")
    found.scope = "Block Kuakonda"
    return found


class TestALineDepartment:
    def test_reads_the_library_and_no_draft_of_the_collectors_office(self, sqlite_app: Application) -> None:
        draft, kept = make_practice("Draft"), take_to_library(make_practice("Kept"))
        read = set(db.session.scalars(only_visible_practices(clerk(), select(Practice.id))))
        assert kept.id in read
        assert draft.id not in read
        assert draft.id in set(
            db.session.scalars(only_visible_practices(person(Role.DISTRICT_OFFICER), select(Practice.id)))
        )
        assert can_read_contact(clerk())

    def test_writes_none_for_that_office(self, sqlite_app: Application) -> None:
        draft = make_practice("Draft")
        with pytest.raises(NotAllowed):
            make_practice("Another", by=clerk())
        with pytest.raises(NotAllowed):
            reword(draft, clerk(), problem="Another")
        with pytest.raises(NotAllowed):
            attach(draft, clerk())
        with pytest.raises(DomainError):
            step_to(draft, clerk(), PracticeStatus.OFFERED)

    def test_is_shown_no_way_to_write_one(self, sqlite_app: Application) -> None:
        run_write(clerk)
        page = sign_in(sqlite_app, "block.district_officer@example.test")
        assert "/practices/new" not in page.get("/practices").text
        assert page.get("/practices/new").status_code == 403


class TestAnOfferThatAKeeperReworded:
    def test_is_accepted_by_another_keeper(self, app: Application) -> None:
        practice = make_practice("Wells")
        step_to(practice, person(Role.DISTRICT_OFFICER), PracticeStatus.OFFERED)
        reword(practice, person(Role.DPE_STAFF), problem="Wells run dry in May.")
        with pytest.raises(DomainError, match="another keeper decides"):
            step_to(practice, person(Role.DPE_STAFF), PracticeStatus.LIBRARY)
        step_to(practice, person(Role.UNICEF_OFFICER), PracticeStatus.LIBRARY)

    def test_offered_anew_may_be_accepted_by_that_keeper(self, sqlite_app: Application) -> None:
        practice = make_practice("Wells")
        office, keeper = person(Role.DISTRICT_OFFICER), person(Role.DPE_STAFF)
        step_to(practice, office, PracticeStatus.OFFERED)
        reword(practice, keeper, problem="Wells run dry in May.")
        step_to(practice, keeper, PracticeStatus.SENT_BACK, "No cost is told.")
        step_to(practice, office, PracticeStatus.OFFERED)
        step_to(practice, keeper, PracticeStatus.LIBRARY)

    def test_keeps_what_it_said_for_its_office_and_the_keepers_alone(self, app: Application) -> None:
        practice = make_practice("Wells", problem="Named Shri Quokka")
        step_to(practice, person(Role.DISTRICT_OFFICER), PracticeStatus.OFFERED)
        reword(practice, person(Role.DPE_STAFF), problem="Second")
        step_to(practice, person(Role.UNICEF_OFFICER), PracticeStatus.LIBRARY)
        reword(practice, person(Role.DPE_STAFF), problem="Third")
        whole = {Role.DISTRICT_OFFICER, Role.DPE_STAFF, Role.UNICEF_OFFICER, Role.AUDITOR}
        for role in Role:
            versions = list_practice_versions(person(role), practice)
            told = [version.told["problem"] for version in versions]
            assert told == (["Second", "Named Shri Quokka"] if role in whole else ["Second"]), role
        first = list_practice_versions(person(Role.DPE_STAFF), practice)[-1]
        assert get_practice_version(person(Role.DISTRICT_OFFICER), practice, first.number) is first
        with pytest.raises(Missing):
            get_practice_version(person(Role.CHAIR), practice, first.number)


def test_a_step_says_who_changed_the_practice_last_and_when(sqlite_app: Application) -> None:
    practice = make_practice("Wells")
    before = practice.changed_at
    step_to(practice, person(Role.DISTRICT_OFFICER), PracticeStatus.OFFERED)
    step_to(practice, person(Role.UNICEF_OFFICER), PracticeStatus.LIBRARY)
    assert practice.changed_by_id == person(Role.UNICEF_OFFICER).id
    assert practice.changed_at > before
