"""Tokens for programs: made by an office, shown once, kept as a hash, limited, revoked, logged."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select

from csrmatch.accounts.models import ApiToken, TokenScope, User
from csrmatch.accounts.queries import find_live_token, get_token, hash_token, search_tokens
from csrmatch.accounts.services import TOKEN_LIFE, make_token, revoke_token
from csrmatch.app import Application
from csrmatch.audit.models import AuditEvent
from csrmatch.db import db, run_write, today
from csrmatch.errors import DomainError, Missing, NotAllowed
from csrmatch.roles import Permission, Role, allows
from tests.conftest import sign_in
from tests.faults.racing import at_once
from tests.form_filling import read_form

URL = "/api/v1/states"


def _person(role: Role) -> User:
    return db.session.scalars(select(User).where(User.email == f"{role.value}@example.test")).one()


def _make(role: Role = Role.CPSE_OFFICER, scope: TokenScope = TokenScope.READ, **given: object) -> str:
    def make() -> str:
        _token, secret = make_token(by=_person(role), name="ERP", scope=scope, **given)  # type: ignore[arg-type]
        return secret

    return run_write(make)


def _only_token() -> ApiToken:
    db.session.rollback()
    return db.session.scalars(select(ApiToken)).one()


def _bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


class TestMaking:
    def test_keeps_a_hash_and_a_prefix_and_never_the_secret(self, app: Application) -> None:
        secret = _make()
        token = _only_token()
        assert re.fullmatch(r"csr_[A-Za-z0-9_-]{43}", secret)
        assert token.token_hash == hash_token(secret)
        assert token.prefix == secret[:10]
        stored = [str(value) for row in db.session.execute(select(AuditEvent.__table__)) for value in row]
        assert not any(secret in text or token.token_hash in text for text in stored)

    def test_works_to_the_end_of_its_last_day_in_india_and_for_a_year_at_most(self, app: Application) -> None:
        _make(last_on=today())
        assert _only_token().expires_at.utcoffset() == timedelta(0)
        assert (_only_token().expires_at + timedelta(hours=5, minutes=30)).date() == today() + timedelta(1)
        for day in (today() - timedelta(1), today() + TOKEN_LIFE + timedelta(1)):
            with pytest.raises(DomainError):
                _make(last_on=day)

    def test_is_for_those_who_may_invite_and_not_for_the_auditor(self, app: Application) -> None:
        for role in Role:
            if allows(role, Permission.MANAGE_TOKENS):
                assert allows(role, Permission.INVITE_COLLEAGUES)
                _make(role)
            else:
                with pytest.raises(NotAllowed):
                    _make(role)

    def test_is_not_for_who_works_only_on_what_is_handed_to_them(self, app: Application) -> None:
        made = _make(Role.DISTRICT_OFFICER)
        run_write(lambda: setattr(_person(Role.DISTRICT_OFFICER), "scope", "Kuakonda block"))
        with pytest.raises(NotAllowed):
            _make(Role.DISTRICT_OFFICER)
        db.session.rollback()
        person = _person(Role.DISTRICT_OFFICER)
        assert db.session.scalars(search_tokens(person)).all() == [], "nor do they revoke those of the office"
        assert find_live_token(made) is None, "and one made before works no longer"
        client = sign_in(app, "district_officer@example.test")
        number = _only_token_here().id
        pages = ("/tokens", "/tokens/new", f"/tokens/{number}", f"/tokens/{number}/revoke")
        answers = [client.get(page).status_code for page in pages[:3]]
        assert (*answers, client.post(pages[3]).status_code) == (403, 403, 404, 404)
        assert client.post("/tokens/new").status_code == 403
        assert "Tokens for programs" not in client.get("/users").text
        assert app.test_client().get(URL, headers=_bearer(made)).status_code == 401
        assert "its maker left" in sign_in(app, "dpe_staff@example.test").get("/tokens").text

    def test_tells_others_offices_nothing(self, app: Application) -> None:
        _make()
        token = _only_token()
        for role in Role:
            seen = db.session.scalars(search_tokens(_person(role))).all()
            assert bool(seen) == (role in {Role.CPSE_OFFICER, Role.DPE_STAFF})
            if not seen:
                with pytest.raises(Missing):
                    get_token(_person(role), token.id)


class TestLiving:
    def test_ends_when_revoked_expired_or_when_its_maker_is_disabled_or_moves(self, app: Application) -> None:
        secret = _make()
        assert find_live_token(secret) is not None
        assert find_live_token(secret + "x") is None
        elsewhere = _person(Role.DPE_STAFF).organisation_id
        for change, new in (("is_enabled", False), ("role", Role.AGENCY), ("organisation_id", elsewhere)):
            maker = _only_token().created_by
            old = getattr(maker, change)
            setattr(maker, change, new)
            db.session.flush()
            assert find_live_token(secret) is None, change
            setattr(maker, change, old)
            db.session.rollback()
        run_write(lambda: revoke_token(by=_person(Role.DPE_STAFF), token=_only_token_here()))
        assert find_live_token(secret) is None
        with pytest.raises(DomainError):
            run_write(lambda: revoke_token(by=_person(Role.DPE_STAFF), token=_only_token_here()))

    def test_ends_with_its_last_day(self, app: Application) -> None:
        secret = _make(last_on=today())
        end = _only_token().expires_at
        with time_machine.travel(end - timedelta(seconds=1), tick=False):
            assert find_live_token(secret) is not None
        with time_machine.travel(end, tick=False):
            assert find_live_token(secret) is None


class TestScope:
    def test_a_token_that_only_reads_changes_nothing(self, app: Application, client: FlaskClient) -> None:
        answers = {}
        for scope in TokenScope:
            headers = _bearer(_make(Role.DISTRICT_OFFICER, scope))
            answer = client.post("/api/v1/needs", json={"title_en": "Wells", "theme": "AW"}, headers=headers)
            answers[scope] = answer.status_code
        assert answers == {TokenScope.READ: 403, TokenScope.WRITE: 201}


def _only_token_here() -> ApiToken:
    return db.session.scalars(select(ApiToken)).one()


class TestLimit:
    def test_refuses_what_is_too_much_for_a_minute_and_says_how_long_to_wait(
        self, app: Application, client: FlaskClient
    ) -> None:
        secret = _make()
        app.config["API_PER_MINUTE"] = 3
        with time_machine.travel(datetime(2027, 1, 5, 6, 0, 40, tzinfo=UTC), tick=False):
            answers = [client.get(URL, headers=_bearer(secret)) for _ in range(5)]
            assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
            assert answers[3].headers["Retry-After"] == "21"
            assert answers[3].json["code"] == "too_many"
            assert _only_token().use.last_used_at == datetime(2027, 1, 5, 6, 0, 40, tzinfo=UTC)
        with time_machine.travel(datetime(2027, 1, 5, 6, 1, 1, tzinfo=UTC), tick=False):
            assert client.get(URL, headers=_bearer(secret)).status_code == 200

    def test_counts_requests_that_come_at_once(self, app: Application) -> None:
        secret = _make()
        app.config["API_PER_MINUTE"] = 4
        app.before_request_funcs[None].pop(0)
        with time_machine.travel(datetime(2027, 1, 5, 6, 0, 10, tzinfo=UTC)):
            codes = at_once(
                app, 10, lambda _number: app.test_client().get(URL, headers=_bearer(secret)).status_code
            )
        assert sorted(codes) == [200] * 4 + [429] * 6


class TestDoors:
    def test_pages_take_no_token_and_the_api_no_cookie(
        self, app: Application, client: FlaskClient, cpse_officer: FlaskClient
    ) -> None:
        secret = _make(scope=TokenScope.WRITE)
        assert client.get("/projects", headers=_bearer(secret)).status_code == 302
        assert cpse_officer.get("/projects").status_code == 200
        refused = cpse_officer.get(URL)
        assert refused.status_code == 401
        assert refused.content_type == "application/problem+json"
        assert "Set-Cookie" not in refused.headers
        granted = client.get(URL, headers=_bearer(secret))
        assert granted.status_code == 200
        assert "Set-Cookie" not in granted.headers
        assert granted.headers["Cache-Control"] == "no-store"
        assert set(granted.vary) == {"Authorization", "Cookie", "Accept-Language"}

    def test_the_log_names_the_token_its_office_and_who_made_it(
        self, app: Application, client: FlaskClient, dpe: FlaskClient
    ) -> None:
        secret = _make(scope=TokenScope.WRITE)
        made = client.post("/api/v1/projects", json={"title_en": "Wells"}, headers=_bearer(secret))
        assert made.status_code == 201
        db.session.rollback()
        entry = db.session.scalars(select(AuditEvent).where(AuditEvent.object_type == "project")).one()
        assert entry.actor_id == _person(Role.CPSE_OFFICER).id
        assert entry.actor == f"cpse_officer:{entry.actor_id} token:{_only_token().id}"
        assert len(entry.request_id) == 16
        words = "by token “ERP” of NMDC Ltd., made by cpse_officer person, CSR nodal officer"
        assert words in dpe.get("/log").text
        assert words in dpe.get("/log?download=csv").text


class TestPages:
    def test_show_the_secret_once_and_lead_to_a_list_that_never_holds_it(
        self, app: Application, client: FlaskClient
    ) -> None:
        officer = sign_in(app, "cpse_officer@example.test")
        form = read_form(officer, "/tokens/new")
        form.setlist("name", ["ERP of the CSR cell"])
        made = officer.post("/tokens/new", data=form)
        assert made.status_code == 302
        secret = re.search(r'value="(csr_[^"]+)"', officer.get(made.location).text)
        assert secret is not None
        assert client.get(URL, headers=_bearer(secret[1])).status_code == 200
        for page in (made.location, "/tokens", "/tokens?download=csv"):
            text = officer.get(page).text
            assert secret[1][:10] in text
            assert secret[1] not in text
        assert officer.post("/tokens/new", data=form).location == made.location, "a double click makes one"

    def test_revoke_asks_first_and_works_at_once(self, app: Application, client: FlaskClient) -> None:
        secret = _make()
        page = f"/tokens/{_only_token().id}"
        officer = sign_in(app, "cpse_officer@example.test")
        assert "Revoke this token?" in officer.get(page).text
        assert officer.post(f"{page}/revoke").status_code == 302
        assert client.get(URL, headers=_bearer(secret)).status_code == 401
        assert "Revoke this token?" not in officer.get(page).text

    def test_refuse_a_day_too_far_away(self, app: Application) -> None:
        officer = sign_in(app, "cpse_officer@example.test")
        form = read_form(officer, "/tokens/new")
        form.setlist("name", ["ERP"])
        form.setlist("last_on", [(today() + timedelta(400)).isoformat()])
        answer = officer.post("/tokens/new", data=form)
        assert answer.status_code == 422
        assert "valid for a year at most" in answer.text

    def test_filter_by_whether_tokens_work(self, app: Application) -> None:
        _make()
        officer = sign_in(app, "cpse_officer@example.test")
        assert "ERP" in officer.get("/tokens?state=live&scope=read&text=ERP").text
        assert "Nothing matches." in officer.get("/tokens?state=dead").text
