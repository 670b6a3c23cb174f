"""For every route that changes a project, a request that does change it."""

import io
from collections.abc import Callable

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from csrmatch.app import Application
from tests.conftest import sign_in
from tests.faults.acting import Send
from tests.faults.world import World
from tests.registry.projects import PDF

Act = Callable[[Application, World], TestResponse]

__all__ = ["project_changes"]


def _officer(app: Application) -> FlaskClient:
    return sign_in(app, "cpse_officer@example.test")


def _agency(app: Application) -> FlaskClient:
    return sign_in(app, "agency@example.test")


def project_changes(send: Send) -> dict[str, Act]:
    """An act for each endpoint, in an order in which each finds what it changes."""

    def page(world: World, part: str, key: str = "") -> str:
        number = f"/{world.project_parts['here'][key]}" if key else ""
        return f"/projects/{world.projects['here']}{part}{number}"

    def edit(part: str, **changes: object) -> Act:
        return lambda app, world: send(_officer(app), page(world, part), **changes)

    def remove(part: str, key: str) -> Act:
        def act(app: Application, world: World) -> TestResponse:
            address = page(world, part, key)
            return send(_agency(app), address, f"{address}/remove")

        return act

    def report(part: str, key: str, **changes: object) -> Act:
        return lambda app, world: send(_agency(app), page(world, part, key), **changes)

    return {
        "registry.new_project": lambda app, world: send(
            _officer(app), "/projects/new", title_en="Wells", theme="AW", place="376"
        ),
        "registry.edit_project": edit("/edit", title_en="Renamed", is_ongoing="yes"),
        "registry.edit_project_purpose": edit("/purpose", theme_ED="50", theme_HN="50", goals=["4", "5"]),
        "registry.edit_project_places": edit("/places", share_0="60", share_1="30"),
        "registry.edit_project_people": edit("/people", heads_st="250"),
        "registry.edit_project_money": edit("/money/2024-25", spent_3="12.5 lakh"),
        "registry.edit_project_hands": edit("/hands", agency_name="Another Samiti"),
        "registry.step_project": edit("/step", status="suspended", reason="The roads are closed."),
        "registry.new_milestone": lambda app, world: send(
            _agency(app), page(world, "/milestones/new"), title="Roof laid", due_on="2026-12-31"
        ),
        "registry.edit_milestone": report("/milestones", "milestone_id", title="Building opened"),
        "registry.remove_milestone": remove("/milestones", "milestone_id"),
        "registry.new_result": lambda app, world: send(
            _agency(app), page(world, "/results/new"), indicator="Girls who stay", unit="girls", target="100"
        ),
        "registry.edit_result": report("/results", "result_id", target="85.5"),
        "registry.new_document": lambda app, world: send(
            _agency(app),
            page(world, "/documents/new"),
            title="Report",
            file=[(io.BytesIO(PDF), "report.pdf")],
        ),
        "registry.strike_document": lambda app, world: send(
            _agency(app),
            page(world, "/documents", "attachment_id") + "/strike",
            reason="It names a child.",
        ),
        "registry.remove_result": remove("/results", "result_id"),
    }
