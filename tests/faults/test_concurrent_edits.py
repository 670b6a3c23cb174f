"""Many editors at once lose nothing, and a form sent many times at once makes one record."""

from flask.testing import FlaskClient
from sqlalchemy import func, select

from csrmatch.accounts.models import Invitation, User
from csrmatch.app import Application
from csrmatch.db import db
from csrmatch.mapping.models import Exercise, MappingRule, MappingRun
from csrmatch.roles import Role
from tests.conftest import sign_in
from tests.faults.edit_races import is_one_thread, race_editors, read_steps
from tests.faults.racing import EDITORS, at_once
from tests.faults.world import World
from tests.form_filling import read_form

CLICKS = 8


def _cookie(world: World) -> dict[str, str]:
    return {"Cookie": f"csrmatch={world.cookies['dpe_staff']}"}


class TestEditingAnExercise:
    def test_16_editors_lose_no_accepted_save(self, app: Application, world: World) -> None:
        race_editors(
            app,
            email="dpe_staff@example.test",
            page=f"/exercises/{world.exercise}/edit",
            field="title_en",
            column=Exercise.title_en,
            of={"id": world.exercise},
            version=Exercise.version,
        )

    def test_a_refusal_shows_both_texts_and_the_way_to_save_mine(
        self, app: Application, world: World
    ) -> None:
        page = f"/exercises/{world.exercise}/edit"
        client = _signed_in(app)
        first, second = read_form(client, page), read_form(client, page)
        assert client.post(page, data={**first, "title_en": "Theirs <b>"}).status_code == 302
        answer = client.post(page, data={**second, "title_en": "Mine & only"})
        assert answer.status_code == 409
        assert "Theirs &lt;b&gt;" in answer.text
        assert "Mine &amp; only" in answer.text
        version = _stored_version(world.exercise)
        assert (
            client.post(page, data={**second, "title_en": "Mine & only", "version": version}).status_code
            == 302
        )
        assert db.session.get_one(Exercise, world.exercise, populate_existing=True).title_en == "Mine & only"


class TestDisablingAPerson:
    def test_16_editors_lose_no_accepted_change(self, app: Application, world: World) -> None:
        number = world.people[Role.AGENCY]["own"]
        headers = _cookie(world)

        def edit(editor: int) -> list[int]:
            client = app.test_client(use_cookies=False)
            answers = []
            for _ in range(5):
                row = _stored_user(number)
                act = "disable" if row[1] else "enable"
                answer = client.post(f"/users/{number}/{act}", data={"version": row[0]}, headers=headers)
                answers.append(answer.status_code)
            return answers

        answers = [code for codes in at_once(app, EDITORS, edit) for code in codes]
        steps = read_steps(User.is_enabled, number)
        print(f"\n{len(answers)} changes, {answers.count(302)} accepted, {answers.count(409)} refused")
        assert set(answers) <= {302, 409}
        assert len(steps) == answers.count(302)
        assert is_one_thread(steps)

    def test_a_stale_page_is_refused_with_both_states(self, app: Application, world: World) -> None:
        page = f"/users/{world.people[Role.AGENCY]['own']}"
        client = _signed_in(app)
        stale = read_form(client, page, f"{page}/disable")
        for act in ("disable", "enable"):
            client.post(f"{page}/{act}", data=read_form(client, page, f"{page}/{act}"))
        answer = client.post(f"{page}/disable", data=stale)
        assert answer.status_code == 409
        assert "enabled" in answer.text
        assert "disabled" in answer.text

    def test_two_who_disable_each_other_at_once_do_not_both_succeed(
        self, app: Application, world: World
    ) -> None:
        pair = [world.people[Role.DPE_STAFF]["self"], world.people[Role.DPE_STAFF]["own"]]
        sign_in(app, "own.dpe_staff@example.test")
        clients = [_signed_in(app), sign_in(app, "own.dpe_staff@example.test")]

        def disable(number: int) -> int:
            data = {"version": _stored_user(pair[1 - number])[0]}
            return clients[number].post(f"/users/{pair[1 - number]}/disable", data=data).status_code

        assert at_once(app, 2, disable).count(302) <= 1
        assert [_stored_user(number)[1] for number in pair].count(True) >= 1


def _signed_in(app: Application) -> FlaskClient:
    return sign_in(app, "dpe_staff@example.test")


def _stored_version(number: int) -> int:
    db.session.rollback()
    return db.session.scalar(select(Exercise.version).where(Exercise.id == number)) or 0


def _stored_user(number: int) -> tuple[int, bool]:
    db.session.rollback()
    row = db.session.execute(select(User.version, User.is_enabled).where(User.id == number)).one()
    return row.version, row.is_enabled


class TestAFormSentManyTimes:
    """Eight clicks at once with one form key: one record, and everybody is led to it."""

    def _click(self, app: Application, world: World, address: str, data: dict[str, str]) -> set[str]:
        headers = _cookie(world)

        def send(_number: int) -> str:
            answer = app.test_client(use_cookies=False).post(address, data=data, headers=headers)
            assert answer.status_code == 302, answer.text
            return str(answer.location)

        return set(at_once(app, CLICKS, send))

    def test_makes_one_invitation(self, app: Application, world: World) -> None:
        form = read_form(_signed_in(app), "/users/invitations/new")
        data = {**form, "name": "Once", "email": "once@example.org", "role": "dpe_staff"}
        places = self._click(app, world, "/users/invitations/new", data)
        count = select(func.count()).where(Invitation.email == "once@example.org")
        assert (len(places), db.session.scalar(count)) == (1, 1)

    def test_makes_one_exercise(self, app: Application, world: World) -> None:
        form = read_form(_signed_in(app), "/exercises/new")
        places = self._click(app, world, "/exercises/new", {**form, "title_en": "Once", "scope": "picked"})
        count = select(func.count()).where(Exercise.title_en == "Once")
        assert (len(places), db.session.scalar(count)) == (1, 1)

    def test_makes_one_rule(self, app: Application, world: World) -> None:
        page = f"/exercises/{world.other_exercise}/rules/new"
        form = read_form(_signed_in(app), page + "?kind=pin", page)
        _, code = world.pair
        district = next(
            row.district.lgd
            for row in db.session.scalars(select(MappingRule).order_by(MappingRule.id))
            if row.id == world.rules["far"]
        )
        data = {**form, "kind": "pin", "district": district, "cpse": code, "reason": "Once."}
        lift = f"/exercises/{world.other_exercise}/rules/{world.rules['far']}/lift"
        client = _signed_in(app)
        assert (
            client.post(lift, data={**read_form(client, lift), "reason": "Not any more."}).status_code == 302
        )
        places = self._click(app, world, page, data)
        count = select(func.count()).where(MappingRule.reason == "Once.")
        assert (len(places), db.session.scalar(count)) == (1, 1)

    def test_makes_one_run(self, app: Application, world: World) -> None:
        address = f"/exercises/{world.exercise}/runs"
        form = read_form(_signed_in(app), f"/exercises/{world.exercise}/rules", address)
        count = select(func.count()).where(MappingRun.exercise_id == world.exercise)
        before = db.session.scalar(count) or 0
        places = self._click(app, world, address, dict(form))
        assert (len(places), db.session.scalar(count)) == (1, before + 1)

    def test_a_form_that_was_refused_can_be_sent_again(self, app: Application, world: World) -> None:
        client = _signed_in(app)
        data = {**read_form(client, "/users/invitations/new"), "name": "Again", "role": "dpe_staff"}
        assert client.post("/users/invitations/new", data={**data, "email": "wrong"}).status_code == 422
        data["email"] = "again@example.org"
        assert client.post("/users/invitations/new", data=data).status_code == 302

    def test_another_persons_key_leads_nobody_to_their_record(self, app: Application, world: World) -> None:
        client = _signed_in(app)
        data = {**read_form(client, "/users/invitations/new"), "name": "Mine", "role": "dpe_staff"}
        data["email"] = "mine@example.org"
        assert client.post("/users/invitations/new", data=data).status_code == 302
        other = sign_in(app, "chair@example.test")
        form = {**read_form(other, "/users/invitations/new"), "form_key": data["form_key"]}
        answer = other.post("/users/invitations/new", data={**form, "name": "X", "email": "x@example.org"})
        assert answer.status_code == 302
        assert answer.location == "/users/invitations/new" or other.get(answer.location).status_code == 200
