"""The authorisation matrix of the API: every operation, for tokens of every office and for dead ones."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from werkzeug.test import TestResponse

from csrmatch.accounts import token_signing_in
from csrmatch.app import Application
from csrmatch.mapping.queries import proposals
from csrmatch.mapping.rules.consent import Side
from csrmatch.registry.queries import answers, need_threads, needs, overlaps, projects
from csrmatch.roles import Permission, Role, allows
from csrmatch.web.guards import ACCESS_ATTRIBUTE
from tests.faults.action_access import ACTION_OPERATIONS
from tests.faults.api_changes import API_BODIES, STATE_PROGRAMME
from tests.faults.expected_access import (
    ASKED,
    ASKED_OR_ASKING,
    COLLECTOR,
    COMPANY,
    DPE,
    EVERYONE,
    KEEPERS,
    PAIRED,
    PROGRAMME_KEEPERS,
    READERS,
    REPORTERS,
    SEE_ALL_NEEDS,
    SEE_ALL_PROJECTS,
    SIDES,
    STEPPERS,
    TALKERS,
    TELLERS,
    Expected,
)
from tests.faults.matrix import operations, run_and_undo, targets
from tests.faults.takeaway_access import SEND_TAKEAWAYS
from tests.faults.token_world import DEAD
from tests.faults.workshop_access import SHOW_WORKSHOP
from tests.faults.world import World

FEWEST_PROBES = 1_000
HOLDERS = [role for role in Role if allows(role, Permission.MANAGE_TOKENS)]

_LIST = Expected(EVERYONE)
_GONE = {"missing": 404}
_FAR = {"far": 404, **_GONE}
_PART = {"other": 404, "missing_part": 404, **_FAR}
_ACCOUNT = {"near": 404, "far": 404, "missing_year": 422, **_GONE}
# Without `If-Match` what may be changed is refused for want of it, and nothing else is.
_CHANGE = {"own": 428, "closed": 403, **_FAR}
_THREAD = {"missing_company": 404, **_FAR}
_PAPER = {"struck": 404, "other": 404, "missing_part": 404, **_FAR}
_SIDE = {"other_side": 200, "no_side": 422, **_FAR}
_INDICATOR = {"missing_indicator": 404, **_GONE}

# Who gets which answer from which operation; reviewed by people.
TABLE: dict[str, Expected] = {
    **{
        f"api.list_{name}": _LIST
        for name in (
            "states",
            "themes",
            "indicators",
            "schedule_vii_items",
            "sdgs",
            "schemes",
            "target_groups",
            "sources",
            "districts",
            "cpses",
            "projects",
            "needs",
            "support",
            "practices",
            "programmes",
            "overlaps",
            "figures",
            "publications",
            "workshops",
        )
    },
    **{name: Expected(*row) for name, row in ACTION_OPERATIONS.items()},
    "api.show_district": Expected(EVERYONE, {"there": 200, **_GONE}),
    "api.show_cpse": Expected(EVERYONE, {"there": 200, **_GONE}),
    "api.list_csr_accounts": Expected(EVERYONE, {"there": 200, **_GONE}),
    "api.show_csr_account": Expected(EVERYONE, {"own": 200, "published": 200, **_ACCOUNT}, READERS),
    "api.save_csr_account": Expected(KEEPERS, {"own": 428, **_ACCOUNT}, READERS),
    "api.show_project": Expected(EVERYONE, {"own": 200, **_FAR}, SEE_ALL_PROJECTS),
    "api.show_milestone": Expected(EVERYONE, {"own": 200, **_PART}, SEE_ALL_PROJECTS),
    "api.show_result": Expected(EVERYONE, {"own": 200, **_PART}, SEE_ALL_PROJECTS),
    "api.create_project": Expected(COMPANY, {"-": 201}),
    "api.change_project": Expected(COMPANY, _CHANGE),
    "api.save_quarters": Expected(COMPANY, {**_CHANGE, "no_year": 422}),
    "api.create_milestone": Expected(REPORTERS, {**_CHANGE, "own": 201}),
    "api.change_milestone": Expected(REPORTERS, {**_CHANGE, **_PART}),
    "api.create_result": Expected(REPORTERS, {**_CHANGE, "own": 201}),
    "api.change_result": Expected(REPORTERS, {**_CHANGE, **_PART}),
    "api.show_need": Expected(EVERYONE, {"own": 200, "open": 200, **_FAR}, SEE_ALL_NEEDS),
    "api.show_support": Expected(EVERYONE, {"own": 200, "near": 200, "far": 200, "closed": 200, **_GONE}),
    "api.list_outcomes": Expected(
        EVERYONE, {"own": 200, "closed": 200, "planned": 200, **_FAR, "near": 404}, DPE
    ),
    "api.create_support": Expected(COMPANY, {"-": 201}),
    "api.show_workshop": SHOW_WORKSHOP,
    "api.show_practice": Expected(EVERYONE, {"own": 200, "near": 404, **_FAR}),
    "api.create_practice": Expected(SIDES, {"-": 201}),
    "api.step_practice": Expected(
        SIDES, {"own": 428, "offered": 428, "kept": 428, "library": 403, "near": 404, **_FAR}
    ),
    "api.list_follow_up": SHOW_WORKSHOP,
    "api.list_takeaways": SHOW_WORKSHOP,
    "api.create_takeaways": SEND_TAKEAWAYS,
    "api.create_need": Expected(COLLECTOR, {"-": 201}),
    "api.change_need": Expected(COLLECTOR, {"own": 428, "open": 403, "elsewhere": 403, **_FAR}),
    "api.step_need": Expected(STEPPERS, {"own": 428, "open": 403, "elsewhere": 403, **_FAR}),
    "api.step_project": Expected(COMPANY, _CHANGE),
    "api.show_programme": Expected(EVERYONE, {"own": 200, **_GONE}),
    "api.create_programme": Expected(PROGRAMME_KEEPERS, {"-": 201}),
    "api.change_programme": Expected(
        PROGRAMME_KEEPERS, {"own": 428, "near": 403, "retired": 403, **_GONE}, DPE
    ),
    "api.show_overlap": Expected(
        EVERYONE, {"own": 200, "elsewhere": 200, "near": 404, **_FAR}, SEE_ALL_PROJECTS
    ),
    "api.answer_overlap": Expected(SIDES, {"own": 428, "elsewhere": 403, "near": 404, **_FAR}),
    "api.list_answers": Expected(ASKED_OR_ASKING),
    "api.show_answers": Expected(ASKED_OR_ASKING, {"own": 200, **_FAR}, READERS),
    "api.say_nothing_to_report": Expected(ASKED, {"own": 201, **_FAR}),
    "api.list_need_threads": Expected(EVERYONE, {"own": 200, "open": 200, **_FAR}, SEE_ALL_NEEDS),
    "api.show_need_thread": Expected(EVERYONE, {"own": 200, **_THREAD}, SEE_ALL_NEEDS),
    "api.create_need_comment": Expected(TALKERS, {"own": 201, **_THREAD}),
    "api.change_need_comment": Expected(TALKERS, {"own": 428, "other": 404, "missing_part": 404, **_THREAD}),
    "api.show_figure": Expected(EVERYONE, {"own": 200, "other_office": 200, **_GONE}),
    "api.show_figures": Expected(EVERYONE, {"there": 200, **_INDICATOR}),
    "api.create_figure": Expected(
        TELLERS, {"own": 201, "far": 403, **_INDICATOR}, frozenset({Role.UNICEF_OFFICER})
    ),
    "api.change_figure": Expected(TELLERS, {"own": 428, "other_office": 403, **_GONE}),
    "api.list_project_documents": Expected(EVERYONE, {"own": 200, **_FAR}, SEE_ALL_PROJECTS),
    "api.download_project_document": Expected(EVERYONE, {"own": 200, **_PAPER}, SEE_ALL_PROJECTS),
    "api.create_project_document": Expected(REPORTERS, {**_CHANGE, "own": 201}),
    "api.create_need_document": Expected(COLLECTOR, {"own": 201, "open": 403, "elsewhere": 403, **_FAR}),
    "api.list_need_papers": Expected(EVERYONE, {"own": 200, "open": 200, **_FAR}, SEE_ALL_NEEDS),
    "api.download_need_document": Expected(EVERYONE, {"own": 200, "open": 200, **_PAPER}, SEE_ALL_NEEDS),
    "api.show_publication": Expected(EVERYONE, {"there": 200, **_GONE}),
    "api.list_proposals": Expected(READERS),
    "api.show_proposal": Expected(READERS, {"there": 200, **_GONE}),
    "api.list_proposed_pairs": Expected(PAIRED),
    "api.show_proposed_pair": Expected(PAIRED, {"own": 200, **_FAR}, READERS),
    "api.show_pair_answer": Expected(PAIRED, {"own": 200, **_SIDE}, READERS),
    "api.answer_proposed_pair": Expected(ASKED, {**_SIDE, "own": 428, "other_side": 403}),
}


@dataclass
class Report:
    """How many probes were sent, and what was not as the table says."""

    probes: int = 0
    unexpected: list[str] = field(default_factory=list)


def _targets(world: World, endpoint: str, role: Role, method: str) -> dict[str, dict[str, object]]:
    found = targets(world, endpoint, role.value)
    # A closed project is read like any other of the same company.
    return {name: given for name, given in found.items() if method != "GET" or name != "closed"}


def _send(
    app: Application,
    method: str,
    url: str,
    endpoint: str,
    headers: dict[str, str],
    role: Role = Role.CPSE_OFFICER,
) -> TestResponse:
    # No kind of programme is kept by both UNICEF and a state.
    is_of_state = endpoint == "api.create_programme" and role is Role.STATE_OFFICER
    body = STATE_PROGRAMME if is_of_state else API_BODIES.get(endpoint)
    return app.test_client(use_cookies=False).open(url, method=method, json=body, headers=headers)


def _questions(app: Application, wanted: set[str] | None) -> Iterator[tuple[str, str]]:
    for rule in app.url_map.iter_rules():
        if rule.endpoint in (wanted or operations(app)):
            (method,) = (rule.methods or set()) - {"HEAD", "OPTIONS"}
            yield rule.endpoint, method


def _wished(endpoint: str, method: str, role: Role, target: str, *, writes: bool) -> int:
    expected = TABLE[endpoint]
    if role not in (expected.who or ()) or (method != "GET" and not writes):
        return 403
    if target in {"near", "far"} and role in expected.wide:
        target = "own"
    return expected.answers.get(target, 200)


def _probe_holders(app: Application, world: World, report: Report, endpoint: str, method: str) -> None:
    for role in HOLDERS:
        with app.test_request_context():
            urls = {
                target: app.url_for(endpoint, **given)
                for target, given in _targets(world, endpoint, role, method).items()
            }
        bodies: set[str] = set()
        for who in (role.value, f"{role.value} read"):
            headers = {"Authorization": f"Bearer {world.api.secrets[who]}"}
            for target, url in urls.items():
                response = _send(app, method, url, endpoint, headers, role)
                report.probes += 1
                wished = _wished(endpoint, method, role, target, writes=who == role.value)
                if response.status_code != wished:
                    report.unexpected.append(
                        f"{endpoint} as {who} about {target}: {response.status_code}, not {wished}"
                    )
                if response.status_code == 404:
                    bodies.add(response.text)
        if len(bodies) > 1:
            report.unexpected.append(f"{endpoint} as {role}: foreign and missing look different")


def _probe_outsiders(app: Application, world: World, report: Report, endpoint: str, method: str) -> None:
    """Nobody comes in with a cookie, a dead token, or none."""
    with app.test_request_context():
        given = next(iter(targets(world, endpoint, Role.CPSE_OFFICER.value).values()))
        url = app.url_for(endpoint, **given)
    outsiders = {
        "nobody": {},
        "nonsense": {"Authorization": "Bearer nonsense"},
        "another kind": {"Authorization": f"Basic {world.api.secrets['cpse_officer']}"},
        "a cookie": {"Cookie": f"csrmatch={world.cookies['cpse_officer']}"},
        **{name: {"Authorization": f"Bearer {world.api.secrets[name]}"} for name in DEAD},
    }
    for who, headers in outsiders.items():
        response = _send(app, method, url, endpoint, headers)
        report.probes += 1
        if response.status_code != 401 or not response.headers["WWW-Authenticate"].startswith("Bearer"):
            report.unexpected.append(f"{endpoint} as {who}: {response.status_code}, not 401")


def probe(app: Application, world: World, wanted: set[str] | None = None) -> Report:
    """Sends every probe to the operations; a foreign record must not differ from a missing one."""
    report = Report()
    app.config.update(PROPAGATE_EXCEPTIONS=False, API_PER_MINUTE=10**9)
    for endpoint, method in _questions(app, wanted):
        _probe_holders(app, world, report, endpoint, method)
        _probe_outsiders(app, world, report, endpoint, method)
    return report


class TestApiMatrix:
    @pytest.fixture
    def world(self, world: World, monkeypatch: pytest.MonkeyPatch) -> World:
        monkeypatch.setattr("csrmatch.app.run_submission", run_and_undo)
        return world

    def test_every_operation_answers_every_token_as_the_table_says(
        self, app: Application, world: World
    ) -> None:
        report = probe(app, world)
        print(f"\nmatrix of the API: {report.probes:,} probes, {len(report.unexpected)} unexpected")
        assert report.unexpected == []
        assert report.probes >= FEWEST_PROBES

    def test_the_table_names_every_operation_and_no_other(self, sqlite_app: Application) -> None:
        assert TABLE.keys() == operations(sqlite_app)


class TestTheMatrixItself:
    """Each check switched off must be seen."""

    @pytest.fixture
    def world(self, world: World, monkeypatch: pytest.MonkeyPatch) -> World:
        monkeypatch.setattr("csrmatch.app.run_submission", run_and_undo)
        return world

    @pytest.mark.parametrize(
        ("room", "scope", "endpoint"),
        [
            (projects, "only_visible_projects", "api.show_project"),
            (projects, "only_visible_projects", "api.change_milestone"),
            (needs, "only_visible_needs", "api.show_need"),
            (overlaps, "only_visible_overlaps", "api.show_overlap"),
            (answers, "only_visible_offices", "api.show_answers"),
            (need_threads, "only_visible_threads", "api.show_need_thread"),
            (projects, "only_visible_projects", "api.download_project_document"),
            (proposals, "only_visible_pairs", "api.show_proposed_pair"),
            (proposals, "only_visible_pairs", "api.answer_proposed_pair"),
        ],
    )
    def test_a_query_without_its_scope_is_seen(
        self,
        sqlite_app: Application,
        world: World,
        monkeypatch: pytest.MonkeyPatch,
        room: object,
        scope: str,
        endpoint: str,
    ) -> None:
        monkeypatch.setattr(room, scope, lambda _viewer, query: query)
        assert probe(sqlite_app, world, {endpoint}).unexpected

    @pytest.mark.parametrize(
        ("name", "endpoint"),
        [
            ("csrmatch.registry.api.projects.can_edit_project", "api.change_project"),
            ("csrmatch.registry.api.project_parts.can_report_on_project", "api.create_result"),
            ("csrmatch.registry.api.needs.can_edit_need", "api.change_need"),
            ("csrmatch.registry.api.csr_accounts.can_edit_account", "api.save_csr_account"),
            ("csrmatch.registry.api.programmes.can_edit_programme", "api.change_programme"),
            ("csrmatch.registry.api.overlaps.can_answer_overlap", "api.answer_overlap"),
            ("csrmatch.registry.api.steps.can_step_need", "api.step_need"),
            ("csrmatch.registry.api.documents.can_report_on_project", "api.create_project_document"),
            ("csrmatch.registry.api.documents.can_attach_to_need", "api.create_need_document"),
            ("csrmatch.registry.api.figures.can_correct_figure", "api.change_figure"),
            ("csrmatch.mapping.api.proposed_pairs.sides_of", "api.answer_proposed_pair"),
        ],
    )
    def test_an_operation_without_its_check_is_seen(
        self,
        sqlite_app: Application,
        world: World,
        monkeypatch: pytest.MonkeyPatch,
        name: str,
        endpoint: str,
    ) -> None:
        is_of_side = name.endswith("sides_of")
        monkeypatch.setattr(name, lambda _viewer, _record: set(Side) if is_of_side else True)
        assert probe(sqlite_app, world, {endpoint}).unexpected

    def test_a_permission_that_is_not_asked_for_is_seen(
        self, sqlite_app: Application, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(token_signing_in, "allows", lambda _role, _permission: True)
        assert probe(sqlite_app, world, {"api.create_result"}).unexpected

    def test_a_scope_that_is_not_asked_for_is_seen(
        self, sqlite_app: Application, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(token_signing_in, "_SAFE", {"GET", "PATCH"})
        assert probe(sqlite_app, world, {"api.change_need"}).unexpected

    def test_an_operation_that_does_not_say_who_may_call_it_lets_nobody_in(
        self, sqlite_app: Application, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        view = sqlite_app.view_functions["api.list_states"]
        monkeypatch.delattr(view, ACCESS_ATTRIBUTE)
        sqlite_app.config["API_PER_MINUTE"] = 10**9
        for role in HOLDERS:
            headers = {"Authorization": f"Bearer {world.api.secrets[role.value]}"}
            assert sqlite_app.test_client().get("/api/v1/states", headers=headers).status_code == 403
