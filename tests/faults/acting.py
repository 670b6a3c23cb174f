"""Acts of the standard people on pages of the world: a form is opened, changed and sent."""

from collections.abc import Callable, Mapping
from typing import Any

from werkzeug.test import TestResponse

from csrmatch.app import Application
from tests.conftest import sign_in

__all__ = ["Act", "Send", "acting"]

# Opens a page, changes some fields of its form and sends it: `send(client, page, action, **changes)`.
Send = Callable[..., TestResponse]
Act = Callable[[Application, Any], TestResponse]


def acting(send: Send, base: str, known: Callable[[Any], Mapping[str, object]]) -> Callable[..., Act]:
    """Makes acts on the pages below an address; what stands there in braces is known of the world.

    An act names the page and, where its form is sent elsewhere, that address; who does it; and what is
    changed in the form, a value or what gives it of the world.
    """

    def act(page: str, target: str | None = None, /, by: str = "dpe_staff", **changes: object) -> Act:
        def run(app: Application, world: Any) -> TestResponse:
            numbers = {name.replace(" ", "_"): value for name, value in known(world).items()}
            sent = {name: value(world) if callable(value) else value for name, value in changes.items()}
            address = None if target is None else (base + target).format(**numbers)
            return send(sign_in(app, f"{by}@example.test"), (base + page).format(**numbers), address, **sent)

        return run

    return act
