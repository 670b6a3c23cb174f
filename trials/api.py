"""Fuzzes every operation of the API as three offices: no answer but those that the document describes."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from trials.figures import Figure

__all__ = ["TITLE", "Counted", "figures", "fuzz_operations"]

TITLE = "Fuzzing the API"
ROLES = ("cpse_officer", "district_officer", "dpe_staff")
CASES = 500
# What an answer is held against; a value that fits its field may still be refused by a rule of the field.
_CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
)


@dataclass
class Counted:
    """How many cases each operation was tried with, the answers by status, and what was wrong."""

    cases: dict[str, int] = field(default_factory=dict)
    answers: dict[int, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


def fuzz_operations(
    app: Any, secret: str, known: Mapping[str, list[Any]], cases: int, seed: int = 1
) -> Counted:
    """Sends so many cases to each operation with one token, half of them valid and half of them not.

    `known` gives, by the name of a parameter in the address, those of records there are: two in three of the
    valid cases are about one of them, in the version that is stored, so that they come beyond the door.
    """
    import schemathesis

    app.config.update(API_PER_MINUTE=10**9, PROPAGATE_EXCEPTIONS=False)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    counted = Counted()
    for found in schema.get_all_operations():
        operation = found.ok()
        counted.cases[operation.label] = 0
        for mode in (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE):
            is_valid = mode is schemathesis.GenerationMode.POSITIVE

            def act(case: Any, data: Any, is_valid: bool = is_valid) -> None:
                if is_valid:
                    _aim(app, secret, case, known, data)
                _send(secret, case, counted)

            try:
                _draw(operation.as_strategy(generation_mode=mode), act, max(1, cases // 2), seed)
            except Exception as problem:
                counted.wrong.append(f"{operation.label}: {type(problem).__name__} {problem}"[:600])
    return counted


def _draw(cases: Any, act: Callable[[Any, Any], None], count: int, seed: int) -> None:
    """Draws so many cases and acts on each."""
    import hypothesis
    from hypothesis import strategies as st

    @hypothesis.settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.seed(seed)
    @hypothesis.given(case=cases, data=st.data())
    def draw(case: Any, data: Any) -> None:
        act(case, data)

    draw()


def _aim(app: Any, secret: str, case: Any, known: Mapping[str, list[Any]], data: Any) -> None:
    """Points a case to a record there is, in the version that is stored, two times in three."""
    from hypothesis import strategies as st

    if not data.draw(st.sampled_from((True, True, False))):
        return
    for name in case.path_parameters or {}:
        if name in known:
            case.path_parameters[name] = data.draw(st.sampled_from(known[name]))
    if case.method in {"PATCH", "PUT"}:
        path = case.formatted_path.split("/quarters/")[0].removesuffix("/verdict")
        answer = app.test_client(use_cookies=False).get(path, headers={"Authorization": f"Bearer {secret}"})
        case.headers = case.headers or {}
        case.headers["If-Match"] = answer.headers.get("ETag", '"0"')


def _send(secret: str, case: Any, counted: Counted) -> None:
    """Sends a case and holds the answer against the document."""
    import schemathesis.checks

    schemathesis.checks.load_all_checks()
    checks = [schemathesis.checks.CHECKS.get_one(name) for name in _CHECKS]
    response = case.call(headers={"Authorization": f"Bearer {secret}"})
    counted.cases[case.operation.label] += 1
    counted.answers[response.status_code] = counted.answers.get(response.status_code, 0) + 1
    try:
        case.validate_response(response, checks=checks)
    except schemathesis.checks.FailureGroup as failures:
        wrong = [failure for failure in failures.exceptions if not _is_mistaken(case, failure)]
        if not wrong:
            return
        told = "; ".join(f"{failure.title}: {failure.message}" for failure in wrong)
        counted.wrong.append(f"{case.method} {case.formatted_path}: {told} {response.text[:200]}"[:900])


def _is_mistaken(case: Any, failure: Any) -> bool:
    """Whether a body that was meant to be invalid came out valid, as another validator says."""
    import jsonschema_rs

    if type(failure).__name__ != "AcceptedNegativeData" or "in body" not in failure.message:
        return False
    from csrmatch.web.api.document import describe_api

    document = describe_api()
    operation = document["paths"][case.operation.path][case.method.lower()]
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    return bool(jsonschema_rs.is_valid({**schema, "components": document["components"]}, case.body))


def known_records(world: Any) -> dict[str, list[Any]]:
    """Of each parameter of an address, those of the records of a world that an office may change."""
    parts = world.project_parts["here"]
    return {
        "project_id": [world.projects["here"]],
        "milestone_id": [parts["milestone_id"]],
        "result_id": [parts["result_id"]],
        "need_id": [world.needs["here"], world.needs["open"], world.needs["taken_up"]],
        "programme_id": sorted(world.programmes.values()),
        "case_id": [world.overlaps["here"], world.overlaps["draft"]],
        "organisation_id": [world.offices["cpse"], world.offices["district"]],
        "attachment_id": [parts["attachment_id"], world.need_papers["taken_up"]],
        "figure_id": [world.figures["own"]],
        "pair_id": [world.consent["own"]],
        "proposal_id": [1, 2],
        "publication_id": [1],
        "side": ["district", "cpse"],
        "code": ["NMDC", "improved_water"],
        "year": ["2024-25", "2025-26"],
        "lgd": [376],
    }


def run_in_world(act: Callable[[Any, Any], None]) -> None:
    """Calls with an application on a new SQLite database that holds the world of the tests of faults."""
    from csrmatch.app import create_app
    from csrmatch.audit.recording import acting
    from csrmatch.db import db
    from tests.conftest import _fill, _settings
    from tests.faults.world import make_world

    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'fuzzed.sqlite'}"
        _fill(url)
        app = create_app(_settings(url))
        app.config["ATTACHMENTS"] = folder
        with app.app_context(), acting("trials"):
            world = make_world(app)
            db.session.remove()
        act(app, world)


def figures(_folder: Path | None, *, seconds: float, cases: int = CASES) -> Iterator[Figure]:
    """For each office: how many cases, and how many answers that the document does not describe."""
    del seconds
    found: list[Figure] = []

    def act(app: Any, world: Any) -> None:
        for number, role in enumerate(ROLES):
            begun = time.perf_counter()
            counted = fuzz_operations(app, world.api.secrets[role], known_records(world), cases, seed=number)
            least, broken = (
                min(counted.cases.values()),
                sum(count for status, count in counted.answers.items() if status >= 500),
            )
            answers = ", ".join(f"{status}: {count:,}" for status, count in sorted(counted.answers.items()))
            found.append(
                Figure(
                    f"{len(counted.cases)} operations as {role}",
                    f"≥ {cases} cases each, 0 × 5xx, 0 violations",
                    f"≥ {least} each, {sum(counted.cases.values()):,} in all, {broken} × 5xx, "
                    f"{len(counted.wrong)} violations",
                    time.perf_counter() - begun,
                    is_met=not counted.wrong and not broken and least >= cases,
                    note=f"answers {answers}" + "".join(f" | {text}" for text in counted.wrong[:3]),
                )
            )

    run_in_world(act)
    yield from found
