"""For every route that talks about a need, hands it on, adds its papers or tells a figure, one that does."""

import io
from collections.abc import Callable

from werkzeug.test import TestResponse

from csrmatch.app import Application
from tests.conftest import sign_in
from tests.faults.acting import Send
from tests.faults.world import World
from tests.registry.projects import PDF

Act = Callable[[Application, World], TestResponse]

__all__ = ["talk_changes"]


def talk_changes(send: Send) -> dict[str, Act]:
    """An act for each endpoint, in an order in which each finds what it changes."""

    def company(part: str, action: str | None = None, **changes: object) -> Act:
        def act(app: Application, world: World) -> TestResponse:
            client = sign_in(app, "cpse_officer@example.test")
            page = f"/needs/{world.needs['taken_up']}/comments/NMDC"
            given = part.format(**world.talk)
            return send(client, page + given, page + action if action else None, **changes)

        return act

    def office(name: str, part: str, **changes: object) -> Act:
        def act(app: Application, world: World) -> TestResponse:
            client = sign_in(app, "district_officer@example.test")
            given = {
                key: str(world.people["district_officer"]["own"]) if value == "colleague" else value
                for key, value in changes.items()
            }
            page = f"/needs/{world.needs[name]}" + part.format(**world.talk)
            return send(client, page, **given)

        return act

    def hand_in(app: Application, world: World) -> TestResponse:
        # The file is made for each sending, as sending closes it.
        file = [(io.BytesIO(PDF), "estimate.pdf")]
        return office("here", "/documents/new", title="Estimate", file=file)(app, world)

    def settle(app: Application, world: World) -> TestResponse:
        page = f"/needs/{world.needs['taken_up']}/comments/NMDC"
        return send(sign_in(app, "district_officer@example.test"), page, f"{page}/settle")

    def tell(app: Application, world: World) -> TestResponse:
        client = sign_in(app, "district_officer@example.test")
        given = {
            "value": "81.5",
            "starts_on": "2026-04-01",
            "ends_on": "2026-06-30",
            "dated_on": "2026-07-10",
            "source": "District office, quarterly sheet",
            "reason": "The wells were counted.",
        }
        return send(client, "/districts/376/indicators/improved_water/new", **given)

    def correct(app: Application, world: World) -> TestResponse:
        client = sign_in(app, "district_officer@example.test")
        page = f"/figures/{world.figures['own']}/edit"
        return send(client, page, value="79.5", reason="Two blocks were missing.")

    return {
        "registry.new_need_comment": company("/new", text="Which hamlets?"),
        "registry.settle_need_thread": settle,
        "registry.edit_need_comment": company("/{comment_id}/edit", text="Which of the hamlets?"),
        "registry.strike_need_comment": company("/{comment_id}/strike", reason="It names a child."),
        "registry.new_need_document": hand_in,
        "registry.strike_need_document": office(
            "here", "/documents/{attachment_id}/strike", reason="The wrong one."
        ),
        "registry.delegate_need": office("taken_up", "/delegate", to="colleague", due_on="2099-12-31"),
        "registry.return_need": office("handed", "/return", note="Thank you."),
        "indicators.new_figure": tell,
        "indicators.edit_figure": correct,
    }
