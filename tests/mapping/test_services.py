"""The verbs of the mapping and what they write down."""

from datetime import date, timedelta

import numpy as np
import pytest
from sqlalchemy import select

from csrmatch.audit.models import AuditEvent
from csrmatch.db import db, now, run_write, today
from csrmatch.errors import Conflict, DomainError
from csrmatch.mapping.derivations import MoneyOrigin
from csrmatch.mapping.models import CpseChoice, ExerciseScope, MappingRule, RunOutcome
from csrmatch.mapping.queries import (
    gather_input,
    get_run_files,
    list_exercise_cpses,
    list_exercise_districts,
    list_rules,
    load_result,
)
from csrmatch.mapping.sample import build_sample
from csrmatch.mapping.services import (
    change_cpses,
    change_districts,
    change_exercise,
    change_weights,
    create_exercise,
    lift_rule,
)
from csrmatch.mapping.tables import DEFAULT_WEIGHTS
from csrmatch.registry.models import Cpse
from tests.mapping.exercises import (
    BASTAR,
    DANTEWADA,
    find_user,
    load_exercise,
    load_rule,
    make_exercise,
    make_rule,
    make_run,
)

EVEN = dict(zip(DEFAULT_WEIGHTS, (40, 10, 10, 10, 10, 10, 10), strict=True))


class TestCreateExercise:
    def test_nation_is_the_sample_of_the_nation(self, app):
        exercise = load_exercise(make_exercise("nation"))
        given = gather_input(exercise, today()).given
        sample = build_sample("nation")
        assert len(given.districts) == 112
        assert given == sample
        assert given.digest == sample.digest

    def test_state_takes_its_districts_and_the_cpses_with_a_place_or_spending_there(self, app):
        exercise = load_exercise(make_exercise("state"))
        districts = list_exercise_districts(exercise)
        assert len(districts) == 10
        assert {district.state.lgd for district in districts} == {22}
        members = list_exercise_cpses(exercise)
        spent = {
            member.cpse.code
            for member in members
            if any(row.state_id == exercise.state_id for row in member.cpse.spending)
        }
        placed = {
            member.cpse.code
            for member in members
            if any(row.state_id == exercise.state_id for row in member.cpse.places)
        }
        assert {member.cpse.code for member in members} == spent | placed
        assert {"NMDC", "SECL"} <= placed
        assert spent - placed

    def test_capacities_hold_every_district(self, app):
        for scope in ("nation", "state"):
            exercise = load_exercise(make_exercise(scope))
            members = list_exercise_cpses(exercise)
            assert sum(member.capacity for member in members) >= len(list_exercise_districts(exercise))
            assert min(member.capacity for member in members) >= 1

    def test_hand_picked_begins_empty(self, app):
        exercise = load_exercise(make_exercise("picked"))
        assert list_exercise_districts(exercise) == []
        assert list_exercise_cpses(exercise) == []

    def test_one_state_needs_that_state(self, sqlite_app):
        with pytest.raises(DomainError):
            run_write(
                lambda: create_exercise(
                    by=find_user(),
                    title_en="x",
                    title_hi=None,
                    financial_year="2026-27",
                    scope=ExerciseScope.STATE,
                )
            )


class TestChanges:
    def test_stale_version_is_refused_with_both_texts(self, app):
        exercise_id = make_exercise()
        version = load_exercise(exercise_id).version

        def save(weights):
            run_write(
                lambda: change_weights(exercise=load_exercise(exercise_id), version=version, weights=weights)
            )

        save(EVEN)
        mine = dict(zip(DEFAULT_WEIGHTS, (90, 5, 1, 1, 1, 1, 1), strict=True))
        with pytest.raises(Conflict) as refusal:
            save(mine)
        assert list(refusal.value.theirs.values()) == list(EVEN.values())
        assert list(refusal.value.mine.values()) == list(mine.values())
        assert refusal.value.version == load_exercise(exercise_id).version
        assert load_exercise(exercise_id).weights == EVEN

    @pytest.mark.parametrize(
        "weights",
        [{**EVEN, "nearness": 11}, {**EVEN, "nearness": -10, "money": 30}, {"nearness": 100}],
    )
    def test_weights_are_seven_and_sum_to_100(self, sqlite_app, weights):
        exercise = load_exercise(make_exercise())
        with pytest.raises(DomainError):
            change_weights(exercise=exercise, version=exercise.version, weights=weights)

    def test_every_part_raises_the_version_of_the_exercise(self, app):
        exercise_id = make_exercise()

        def versions():
            exercise = load_exercise(exercise_id)
            version = exercise.version
            districts = list_exercise_districts(exercise)
            yield version
            change_districts(exercise=exercise, version=version, districts=districts[:4])
            yield exercise.version
            choices = {member.cpse_id: CpseChoice(2) for member in list_exercise_cpses(exercise)}
            change_cpses(exercise=exercise, version=exercise.version, choices=choices)
            yield exercise.version
            change_exercise(
                exercise=exercise,
                version=exercise.version,
                title_en="Another",
                title_hi="",
                financial_year="2025-26",
            )
            yield exercise.version

        found = run_write(lambda: list(versions()))
        assert found == sorted(set(found))
        assert len(list_exercise_districts(load_exercise(exercise_id))) == 4

    def test_stated_money_goes_before_the_filings_and_unknown_stays_unknown(self, app):
        exercise_id = make_exercise()
        ids = dict(db.session.execute(select(Cpse.code, Cpse.id)).all())

        def change():
            exercise = load_exercise(exercise_id)
            choices = {
                ids["NMDC"]: CpseChoice(1),
                ids["SECL"]: CpseChoice(1, free_inr=0, note="Told on the phone."),
                ids["ALIMCO"]: CpseChoice(10),
            }
            change_cpses(exercise=exercise, version=exercise.version, choices=choices)

        run_write(change)
        gathered = gather_input(load_exercise(exercise_id), today())
        money = {row.code: row.free_inr for row in gathered.given.cpses}
        sample = {row.code: row.free_inr for row in build_sample("nation").cpses}
        assert money == {"NMDC": sample["NMDC"], "SECL": 0, "ALIMCO": None}
        assert {code: money.origin for code, money in gathered.money.items()} == {
            "NMDC": MoneyOrigin.FILED,
            "SECL": MoneyOrigin.STATED,
        }


class TestAddRule:
    def test_a_pair_cannot_be_pinned_and_banned(self, app):
        exercise_id = make_exercise()
        make_rule(exercise_id, "pin", DANTEWADA, "NMDC")
        with pytest.raises(DomainError, match="already pinned to NMDC"):
            make_rule(exercise_id, "ban", DANTEWADA, "NMDC")
        make_rule(exercise_id, "ban", DANTEWADA, "SAIL")

    def test_a_district_has_one_pin(self, app):
        exercise_id = make_exercise()
        make_rule(exercise_id, "pin", DANTEWADA, "NMDC")
        with pytest.raises(DomainError, match="already pinned to NMDC"):
            make_rule(exercise_id, "pin", DANTEWADA, "SAIL")
        assert len(list_rules(load_exercise(exercise_id))) == 1

    def test_a_rule_past_its_last_day_gives_way_and_stays_on_record(self, app):
        exercise_id = make_exercise()
        first = make_rule(exercise_id, "pin", DANTEWADA, "NMDC", expires_on=today())

        def turn_back():
            load_rule(first).expires_on = today() - timedelta(days=1)

        run_write(turn_back)
        assert gather_input(load_exercise(exercise_id), today()).given.rules == ()
        make_rule(exercise_id, "pin", DANTEWADA, "SAIL")
        assert len(list_rules(load_exercise(exercise_id))) == 2
        assert load_rule(first).lifted_at is not None
        (rule,) = gather_input(load_exercise(exercise_id), today()).given.rules
        assert (rule.lgd, rule.cpse) == (str(DANTEWADA), "SAIL")

    def test_a_last_day_in_the_past_is_refused(self, sqlite_app):
        exercise_id = make_exercise()
        with pytest.raises(DomainError):
            make_rule(exercise_id, "ban", DANTEWADA, "NMDC", expires_on=date(2020, 1, 1))

    def test_reason_stands_in_the_log(self, app):
        make_rule(make_exercise(), "ban", DANTEWADA, "NMDC", reason="They declined in writing.")
        entry = db.session.scalars(
            select(AuditEvent).where(AuditEvent.object_type == "mapping_rule").order_by(AuditEvent.id.desc())
        ).first()
        assert entry.action == "insert"
        assert entry.reason == "They declined in writing."

    def test_frozen_input_holds_no_persons_name(self, app):
        exercise_id = make_exercise()
        make_rule(exercise_id, "ban", DANTEWADA, "NMDC")
        content = get_run_files(make_run(exercise_id).id)[0]
        (rule,) = gather_input(load_exercise(exercise_id), today()).given.rules
        assert rule.author == f"dpe_staff:{find_user().id}"
        assert find_user().name.encode() not in content


class TestLiftRule:
    def test_record_stays_and_second_lifting_is_a_conflict(self, app):
        exercise_id = make_exercise()
        rule_id = make_rule(exercise_id, "ban", DANTEWADA, "NMDC")
        version = load_rule(rule_id).version

        def lift(reason):
            run_write(
                lambda: lift_rule(rule=load_rule(rule_id), by=find_user(), version=version, reason=reason)
            )

        with pytest.raises(Conflict):
            run_write(
                lambda: lift_rule(rule=load_rule(rule_id), by=find_user(), version=version + 1, reason="No.")
            )
        lift("They changed their mind.")
        with pytest.raises(Conflict):
            lift("Mine.")
        version = load_rule(rule_id).version
        with pytest.raises(Conflict):
            lift("Mine, though I saw that it is lifted.")
        stored = load_rule(rule_id)
        assert stored.lifted_reason == "They changed their mind."
        assert stored.lifted_by.id == find_user().id
        assert gather_input(load_exercise(exercise_id), today()).given.rules == ()
        assert db.session.scalars(select(MappingRule.id)).all() == [rule_id]


class TestRunExercise:
    def test_plan_is_the_best_that_scipy_finds(self, app):
        from scipy.optimize import linear_sum_assignment

        run = make_run(make_exercise("nation"))
        result = load_result(run)
        owner = np.repeat(
            np.arange(len(result.problem.cpses)),
            np.minimum(result.problem.capacity, len(result.problem.districts)),
        )
        expanded = result.problem.fit[:, owner]
        rows, columns = linear_sum_assignment(expanded, maximize=True)
        assert abs(expanded[rows, columns].sum() - run.summary["total"]) < 1e-9
        assert result.verdict.holds

    def test_numbers_count_up_within_an_exercise(self, app):
        first, second = make_exercise(), make_exercise(title="Another")
        assert [make_run(first).number, make_run(first).number, make_run(second).number] == [1, 2, 1]

    def test_equal_inputs_give_equal_bytes(self, app):
        exercise_id = make_exercise()
        runs = [make_run(exercise_id) for _ in range(2)]
        assert runs[0].result_digest == runs[1].result_digest
        assert get_run_files(runs[0].id) == get_run_files(runs[1].id)

    def test_pins_and_bans_are_kept(self, app):
        exercise_id = make_exercise()
        free = dict(make_run(exercise_id).summary["pairs"])
        banned = free[str(DANTEWADA)]
        other = next(code for code in ("SAIL", "NMDC", "SECL") if code != free[str(BASTAR)])
        make_rule(exercise_id, "ban", DANTEWADA, banned)
        make_rule(exercise_id, "pin", BASTAR, other)
        plan = dict(make_run(exercise_id).summary["pairs"])
        assert plan[str(DANTEWADA)] != banned
        assert plan[str(BASTAR)] == other

    def test_clash_is_an_outcome_that_is_kept(self, app):
        exercise_id = make_exercise()

        def starve():
            exercise = load_exercise(exercise_id)
            keep = list_exercise_cpses(exercise)[:2]
            change_cpses(
                exercise=exercise,
                version=exercise.version,
                choices={member.cpse_id: CpseChoice(2) for member in keep},
            )

        run_write(starve)
        run = make_run(exercise_id)
        assert run.outcome is RunOutcome.CLASH
        assert run.result_digest is None
        (problem,) = run.problems
        assert problem["capacity"] == 4
        assert len(problem["districts"]) == 5

    def test_empty_exercise_is_an_input_error(self, app):
        run = make_run(make_exercise("picked"))
        assert run.outcome is RunOutcome.INPUT_ERROR
        assert {problem["code"] for problem in run.problems} >= {"no_rows"}

    def test_rule_of_a_district_that_left_does_not_bind(self, app):
        exercise_id = make_exercise()
        make_rule(exercise_id, "pin", DANTEWADA, "NMDC")

        def leave():
            exercise = load_exercise(exercise_id)
            rest = [d for d in list_exercise_districts(exercise) if d.lgd != DANTEWADA]
            change_districts(exercise=exercise, version=exercise.version, districts=rest)

        run_write(leave)
        assert make_run(exercise_id).outcome is RunOutcome.SOLVED

    def test_log_holds_digests_not_the_files(self, app):
        make_run(make_exercise())
        entry = db.session.scalars(select(AuditEvent).where(AuditEvent.object_type == "mapping_run")).one()
        assert '"result_zip":[null,"sha256:' in entry.changes
        assert len(entry.changes) < 5_000
        assert entry.at <= now()
