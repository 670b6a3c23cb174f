"""The page of the matrix: its marks, its order, what it leaves out, its files and its weight."""

import csv
import io
import re

import numpy as np
import openpyxl
import pytest

from csrmatch.db import run_write
from csrmatch.mapping.models import CpseChoice
from csrmatch.mapping.queries import list_all_cpses, load_result
from csrmatch.mapping.services import change_cpses
from tests.mapping.exercises import (
    BASTAR,
    DANTEWADA,
    load_exercise,
    make_exercise,
    make_rule,
    make_run,
)
from tests.mapping.test_views.pages import soup_of, text_of


def read(client, exercise_id: int, **query: str):
    """The rows and columns of the matrix by their keys, and the page."""
    page = soup_of(client.get(f"/exercises/{exercise_id}/runs/1/matrix", query_string=query))
    rows = [row["data-key"] for row in page.select("table.pairs tbody tr")]
    columns = [head["data-key"] for head in page.select("table.pairs thead th[data-key]")]
    return rows, columns, page


def cells_of(page) -> dict[tuple[str, str], str]:
    columns = [head["data-key"] for head in page.select("table.pairs thead th[data-key]")]
    return {
        (row["data-key"], code): cell.text
        for row in page.select("table.pairs tbody tr")
        for code, cell in zip(columns, row.select("td"), strict=True)
    }


class TestShowMatrix:
    def test_plan_is_ringed_pins_solid_and_bans_hatched(self, quick_dpe):
        exercise_id = make_exercise()
        make_rule(exercise_id, "pin", BASTAR, "SAIL")
        make_rule(exercise_id, "ban", DANTEWADA, "SAIL")
        make_run(exercise_id)
        _rows, _columns, page = read(quick_dpe, exercise_id)
        table = page.select_one("table.pairs")
        assert len(table.select("td.p")) == 9
        assert len(table.select("td.n")) == 1
        assert table.select_one("td.n").parent["data-key"] == str(BASTAR)
        assert [cell.parent["data-key"] for cell in table.select("td.b")] == [str(DANTEWADA)]
        # What colour alone would tell is said as well.
        assert all(cell["aria-label"].endswith(", proposed") for cell in table.select("td.p"))
        assert table.select_one("td.n")["aria-label"].endswith(", pinned")
        assert table.select_one("td.b")["aria-label"].endswith(", banned")

    def test_any_pair_can_be_chosen_without_scripts(self, quick_dpe):
        exercise_id = make_exercise()
        make_run(exercise_id)
        address = f"/exercises/{exercise_id}/runs/1/matrix"
        answer = quick_dpe.get(address, query_string={"district": str(BASTAR), "cpse": "SECL"})
        assert answer.location == f"/exercises/{exercise_id}/runs/1/pairs/{BASTAR}/SECL"
        assert quick_dpe.get(address, query_string={"district": "1", "cpse": "SECL"}).status_code == 200

    def test_rows_sort_without_scripts_and_heads_of_columns_are_the_links(self, quick_dpe):
        exercise_id = make_exercise()
        result = load_result(make_run(exercise_id))
        _rows, _columns, page = read(quick_dpe, exercise_id, columns="name", zoom="l", show="gaps")
        link = page.select_one("thead th[data-key=NMDC] a")["href"]
        answer = soup_of(quick_dpe.get(f"/exercises/{exercise_id}/runs/1/matrix{link}"))
        got = [row["data-key"] for row in answer.select("table.pairs tbody tr")]
        fit = result.problem.fit[:, result.problem.column["NMDC"]]
        fits = [fit[result.problem.row[lgd]] for lgd in got]
        assert fits == sorted(fits, reverse=True)
        assert answer.select_one("thead th[aria-sort=descending]")["data-key"] == "NMDC"
        # The rest of what was asked for stays.
        assert "z-l" in answer.select_one("table.pairs")["class"]
        assert answer.select_one("select[name=show] option[selected]")["value"] == "gaps"
        assert answer.select_one("select[name=columns] option[selected]")["value"] == "name"

    def test_rows_and_columns_are_narrowed(self, quick_dpe):
        exercise_id = make_exercise()
        result = load_result(make_run(exercise_id))
        rows, columns, page = read(quick_dpe, exercise_id, find="bast", company="nmdc")
        assert (rows, columns) == ([str(BASTAR)], ["NMDC"])
        assert "1 of 10 districts, 1 of" in " ".join(page.get_text(" ").split())
        # Only a district that is shown is a way to its row.
        assert [tile["href"] for tile in page.select("svg.tiles a[href^='#']")] == [f"#d{BASTAR}"]
        assert len(page.select("svg.tiles a")) == 10
        _rows, columns, _page = read(quick_dpe, exercise_id, led="1")
        assert set(columns) == {code for _lgd, code in result.plan.pairs}

    def test_what_means_nothing_leaves_nothing_out(self, quick_dpe):
        exercise_id = make_exercise()
        make_run(exercise_id)
        usual = read(quick_dpe, exercise_id)[:2]
        odd = {"show": "x", "rows": "fit:X", "columns": "fit:1", "state": "Atlantis", "zoom": "9", "led": ""}
        assert read(quick_dpe, exercise_id, **odd)[:2] == usual

    def test_nothing_found_is_told_with_a_way_back(self, quick_dpe):
        exercise_id = make_exercise()
        make_run(exercise_id)
        _rows, _columns, page = read(quick_dpe, exercise_id, find="zzzz")
        assert "Nothing matches." in page.get_text()
        assert page.select_one(".empty a")["href"] == f"/exercises/{exercise_id}/runs/1/matrix"

    def test_costs_and_gaps_are_those_of_the_result(self, quick_dpe):
        exercise_id = make_exercise()
        result = load_result(make_run(exercise_id))
        costs = cells_of(read(quick_dpe, exercise_id, show="costs")[2])
        gaps = cells_of(read(quick_dpe, exercise_id, show="gaps")[2])
        assert len(costs) == len(gaps) == result.problem.fit.size
        for (lgd, code), text in costs.items():
            cost = result.overrule[result.problem.row[lgd], result.problem.column[code]]
            assert text == ("×" if np.isinf(cost) else f"{cost * 100:.0f}")
            assert gaps[lgd, code] == str(result.pair(lgd, code).unknown_share)

    def test_files_hold_what_is_shown_in_its_order(self, quick_dpe):
        exercise_id = make_exercise()
        result = load_result(make_run(exercise_id))
        query = {"led": "1", "rows": "name", "columns": "led"}
        rows, columns, page = read(quick_dpe, exercise_id, **query)
        links = [link["href"] for link in page.select(".downloads a")]
        assert len(links) == 2
        header, *body = csv.reader(io.StringIO(quick_dpe.get(links[0]).text.lstrip("\ufeff")))
        assert header == ["LGD code", "District", "State", "Proposed lead", *columns]
        assert [row[0] for row in body] == rows
        lead = dict(result.plan.pairs)
        for row in body:
            assert row[3] == lead[row[0]]
            fit = [result.pair(row[0], code).fit for code in columns]
            assert [float(cell) for cell in row[4:]] == pytest.approx(fit, abs=1e-6)
        book = openpyxl.load_workbook(io.BytesIO(quick_dpe.get(links[1]).data))
        cells = [list(row) for row in book.active.iter_rows(values_only=True)]
        assert [[str(row[0]) for row in cells[1:]], cells[0][4:]] == [rows, columns]
        assert all(isinstance(cell, float) for row in cells[1:] for cell in row[4:])

    def test_the_auditor_reads_it_and_is_offered_no_change(self, sqlite_app):
        from tests.conftest import sign_in

        exercise_id = make_exercise()
        make_run(exercise_id)
        client = sign_in(sqlite_app, "auditor@example.test")
        assert client.get(f"/exercises/{exercise_id}/runs/1/matrix").status_code == 200
        page = client.get(f"/exercises/{exercise_id}/runs/1/pairs/{DANTEWADA}/SECL")
        assert not soup_of(page).select("main form[method=post]")

    def test_the_heading_says_what_the_picture_shows(self, quick_dpe):
        exercise_id = make_exercise()
        result = load_result(make_run(exercise_id))
        answer = quick_dpe.get(f"/exercises/{exercise_id}/runs/1/matrix")
        first = soup_of(answer).select_one("table.pairs tbody th").text
        contested = max(result.prices, key=lambda code: (result.prices[code], [-ord(c) for c in code]))
        assert f"{first} is served worst" in text_of(answer)
        assert f"{contested} is the most contested CPSE" in text_of(answer)

    def test_largest_matrix_stays_light(self, quick_dpe):
        exercise_id = make_exercise("nation")

        def all_of_them():
            exercise = load_exercise(exercise_id)
            choices = {cpse.id: CpseChoice(2) for cpse in list_all_cpses()}
            change_cpses(exercise=exercise, version=exercise.version, choices=choices)

        run_write(all_of_them)
        make_run(exercise_id)
        answer = quick_dpe.get(f"/exercises/{exercise_id}/runs/1/matrix")
        cells = len(re.findall("<td", answer.text))
        assert cells == 112 * len(list_all_cpses())
        # A matrix of 112 × 100 has 11,200 cells; beside them the page may hold a tenth as much.
        assert len(answer.data) / cells * 11_200 <= 500_000
