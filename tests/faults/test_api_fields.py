"""A program changes the fields that an operation knows and nothing else, whatever is sent with them."""

import json

import pytest
from sqlalchemy import select

from csrmatch.app import Application
from csrmatch.audit.models import AuditEvent
from csrmatch.audit.queries import find_anchor
from csrmatch.db import db
from csrmatch.web.api.document import describe_api
from tests.faults.api_changes import API_BODIES, api_changes
from tests.faults.test_mass_assignment import _every_column
from tests.faults.world import World

# What the register of overlaps works out anew from a record that changed, and nobody sends.
_WORKED_OUT = {"overlap_case": {"digest", "score", "reasons", "state", "changed_at"}}
# Which columns each operation may change with what `API_BODIES` sends.
ALLOWED: dict[str, dict[str, set[str]]] = {
    "api.change_project": {
        "project": {"title_en", "agency_name", "goals", "changed_at"},
        "project_theme": {"percent"},
        "project_district": {"percent"},
        "project_group": {"heads"},
        **_WORKED_OUT,
    },
    "api.save_quarters": {"project": {"changed_at"}, "project_quarter": {"outlay_inr", "spent_inr"}},
    "api.change_milestone": {"project_milestone": {"title"}},
    "api.change_result": {"project_result": {"target"}},
    "api.change_need": {
        "need": {"title_en", "cost_inr", "changed_by_id", "changed_at"},
        "need_group": {"heads"},
        **_WORKED_OUT,
    },
    "api.save_csr_account": {"csr_account": {"spent_inr", "changed_at", "changed_by_id"}},
    "api.change_programme": {"programme": {"what", "money_inr", "changed_at"}, **_WORKED_OUT},
    "api.change_need_comment": {"comment": {"text", "corrected_at"}},
    "api.change_figure": {"reported_figure": {"value", "changed_at"}},
    "api.answer_overlap": {"overlap_case": {"state", "verdict", "answered_digest", "changed_at"}},
    "api.step_practice": {"practice": {"status", "changed_at"}},
    "api.step_need": {"need": {"status"}, **_WORKED_OUT},
    "api.step_project": {"project": {"status", "changed_at"}, **_WORKED_OUT},
}


class TestFieldsOfOperations:
    def test_an_unknown_field_is_refused_by_every_operation_and_changes_nothing(
        self, sqlite_app: Application, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        extra = {**_every_column(), "role": "dpe_staff", "organisation": 1, "is_published": True}
        acts, tried = api_changes(), 0
        sqlite_app.config["API_PER_MINUTE"] = 10**9
        before = find_anchor()
        for endpoint, act in acts.items():
            known = dict(API_BODIES[endpoint])
            unknown = sorted(extra.keys() - _known_fields(endpoint))
            # An answer names a hundred fields at most.
            for first in range(0, len(unknown), 90):
                names = unknown[first : first + 90]
                sent = {**known, **{name: extra[name] for name in names}}
                monkeypatch.setitem(API_BODIES, endpoint, sent)
                db.session.rollback()
                answer = act(sqlite_app, world)
                assert answer.status_code == 422, f"{endpoint} took one of {names}"
                refused = {(wrong["field"], wrong["code"]) for wrong in answer.json["errors"]}
                assert refused == {(name, "extra_forbidden") for name in names}, endpoint
                tried += len(names)
            monkeypatch.setitem(API_BODIES, endpoint, known)
        db.session.rollback()
        assert find_anchor() == before
        print(f"\n{tried} fields refused")
        assert tried > 500

    def test_no_column_changes_but_those_that_were_sent(self, sqlite_app: Application, world: World) -> None:
        acts = api_changes()
        for endpoint, allowed in ALLOWED.items():
            before = find_anchor().count
            db.session.rollback()
            assert acts[endpoint](sqlite_app, world).status_code == 200, endpoint
            db.session.rollback()
            query = select(AuditEvent).where(AuditEvent.id > before, AuditEvent.action == "update")
            changed: dict[str, set[str]] = {}
            for entry in db.session.scalars(query.order_by(AuditEvent.id)):
                columns = set(json.loads(entry.changes)) - {"version"}
                changed[entry.object_type] = changed.get(entry.object_type, set()) | columns
            assert changed, f"{endpoint} changed nothing, so it proves nothing"
            for table, columns in changed.items():
                assert columns <= allowed.get(table, set()), f"{endpoint} changed {table}: {columns}"

    def test_every_operation_that_changes_a_record_is_among_them(self) -> None:
        records = ("project", "milestone", "result", "need", "programme", "need_comment", "figure")
        records += ("project_document", "need_document", "support", "action", "practice", "takeaways")
        makers = {f"api.create_{name}" for name in records}
        makers |= {"api.say_nothing_to_report", "api.report_on_action", "api.answer_proposed_pair"}
        assert ALLOWED.keys() | makers == api_changes().keys() == API_BODIES.keys()


def _known_fields(endpoint: str) -> set[str]:
    """The fields that the document gives an operation."""
    document = describe_api()
    for methods in document["paths"].values():
        for operation in methods.values():
            if operation["operationId"] == endpoint.removeprefix("api."):
                reference = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
                return set(document["components"]["schemas"][reference.rsplit("/", 1)[1]]["properties"])
    raise AssertionError(endpoint)
