"""Pages of rules."""

from typing import ClassVar

import pytest
from sqlalchemy import select

from csrmatch.db import db
from csrmatch.mapping.models import MappingRule
from tests.mapping.exercises import DANTEWADA, load_rule, make_exercise, make_rule
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
