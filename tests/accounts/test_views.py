"""The pages of accounts, one class a view."""

import io
import re
from datetime import UTC, datetime

import openpyxl
import pytest
import time_machine
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select

from csrmatch.accounts.models import Invitation, User
from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.roles import Role
from tests import factories
from tests.conftest import PASSWORD, sign_in
from tests.form_filling import read_form

LONG = "a sentence as password"


@pytest.fixture
def app(sqlite_app: Application) -> Application:
    """These pages ask the database nothing that differs by its kind; other tests cover both."""
    sqlite_app.config["WTF_CSRF_ENABLED"] = False
    return sqlite_app


def _text(page: str) -> str:
    return re.sub(r"\s+", " ", BeautifulSoup(page, "html.parser").find("main").get_text(" "))


def _user(email: str) -> User:
    db.session.rollback()
    return db.session.scalars(select(User).where(User.email == email)).one()


def _invite(client: FlaskClient, **changes: str) -> str:
    """Makes an invitation and gives the address of its page."""
    form = read_form(client, "/users/invitations/new").to_dict()
    form |= {"name": "Asha", "email": "asha@example.org", **changes}
    answer = client.post("/users/invitations/new", data=form)
    assert answer.status_code == 302, _text(answer.text)
    return str(answer.location)


def _link(page: str) -> str | None:
    found = re.search(r'value="(http://localhost/join/[^"]+)"', page)
    return found and found.group(1)


class TestSignIn:
    def test_leads_home(self, app: Application) -> None:
        answer = app.test_client().post(
            "/sign-in", data={"email": "CHAIR@example.test ", "password": PASSWORD}
        )
        assert (answer.status_code, answer.location) == (302, "/home")

    @pytest.mark.parametrize(
        "data", [{}, {"email": "chair@example.test"}, {"email": "x", "password": "y" * 500}]
    )
    def test_refuses_an_incomplete_form_with_reasons(self, app: Application, data: dict[str, str]) -> None:
        answer = app.test_client().post("/sign-in", data=data)
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text

    def test_refuses_a_disabled_account_with_the_same_words(self, app: Application) -> None:
        run_write(lambda: setattr(_row("agency@example.test"), "is_enabled", False))
        answer = app.test_client().post(
            "/sign-in", data={"email": "agency@example.test", "password": PASSWORD}
        )
        assert "The e-mail address or the password is not right." in answer.text


def _row(email: str) -> User:
    return db.session.scalars(select(User).where(User.email == email)).one()


class TestChooseLanguage:
    def test_is_remembered_in_the_browser(self, app: Application) -> None:
        client = app.test_client()
        assert client.get("/language/hi?next=/sign-in").location == "/sign-in"
        assert '<html lang="hi">' in client.get("/sign-in").text

    def test_an_unknown_language_changes_nothing(self, app: Application) -> None:
        client = app.test_client()
        client.get("/language/fr")
        assert '<html lang="en">' in client.get("/sign-in").text

    def test_the_browsers_own_wish_is_followed_until_then(self, app: Application) -> None:
        page = app.test_client().get("/sign-in", headers={"Accept-Language": "hi-IN,hi;q=0.9,en;q=0.5"})
        assert '<html lang="hi">' in page.text


class TestShowAccount:
    def test_says_who_i_am_and_where_i_am_signed_in(self, app: Application) -> None:
        sign_in(app, "chair@example.test")
        text = _text(sign_in(app, "chair@example.test").get("/account").text)
        for words in ("chair@example.test", "Government of Jharkhand", "this browser", "another browser"):
            assert words in text

    def test_every_choice_is_in_the_readers_language(self, app: Application) -> None:
        client = sign_in(app, "chair@example.test")
        client.post("/account/language", data={"language": "hi"})
        text = _text(client.get("/account").text)
        assert "प्रतिदिन" in text
        assert "each day" not in text


class TestChangePassword:
    def test_asks_for_the_present_one(self, app: Application) -> None:
        data = {"current": "wrong password", "password": LONG, "repeat": LONG}
        answer = sign_in(app, "chair@example.test").post("/account/password", data=data)
        assert answer.status_code == 422
        assert "The present password is not right." in answer.text

    @pytest.mark.parametrize(
        ("password", "repeat"), [("short", "short"), (LONG, LONG + "x"), ("y" * 129, "y" * 129)]
    )
    def test_refuses_one_too_short_too_long_or_mistyped(
        self, app: Application, password: str, repeat: str
    ) -> None:
        data = {"current": PASSWORD, "password": password, "repeat": repeat}
        assert sign_in(app, "chair@example.test").post("/account/password", data=data).status_code == 422

    def test_lets_in_with_the_new_one_only(self, app: Application) -> None:
        data = {"current": PASSWORD, "password": LONG, "repeat": LONG}
        assert sign_in(app, "chair@example.test").post("/account/password", data=data).status_code == 302
        sign_in(app, "chair@example.test", LONG)
        answer = app.test_client().post(
            "/sign-in", data={"email": "chair@example.test", "password": PASSWORD}
        )
        assert answer.status_code == 422


class TestChangeLanguage:
    def test_is_kept_with_the_account(self, app: Application) -> None:
        client = sign_in(app, "chair@example.test")
        assert client.post("/account/language", data={"language": "hi"}).status_code == 302
        assert '<html lang="hi">' in client.get("/account").text
        assert '<html lang="hi">' in sign_in(app, "chair@example.test").get("/account").text

    def test_refuses_an_unknown_one(self, app: Application) -> None:
        client = sign_in(app, "chair@example.test")
        assert client.post("/account/language", data={"language": "fr"}).status_code == 422


class TestListUsers:
    def test_shows_dpe_everyone_with_addresses(self, app: Application) -> None:
        text = _text(sign_in(app, "dpe_staff@example.test").get("/users").text)
        assert "8 rows" in text
        assert "district_officer@example.test" in text

    def test_shows_an_office_its_own_people(self, app: Application) -> None:
        text = _text(sign_in(app, "chair@example.test").get("/users").text)
        assert "chair@example.test" in text
        assert "state_officer@example.test" in text
        assert "dpe_staff" not in text

    def test_shows_the_auditor_numbers_for_names_and_no_address(self, app: Application) -> None:
        text = _text(sign_in(app, "auditor@example.test").get("/users").text)
        assert "8 rows" in text
        assert "chair person" not in text
        assert "Person " in text
        assert "@example.test" not in text

    @pytest.mark.parametrize(
        ("query", "count"),
        [("text=nmdc", 1), ("role=chair", 1), ("state=disabled", 0), ("state=enabled", 8), ("text=%25", 0)],
    )
    def test_filters(self, app: Application, query: str, count: int) -> None:
        text = _text(sign_in(app, "dpe_staff@example.test").get(f"/users?{query}").text)
        assert f"{count} row" in text

    def test_sorts_both_ways(self, app: Application) -> None:
        client = sign_in(app, "dpe_staff@example.test")
        listed = [
            [cell.text for cell in BeautifulSoup(page, "html.parser").select("tbody th")]
            for page in (client.get(f"/users?sort=name&order={order}").text for order in ("asc", "desc"))
        ]
        assert len(listed[0]) == 8
        assert listed[0] == sorted(listed[0])
        assert listed[1] == listed[0][::-1]

    def test_downloads_what_is_listed(self, app: Application) -> None:
        client = sign_in(app, "dpe_staff@example.test")
        answer = client.get("/users?role=chair&download=csv")
        assert answer.text.splitlines()[1].startswith("chair person,chair@example.test")
        book = openpyxl.load_workbook(io.BytesIO(client.get("/users?download=xlsx").data))
        rows = list(book.active.iter_rows(values_only=True))
        assert len(rows) == 9
        assert "chair@example.test" in {row[1] for row in rows}


class TestShowUser:
    def test_offers_what_may_be_done_and_nothing_for_oneself(self, app: Application) -> None:
        client = sign_in(app, "dpe_staff@example.test")
        other, own = _user("chair@example.test").id, _user("dpe_staff@example.test").id
        assert f"/users/{other}/disable" in client.get(f"/users/{other}").text
        assert "/disable" not in client.get(f"/users/{own}").text


class TestDisableUser:
    def test_without_its_version_changes_nothing(self, app: Application) -> None:
        number = _user("chair@example.test").id
        client = sign_in(app, "dpe_staff@example.test")
        assert client.post(f"/users/{number}/disable", data={}).status_code == 302
        assert _user("chair@example.test").is_enabled
        assert "sent without its version" in client.get(f"/users/{number}").text


class TestNewInvitation:
    def test_link_is_shown_once_and_lets_in_once(self, app: Application) -> None:
        client = sign_in(app, "dpe_staff@example.test")
        page = _invite(client)
        link = _link(client.get(page).text)
        assert link
        assert _link(client.get(page).text) is None
        guest, path = app.test_client(), link.removeprefix("http://localhost")
        assert "Welcome, Asha" in guest.get(path).text
        answer = guest.post(path, data={"password": LONG, "repeat": LONG})
        assert (answer.status_code, answer.location) == (302, "/home")
        assert "asha@example.org" in guest.get("/account").text
        assert app.test_client().get(path).status_code == 404

    def test_stores_no_link(self, app: Application) -> None:
        client = sign_in(app, "dpe_staff@example.test")
        link = _link(client.get(_invite(client)).text) or ""
        db.session.rollback()
        invitation = db.session.scalars(select(Invitation)).one()
        token = link.rsplit("/", 1)[1]
        assert len(token) >= 43
        assert token not in {str(getattr(invitation, name.key)) for name in Invitation.__table__.columns}

    def test_role_must_suit_the_organisation(self, app: Application) -> None:
        client = sign_in(app, "dpe_staff@example.test")
        form = {**read_form(client, "/users/invitations/new"), "name": "A", "email": "a@example.org"}
        answer = client.post("/users/invitations/new", data={**form, "role": "auditor"})
        assert answer.status_code == 422
        assert "one of these roles: DPE staff" in answer.text

    def test_tells_a_stranger_nothing_about_an_address_that_has_an_account(self, app: Application) -> None:
        known, unknown = "known@example.org", "free@example.org"
        run_write(lambda: factories.make_user(Role.AGENCY, email=known, password=LONG))
        client = sign_in(app, "chair@example.test")
        # The pages tell the minute: both are made in the same one.
        with time_machine.travel(datetime.now(UTC), tick=False):
            pages = [client.get(_invite(client, email=email)).text for email in (known, unknown)]
        texts = [re.sub(r"/join/\S+|/invitations/\d+|free@\S+|known@\S+", "", _text(page)) for page in pages]
        assert texts[0] == texts[1]
        path = (_link(pages[0]) or "").removeprefix("http://localhost")
        answer = app.test_client().post(path, data={"password": LONG, "repeat": LONG})
        assert answer.status_code == 422
        assert "cannot be used" in answer.text

    def test_tells_dpe_that_there_is_an_account(self, app: Application) -> None:
        run_write(lambda: factories.make_user(Role.AGENCY, email="known@example.org", password=LONG))
        client = sign_in(app, "dpe_staff@example.test")
        form = {**read_form(client, "/users/invitations/new"), "name": "A", "email": "known@example.org"}
        assert "already an account" in client.post("/users/invitations/new", data=form).text


class TestRenewInvitation:
    def test_makes_the_old_link_worthless(self, app: Application) -> None:
        client = sign_in(app, "dpe_staff@example.test")
        page = _invite(client)
        old = (_link(client.get(page).text) or "").removeprefix("http://localhost")
        client.post(f"{page}/renew")
        new = (_link(client.get(page).text) or "").removeprefix("http://localhost")
        assert app.test_client().get(old).status_code == 404
        assert app.test_client().get(new).status_code == 200


class TestWithdrawInvitation:
    def test_makes_the_link_worthless_and_leaves_the_list(self, app: Application) -> None:
        client = sign_in(app, "dpe_staff@example.test")
        page = _invite(client)
        link = (_link(client.get(page).text) or "").removeprefix("http://localhost")
        assert "asha@example.org" in client.get("/users/invitations").text
        assert client.post(f"{page}/withdraw").status_code == 302
        assert app.test_client().get(link).status_code == 404
        assert "asha@example.org" not in client.get("/users/invitations").text


class TestAcceptInvitation:
    def test_speaks_the_invited_persons_language(self, app: Application) -> None:
        client = sign_in(app, "dpe_staff@example.test")
        link = _link(client.get(_invite(client, language="hi")).text) or ""
        page = app.test_client().get(link.removeprefix("http://localhost"))
        assert '<html lang="hi">' in page.text

    def test_link_of_somebody_who_was_disabled_is_worthless(self, app: Application) -> None:
        client = sign_in(app, "chair@example.test")
        link = (_link(client.get(_invite(client)).text) or "").removeprefix("http://localhost")
        run_write(lambda: setattr(_row("chair@example.test"), "is_enabled", False))
        assert app.test_client().get(link).status_code == 404


class TestListChanges:
    def test_tells_old_and_new_in_words_newest_first(self, app: Application) -> None:
        dpe, number = sign_in(app, "dpe_staff@example.test"), _user("chair@example.test").id
        dpe.post(
            f"/users/{number}/disable", data=read_form(dpe, f"/users/{number}", f"/users/{number}/disable")
        )
        text = _text(dpe.get("/log?table=app_user").text)
        assert "May sign in: yes → no" in text
        assert f"Person {number}" in text
        assert "dpe_staff person, DPE staff" in text
        assert text.index("May sign in: yes → no") < text.index("signed in")

    def test_names_nobody_to_the_auditor(self, app: Application) -> None:
        sign_in(app, "dpe_staff@example.test")
        text = _text(sign_in(app, "auditor@example.test").get("/log").text)
        assert "dpe_staff person" not in text
        assert re.search(r"Person \d+, DPE staff", text)

    @pytest.mark.parametrize(
        ("query", "some"),
        [
            ("table=app_user", True),
            ("table=nothing", False),
            ("actor=dpe_staff", True),
            ("actor=nobody-of-this-name", False),
            ("start=2000-01-01&end=2000-01-02", False),
            ("start=2000-01-01", True),
            ("start=not-a-day", True),
        ],
    )
    def test_filters(self, app: Application, query: str, some: bool) -> None:
        text = _text(sign_in(app, "dpe_staff@example.test").get(f"/log?{query}").text)
        assert ("Nothing matches." not in text) is some

    def test_downloads_with_both_clocks_request_and_seal(self, app: Application) -> None:
        answer = sign_in(app, "dpe_staff@example.test").get("/log?download=csv")
        head, first = answer.text.splitlines()[:2]
        assert head.endswith("When (UTC),Request,Seal")
        assert " IST" in first
        assert re.search(r"\+00:00,[0-9a-f]{16},[0-9a-f]{64}$", first)
