"""Programmes on both databases: recorded, changed, retired and read, each by the office that keeps it."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from csrmatch.app import Application
from csrmatch.audit.queries import verify_log
from csrmatch.db import db, run_write
from csrmatch.errors import DomainError
from csrmatch.registry.models import Programme
from csrmatch.registry.queries.programmes import list_programmes_in
from csrmatch.registry.rules.programmes import ProgrammeKind, ProgrammeReach
from csrmatch.registry.services import programmes as verbs
from csrmatch.roles import Role
from tests.conftest import sign_in
from tests.faults.racing import at_once
from tests.form_filling import read_form
from tests.registry.overlaps import make_programme, programme_text, somebody
from tests.registry.projects import find_district

GIVEN = {
    "kind": "department",
    "name_hi": "कन्या शिक्षा कार्यक्रम",
    "theme": "ED",
    "reach": "state",
    "state": "20",
    "run_by": "School Education Department",
    "source": "Order 12",
    "source_on": "2024-04-01",
    "money_inr": "2.5 crore",
}


@pytest.fixture
def state_officer(app: Application) -> FlaskClient:
    """The officer of Jharkhand, signed in."""
    return sign_in(app, "state_officer@example.test")


class TestNewProgramme:
    def test_a_state_records_one_of_its_own(self, state_officer: FlaskClient) -> None:
        page = "/programmes/new"
        assert state_officer.post(page, data=read_form(state_officer, page)).status_code == 422
        data = {**read_form(state_officer, page), **GIVEN}
        answer = state_officer.post(page, data=data, follow_redirects=True)
        for words in ("कन्या शिक्षा कार्यक्रम", "all of Jharkhand", "₹2.50 crore", "Order 12, 1 April 2024"):
            assert words in answer.text
        db.session.rollback()
        assert verify_log().sound

    def test_a_form_sent_many_times_makes_one(self, app: Application, state_officer: FlaskClient) -> None:
        data = {**read_form(state_officer, "/programmes/new"), **GIVEN}
        headers = {"Cookie": f"csrmatch={state_officer.get_cookie('csrmatch').value}"}

        def click(_number: int) -> int:
            client = app.test_client(use_cookies=False)
            return client.post("/programmes/new", data=data, headers=headers).status_code

        assert set(at_once(app, 8, click)) == {302}
        assert db.session.scalar(select(func.count(Programme.id))) == 1

    @pytest.mark.parametrize(
        ("role", "given", "words"),
        [
            (Role.STATE_OFFICER, {"reach": ProgrammeReach.ALL}, "in its own state"),
            (Role.STATE_OFFICER, {}, "in its own state"),
            (Role.STATE_OFFICER, {"kind": ProgrammeKind.UNICEF}, "by another office"),
            (Role.UNICEF_OFFICER, {}, "by another office"),
            (Role.DPE_STAFF, {"name_en": None}, "Enter a name"),
            (Role.DPE_STAFF, {"districts": ()}, "Choose the districts"),
            (Role.DPE_STAFF, {"reach": ProgrammeReach.STATE}, "Choose the state"),
            (Role.DPE_STAFF, {"scheme_code": "no-such"}, "Choose a scheme"),
            (Role.DPE_STAFF, {"money_inr": -1}, "0 or more"),
        ],
    )
    def test_refuses_what_contradicts_itself_or_is_kept_elsewhere(
        self, sqlite_app: Application, role: Role, given: dict[str, object], words: str
    ) -> None:
        # The district of the text is Dantewada, the state's officer is Jharkhand's.
        with pytest.raises(DomainError, match=words):
            run_write(lambda: verbs.create_programme(by=somebody(role), text=programme_text(**given)))


class TestEditProgramme:
    def test_two_who_edit_at_once_are_told(self, app: Application) -> None:
        number = run_write(lambda: make_programme().id)
        client, page = sign_in(app, "dpe_staff@example.test"), f"/programmes/{number}/edit"
        form = read_form(client, page)
        first = {**form, "what": "Mine."}
        assert client.post(page, data=first).status_code == 302
        late = client.post(page, data={**form, "what": "Theirs."})
        assert late.status_code == 409
        assert "Mine." in late.text
        assert "Theirs." in late.text

    def test_its_places_and_groups_are_changed_with_it(self, app: Application) -> None:
        number = run_write(lambda: make_programme().id)
        client, page = sign_in(app, "dpe_staff@example.test"), f"/programmes/{number}/edit"
        data = read_form(client, page)
        assert data.getlist("districts") == ["376"]
        data.setlist("districts", ["374", "376"])
        data.setlist("groups", ["women"])
        assert client.post(page, data=data).status_code == 302
        shown = client.get(f"/programmes/{number}").text
        assert "Bastar, Dantewada" in shown
        assert "Women" in shown

    def test_another_office_may_read_it_only(self, app: Application, state_officer: FlaskClient) -> None:
        number = run_write(lambda: make_programme().id)
        assert "Change the programme" not in state_officer.get(f"/programmes/{number}").text
        assert state_officer.get(f"/programmes/{number}/edit").status_code == 403


class TestRetireProgramme:
    def test_asks_first_and_keeps_it_on_record(self, app: Application) -> None:
        number = run_write(lambda: make_programme().id)
        client, page = sign_in(app, "dpe_staff@example.test"), f"/programmes/{number}/retire"
        assert "stays on record" in client.get(page).text
        assert client.post(page, data=read_form(client, page)).status_code == 422
        data = {**read_form(client, page), "reason": "The scheme is closed."}
        assert client.post(page, data=data).status_code == 302
        assert "The scheme is closed." in client.get(f"/programmes/{number}").text
        assert f"/programmes/{number}" not in client.get("/programmes").text
        assert f"/programmes/{number}" in client.get("/programmes?retired=1").text
        assert client.get(page).status_code == 403


class TestListProgrammes:
    def test_filters_and_downloads(self, app: Application) -> None:
        run_write(make_programme)
        client = sign_in(app, "auditor@example.test")
        hits = ("", "?q=toilets", "?kind=department", "?theme=ED", "?district=376", "?year=2026-27")
        misses = ("?q=wells", "?kind=unicef", "?theme=HN", "?district=374", "?year=2023-24")
        for query in hits:
            assert "/programmes/1" in client.get("/programmes" + query).text, query
        for query in misses:
            assert "/programmes/1" not in client.get("/programmes" + query).text, query
        assert "Toilets for girls in schools" in client.get("/programmes?download=csv").text
        assert client.get("/programmes?download=xlsx").data.startswith(b"PK")

    def test_a_whole_state_and_all_districts_hold_each_district(self, app: Application) -> None:
        district = find_district(376)

        def make() -> None:
            make_programme("In the state", reach=ProgrammeReach.STATE, state=district.state)
            make_programme("Everywhere", reach=ProgrammeReach.ALL)
            make_programme("Over", starts_on=None, ends_on=programme_text().source_on)
            make_programme("Elsewhere", districts=(find_district(328),))

        run_write(make)
        named = [row.name_en for row in list_programmes_in(district)]
        assert named == ["Everywhere", "In the state", "Over"]
        assert [row.name_en for row in list_programmes_in(district, "2026-27")] == [
            "Everywhere",
            "In the state",
        ]
        assert [row.name_en for row in list_programmes_in(find_district(328), "2026-27")] == [
            "Elsewhere",
            "Everywhere",
        ]

    def test_says_what_to_do_where_there_is_none(self, state_officer: FlaskClient) -> None:
        assert "Record the first programme" in state_officer.get("/programmes").text
