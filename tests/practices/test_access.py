"""A block or a line department beside the collector's office: what it reads and writes of practices."""

import pytest
from sqlalchemy import select

from csrmatch.accounts.models import User
from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.errors import DomainError, NotAllowed
from csrmatch.practices.access import can_read_contact, only_visible_practices
from csrmatch.practices.models import Practice
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
