"""Many people at one CPSE's page, or at one of its places of work, lose no accepted save."""

import itertools
import json
import re

import pytest
from sqlalchemy import select

from csrmatch.app import Application
from csrmatch.audit.models import AuditEvent
from csrmatch.audit.queries import verify_log
from csrmatch.db import db
from csrmatch.registry.models import Cpse, CpsePlace
from tests.conftest import sign_in
from tests.faults.racing import EDITORS, SAVES, at_once
from tests.faults.world import World
from tests.form_filling import read_form


def _version(kind: type[Cpse] | type[CpsePlace], number: int) -> int:
    db.session.rollback()
    return db.session.scalars(select(kind.version).where(kind.id == number)).one()


def _steps(table: str, number: int, column: str) -> list[list[object]]:
    """Old and new of each accepted change, in order."""
    db.session.rollback()
    query = select(AuditEvent.changes).where(
        AuditEvent.object_type == table,
        AuditEvent.object_id == str(number),
        AuditEvent.action == "update",
    )
    changes = [json.loads(text) for text in db.session.scalars(query.order_by(AuditEvent.id))]
    return [change[column] for change in changes if column in change]


class TestKeepingACpse:
    @pytest.mark.parametrize("what", ["cpse", "cpse_place"])
    def test_16_editors_lose_no_accepted_save(self, app: Application, world: World, what: str) -> None:
        own = world.places["own"]
        kind: type[Cpse] | type[CpsePlace] = Cpse if what == "cpse" else CpsePlace
        part, column = ("", "headquarters_en") if kind is Cpse else (f"/places/{own['place_id']}", "name")
        page = f"/cpses/{own['code']}{part}/edit"
        place = db.session.scalars(select(CpsePlace).where(CpsePlace.id == own["place_id"])).one()
        number = place.cpse_id if kind is Cpse else place.id
        form = dict(read_form(sign_in(app, "cpse_officer@example.test"), page))
        headers = {"Cookie": f"csrmatch={world.cookies['cpse_officer']}"}

        def edit(editor: int) -> list[int]:
            answers = []
            client = app.test_client(use_cookies=False)
            version = int(form["version"])
            for save in range(SAVES):
                data = {**form, column: f"Editor {editor} save {save}", "version": str(version)}
                answer = client.post(page, data=data, headers=headers)
                answers.append(answer.status_code)
                if answer.status_code == 409 and not save:
                    assert re.search(r"Yours.{0,20}</h4>Editor \d+ save 0", answer.text, re.DOTALL)
                # Half of the editors go on from what is stored now, the others from what they last saw.
                if answer.status_code == 302 or editor % 2:
                    version = _version(kind, number)
            return answers

        answers = [code for codes in at_once(app, EDITORS, edit) for code in codes]
        steps = _steps(what, number, column)
        print(f"\n{len(answers)} saves, {answers.count(302)} accepted, {answers.count(409)} refused")
        assert set(answers) == {302, 409}
        assert len(steps) == answers.count(302)
        assert all(before[1] == after[0] for before, after in itertools.pairwise(steps))
        assert verify_log().sound
