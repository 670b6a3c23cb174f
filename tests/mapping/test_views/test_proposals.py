"""The pages of consent: a proposal put, answered by one side on its page, seen by DPE, and its letters."""

import io

import docx
import pytest
from sqlalchemy import select

from csrmatch.db import db
from csrmatch.mapping.models import PairAnswer, Proposal, ProposalLetter
from csrmatch.mapping.rules.consent import Answer, Side
from tests.conftest import sign_in
from tests.counting import counted_statements
from tests.documents.test_letters import pdf_text
from tests.form_filling import read_form
from tests.mapping.exercises import make_exercise, make_run
from tests.mapping.proposing import DANTEWADA, answer, make_pinned_exercise, pair_of, put

SECRET = "Our plant there closes next year."


def send(client, page, **changes):
    form = read_form(client, page)
    for name, value in changes.items():
        form.setlist(name, [value])
    return client.post(page, data=form)


class TestPutProposal:
    def test_asks_first_and_a_doubled_click_puts_one(self, app):
        exercise = make_pinned_exercise()
        run = make_run(exercise)
        client = sign_in(app, "dpe_staff@example.test")
        page = f"/exercises/{exercise}/runs/{run.number}/proposal/total"
        assert "Put it to both sides" in client.get(page).text
        form = read_form(client, page)
        assert [client.post(page, data=form).status_code for _ in range(2)] == [302, 302]
        db.session.rollback()
        assert len(db.session.scalars(select(Proposal)).all()) == 1
        overview = client.get(f"/exercises/{exercise}/proposals/1").text
        assert "NMDC" in overview
        assert "waiting" in overview

    def test_reads_no_more_often_for_many_pairs_than_for_few(self, sqlite_app):
        client = sign_in(sqlite_app, "dpe_staff@example.test")
        counts = []
        for exercise in (make_pinned_exercise(), make_exercise()):
            page = f"/exercises/{exercise}/runs/{make_run(exercise).number}/proposal/total"
            form = read_form(client, page)
            with counted_statements(client) as statements:
                assert client.post(page, data=form).status_code == 302
            # Each mail asks for itself, and the run may have been unpacked before.
            other = ("FROM outgoing_mail", "FROM job", "input_zip")
            reads = [text for text in statements if text.startswith("SELECT")]
            counts.append(sum(1 for text in reads if not any(part in text for part in other)))
        assert len(db.session.scalars(select(ProposalLetter)).all()) == 2 * (3 + 10)
        assert counts[1] == counts[0]


class TestAnswerProposedPair:
    def test_waits_on_the_home_page_and_is_answered_with_a_reason(self, app):
        proposal = put(make_pinned_exercise())
        pair = pair_of(proposal, DANTEWADA).id
        client = sign_in(app, "cpse_officer@example.test")
        page = f"/proposed-pairs/{pair}/answer/cpse"
        assert page in client.get("/home").text
        refused = send(client, page, answer="declined")
        assert refused.status_code == 422
        assert "Give the reason for declining." in refused.text
        assert send(client, page, answer="declined", reason=SECRET).status_code == 302
        db.session.rollback()
        assert db.session.scalars(select(PairAnswer.reason)).all() == [SECRET]
        assert page not in client.get("/home").text
        district = sign_in(app, "district_officer@example.test")
        assert SECRET in client.get(f"/proposed-pairs/{pair}").text
        assert SECRET not in district.get(f"/proposed-pairs/{pair}").text

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_the_list_as_a_file_says_no_more_than_the_page(self, sqlite_app, kind):
        proposal = put(make_pinned_exercise())
        answer(proposal, DANTEWADA, Side.CPSE, Answer.DECLINED, reason=SECRET)
        district = sign_in(sqlite_app, "district_officer@example.test")
        content = district.get(f"/proposed-pairs?download={kind}").data
        if kind == "csv":
            assert b"Dantewada" in content
            assert b"declined" not in content
        assert SECRET.encode() not in content


class TestDownloadLetter:
    @pytest.mark.parametrize("side", ["cpse", "district"])
    def test_says_the_same_in_both_languages_and_both_forms(self, sqlite_app, side):
        put(make_pinned_exercise(), note="Please see *this* #note.")
        letters = select(ProposalLetter).where(ProposalLetter.side == side)
        letter = next(row for row in db.session.scalars(letters) if row.pair.district.lgd == DANTEWADA)
        client = sign_in(sqlite_app, "dpe_staff@example.test")
        for language, words in (("en", ["Dantewada", "NMDC"]), ("hi", ["दंतेवाड़ा", "NMDC"])):
            pdf = client.get(f"/letters/{letter.id}/{language}/pdf")
            assert pdf.data.startswith(b"%PDF")
            text = pdf_text(pdf.data)
            word = client.get(f"/letters/{letter.id}/{language}/docx").data
            document = docx.Document(io.BytesIO(word))
            written = "\n".join(line.text for line in document.paragraphs)
            for expected in [*words, letter.reference, "*this* #note."]:
                assert expected.replace(" ", "") in text
                assert expected in written
            assert len(document.tables) == 2
            assert client.get(f"/letters/{letter.id}/{language}/pdf").data == pdf.data

    def test_is_not_found_by_the_other_side_of_the_pair_or_in_another_form(self, sqlite_app):
        proposal = put(make_pinned_exercise())
        pair = pair_of(proposal, DANTEWADA).id
        query = select(ProposalLetter.id).where(ProposalLetter.pair_id == pair)
        number = {
            side: db.session.scalars(query.where(ProposalLetter.side == side)).one()
            for side in (Side.CPSE, Side.DISTRICT)
        }
        for name, own, other in (
            ("cpse_officer", Side.CPSE, Side.DISTRICT),
            ("district_officer", Side.DISTRICT, Side.CPSE),
        ):
            client = sign_in(sqlite_app, f"{name}@example.test")
            assert client.get(f"/letters/{number[own]}/en/docx").status_code == 200
            assert client.get(f"/letters/{number[other]}/en/docx").status_code == 404
            assert client.get(f"/letters/{number[own]}/xx/pdf").status_code == 404
            assert client.get(f"/letters/{number[own]}/en/exe").status_code == 404


class TestListProposedPairs:
    def test_is_narrowed_by_what_a_side_said(self, sqlite_app):
        proposal = put(make_pinned_exercise())
        answer(proposal, DANTEWADA, Side.CPSE, Answer.DECLINED, reason=SECRET)
        client = sign_in(sqlite_app, "dpe_staff@example.test")
        assert "means nothing here" not in client.get("/proposed-pairs").text
        declined = client.get("/proposed-pairs?side=cpse&word=declined&download=csv").text
        assert declined.count("\n") == 2
        silent = client.get("/proposed-pairs?side=cpse&word=none&download=csv").text
        assert silent.count("\n") == 3
        assert "Dantewada" not in silent
