"""The pages of answers: what counts, who sees whom, the word that there is nothing to report."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import func, select

from csrmatch.accounts.models import User
from csrmatch.app import Application
from csrmatch.audit.recording import Actor, set_actor
from csrmatch.db import db, run_write, today
from csrmatch.registry.models import NothingToReport
from csrmatch.registry.queries.answers import judge_offices, look_back
from csrmatch.registry.rules.answers import AnswerState, Quarter
from csrmatch.registry.services.projects import change_project_money
from csrmatch.roles import Role
from tests import factories
from tests.conftest import sign_in
from tests.counting import counted_statements
from tests.faults.racing import at_once
from tests.registry.projects import make_project

FIRST, SECOND, THIRD = (Quarter("2026-27", number) for number in (1, 2, 3))
NOVEMBER = datetime(2026, 11, 10, 6, tzinfo=UTC)


def settle(app: Application) -> None:
    """Everybody has had an account since 2025."""

    def make() -> None:
        for user in db.session.scalars(select(User).order_by(User.id)):
            user.created_at = datetime(2025, 1, 1, tzinfo=UTC)

    run_write(make)


def act_for(email: str) -> User:
    user = db.session.scalars(select(User).where(User.email == email)).one()
    set_actor(Actor(user.id, "test", f"request {datetime.now(UTC).isoformat()}"))
    return user


def states(role: Role = Role.CPSE_OFFICER) -> dict[Quarter, AnswerState]:
    office = factories.find_organisation(role).id
    db.session.rollback()
    found = judge_offices(look_back(today()), today(), organisation_ids=[office])[office]
    return {quarter: answer.state for quarter, answer in found.by_quarter.items()}


def page_of(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "html.parser")


@pytest.fixture
def november(app: Application) -> Iterator[Application]:
    """Ten days after the answers for the second quarter were due."""
    settle(app)
    with time_machine.travel(NOVEMBER, tick=True):
        yield app


class TestWhatCounts:
    def test_a_change_counts_for_the_quarter_whose_answers_are_awaited(self, app: Application) -> None:
        settle(app)
        for moment, quarter in (
            (datetime(2026, 7, 30, 18, 29, tzinfo=UTC), FIRST),
            (datetime(2026, 7, 30, 18, 30, tzinfo=UTC), SECOND),
        ):
            with time_machine.travel(moment):
                act_for("cpse_officer@example.test")
                run_write(lambda: make_project("NMDC", "Wells"))
            with time_machine.travel(NOVEMBER):
                assert states()[quarter] is AnswerState.ANSWERED
        with time_machine.travel(NOVEMBER):
            assert states()[THIRD] is AnswerState.NOT_DUE

    def test_money_counts_for_the_quarter_it_is_about_and_for_no_other(self, app: Application) -> None:
        settle(app)
        with time_machine.travel(datetime(2025, 6, 1, tzinfo=UTC)):
            act_for("cpse_officer@example.test")
            project = run_write(lambda: make_project("NMDC", "Wells")).id
        with time_machine.travel(NOVEMBER):
            user = act_for("cpse_officer@example.test")

            def spend() -> None:
                from csrmatch.registry.models import Project

                row = db.session.get_one(Project, project)
                change_project_money(
                    project=row, version=row.version, financial_year="2026-27", amounts={1: (100, 50)}
                )

            assert user.id
            run_write(spend)
            found = states()
        assert found[FIRST] is AnswerState.ANSWERED
        assert found[SECOND] is AnswerState.SILENT
        assert found[THIRD] is AnswerState.NOT_DUE

    def test_what_dpe_or_another_office_changes_is_no_answer_of_the_company(self, app: Application) -> None:
        settle(app)
        with time_machine.travel(datetime(2026, 10, 1, tzinfo=UTC)):
            act_for("dpe_staff@example.test")
            run_write(lambda: make_project("NMDC", "Wells"))
        with time_machine.travel(NOVEMBER):
            assert states()[SECOND] is AnswerState.SILENT

    def test_signing_in_is_no_answer(self, november: Application) -> None:
        sign_in(november, "cpse_officer@example.test")
        assert states()[SECOND] is AnswerState.SILENT
        assert states()[THIRD] is AnswerState.NOT_DUE


class TestSayNothingToReport:
    def address(self, part: str, quarter: int = 2, role: Role = Role.CPSE_OFFICER) -> str:
        return f"/answers/{factories.find_organisation(role).id}/2026-27/{quarter}/{part}"

    def test_is_an_answer_until_it_is_taken_back(self, november: Application) -> None:
        client = sign_in(november, "cpse_officer@example.test")
        assert client.post(self.address("nothing")).status_code == 302
        assert states()[SECOND] is AnswerState.NOTHING
        assert "nothing to report" in client.get(f"/answers/{_nmdc()}").text
        client.post(self.address("take-back"))
        assert states()[SECOND] is AnswerState.SILENT

    def test_is_refused_while_the_quarter_runs(self, november: Application) -> None:
        client = sign_in(november, "cpse_officer@example.test")
        client.post(self.address("nothing", 3))
        assert states()[THIRD] is AnswerState.NOT_DUE
        assert "not over yet" in client.get(f"/answers/{_nmdc()}").text

    def test_is_refused_where_changes_have_answered(self, november: Application) -> None:
        client = sign_in(november, "cpse_officer@example.test")
        with time_machine.travel(datetime(2026, 9, 1, tzinfo=UTC)):
            act_for("cpse_officer@example.test")
            run_write(lambda: make_project("NMDC", "Wells"))
        client.post(self.address("nothing"))
        assert states()[SECOND] is AnswerState.ANSWERED
        assert "that is its answer" in client.get(f"/answers/{_nmdc()}").text

    def test_said_by_eight_at_once_stands_once(self, november: Application) -> None:
        client = sign_in(november, "cpse_officer@example.test")
        address, cookie = self.address("nothing"), client.get_cookie("csrmatch")

        def say(_number: int) -> int:
            browser = november.test_client()
            browser.set_cookie("csrmatch", cookie.value)
            return browser.post(address).status_code

        assert at_once(november, 8, say) == [302] * 8
        assert db.session.scalar(select(func.count()).select_from(NothingToReport)) == 1

    def test_nobody_says_it_for_another_office(self, november: Application) -> None:
        for email in ("dpe_staff@example.test", "state_officer@example.test", "auditor@example.test"):
            assert sign_in(november, email).post(self.address("nothing")).status_code == 403
        client = sign_in(november, "district_officer@example.test")
        assert client.post(self.address("nothing")).status_code == 404
        assert states()[SECOND] is AnswerState.SILENT

    def test_who_works_only_on_what_is_handed_to_them_does_not_speak_for_the_office(
        self, november: Application
    ) -> None:
        def narrow() -> None:
            user = db.session.scalars(select(User).where(User.email == "cpse_officer@example.test")).one()
            user.scope = "Block office"

        run_write(narrow)
        client = sign_in(november, "cpse_officer@example.test")
        assert client.post(self.address("nothing")).status_code == 404


def _nmdc() -> int:
    return factories.find_organisation(Role.CPSE_OFFICER).id


class TestListAnswers:
    def rows(self, client: FlaskClient, query: str = "") -> list[str]:
        table = page_of(client.get(f"/answers{query}")).select_one("table.list")
        return [row.select_one("th").get_text(" ", strip=True) for row in table.select("tbody tr") if row.th]

    def test_dpe_sees_companies_and_districts_the_longest_silent_first(self, november: Application) -> None:
        client = sign_in(november, "dpe_staff@example.test")
        assert len(self.rows(client)) == 50
        first = page_of(client.get("/answers")).select_one("table.list tbody tr")
        assert first.select("td")[-1].get_text(" ", strip=True).startswith("8")
        assert self.rows(client, "?kind=district&standing=silent") == ["District administration, Dantewada"]

    def test_a_state_sees_its_districts_and_an_office_itself(self, november: Application) -> None:
        assert len(self.rows(sign_in(november, "state_officer@example.test"))) == 19
        assert self.rows(sign_in(november, "district_officer@example.test")) == [
            "District administration, Dantewada"
        ]

    def test_every_cell_says_its_state_in_words(self, november: Application) -> None:
        page = page_of(sign_in(november, "district_officer@example.test").get("/answers"))
        assert [cell.select_one(".visually-hidden").get_text() for cell in page.select("td.answer")] == [
            "silent",
            "silent",
            "not yet due: by 30 January 2027",
            "not yet due: by 30 April 2027",
        ]

    def test_it_comes_as_a_file_too(self, november: Application) -> None:
        text = sign_in(november, "district_officer@example.test").get("/answers?download=csv").text
        assert "silent" in text
        assert "Dantewada" in text

    def test_it_costs_at_most_sixteen_statements(self, november: Application) -> None:
        client = sign_in(november, "dpe_staff@example.test")
        client.get("/answers")
        with counted_statements(client) as statements:
            assert client.get("/answers").status_code == 200
        assert len(statements) <= 16, len(statements)


def _text(page: str) -> str:
    return BeautifulSoup(page, "html.parser").get_text()


class TestHome:
    def test_the_quarters_that_wait_are_named_until_they_are_answered(self, november: Application) -> None:
        client = sign_in(november, "district_officer@example.test")
        assert "July to September, 2026-27" in _text(client.get("/home").text)
        client.post(f"/answers/{factories.find_organisation(Role.DISTRICT_OFFICER).id}/2026-27/2/nothing")
        client.get("/home")
        assert "July to September, 2026-27" not in _text(client.get("/home").text)
