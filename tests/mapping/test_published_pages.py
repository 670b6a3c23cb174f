"""What anybody can read of a published mapping, and what it says of nothing else."""

import csv
import io

import pytest
from sqlalchemy import select

from csrmatch.db import db, run_write
from csrmatch.mapping.models import CpseChoice, PublicationPair
from csrmatch.mapping.queries import list_exercise_cpses
from csrmatch.mapping.services import change_cpses
from csrmatch.mapping.wording.publications import STANDINGS
from tests.conftest import sign_in
from tests.form_filling import read_form
from tests.mapping.exercises import find_user, load_exercise, make_exercise
from tests.mapping.publishing import (
    first_pair,
    load_publication,
    make_proposal,
    make_small_exercise,
    publish,
)

PAGE = "/mapping/state-22/2026-27"


def proposed() -> tuple[int, int]:
    exercise = make_small_exercise()
    return exercise, make_proposal(exercise)


class TestShowPublication:
    @pytest.mark.parametrize("language", ["en", "hi"])
    def test_lists_every_pair_with_its_standing_to_anybody(self, app, language):
        _exercise, proposal = proposed()
        publish(proposal)
        client = app.test_client()
        client.get(f"/language/{language}")
        page = client.get(PAGE)
        assert page.status_code == 200
        for pair in db.session.scalars(select(PublicationPair)):
            name = pair.district.name_hi if language == "hi" else pair.district.name_en
            assert name in page.text
            assert pair.cpse.code in page.text
        for secret in (find_user().name, "Secret"):
            assert secret not in page.text

    def test_filters_sorts_and_downloads(self, app):
        _exercise, proposal = proposed()
        publish(proposal)
        client = app.test_client()
        rows = list(csv.reader(io.StringIO(client.get(f"{PAGE}?download=csv&standing=approved").text)))
        assert len(rows) == 2
        assert rows[1][3] == str(STANDINGS["approved"][0])
        name = first_pair(proposal).district.name_en
        found = list(csv.reader(io.StringIO(client.get(f"{PAGE}?download=csv&q={name[:4]}").text)))
        assert any(name in row for row in found)
        assert client.get(f"{PAGE}?download=xlsx").data.startswith(b"PK")
        assert client.get(f"{PAGE}?state=9999").status_code == 200

    def test_says_what_was_replaced_and_withdrawn_and_why(self, app):
        _exercise, proposal = proposed()
        first = publish(proposal)
        publish(proposal, replaces=1, reason="The board approved.")
        client = app.test_client()
        old, new = client.get(f"{PAGE}/1").text, client.get(PAGE).text
        assert "This version was replaced" in old
        assert "The board approved." in old
        assert load_publication(first).digest in old
        assert "This version was" not in new
        assert client.get(f"{PAGE}/3").status_code == client.get("/mapping/nation/2026-27").status_code == 404


class TestPublishExercise:
    def test_a_change_is_told_in_words_with_a_way_to_run_again(self, app):
        exercise, _proposal = proposed()

        def change():
            row = load_exercise(exercise)
            choices = {
                m.cpse_id: CpseChoice(m.capacity, free_inr=12_300_000) for m in list_exercise_cpses(row)
            }
            change_cpses(exercise=row, version=row.version, choices=choices)

        run_write(change)
        client = sign_in(app, "dpe_staff@example.test")
        page = client.get(f"/exercises/{exercise}/publish").text
        code = list_exercise_cpses(load_exercise(exercise))[0].cpse.code
        assert "Free money" in page
        assert f"{code}: " in page
        assert "₹1.23 crore" in page
        assert f'action="/exercises/{exercise}/runs"' in page
        assert 'name="order_number"' not in page

    def test_publishes_and_withdraws(self, app):
        exercise, _proposal = proposed()
        client = sign_in(app, "dpe_staff@example.test")
        page = f"/exercises/{exercise}/publish"
        assert client.post(page, data=read_form(client, page)).status_code == 422
        data = {**read_form(client, page), "order_number": "DPE/1"}
        assert client.post(page, data=data).location == f"{PAGE}/1"
        again = {**read_form(client, page), "order_number": "DPE/2"}
        assert client.post(page, data=again).status_code == 422
        assert client.post(page, data={**again, "reason": "Anew."}).location == f"{PAGE}/2"
        withdraw = f"{PAGE}/2/withdraw"
        form = {**read_form(client, withdraw), "reason": "It was wrong."}
        assert client.post(withdraw, data=form).status_code == 302
        assert client.post(withdraw, data=form).status_code == 409
        assert "This version was withdrawn" in client.get(PAGE).text

    def test_an_order_of_tomorrow_is_refused(self, sqlite_app):
        exercise, _proposal = proposed()
        client = sign_in(sqlite_app, "dpe_staff@example.test")
        page = f"/exercises/{exercise}/publish"
        data = {**read_form(client, page), "order_number": "DPE/1", "order_on": "2999-01-01"}
        answer = client.post(page, data=data)
        assert answer.status_code == 422
        assert "still to come" in answer.text

    def test_without_a_proposal_it_says_what_to_do(self, sqlite_app):
        exercise = make_exercise("picked")
        client = sign_in(sqlite_app, "dpe_staff@example.test")
        answer = client.get(f"/exercises/{exercise}/publish")
        assert "No proposal is before both sides" in answer.text


class TestFrontPage:
    @pytest.mark.parametrize("language", ["en", "hi"])
    def test_shows_what_is_in_force(self, sqlite_app, language):
        client = sqlite_app.test_client()
        client.get(f"/language/{language}")
        assert PAGE not in client.get("/").text
        _exercise, proposal = proposed()
        publish(proposal)
        page = client.get("/").text
        pair = first_pair(proposal)
        assert f"{PAGE}/districts/{pair.district.lgd}" in page
        assert PAGE in client.get("/mapping").text


class TestPairPage:
    def test_tells_anybody_the_dates_and_offices_what_came_of_it(self, app):
        _exercise, proposal = proposed()
        publish(proposal)
        pair = first_pair(proposal)
        address = f"{PAGE}/districts/{pair.district.lgd}"
        public = app.test_client().get(address).text
        assert "BR 12/2026" in public
        assert "What came of it" not in public
        inside = sign_in(app, "dpe_staff@example.test").get(address)
        assert inside.status_code == 200
        assert "What came of it" in inside.text

    def test_is_linked_from_the_pages_of_district_and_company(self, app):
        _exercise, proposal = proposed()
        publish(proposal)
        pair = first_pair(proposal)
        client = sign_in(app, "chair@example.test")
        address = f"{PAGE}/districts/{pair.district.lgd}"
        assert address in client.get(f"/districts/{pair.district.lgd}").text
        assert address in client.get(f"/cpses/{pair.cpse.code}").text
