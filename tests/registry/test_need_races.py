"""Many editors of one need at once lose nothing, and a form sent many times at once makes one need."""

import itertools
import json
import re

import pytest
from sqlalchemy import func, select

from csrmatch.app import Application
from csrmatch.audit.models import AuditEvent
from csrmatch.audit.queries import verify_log
from csrmatch.db import db, run_write
from csrmatch.registry.models import Need
from tests.conftest import sign_in
from tests.faults.racing import EDITORS, SAVES, at_once
from tests.form_filling import read_form
from tests.registry.needs import make_need, officers_of

CLICKS = 8


@pytest.fixture
def need_id(app: Application) -> int:
    return run_write(lambda: make_need().id)


def _stored_version(number: int) -> int:
    db.session.rollback()
    return db.session.scalar(select(Need.version).where(Need.id == number)) or 0


def _titles(number: int) -> list[list[object]]:
    """Old and new of every accepted change of the title, in order."""
    db.session.rollback()
    query = select(AuditEvent.changes).where(
        AuditEvent.object_type == "need",
        AuditEvent.object_id == str(number),
        AuditEvent.action == "update",
    )
    changes = [json.loads(text) for text in db.session.scalars(query.order_by(AuditEvent.id))]
    return [change["title_en"] for change in changes if "title_en" in change]


class TestEditingANeed:
    def test_16_editors_lose_no_accepted_save(self, app: Application, need_id: int) -> None:
        page = f"/needs/{need_id}/edit"
        client = sign_in(app, "district_officer@example.test")
        form = read_form(client, page)
        headers = {"Cookie": f"csrmatch={client.get_cookie('csrmatch').value}"}

        def edit(editor: int) -> list[int]:
            answers = []
            browser = app.test_client(use_cookies=False)
            version = int(form["version"])
            for number in range(SAVES):
                data = {**form, "title_en": f"Editor {editor} save {number}", "version": str(version)}
                answer = browser.post(page, data=data, headers=headers)
                answers.append(answer.status_code)
                if answer.status_code == 409:
                    both = rf"Saved now</h4>Editor \d+ save \d+<.*Yours</h4>Editor {editor} save {number}<"
                    assert re.search(both, answer.text, re.DOTALL)
                # Half of the editors go on from what is stored now, the others from what they last saw.
                if answer.status_code == 302 or editor % 2:
                    version = _stored_version(need_id)
            return answers

        answers = [code for codes in at_once(app, EDITORS, edit) for code in codes]
        steps = _titles(need_id)
        assert set(answers) == {302, 409}
        assert len(steps) == answers.count(302)
        assert all(before[1] == after[0] for before, after in itertools.pairwise(steps))
        assert db.session.get_one(Need, need_id).title_en == steps[-1][1]
        assert verify_log().sound


class TestPostingAtOnce:
    def test_a_form_sent_many_times_makes_one_need(self, app: Application) -> None:
        client = sign_in(app, "district_officer@example.test")
        data = {**read_form(client, "/needs/new"), "title_en": "Once", "theme": "AW"}
        headers = {"Cookie": f"csrmatch={client.get_cookie('csrmatch').value}"}

        def click(_number: int) -> str:
            answer = app.test_client(use_cookies=False).post("/needs/new", data=data, headers=headers)
            assert answer.status_code == 302, answer.text
            return str(answer.location)

        places = set(at_once(app, CLICKS, click))
        count = select(func.count()).where(Need.title_en == "Once")
        assert (len(places), db.session.scalar(count)) == (1, 1)

    def test_no_two_needs_of_a_district_bear_one_number(self, app: Application) -> None:
        run_write(lambda: officers_of(376))

        def post(number: int) -> int:
            return run_write(lambda: make_need(f"Need {number}").number)

        assert sorted(at_once(app, CLICKS, post)) == list(range(1, CLICKS + 1))
