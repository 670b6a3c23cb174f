"""Asks every route with every method as everybody about every target, and compares with the table."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import Response, current_app
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.test import TestResponse

from csrmatch.app import Application
from csrmatch.db import run_write
from csrmatch.roles import Role
from csrmatch.web.guards import ACCESS_ATTRIBUTE
from tests.faults.action_world import ACTION_PAGES
from tests.faults.case_targets import case_targets
from tests.faults.exercise_targets import exercise_targets
from tests.faults.expected_access import TABLE, Expected
from tests.faults.world import MISSING, World

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
OUTSIDERS = ("anonymous", "disabled", "expired")
# Which page shows or changes what an operation of the API does; the others take no arguments.
PAGE_OF_OPERATION = {
    "api.show_district": "registry.show_district",
    "api.show_cpse": "registry.show_cpse",
    "api.list_csr_accounts": "registry.show_cpse",
    "api.show_csr_account": "registry.show_csr_account",
    "api.save_csr_account": "registry.edit_csr_account",
    "api.show_project": "registry.show_project",
    "api.change_project": "registry.edit_project",
    "api.save_quarters": "registry.edit_project_money",
    "api.create_milestone": "registry.new_milestone",
    "api.show_milestone": "registry.edit_milestone",
    "api.change_milestone": "registry.edit_milestone",
    "api.create_result": "registry.new_result",
    "api.show_result": "registry.edit_result",
    "api.change_result": "registry.edit_result",
    "api.show_need": "registry.show_need",
    "api.show_support": "registry.show_support",
    "api.show_workshop": "workshops.show_workshop",
    "api.list_follow_up": "workshops.show_outcomes",
    "api.list_outcomes": "workshops.show_room",
    "api.list_takeaways": "workshops.list_takeaways",
    "api.create_takeaways": "workshops.send_notes",
    "api.show_practice": "practices.show_practice",
    "api.step_practice": "practices.step_practice",
    "api.change_need": "registry.edit_need",
    "api.step_need": "registry.step_need",
    "api.step_project": "registry.step_project",
    "api.show_programme": "registry.show_programme",
    "api.create_programme": "registry.new_programme",
    "api.change_programme": "registry.edit_programme",
    "api.show_overlap": "registry.show_overlap",
    "api.answer_overlap": "registry.answer_overlap",
    "api.show_answers": "registry.show_answers",
    "api.say_nothing_to_report": "registry.show_answers",
    "api.list_need_threads": "registry.show_need",
    "api.show_need_thread": "registry.show_need_thread",
    "api.create_need_comment": "registry.new_need_comment",
    "api.change_need_comment": "registry.edit_need_comment",
    "api.show_figure": "indicators.edit_figure",
    "api.change_figure": "indicators.edit_figure",
    "api.show_figures": "indicators.show_figures",
    "api.create_figure": "indicators.new_figure",
    "api.list_project_documents": "registry.show_project",
    "api.download_project_document": "registry.download_document",
    "api.create_project_document": "registry.new_document",
    "api.create_need_document": "registry.new_need_document",
    "api.list_need_papers": "registry.show_need",
    "api.download_need_document": "registry.download_need_document",
    **ACTION_PAGES,
}
ACTORS = (*(role.value for role in Role), *OUTSIDERS)


class _UndoneError(Exception):
    """Takes back what a probe changed."""


def run_and_undo(view: Callable[[], Any]) -> Response:
    """Runs an unsafe request as the application does, and rolls back, so that probes do not meet."""
    answers: list[Response] = []

    def act() -> None:
        answers.append(current_app.make_response(view()))
        raise _UndoneError

    try:
        run_write(act)
    except _UndoneError:
        return answers[0]
    raise AssertionError("unreachable")


@dataclass
class Report:
    """How many probes were sent or refused before that, and what was not as the table says."""

    probes: int = 0
    refused_by_the_map: int = 0
    unexpected: list[str] = field(default_factory=list)


def targets(world: World, endpoint: str, actor: str) -> dict[str, dict[str, object]]:
    """The arguments of a route for each kind of target, as seen from an actor."""
    # An operation of the API is about the same records as a page.
    endpoint = PAGE_OF_OPERATION.get(endpoint, endpoint)
    role = Role(actor) if actor in set(Role) else Role.DPE_STAFF
    lgd, code = world.pair
    by_endpoint: dict[str, dict[str, dict[str, object]]] = {
        "accounts.choose_language": {"there": {"code": "hi"}, "missing": {"code": "xx"}},
        "accounts.accept_invitation": {
            **{name: {"token": token} for name, token in world.tokens.items()},
            "missing": {"token": "no-such-link"},
        },
        **{
            f"registry.{name}": {"there": {"lgd": lgd}, "missing": {"lgd": 999_999}}
            for name in ("show_district", "list_district_indicators", "list_district_filings")
        },
        "registry.show_cpse": {"there": {"code": code}, "missing": {"code": "NOSUCH"}},
    }
    if given := by_endpoint.get(endpoint) or case_targets(world, endpoint, role):
        return given
    if endpoint in {"registry.edit_cpse", "registry.new_place"}:
        return {
            **{name: {"code": place["code"]} for name, place in world.places.items()},
            "missing": {"code": "NOSUCH"},
        }
    if endpoint in {"registry.edit_place", "registry.retire_place_of_work"}:
        return {
            **world.places,
            "foreign_place": {**world.places["near"], "code": world.places["own"]["code"]},
            "missing_place": {**world.places["own"], "place_id": MISSING},
            "missing": {**world.places["own"], "code": "NOSUCH"},
        }
    if endpoint.endswith("_csr_account"):
        return _accounts(world, endpoint, actor)
    names = current_app.url_map._rules_by_endpoint[endpoint][0].arguments
    if names & {"organisation_id", "mail_id", "job_id", "project_id", "need_id", "token_id"}:
        return _record_targets(world, endpoint, actor, role, names)
    if "user_id" in names:
        return {
            **{name: {"user_id": number} for name, number in world.people[role].items()},
            "missing": {"user_id": MISSING},
        }
    if "invitation_id" in names:
        return {
            **{name: {"invitation_id": number} for name, number in world.invitations[role].items()},
            "missing": {"invitation_id": MISSING},
        }
    if "exercise_id" in names:
        return exercise_targets(world, endpoint, names)
    assert not names, f"{endpoint} takes {names}: say here what to ask it for"
    return {"-": {}}


def _record_targets(
    world: World, endpoint: str, actor: str, role: Role, names: set[str]
) -> dict[str, dict[str, object]]:
    """Projects and needs with what belongs to them, and the answers of offices."""
    if "token_id" in names:
        ids = world.api.ids.get(role, world.api.ids[Role.DPE_STAFF])
        return {
            **{name: {"token_id": number} for name, number in ids.items()},
            "missing": {"token_id": MISSING},
        }
    if "organisation_id" in names:
        return _answer_targets(world, role, names)
    if "mail_id" in names:
        return {"there": {"mail_id": world.mail}, "missing": {"mail_id": MISSING}}
    if "job_id" in names:
        own, far = world.jobs[role], world.jobs[Role.AGENCY if role is not Role.AGENCY else Role.CHAIR]
        return {"own": {"job_id": own}, "far": {"job_id": far}, "missing": {"job_id": MISSING}}
    if "need_id" in names:
        return _need_targets(world, endpoint, actor)
    return _project_targets(world, endpoint, role, names - {"project_id"})


def _project_targets(
    world: World, endpoint: str, role: Role, parts: set[str]
) -> dict[str, dict[str, object]]:
    """A project of one's own and a foreign one, one that is closed, and parts that are another project's."""
    own, far = ("there", "here") if role in {Role.STATE_OFFICER, Role.CHAIR} else ("here", "there")
    names = {"own": own, "far": far}
    if endpoint not in {"registry.show_project", "registry.download_document"}:
        names["closed"] = "closed"
    found: dict[str, dict[str, object]] = {}
    for target, name in names.items():
        found[target] = {"project_id": world.projects[name]}
        found[target] |= {part: world.project_parts[name].get(part, "2024-25") for part in sorted(parts)}
    found["missing"] = {**found["own"], "project_id": MISSING}
    if "year" in parts:
        found["no_year"] = {**found["own"], "year": "2024-26"}
    elif parts:
        found["missing_part"] = {**found["own"], **dict.fromkeys(parts, MISSING)}
        found["other"] = {**found["far"], "project_id": world.projects[own]}
    if "attachment_id" in parts:
        found["struck"] = {**found["own"], "attachment_id": world.project_parts[own]["struck"]}
    return found


def _need_targets(world: World, endpoint: str, actor: str) -> dict[str, dict[str, object]]:
    """One's own need where it can be acted on and where it cannot, and foreign ones, closed and open."""
    needs = {name: {"need_id": number} for name, number in world.needs.items()}
    missing = {"need_id": MISSING}
    if endpoint in {"registry.show_need", "registry.print_need"}:
        own, far = ("there", "here") if actor in {"state_officer", "chair"} else ("here", "there")
        found = {"own": needs[own], "far": needs[far], "open": needs["open"], "missing": missing}
        if actor in {"cpse_officer", "agency"}:
            # To companies a need that is not open yet is far away, whosever it is.
            found["far"] = found.pop("own")
        return found
    if actor == "dpe_staff":
        return {"own": needs["open"], "elsewhere": needs["here"], "missing": missing}
    if actor == "state_officer":
        return {"own": needs["there"], "far": needs["here"], "open": needs["open"], "missing": missing}
    own, elsewhere = "here", "taken_up"
    if endpoint == "registry.edit_need_partners":
        own, elsewhere = elsewhere, own
    if endpoint == "registry.step_need":
        elsewhere = "withdrawn"
    return {
        "own": needs[own],
        "elsewhere": needs[elsewhere],
        "far": needs["there"],
        "open": needs["open"],
        "missing": missing,
    }


def _answer_targets(world: World, role: Role, names: set[str]) -> dict[str, dict[str, object]]:
    """One's own office or, to a state, one of its districts; a foreign one; a quarter nobody is asked for."""
    own = {Role.CPSE_OFFICER: "cpse", Role.STATE_OFFICER: "there", Role.CHAIR: "there"}.get(role, "district")
    year, quarter = world.answered
    when: dict[str, object] = {"year": year, "quarter": quarter} if "quarter" in names else {}
    found: dict[str, dict[str, object]] = {
        "own": {"organisation_id": world.offices[own], **when},
        "far": {"organisation_id": world.offices["far"], **when},
        "missing": {"organisation_id": MISSING, **when},
    }
    if when:
        found["no_year"] = {**found["own"], "year": "1999-00"}
    return found


def _accounts(world: World, endpoint: str, actor: str) -> dict[str, dict[str, object]]:
    """CSR accounts: one's own is a CPSE's alone, to the offices of others it is a draft far away."""
    found: dict[str, dict[str, object]] = {
        place: {"code": code, "year": year} for place, (code, year) in world.accounts.items()
    }
    if actor not in {*(role.value for role in (Role.DPE_STAFF, Role.AUDITOR, Role.CPSE_OFFICER)), *OUTSIDERS}:
        found["far"] = found.pop("own")
    published = found.pop("published")
    if endpoint == "registry.show_csr_account":
        found["published"] = published
    return {
        **found,
        "missing_year": {**found["near"], "year": "1999-00"},
        "missing": {**found["near"], "code": "NOSUCH"},
    }


def expected_answer(expected: Expected, actor: str, target: str) -> str:
    """What the table says, as `answer` puts it."""
    if expected.who is not None:
        if actor in OUTSIDERS:
            return "sign in"
        if Role(actor) not in expected.who:
            return "403"
    if target in {"near", "far"} and actor in {role.value for role in expected.wide}:
        target = "own"
    return str(expected.answers[target])


def answer(response: TestResponse) -> str:
    """An answer in a word: the status, or that one is sent to sign in."""
    if response.status_code == 302 and response.location.split("?")[0] == "/sign-in":
        return "sign in"
    return str(response.status_code)


def body(response: TestResponse) -> str:
    """What a page says, without its one-time tokens and its own address."""
    text = re.sub(r'name="csrf_token"[^>]*', "", response.text)
    return re.sub(r'next=[^"]*"', '"', text)


def _probe(app: Application, world: World, actor: str, method: str, path: str) -> TestResponse:
    cookie = {"Cookie": f"csrmatch={world.cookies[actor]}"} if world.cookies[actor] else {}
    return app.test_client(use_cookies=False).open(path, method=method, headers=cookie)


def probe_all(app: Application, world: World, endpoints: Iterable[str] | None = None) -> Report:
    """Sends every probe; a page about a foreign record must not differ from one about a missing record."""
    report = Report()
    app.config["PROPAGATE_EXCEPTIONS"] = False
    wanted = (
        set(endpoints)
        if endpoints
        else {rule.endpoint for rule in app.url_map.iter_rules()} - {"static"} - operations(app)
    )
    for endpoint, methods, actor in _questions(app, wanted):
        seen: dict[str, TestResponse] = {}
        with app.test_request_context():
            urls = {
                target: app.url_for(endpoint, **arguments)
                for target, arguments in targets(world, endpoint, actor).items()
            }
        for method in METHODS:
            for target, url in _asked(app, report, method, urls).items():
                response = _probe(app, world, actor, method, url)
                report.probes += 1
                wished = _wished(endpoint, methods, method, actor, target)
                if answer(response) != wished:
                    report.unexpected.append(
                        f"{method} {endpoint} as {actor} about {target}: {answer(response)}, not {wished}"
                    )
                if method in {"GET", "POST"} and response.status_code == 404:
                    seen[f"{method} {target}"] = response
        bodies = {key.split()[0] + body(response) for key, response in seen.items()}
        if len(bodies) > len({key.split()[0] for key in seen}):
            report.unexpected.append(f"{endpoint} as {actor}: a foreign and a missing record look different")
    return report


def _asked(app: Application, report: Report, method: str, urls: dict[str, str]) -> dict[str, str]:
    """Those of the addresses to send: all that lead to a view, and one of those that lead to none.

    An address without a view for the method is told so by the map of addresses, which is asked for each;
    what comes back of it is the same page for all of them, so that is asked for once.
    """
    refused = {target: url for target, url in urls.items() if not _leads_to_a_view(app, method, url)}
    report.refused_by_the_map += len(refused)
    return {target: url for target, url in urls.items() if target not in refused or url == urls[min(refused)]}


def _leads_to_a_view(app: Application, method: str, url: str) -> bool:
    try:
        app.url_map.bind("localhost").match(unquote(urlsplit(url).path), method=method)
    except MethodNotAllowed:
        return False
    return True


def operations(app: Application) -> set[str]:
    """The operations of the API: they know no cookies, so they have a matrix of their own."""
    return {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
        and getattr(app.view_functions[rule.endpoint], ACCESS_ATTRIBUTE, None) != "public"
    }


def _wished(endpoint: str, methods: set[str], method: str, actor: str, target: str) -> str:
    if method not in methods:
        return "405"
    expected = TABLE.get((endpoint, method))
    return expected_answer(expected, actor, target) if expected else "an entry in the table"


def _questions(app: Application, wanted: set[str]) -> Iterator[tuple[str, set[str], str]]:
    for rule in app.url_map.iter_rules():
        if rule.endpoint in wanted:
            for actor in ACTORS:
                yield rule.endpoint, set(rule.methods or ()), actor
