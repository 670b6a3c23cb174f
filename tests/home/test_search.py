"""The page of results and the suggestions: by kind, paged, marked, in both languages, and secret."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from csrmatch.accounts.models import User
from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.registry.models import Need, Project
from csrmatch.roles import Role
from csrmatch.search import queries
from tests.conftest import sign_in
from tests.counting import counted_statements
from tests.faults.world import World
from tests.search.records import make_records

MOST_STATEMENTS = 30


def _page(client: FlaskClient, **query: object) -> str:
    answer = client.get("/search", query_string=query)
    assert answer.status_code == 200
    return answer.text


def _suggested(client: FlaskClient, text: str) -> list[dict[str, object]]:
    answer = client.get("/search/suggestions", query_string={"q": text})
    assert answer.status_code == 200
    found: list[dict[str, object]] = answer.get_json()["results"]
    return found


class TestSearchEverything:
    def test_shows_what_was_found_by_kind_with_counts_and_links(self, dpe: FlaskClient) -> None:
        run_write(make_records)
        text = _page(dpe, q="दंतेवाड़ा")
        assert text.index("/districts/376") < text.index('id="kind-need"')
        assert "<mark>Dantewada</mark>" in text
        assert "found as Dantewada" in text
        assert "kind=need" in text

    def test_of_one_kind_is_paged(self, dpe: FlaskClient) -> None:
        text = _page(dpe, q="health", kind="indicator", page=2)
        assert 'rel="prev"' in text
        assert 'id="kind-scheme"' not in text

    def test_without_words_says_what_can_be_typed(self, dpe: FlaskClient) -> None:
        assert "LGD code, 376" in _page(dpe)

    def test_that_finds_nothing_says_what_to_try(self, dpe: FlaskClient) -> None:
        text = _page(dpe, q="qqqqqq wwwwww")
        assert "What you can try" in text
        assert "<mark>" not in text

    def test_tells_when_no_record_holds_all_the_words(self, dpe: FlaskClient) -> None:
        assert "hold some of them" in _page(dpe, q="Dantewada qqqqqq")

    def test_speaks_hindi(self, dpe: FlaskClient) -> None:
        dpe.get("/language/hi")
        text = _page(dpe, q="Dantewada")
        assert "<mark>दंतेवाड़ा</mark>" in text

    def test_never_believes_what_was_typed(self, dpe: FlaskClient) -> None:
        text = _page(dpe, q="<script>alert(1)</script>")
        assert "<script>alert" not in text

    def test_needs_few_statements_whatever_it_finds(self, dpe: FlaskClient) -> None:
        run_write(make_records)
        with counted_statements(dpe) as statements:
            _page(dpe, q="Dantewda school")
        assert len(statements) <= MOST_STATEMENTS

    def test_is_for_people_who_signed_in(self, client: FlaskClient) -> None:
        for path in ("/search?q=Dantewada", "/search/suggestions?q=Dantewada"):
            answer = client.get(path)
            assert answer.status_code == 302
            assert "/sign-in" in answer.headers["Location"]
        assert "data-suggestions" not in client.get("/").text

    def test_field_stands_on_every_page_of_people_who_signed_in(self, dpe: FlaskClient) -> None:
        for path in ("/home", "/districts", "/districts/376", "/nowhere"):
            assert dpe.get(path).text.count("data-suggestions") == 1, path


class TestListSuggestions:
    def test_gives_the_best_few_with_their_pages(self, dpe: FlaskClient) -> None:
        found = _suggested(dpe, "Dantew")
        assert found[0]["url"] == "/districts/376"
        assert found[0]["title"] == [["Dantewada", True]]
        assert len(_suggested(dpe, "pur")) == 8

    def test_is_not_kept_by_anybody_on_the_way(self, dpe: FlaskClient) -> None:
        assert "no-store" in dpe.get("/search/suggestions?q=a").headers["Cache-Control"]

    def test_of_nothing_is_nothing(self, dpe: FlaskClient) -> None:
        assert _suggested(dpe, "") == _suggested(dpe, "*\"'") == []


# A word that stands in one record alone, close enough to another's to be a misspelling of it.
_WORD = "canaryword"


def _mark() -> dict[str, str]:
    """Gives every need, project and person a word of its own: by the word, the address of its page."""
    marked: dict[str, str] = {}
    letters = "bcdfghjklmnpqrstvwxz"
    people = select(User).where(User.email.contains("chair") | User.email.contains("agency"))
    things: list[tuple[Need | Project | User, str]] = [
        *((need, f"/needs/{need.id}") for need in db.session.scalars(select(Need).order_by(Need.id))),
        *((one, f"/projects/{one.id}") for one in db.session.scalars(select(Project).order_by(Project.id))),
        *((user, f"/users/{user.id}") for user in db.session.scalars(people.order_by(User.id))),
    ]
    for number, (thing, url) in enumerate(things):
        word = _WORD + letters[number // 20] + letters[number % 20] + "ora"
        marked[word] = url
        if isinstance(thing, User):
            thing.name = word
        else:
            thing.title_en = word
    return marked


class TestSecrecy:
    def test_no_result_count_or_suggestion_tells_of_what_a_person_may_not_see(
        self, sqlite_app: Application, world: World
    ) -> None:
        marked = run_write(_mark)
        told = hidden = 0
        for role in Role:
            client = sign_in(sqlite_app, f"{role.value}@example.test")
            may_see = {
                word
                for word, url in marked.items()
                if client.get(url).status_code == 200
                and not (role is Role.AUDITOR and url.startswith("/users/"))
            }
            everything = "".join(_page(client, q=_WORD, kind=kind) for kind in ("need", "project", "person"))
            assert set(re.findall(rf"{_WORD}\w+", everything)) == may_see, role
            counted = dict(
                re.findall(r'kind=(\w+)"[^>]*>[^<]* <span class="quiet">(\d+)', _page(client, q=_WORD))
            )
            for kind, path in (("need", "/needs/"), ("project", "/projects/"), ("person", "/users/")):
                seen = sum(marked[word].startswith(path) for word in may_see)
                assert int(counted.get(kind, 0)) == seen, (role, kind)
            for word in sorted(marked):
                suggested = {str(one["url"]) for one in _suggested(client, word)}
                assert (marked[word] in suggested) is (word in may_see), (role, word)
                # What is found besides, such as an overlap of a need, has a page that opens.
                for url in sorted(suggested - {marked[other] for other in may_see}):
                    assert client.get(url).status_code == 200, (role, word, url)
            told += len(may_see)
            hidden += len(marked) - len(may_see)
        assert told > 40
        assert hidden > 40

    def test_what_is_found_does_not_depend_on_what_a_person_may_not_see(
        self, sqlite_app: Application, world: World
    ) -> None:
        """The same page before and after a foreign record bears the very word; near words count among it."""

        def name(which: str, title: str) -> None:
            db.session.get_one(Project, world.projects[which]).title_en = title

        run_write(lambda: name("here", "Quokkavata"))
        client = sign_in(sqlite_app, "cpse_officer@example.test")
        before = [_page(client, q=word) for word in ("Quokkavati", "Quokkavatii", "Quok")]
        assert "/projects/" in before[0]
        run_write(lambda: name("there", "Quokkavati"))
        after = [_page(client, q=word) for word in ("Quokkavati", "Quokkavatii", "Quok")]
        assert [re.sub(r"csrf_token[^>]*", "", text) for text in before] == [
            re.sub(r"csrf_token[^>]*", "", text) for text in after
        ]

    def test_would_be_lost_without_the_narrowing(
        self, sqlite_app: Application, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run_write(_mark)
        client = sign_in(sqlite_app, "cpse_officer@example.test")
        db.session.rollback()
        far = db.session.get_one(Project, world.projects["there"])
        word, url = far.title_en or "", f"/projects/{far.id}"
        assert f'href="{url}"' not in _page(client, q=word)
        monkeypatch.setattr(queries, "_narrow", lambda _viewer, _kinds: queries.SearchEntry.id > 0)
        assert f'href="{url}"' in _page(client, q=word)
