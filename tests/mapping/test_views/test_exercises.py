"""Pages of exercises: the list, a new one, its title, the check of its data."""

import csv
import io

import pytest
from sqlalchemy import event, select

from csrmatch.db import db, run_write
from csrmatch.mapping.models import CpseChoice, Exercise
from csrmatch.mapping.queries import list_all_cpses
from csrmatch.mapping.services import change_cpses
from csrmatch.roles import Role
from tests.conftest import sign_in
from tests.mapping.exercises import DANTEWADA, load_exercise, make_exercise, make_rule, make_run
from tests.mapping.test_views.pages import count, soup_of, text_of, version_of

NEW = {"title_en": "Raipur 2026", "title_hi": "रायपुर 2026", "financial_year": "2026-27", "scope": "nation"}
MOST_QUERIES = 28


class TestListExercises:
    def test_list_filters_and_downloads(self, quick_dpe):
        make_exercise(title="Raipur again")
        make_exercise("nation", title="All of India")
        assert text_of(quick_dpe.get("/exercises")).count("not run yet") == 2
        found = text_of(quick_dpe.get("/exercises?q=raipur"))
        assert "Raipur again" in found
        assert "All of India" not in found
        rows = list(csv.reader(io.StringIO(quick_dpe.get("/exercises?download=csv").text.lstrip("\ufeff"))))
        assert [row[0] for row in rows[1:]] == ["Raipur again", "All of India"]

    def test_empty_list_offers_the_first_exercise(self, quick_dpe):
        page = soup_of(quick_dpe.get("/exercises"))
        assert page.find("a", string="Make the first exercise")["href"] == "/exercises/new"

    @pytest.mark.parametrize("role", [role for role in Role if role not in {Role.DPE_STAFF, Role.AUDITOR}])
    def test_other_roles_see_nothing(self, sqlite_app, role):
        exercise_id = make_exercise()
        client = sign_in(sqlite_app, f"{role.value}@example.test")
        for address in ("/exercises", f"/exercises/{exercise_id}", "/exercises/999999", "/exercises/new"):
            assert client.get(address).status_code == 403
        assert client.post(f"/exercises/{exercise_id}/runs").status_code == 403

    def test_auditor_sees_and_cannot_change(self, sqlite_app):
        client = sign_in(sqlite_app, "auditor@example.test")
        exercise_id = make_exercise()
        make_run(exercise_id)
        address = f"/exercises/{exercise_id}"
        for page in ("", "/data", "/rules", "/runs/1", "/runs/1/matrix", f"/runs/1/pairs/{DANTEWADA}/NMDC"):
            answer = client.get(address + page)
            assert answer.status_code == 200
            forms = soup_of(answer).select("main form[method=post]")
            assert forms == [], page
        for page in ("/districts", "/cpses", "/weights", "/edit", "/rules/new"):
            assert client.get(address + page).status_code == 403
            assert client.post(address + page).status_code == 403


class TestNewExercise:
    def test_nation_has_all_districts_and_the_cpses_with_known_spending(self, dpe):
        answer = dpe.post("/exercises/new", data=NEW)
        assert answer.status_code == 302
        page = text_of(dpe.get(answer.location))
        assert "Districts 112" in page
        assert "CPSEs 26" in page

    def test_hand_picked_goes_on_to_the_districts(self, quick_dpe):
        answer = quick_dpe.post("/exercises/new", data={**NEW, "scope": "picked"})
        assert answer.location.endswith("/districts")
        page = quick_dpe.get(answer.location.removesuffix("/districts"))
        assert "Choose the districts and CPSEs" in text_of(page)
        assert not soup_of(page).select("form[action$=runs]")

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"title_en": "  "}, "Enter a title."),
            ({"title_en": "x" * 161}, "160"),
            ({"title_en": "Was???"}, "has lost its letters"),
            ({"scope": "state"}, "Choose the state."),
            ({"scope": "galaxy"}, "choice"),
            ({"scope": "state", "state": "9999"}, "choice"),
            ({"financial_year": "1066-67"}, "choice"),
        ],
    )
    def test_wrong_entries_are_told_and_nothing_is_made(self, quick_dpe, changes, words):
        answer = quick_dpe.post("/exercises/new", data={**NEW, **changes})
        assert answer.status_code == 422
        assert words in soup_of(answer).select_one(".error-summary").text
        assert count(Exercise) == 0

    def test_a_doubled_click_makes_one(self, dpe):
        data = {**NEW, "form_key": "a-key-that-is-used-twice"}
        first, second = (dpe.post("/exercises/new", data=data) for _ in range(2))
        assert first.location == second.location
        assert count(Exercise) == 1


class TestEditExercise:
    def test_title_is_changed(self, quick_dpe):
        address = f"/exercises/{make_exercise()}/edit"
        data = {**NEW, "version": version_of(quick_dpe, address)}
        assert quick_dpe.post(address, data=data).status_code == 302
        assert db.session.scalars(select(Exercise.title_hi)).all() == ["रायपुर 2026"]


class TestShowData:
    def test_missing_is_told_and_never_zero(self, quick_dpe):
        exercise_id = make_exercise("picked")
        quick_dpe.post(
            f"/exercises/{exercise_id}/districts",
            data={
                "version": version_of(quick_dpe, f"/exercises/{exercise_id}/districts"),
                "districts": "376",
            },
        )

        def choose():
            exercise = load_exercise(exercise_id)
            ids = {cpse.code: cpse.id for cpse in list_all_cpses()}
            choices = {ids["ALIMCO"]: CpseChoice(1), ids["NMDC"]: CpseChoice(1)}
            change_cpses(exercise=exercise, version=exercise.version, choices=choices)

        run_write(choose)
        page = soup_of(quick_dpe.get(f"/exercises/{exercise_id}/data"))
        rows = {row.th.a["href"]: row for row in page.select("tbody tr") if row.th.a}
        alimco = rows["/cpses/ALIMCO"].get_text(" ")
        assert "Free money: not known" in alimco
        assert "Filings: not known" in alimco
        assert "₹0" not in alimco
        assert "/cpses/NMDC" in rows
        assert "/districts/376" in rows


class TestPages:
    def test_pages_need_few_queries(self, quick_dpe):
        exercise_id = make_exercise("nation")
        make_rule(exercise_id, "pin", DANTEWADA, "NMDC")
        make_run(exercise_id)
        make_run(exercise_id)
        made = []
        event.listen(db.engine, "before_cursor_execute", lambda *_: made.append(1))
        address = f"/exercises/{exercise_id}"
        pages = [
            "/exercises",
            address,
            *(f"{address}/{page}" for page in ("districts", "cpses", "weights", "rules", "rules/new")),
            *(f"{address}/runs/2{page}" for page in ("", "/matrix", f"/pairs/{DANTEWADA}/NMDC")),
        ]
        for page in pages:
            made.clear()
            assert quick_dpe.get(page).status_code == 200
            assert len(made) <= MOST_QUERIES, page
