"""The page that tries what follows without a rule, and the act that carries it out."""

from csrmatch.db import db
from csrmatch.mapping.models import MappingRule
from tests.conftest import sign_in
from tests.form_filling import read_form
from tests.mapping.exercises import DANTEWADA, load_rule, make_exercise, make_rule, make_run
from tests.mapping.test_rule_kinds import HERE, make_small
from tests.mapping.test_trials import make_pin_clash
from tests.mapping.test_views.pages import count, soup_of, text_of


def trial_of(exercise_id: int, *rules: int, more: str = "") -> str:
    asked = "&".join([*(f"without={number}" for number in rules), *([f"more={more}"] if more else [])])
    return f"/exercises/{exercise_id}/rules/trial?{asked}"


class TestTryRules:
    def test_it_says_what_plan_would_follow_and_what_would_move(self, quick_dpe):
        exercise_id = make_small()
        pin = make_rule(exercise_id, "pin", DANTEWADA, "SECL")
        run = make_run(exercise_id)
        make_rule(exercise_id, "ban", HERE[0], dict(run.summary["pairs"])[str(HERE[0])])
        page = text_of(quick_dpe.get(trial_of(exercise_id, pin)))
        assert "There would be a plan" in page
        assert "against run 1" in page
        assert "pin: Dantewada – SECL" in page

    def test_it_says_that_a_clash_remains_and_offers_more(self, quick_dpe):
        exercise_id, rules = make_pin_clash()
        bans = [make_rule(exercise_id, "ban", HERE[0], code) for code in ("NTPC", "SAIL", "SECL")]
        answer = quick_dpe.get(trial_of(exercise_id, rules[0], bans[0]))
        assert "There would be a plan" in text_of(answer)
        answer = quick_dpe.get(trial_of(exercise_id))
        assert "The rules would still clash" in text_of(answer)
        links = [link["href"] for link in soup_of(answer).select(".clash-acts a.btn")]
        assert any(link.endswith(f"without={rules[1]}") for link in links)
        assert any("more=NMDC:1" in link or "more=NMDC%3A1" in link for link in links)

    def test_nonsense_in_the_address_means_nothing_and_a_foreign_rule_is_not_found(self, quick_dpe):
        exercise_id, _rules = make_pin_clash()
        foreign = make_rule(make_exercise(), "ban", DANTEWADA, "NMDC")
        for asked in ("without=x", "more=NMDC", "more=NMDC:-1", "more=NOSUCH:4", "more=NMDC:9999999999"):
            answer = quick_dpe.get(f"/exercises/{exercise_id}/rules/trial?{asked}")
            assert answer.status_code == 200, asked
            assert "Nothing is changed" in text_of(answer)
        for number in (foreign, 2_000_000_000, 99_999_999_999):
            assert quick_dpe.get(trial_of(exercise_id, number)).status_code == 404

    def test_whoever_may_not_edit_sees_the_trial_without_the_act(self, sqlite_app):
        exercise_id, rules = make_pin_clash()
        reader = sign_in(sqlite_app, "auditor@example.test")
        answer = reader.get(trial_of(exercise_id, rules[0]))
        assert answer.status_code == 200
        assert not soup_of(answer).select("main form[method=post]")
        assert reader.post(f"/exercises/{exercise_id}/rules/relax").status_code == 403


class TestRelaxRules:
    def test_what_was_tried_is_carried_out_once_however_often_it_is_sent(self, dpe):
        exercise_id, rules = make_pin_clash()
        address = f"/exercises/{exercise_id}/rules/relax"
        form = read_form(dpe, trial_of(exercise_id, rules[0], more="NMDC:1"), address)
        assert dpe.post(address, data=form).status_code == 422
        form["reason"] = "Two are enough."
        first, second = dpe.post(address, data=form), dpe.post(address, data=form)
        assert first.status_code == second.status_code == 302
        assert load_rule(rules[0]).lifted_reason == "Two are enough."
        page = text_of(dpe.get(f"/exercises/{exercise_id}/rules"))
        assert "NMDC 3" in page
        assert "These rules and capacities can hold together" in page

    def test_a_rule_lifted_meanwhile_is_told(self, quick_dpe):
        exercise_id, rules = make_pin_clash()
        address = f"/exercises/{exercise_id}/rules/relax"
        form = read_form(quick_dpe, trial_of(exercise_id, rules[0]), address)
        lift = f"/exercises/{exercise_id}/rules/{rules[0]}/lift"
        lifted = read_form(quick_dpe, lift)
        lifted["reason"] = "By somebody else."
        assert quick_dpe.post(lift, data=lifted).status_code == 302
        form["reason"] = "Mine."
        assert quick_dpe.post(address, data=form).status_code == 409
        assert load_rule(rules[0]).lifted_reason == "By somebody else."

    def test_forged_fields_lift_no_rule_of_another_exercise(self, quick_dpe):
        exercise_id, rules = make_pin_clash()
        foreign = make_rule(make_exercise(), "ban", DANTEWADA, "NMDC")
        address = f"/exercises/{exercise_id}/rules/relax"
        form = read_form(quick_dpe, trial_of(exercise_id, rules[0]), address)
        form["reason"] = "Forged."
        for forged in (f"{foreign}:1", "x:1", f"{rules[0]}", "99999999999:1", f"{rules[0]}:x"):
            form["rules"] = forged
            assert quick_dpe.post(address, data=form).status_code == 404, forged
        db.session.rollback()
        assert load_rule(foreign).lifted_at is None
        assert count(MappingRule) == 4
