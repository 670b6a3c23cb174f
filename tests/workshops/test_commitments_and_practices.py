"""Commitments become action points, practices go to the library."""

from sqlalchemy import select

from csrmatch.actions.models import ActionPoint
from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.practices.models import Practice
from csrmatch.roles import Role
from tests.conftest import sign_in
from tests.workshops.factories import find_person
from tests.workshops.takeaways import fill, make_held_workshop, make_takeaway


def note(text: str, kind: str) -> str:
    def make() -> str:
        workshop = make_held_workshop()
        about = {"kind": kind, "theme": "HN", "district": "376", "organisation": "cpse:NMDC"}
        row = make_takeaway(workshop, find_person(Role.DPE_STAFF), text, **about)
        return f"/workshops/{workshop.id}/notes/{row.id}"

    return run_write(make)


class TestActionPoint:
    def test_a_commitment_is_given_out_to_the_company_that_made_it(self, sqlite_app: Application) -> None:
        page = note("Two vans before the rains", "commitment")
        dpe = sign_in(sqlite_app, "dpe_staff@example.test")
        answer = fill(dpe, f"{page}/become/action")
        assert answer.status_code == 302, answer.text[-2000:]
        row = db.session.scalars(select(ActionPoint)).one()
        assert (row.title_en, row.district.lgd) == ("Two vans before the rains", 376)
        assert row.code in dpe.get(page).text
        assert dpe.get(answer.location).status_code == 200


class TestPractice:
    def test_a_practice_that_was_told_is_a_draft_that_says_where_it_is_from(
        self, sqlite_app: Application
    ) -> None:
        page = note("बाइक एम्बुलेंस", "practice")
        company = sign_in(sqlite_app, "cpse_officer@example.test")
        answer = fill(company, f"{page}/become/practice")
        assert answer.status_code == 302, answer.text[-2000:]
        row = db.session.scalars(select(Practice).where(Practice.title_hi == "बाइक एम्बुलेंस")).one()
        assert row.title_hi == "बाइक एम्बुलेंस"
        assert row.code in company.get(page).text
        assert page in company.get(answer.location).text
