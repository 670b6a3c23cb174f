"""The swap of two leads: two pins with one reason, both or neither."""

import json

import pytest
from sqlalchemy import select

from csrmatch.audit.models import AuditEvent
from csrmatch.audit.queries import verify_log
from csrmatch.db import db, today
from csrmatch.mapping.arranging import find_swaps
from csrmatch.mapping.models import MappingRule, MappingRun
from csrmatch.mapping.queries import load_result
from tests.conftest import sign_in
from tests.mapping.exercises import load_rule, make_exercise, make_rule, make_run
from tests.mapping.test_views.pages import count, soup_of, text_of

REASON = "Both collectors asked for it."


def make_case():
    """A run, and two districts of different leads: the address of the swap, the cells, the leads."""
    exercise_id = make_exercise()
    run = make_run(exercise_id)
    plan = dict(run.summary["pairs"])
    first = next(iter(plan))
    second = next(lgd for lgd in plan if plan[lgd] != plan[first])
    address = f"/exercises/{exercise_id}/runs/1/pairs/{first}/{plan[second]}"
    return exercise_id, address, (first, plan[first]), (second, plan[second])


def pins() -> set[tuple[str, str]]:
    rules = db.session.scalars(select(MappingRule).where(MappingRule.lifted_at.is_(None))).unique()
    return {(str(rule.district.lgd), rule.cpse.code) for rule in rules if rule.kind == "pin"}


class TestSwapLeads:
    def test_two_leads_change_places_with_one_reason_and_the_next_run_holds_them(self, dpe):
        exercise_id, address, (first, lead), (second, other) = make_case()
        form = soup_of(dpe.get(address)).select_one(f"form[action='{address}/swap']")
        offered = {box["value"] for box in form.select("input[name=other]")}
        assert second in offered
        data = {box["name"]: box["value"] for box in form.select("input[type=hidden]")}
        answer = dpe.post(form["action"], data={**data, "other": second, "reason": REASON})
        assert answer.location == address
        assert pins() == {(first, other), (second, lead)}
        rules = db.session.scalars(select(MappingRule)).unique().all()
        assert {rule.reason for rule in rules} == {REASON}
        told = text_of(dpe.get(address))
        assert "the leads are swapped" in told
        assert "Rules were set after this run." in told
        dpe.post(f"/exercises/{exercise_id}/runs", data={})
        again = dict(db.session.get_one(MappingRun, 2).summary["pairs"])
        assert (again[first], again[second]) == (other, lead)

    def test_a_doubled_click_swaps_once(self, dpe):
        _exercise_id, address, _first, (second, _other) = make_case()
        data = {"other": second, "reason": REASON, "form_key": "one-swap-only"}
        answers = [dpe.post(f"{address}/swap", data=data) for _click in range(2)]
        assert {answer.location for answer in answers} == {address}
        assert count(MappingRule) == 2

    def test_the_log_tells_both_with_the_reason(self, dpe):
        _exercise_id, address, _first, (second, _other) = make_case()
        dpe.post(f"{address}/swap", data={"other": second, "reason": REASON})
        entries = list(db.session.scalars(select(AuditEvent).where(AuditEvent.object_type == "mapping_rule")))
        assert len(entries) == 2
        assert {entry.request_id for entry in entries} == {entries[0].request_id}
        assert all(entry.reason == REASON for entry in entries)
        assert all(json.loads(entry.changes)["reason"][1] == REASON for entry in entries)
        assert verify_log().sound

    def test_each_pin_can_be_lifted_alone(self, dpe):
        exercise_id, address, _first, (second, _other) = make_case()
        dpe.post(f"{address}/swap", data={"other": second, "reason": REASON})
        rule = db.session.scalars(select(MappingRule).order_by(MappingRule.id)).first()
        lift = {"version": rule.version, "reason": "Taken back."}
        assert dpe.post(f"/exercises/{exercise_id}/rules/{rule.id}/lift", data=lift).status_code == 302
        assert load_rule(rule.id).lifted_reason == "Taken back."
        assert len(pins()) == 1

    @pytest.mark.parametrize("blocked", ["first", "second"])
    def test_neither_is_pinned_where_a_rule_stands_in_the_way_of_one(self, dpe, blocked):
        exercise_id, address, (first, lead), (second, other) = make_case()
        pair = (first, other) if blocked == "first" else (second, lead)
        make_rule(exercise_id, "ban", int(pair[0]), pair[1])
        answer = dpe.post(f"{address}/swap", data={"other": second, "reason": REASON})
        assert answer.status_code == 422
        assert f"{pair[1]} is already banned" in text_of(answer)
        # What was typed is still there.
        assert soup_of(answer).select_one("textarea").text == REASON
        assert pins() == set()
        db.session.rollback()
        events = db.session.scalars(select(AuditEvent.object_type)).all()
        assert events.count("mapping_rule") == 1

    @pytest.mark.parametrize(
        "changes",
        [
            {"reason": ""},
            {"reason": "???"},
            {"reason": "x" * 501},
            {"other": ""},
            {"other": "999999"},
            {"expires_on": "2001-01-01"},
        ],
    )
    def test_what_cannot_be_swapped_is_refused(self, quick_dpe, changes):
        _exercise_id, address, _first, (second, _other) = make_case()
        data = {"other": second, "reason": REASON, "expires_on": today().isoformat(), **changes}
        answer = quick_dpe.post(f"{address}/swap", data=data)
        assert answer.status_code == 422
        assert soup_of(answer).select_one(".error-summary")
        assert count(MappingRule) == 0

    def test_a_district_that_the_cpse_does_not_lead_is_not_offered(self, quick_dpe):
        exercise_id, _address, (first, lead), _second = make_case()
        address = f"/exercises/{exercise_id}/runs/1/pairs/{first}/{lead}/swap"
        assert "nothing to swap with" in text_of(quick_dpe.get(address))
        assert not soup_of(quick_dpe.get(address)).select("main form")
        assert quick_dpe.post(address, data={"other": first, "reason": REASON}).status_code == 422
        assert count(MappingRule) == 0

    def test_its_page_and_the_panel_tell_what_each_exchange_changes(self, quick_dpe):
        exercise_id, address, (first, lead), (_second, other) = make_case()
        result = load_result(db.session.scalars(select(MappingRun)).one())
        swaps = find_swaps(result, first, other)
        for page in (quick_dpe.get(f"{address}/swap"), quick_dpe.get(address, headers={"X-Part": "1"})):
            told = text_of(page)
            assert f"and {lead} leads instead" in told
            for swap in swaps:
                assert f"together {swap.change:+.2f}".replace("-", "−") in told
        assert exercise_id

    def test_a_district_that_is_pinned_now_is_offered_no_swap(self, quick_dpe):
        exercise_id, address, (first, lead), _second = make_case()
        make_rule(exercise_id, "pin", int(first), lead)
        assert not soup_of(quick_dpe.get(address)).select(f"form[action='{address}/swap']")

    def test_only_who_may_change_exercises_may_swap(self, sqlite_app):
        _exercise_id, address, _first, (second, _other) = make_case()
        client = sign_in(sqlite_app, "auditor@example.test")
        answer = client.post(f"{address}/swap", data={"other": second, "reason": REASON})
        assert answer.status_code == 403
        assert count(MappingRule) == 0
