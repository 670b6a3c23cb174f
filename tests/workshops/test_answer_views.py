"""The link by which an invited person answers: theirs alone, while it counts, without an account."""

import pytest
import time_machine
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from csrmatch.app import Application
from csrmatch.db import db, now, run_write
from csrmatch.roles import Role
from csrmatch.workshops.models import Participant, Workshop
from csrmatch.workshops.rules.participants import ParticipantStatus
from csrmatch.workshops.rules.workshops import WorkshopStatus
from csrmatch.workshops.services.invitations import renew_answer_link
from csrmatch.workshops.services.participants import add_users, cancel_participant
from csrmatch.workshops.signed_links import answer_token, badge_code, read_answer_token, read_badge_code
from tests.conftest import sign_in
from tests.form_filling import read_form
from tests.workshops.participants import PHONE, make_held_workshop, make_person, person_of


@pytest.fixture
def link(sqlite_app: Application) -> str:
    """The link of an invited person of a workshop at which another takes part."""
    sqlite_app.config["WTF_CSRF_ENABLED"] = False

    def make() -> str:
        workshop = make_held_workshop()
        row = make_person(workshop)
        make_person(workshop, "Another Guest", email="another@example.org", phone="+91 22222 22222")
        return f"/workshops/answer/{answer_token(row)}"

    return run_write(make)


@pytest.fixture
def guest(sqlite_app: Application, link: str) -> FlaskClient:
    return sqlite_app.test_client()


def answer(client: FlaskClient, link: str, what: str, **given: str):
    form = read_form(client, link)
    for name, value in {"answer": what, **given}.items():
        form.setlist(name, [value])
    return client.post(link, data=form)


def stored() -> Participant:
    db.session.rollback()
    return db.session.get_one(Participant, 1, populate_existing=True)


class TestAnswering:
    def test_looking_changes_nothing_and_an_answer_can_be_changed(
        self, guest: FlaskClient, link: str
    ) -> None:
        before = stored().version
        assert guest.get(link).status_code == 200
        assert stored().version == before
        assert answer(guest, link, "accepted", wishes="No groundnuts").status_code == 302
        assert (stored().status, stored().wishes) == (ParticipantStatus.ACCEPTED, "No groundnuts")
        assert answer(guest, link, "declined").status_code == 302
        assert stored().status is ParticipantStatus.DECLINED
        assert stored().answered_at is not None

    def test_tells_nothing_of_others_and_no_address(self, guest: FlaskClient, link: str) -> None:
        page = guest.get(link).text
        for secret in ("Another", "another@", "22222", "asha@example.org", PHONE):
            assert secret not in page

    def test_is_in_the_language_of_the_invited(self, sqlite_app: Application, guest: FlaskClient) -> None:
        def make() -> str:
            row = make_person(make_held_workshop(), "Sita", name_hi="सीता", language="hi")
            return f"/workshops/answer/{answer_token(row)}"

        page = guest.get(run_write(make))
        assert 'lang="hi"' in page.text
        assert "सीता" in page.text

    @pytest.mark.parametrize("what", ["", "cancelled", "walk_in", "invited", "listed"])
    def test_takes_no_other_answer(self, guest: FlaskClient, link: str, what: str) -> None:
        assert guest.post(link, data={"answer": what}).status_code == 422
        assert stored().status is ParticipantStatus.LISTED

    def test_is_taken_so_often_and_then_not_for_a_while(self, guest: FlaskClient, link: str) -> None:
        codes = [guest.post(link, data={"answer": "maybe"}).status_code for _ in range(22)]
        assert codes == [302] * 20 + [422] * 2
        with time_machine.travel(now().timestamp() + 16 * 60, tick=True):
            assert guest.post(link, data={"answer": "accepted"}).status_code == 302


class TestTheLink:
    def test_a_forged_one_is_worth_nothing(self, guest: FlaskClient, link: str) -> None:
        token = link.rpartition("/")[2]
        for forged in (
            token[:-1] + ("A" if token[-1] != "A" else "B"),
            token.split(".")[0],
            "x",
            "WzEsMV0.x",
        ):
            assert guest.get(f"/workshops/answer/{forged}").status_code == 404

    def test_the_code_of_a_badge_opens_nothing(self, guest: FlaskClient, link: str) -> None:
        code = badge_code(1)
        assert guest.get(f"/workshops/answer/{code}").status_code == 404
        assert read_answer_token(code) is None
        assert read_badge_code(link.rpartition("/")[2]) is None
        assert read_badge_code(code) == 1

    def test_is_dead_once_it_is_made_anew_or_the_person_is_off_the_list(
        self, sqlite_app: Application, guest: FlaskClient, link: str
    ) -> None:
        def renew() -> str:
            row = db.session.get_one(Participant, 1)
            renew_answer_link(workshop=row.workshop, row=row, by=person_of(Role.DPE_STAFF))
            return f"/workshops/answer/{answer_token(row)}"

        fresh = run_write(renew)
        assert guest.get(link).status_code == guest.post(link, data={"answer": "accepted"}).status_code == 404
        assert guest.get(fresh).status_code == 200

        def cancel() -> None:
            row = db.session.get_one(Participant, 1)
            by = person_of(Role.DPE_STAFF)
            cancel_participant(workshop=row.workshop, row=row, by=by, version=None, reason="Ill.")

        run_write(cancel)
        assert guest.get(fresh).status_code == 404

    def test_ends_with_the_last_day_of_the_workshop(self, guest: FlaskClient, link: str) -> None:
        last_day = now().timestamp() + 14 * 86_400
        with time_machine.travel(last_day, tick=True):
            assert guest.get(link).status_code == 200
        with time_machine.travel(last_day + 2 * 86_400, tick=True):
            assert guest.get(link).status_code == 404

    @pytest.mark.parametrize(
        "status", [WorkshopStatus.CANCELLED, WorkshopStatus.HELD, WorkshopStatus.PLANNED]
    )
    def test_works_while_the_workshop_is_announced(
        self, guest: FlaskClient, link: str, status: WorkshopStatus
    ) -> None:
        def change() -> None:
            db.session.get_one(Workshop, 1).status = status

        run_write(change)
        assert guest.get(link).status_code == 404


class TestAtHome:
    def test_who_has_an_account_is_told_and_answers_from_there(self, sqlite_app: Application) -> None:
        def make() -> None:
            workshop, officer = make_held_workshop(), person_of(Role.CPSE_OFFICER)
            add_users(workshop=workshop, by=person_of(Role.DPE_STAFF), user_ids=[officer.id])
            row = db.session.get_one(Participant, 1)
            row.status = ParticipantStatus.INVITED

        run_write(make)
        client = sign_in(sqlite_app, "cpse_officer@example.test")
        page = BeautifulSoup(client.get("/home").text, "html.parser")
        target = str(page.select_one("a[href*='/workshops/answer/']")["href"])
        assert answer(client, target, "accepted").status_code == 302
        assert "/workshops/answer/" not in client.get("/home").text
        for other in ("dpe_staff", "chair"):
            assert "/workshops/answer/" not in sign_in(sqlite_app, f"{other}@example.test").get("/home").text
