"""Reports of workshops as others see them: made, asked for by the matrix, changed by every route."""

from collections.abc import Callable

from werkzeug.test import TestResponse

from csrmatch.db import db
from csrmatch.roles import Role
from csrmatch.workshops.models import Workshop
from csrmatch.workshops.rules.report import ReportFormat
from csrmatch.workshops.services.report import MadeFile, ReportText, change_report, keep_issue
from tests.faults.acting import Send, acting
from tests.faults.expecting import EVERYONE, OFFICES, Expected
from tests.workshops.factories import find_person

__all__ = [
    "REPORTS",
    "REPORT_COLUMNS",
    "REPORT_MAKERS",
    "is_report",
    "make_issues",
    "report_changes",
    "report_targets",
]

Targets = dict[str, dict[str, object]]

_MISSING = 987_654_321
_PAGES = ("show_report", "preview_report", "edit_report", "make_report", "download_report")
_HOLDERS = frozenset({Role.DPE_STAFF, Role.UNICEF_OFFICER})
_DPE = frozenset({Role.DPE_STAFF})
_SEE_THE_PLAN = {Role.DPE_STAFF, Role.UNICEF_OFFICER, Role.AUDITOR}
# Also of a closed record a report is made; a plan is seen by who holds it, DPE and the auditor.
_READ = {"own": 200, "closed": 200, "planned": 200, "near": 404, "far": 404, "missing": 404}
_KEEP = {"own": 200, "closed": 200, "planned": 200, "far": 404, "missing": 404}
# A draft is for who holds the workshop: to everybody else it is not there.
_FILES = {"own": 200, "draft": 200, "drafted": 404, "elsewhere": 404, "far": 404, "missing": 404}

REPORTS: dict[tuple[str, str], Expected] = {
    ("workshops.show_report", "GET"): Expected(EVERYONE, _READ, _DPE | {Role.AUDITOR}),
    ("workshops.preview_report", "GET"): Expected(_HOLDERS, _KEEP, _DPE),
    **{
        (f"workshops.{endpoint}", method): Expected(
            _HOLDERS, {**_KEEP, "own": status, "closed": status, "planned": status}, _DPE
        )
        # A form for a new issue that is sent as it was opened asks for every file.
        for endpoint, sent in (("edit_report", 422), ("make_report", 302))
        for method, status in (("GET", 200), ("POST", sent))
    },
    # A report names who spoke, so that the auditor sees the seals of its files alone.
    ("workshops.download_report", "GET"): Expected(OFFICES, _FILES, _DPE),
}

# Which columns each act may change, and which acts only add.
REPORT_COLUMNS: dict[str, dict[str, set[str]]] = {
    "workshops.edit_report": {"workshop_report": {"foreword_en", "changed_by_id", "changed_at"}}
}
REPORT_MAKERS = frozenset({"workshops.make_report"})


def make_issues(workshops: dict[str, int]) -> dict[str, int]:
    """A final issue of the closed workshop, and drafts of the others."""
    by = find_person(Role.DPE_STAFF)
    closed = db.session.get_one(Workshop, workshops["closed"])
    change_report(workshop=closed, by=by, version=None, text=ReportText(foreword_en="A foreword."))
    found = {}
    for name, is_draft in (("closed", False), ("own", True), ("far", True)):
        workshop = db.session.get_one(Workshop, workshops[name])
        (issue,) = keep_issue(
            workshop=workshop,
            by_id=by.id,
            number=1,
            is_draft=is_draft,
            input_digest="0" * 64,
            files=[MadeFile("en", ReportFormat.PDF, b"%PDF-1.7")],
        )
        found[f"issue {name}"] = issue.id
    return found


def is_report(endpoint: str) -> bool:
    """Whether this module knows what to ask the endpoint for."""
    return endpoint.removeprefix("workshops.") in _PAGES


def report_targets(workshops: dict[str, int], endpoint: str, role: Role) -> Targets:
    """Reports of one's own workshop and of others, and files of them by the right and by a wrong workshop."""
    if endpoint == "workshops.download_report":
        draft = "draft" if role in _HOLDERS else "drafted"
        pairs = {
            "own": ("closed", "issue closed"),
            draft: ("own", "issue own"),
            "elsewhere": ("own", "issue closed"),
            "far": ("far", "issue far"),
        }
        found: Targets = {
            target: {"workshop_id": workshops[name], "issue_id": workshops[issue]}
            for target, (name, issue) in pairs.items()
        }
        return {**found, "missing": {"workshop_id": workshops["closed"], "issue_id": _MISSING}}
    plan = "planned" if role in _SEE_THE_PLAN else "near"
    names = {"own": "own", "closed": "closed", plan: "planned", "far": "far"}
    found = {target: {"workshop_id": workshops[name]} for target, name in names.items()}
    return {**found, "missing": {"workshop_id": _MISSING}}


def report_changes(send: Send) -> dict[str, Callable[..., TestResponse]]:
    """An act for each endpoint, in an order in which each finds what it changes."""

    act = acting(send, "/workshops/{closed}/report/", lambda world: world.workshops)

    return {
        "workshops.edit_report": act("edit", foreword_en="Before all else."),
        "workshops.make_report": act("make", kind="final"),
    }
