"""The pages of the mapping, from a new exercise to a result and back to its rules."""

import csv
import io
import re
from typing import ClassVar

import numpy as np
import openpyxl
import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from flask.testing import FlaskClient
from sqlalchemy import event, func, select

from csrmatch.db import db, run_write
from csrmatch.mapping.commands import map_command, verify_command
from csrmatch.mapping.models import CpseChoice, Exercise, MappingRule, MappingRun
from csrmatch.mapping.queries import list_all_cpses, list_exercise_cpses, load_result
from csrmatch.mapping.services import change_cpses
from csrmatch.optimiser import Problem, solve
from csrmatch.roles import Role
from tests.conftest import sign_in
from tests.mapping.exercises import (
    BASTAR,
    DANTEWADA,
    load_exercise,
    load_rule,
    make_exercise,
    make_rule,
    make_run,
    unzip,
)

NEW = {"title_en": "Raipur 2026", "title_hi": "रायपुर 2026", "financial_year": "2026-27", "scope": "nation"}
MOST_QUERIES = 12


@pytest.fixture
def quick_dpe(sqlite_app) -> FlaskClient:
    return sign_in(sqlite_app, "dpe_staff@example.test")


def soup_of(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "html.parser")


def text_of(answer) -> str:
    return " ".join(soup_of(answer).get_text(" ").split())


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def version_of(client: FlaskClient, address: str) -> str:
    return soup_of(client.get(address)).find("input", {"name": "version"})["value"]


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


class TestEditDistricts:
    def test_chosen_districts_take_part(self, quick_dpe):
        address = f"/exercises/{make_exercise('picked')}/districts"
        data = {"version": version_of(quick_dpe, address), "districts": ["376", "374", "475"]}
        answer = quick_dpe.post(address, data=data)
        assert answer.location.endswith("/cpses")
        chosen = soup_of(quick_dpe.get(address)).select("input[name=districts][checked]")
        assert {box["value"] for box in chosen} == {"376", "374", "475"}

    @pytest.mark.parametrize("districts", [[], ["999999"], ["376", "x"]])
    def test_none_or_unknown_districts_are_refused(self, quick_dpe, districts):
        exercise_id = make_exercise()
        address = f"/exercises/{exercise_id}/districts"
        data = {"version": version_of(quick_dpe, address), "districts": districts}
        assert quick_dpe.post(address, data=data).status_code == 422
        assert "Districts 10" in text_of(quick_dpe.get(f"/exercises/{exercise_id}"))


class TestEditCpses:
    def _entries(self, client, address):
        page = soup_of(client.get(address))
        entries = {}
        for box in page.select("main form[method=post] input"):
            if box.get("type") != "checkbox" or box.has_attr("checked"):
                entries[box.get("name")] = box.get("value", "y")
        return {name: value for name, value in entries.items() if name}

    def test_saving_unchanged_changes_nothing(self, quick_dpe):
        exercise_id = make_exercise()
        address = f"/exercises/{exercise_id}/cpses"
        before = self._stored(exercise_id)
        db.session.rollback()
        assert quick_dpe.post(address, data=self._entries(quick_dpe, address)).status_code == 302
        assert self._stored(exercise_id) == before

    def _stored(self, exercise_id):
        db.session.rollback()
        members = list_exercise_cpses(load_exercise(exercise_id))
        return [(member.cpse_id, member.capacity, member.free_inr, member.note) for member in members]

    def test_capacity_and_money_as_people_type_them(self, quick_dpe):
        exercise_id = make_exercise()
        address = f"/exercises/{exercise_id}/cpses"
        member = list_exercise_cpses(load_exercise(exercise_id))[0]
        cpse_id = member.cpse_id
        entries = self._entries(quick_dpe, address)
        entries |= {f"capacity_{cpse_id}": "३", f"free_{cpse_id}": "₹ 1,23,45,678", f"note_{cpse_id}": "x"}
        assert quick_dpe.post(address, data=entries).status_code == 302
        db.session.rollback()
        stored = list_exercise_cpses(load_exercise(exercise_id))[0]
        assert (stored.capacity, stored.free_inr, stored.note) == (3, 12_345_678, "x")

    @pytest.mark.parametrize(
        ("field", "value"), [("capacity", "-1"), ("capacity", "2.5"), ("free", "lots"), ("free", "9" * 17)]
    )
    def test_what_is_no_number_is_refused_and_kept_for_mending(self, quick_dpe, field, value):
        exercise_id = make_exercise()
        address = f"/exercises/{exercise_id}/cpses"
        cpse_id = list_exercise_cpses(load_exercise(exercise_id))[0].cpse_id
        entries = {**self._entries(quick_dpe, address), f"{field}_{cpse_id}": value}
        answer = quick_dpe.post(address, data=entries)
        assert answer.status_code == 422
        assert soup_of(answer).find("input", {"name": f"{field}_{cpse_id}"})["value"] == value

    def test_leaving_all_out_is_refused(self, quick_dpe):
        address = f"/exercises/{make_exercise()}/cpses"
        answer = quick_dpe.post(address, data={"version": version_of(quick_dpe, address)})
        assert answer.status_code == 422
        assert "Choose at least one CPSE." in text_of(answer)

    def test_formula_fills_the_form_without_saving(self, quick_dpe):
        exercise_id = make_exercise()

        def flatten():
            exercise = load_exercise(exercise_id)
            choices = {member.cpse_id: CpseChoice(1) for member in list_exercise_cpses(exercise)}
            change_cpses(exercise=exercise, version=exercise.version, choices=choices)

        run_write(flatten)
        address = f"/exercises/{exercise_id}/cpses"
        page = soup_of(quick_dpe.get(address + "?capacities=formula"))
        shown = {box["value"] for box in page.select("input[name^=capacity_]") if box.get("value")}
        assert shown != {"1"}
        db.session.rollback()
        assert {m.capacity for m in list_exercise_cpses(load_exercise(exercise_id))} == {1}


class TestEditWeights:
    NAMES = (
        "need_expertise",
        "nearness",
        "money",
        "track_record",
        "preferences",
        "continuity",
        "additionality",
    )

    def _data(self, client, address, values):
        return {"version": version_of(client, address), **dict(zip(self.NAMES, values, strict=True))}

    def test_weights_are_saved(self, quick_dpe):
        exercise_id = make_exercise()
        address = f"/exercises/{exercise_id}/weights"
        answer = quick_dpe.post(address, data=self._data(quick_dpe, address, (10, 20, 30, 10, 10, 10, 10)))
        assert answer.status_code == 302
        assert load_exercise(exercise_id).weights["money"] == 30

    @pytest.mark.parametrize(
        ("values", "words"),
        [
            ((35, 20, 15, 10, 10, 5, 4), "The weights sum to 99, not to 100."),
            ((-5, 20, 15, 10, 10, 25, 25), "between 0 and 100"),
            (("x", 20, 15, 10, 10, 5, 5), ""),
            (("", 20, 15, 10, 10, 5, 5), "Enter a whole number"),
        ],
    )
    def test_other_sums_are_refused_with_the_sum(self, quick_dpe, values, words):
        exercise_id = make_exercise()
        address = f"/exercises/{exercise_id}/weights"
        answer = quick_dpe.post(address, data=self._data(quick_dpe, address, values))
        assert answer.status_code == 422
        assert words in soup_of(answer).select_one(".error-summary").text
        assert load_exercise(exercise_id).weights["need_expertise"] == 35

    def test_preset_fills_the_form_without_saving(self, quick_dpe):
        exercise_id = make_exercise()
        page = soup_of(quick_dpe.get(f"/exercises/{exercise_id}/weights?preset=near"))
        assert page.find("input", {"name": "nearness"})["value"] == "50"
        assert load_exercise(exercise_id).weights["nearness"] == 20

    def test_stale_edit_shows_both_texts_and_can_be_sent_again(self, dpe):
        exercise_id = make_exercise()
        address = f"/exercises/{exercise_id}/weights"
        mine = self._data(dpe, address, (1, 2, 3, 4, 5, 6, 79))
        theirs = self._data(dpe, address, (70, 5, 5, 5, 5, 5, 5))
        assert dpe.post(address, data=theirs).status_code == 302
        answer = dpe.post(address, data=mine)
        assert answer.status_code == 409
        assert "70" in text_of(answer)
        assert "79" in text_of(answer)
        db.session.rollback()
        assert load_exercise(exercise_id).weights["need_expertise"] == 70
        again = {
            box["name"]: box["value"]
            for box in soup_of(answer).select("main form input[type=hidden]")
            if box["name"] != "csrf_token"
        }
        assert dpe.post(address, data=again).status_code == 302
        db.session.rollback()
        assert load_exercise(exercise_id).weights["additionality"] == 79


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
        rows = {row.th.get_text(strip=True): row for row in page.select("section tbody tr")}
        alimco = [cell.get_text(strip=True) for cell in rows["ALIMCO"].select("td")]
        assert alimco[1] == "not known"
        assert "not known" in alimco[-1]
        assert "0" not in alimco
        assert rows["NMDC"].a["href"] == "/cpses/NMDC"
        assert page.find("a", href="/districts/376")


class TestListExerciseRules:
    def test_rules_stand_with_reason_author_and_state(self, quick_dpe):
        exercise_id = make_exercise()
        make_rule(exercise_id, "ban", DANTEWADA, "SECL", reason="Too far away.")
        page = text_of(quick_dpe.get(f"/exercises/{exercise_id}/rules"))
        assert "ban: Dantewada – SECL Too far away. dpe_staff person" in page
        assert "in force" in page


class TestNewRule:
    DATA: ClassVar = {
        "kind": "pin",
        "district": str(DANTEWADA),
        "cpse": "NMDC",
        "reason": "Agreed in Raipur.",
    }

    def test_rule_is_set(self, dpe):
        exercise_id = make_exercise()
        answer = dpe.post(f"/exercises/{exercise_id}/rules/new", data=self.DATA)
        assert answer.status_code == 302
        rule = db.session.scalars(select(MappingRule)).one()
        assert (rule.kind, rule.cpse.code, rule.reason) == ("pin", "NMDC", "Agreed in Raipur.")

    @pytest.mark.parametrize(
        "changes",
        [
            {"reason": " "},
            {"reason": "x" * 501},
            {"reason": "???"},
            {"kind": ""},
            {"kind": "group_max"},
            {"district": "20"},
            {"district": "' or 1=1"},
            {"cpse": "HAL"},
            {"expires_on": "2001-01-01"},
            {"expires_on": "31/12/2030"},
        ],
    )
    def test_wrong_rules_are_refused(self, quick_dpe, changes):
        exercise_id = make_exercise()
        answer = quick_dpe.post(f"/exercises/{exercise_id}/rules/new", data={**self.DATA, **changes})
        assert answer.status_code == 422
        assert soup_of(answer).select_one(".error-summary")
        assert count(MappingRule) == 0

    def test_contradiction_is_told(self, quick_dpe):
        exercise_id = make_exercise()
        make_rule(exercise_id, "ban", DANTEWADA, "NMDC")
        answer = quick_dpe.post(f"/exercises/{exercise_id}/rules/new", data=self.DATA)
        assert answer.status_code == 422
        assert "NMDC is already banned for Dantewada" in text_of(answer)


class TestLiftExerciseRule:
    def test_lifting_needs_a_reason_and_keeps_the_record(self, dpe):
        exercise_id = make_exercise()
        rule_id = make_rule(exercise_id, "ban", DANTEWADA, "NMDC")
        address = f"/exercises/{exercise_id}/rules/{rule_id}/lift"
        version = version_of(dpe, address)
        assert dpe.post(address, data={"version": version, "reason": ""}).status_code == 422
        assert dpe.post(address, data={"version": version, "reason": "Solved."}).status_code == 302
        assert load_rule(rule_id).lifted_reason == "Solved."
        assert dpe.post(address, data={"version": version, "reason": "Again."}).status_code == 409
        assert "lifted" in text_of(dpe.get(f"/exercises/{exercise_id}/rules"))

    def test_rule_of_another_exercise_is_not_found(self, quick_dpe):
        rule_id = make_rule(make_exercise(), "ban", DANTEWADA, "NMDC")
        assert quick_dpe.get(f"/exercises/{make_exercise()}/rules/{rule_id}/lift").status_code == 404


class TestNewRun:
    def test_a_doubled_click_makes_one_run(self, dpe):
        address = f"/exercises/{make_exercise()}/runs"
        answers = [dpe.post(address, data={"form_key": "only-one-run-please"}) for _ in range(2)]
        assert {answer.location for answer in answers} == {address + "/1"}
        assert count(MappingRun) == 1


class TestShowRun:
    def test_plan_is_told_as_a_proven_proposal(self, dpe):
        exercise_id = make_exercise()
        run = make_run(exercise_id)
        answer = dpe.get(f"/exercises/{exercise_id}/runs/1")
        page = text_of(answer)
        assert "Proposal" in page
        assert "certificate verified" in page
        assert f"{run.summary['total']:.3f}" in page
        rows = soup_of(answer).select("table.list tbody tr")
        assert len([row for row in rows if row.find("a", href=re.compile("/pairs/"))]) == 10
        assert len(soup_of(answer).select("svg.tiles a")) == 10
        assert "allot" not in page.lower()

    def test_plan_sorts_filters_and_downloads(self, quick_dpe):
        exercise_id = make_exercise()
        plan = dict(make_run(exercise_id).summary["pairs"])
        address = f"/exercises/{exercise_id}/runs/1"
        rows = list(csv.reader(io.StringIO(quick_dpe.get(address + "?download=csv").text.lstrip("\ufeff"))))
        assert {row[1]: row[2] for row in rows[1:]} == plan
        fits = [float(row[3]) for row in rows[1:]]
        assert fits == sorted(fits)
        book = openpyxl.load_workbook(
            io.BytesIO(quick_dpe.get(address + "?download=xlsx&sort=cpse&order=desc").data)
        )
        cells = [row[2].value for row in book.active.iter_rows(min_row=2)]
        assert cells == sorted(plan.values(), reverse=True)
        found = soup_of(quick_dpe.get(address + "?q=dantewada")).select("table.list tbody tr")
        assert sum("Dantewada" in row.text for row in found) == 1

    def test_clash_is_told_with_names_and_ways_out(self, dpe):
        exercise_id = make_exercise()
        members = list_exercise_cpses(load_exercise(exercise_id))
        rules = [make_rule(exercise_id, "ban", DANTEWADA, member.cpse.code) for member in members]
        answer = dpe.post(f"/exercises/{exercise_id}/runs", data={})
        page = dpe.get(answer.location)
        assert page.status_code == 200
        told = text_of(page)
        assert "no CPSE may lead Dantewada" in told
        assert "NMDC" in told
        links = {link["href"] for link in soup_of(page).select("main .card a")}
        assert {f"/exercises/{exercise_id}/rules/{rule_id}/lift" for rule_id in rules} <= links
        for address in ("/matrix", f"/pairs/{DANTEWADA}/NMDC", "/files/result.zip"):
            assert dpe.get(answer.location + address).status_code == 404

    def test_wrong_input_is_told(self, quick_dpe):
        exercise_id = make_exercise("picked")
        make_run(exercise_id)
        page = text_of(quick_dpe.get(f"/exercises/{exercise_id}/runs/1"))
        assert "The input cannot be used" in page
        assert "districts.csv" in page

    def test_exercise_says_that_its_last_run_is_stale(self, dpe):
        exercise_id = make_exercise()
        make_run(exercise_id)
        address = f"/exercises/{exercise_id}"
        assert "no longer answers it" not in text_of(dpe.get(address))
        make_rule(exercise_id, "ban", DANTEWADA, "NMDC")
        assert "no longer answers it" in text_of(dpe.get(address))
        make_run(exercise_id)
        assert "no longer answers it" not in text_of(dpe.get(address))

    def test_what_moved_since_the_run_before_is_listed(self, quick_dpe):
        exercise_id = make_exercise()
        before = dict(make_run(exercise_id).summary["pairs"])
        make_rule(exercise_id, "ban", DANTEWADA, before[str(DANTEWADA)])
        after = dict(make_run(exercise_id).summary["pairs"])
        moved = {lgd for lgd in after if after[lgd] != before[lgd]}
        rows = soup_of(quick_dpe.get(f"/exercises/{exercise_id}/runs/2")).select(
            "[aria-labelledby=moved] tbody tr"
        )
        assert len(rows) == len(moved)
        assert any("Dantewada" in row.text for row in rows)


class TestShowMatrix:
    def test_plan_is_ringed_pins_solid_and_bans_hatched(self, quick_dpe):
        exercise_id = make_exercise()
        make_rule(exercise_id, "pin", BASTAR, "SAIL")
        make_rule(exercise_id, "ban", DANTEWADA, "SAIL")
        make_run(exercise_id)
        table = soup_of(quick_dpe.get(f"/exercises/{exercise_id}/runs/1/matrix")).select_one("table.matrix")
        assert len(table.select("td.p")) == 9
        assert len(table.select("td.n")) == 1
        assert table.select_one("td.n").parent["data-key"] == str(BASTAR)
        assert [cell.parent["data-key"] for cell in table.select("td.b")] == [str(DANTEWADA)]

    def test_largest_matrix_stays_light(self, quick_dpe):
        exercise_id = make_exercise("nation")

        def all_of_them():
            exercise = load_exercise(exercise_id)
            choices = {cpse.id: CpseChoice(2) for cpse in list_all_cpses()}
            change_cpses(exercise=exercise, version=exercise.version, choices=choices)

        run_write(all_of_them)
        make_run(exercise_id)
        answer = quick_dpe.get(f"/exercises/{exercise_id}/runs/1/matrix")
        table = soup_of(answer).select_one("table.matrix")
        cells = len(table.select("td"))
        assert cells == 112 * len(list_all_cpses())
        # A matrix of 112 × 100 has 11,200 cells.
        assert len(answer.data) / cells * 11_200 <= 500_000

    def test_costs_are_those_of_the_result(self, quick_dpe):
        exercise_id = make_exercise()
        result = load_result(make_run(exercise_id))
        page = soup_of(quick_dpe.get(f"/exercises/{exercise_id}/runs/1/matrix?show=costs"))
        heads = [head.get("data-key") for head in page.select("table.matrix thead th")][1:]
        for row in page.select("table.matrix tbody tr"):
            index = result.problem.row[row["data-key"]]
            for code, cell in zip(heads, row.select("td"), strict=True):
                cost = result.overrule[index, result.problem.column[code]]
                assert cell.text == ("×" if np.isinf(cost) else f"{cost * 100:.0f}")


class TestShowPair:
    def test_cost_of_every_cell_is_that_of_solving_again_with_it_forced(self, app):
        result = load_result(make_run(make_exercise()))
        problem = result.problem
        for lgd in problem.districts:
            for code in problem.cpses:
                forced = Problem(
                    problem.districts,
                    problem.cpses,
                    problem.fit,
                    problem.capacity,
                    pinned={lgd: code},
                )
                again = solve(forced)
                pair = result.pair(lgd, code)
                assert abs(pair.cost - (result.plan.total - again.total)) < 1e-9
                assert abs(pair.cost - sum(move.before - move.after for move in pair.moves)) < 1e-9
                assert abs(pair.fit - sum(part.points for part in pair.parts) / 100) < 1e-6

    def test_page_tells_criteria_runner_up_cost_and_losers(self, quick_dpe):
        exercise_id = make_exercise()
        run = make_run(exercise_id)
        result = load_result(run)
        lead = dict(run.summary["pairs"])[str(DANTEWADA)]
        other = next(code for code in result.problem.cpses if code != lead)
        address = f"/exercises/{exercise_id}/runs/1/pairs/{DANTEWADA}"
        page = text_of(quick_dpe.get(f"{address}/{lead}"))
        assert f"{lead} is proposed to lead Dantewada" in page
        assert "Need and expertise" in page
        assert "Runner-up" in page
        page = text_of(quick_dpe.get(f"{address}/{other}"))
        pair = result.pair(str(DANTEWADA), other)
        assert "If you overrule" in page
        assert f"{-pair.cost:+.3f}" in page
        for move in pair.moves:
            assert f"{move.leaves} {move.before:.3f} {move.joins} {move.after:.3f}" in page

    def test_panel_is_the_same_without_the_frame_of_the_page(self, quick_dpe):
        exercise_id = make_exercise()
        make_run(exercise_id)
        address = f"/exercises/{exercise_id}/runs/1/pairs/{DANTEWADA}/NMDC"
        panel = quick_dpe.get(address, headers={"HX-Request": "true"})
        assert "<html" not in panel.text
        assert "Need and expertise" in panel.text
        ids = [thing["id"] for thing in soup_of(quick_dpe.get(address)).select("[id]")]
        assert len(ids) == len(set(ids))

    @pytest.mark.parametrize("pair", ["999999/NMDC", "376/XXX", "376/nmdc", "20/NMDC"])
    def test_unknown_pairs_are_not_found(self, quick_dpe, pair):
        exercise_id = make_exercise()
        make_run(exercise_id)
        assert quick_dpe.get(f"/exercises/{exercise_id}/runs/1/pairs/{pair}").status_code == 404

    def test_pin_from_the_cell_then_run_again_honours_it(self, dpe):
        exercise_id = make_exercise()
        plan = dict(make_run(exercise_id).summary["pairs"])
        code = next(c for c in ("SAIL", "SECL") if c != plan[str(DANTEWADA)])
        address = f"/exercises/{exercise_id}/runs/1/pairs/{DANTEWADA}/{code}"
        page = soup_of(dpe.get(address))
        form = next(form for form in page.select("form.rule-here") if form.find("input", {"value": "pin"}))
        data = {box["name"]: box["value"] for box in form.select("input[value]")}
        answer = dpe.post(form["action"], data={**data, "reason": "The collector asked."})
        assert answer.location == address
        page = soup_of(dpe.get(address))
        assert "Rules were set after this run." in page.text
        again = page.find("button", string="Run again now").parent
        answer = dpe.post(again["action"], data={})
        assert dict(db.session.get_one(MappingRun, 2).summary["pairs"])[str(DANTEWADA)] == code
        assert "pinned" in text_of(dpe.get(answer.location))


class TestDownloadRun:
    @pytest.mark.parametrize("language", ["en", "hi"])
    def test_command_line_makes_the_same_bytes_of_the_same_input(self, app, tmp_path, language):
        client = sign_in(app, "auditor@example.test")
        exercise_id = make_exercise()
        make_rule(exercise_id, "pin", BASTAR, "SAIL", reason='=1+1 agreed, "quoted"')
        make_run(exercise_id, language)
        files = f"/exercises/{exercise_id}/runs/1/files"
        given = unzip(client.get(f"{files}/input.zip").data, tmp_path / "in")
        stored = unzip(client.get(f"{files}/result.zip").data, tmp_path / "stored")
        made = tmp_path / "made"
        outcome = CliRunner().invoke(map_command, [str(given), "--out", str(made), "--lang", language])
        assert outcome.exit_code == 0, outcome.output
        names = sorted(path.relative_to(made) for path in made.rglob("*") if path.is_file())
        assert names == sorted(path.relative_to(stored) for path in stored.rglob("*") if path.is_file())
        assert len(names) == 13
        for name in names:
            assert (made / name).read_bytes() == (stored / name).read_bytes(), name
        assert CliRunner().invoke(verify_command, [str(stored)]).exit_code == 0
        workbook = client.get(f"{files}/mapping.xlsx")
        assert workbook.data == (stored / "mapping.xlsx").read_bytes()
        assert f"csrmatch-{exercise_id}-1.xlsx" in workbook.headers["Content-Disposition"]

    def test_a_run_of_another_exercise_is_not_found(self, quick_dpe):
        make_run(make_exercise())
        other = make_exercise()
        assert quick_dpe.get(f"/exercises/{other}/runs/1").status_code == 404
        assert quick_dpe.get(f"/exercises/{other}/runs/1/files/result.zip").status_code == 404


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
            *(
                f"{address}/{page}"
                for page in ("data", "districts", "cpses", "weights", "rules", "rules/new")
            ),
            *(f"{address}/runs/2{page}" for page in ("", "/matrix", f"/pairs/{DANTEWADA}/NMDC")),
        ]
        for page in pages:
            made.clear()
            assert quick_dpe.get(page).status_code == 200
            assert len(made) <= MOST_QUERIES, page
