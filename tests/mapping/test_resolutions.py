"""The resolution of a board as a file: kept with its answer, read by few, struck but never lost."""

import io

import pytest
from sqlalchemy import select

from csrmatch.attachments.models import Attachment
from csrmatch.db import db, run_write
from csrmatch.errors import DomainError
from csrmatch.mapping.models import AnswerDocument, PairAnswer
from csrmatch.mapping.rules.consent import Answer, Side
from csrmatch.mapping.services.answer_documents import attach_resolution
from tests.attachments.files import PDF
from tests.conftest import sign_in
from tests.form_filling import read_form
from tests.mapping.exercises import find_user
from tests.mapping.proposing import DANTEWADA, answer, make_pinned_exercise, officers, pair_of, put


def accepted() -> int:
    """A proposal whose pair of Dantewada both sides accepted; gives the pair's id."""
    proposal = put(make_pinned_exercise())
    for side in (Side.DISTRICT, Side.CPSE):
        answer(proposal, DANTEWADA, side)
    officers()
    return pair_of(proposal, DANTEWADA).id


def send(client, page, file=None, **changes):
    form = read_form(client, page)
    for name, value in changes.items():
        form.setlist(name, [value])
    if file is not None:
        form.setlist("paper" if "/answer/" in page else "file", [(io.BytesIO(file), "Resolution 7.pdf")])
    return client.post(page, data=form)


def decide(client, pair, word="accepted", file=PDF, **changes):
    page = f"/proposed-pairs/{pair}/answer/board"
    return send(client, page, file, answer=word, resolution="7/2026", **changes)


def paper_of(pair):
    db.session.rollback()
    paper = db.session.scalars(select(AnswerDocument)).one().attachment_id
    return f"/proposed-pairs/{pair}/papers/{paper}"


class TestWithTheAnswer:
    @pytest.mark.parametrize("word", ["accepted", "declined"])
    def test_is_kept_with_an_approval_and_with_a_refusal(self, app, word):
        pair = accepted()
        client = sign_in(app, "cpse_officer@example.test")
        assert decide(client, pair, word, reason="No money left.").status_code == 302
        paper = paper_of(pair)
        assert paper in client.get(f"/proposed-pairs/{pair}").text
        assert client.get(paper).data == PDF

    def test_that_is_no_file_we_take_takes_the_answer_back(self, sqlite_app):
        pair = accepted()
        client = sign_in(sqlite_app, "cpse_officer@example.test")
        refused = decide(client, pair, file=b"MZ a program")
        assert refused.status_code == 422
        assert "This kind of file is not taken" in refused.text
        db.session.rollback()
        board = select(PairAnswer).where(PairAnswer.side == Side.BOARD)
        assert db.session.scalars(board).all() == []
        assert db.session.scalars(select(Attachment)).all() == []

    def test_is_asked_for_of_the_board_alone(self, sqlite_app):
        pair = accepted()
        client = sign_in(sqlite_app, "cpse_officer@example.test")
        assert 'name="paper"' in client.get(f"/proposed-pairs/{pair}/answer/board").text
        assert 'name="paper"' not in client.get(f"/proposed-pairs/{pair}/answer/cpse").text

    def test_may_be_left_out_and_filed_later_by_dpe(self, sqlite_app):
        pair = accepted()
        assert decide(sign_in(sqlite_app, "cpse_officer@example.test"), pair, file=None).status_code == 302
        dpe = sign_in(sqlite_app, "dpe_staff@example.test")
        page = f"/proposed-pairs/{pair}/papers/new"
        assert page in dpe.get(f"/proposed-pairs/{pair}").text
        assert send(dpe, page, PDF).status_code == 302
        assert "Resolution 7/2026" in dpe.get(f"/proposed-pairs/{pair}").text


class TestWhoReads:
    def test_are_the_company_dpe_and_the_auditor_and_nobody_else(self, app):
        pair = accepted()
        decide(sign_in(app, "cpse_officer@example.test"), pair)
        paper = paper_of(pair)
        for name, status in {
            "cpse_officer": 200,
            "dpe_staff": 200,
            "auditor": 200,
            "district_officer": 404,
            "state_officer": 404,
            "ongc": 404,
            "korba": 404,
            "chair": 403,
        }.items():
            client = sign_in(app, f"{name}@example.test")
            assert client.get(paper).status_code == status, name
            if name == "district_officer":
                assert "Papers of the board" not in client.get(f"/proposed-pairs/{pair}").text

    def test_never_reaches_it_through_another_pair(self, sqlite_app):
        proposal = put(make_pinned_exercise())
        for side in (Side.CPSE, Side.BOARD):
            answer(proposal, DANTEWADA, side, resolution="7")
        pair = pair_of(proposal, DANTEWADA).id
        dpe = sign_in(sqlite_app, "dpe_staff@example.test")
        send(dpe, f"/proposed-pairs/{pair}/papers/new", PDF)
        paper = paper_of(pair)
        assert dpe.get(paper.replace(f"/{pair}/", f"/{pair + 1}/", 1)).status_code == 404


class TestWhoFiles:
    def test_are_the_company_and_dpe_alone(self, sqlite_app):
        pair = accepted()
        decide(sign_in(sqlite_app, "cpse_officer@example.test"), pair)
        paper = paper_of(pair)
        for name, status in {
            "cpse_officer": 200,
            "dpe_staff": 200,
            "auditor": 404,
            "district_officer": 404,
            "ongc": 404,
        }.items():
            client = sign_in(sqlite_app, f"{name}@example.test")
            for page in (f"/proposed-pairs/{pair}/papers/new", f"{paper}/strike"):
                assert client.get(page).status_code == status, (name, page)


class TestStrikeResolution:
    def test_hides_it_and_keeps_its_record(self, app):
        pair = accepted()
        client = sign_in(app, "cpse_officer@example.test")
        decide(client, pair)
        paper = paper_of(pair)
        assert send(client, f"{paper}/strike").status_code == 422
        assert send(client, f"{paper}/strike", reason="The wrong page.").status_code == 302
        assert client.get(paper).status_code == 404
        assert paper not in client.get(f"/proposed-pairs/{pair}").text
        db.session.rollback()
        kept = db.session.scalars(select(Attachment)).one()
        assert kept.struck_reason == "The wrong page."


class TestAttachResolution:
    def test_needs_a_decision_that_stands(self, sqlite_app):
        proposal = put(make_pinned_exercise())
        with pytest.raises(DomainError):
            run_write(
                lambda: attach_resolution(
                    pair=pair_of(proposal, DANTEWADA),
                    by=find_user(),
                    title="7",
                    file_name="7.pdf",
                    content=PDF,
                )
            )

    def test_stays_with_the_answer_that_was_corrected(self, sqlite_app):
        proposal = put(make_pinned_exercise())
        for side in (Side.CPSE, Side.BOARD):
            answer(proposal, DANTEWADA, side, resolution="7")
        pair = pair_of(proposal, DANTEWADA).id
        client = sign_in(sqlite_app, "cpse_officer@example.test")
        send(client, f"/proposed-pairs/{pair}/papers/new", PDF)
        answer(proposal, DANTEWADA, Side.BOARD, Answer.DECLINED, reason="No.", corrects="Misread.")
        page = client.get(f"/proposed-pairs/{pair}").text
        assert paper_of(pair) in page
        assert page.count("superseded") >= 2
