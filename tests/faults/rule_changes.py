"""For every route that changes the rules of an exercise, a request that does change them."""

from collections.abc import Callable

from bs4 import BeautifulSoup
from werkzeug.test import TestResponse

from csrmatch.app import Application
from tests.conftest import sign_in
from tests.faults.acting import Send
from tests.faults.world import World

Act = Callable[[Application, World], TestResponse]

__all__ = ["rule_changes"]


def rule_changes(send: Send) -> dict[str, Act]:
    """An act for each endpoint, in an order in which each finds what it changes."""

    def new(app: Application, world: World) -> TestResponse:
        client = sign_in(app, "dpe_staff@example.test")
        page = f"/exercises/{world.other_exercise}/rules/new?kind=ban"
        # The pair of the world is banned in this exercise already; another district may be.
        options = BeautifulSoup(client.get(page).text, "html.parser").select("select[name=district] option")
        taken = {"", str(world.pair[0])}
        district = next(str(item["value"]) for item in options if item["value"] not in taken)
        facts = {"district": district, "cpse": world.pair[1], "reason": "It is far away."}
        return send(client, page, f"/exercises/{world.other_exercise}/rules/new", **facts)

    def lift(app: Application, world: World) -> TestResponse:
        client = sign_in(app, "dpe_staff@example.test")
        page = f"/exercises/{world.exercise}/rules/{world.rules['there']}/lift"
        return send(client, page, reason="No longer.")

    def relax(app: Application, world: World) -> TestResponse:
        client = sign_in(app, "dpe_staff@example.test")
        rules = f"/exercises/{world.other_exercise}/rules"
        tried = f"{rules}/trial?without={world.rules['far']}&more={world.pair[1]}:1"
        return send(client, tried, f"{rules}/relax", reason="It is near after all.")

    return {
        "mapping.new_rule": new,
        "mapping.lift_exercise_rule": lift,
        "mapping.relax_rules": relax,
    }
