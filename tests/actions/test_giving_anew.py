"""Giving an action point to another office: where it is to be done then, and until when."""

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from csrmatch.accounts.models import Organisation
from csrmatch.actions import services
from csrmatch.actions.models import ActionPoint
from csrmatch.app import Application
from csrmatch.db import db, run_write, today
from csrmatch.errors import DomainError
from csrmatch.roles import Role
from tests.actions.points import district, make_action, office_of, somebody
from tests.conftest import sign_in
from tests.counting import counted_statements
from tests.form_filling import read_form
from tests.registry.needs import make_need

DPE, STATE = Role.DPE_STAFF, Role.STATE_OFFICER


def give_anew(action: ActionPoint, owner: Organisation, due_on: date | None = None) -> ActionPoint:
    services.reassign_action(
        action=action, by=somebody(DPE), version=None, owner=owner, due_on=due_on, reason="It is yours."
    )
    return action


def office_in(lgd: int) -> Organisation:
    query = select(Organisation).where(Organisation.district_id == district(lgd).id)
    return db.session.scalars(query).one()


class TestThePlace:
    def test_that_was_the_old_owners_goes_with_that_owner(self, sqlite_app: Application) -> None:
        near, far = office_of(Role.DISTRICT_OFFICER), office_in(328)
        assert near.district
        assert far.district
        assert near.district.state_id != far.district.state_id
        action = give_anew(make_action(owner=near), far)
        assert (action.district_id, action.state_id) == (far.district_id, far.district.state_id)
        give_anew(action, office_of(STATE))
        assert (action.district_id, action.state_id) == (None, office_of(STATE).state_id)
        give_anew(action, office_of(Role.CPSE_OFFICER))
        assert (action.district_id, action.state_id) == (None, None)
        give_anew(action, near)
        assert (action.district_id, action.state_id) == (near.district_id, near.district.state_id)

    def test_that_was_said_or_is_that_of_its_record_stays(self, sqlite_app: Application) -> None:
        near = office_of(Role.DISTRICT_OFFICER)
        said = give_anew(make_action(owner=near, district=district(328)), office_of(Role.CPSE_OFFICER))
        assert said.district_id == district(328).id
        need = make_need("Wells")
        assert need.district_id == near.district_id
        about = make_action(owner=near, about=[("need", need.id)])
        assert give_anew(about, office_of(STATE)).district_id == need.district_id


class TestTheLastDay:
    def test_is_to_come_or_none(self, sqlite_app: Application) -> None:
        action = make_action(due_in=-3)
        with pytest.raises(DomainError, match="over already"):
            give_anew(action, office_of(STATE), action.due_on)
        assert give_anew(action, office_of(STATE), today()).due_on == today()
        assert give_anew(action, office_of(STATE)).due_on is None

    @pytest.mark.parametrize(("due_in", "offered"), [(-3, False), (0, True), (5, True)])
    def test_is_offered_on_the_page_while_it_is_to_come(
        self, sqlite_app: Application, due_in: int, offered: bool
    ) -> None:
        client: FlaskClient = sign_in(sqlite_app, "dpe_staff@example.test")
        number = run_write(lambda: make_action(due_in=due_in).id)
        day = (today() + timedelta(days=due_in)).isoformat()
        assert read_form(client, f"/actions/{number}/assign")["due_on"] == (day if offered else "")


class TestTheOfficesToChooseFrom:
    def test_cost_one_statement_however_many_they_are(self, sqlite_app: Application) -> None:
        client = sign_in(sqlite_app, "state_officer@example.test")
        client.get("/actions/new")
        with counted_statements(client) as statements:
            client.get("/actions/new")
        assert len(statements) <= 12, statements
