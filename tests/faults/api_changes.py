"""For every operation of the API that changes something, and for tokens, a request that does change it."""

from base64 import b64encode
from collections.abc import Callable

from werkzeug.test import TestResponse

from csrmatch.app import Application
from csrmatch.db import today
from csrmatch.registry.rules.answers import last_due
from csrmatch.registry.rules.years import shift_year
from csrmatch.roles import Role
from tests.conftest import sign_in
from tests.faults.acting import Send
from tests.faults.world import World
from tests.registry.projects import PDF

Act = Callable[[Application, World], TestResponse]

__all__ = ["API_BODIES", "API_ENDS", "STATE_PROGRAMME", "api_changes", "ask", "token_changes"]

_PROGRAMME: dict[str, object] = {
    "kind": "unicef",
    "name_en": "Scales by a program",
    "theme": "HN",
    "reach": "districts",
    "districts": [328],
    "target_groups": ["children"],
    "run_by": "An office",
    "source": "A letter",
    "source_on": "2026-04-01",
}
# What a state's office sends: it keeps its departments' programmes, UNICEF its own.
STATE_PROGRAMME = {**_PROGRAMME, "kind": "department"}

_TODAY = today().isoformat()
_FILE: dict[str, object] = {
    "title": "Estimate by a program",
    "file_name": "estimate.pdf",
    "content": b64encode(PDF).decode(),
}

# What each operation that writes is sent: fields that it knows, and that differ from what is stored.
API_BODIES: dict[str, dict[str, object]] = {
    "api.create_project": {"title_en": "Wells", "theme": "AW", "district_lgd": 376},
    "api.change_project": {
        "title_en": "Renamed by a program",
        "themes": [{"theme": "ED", "percent": 50}, {"theme": "HN", "percent": 50}],
        "districts": [{"lgd": 376, "percent": 60}, {"lgd": 374, "percent": 30}],
        "target_groups": [{"group": "st", "heads": 251}],
        "sdgs": [4, 6],
        "agency_name": "A third Samiti",
    },
    "api.save_quarters": {"quarters": [{"quarter": 3, "outlay_inr": 6_000_000, "spent_inr": 1_000}]},
    "api.create_milestone": {"title": "Roof laid", "due_on": "2026-12-31"},
    "api.change_milestone": {"title": "Building opened by a program"},
    "api.create_result": {"indicator": "Girls who stay", "unit": "girls", "target": 100.0},
    "api.change_result": {"target": 84.5},
    "api.create_need": {"title_en": "Wells", "theme": "AW", "target_groups": [{"group": "women"}]},
    "api.change_need": {
        "title_en": "Renamed by a program",
        "cost_inr": 30_000_000,
        "target_groups": [{"group": "st", "heads": 252}],
    },
    "api.create_support": {"title_en": "Wheelchairs", "theme": "HN", "financial_year": "2026-27"},
    # DPE's own office, to which everybody who gives something out may give.
    "api.create_action": {"title_en": "Wells", "owner_id": 1, "due_on": "2099-01-01"},
    "api.report_on_action": {"status": "behind", "text": "Two of four.", "percent": 50},
    "api.create_practice": {"title_en": "Wells by women", "themes": ["AW"], "districts": [376]},
    "api.step_practice": {"status": "offered"},
    "api.create_takeaways": {
        "notes": [
            {"uuid": "5f0f3a4e-8f0e-4b5e-9d3a-2f4b8a1c7e11", "kind": "insight", "text": "Sent by a program"}
        ]
    },
    "api.create_project_document": _FILE,
    "api.create_need_document": _FILE,
    "api.step_need": {"status": "draft", "reason": "The cost is missing."},
    "api.step_project": {"status": "closed", "on": _TODAY, "reason": "The roads are closed."},
    "api.save_csr_account": {"spent_inr": 26_000_000},
    "api.create_programme": _PROGRAMME,
    "api.change_programme": {"what": "Now with teachers.", "money_inr": 5_000_000},
    "api.answer_overlap": {"verdict": "joined", "reason": "We build together."},
    # A quarter of which nobody of the small world has said anything.
    "api.say_nothing_to_report": {"year": shift_year(last_due(today()).year, -1), "quarter": 1},
    "api.create_need_comment": {"text": "Asked by a program."},
    "api.change_need_comment": {"text": "Asked anew by a program."},
    "api.answer_proposed_pair": {"answer": "accepted", "answered_on": _TODAY},
    "api.change_figure": {
        "value": 81.25,
        "source": "Annual sheet, corrected",
        "dated_on": "2025-05-02",
        "reason": "One block was counted twice.",
    },
    "api.create_figure": {
        "starts_on": "2024-04-01",
        "ends_on": "2025-03-31",
        "value": 81.5,
        "source": "Annual sheet",
        "dated_on": "2025-05-01",
        "reason": "Counted house by house.",
    },
}


# What ends the life of a record, so that nothing else is to be tried on it afterwards.
API_ENDS = {"api.step_need", "api.step_project"}


def ask(
    app: Application, world: World, who: str, method: str, path: str, body: object = None, **headers: str
) -> TestResponse:
    """Sends a request with the token of somebody; names of headers are written with low lines."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    given["Authorization"] = f"Bearer {world.api.secrets[who]}"
    return app.test_client(use_cookies=False).open(path, method=method, json=body, headers=given)


def _read_version(app: Application, world: World, who: str, path: str) -> str:
    """The version of what an address changes, as a program reads it."""
    if "/comments/" in path:
        thread, number = path.split("/comments/")
        comments = ask(app, world, who, "GET", thread).json["comments"]  # type: ignore[index]
        return next(f'"{row["version"]}"' for row in comments if row["id"] == int(number))
    record = path.split("/quarters/")[0].removesuffix("/verdict").removesuffix("/status")
    return ask(app, world, who, "GET", record).headers["ETag"]


def api_changes() -> dict[str, Act]:
    """An act for each operation, with the version it has just read."""

    def change(endpoint: str, who: Role, method: str, address: Callable[[World], str]) -> Act:
        def act(app: Application, world: World) -> TestResponse:
            path, conditions = f"/api/v1{address(world)}", {}
            if method != "POST":
                conditions["If_Match"] = _read_version(app, world, who.value, path)
            return ask(app, world, who.value, method, path, API_BODIES[endpoint], **conditions)

        return act

    def project(part: str = "", key: str = "") -> Callable[[World], str]:
        def address(world: World) -> str:
            number = f"/{world.project_parts['here'][key]}" if key else ""
            return f"/projects/{world.projects['here']}{part}{number}"

        return address

    company, agency, collector = Role.CPSE_OFFICER, Role.AGENCY, Role.DISTRICT_OFFICER
    unicef = Role.UNICEF_OFFICER
    return {
        name: change(name, *given)
        for name, given in {
            "api.create_project": (company, "POST", lambda _world: "/projects"),
            "api.change_project": (company, "PATCH", project()),
            "api.save_quarters": (company, "PUT", project("/quarters/2024-25")),
            "api.create_milestone": (agency, "POST", project("/milestones")),
            "api.change_milestone": (agency, "PATCH", project("/milestones", "milestone_id")),
            "api.create_result": (agency, "POST", project("/results")),
            "api.change_result": (agency, "PATCH", project("/results", "result_id")),
            "api.create_need": (collector, "POST", lambda _world: "/needs"),
            "api.create_support": (company, "POST", lambda _world: "/support"),
            "api.create_practice": (company, "POST", lambda _world: "/practices"),
            "api.step_practice": (
                company,
                "PUT",
                lambda world: f"/practices/{world.practices['cpse_officer']}/status",
            ),
            "api.create_takeaways": (
                unicef,
                "POST",
                lambda world: f"/workshops/{world.workshops['own']}/takeaways",
            ),
            "api.change_need": (collector, "PATCH", lambda world: f"/needs/{world.needs['here']}"),
            "api.save_csr_account": (
                company,
                "PUT",
                lambda world: "/cpses/{}/csr-accounts/{}".format(*world.accounts["own"]),
            ),
            "api.create_action": (unicef, "POST", lambda _world: "/actions"),
            "api.report_on_action": (
                collector,
                "POST",
                lambda world: f"/actions/{world.actions['district']}/reports",
            ),
            "api.create_programme": (unicef, "POST", lambda _world: "/programmes"),
            "api.change_programme": (
                unicef,
                "PATCH",
                lambda world: f"/programmes/{world.programmes['unicef']}",
            ),
            # The page answers the other one.
            "api.answer_overlap": (
                Role.STATE_OFFICER,
                "PUT",
                lambda world: f"/overlaps/{world.overlaps['there']}/verdict",
            ),
            "api.say_nothing_to_report": (
                company,
                "POST",
                lambda world: f"/answers/{world.offices['cpse']}/nothing-to-report",
            ),
            "api.create_need_comment": (
                company,
                "POST",
                lambda world: f"/needs/{world.needs['taken_up']}/threads/NMDC/comments",
            ),
            "api.create_project_document": (agency, "POST", project("/documents")),
            "api.create_need_document": (
                collector,
                "POST",
                lambda world: f"/needs/{world.needs['here']}/documents",
            ),
            "api.change_need_comment": (
                company,
                "PUT",
                lambda world: (
                    f"/needs/{world.needs['taken_up']}/threads/NMDC/comments/{world.talk['comment_id']}"
                ),
            ),
            "api.change_figure": (collector, "PUT", lambda world: f"/figures/{world.figures['own']}"),
            "api.create_figure": (
                collector,
                "POST",
                lambda _world: "/districts/376/indicators/improved_water/figures",
            ),
            # The page answers for the company.
            "api.answer_proposed_pair": (
                collector,
                "PUT",
                lambda world: f"/proposed-pairs/{world.consent['own']}/answers/district",
            ),
            "api.step_need": (
                Role.DPE_STAFF,
                "PUT",
                lambda world: f"/needs/{world.needs['open']}/status",
            ),
            "api.step_project": (company, "PUT", project("/status")),
        }.items()
    }


def token_changes(send: Send) -> dict[str, Act]:
    """An act for each page of tokens that changes something."""

    def make(app: Application, world: World) -> TestResponse:
        return send(sign_in(app, "cpse_officer@example.test"), "/tokens/new", name="ERP")

    def revoke(app: Application, world: World) -> TestResponse:
        page = f"/tokens/{world.api.ids[Role.CHAIR]['near']}"
        return send(sign_in(app, "dpe_staff@example.test"), page, f"{page}/revoke")

    return {"accounts.new_token": make, "accounts.revoke_token": revoke}
