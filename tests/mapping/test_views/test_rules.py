"""Pages of rules."""

from typing import ClassVar

import pytest
from sqlalchemy import select

from csrmatch.db import db, today
from csrmatch.mapping.documents.archive import unpack
from csrmatch.mapping.models import MappingRule, RuleKind
from csrmatch.mapping.queries import get_run_files, load_result
from csrmatch.optimiser import check
from tests.form_filling import read_form
from tests.mapping.exercises import BASTAR, DANTEWADA, load_rule, make_exercise, make_rule, make_run
from tests.mapping.test_rule_kinds import make_small, set_rule
from tests.mapping.test_trials import make_pin_clash
from tests.mapping.test_views.pages import count, soup_of, text_of, version_of


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


class TestRulesOfEveryKind:
    SENT: ClassVar = {
        "ban_cpse": {"cpse": "SECL", "districts": [str(DANTEWADA), str(BASTAR)]},
        "minimum": {"cpse": "NMDC", "value": "1"},
        "budget": {"cpse": ""},
        "bound": {"direction": "group_max", "value": "2", "ministry": "Steel", "state": "22"},
        "one_each": {},
    }

    @pytest.mark.parametrize("act", SENT)
    def test_a_form_asks_only_what_its_kind_needs_and_sets_it(self, quick_dpe, act):
        exercise_id = make_exercise()
        page, action = f"/exercises/{exercise_id}/rules/new?kind={act}", f"/exercises/{exercise_id}/rules/new"
        form = read_form(quick_dpe, page, action)
        asked = set(form) - {"csrf_token", "form_key", "kind", "reason", "expires_on"}
        assert asked <= {*self.SENT[act], "cpse", "ministry"}
        for name, value in {**self.SENT[act], "reason": "Agreed."}.items():
            form.setlist(name, value if isinstance(value, list) else [value])
        assert quick_dpe.post(action, data=form).status_code == 302
        assert count(MappingRule) == len(self.SENT[act].get("districts", [""]))
        # A doubled click makes nothing more.
        assert quick_dpe.post(action, data=form).status_code == 302
        assert count(MappingRule) == len(self.SENT[act].get("districts", [""]))

    def test_a_district_can_be_kept_for_some(self, dpe):
        exercise_id = make_exercise()
        data = {"kind": "ban_district", "district": str(DANTEWADA), "cpses": ["NMDC", "SAIL"]}
        address = f"/exercises/{exercise_id}/rules/new"
        assert dpe.post(address, data={**data, "reason": "Mines."}).status_code == 302
        banned = {rule.cpse.code for rule in db.session.scalars(select(MappingRule))}
        assert len(banned) > 3
        assert not banned & {"NMDC", "SAIL"}

    def test_without_a_kind_the_page_asks_for_it(self, quick_dpe):
        exercise_id = make_exercise()
        soup = soup_of(quick_dpe.get(f"/exercises/{exercise_id}/rules/new"))
        assert len(soup.select("input[name=kind]")) == 8
        assert not soup.select("#rule-fields form")

    @pytest.mark.parametrize(
        "data",
        [
            {"kind": "minimum", "cpse": "NMDC", "value": "-1"},
            {"kind": "minimum", "cpse": "", "value": "1"},
            {"kind": "bound", "direction": "group_min", "value": "0", "ministry": "Steel"},
            {"kind": "bound", "direction": "pin", "value": "1", "ministry": "Steel"},
            {"kind": "bound", "direction": "group_max", "value": "1", "ministry": "Nowhere"},
            {"kind": "bound", "direction": "group_max", "value": "1", "state": "28", "ministry": "Steel"},
            {"kind": "bound", "direction": "group_max", "value": "1"},
            {"kind": "ban_cpse", "cpse": "NMDC", "districts": ["1"]},
            {"kind": "ban_district", "district": str(DANTEWADA), "cpses": []},
            {"kind": "budget", "cpse": "HAL"},
        ],
    )
    def test_what_was_not_offered_is_refused(self, quick_dpe, data):
        exercise_id = make_exercise()
        answer = quick_dpe.post(f"/exercises/{exercise_id}/rules/new", data={**data, "reason": "Agreed."})
        assert answer.status_code == 422
        assert soup_of(answer).select_one(".error-summary")
        assert count(MappingRule) == 0


class TestTheListOfRules:
    def test_it_filters_sorts_and_downloads(self, quick_dpe):
        exercise_id = make_exercise()
        make_rule(exercise_id, "ban", DANTEWADA, "SECL", reason="Too far.")
        make_rule(exercise_id, "pin", BASTAR, "NMDC", reason="Mines.", expires_on=today())
        address = f"/exercises/{exercise_id}/rules"
        for asked, found in (
            ("kind=ban", ["Too far."]),
            ("cpse=NMDC", ["Mines."]),
            (f"district={DANTEWADA}", ["Too far."]),
            ("state=22", ["Mines.", "Too far."]),
            ("standing=lifted", []),
            ("standing=in_force&sort=created&order=asc", ["Too far.", "Mines."]),
            ("kind=nonsense", ["Mines.", "Too far."]),
        ):
            rows = soup_of(quick_dpe.get(f"{address}?{asked}")).select("table.stacked tbody tr")
            assert [row.select("td")[0].text.strip() for row in rows] == found, asked
        assert "ends soon" in text_of(quick_dpe.get(address))
        lines = quick_dpe.get(f"{address}?download=csv&kind=pin").text.splitlines()
        assert len(lines) == 2
        assert "Mines." in lines[1]
        assert quick_dpe.get(f"{address}?download=xlsx").data.startswith(b"PK")

    def test_it_says_in_hindi_that_rules_clash_and_what_can_be_tried(self, quick_dpe):
        exercise_id, rules = make_pin_clash()
        quick_dpe.get("/language/hi")
        answer = quick_dpe.get(f"/exercises/{exercise_id}/rules")
        assert "नियम आपस में टकराते हैं" in text_of(answer)
        assert len(soup_of(answer).select(".clash .clash-part")) == len(rules) + 1


class TestARunUnderRulesOfEveryKind:
    def test_its_pages_and_files_know_minimums_bounds_and_budgets(self, quick_dpe):
        exercise_id = make_small()
        set_rule(exercise_id, RuleKind.MINIMUM, cpse="SECL", value=1)
        set_rule(exercise_id, RuleKind.GROUP_MAX, ministry="Steel", state=True, value=1)
        set_rule(exercise_id, RuleKind.BUDGET, cpse="NMDC")
        run = make_run(exercise_id)
        assert run.outcome == "solved"
        result = load_result(run)
        assert check(result.problem, result.plan) == []
        assert result.verdict.findings == ()
        lgd, code = run.summary["pairs"][0]
        base = f"/exercises/{exercise_id}/runs/{run.number}"
        for part in ("", "/matrix", f"/pairs/{lgd}/{code}", f"/pairs/{lgd}/NTPC", "/files/mapping.xlsx"):
            assert quick_dpe.get(base + part).status_code == 200, part
        assert "group_max" in unpack(get_run_files(run.id)[0])["rules.csv"].decode()


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
