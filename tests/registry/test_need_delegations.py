"""Needs handed on inside a district: who writes, who decides, and that two pairs of eyes still see each."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from csrmatch.accounts.access import can_invite, can_manage
from csrmatch.accounts.models import User
from csrmatch.accounts.services import accept_invitation, invite_user
from csrmatch.app import Application
from csrmatch.db import db, run_write, today
from csrmatch.errors import Conflict, DomainError, NotAllowed
from csrmatch.registry.models import Need
from csrmatch.registry.queries.needs import has_second_officer
from csrmatch.registry.rules.needs import NeedStatus, NeedStepProblem, StepFacts, check_need_step
from csrmatch.registry.services.need_delegations import delegate_need, end_delegation
from csrmatch.registry.services.needs import step_need
from csrmatch.roles import Role
from tests import factories
from tests.conftest import PASSWORD, sign_in
from tests.form_filling import read_form
from tests.registry.needs import make_need, officers_of, take_to

BLOCK = "kuakonda@example.test"


def text_of(answer) -> str:
    return " ".join(BeautifulSoup(answer.text, "html.parser").get_text(" ").split())


def make_block(email: str = BLOCK) -> User:
    """A person of a block of Dantewada."""
    user = factories.make_user(Role.DISTRICT_OFFICER, email=email, password=PASSWORD)
    user.scope = "Kuakonda block"
    db.session.flush()
    return user


def hand(need: Need, to: User, by: User | None = None) -> None:
    by = by or officers_of(need.district.lgd)[0]
    delegate_need(need=need, by=by, to=to, due_on=today() + timedelta(days=7), note="Count the hamlets.")


def send(client: FlaskClient, address: str, **changes: str):
    form = read_form(client, address)
    for name, value in changes.items():
        form.setlist(name, [value])
    return client.post(address, data=form)


@pytest.fixture
def handed(sqlite_app: Application) -> int:
    """A draft in the hands of a block, and another draft that is not."""

    def make() -> int:
        block = make_block()
        need, _other = make_need(), make_need("Not for the block")
        hand(need, block)
        return need.id

    return run_write(make)


class TestABlock:
    def test_reads_and_writes_what_was_handed_to_it_and_no_other_draft(
        self, sqlite_app: Application, handed: int
    ) -> None:
        client = sign_in(sqlite_app, BLOCK)
        home = text_of(client.get("/home"))
        assert "handed to you: finish the draft" in home
        listed = client.get("/needs").text
        assert f'href="/needs/{handed}"' in listed
        assert "Not for the block" not in listed
        assert client.get(f"/needs/{handed + 1}").status_code == 404
        assert send(client, f"/needs/{handed}/edit", block="Kuakonda").status_code == 302

    @pytest.mark.parametrize("part", ["step", "partners", "delegate"])
    def test_decides_nothing(self, sqlite_app: Application, handed: int, part: str) -> None:
        client = sign_in(sqlite_app, BLOCK)
        assert client.get(f"/needs/{handed}/{part}").status_code == 403
        assert f"/needs/{handed}/{part}" not in client.get(f"/needs/{handed}").text

    def test_posts_nothing_tells_no_figure_and_invites_nobody(
        self, sqlite_app: Application, handed: int
    ) -> None:
        client = sign_in(sqlite_app, BLOCK)
        assert client.get("/needs/new").status_code == 403
        assert client.get("/districts/376/indicators/improved_water/new").status_code == 403
        block = db.session.query(User).filter_by(email=BLOCK).one()
        colleague = officers_of(376)[0]
        assert not can_invite(block, block.organisation, Role.DISTRICT_OFFICER)
        assert not can_manage(block, colleague)
        assert can_manage(colleague, block)

    def test_gives_it_back_with_a_note_and_reads_it_no_more(
        self, sqlite_app: Application, handed: int
    ) -> None:
        client = sign_in(sqlite_app, BLOCK)
        answer = send(client, f"/needs/{handed}/return", note="Twelve hamlets.")
        assert (answer.status_code, answer.location) == (302, "/home")
        assert client.get(f"/needs/{handed}").status_code == 404
        office = sign_in(sqlite_app, "district_officer@example.test")
        assert "Twelve hamlets." in text_of(office.get(f"/needs/{handed}"))

    def test_that_loses_it_can_write_no_more(self, sqlite_app: Application, handed: int) -> None:
        client, office = sign_in(sqlite_app, BLOCK), sign_in(sqlite_app, "district_officer@example.test")
        form = read_form(client, f"/needs/{handed}/edit")
        assert send(office, f"/needs/{handed}/return").status_code == 302
        assert client.post(f"/needs/{handed}/edit", data=form).status_code == 404


class TestHandingOn:
    def test_goes_to_a_person_of_the_same_district_by_a_day_to_come(self, app: Application) -> None:
        def act() -> None:
            need, block = make_need(), make_block()
            officer, stranger = officers_of(376)[0], officers_of(328)[0]
            for to, days, words in (
                (stranger, 7, "person of this district"),
                (officer, 7, "person of this district"),
                (block, -1, "lies in the past"),
            ):
                with pytest.raises(DomainError, match=words):
                    delegate_need(
                        need=need, by=officer, to=to, due_on=today() + timedelta(days=days), note=""
                    )
            hand(need, block)
            with pytest.raises(NotAllowed):
                hand(need, officers_of(376)[1])

        run_write(act)

    def test_ends_once(self, app: Application) -> None:
        def act() -> None:
            need = make_need()
            hand(need, make_block())
            row = need.delegation
            assert row is not None
            end_delegation(delegation=row, by=row.to, version=row.version, note="")
            assert need.delegation is None
            with pytest.raises(Conflict):
                end_delegation(delegation=row, by=row.given_by, version=None, note="")

        run_write(act)

    def test_of_a_draft_ends_when_it_is_verified_and_of_answers_when_it_is_withdrawn(
        self, app: Application
    ) -> None:
        def act() -> None:
            officer, colleague = officers_of(376)
            block, need = make_block(), make_need()
            hand(need, block)
            step_need(need=need, by=colleague, version=None, status=NeedStatus.VERIFIED, reason="")
            assert need.delegation is None
            step_need(need=need, by=colleague, version=None, status=NeedStatus.OPEN, reason="")
            hand(need, block)
            assert need.delegation is not None
            step_need(need=need, by=officer, version=None, status=NeedStatus.WITHDRAWN, reason="Built.")
            assert need.delegation is None

        run_write(act)

    def test_an_overdue_one_comes_back_to_the_eyes_of_who_gave_it(
        self, sqlite_app: Application, handed: int
    ) -> None:
        office = sign_in(sqlite_app, "district_officer@example.test")
        assert "handed to" not in text_of(office.get("/home"))

        def age() -> None:
            need = db.session.get_one(Need, handed)
            assert need.delegation is not None
            need.delegation.due_on = today() - timedelta(days=1)

        run_write(age)
        home = text_of(office.get("/home"))
        assert "overdue" in home
        assert "handed to" in home


class TestTwoPairsOfEyes:
    def test_whoever_it_was_handed_to_takes_no_step(self, app: Application) -> None:
        def act() -> None:
            need, (officer, colleague) = make_need(), officers_of(376)
            hand(need, colleague, by=officer)
            with pytest.raises(DomainError, match="was handed to you"):
                step_need(need=need, by=colleague, version=None, status=NeedStatus.VERIFIED, reason="")

        run_write(act)

    def test_a_block_is_no_second_officer_so_an_office_of_one_is_not_left_waiting(
        self, app: Application
    ) -> None:
        def act() -> None:
            make_block()
            officer = db.session.query(User).filter_by(email="district_officer@example.test").one()
            assert not has_second_officer(officer)

        run_write(act)

    def test_what_a_block_wrote_is_verified_by_the_office(self, app: Application) -> None:
        def act() -> None:
            need = make_need(by=make_block())
            officer = db.session.query(User).filter_by(email="district_officer@example.test").one()
            step_need(need=need, by=officer, version=None, status=NeedStatus.VERIFIED, reason="")

        run_write(act)

    def test_the_rule_says_so_before_any_other_reason(self) -> None:
        facts = StepFacts(Role.DISTRICT_OFFICER, True, False, False, "", is_delegate=True)
        problem = check_need_step(NeedStatus.DRAFT, NeedStatus.VERIFIED, facts)
        assert problem is NeedStepProblem.HANDED_ON


class TestAnswering:
    def test_whom_an_open_need_was_handed_to_answers_its_companies(self, sqlite_app: Application) -> None:
        def make() -> int:
            block, need = make_block(), make_need()
            take_to(need, NeedStatus.TAKEN_UP)
            hand(need, block)
            return need.id

        number = run_write(make)
        page = f"/needs/{number}/comments/NMDC"
        company, client = sign_in(sqlite_app, "cpse_officer@example.test"), sign_in(sqlite_app, BLOCK)
        form = read_form(company, page, f"{page}/new")
        form.setlist("text", ["Which hamlets?"])
        company.post(f"{page}/new", data=form)
        assert "wrote to you" in text_of(client.get("/home"))
        form = read_form(client, page, f"{page}/new")
        form.setlist("text", ["Those of the north."])
        assert client.post(f"{page}/new", data=form).status_code == 302
        assert "Those of the north." in text_of(company.get(page))


class TestInvitingABlock:
    def test_the_scope_goes_from_the_invitation_to_the_account(self, app: Application) -> None:
        def act() -> None:
            officer = officers_of(376)[0]
            _invitation, token = invite_user(
                by=officer,
                email="bdo@example.test",
                name="Block officer",
                designation="",
                role=Role.DISTRICT_OFFICER,
                organisation=officer.organisation,
                language="hi",
                scope="Kuakonda block",
            )
            assert accept_invitation(token=token, password=PASSWORD).scope == "Kuakonda block"

        run_write(act)

    def test_only_people_of_a_district_have_one(self, sqlite_app: Application) -> None:
        given = {"name": "A", "email": "a@example.org", "scope": "Kuakonda block"}
        company = sign_in(sqlite_app, "cpse_officer@example.test")
        assert send(company, "/users/invitations/new", **given).status_code == 422
        office = sign_in(sqlite_app, "district_officer@example.test")
        assert send(office, "/users/invitations/new", **given).status_code == 302
