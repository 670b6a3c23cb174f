"""What every answer bears, and which requests are refused whoever sends them."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

import config
from csrmatch.accounts import signing_in
from csrmatch.app import Application, create_app
from csrmatch.audit.queries import find_anchor
from csrmatch.db import db
from tests.conftest import PASSWORD, sign_in
from tests.faults.matrix import targets
from tests.faults.state_changes import STATE_CHANGES
from tests.faults.world import World
from tests.form_filling import read_form

# Forms of an address that some browser or library takes for another site's.
FOREIGN = [
    "https://evil.example/", "http://evil.example", "HTTPS://evil.example", "//evil.example",
    "///evil.example", "////evil.example", "/\\evil.example", "\\\\evil.example", "\\/evil.example",
    "/\\/evil.example", "/\t/evil.example", "/\n/evil.example", "\t//evil.example", " //evil.example",
    "//evil.example/%2e%2e", "/%09/evil.example", "/%5cevil.example", "%2f%2fevil.example",
    "/%2f%2fevil.example", "/%2fevil.example", "https:evil.example", "https:/evil.example",
    "http:///evil.example", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x",
    "vbscript:x", "//localhost@evil.example", "https://localhost@evil.example", "//evil.example#/home",
    "//evil.example?/home", "/home@evil.example", "evil.example", "./evil.example", "../evil.example",
    "//%65vil.example", "／／evil.example", "/／evil.example", "//evil。example", "/.//evil.example",
    "/..//evil.example", "/;//evil.example", "/home/..//evil.example", "http://[::1]/",
    "//[evil.example", "/home\x00//evil.example", "",
]  # fmt: skip


@pytest.fixture
def guarded(sqlite_app: Application) -> Iterator[Application]:
    """The application with its tokens asked for, as in production."""
    yield sqlite_app
    sqlite_app.config["WTF_CSRF_ENABLED"] = True


def _sign_in_with_token(app: Application, **fields: str) -> tuple[FlaskClient, str]:
    """A browser that signed in through the form, and where it was led."""
    app.config["WTF_CSRF_ENABLED"] = True
    client = app.test_client()
    query = {"next": fields["next"]} if "next" in fields else {}
    token = read_form(client, "/sign-in")["csrf_token"]
    data = {"email": "dpe_staff@example.test", "password": PASSWORD, "csrf_token": token, **fields}
    answer = client.post("/sign-in", data=data, query_string=query)
    assert answer.status_code == 302, answer.text
    return client, str(answer.location)


class TestForeignForms:
    def test_are_refused_on_every_route_without_or_with_a_wrong_token(
        self, world: World, guarded: Application
    ) -> None:
        client, _ = _sign_in_with_token(guarded)
        wrong = read_form(guarded.test_client(), "/sign-in")["csrf_token"]
        db.session.rollback()
        before = find_anchor()
        for url in _unsafe_urls(guarded, world):
            for data in ({}, {"csrf_token": ""}, {"csrf_token": "x"}, {"csrf_token": wrong}):
                assert client.post(url, data=data).status_code == 400, url
        db.session.rollback()
        assert find_anchor() == before

    @pytest.mark.parametrize(
        "headers",
        [
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Origin": "http://localhost.evil.example"},
            {"Origin": "http://localhost:8080"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
        ],
    )
    def test_are_refused_from_another_origin_even_with_the_token(
        self, guarded: Application, headers: dict[str, str]
    ) -> None:
        client, _ = _sign_in_with_token(guarded)
        data = read_form(client, "/account", "/account/language")
        assert client.post("/account/language", data=data, headers=headers).status_code == 400
        own = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
        assert client.post("/account/language", data=data, headers=own).status_code == 302

    def test_are_told_so_in_the_readers_language(self, guarded: Application) -> None:
        client = guarded.test_client()
        client.get("/language/hi")
        answer = client.post("/sign-in", data={})
        assert answer.status_code == 400
        assert '<html lang="hi">' in answer.text


def _unsafe_urls(app: Application, world: World) -> list[str]:
    found = []
    # A program's token is no cookie: a browser cannot be made to send one, and without it nothing is done.
    of_pages = [endpoint for endpoint in STATE_CHANGES if not endpoint.startswith("api.")]
    for endpoint in of_pages:
        with app.test_request_context():
            found += [
                app.url_for(endpoint, **given) for given in targets(world, endpoint, "dpe_staff").values()
            ]
    assert len(found) > len(of_pages)
    return found


class TestTheWayBack:
    def test_is_tried_with_at_least_40_foreign_forms(self) -> None:
        assert len(set(FOREIGN)) >= 40

    def test_never_leads_off_site_after_signing_in(self, guarded: Application) -> None:
        for target in FOREIGN:
            if "\0" not in target:
                _client, location = _sign_in_with_token(guarded, next=target)
                assert location == "/home", target

    def test_never_leads_off_site_after_choosing_a_language(self, guarded: Application) -> None:
        client = guarded.test_client()
        for target in FOREIGN:
            answer = client.get("/language/hi", query_string={"next": target})
            assert (answer.status_code, answer.headers.get("Location")) in {(302, "/"), (400, None)}, target

    @pytest.mark.parametrize("target", ["/users?role=chair&page=2", "/districts", "/account"])
    def test_leads_to_the_page_that_was_asked_for(self, guarded: Application, target: str) -> None:
        asked = guarded.test_client().get(target)
        assert asked.status_code == 302
        _client, location = _sign_in_with_token(guarded, next=target)
        assert location == target


class TestHosts:
    @pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "localhost@evil.example", ""])
    def test_by_which_the_service_is_not_known_are_refused(self, guarded: Application, host: str) -> None:
        answer = guarded.test_client().get("/sign-in", headers={"Host": host})
        assert answer.status_code == 400
        assert "evil" not in answer.text

    def test_claimed_by_a_header_for_proxies_are_not_believed(self, guarded: Application) -> None:
        client = sign_in(guarded, "dpe_staff@example.test")
        data = {**read_form(client, "/users/invitations/new"), "name": "N", "email": "n@example.org"}
        data["role"] = "dpe_staff"
        headers = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}
        answer = client.post("/users/invitations/new", data=data, headers=headers)
        page = client.get(str(answer.location), headers=headers)
        assert 'value="http://localhost/join/' in page.text

    def test_must_be_named_in_production(self) -> None:
        nameless = type("Nameless", (config.Testing,), {"TRUSTED_HOSTS": []})
        with pytest.raises(RuntimeError, match="CSRMATCH_HOSTS"):
            create_app(nameless)


class TestHeaders:
    def test_are_on_every_answer_pages_errors_downloads_and_files(self, guarded: Application) -> None:
        url = guarded.config["SQLALCHEMY_DATABASE_URI"]
        settings = {"HTTPS_ONLY": True, "SQLALCHEMY_DATABASE_URI": url}
        guarded = create_app(type("Strict", (config.Testing,), settings))
        client = sign_in(guarded, "dpe_staff@example.test")
        answers = [
            client.get(path, buffered=True)
            for path in (
                "/", "/home", "/sign-in", "/users", "/users?download=csv", "/users?download=xlsx", "/nothing",
                "/users/2000000000", "/healthz", "/static/css/csrmatch.css", "/static/nothing.css", "/log",
            )
        ]  # fmt: skip
        answers += [client.post("/users"), client.put("/home"), client.post("/sign-in", data={})]
        answers.append(guarded.test_client().get("/users"))
        answers.append(guarded.test_client().get("/", headers={"Host": "evil.example"}))
        assert {200, 302, 400, 404, 405, 422} <= {answer.status_code for answer in answers}
        for answer in answers:
            where = f"{answer.request.method} {answer.request.path}"
            policy = answer.headers["Content-Security-Policy"]
            assert "unsafe" not in policy, where
            for word in (
                "default-src 'none'",
                "object-src 'none'",
                "base-uri 'none'",
                "frame-ancestors 'none'",
            ):
                assert word in policy, where
            assert answer.headers["X-Content-Type-Options"] == "nosniff", where
            assert answer.headers["Referrer-Policy"] == "same-origin", where
            assert answer.headers["X-Frame-Options"] == "DENY", where
            assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains", where
            assert "Server" not in answer.headers, where

    def test_keep_what_a_signed_in_person_sees_out_of_every_cache(self, guarded: Application) -> None:
        client = sign_in(guarded, "dpe_staff@example.test")
        for path in ("/home", "/users", "/users?download=csv", "/log", "/nothing"):
            assert client.get(path).headers["Cache-Control"] == "no-store", path

    def test_name_the_methods_that_are_allowed(self, guarded: Application) -> None:
        guarded.config["WTF_CSRF_ENABLED"] = False
        assert "GET" in guarded.test_client().post("/users").headers["Allow"]


class TestTrouble:
    def test_of_the_database_is_told_with_the_time_to_come_back(
        self, guarded: Application, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client = sign_in(guarded, "dpe_staff@example.test")

        def fail(_token: str) -> None:
            raise OperationalError("select", {}, Exception("gone"))

        monkeypatch.setattr(signing_in, "find_session", fail)
        answer = client.get("/home")
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "10"

    @pytest.mark.parametrize(
        "path", ["/cpses/%00", "/users?text=%00", "/join/a%00", "/log?actor=%00", "/users?sort=%00"]
    )
    def test_a_zero_byte_is_refused(self, app: Application, path: str) -> None:
        assert sign_in(app, "dpe_staff@example.test").get(path).status_code == 400

    @pytest.mark.parametrize(
        "query",
        [
            "_external=1&_scheme=javascript",
            "_method=DELETE",
            "endpoint=x",
            "_anchor=x",
            "page=-1",
            "page=99999999999999999999",
            "page=x&sort=password_hash&order=x",
            "sort=email;drop table app_user",
            "role=nobody&state=nothing",
            "text=%25%27%22%5C_",
        ],
    )
    def test_odd_parameters_of_a_list_are_harmless(self, app: Application, query: str) -> None:
        answer = sign_in(app, "dpe_staff@example.test").get(f"/users?{query}")
        assert answer.status_code == 200
        assert "javascript:" not in answer.text
        assert 'href="http' not in answer.text
