"""Scenarios: copies of an exercise, their notes, and two runs compared."""

import csv
import io

from csrmatch.db import db, today
from csrmatch.mapping.models import Exercise, MappingRule
from csrmatch.mapping.queries import gather_input, list_rules, load_result
from tests.mapping.exercises import BASTAR, DANTEWADA, load_exercise, make_exercise, make_rule, make_run
from tests.mapping.test_views.pages import count, soup_of, text_of, version_of


def copy_of(client, exercise_id: int) -> int:
    answer = client.post(
        f"/exercises/{exercise_id}/copy", data={"title_en": "What if", "note": "Nearness counts less."}
    )
    assert answer.status_code == 302
    return int(answer.location.rsplit("/", 1)[1])


class TestNewScenario:
    def test_a_copy_asks_the_very_same(self, dpe):
        original = make_exercise()
        make_rule(original, "pin", BASTAR, "SAIL")
        make_rule(original, "ban", DANTEWADA, "SECL")
        scenario = copy_of(dpe, original)
        exercise = load_exercise(scenario)
        assert exercise.copied_from_id == original
        assert exercise.note == "Nearness counts less."
        asked = [gather_input(load_exercise(number), today()).given for number in (original, scenario)]
        assert asked[0].districts == asked[1].districts
        assert asked[0].cpses == asked[1].cpses
        assert asked[0].weights == asked[1].weights
        kinds = [
            sorted(
                (rule.kind, rule.district_id, rule.cpse_id, rule.reason)
                for rule in list_rules(load_exercise(number))
            )
            for number in (original, scenario)
        ]
        assert kinds[0] == kinds[1]
        assert make_run(original).summary["pairs"] == make_run(scenario).summary["pairs"]

    def test_lifted_rules_are_left_behind_and_the_original_stays(self, quick_dpe):
        original = make_exercise()
        rule_id = make_rule(original, "ban", DANTEWADA, "SECL")
        page = f"/exercises/{original}/rules/{rule_id}/lift"
        quick_dpe.post(page, data={"version": version_of(quick_dpe, page), "reason": "No longer."})
        scenario = copy_of(quick_dpe, original)
        assert list_rules(load_exercise(scenario)) == []
        assert db.session.get_one(MappingRule, rule_id).exercise_id == original

    def test_a_doubled_click_makes_one(self, quick_dpe):
        original = make_exercise()
        data = {"title_en": "Twice", "form_key": "one-scenario-please"}
        answers = [quick_dpe.post(f"/exercises/{original}/copy", data=data) for _ in range(2)]
        assert answers[0].location == answers[1].location
        assert count(Exercise) == 2

    def test_family_is_listed_with_each(self, quick_dpe):
        original = make_exercise()
        scenario = copy_of(quick_dpe, original)
        second = copy_of(quick_dpe, scenario)
        links = {
            link["href"]
            for link in soup_of(quick_dpe.get(f"/exercises/{second}")).select("[aria-labelledby=scenarios] a")
        }
        assert {f"/exercises/{original}", f"/exercises/{scenario}"} <= links
        stranger = make_exercise(title="Another")
        assert "What if" not in text_of(quick_dpe.get(f"/exercises/{stranger}"))


class TestEditNote:
    def test_note_is_changed_and_two_at_once_are_told(self, quick_dpe):
        exercise_id = make_exercise()
        page = f"/exercises/{exercise_id}/note"
        version = version_of(quick_dpe, page)
        assert quick_dpe.post(page, data={"version": version, "note": "First."}).status_code == 302
        late = quick_dpe.post(page, data={"version": version, "note": "Second."})
        assert late.status_code == 409
        assert "First." in late.text
        assert load_exercise(exercise_id).note == "First."


class TestListExerciseRuns:
    def test_all_runs_filter_and_download(self, quick_dpe):
        exercise_id = make_exercise()
        runs = [make_run(exercise_id) for _ in range(2)]
        address = f"/exercises/{exercise_id}/all-runs"
        rows = list(
            csv.DictReader(io.StringIO(quick_dpe.get(address + "?download=csv").text.lstrip("\ufeff")))
        )
        assert [row["Run"] for row in rows] == ["2", "1"]
        assert {row["Digest of the input"] for row in rows} == {runs[0].input_digest}
        assert len(soup_of(quick_dpe.get(address + "?outcome=solved")).select("tbody tr")) == 2
        assert not soup_of(quick_dpe.get(address + "?outcome=clash")).select("tbody tr")


class TestCompareRuns:
    def test_who_moved_gained_and_lost_is_what_a_plain_count_finds(self, dpe):
        original = make_exercise()
        before = make_run(original)
        scenario = copy_of(dpe, original)
        make_rule(scenario, "ban", DANTEWADA, dict(before.summary["pairs"])[str(DANTEWADA)])
        after = make_run(scenario)
        plans = []
        for run in (before, after):
            result = load_result(run)
            fits = result.plan.scores.round(6).tolist()
            plans.append({lgd: (code, fits[row]) for row, (lgd, code) in enumerate(result.plan.pairs)})
        address = f"/exercises/{scenario}/runs/1/compare?other={before.id}"
        rows = csv.DictReader(io.StringIO(dpe.get(address + "&download=csv").text.lstrip("\ufeff")))
        found = {row["LGD code"]: row for row in rows}
        assert len(found) == len(plans[0])
        for lgd, row in found.items():
            assert (row["Lead before"], row["Lead here"]) == (plans[0][lgd][0], plans[1][lgd][0])
            assert abs(float(row["Gained or lost"]) - (plans[1][lgd][1] - plans[0][lgd][1])) < 2e-6
        moved = sum(plans[0][lgd][0] != plans[1][lgd][0] for lgd in plans[0])
        page = dpe.get(address)
        assert f"{moved} district" in text_of(page)
        assert "Rule only here: ban: Dantewada" in text_of(page)
        shown = soup_of(dpe.get(address + "&show=moved")).select("td.change-cell")
        assert len(shown) == moved

    def test_a_run_that_there_is_not_is_not_found(self, quick_dpe):
        exercise_id = make_exercise()
        make_run(exercise_id)
        address = f"/exercises/{exercise_id}/runs/1/compare"
        assert "There is nothing to compare with yet" in text_of(quick_dpe.get(address))
        for number in ("2000000000", "9" * 20, "-1"):
            assert quick_dpe.get(f"{address}?other={number}").status_code == 404
        clash = make_run(make_exercise("picked"))
        assert quick_dpe.get(f"{address}?other={clash.id}").status_code == 404
