"""The page of one pair."""

import pytest

from csrmatch.db import db
from csrmatch.mapping.models import MappingRun
from csrmatch.mapping.queries import load_result
from csrmatch.optimiser import Problem, solve
from tests.mapping.exercises import DANTEWADA, make_exercise, make_run
from tests.mapping.test_views.pages import soup_of, text_of


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
        assert f"{-pair.cost:+.3f}".replace("-", "−") in page
        for move in pair.moves:
            assert f"{move.leaves} {move.before:.3f} {move.joins} {move.after:.3f}" in page

    def test_panel_is_the_same_without_the_frame_of_the_page(self, quick_dpe):
        exercise_id = make_exercise()
        make_run(exercise_id)
        address = f"/exercises/{exercise_id}/runs/1/pairs/{DANTEWADA}/NMDC"
        panel = quick_dpe.get(address, headers={"X-Part": "true"})
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
