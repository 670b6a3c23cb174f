"""Many at one action point at once: nobody is made the second person unawares, no report is lost."""

from sqlalchemy import func, select

from csrmatch.actions.models import ActionPoint, ActionStep
from csrmatch.actions.rules import ActionStatus, Move
from csrmatch.app import Application
from csrmatch.audit.queries import verify_log
from csrmatch.db import db, run_write
from csrmatch.roles import Role
from tests.actions.points import HIGH, attach, colleague, load, make_action, office_of
from tests.conftest import sign_in
from tests.faults.racing import at_once
from tests.form_filling import read_form

DPE, OWNER = Role.DPE_STAFF, Role.DISTRICT_OFFICER
ROUNDS, CLICKS = 6, 8


def _high() -> int:
    def make() -> int:
        action = make_action(priority=HIGH)
        attach(action)
        return action.id

    return run_write(make)


def _moves(number: int) -> list[Move]:
    db.session.rollback()
    query = select(ActionStep.move).where(ActionStep.action_id == number).order_by(ActionStep.id)
    return list(db.session.scalars(query))


class TestClosingAtOnce:
    def test_two_who_close_at_once_are_not_both_of_two_persons(self, app: Application) -> None:
        emails = ["dpe_staff@example.test", run_write(lambda: colleague(DPE).email)]
        cookies = [sign_in(app, email).get_cookie("csrmatch").value for email in emails]
        for _round in range(ROUNDS):
            number = _high()
            path = f"/actions/{number}/close"
            forms = []
            for email in emails:
                form = read_form(sign_in(app, email), path)
                form.setlist("note", [f"Seen by {email}."])
                forms.append(form)

            def press(which: int, path: str = path, forms: list = forms) -> int:
                browser = app.test_client(use_cookies=False)
                headers = {"Cookie": f"csrmatch={cookies[which]}"}
                return browser.post(path, data=forms[which], headers=headers).status_code

            # Neither had read the other's word: one asks, the other is told so and closes nothing.
            assert sorted(at_once(app, 2, press)) == [302, 409]
            assert load(number).status is not ActionStatus.CLOSED
            assert _moves(number).count(Move.ASK_CLOSING) == 1
        assert verify_log().sound

    def test_one_person_who_presses_many_times_closes_nothing(self, app: Application) -> None:
        number = _high()
        path = f"/actions/{number}/close"
        client = sign_in(app, "dpe_staff@example.test")
        form = read_form(client, path)
        form.setlist("note", ["Seen."])
        headers = {"Cookie": f"csrmatch={client.get_cookie('csrmatch').value}"}

        def press(_number: int) -> int:
            browser = app.test_client(use_cookies=False)
            fresh = {**form, "version": str(load(number).version)}
            return browser.post(path, data=fresh, headers=headers).status_code

        answers = at_once(app, CLICKS, press)
        assert set(answers) <= {302, 409, 422}
        assert load(number).status is not ActionStatus.CLOSED
        assert _moves(number).count(Move.ASK_CLOSING) == 1


class TestReportingAtOnce:
    def test_a_form_sent_many_times_makes_one_report(self, app: Application) -> None:
        number = run_write(lambda: make_action().id)
        path = f"/actions/{number}/report"
        client = sign_in(app, "district_officer@example.test")
        form = read_form(client, path)
        form.setlist("status", ["behind"])
        form.setlist("text", ["Two of four."])
        headers = {"Cookie": f"csrmatch={client.get_cookie('csrmatch').value}"}

        def press(_number: int) -> int:
            return app.test_client(use_cookies=False).post(path, data=form, headers=headers).status_code

        assert set(at_once(app, CLICKS, press)) == {302}
        assert _moves(number).count(Move.REPORT) == 1

    def test_a_form_sent_many_times_gives_out_one(self, app: Application) -> None:
        client = sign_in(app, "dpe_staff@example.test")
        form = read_form(client, "/actions/new")
        form.setlist("title_en", ["Once"])
        form.setlist("owner", [str(office_of(OWNER).id)])
        headers = {"Cookie": f"csrmatch={client.get_cookie('csrmatch').value}"}

        def press(_number: int) -> str:
            answer = app.test_client(use_cookies=False).post("/actions/new", data=form, headers=headers)
            return str(answer.location)

        places = set(at_once(app, CLICKS, press))
        db.session.rollback()
        count = select(func.count()).where(ActionPoint.title_en == "Once")
        assert (len(places), db.session.scalar(count)) == (1, 1)
