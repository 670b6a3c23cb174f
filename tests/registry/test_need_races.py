"""Many editors of one need at once lose nothing, and a form sent many times at once makes one need."""

import pytest
from sqlalchemy import func, select

from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.registry.models import Need
from tests.conftest import sign_in
from tests.faults.edit_races import race_editors
from tests.faults.racing import at_once
from tests.form_filling import read_form
from tests.registry.needs import make_need, officers_of

CLICKS = 8


@pytest.fixture
def need_id(app: Application) -> int:
    return run_write(lambda: make_need().id)


class TestEditingANeed:
    def test_16_editors_lose_no_accepted_save(self, app: Application, need_id: int) -> None:
        race_editors(
            app,
            email="district_officer@example.test",
            page=f"/needs/{need_id}/edit",
            field="title_en",
            column=Need.title_en,
            of={"id": need_id},
            version=Need.version,
        )


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
