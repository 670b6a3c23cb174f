"""Rules of every kind: what is refused, and what the solver makes of each, judged by enumeration."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import select

from csrmatch.db import db, run_write, today
from csrmatch.errors import DomainError
from csrmatch.mapping.encoding import encode
from csrmatch.mapping.models import ExerciseCpse, ExerciseDistrict, MappingRule, RuleKind
from csrmatch.mapping.queries import gather_input, list_exercise_cpses, list_exercise_districts
from csrmatch.mapping.services.rules import add_bans, add_rule
from csrmatch.mapping.tables import MappingInput, NeedRow
from csrmatch.mapping.wording.rules import describe_rule, ends_soon, standing_of, title_of
from csrmatch.optimiser import Infeasible, check, solve
from csrmatch.places.models import State
from csrmatch.registry.models import Cpse
from tests.mapping.exercises import CHHATTISGARH, find_user, load_exercise, load_rule, make_exercise

HERE = (374, 376, 636)
CODES = ("NMDC", "NTPC", "SAIL", "SECL")
STEEL = "Steel"


def make_small(capacity: int = 2) -> int:
    """Three districts of Chhattisgarh and four CPSEs, each with the same capacity."""
    exercise_id = make_exercise()

    def keep() -> None:
        exercise = load_exercise(exercise_id)
        for district in list_exercise_districts(exercise):
            if district.lgd not in HERE:
                db.session.delete(db.session.get_one(ExerciseDistrict, (exercise_id, district.id)))
        for member in list_exercise_cpses(exercise):
            if member.cpse.code in CODES:
                member.capacity = capacity
            else:
                db.session.delete(db.session.get_one(ExerciseCpse, (exercise_id, member.cpse_id)))

    run_write(keep)
    return exercise_id


def find_cpse(code: str) -> Cpse:
    return db.session.scalars(select(Cpse).where(Cpse.code == code)).one()


def find_state() -> State:
    return db.session.scalars(select(State).where(State.lgd == CHHATTISGARH)).one()


def set_rule(exercise_id: int, kind: RuleKind, *, cpse: str | None = None, **facts: object) -> int:
    """A rule that is not of a pair; `state=True` narrows it to Chhattisgarh. Gives its id."""

    def make() -> int:
        given = {"reason": "Agreed in Raipur.", **facts}
        if given.pop("state", False):
            given["state"] = find_state()
        return add_rule(
            exercise=load_exercise(exercise_id),
            by=find_user(),
            kind=kind,
            cpse=find_cpse(cpse) if cpse else None,
            **given,
        ).id

    return run_write(make)


def state_input(exercise_id: int) -> MappingInput:
    return gather_input(load_exercise(exercise_id), today()).given


def plans_of(given: MappingInput):
    """Every way to give each district a CPSE, as CPSEs by district."""
    lgds, codes = [row.lgd for row in given.districts], [row.code for row in given.cpses]
    for chosen in product(codes, repeat=len(lgds)):
        yield dict(zip(lgds, chosen, strict=True))


def best_of(given: MappingInput, allowed) -> float | None:
    """The greatest total of the plans that keep the capacities as stated and what `allowed` says."""
    encoded = encode(given)
    problem = encoded.problem
    best = None
    for plan in plans_of(given):
        loads = {code: list(plan.values()).count(code) for code in problem.cpses}
        if any(loads[code] > 2 for code in loads) or not allowed(plan, loads):
            continue
        total = sum(problem.fit[problem.row[lgd], problem.column[code]] for lgd, code in plan.items())
        best = total if best is None else max(best, total)
    return best


def solve_and_check(given: MappingInput):
    problem = encode(given).problem
    plan = solve(problem)
    assert check(problem, plan) == []
    return plan


class TestWhatTheSolverMakesOfEachKind:
    """The referee knows the words of the rule, not the arrays: it enumerates all 64 plans."""

    def test_a_minimum_is_kept(self, sqlite_app):
        exercise_id = make_small()
        loose = solve_and_check(state_input(exercise_id))
        least_led = min(CODES, key=lambda code: [c for _, c in loose.pairs].count(code))
        set_rule(exercise_id, RuleKind.MINIMUM, cpse=least_led, value=2)
        given = state_input(exercise_id)
        plan = solve_and_check(given)
        assert [code for _, code in plan.pairs].count(least_led) == 2
        referee = best_of(given, lambda _plan, loads: loads[least_led] >= 2)
        assert plan.total == pytest.approx(referee)

    @pytest.mark.parametrize("kind", [RuleKind.GROUP_MIN, RuleKind.GROUP_MAX])
    def test_a_bound_of_a_ministry_in_a_state_is_kept(self, sqlite_app, kind):
        exercise_id = make_small()
        group = {row.code for row in state_input(exercise_id).cpses if row.ministry == STEEL}
        assert {"NMDC", "SAIL"} <= group
        value = 3 if kind is RuleKind.GROUP_MIN else 0
        set_rule(exercise_id, kind, ministry=STEEL, state=True, value=value)
        given = state_input(exercise_id)
        plan = solve_and_check(given)
        led = sum(code in group for _, code in plan.pairs)
        assert led == value

        def kept(_plan, loads):
            count = sum(loads[code] for code in group)
            return count >= value if kind is RuleKind.GROUP_MIN else count <= value

        assert plan.total == pytest.approx(best_of(given, kept))

    def test_a_bound_of_a_cpse_in_a_state_is_kept(self, sqlite_app):
        exercise_id = make_small()
        set_rule(exercise_id, RuleKind.GROUP_MAX, cpse="NMDC", state=True, value=0)
        given = state_input(exercise_id)
        plan = solve_and_check(given)
        assert "NMDC" not in [code for _, code in plan.pairs]
        assert plan.total == pytest.approx(best_of(given, lambda _plan, loads: loads["NMDC"] == 0))

    @pytest.mark.parametrize("named", [None, "NMDC"])
    def test_a_budget_is_kept(self, sqlite_app, named):
        exercise_id = make_small()
        set_rule(exercise_id, RuleKind.BUDGET, cpse=named)
        given = state_input(exercise_id)
        free = {row.code: row.free_inr for row in given.cpses}
        assert free["NMDC"]
        # Each district asks all that one of them has, so that this one can lead a single district at most.
        ask = free["NMDC"] if named else min(inr for inr in free.values() if inr)
        needs = [NeedRow(row.lgd, "HN", "Wards", ask_inr=ask) for row in given.districts]
        given = replace(given, needs=tuple(needs))
        plan = solve_and_check(given)
        held = [named] if named else [code for code, inr in free.items() if inr is not None]

        def kept(_plan, loads):
            return all(loads[code] * ask <= free[code] for code in held)

        assert kept(None, {code: [c for _, c in plan.pairs].count(code) for code in CODES})
        assert plan.total == pytest.approx(best_of(given, kept))

    @pytest.mark.parametrize("left", [4, 2])
    def test_everyone_leads_one_before_anyone_leads_two(self, sqlite_app, left):
        """With fewer districts than CPSEs nobody leads two; with more CPSEs banned out, all of them lead."""
        exercise_id = make_small()

        def drop() -> None:
            for code in CODES[left:]:
                member = db.session.get_one(ExerciseCpse, (exercise_id, find_cpse(code).id))
                db.session.delete(member)

        run_write(drop)
        set_rule(exercise_id, RuleKind.ONE_EACH)
        given = state_input(exercise_id)
        plan = solve_and_check(given)

        def kept(_plan, loads):
            return max(loads.values()) < 2 or min(loads.values()) >= 1

        assert kept(None, {code: [c for _, c in plan.pairs].count(code) for code in CODES[:left]})
        assert plan.total == pytest.approx(best_of(given, kept))

    def test_rules_of_those_who_take_no_part_bind_nobody(self, sqlite_app):
        exercise_id = make_small()
        set_rule(exercise_id, RuleKind.MINIMUM, cpse="SECL", value=1)

        def drop() -> None:
            db.session.delete(db.session.get_one(ExerciseCpse, (exercise_id, find_cpse("SECL").id)))

        run_write(drop)
        given = state_input(exercise_id)
        assert all(row.minimum is None for row in given.cpses)
        solve_and_check(given)


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("kind", "facts", "words"),
        [
            (RuleKind.MINIMUM, {"cpse": "NMDC", "value": 3}, "above the capacity 2 of NMDC"),
            (RuleKind.MINIMUM, {"cpse": "NMDC", "value": 0}, "at least 1"),
            (RuleKind.MINIMUM, {"cpse": "BPCL", "value": 1}, "takes part"),
            (RuleKind.GROUP_MIN, {"ministry": STEEL, "value": 4}, "Only 3 districts"),
            (RuleKind.GROUP_MIN, {"ministry": STEEL, "state": True, "value": 4}, "of Chhattisgarh"),
            (RuleKind.GROUP_MIN, {"ministry": STEEL, "value": 0}, "at least 1"),
            (RuleKind.GROUP_MAX, {"cpse": "NMDC", "value": 1}, "Name the state too"),
            (RuleKind.GROUP_MAX, {"value": 1}, "either one CPSE or one ministry"),
            (RuleKind.GROUP_MAX, {"ministry": "Space", "value": 1}, "Nobody"),
            (RuleKind.BUDGET, {"cpse": "BPCL"}, "takes part"),
            (RuleKind.ONE_EACH, {"expires_on": today() - timedelta(days=1)}, "past"),
        ],
    )
    def test_a_rule_that_no_plan_could_keep_is_refused_in_words(self, sqlite_app, kind, facts, words):
        exercise_id = make_small()
        with pytest.raises(DomainError, match=words):
            set_rule(exercise_id, kind, **facts)
        assert db.session.scalars(select(MappingRule)).all() == []

    @pytest.mark.parametrize(
        ("kind", "facts"),
        [
            (RuleKind.MINIMUM, {"cpse": "NMDC", "value": 1}),
            (RuleKind.BUDGET, {}),
            (RuleKind.ONE_EACH, {}),
            (RuleKind.GROUP_MAX, {"ministry": STEEL, "value": 2}),
            (RuleKind.GROUP_MIN, {"cpse": "NMDC", "state": True, "value": 1}),
        ],
    )
    def test_the_same_rule_twice_is_refused(self, app, kind, facts):
        exercise_id = make_small()
        set_rule(exercise_id, kind, **facts)
        with pytest.raises(DomainError, match="Lift that rule first"):
            set_rule(exercise_id, kind, **facts)

    def test_bounds_that_cross_are_refused(self, sqlite_app):
        exercise_id = make_small()
        set_rule(exercise_id, RuleKind.GROUP_MAX, ministry=STEEL, value=1)
        with pytest.raises(DomainError, match="At least 2 and at most 1"):
            set_rule(exercise_id, RuleKind.GROUP_MIN, ministry=STEEL, value=2)
        set_rule(exercise_id, RuleKind.GROUP_MIN, ministry=STEEL, value=1)

    def test_minimums_that_ask_for_more_districts_than_there_are_are_refused(self, sqlite_app):
        exercise_id = make_small()
        set_rule(exercise_id, RuleKind.MINIMUM, cpse="NMDC", value=2)
        with pytest.raises(DomainError, match="ask for 4 districts, but only 3"):
            set_rule(exercise_id, RuleKind.MINIMUM, cpse="SAIL", value=2)

    def test_a_budget_of_one_beside_that_of_all_is_refused(self, sqlite_app):
        exercise_id = make_small()
        set_rule(exercise_id, RuleKind.BUDGET)
        with pytest.raises(DomainError, match="A budget of all CPSEs"):
            set_rule(exercise_id, RuleKind.BUDGET, cpse="NMDC")


class TestAddBans:
    def test_each_pair_gets_a_rule_and_those_banned_already_stay(self, app):
        exercise_id = make_small()

        def ban(codes) -> int:
            exercise = load_exercise(exercise_id)
            district = list_exercise_districts(exercise)[0]
            pairs = [(district, find_cpse(code)) for code in codes]
            return len(add_bans(exercise=exercise, by=find_user(), pairs=pairs, reason="Too far."))

        assert run_write(lambda: ban(["NMDC", "SAIL"])) == 2
        assert run_write(lambda: ban(["NMDC", "SAIL", "NTPC"])) == 1
        with pytest.raises(DomainError, match="banned already"):
            run_write(lambda: ban(["NMDC"]))
        given = state_input(exercise_id)
        assert len(given.rules) == 3
        run_write(lambda: ban(["SECL"]))
        problem = encode(state_input(exercise_id)).problem
        with pytest.raises(Infeasible):
            solve(problem)


class TestWords:
    def test_every_kind_says_whom_it_speaks_of(self, sqlite_app):
        exercise_id = make_small()
        facts = {
            RuleKind.MINIMUM: {"cpse": "NMDC", "value": 1},
            RuleKind.BUDGET: {},
            RuleKind.GROUP_MAX: {"ministry": STEEL, "value": 2},
            RuleKind.GROUP_MIN: {"cpse": "SAIL", "state": True, "value": 1},
            RuleKind.ONE_EACH: {},
        }
        said = [
            title_of(load_rule(set_rule(exercise_id, kind, **given)), {}) for kind, given in facts.items()
        ]
        assert said == [
            "minimum: NMDC leads at least 1 district",
            "budget: what the districts of each CPSE ask stays within its free money",
            "bound from above: the CPSEs of Steel lead at most 2 districts",
            "bound from below: at least 1 district of Chhattisgarh with SAIL",
            "everyone one first: no CPSE leads two districts while one that could lead leads none",
        ]

    def test_how_a_rule_stands_follows_from_the_day(self, sqlite_app):
        exercise_id = make_small()
        rule = load_rule(set_rule(exercise_id, RuleKind.ONE_EACH, expires_on=today() + timedelta(days=14)))
        assert standing_of(rule, today()) == "in_force"
        assert ends_soon(rule, today())
        assert not ends_soon(rule, today() - timedelta(days=1))
        assert standing_of(rule, today() + timedelta(days=15)) == "ended"
        assert "two districts" in describe_rule(rule, {})
