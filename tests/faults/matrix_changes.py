"""For the route that swaps two leads, a request that does swap them."""

import csv
from collections.abc import Callable

from werkzeug.test import TestResponse

from csrmatch.app import Application
from tests.conftest import sign_in
from tests.faults.acting import Send
from tests.faults.world import World

Act = Callable[[Application, World], TestResponse]

__all__ = ["matrix_changes"]


def matrix_changes(send: Send) -> dict[str, Act]:
    """An act for the endpoint of the swap: a district of another lead gets the lead of the world's pair."""

    def swap(app: Application, world: World) -> TestResponse:
        client = sign_in(app, "dpe_staff@example.test")
        run = f"/exercises/{world.exercise}/runs/{world.run}"
        lgd, code = world.pair
        _head, *rows = csv.reader(client.get(f"{run}/matrix?download=csv").text.splitlines())
        other = next(row[0] for row in rows if row[3] != code)
        page = f"{run}/pairs/{other}/{code}/swap"
        return send(client, page, other=str(lgd), reason="Both collectors asked for it.")

    return {"mapping.swap_leads": swap}
