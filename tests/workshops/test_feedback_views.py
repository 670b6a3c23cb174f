"""The pages of feedback and certificates: answered on a phone without an account, read by those who may."""

import io
import re
import zipfile

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import func, select

from csrmatch.app import Application
from csrmatch.audit.models import AuditEvent
from csrmatch.db import db, run_write
from csrmatch.roles import Role
from csrmatch.web.models import FormKey
from csrmatch.workshops.models import Certificate, FeedbackAnswer, FeedbackForm, Workshop
from csrmatch.workshops.queries.feedback import get_feedback_form
from csrmatch.workshops.rules.certificates import CertificateLanguage
from csrmatch.workshops.rules.feedback import Question
from csrmatch.workshops.rules.participants import ParticipantGroup as Group
from csrmatch.workshops.rules.workshops import WorkshopStatus
from csrmatch.workshops.services.certificates import MAKE_CERTIFICATES, certify_soon
from csrmatch.workshops.services.feedback import renew_link
from csrmatch.workshops.signed_links import feedback_token
from tests.conftest import sign_in
from tests.counting import counted_statements
from tests.form_filling import read_form
from tests.workshops.feedback import answer, make_form, make_there, question_of
from tests.workshops.participants import make_held_workshop, person_of, run_jobs


@pytest.fixture
def made(sqlite_app: Application) -> dict[str, object]:
    """A workshop that was held, with a form that is open."""

    def make() -> dict[str, object]:
        workshop = make_held_workshop(WorkshopStatus.HELD, in_days=-2)
        form = make_form(workshop)
        return {
            "workshop": workshop.id,
            "token": feedback_token(form),
            "questions": {row.key.value if row.key else "own": row.id for row in form.questions},
        }

    with sqlite_app.app_context():
        return run_write(make)


def give(app: Application, workshop_id: int, *answers: dict[str, object]) -> None:
    def write() -> None:
        form = get_feedback_form(db.session.get_one(Workshop, workshop_id))
        for item in answers:
            answer(form, **item)  # type: ignore[arg-type]

    with app.app_context():
        run_write(write)


class TestGiveFeedback:
    def test_anybody_with_the_link_answers_once_however_often_it_is_sent(
        self, sqlite_app: Application, made: dict[str, object]
    ) -> None:
        sqlite_app.config["WTF_CSRF_ENABLED"] = False
        phone, page = sqlite_app.test_client(), f"/workshops/feedback/{made['token']}"
        form = read_form(phone, page)
        number = made["questions"]["useful"]  # type: ignore[index]
        form.setlist(f"question_{number}", ["5"])
        form.setlist("group", ["cpse"])
        first = phone.post(page, data=form)
        again = phone.post(page, data=form)
        assert (first.status_code, first.location) == (302, f"{page}/thanks")
        assert again.location == first.location
        assert "Thank you" in phone.get(first.location).text
        with sqlite_app.app_context():
            stored = db.session.scalars(select(FeedbackAnswer)).one()
            assert (stored.group, stored.name, stored.replies[0].number) == (Group.CPSE, None, 5)

    def test_nothing_tells_which_signed_in_person_answered(
        self, sqlite_app: Application, made: dict[str, object], dpe_page: FlaskClient
    ) -> None:
        sqlite_app.config["WTF_CSRF_ENABLED"] = False
        with sqlite_app.app_context():
            before = db.session.scalar(select(func.max(AuditEvent.id))) or 0
        page = f"/workshops/feedback/{made['token']}"
        form = read_form(dpe_page, page)
        form.setlist(f"question_{made['questions']['useful']}", ["5"])  # type: ignore[index]
        assert dpe_page.post(page, data=form).status_code == 302
        with sqlite_app.app_context():
            events = db.session.scalars(select(AuditEvent).where(AuditEvent.id > before)).all()
            assert {(row.actor_id, row.actor) for row in events} == {(None, "public")}
            assert db.session.scalars(select(FormKey.user_id)).all() == [None]

    def test_what_was_typed_stays_where_it_cannot_be_taken(
        self, sqlite_app: Application, made: dict[str, object]
    ) -> None:
        sqlite_app.config["WTF_CSRF_ENABLED"] = False
        phone, page = sqlite_app.test_client(), f"/workshops/feedback/{made['token']}"
        form = read_form(phone, page)
        questions: dict[str, int] = made["questions"]  # type: ignore[assignment]
        form.setlist(f"question_{questions['remarks']}", ["x" * 2_001])
        form.setlist(f"question_{questions['missing']}", ["More time for districts"])
        form.setlist(f"question_{questions['useful']}", ["4"])
        answered = phone.post(page, data=form)
        assert answered.status_code == 422
        assert "More time for districts" in answered.text
        chosen = BeautifulSoup(answered.text, "html.parser").select("input[type=radio][checked]")
        assert "4" in {item["value"] for item in chosen}

    def test_it_needs_no_script_and_no_name(self, sqlite_app: Application, made: dict[str, object]) -> None:
        page = BeautifulSoup(
            sqlite_app.test_client().get(f"/workshops/feedback/{made['token']}").text, "html.parser"
        )
        form = page.find("form", method="post")
        assert form is not None
        assert not form.find_all(attrs={"required": True})
        assert page.find("meta", attrs={"name": "robots"})

    def test_a_link_that_was_renewed_or_made_up_leads_nowhere(
        self, sqlite_app: Application, made: dict[str, object]
    ) -> None:
        phone, token = sqlite_app.test_client(), str(made["token"])
        with sqlite_app.app_context():
            run_write(
                lambda: renew_link(
                    workshop=db.session.get_one(Workshop, made["workshop"]), by=person_of(Role.DPE_STAFF)
                )
            )
        for wrong in (token, token[:-2] + "xx", "WzEsMV0.aaaa"):
            assert phone.get(f"/workshops/feedback/{wrong}").status_code == 404
            assert phone.get(f"/workshops/feedback/{wrong}/thanks").status_code == 404

    def test_it_says_when_it_is_closed_and_asks_nothing_then(
        self, sqlite_app: Application, made: dict[str, object]
    ) -> None:
        with sqlite_app.app_context():

            def close() -> None:
                db.session.get_one(Workshop, made["workshop"]).status = WorkshopStatus.CLOSED

            run_write(close)
        page = sqlite_app.test_client().get(f"/workshops/feedback/{made['token']}")
        assert page.status_code == 200
        assert "The form is closed" in page.text
        assert 'name="group"' not in page.text


class TestShowFeedback:
    def test_it_is_for_the_holders_until_it_is_closed_and_then_for_all(
        self, sqlite_app: Application, made: dict[str, object]
    ) -> None:
        workshop_id = int(str(made["workshop"]))
        give(sqlite_app, workshop_id, *[{"remarks": f"Remark {n}", "name": "Asha Giver"} for n in range(3)])
        address = f"/workshops/{workshop_id}/feedback"
        for role, sees in (
            ("dpe_staff", True),
            ("unicef_officer", True),
            ("auditor", True),
            ("cpse_officer", False),
        ):
            client = sign_in(sqlite_app, f"{role}@example.test")
            assert ("Remark 1" in client.get(address).text) is sees
            assert client.get(f"{address}?download=csv").status_code == (200 if sees else 404)
            assert ("Asha Giver" in client.get(address).text) is (role in {"dpe_staff", "unicef_officer"})
            if sees:
                assert "Asha Giver" not in client.get(f"{address}?download=csv").text
        with sqlite_app.app_context():

            def close() -> None:
                db.session.get_one(Workshop, workshop_id).status = WorkshopStatus.CLOSED

            run_write(close)
        client = sign_in(sqlite_app, "cpse_officer@example.test")
        assert "Remark 1" in client.get(address).text
        assert "Asha Giver" not in client.get(address).text

    def test_its_statements_do_not_grow_with_the_answers(
        self, sqlite_app: Application, made: dict[str, object], dpe_page: FlaskClient
    ) -> None:
        workshop_id = int(str(made["workshop"]))
        counts = []
        for _time in range(2):
            give(
                sqlite_app,
                workshop_id,
                *[{"group": group, "useful": 4, "remarks": "Good"} for group in [*Group] * 3],
            )
            with counted_statements(dpe_page) as statements:
                assert dpe_page.get(f"/workshops/{workshop_id}/feedback").status_code == 200
            counts.append(len(statements))
        assert counts[0] == counts[1] <= 14, counts

    def test_a_file_holds_what_the_page_says(
        self, sqlite_app: Application, made: dict[str, object], dpe_page: FlaskClient
    ) -> None:
        workshop_id = int(str(made["workshop"]))
        give(sqlite_app, workshop_id, *[{"useful": 5, "remarks": "=1+1"}] * 2, {"pace": "right"})
        text = dpe_page.get(f"/workshops/{workshop_id}/feedback?download=csv").text
        assert re.search(r"How useful was the workshop to you\?,.?5 – very good, or very much.?,2", text)
        assert re.search(r"How useful was the workshop to you\?,No answer,1", text)
        assert not re.search(r",=1\+1", text)

    def test_a_remark_is_left_out_with_its_reason_and_put_back(
        self, sqlite_app: Application, made: dict[str, object], dpe_page: FlaskClient
    ) -> None:
        workshop_id = int(str(made["workshop"]))
        give(sqlite_app, workshop_id, *[{"remarks": words} for words in ("One", "Two", "Insult")])
        address = f"/workshops/{workshop_id}/feedback"
        page = BeautifulSoup(dpe_page.get(address).text, "html.parser")
        link = next(item for item in page.select(".remarks a") if "Insult" in item.text)["href"]
        form = read_form(dpe_page, str(link))
        assert dpe_page.post(str(link), data=form).status_code == 422
        form.setlist("reason", ["It insults a person."])
        assert dpe_page.post(str(link), data=form).location.endswith(address)
        other = sign_in(sqlite_app, "auditor@example.test")
        assert "Insult" not in other.get(address).text
        assert "1 remark is left out" in other.get(address).text
        assert "It insults a person." in dpe_page.get(address).text
        back = str(link).replace("/hide", "/show")
        dpe_page.post(back, data=read_form(dpe_page, address, back))
        assert "Insult" in other.get(address).text


class TestEditFeedback:
    def test_questions_of_ones_own_are_asked_in_the_readers_language(
        self, sqlite_app: Application, dpe_page: FlaskClient
    ) -> None:
        with sqlite_app.app_context():
            number = run_write(lambda: make_held_workshop(WorkshopStatus.HELD, in_days=-1).id)
        page = f"/workshops/{number}/feedback/edit"
        form = read_form(dpe_page, page)
        assert len(form.getlist("questions")) == len(Question)
        form.setlist("own_1_en", ["How was the visit?"])
        form.setlist("own_1_hi", ["भ्रमण कैसा रहा?"])
        form.setlist("own_1_kind", ["scale"])
        assert dpe_page.post(page, data=form).status_code == 302
        link = BeautifulSoup(dpe_page.get(f"/workshops/{number}/feedback/link").text, "html.parser")
        address = str(link.select_one(".feedback-address a")["href"])  # type: ignore[index]
        path = "/" + address.split("/", 3)[3]
        phone = sqlite_app.test_client()
        assert "How was the visit?" in phone.get(path).text
        phone.set_cookie("language", "hi")
        assert "भ्रमण कैसा रहा?" in phone.get(path).text


class TestCertificatePages:
    def test_each_person_finds_their_own_and_the_auditor_numbers_only(self, sqlite_app: Application) -> None:
        with sqlite_app.app_context():

            def make() -> tuple[int, int]:
                workshop = make_held_workshop(WorkshopStatus.HELD, in_days=-2)
                own = make_there(workshop, "Own Person")
                own.user_id = person_of(Role.CPSE_OFFICER).id
                make_there(workshop, "Other Person")
                by = person_of(Role.DPE_STAFF)
                certify_soon(workshop=workshop, by=by, language=CertificateLanguage.BOTH)
                return workshop.id, own.id

            number, own = run_write(make)
            run_jobs(MAKE_CERTIFICATES)
            rows = {row.participant_id: row.id for row in db.session.scalars(select(Certificate))}
        address = f"/workshops/{number}/certificates"
        files = {person: f"{address}/{row}.pdf" for person, row in rows.items()}
        other = next(files[person] for person in files if person != own)
        person = sign_in(sqlite_app, "cpse_officer@example.test")
        page = person.get(address).text
        assert ("Own Person" in page, "Other Person" in page) == (True, False)
        assert (person.get(files[own]).status_code, person.get(other).status_code) == (200, 404)
        stranger = sign_in(sqlite_app, "district_officer@example.test")
        assert "No certificate for you" in stranger.get(address).text
        assert stranger.get(files[own]).status_code == 404
        auditor = sign_in(sqlite_app, "auditor@example.test")
        assert "Person" not in auditor.get(address).text.replace("Personal", "")
        assert "Own Person" not in auditor.get(f"{address}?download=csv").text
        assert auditor.get(files[own]).status_code == 404
        holder = sign_in(sqlite_app, "unicef_officer@example.test")
        archive = zipfile.ZipFile(io.BytesIO(holder.get(f"{address}.zip").data))
        assert len(archive.namelist()) == 2
        assert holder.get(files[own]).data == archive.read(sorted(archive.namelist())[0])

    def test_its_statements_do_not_grow_with_the_people(self, sqlite_app: Application) -> None:
        client = sign_in(sqlite_app, "dpe_staff@example.test")
        counts = []
        for people in (2, 20):
            with sqlite_app.app_context():

                def make(people: int = people) -> int:
                    workshop = make_held_workshop(WorkshopStatus.HELD, in_days=-2)
                    for place in range(people):
                        make_there(workshop, f"Person {place}")
                    return workshop.id

                number = run_write(make)
            with counted_statements(client) as statements:
                assert client.get(f"/workshops/{number}/certificates").status_code == 200
            counts.append(len(statements))
        assert counts[0] == counts[1] <= 14, counts

    def test_they_are_asked_for_on_a_page_and_withdrawn_on_another(self, sqlite_app: Application) -> None:
        client = sign_in(sqlite_app, "dpe_staff@example.test")
        with sqlite_app.app_context():

            def make() -> tuple[int, int]:
                workshop = make_held_workshop(WorkshopStatus.HELD, in_days=-2)
                make_there(workshop, "First Person")
                return workshop.id, make_there(workshop, "Second Person").id

            number, second = run_write(make)
        page = f"/workshops/{number}/certificates/make"
        form = read_form(client, page)
        form.setlist("people", [str(second)])
        assert "/jobs/" in client.post(page, data=form).location
        with sqlite_app.app_context():
            run_jobs(MAKE_CERTIFICATES)
            row = db.session.scalars(select(Certificate)).one()
            assert row.participant_id == second
            withdraw = f"/workshops/{number}/certificates/{row.id}/withdraw"
        form = read_form(client, withdraw)
        form.setlist("reason", ["The name was wrong."])
        form.setlist("anew", ["y"])
        assert "/jobs/" in client.post(withdraw, data=form).location
        with sqlite_app.app_context():
            run_jobs(MAKE_CERTIFICATES)
            assert len(db.session.scalars(select(Certificate)).all()) == 2
        assert "The name was wrong." in client.get(f"/workshops/{number}/certificates").text


def test_the_form_is_of_one_workshop_alone(sqlite_app: Application) -> None:
    with sqlite_app.app_context():
        first = make_form(make_held_workshop(WorkshopStatus.HELD, in_days=-2))
        second = make_form(make_held_workshop(WorkshopStatus.HELD, in_days=-2))
        answer(first, useful=5)
        assert question_of(first, Question.USEFUL) != question_of(second, Question.USEFUL)
        assert db.session.scalars(select(FeedbackForm)).all() == [first, second]
