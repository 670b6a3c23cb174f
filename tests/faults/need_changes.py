"""For every route that changes a need, a request that does change it."""

from collections.abc import Callable

from werkzeug.test import TestResponse

from csrmatch.app import Application
from tests.conftest import sign_in
from tests.faults.acting import Send
from tests.faults.world import World

Act = Callable[[Application, World], TestResponse]

__all__ = ["need_changes"]


def need_changes(send: Send) -> dict[str, Act]:
    """An act for each endpoint, in an order in which each finds what it changes."""

    def edit(name: str, part: str, **changes: object) -> Act:
        def act(app: Application, world: World) -> TestResponse:
            client = sign_in(app, "district_officer@example.test")
            return send(client, f"/needs/{world.needs[name]}{part}", **changes)

        return act

    def post(app: Application, world: World) -> TestResponse:
        client = sign_in(app, "district_officer@example.test")
        return send(client, "/needs/new", title_en="Wells", theme="AW")

    return {
        "registry.new_need": post,
        "registry.edit_need": edit("here", "/edit", title_en="Renamed", cost_inr="2.5 crore"),
        "registry.edit_need_figure": edit("here", "/figure", indicator=""),
        "registry.edit_need_people": edit("here", "/people", heads_st="250"),
        "registry.edit_need_partners": edit("taken_up", "/partners", pledged_0="12.5 lakh"),
        "registry.step_need": edit("taken_up", "/step", status="met", reason="Forty pumps run."),
    }
