"""Who is signed in, for how long, and that a copied cookie is worth nothing once a session has ended."""

from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from csrmatch.accounts.models import User, UserSession
from csrmatch.accounts.services import SESSION_LIFE
from csrmatch.app import Application
from csrmatch.db import db, now, run_write
from csrmatch.roles import Role
from tests import factories
from tests.conftest import PASSWORD, sign_in
from tests.form_filling import read_form

AGENCY = "agency@example.test"


def _cookie(client: FlaskClient) -> str:
    cookie = client.get_cookie("csrmatch")
    assert cookie is not None
    return cookie.value


def _replay(app: Application, cookie: str) -> bool:
    """Whether a copied cookie still opens a page."""
    db.session.rollback()
    answer = app.test_client(use_cookies=False).get("/account", headers={"Cookie": f"csrmatch={cookie}"})
    assert answer.status_code in {200, 302}
    return answer.status_code == 200


def _person(email: str = AGENCY) -> User:
    db.session.rollback()
    return db.session.query(User).filter_by(email=email).one()


class TestASession:
    def test_gets_a_new_token_at_every_sign_in_and_the_old_one_ends(self, app: Application) -> None:
        client = sign_in(app, AGENCY)
        first = _cookie(client)
        client.post("/sign-in", data={"email": AGENCY, "password": PASSWORD})
        assert _cookie(client) != first
        assert _replay(app, _cookie(client))
        assert not _replay(app, first)

    def test_is_not_taken_over_from_before_the_sign_in(self, app: Application) -> None:
        client = app.test_client()
        client.get("/sign-in")
        planted = client.get_cookie("csrmatch")
        client.post("/sign-in", data={"email": AGENCY, "password": PASSWORD})
        assert planted is None or not _replay(app, planted.value)

    def test_keeps_the_token_nowhere_but_in_the_cookie(self, app: Application) -> None:
        client = sign_in(app, AGENCY)
        with client.session_transaction() as kept:
            token = kept["token"]
        assert len(token) >= 43
        db.session.rollback()
        stored = [row.token_hash for row in db.session.query(UserSession).all()]
        assert stored
        assert token not in stored

    def test_50_copied_cookies_are_refused_after_signing_out(self, app: Application) -> None:
        accepted = 0
        for _ in range(50):
            client = sign_in(app, AGENCY)
            copied = _cookie(client)
            db.session.rollback()
            client.post("/sign-out")
            accepted += _replay(app, copied)
        assert accepted == 0

    def test_ends_when_the_person_is_disabled_and_stays_ended(self, app: Application) -> None:
        copied = _cookie(sign_in(app, AGENCY))
        dpe, page = sign_in(app, "dpe_staff@example.test"), f"/users/{_person().id}"
        dpe.post(f"{page}/disable", data=read_form(dpe, page, f"{page}/disable"))
        assert not _replay(app, copied)
        dpe.post(f"{page}/enable", data=read_form(dpe, page, f"{page}/enable"))
        assert not _replay(app, copied)

    def test_ends_elsewhere_when_the_password_is_changed(self, app: Application) -> None:
        copied, client = _cookie(sign_in(app, AGENCY)), sign_in(app, AGENCY)
        data = read_form(client, "/account", "/account/password")
        data["current"], data["password"], data["repeat"] = PASSWORD, *["a new long password"] * 2
        assert client.post("/account/password", data=data).status_code == 302
        assert not _replay(app, copied)
        assert client.get("/account").status_code == 200

    def test_ends_elsewhere_on_request(self, app: Application) -> None:
        copied, client = _cookie(sign_in(app, AGENCY)), sign_in(app, AGENCY)
        db.session.rollback()
        client.post("/account/sessions/end-others")
        assert not _replay(app, copied)
        assert client.get("/account").status_code == 200

    def test_ends_after_30_idle_minutes(self, sqlite_app: Application) -> None:
        client = sign_in(sqlite_app, AGENCY)
        copied = _cookie(client)
        with time_machine.travel(now() + timedelta(minutes=28), tick=False):
            assert _replay(sqlite_app, copied)
        with time_machine.travel(now() + timedelta(minutes=31), tick=False):
            assert not _replay(sqlite_app, copied)

    def test_lives_on_while_its_person_works_but_never_past_12_hours(self, sqlite_app: Application) -> None:
        client = sign_in(sqlite_app, AGENCY)
        begun = now()
        minutes = int(SESSION_LIFE.total_seconds() // 60)
        assert minutes == 12 * 60
        for passed in range(25, minutes, 25):
            with time_machine.travel(begun + timedelta(minutes=passed), tick=False):
                assert client.get("/account").status_code == 200, f"after {passed} minutes"
        with time_machine.travel(begun + timedelta(minutes=minutes, seconds=1), tick=False):
            assert client.get("/account").status_code == 302

    def test_that_has_expired_is_cleared_away_at_the_next_sign_in(self, app: Application) -> None:
        sign_in(app, AGENCY)

        def expire() -> None:
            for session in db.session.query(UserSession).all():
                session.expires_at = now() - timedelta(seconds=1)

        run_write(expire)
        db.session.rollback()
        sign_in(app, AGENCY)
        db.session.rollback()
        assert db.session.query(UserSession).count() == 1


class TestTheCookie:
    def test_in_production_is_bound_to_the_host_and_to_https(self, sqlite_app: Application) -> None:
        import config

        production = config.Production
        assert production.SESSION_COOKIE_NAME.startswith("__Host-")
        assert production.SESSION_COOKIE_SECURE
        assert production.SESSION_COOKIE_HTTPONLY
        sqlite_app.config.update(
            SESSION_COOKIE_NAME=production.SESSION_COOKIE_NAME, SESSION_COOKIE_SECURE=True
        )
        answer = sqlite_app.test_client().post(
            "/sign-in", data={"email": AGENCY, "password": PASSWORD}, base_url="https://localhost"
        )
        set_cookie = answer.headers["Set-Cookie"]
        assert set_cookie.startswith("__Host-csrmatch=")
        for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
            assert word in set_cookie
        assert "Domain" not in set_cookie

    @pytest.fixture(autouse=True)
    def _no_tokens(self, sqlite_app: Application) -> None:
        sqlite_app.config["WTF_CSRF_ENABLED"] = False


class TestARole:
    @pytest.mark.parametrize("role", list(Role))
    def test_finds_its_home_after_signing_in(self, sqlite_app: Application, role: Role) -> None:
        factories.find_organisation(role)
        db.session.rollback()
        client = sign_in(sqlite_app, f"{role.value}@example.test")
        assert client.get("/home").status_code == 200
