"""For every route that brings records in, a request that does."""

import io
from collections.abc import Callable

from werkzeug.test import TestResponse

from csrmatch.app import Application
from tests.conftest import sign_in
from tests.faults.acting import Send
from tests.faults.world import World
from tests.form_filling import read_form

Act = Callable[[Application, World], TestResponse]

__all__ = ["import_changes"]


def import_changes(send: Send) -> dict[str, Act]:
    """An act for each endpoint, in an order in which each finds what it changes."""

    def bring(app: Application, content: bytes) -> TestResponse:
        client = sign_in(app, "cpse_officer@example.test")
        file = (io.BytesIO(content), "more.csv")
        data = {**read_form(client, "/imports/new"), "kind": "projects", "file": file}
        return client.post("/imports/new", data=data, content_type="multipart/form-data")

    def act(name: str, part: str, page: str = "", **changes: object) -> Act:
        def run(app: Application, world: World) -> TestResponse:
            client = sign_in(app, "cpse_officer@example.test")
            found = world.imports[name]
            path = f"/imports/{found['import_id']}"
            return send(client, path + page.format(**found), path + part.format(**found), **changes)

        return run

    def choose(app: Application, world: World) -> TestResponse:
        found = world.imports["own"]
        page = f"/imports/{found['import_id']}"
        client = sign_in(app, "cpse_officer@example.test")
        return send(client, page, f"{page}/names", **{f"lgd-{found['name_id']}": "376"})

    def drop(app: Application, _world: World) -> TestResponse:
        page = bring(app, b"title_en\r\nTo be put aside\r\n").location
        return send(sign_in(app, "cpse_officer@example.test"), page, f"{page}/drop")

    return {
        "imports.new_import": lambda app, _world: bring(app, b"title_en\r\nOne more\r\n"),
        "imports.choose_names": choose,
        "imports.decide_row": act("own", "/rows/{row_id}", "/rows/{row_id}", decision="take", reason="Two."),
        "imports.check_import": act("own", "/check"),
        "imports.apply_import": act("own", "/apply"),
        "imports.undo_import": act("own", "/undo", "/undo", reason="Wrong file."),
        "imports.drop_import": drop,
    }
