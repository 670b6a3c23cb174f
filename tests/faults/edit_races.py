"""Many editors of one record at the same moment, half of them with a page that others have overtaken."""

import itertools
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from csrmatch.app import Application
from csrmatch.audit.models import AuditEvent
from csrmatch.audit.queries import verify_log
from csrmatch.db import db
from tests.conftest import sign_in
from tests.faults.racing import EDITORS, SAVES, at_once
from tests.form_filling import read_form

__all__ = ["is_one_thread", "race_editors", "read_steps"]

# One save of one editor: what is put into the field, and what a page that tells of it shows.
Text = Callable[[int, int], str]
_SENTENCE = re.compile(r"Editor \d+ save \d+")


def _sentence(editor: int, save: int) -> str:
    return f"Editor {editor} save {save}"


def race_editors(
    app: Application,
    *,
    email: str,
    page: str,
    field: str,
    column: InstrumentedAttribute[Any],
    of: Mapping[str, int],
    version: InstrumentedAttribute[int],
    text: Text = _sentence,
    told: Text | None = None,
    has_house_page: bool = True,
) -> None:
    """16 people save one field of one page again and again; none writes over what they had not seen.

    `column` and `version` are what the page stores, `of` says of which row. A save is taken
    by 302 or refused by 409 with both texts; no two are accepted that began at the same version, and what
    stands at the end was saved by whoever began at the highest. The log holds every accepted save, each
    beginning where the one before it ended, unless it keeps no words of the column.
    """
    client = sign_in(app, email)
    form = read_form(client, page)
    headers = {"Cookie": f"csrmatch={client.get_cookie('csrmatch').value}"}
    told = told or text

    def stored(what: InstrumentedAttribute[Any]) -> Any:
        db.session.rollback()
        return db.session.scalars(select(what).filter_by(**of)).one()

    def edit(editor: int) -> tuple[list[tuple[int, str]], int]:
        accepted, refused = [], 0
        browser = app.test_client(use_cookies=False)
        seen = int(form["version"])
        for save in range(SAVES):
            data = form.copy()
            data.setlist(field, [text(editor, save)])
            data.setlist("version", [str(seen)])
            if "form_key" in data:
                data.setlist("form_key", [f"{editor}-{save}"])
            answer = browser.post(page, data=data, headers=headers)
            assert answer.status_code in {302, 409}, answer.text
            if answer.status_code == 302:
                accepted.append((seen, text(editor, save)))
            else:
                refused += 1
                # Their own text and another's: nothing typed is lost, and nothing is decided unseen.
                assert told(editor, save) in answer.text
                assert told is not text or len(set(_SENTENCE.findall(answer.text))) > 1
                if has_house_page:
                    both = (
                        rf"Saved now.{{0,20}}</h4>.*Yours.{{0,20}}</h4>[^<]*{re.escape(told(editor, save))}<"
                    )
                    assert re.search(both, answer.text, re.DOTALL)
            # Half of the editors go on from what is stored now, the others from what they last saw.
            if answer.status_code == 302 or editor % 2:
                seen = stored(version)
        return accepted, refused

    answers = at_once(app, EDITORS, edit)
    accepted = [save for saves, _ in answers for save in saves]
    refused = sum(count for _, count in answers)
    begun = [number for number, _ in accepted]
    print(f"\n{len(accepted) + refused} saves, {len(accepted)} accepted, {refused} refused")
    assert len(accepted) >= SAVES
    assert refused
    assert len(set(begun)) == len(begun)
    assert str(stored(column)) == max(accepted)[1]
    if column.key not in getattr(column.class_, "__secret__", ()):
        steps = read_steps(column, *of.values())
        assert len(steps) == len(accepted)
        assert is_one_thread(steps)
    assert verify_log().sound


def read_steps(column: InstrumentedAttribute[Any], number: int) -> list[list[object]]:
    """Old and new of every accepted change of a column, in order."""
    query = select(AuditEvent.changes).where(
        AuditEvent.object_type == column.class_.__tablename__,
        AuditEvent.object_id == str(number),
        AuditEvent.action == "update",
    )
    changes = [json.loads(text) for text in db.session.scalars(query.order_by(AuditEvent.id))]
    return [change[column.key] for change in changes if column.key in change]


def is_one_thread(steps: list[list[object]]) -> bool:
    """Whether each change began where the one before it ended: then none was written over unseen."""
    return all(before[1] == after[0] for before, after in itertools.pairwise(steps))
