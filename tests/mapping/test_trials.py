"""Trials: what follows without a rule or with more places, the cheapest way out, and carrying it out."""

import pytest
from sqlalchemy import func, select

from csrmatch.audit.models import AuditEvent
from csrmatch.db import db, run_write, today
from csrmatch.errors import Conflict, DomainError
from csrmatch.mapping.models import RuleKind
from csrmatch.mapping.queries import list_exercise_cpses
from csrmatch.mapping.queries.trials import (
    Change,
    Step,
    find_last_plan,
    find_way_out,
    load_footing,
    try_change,
)
from csrmatch.mapping.services.relaxing import relax_rules
from csrmatch.optimiser import check
from tests.mapping.exercises import (
    DANTEWADA,
    find_user,
    load_exercise,
    load_rule,
    make_rule,
    make_run,
)
from tests.mapping.test_rule_kinds import CODES, HERE, STEEL, make_small, set_rule


def make_pin_clash() -> tuple[int, list[int]]:
    """Three districts pinned to NMDC, which can lead two."""
    exercise_id = make_small()
    return exercise_id, [make_rule(exercise_id, "pin", lgd, "NMDC") for lgd in HERE]


def load(exercise_id: int):
    return load_footing(load_exercise(exercise_id), today())


CLASHES = {
    "pins": lambda number: [make_rule(number, "pin", lgd, "NMDC") for lgd in HERE],
    "bans": lambda number: [make_rule(number, "ban", DANTEWADA, code) for code in CODES],
    "minimum": lambda number: [
        set_rule(number, RuleKind.MINIMUM, cpse="SAIL", value=1),
        *(make_rule(number, "ban", lgd, "SAIL") for lgd in HERE),
    ],
    "one each": lambda number: [
        set_rule(number, RuleKind.ONE_EACH),
        make_rule(number, "pin", HERE[0], "NMDC"),
        make_rule(number, "pin", HERE[1], "NMDC"),
    ],
    "bounds": lambda number: [
        set_rule(number, RuleKind.GROUP_MAX, ministry=STEEL, state=True, value=0),
        make_rule(number, "pin", DANTEWADA, "NMDC"),
    ],
    "bound and minimum": lambda number: [
        set_rule(number, RuleKind.GROUP_MIN, ministry=STEEL, value=3),
        set_rule(number, RuleKind.MINIMUM, cpse="NTPC", value=1),
    ],
}


class TestSteps:
    @pytest.mark.parametrize("name", CLASHES)
    def test_each_step_of_a_clash_resolves_that_clash(self, sqlite_app, name):
        exercise_id = make_small()
        CLASHES[name](exercise_id)
        footing = load(exercise_id)
        trial = try_change(footing, Change(), with_plan=False)
        assert trial.conflicts
        for conflict in trial.conflicts:
            steps = footing.steps_of(conflict)
            assert steps
            for step in steps:
                after = try_change(footing, Change().plus([step]))
                assert conflict not in after.conflicts, step

    @pytest.mark.parametrize("name", CLASHES)
    def test_the_way_out_is_enough_and_each_of_its_steps_is_needed(self, sqlite_app, name):
        exercise_id = make_small()
        CLASHES[name](exercise_id)
        footing = load(exercise_id)
        trial = try_change(footing, Change())
        assert trial.plan is None
        way = find_way_out(footing, trial, Change())
        assert way is not None
        assert way.trial.plan is not None
        assert way.trial.problem is not None
        assert check(way.trial.problem, way.trial.plan) == []
        for step in way.steps:
            rest = [other for other in way.steps if other != step]
            assert try_change(footing, Change().plus(rest)).plan is None

    def test_capacity_is_named_where_pins_pass_it(self, sqlite_app):
        exercise_id, rules = make_pin_clash()
        footing = load(exercise_id)
        (conflict,) = try_change(footing, Change()).conflicts
        steps = footing.steps_of(conflict)
        assert {step.rule.id for step in steps if step.rule} == set(rules)
        assert steps[-1] == Step(None, "NMDC", 1)

    def test_rules_that_hold_together_have_no_clash_and_no_way_out(self, sqlite_app):
        exercise_id = make_small()
        make_rule(exercise_id, "pin", DANTEWADA, "NMDC")
        footing = load(exercise_id)
        trial = try_change(footing, Change())
        assert trial.plan is not None
        assert trial.conflicts == ()
        assert find_way_out(footing, trial, Change()) is None


class TestATrialStoresNothing:
    def test_no_entry_of_the_log_follows_from_it(self, app):
        exercise_id, rules = make_pin_clash()
        count = select(func.count()).select_from(AuditEvent)
        before = db.session.scalar(count)
        footing = load(exercise_id)
        trial = try_change(footing, Change(frozenset(rules[:1])))
        assert trial.plan is not None
        assert not db.session.dirty
        assert not db.session.new
        db.session.rollback()
        assert db.session.scalar(count) == before
        assert all(load_rule(number).lifted_at is None for number in rules)

    def test_it_equals_what_a_run_gives_afterwards(self, sqlite_app):
        exercise_id, rules = make_pin_clash()
        trial = try_change(load(exercise_id), Change(frozenset(rules[:1])))

        def carry_out() -> None:
            rule = load_rule(rules[0])
            relax_rules(
                exercise=load_exercise(exercise_id),
                by=find_user(),
                version=None,
                rules=[(rule, rule.version)],
                more={},
                reason="Two are enough.",
            )

        run_write(carry_out)
        make_run(exercise_id)
        last = find_last_plan(load_exercise(exercise_id))
        assert last is not None
        assert trial.plan is not None
        assert dict(trial.plan.pairs) == last.leads
        assert trial.plan.total == pytest.approx(last.total)


class TestRelaxRules:
    def test_rules_are_lifted_and_places_added_in_one_act_with_its_reason(self, app):
        exercise_id, rules = make_pin_clash()
        before = load_exercise(exercise_id).version

        def carry_out() -> None:
            exercise, rule = load_exercise(exercise_id), load_rule(rules[2])
            relax_rules(
                exercise=exercise,
                by=find_user(),
                version=exercise.version,
                rules=[(rule, rule.version)],
                more={"NTPC": 2},
                reason="Agreed.",
            )

        run_write(carry_out)
        assert load_rule(rules[2]).lifted_reason == "Agreed."
        members = {row.cpse.code: row.capacity for row in list_exercise_cpses(load_exercise(exercise_id))}
        assert members["NTPC"] == 4
        assert load_exercise(exercise_id).version > before

    def test_what_changed_since_it_was_seen_is_told(self, sqlite_app):
        exercise_id, rules = make_pin_clash()
        exercise = load_exercise(exercise_id)
        facts = {"exercise": exercise, "by": find_user(), "reason": "Agreed."}
        with pytest.raises(Conflict):
            relax_rules(version=None, rules=[(load_rule(rules[0]), 99)], more={}, **facts)
        for more in ({"NMDC": 1}, {"NOSUCH": 1}):
            with pytest.raises(Conflict):
                relax_rules(version=exercise.version + 1, rules=[], more=more, **facts)
        with pytest.raises(DomainError, match="Nothing was chosen"):
            relax_rules(version=exercise.version, rules=[], more={}, **facts)
