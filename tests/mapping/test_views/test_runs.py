"""Pages of runs: the plan, the clash, the files."""

import csv
import io
import re

import openpyxl
import pytest
from click.testing import CliRunner

from csrmatch.mapping.commands import map_command, verify_command
from csrmatch.mapping.models import MappingRun
from csrmatch.mapping.queries import list_exercise_cpses
from tests.conftest import sign_in
from tests.mapping.exercises import (
    BASTAR,
    DANTEWADA,
    load_exercise,
    make_exercise,
    make_rule,
    make_run,
    unzip,
)
from tests.mapping.test_views.pages import count, soup_of, text_of


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
