"""All letters of a proposal at once: made by a worker, named for an office, laid out outside transactions."""

import csv
import io
import zipfile

import pytest
from sqlalchemy import select

from csrmatch.db import db, run_write
from csrmatch.errors import DomainError
from csrmatch.jobs import Job, JobState
from csrmatch.jobs.running import run_job
from csrmatch.mapping.documents import letter_bundle
from csrmatch.mapping.documents.letter_bundle import LetterChoice
from csrmatch.mapping.models import LetterBundle
from csrmatch.mapping.rules.consent import Side
from csrmatch.mapping.services.letter_bundles import bundle_soon
from tests.conftest import sign_in
from tests.documents.test_letters import pdf_text
from tests.form_filling import read_form
from tests.mapping.exercises import find_user
from tests.mapping.proposing import load_proposal, make_pinned_exercise, put

PAGE = "/exercises/{}/proposals/1/letters"


def ask(proposal_id: int, choice: str) -> int:
    """Asks for letters; gives the number of the job."""
    return run_write(
        lambda: bundle_soon(proposal=load_proposal(proposal_id), by=find_user(), choice=choice).id
    )


@pytest.fixture
def quick(monkeypatch):
    """Letters that are laid out at once, as their own text."""

    def write(letter, _day):
        return f"{letter.language} {letter.number} {letter.subject}".encode()

    monkeypatch.setattr(letter_bundle, "LETTER_WRITERS", {"pdf": write, "docx": write})


class TestBundle:
    def test_holds_each_letter_once_under_a_name_an_office_knows(self, app, quick):
        proposal = put(make_pinned_exercise())
        assert run_job(ask(proposal, "en+hi.district+cpse.pdf"))
        bundle = db.session.scalars(select(LetterBundle)).one()
        assert bundle.letters == 12
        with zipfile.ZipFile(io.BytesIO(bundle.content)) as packed:
            names = packed.namelist()
            assert "english/to-collectors/Chhattisgarh - Dantewada - NMDC.pdf" in names
            assert "hindi/to-companies/NMDC - Chhattisgarh - Dantewada.pdf" in names
            assert len(names) == 12 + 2
            listed = list(csv.reader(io.StringIO(packed.read("english/letters.csv").decode("utf-8-sig"))))
            assert {row[0] for row in listed[1:]} == {
                name.removeprefix("english/") for name in names if "english/to" in name
            }
            texts = [packed.read(name) for name in names if not name.endswith("csv")]
        assert len(set(texts)) == 12

    def test_holds_what_was_chosen_and_nothing_else(self, app, quick):
        proposal = put(make_pinned_exercise())
        assert run_job(ask(proposal, "hi.cpse.docx"))
        bundle = db.session.scalars(select(LetterBundle)).one()
        with zipfile.ZipFile(io.BytesIO(bundle.content)) as packed:
            folders = {name.rpartition("/")[0] for name in packed.namelist() if name.endswith("docx")}
        assert (bundle.letters, folders) == (3, {"hindi/to-companies"})

    def test_is_made_once_however_often_it_is_asked_for(self, app, quick):
        proposal = put(make_pinned_exercise())
        first = ask(proposal, "en.cpse.pdf")
        assert ask(proposal, "en.cpse.pdf") == first
        assert run_job(first)
        assert ask(proposal, "en.cpse.pdf") == first
        assert not run_job(first)
        assert len(db.session.scalars(select(LetterBundle)).all()) == 1

    def test_is_laid_out_while_no_transaction_is_open(self, app, monkeypatch):
        seen = []

        def write(_letter, _day):
            seen.append(db.session().in_transaction())
            return b"-"

        monkeypatch.setattr(letter_bundle, "LETTER_WRITERS", {"pdf": write})
        assert run_job(ask(put(make_pinned_exercise()), "en.district.pdf"))
        assert seen == [False] * 3

    def test_that_failed_is_tried_anew_when_it_is_asked_for_again(self, sqlite_app, quick):
        proposal = put(make_pinned_exercise())
        number = ask(proposal, "en.cpse.pdf")

        def fail():
            db.session.get_one(Job, number).state = JobState.FAILED

        run_write(fail)
        assert ask(proposal, "en.cpse.pdf") == number
        assert run_job(number)

    def test_of_a_proposal_without_letters_of_its_own_is_refused(self, sqlite_app):
        exercise = make_pinned_exercise()
        put(exercise)
        again = put(exercise)
        with pytest.raises(DomainError):
            ask(again, "en.cpse.pdf")

    def test_code_is_the_same_in_whatever_order_it_was_ticked(self):
        choice = LetterChoice(("hi", "en"), (Side.CPSE, Side.DISTRICT), "pdf")
        assert choice.code == "en+hi.district+cpse.pdf"
        assert LetterChoice.read(choice.code).code == choice.code


class TestBundleLetters:
    def test_leads_from_the_proposal_to_the_archive(self, sqlite_app):
        exercise = make_pinned_exercise()
        put(exercise)
        client = sign_in(sqlite_app, "dpe_staff@example.test")
        page = PAGE.format(exercise)
        assert page in client.get(page.removesuffix("/letters")).text
        form = read_form(client, page)
        form.setlist("sides", ["district"])
        answer = client.post(page, data=form)
        assert "/jobs/" in answer.location
        db.session.rollback()
        assert run_job(int(answer.location.rpartition("/")[2]))
        assert page in client.get(answer.location).text
        ready = client.get(page).text
        number = db.session.scalars(select(LetterBundle.id)).one()
        assert f"{page}/{number}.zip" in ready
        content = client.get(f"{page}/{number}.zip")
        assert "letters-" in content.headers["Content-Disposition"]
        with zipfile.ZipFile(io.BytesIO(content.data)) as packed:
            letter = packed.read("english/to-collectors/Chhattisgarh - Dantewada - NMDC.pdf")
        assert "Dantewada" in pdf_text(letter)

    def test_asks_for_a_language_and_a_side(self, sqlite_app):
        exercise = make_pinned_exercise()
        put(exercise)
        client = sign_in(sqlite_app, "dpe_staff@example.test")
        form = read_form(client, PAGE.format(exercise))
        for name in ("languages", "sides"):
            form.setlist(name, [])
        answer = client.post(PAGE.format(exercise), data=form)
        assert answer.status_code == 422
        for words in ("at least one language", "at least one side"):
            assert words in answer.text

    def test_belongs_to_one_proposal_alone(self, sqlite_app, quick):
        first, second = make_pinned_exercise(), make_pinned_exercise("Another")
        put(second)
        assert run_job(ask(put(first), "en.cpse.pdf"))
        number = db.session.scalars(select(LetterBundle.id)).one()
        client = sign_in(sqlite_app, "dpe_staff@example.test")
        assert client.get(f"{PAGE.format(first)}/{number}.zip").status_code == 200
        assert client.get(f"{PAGE.format(second)}/{number}.zip").status_code == 404
        for other in ("auditor", "cpse_officer", "district_officer"):
            client = sign_in(sqlite_app, f"{other}@example.test")
            assert client.get(f"{PAGE.format(first)}/{number}.zip").status_code == 403
