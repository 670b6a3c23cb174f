"""From note to work: made once in one act, asked about twice, handed to an office, told on both pages."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.registry.models import Need, SupportRequest
from csrmatch.roles import Role
from csrmatch.workshops.models import TakeawayHanding, TakeawayWork, Workshop
from csrmatch.workshops.queries.conversions import list_waiting_handings, tell_work_states
from csrmatch.workshops.rules.takeaways import HandingState, WorkState
from csrmatch.workshops.targets import find_target
from tests.conftest import sign_in
from tests.counting import counted_statements
from tests.faults.racing import at_once
from tests.form_filling import read_form
from tests.workshops.factories import find_person
from tests.workshops.takeaways import fill, make_held_workshop, make_takeaway

RACERS, ROUNDS = 6, 2


@pytest.fixture
def note(app: Application) -> str:
    """The address of a request that was taken down of Dantewada."""

    def make() -> str:
        workshop = make_held_workshop()
        given = {"kind": "request", "theme": "HN", "district": "376"}
        row = make_takeaway(workshop, find_person(Role.DPE_STAFF), "दूरी बड़ी चुनौती है", **given)
        return f"/workshops/{workshop.id}/notes/{row.id}"

    return run_write(make)


def person(app: Application, role: str) -> FlaskClient:
    return sign_in(app, f"{role}@example.test")


def count(table: Any) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


class TestNeed:
    def test_one_act_posts_the_need_filled_from_the_note_and_links_the_two(
        self, app: Application, note: str
    ) -> None:
        district = person(app, "district_officer")
        answer = fill(district, f"{note}/become/need")
        need = db.session.scalars(select(Need)).one()
        assert answer.location == f"/needs/{need.id}"
        assert (need.title_hi, need.theme_code, need.district.lgd) == ("दूरी बड़ी चुनौती है", "HN", 376)
        assert need.code in district.get(note).text
        told = district.get(answer.location).text
        assert "From a workshop" in told
        assert note in told

    def test_of_many_who_post_it_at_once_one_does_and_the_others_are_asked(
        self, app: Application, note: str
    ) -> None:
        people = [person(app, "district_officer") for _number in range(RACERS)]
        page = f"{note}/become/need"
        for made in range(1, ROUNDS + 1):
            forms = [read_form(client, page) for client in people]

            def post(number: int, forms: Any = forms) -> int:
                return people[number].post(page, data=forms[number]).status_code

            # From the second round on all are asked whether another is meant, so nothing more is made.
            assert sorted(at_once(app, RACERS, post)) == [302] * (made == 1) + [422] * (RACERS - (made == 1))
            assert (count(Need), count(TakeawayWork)) == (1, 1)

    def test_a_refused_need_leaves_neither_record_nor_link(self, app: Application, note: str) -> None:
        district = person(app, "district_officer")
        assert fill(district, f"{note}/become/need", title_hi="", title_en="").status_code == 422
        assert (count(Need), count(TakeawayWork)) == (0, 0)

    def test_a_need_that_cannot_be_linked_is_not_posted(
        self, app: Application, note: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        district = person(app, "district_officer")
        app.config["PROPAGATE_EXCEPTIONS"] = False

        def fail(*_given: object) -> bool:
            raise RuntimeError("the power went")

        monkeypatch.setattr("csrmatch.workshops.services.conversions._is_linked", fail)
        assert fill(district, f"{note}/become/need").status_code == 500
        assert (count(Need), count(TakeawayWork)) == (0, 0)

    def test_a_second_one_is_asked_about_and_not_refused(self, app: Application, note: str) -> None:
        district = person(app, "district_officer")
        assert fill(district, f"{note}/become/need").status_code == 302
        again = fill(district, f"{note}/become/need")
        assert again.status_code == 422
        assert "made of the note already" in again.text
        assert count(Need) == 1
        assert fill(district, f"{note}/become/need", means_again="y").status_code == 302
        assert (count(Need), count(TakeawayWork)) == (2, 2)

    def test_others_are_told_that_it_exists_only_where_they_may_see_it(
        self, app: Application, note: str
    ) -> None:
        fill(person(app, "district_officer"), f"{note}/become/need")
        code = db.session.scalars(select(Need)).one().code
        told = person(app, "cpse_officer").get(note).text
        assert code not in told
        assert "not open to you" in told

    def test_nobody_but_the_collector_posts_it(self, app: Application, note: str) -> None:
        for role in ("dpe_staff", "cpse_officer", "state_officer", "auditor"):
            assert person(app, role).get(f"{note}/become/need").status_code == 403, role


class TestSupport:
    def test_the_company_asks_for_what_was_said(self, app: Application, note: str) -> None:
        company = person(app, "cpse_officer")
        answer = fill(company, f"{note}/become/support")
        row = db.session.scalars(select(SupportRequest)).one()
        assert answer.location == f"/support/{row.id}"
        assert row.district is not None
        assert "From a workshop" in company.get(answer.location).text
        assert row.code in company.get(note).text


class TestHandingOn:
    def hand(self, app: Application, address: str, **changes: str) -> Any:
        return fill(person(app, "dpe_staff"), f"{address}/hand-on/need", **changes)

    def test_it_waits_on_the_district_home_until_it_becomes_a_need(self, app: Application, note: str) -> None:
        assert self.hand(app, note, note="Named twice.").status_code == 302
        officer = find_person(Role.DISTRICT_OFFICER)
        [waiting] = list_waiting_handings(officer)
        assert tell_work_states([waiting.takeaway_id]) == {waiting.takeaway_id: WorkState.WAITING}
        district = person(app, "district_officer")
        assert note in district.get("/home").text
        assert fill(district, f"{note}/become/need").status_code == 302
        db.session.rollback()
        [row] = db.session.scalars(select(TakeawayHanding))
        assert (row.state, row.answered_by_id) == (HandingState.MADE, officer.id)
        assert tell_work_states([row.takeaway_id]) == {row.takeaway_id: WorkState.MADE}
        assert note not in district.get("/home").text

    def test_it_waits_nowhere_else(self, app: Application, note: str) -> None:
        self.hand(app, note)
        for role in Role:
            if role is not Role.DISTRICT_OFFICER:
                assert list_waiting_handings(find_person(role)) == [], role

    def test_declined_it_says_why_and_waits_no_longer(self, app: Application, note: str) -> None:
        self.hand(app, note)
        [row] = db.session.scalars(select(TakeawayHanding))
        district = person(app, "district_officer")
        page = f"{note}/handed/{row.id}/decline"
        assert fill(district, page, reason=" ").status_code == 422
        assert fill(district, page, reason="A scheme pays for it.").status_code == 302
        assert "A scheme pays for it." in person(app, "dpe_staff").get(note).text
        assert district.get(page).status_code == 403

    def test_the_same_is_not_handed_to_the_same_office_twice(self, app: Application, note: str) -> None:
        self.hand(app, note)
        assert self.hand(app, note).status_code == 422
        assert self.hand(app, note, to="636").status_code == 302

    def test_who_takes_no_notes_hands_nothing_on(self, app: Application, note: str) -> None:
        assert person(app, "cpse_officer").get(f"{note}/hand-on/need").status_code == 403


class TestTargets:
    def test_however_much_a_note_became_is_told_in_as_many_statements(
        self, app: Application, note: str
    ) -> None:
        dpe, district = person(app, "dpe_staff"), person(app, "district_officer")
        fill(district, f"{note}/become/need")
        with counted_statements(dpe) as few:
            dpe.get(note)
        for _number in range(3):
            fill(district, f"{note}/become/need", means_again="y")
        fill(dpe, f"{note}/become/action", owner=str(find_person(Role.CPSE_OFFICER).organisation_id))
        with counted_statements(dpe) as many:
            page = dpe.get(note).text
        assert count(TakeawayWork) == 5
        assert page.count('href="/needs/') == 4
        assert page.count('href="/actions/') >= 1
        assert len(many) == len(few)

    def test_a_struck_note_becomes_nothing(self, app: Application, note: str) -> None:
        dpe = person(app, "dpe_staff")
        fill(dpe, f"{note}/strike", reason="Not said.")
        assert person(app, "district_officer").get(f"{note}/become/need").status_code == 404
        assert find_target("need") is not None
        assert count(Workshop) == 1
