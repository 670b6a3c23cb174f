"""What companies and collectors' offices say to each other about a need: who reads, who speaks, who waits."""

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select

from csrmatch.accounts.models import Organisation
from csrmatch.app import Application
from csrmatch.comments.models import Comment
from csrmatch.db import db, run_write
from csrmatch.registry.models import Cpse, NeedThread
from csrmatch.registry.rules.needs import NeedStatus
from csrmatch.roles import Role
from tests import factories
from tests.conftest import PASSWORD, sign_in
from tests.faults.racing import at_once
from tests.form_filling import read_form
from tests.registry.needs import make_need, take_to


def text_of(answer) -> str:
    return " ".join(BeautifulSoup(answer.text, "html.parser").get_text(" ").split())


def make_stranger() -> None:
    """An officer of another company, and one of another district."""
    ntpc = db.session.scalars(
        select(Organisation).join(Cpse, Cpse.organisation_id == Organisation.id).where(Cpse.code == "NTPC")
    ).one()
    factories.make_user(Role.CPSE_OFFICER, email="ntpc@example.test", password=PASSWORD, organisation=ntpc)


@pytest.fixture
def need_id(app: Application) -> int:
    def make() -> int:
        make_stranger()
        need = make_need()
        take_to(need, NeedStatus.OPEN)
        return need.id

    return run_write(make)


def say(client: FlaskClient, need_id: int, text: str, code: str = "NMDC"):
    page = f"/needs/{need_id}/comments/{code}"
    form = read_form(client, page, f"{page}/new")
    form.setlist("text", [text])
    return client.post(f"{page}/new", data=form)


class TestTalking:
    def test_goes_back_and_forth_and_waits_at_the_other_side(self, app: Application, need_id: int) -> None:
        company = sign_in(app, "cpse_officer@example.test")
        office = sign_in(app, "district_officer@example.test")
        assert "wrote to you" not in text_of(office.get("/home"))
        assert say(company, need_id, "Which <b>hamlets</b>?").status_code == 302
        assert "wrote to you" in text_of(office.get("/home"))
        assert "wrote to you" not in text_of(company.get("/home"))
        page = office.get(f"/needs/{need_id}/comments/NMDC")
        assert "Which &lt;b&gt;hamlets&lt;/b&gt;?" in page.text
        assert "Who reads this" in page.text
        say(office, need_id, "Those of Kuakonda.")
        assert "wrote to you" not in text_of(office.get("/home"))
        assert "wrote to you" in text_of(company.get("/home"))
        settle = f"/needs/{need_id}/comments/NMDC/settle"
        company.post(settle, data=read_form(company, f"/needs/{need_id}/comments/NMDC", settle))
        assert "wrote to you" not in text_of(company.get("/home"))

    def test_is_read_by_nobody_else(self, app: Application, need_id: int) -> None:
        say(sign_in(app, "cpse_officer@example.test"), need_id, "A word of NMDC")
        for name, may in {
            "dpe_staff": True,
            "unicef_officer": True,
            "auditor": True,
            "ntpc": False,
            "state_officer": False,
            "chair": False,
            "agency": False,
        }.items():
            client = sign_in(app, f"{name}@example.test")
            answer = client.get(f"/needs/{need_id}/comments/NMDC")
            assert answer.status_code == (200 if may else 404), name
            assert ("A word of NMDC" in answer.text) == may
            assert (f"/needs/{need_id}/comments/NMDC" in client.get(f"/needs/{need_id}").text) == may

    def test_the_office_speaks_first_only_to_its_partners(self, app: Application, need_id: int) -> None:
        office = sign_in(app, "district_officer@example.test")
        assert office.get(f"/needs/{need_id}/comments/NMDC").status_code == 404
        page = f"/needs/{need_id}/partners"
        form = read_form(office, page)
        form.setlist("cpse_0", ["NMDC"])
        office.post(page, data=form)
        assert say(office, need_id, "Welcome.").status_code == 302
        assert office.get(f"/needs/{need_id}/comments/NTPC").status_code == 404

    def test_ends_when_a_need_is_sent_back(self, app: Application, need_id: int) -> None:
        company = sign_in(app, "cpse_officer@example.test")
        say(company, need_id, "Which hamlets?")
        office = sign_in(app, "district_officer@example.test")
        page = f"/needs/{need_id}/step"
        form = read_form(office, page)
        form.setlist("status", ["draft"])
        form.setlist("reason", ["It was too early."])
        assert office.post(page, data=form).status_code == 302
        assert company.get(f"/needs/{need_id}/comments/NMDC").status_code == 404
        assert office.get(f"/needs/{need_id}/comments/NMDC").status_code == 200
        assert "wrote to you" not in text_of(office.get("/home"))
        assert office.get(f"/needs/{need_id}/comments/NMDC/new").status_code == 403


class TestCorrectingAndStriking:
    def test_the_earlier_wording_can_be_read_and_what_is_struck_cannot(self, sqlite_app: Application) -> None:
        def make() -> int:
            need = make_need()
            take_to(need, NeedStatus.OPEN)
            return need.id

        number = run_write(make)
        company = sign_in(sqlite_app, "cpse_officer@example.test")
        office = sign_in(sqlite_app, "district_officer@example.test")
        said = say(company, number, "Ten hamlets").location.partition("#comment-")[2]
        page = f"/needs/{number}/comments/NMDC/{said}"
        assert office.get(f"{page}/edit").status_code == 403
        form = read_form(company, f"{page}/edit")
        form.setlist("text", ["Twelve hamlets"])
        assert company.post(f"{page}/edit", data=form).status_code == 302
        seen = text_of(office.get(f"/needs/{number}/comments/NMDC"))
        assert "Twelve hamlets" in seen
        assert "1 earlier wording" in seen
        assert "Ten hamlets" in seen
        stale = company.post(f"{page}/edit", data={**form, "text": "Mine"})
        assert stale.status_code == 409
        assert "Twelve hamlets" in stale.text
        assert "Mine" in stale.text
        form = read_form(office, f"{page}/strike")
        assert office.post(f"{page}/strike", data=form).status_code == 422
        form.setlist("reason", ["It names a child."])
        assert office.post(f"{page}/strike", data=form).status_code == 302
        seen = text_of(company.get(f"/needs/{number}/comments/NMDC"))
        assert "It names a child." in seen
        assert "hamlets" not in seen.replace("Solar pumps for forty hamlets", "")
        assert company.get(f"{page}/edit").status_code == 404


class TestSpeakingAtOnce:
    def test_a_comment_sent_many_times_is_said_once_and_first_words_begin_one_thread(
        self, app: Application, need_id: int
    ) -> None:
        client = sign_in(app, "cpse_officer@example.test")
        page = f"/needs/{need_id}/comments/NMDC"
        headers = {"Cookie": f"csrmatch={client.get_cookie('csrmatch').value}"}
        once = {**read_form(client, page, f"{page}/new"), "text": "Once"}
        others = [{**read_form(client, page, f"{page}/new"), "text": f"Other {n}"} for n in range(4)]

        def send(number: int) -> int:
            data = once if number < 4 else others[number - 4]
            browser = app.test_client(use_cookies=False)
            return browser.post(f"{page}/new", data=data, headers=headers).status_code

        assert at_once(app, 8, send) == [302] * 8
        said = sorted(db.session.scalars(select(Comment.text)))
        assert said == ["Once", "Other 0", "Other 1", "Other 2", "Other 3"]
        assert len(list(db.session.scalars(select(NeedThread.thread_id)))) == 1
