"""What the history of an action point keeps of changes: who, when, what it was and what it is."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select

from csrmatch.accounts.models import Organisation
from csrmatch.actions import services
from csrmatch.actions.models import ActionPoint
from csrmatch.actions.queries import list_steps
from csrmatch.actions.rules import Move
from csrmatch.app import Application
from csrmatch.db import db, run_write, today
from csrmatch.errors import DomainError
from csrmatch.registry.rules.needs import NeedStatus
from csrmatch.roles import Role
from tests.actions.points import HIGH, district, load, make_action, office_of, somebody
from tests.conftest import sign_in
from tests.counting import counted_statements
from tests.form_filling import read_form
from tests.registry.needs import make_need, take_to

DPE, OWNER, STATE, CHAIR = Role.DPE_STAFF, Role.DISTRICT_OFFICER, Role.STATE_OFFICER, Role.CHAIR


def change(number: int, **values: object) -> None:
    def write() -> None:
        services.change_action(
            action=db.session.get_one(ActionPoint, number), by=somebody(DPE), version=None, values=values
        )

    run_write(write)


def history(client: FlaskClient, number: int) -> str:
    """The newest line of the history on the page."""
    page = BeautifulSoup(client.get(f"/actions/{number}").text, "html.parser")
    line = page.select_one(".timeline li")
    assert line
    return " ".join(line.get_text(" ").split())


class TestAChangeOfWhatIsToBeDone:
    def test_leaves_a_line_with_who_and_what_it_was(self, app: Application) -> None:
        number = run_write(lambda: make_action("Open the wells").id)
        change(number, title_en="Open the wells and keep them open", priority=HIGH, asked="All of them.")
        step = list_steps(load(number))[0]
        assert (step.move, step.by_id, step.office_id) == (Move.EDIT, somebody(DPE).id, office_of(DPE).id)
        assert step.changes == {
            "title_en": ["Open the wells", "Open the wells and keep them open"],
            "asked": ["All four staffed and open five days a week.", "All of them."],
            "priority": ["normal", "high"],
        }

    def test_is_read_on_the_page_in_words(self, sqlite_app: Application) -> None:
        number = run_write(lambda: make_action("Open the wells").id)
        change(number, title_en="Open all wells", priority=HIGH, district=district(328), file_number="F 7")
        page = sign_in(sqlite_app, "dpe_staff@example.test")
        told = history(page, number)
        for words in (
            "dpe_staff person",
            "Title in English: Open the wells → Open all wells",
            "Priority: normal → high",
            "The office's own file number: nothing → F 7",
            f"District: Dantewada → {district(328).name_en}",
            "State: Chhattisgarh → ",
        ):
            assert words in told, told
        with counted_statements(page) as statements:
            page.get(f"/actions/{number}")
        assert len(statements) <= 12, statements

    def test_that_changes_nothing_leaves_no_line_and_stays_the_same_version(
        self, sqlite_app: Application
    ) -> None:
        number = run_write(lambda: make_action("Open the wells").id)
        version = load(number).version
        change(number, title_en="Open the wells", file_number=None)
        assert [step.move for step in list_steps(load(number))] == [Move.ASSIGN]
        assert load(number).version == version


class TestANewLastDay:
    def test_is_read_on_the_page_with_the_old_one_and_the_reason(self, sqlite_app: Application) -> None:
        number = run_write(lambda: make_action(due_in=5).id)
        page = sign_in(sqlite_app, "dpe_staff@example.test")
        form = read_form(page, f"/actions/{number}/due")
        form.setlist("due_on", [(today() + timedelta(days=40)).isoformat()])
        form.setlist("reason", [""])
        assert page.post(f"/actions/{number}/due", data=form).status_code == 422
        form.setlist("reason", ["The roads were cut."])
        assert page.post(f"/actions/{number}/due", data=form).status_code == 302
        told = history(page, number)
        assert "last day changed" in told
        assert " → " in told
        assert "The roads were cut." in told


class TestThePlace:
    @pytest.mark.parametrize("role", [STATE, CHAIR])
    def test_of_what_a_state_gives_out_is_in_that_state(self, sqlite_app: Application, role: Role) -> None:
        company, by = office_of(Role.CPSE_OFFICER), somebody(role)
        own, far = district(328), district(376)
        assert own.state_id == by.organisation.state_id != far.state_id
        assert make_action(by=by, owner=company, district=own).state_id == own.state_id
        for place in ({"district": far}, {"state": far.state}):
            with pytest.raises(DomainError, match="own places only"):
                make_action(by=by, owner=company, **place)

    def test_is_not_moved_by_a_state_into_another(self, sqlite_app: Application) -> None:
        by = somebody(STATE)
        action = make_action(by=by, owner=office_of(Role.CPSE_OFFICER), district=district(328))
        for values in ({"district": district(376)}, {"district": None, "state": district(376).state}):
            with pytest.raises(DomainError, match="own places only"):
                services.change_action(action=action, by=by, version=None, values=values)
            db.session.expire(action)

    def test_stays_where_a_state_gives_anew_what_is_about_another(self, sqlite_app: Application) -> None:
        far = make_need("Wells for ten hamlets")
        take_to(far, NeedStatus.OPEN)
        query = select(Organisation).where(Organisation.district_id == district(328).id)
        near = db.session.scalars(query).one()
        action = make_action(owner=near, district=district(328), about=[("need", far.id)])
        services.reassign_action(
            action=action,
            by=somebody(CHAIR),
            version=None,
            owner=office_of(Role.CPSE_OFFICER),
            due_on=None,
            reason="It is yours.",
        )
        assert action.district_id == district(328).id
        assert action.state_id == somebody(CHAIR).organisation.state_id

    def test_that_a_state_can_choose_is_its_own(self, sqlite_app: Application) -> None:
        page = sign_in(sqlite_app, "state_officer@example.test").get("/actions/new")
        read = BeautifulSoup(page.text, "html.parser")
        states = {option["value"] for option in read.select("#state option") if option["value"]}
        assert states == {"20"}
        districts = {option["value"] for option in read.select("#district option") if option["value"]}
        assert "328" in districts
        assert "376" not in districts
        everywhere = sign_in(sqlite_app, "dpe_staff@example.test").get("/actions/new")
        assert BeautifulSoup(everywhere.text, "html.parser").select('#district option[value="376"]')
