"""The authorisation matrix: every route, method, role and target answers as the reviewed table says."""

from collections.abc import Callable

import pytest

from csrmatch.accounts import queries
from csrmatch.app import Application
from tests.faults.expected_access import TABLE
from tests.faults.matrix import Report, probe_all, run_and_undo
from tests.faults.world import World

FEWEST_PROBES = 5_000


@pytest.fixture
def world(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr("csrmatch.app.run_submission", run_and_undo)
    return world


class TestAuthorisationMatrix:
    def test_every_route_answers_everybody_as_the_table_says(self, app: Application, world: World) -> None:
        report = probe_all(app, world)
        print(
            f"\nauthorisation matrix: {report.probes:,} probes, {len(report.unexpected)} unexpected;"
            f" {report.refused_by_the_map:,} methods and addresses lead to no view"
        )
        assert report.unexpected == []
        assert report.probes >= FEWEST_PROBES

    def test_the_table_names_no_route_that_does_not_exist(self, sqlite_app: Application) -> None:
        known = {
            (rule.endpoint, method)
            for rule in sqlite_app.url_map.iter_rules()
            for method in rule.methods or ()
        }
        assert TABLE.keys() <= known


class TestTheMatrixItself:
    """Each guard switched off must be seen."""

    @pytest.mark.parametrize(
        "endpoint",
        ["accounts.list_changes", "accounts.list_invitations", "mapping.list_exercises", "mapping.new_run"],
    )
    def test_a_view_without_its_guard_is_seen(
        self, sqlite_app: Application, world: World, monkeypatch: pytest.MonkeyPatch, endpoint: str
    ) -> None:
        bare = sqlite_app.view_functions[endpoint].__wrapped__
        monkeypatch.setitem(sqlite_app.view_functions, endpoint, bare)
        assert _complaints(lambda: probe_all(sqlite_app, world, [endpoint]))

    @pytest.mark.parametrize(
        ("scope", "endpoint"),
        [
            ("only_visible_users", "accounts.show_user"),
            ("only_visible_users", "accounts.disable_user"),
            ("only_open_to", "accounts.show_invitation"),
            ("only_open_to", "accounts.withdraw_invitation"),
        ],
    )
    def test_a_query_without_its_scope_is_seen(
        self,
        sqlite_app: Application,
        world: World,
        monkeypatch: pytest.MonkeyPatch,
        scope: str,
        endpoint: str,
    ) -> None:
        monkeypatch.setattr(queries, scope, lambda _viewer, query: query)
        assert _complaints(lambda: probe_all(sqlite_app, world, [endpoint]))

    def test_a_route_missing_from_the_table_is_seen(
        self, sqlite_app: Application, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delitem(TABLE, ("accounts.list_users", "GET"))
        assert _complaints(lambda: probe_all(sqlite_app, world, ["accounts.list_users"]))


def _complaints(ask: Callable[[], Report]) -> list[str]:
    return ask().unexpected
