"""Nobody's program finds another tenant's mark in anything that it can fetch from the API."""

import logging

import pytest
from sqlalchemy import select

from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.registry.models import Need, Project
from csrmatch.registry.queries import projects
from csrmatch.roles import Role
from tests.faults.matrix import operations, targets
from tests.faults.test_api_matrix import HOLDERS
from tests.faults.test_canaries import _TOKEN, _mark, _own_tokens, watch_queries
from tests.faults.world import World


@pytest.fixture
def world(sqlite_app: Application, world: World) -> World:
    run_write(_mark)
    db.session.rollback()
    sqlite_app.config["API_PER_MINUTE"] = 10**9
    return world


def _fetch_everything(app: Application, world: World, role: Role) -> tuple[dict[int, str], int]:
    """The marks in everything the token of an office can fetch, and how much that was."""
    found: dict[int, str] = {}
    fetched = 0
    headers = {"Authorization": f"Bearer {world.api.secrets[role.value]}"}
    client = app.test_client(use_cookies=False)
    read = watch_queries(app)
    for rule in app.url_map.iter_rules():
        if rule.endpoint not in operations(app) or "GET" not in (rule.methods or ()):
            continue
        for given in targets(world, rule.endpoint, role.value).values():
            with app.test_request_context():
                url = app.url_for(rule.endpoint, **given)
            for query in ("", "?limit=200", "?limit=1", "?q=canary", "?sort=-changed_at"):
                read.clear()
                answer = client.get(url + query, headers=headers)
                for number in _TOKEN.findall(answer.text + str(answer.headers)):
                    found.setdefault(int(number), url + query)
                fetched += 1
                if not read:
                    break
    return found, fetched


def _imported(role: Role) -> set[int]:
    """The marks of what came by workbook: NMDC sees its projects, Dantewada those in it and its needs."""
    db.session.rollback()
    needs = {
        60_000 + row.id
        for row in db.session.scalars(select(Need).order_by(Need.id))
        if role is Role.DISTRICT_OFFICER and row.district.lgd == 376
    }
    return needs | {
        20_000 + row.id
        for row in db.session.scalars(select(Project).order_by(Project.id))
        if (role is Role.CPSE_OFFICER and row.cpse.code == "NMDC")
        or (role is Role.DISTRICT_OFFICER and any(part.district.lgd == 376 for part in row.districts))
    }


class TestCanaries:
    @pytest.mark.parametrize("role", HOLDERS)
    def test_of_others_are_never_told(
        self, sqlite_app: Application, world: World, role: Role, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        found, fetched = _fetch_everything(sqlite_app, world, role)
        assert fetched > 100
        assert any(20_000 < number < 70_000 for number in found), "the marks are really there"
        own = _own_tokens(world, role) | _imported(role)
        if role is not Role.DPE_STAFF:
            assert {number: place for number, place in found.items() if number not in own} == {}
        assert not any(number < 20_000 for number in found), "no person's name or address is told"
        assert not _TOKEN.search(caplog.text)
        assert "csr_" not in caplog.text, "no token stands in a log"

    def test_would_be_seen_if_the_scope_were_gone(
        self, sqlite_app: Application, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(projects, "only_visible_projects", lambda _viewer, query: query)
        found, _fetched = _fetch_everything(sqlite_app, world, Role.CPSE_OFFICER)
        assert found.keys() - _own_tokens(world, Role.CPSE_OFFICER)
