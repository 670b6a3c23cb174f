"""What would follow if rules were lifted or capacities raised: solved and told, never stored."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from time import monotonic

from sqlalchemy import select

from csrmatch.db import db
from csrmatch.mapping.encoding import encode
from csrmatch.mapping.models import Exercise, MappingRule, MappingRun, RuleKind, RunOutcome
from csrmatch.mapping.queries.inputs import gather_input
from csrmatch.mapping.queries.inputs.rules import (
    list_rules_in_force,
    scope_of,
    takes_part,
    with_capacities,
    with_rules,
)
from csrmatch.mapping.tables import MappingInput
from csrmatch.optimiser import (
    Conflict,
    Infeasible,
    Lift,
    OutOfTime,
    Plan,
    Problem,
    ProblemError,
    cheapest_relaxation,
    find_conflicts,
    solve,
)

__all__ = [
    "TRIAL_SECONDS",
    "Change",
    "Footing",
    "LastPlan",
    "Step",
    "Trial",
    "WayOut",
    "find_last_plan",
    "find_way_out",
    "load_footing",
    "try_change",
]

# A trial answers while a person waits; the plan it finds may then be not proven best, and what it does not
# find out in time it does not claim.
TRIAL_SECONDS = 0.8
_MOST_ROUNDS = 4


@dataclass(frozen=True)
class Step:
    """One thing to change: a rule to lift or, without one, so many more places at a CPSE."""

    rule: MappingRule | None = None
    code: str = ""
    by: int = 0


@dataclass(frozen=True)
class Change:
    """What is tried: without these rules, by number, and with so many more places at these CPSEs."""

    without: frozenset[int] = frozenset()
    more: Mapping[str, int] = field(default_factory=dict)

    def plus(self, steps: Iterable[Step]) -> "Change":
        """The change with further steps."""
        without, more = set(self.without), dict(self.more)
        for step in steps:
            if step.rule is not None:
                without.add(step.rule.id)
            else:
                more[step.code] = more.get(step.code, 0) + step.by
        return Change(frozenset(without), more)

    def __bool__(self) -> bool:
        """Whether anything is changed."""
        return bool(self.without or self.more)


@dataclass(frozen=True, eq=False)
class Footing:
    """An exercise as it stands: its input without any rule, and the rules that bind."""

    given: MappingInput
    rules: tuple[MappingRule, ...]

    def steps_of(self, conflict: Conflict) -> list[Step]:
        """The steps of which each resolves this conflict: its rules, then places where capacity is short."""
        steps = [*self._pair_steps("pin", conflict.pins), *self._pair_steps("ban", conflict.bans)]
        for code, least in conflict.minimums:
            steps += self._minimum_steps(code, least)
        for code, _inr in conflict.budgets:
            steps += self._steps(rule for rule in self.rules if _holds_budget(rule, code))
        for name, _bound, kind in conflict.groups:
            wanted = RuleKind.GROUP_MIN if kind == "at_least" else RuleKind.GROUP_MAX
            steps += self._steps(
                rule for rule in self.rules if rule.kind is wanted and scope_of(rule) == name
            )
        return [*dict.fromkeys(steps), *self._capacity_steps(conflict)]

    def steps_of_lifts(self, lifts: Iterable[Lift]) -> list[Step]:
        """The steps that together lift at least what these lifts do."""
        steps: list[Step] = []
        for lift in lifts:
            if lift.kind in ("pin", "ban"):
                steps += self._pair_steps(lift.kind, [(str(lift.district), lift.cpse)])
            elif lift.kind == "minimum":
                steps += self._minimum_steps(lift.cpse, None)
            elif lift.kind == "budget":
                steps += self._steps(rule for rule in self.rules if _holds_budget(rule, lift.cpse))
            elif lift.kind == "capacity":
                steps += self._place_steps(lift.cpse, lift.by)
            else:
                wanted = RuleKind.GROUP_MIN if lift.kind == "at_least" else RuleKind.GROUP_MAX
                steps += self._steps(
                    rule for rule in self.rules if rule.kind is wanted and scope_of(rule) == lift.group
                )
        return list(dict.fromkeys(steps))

    @staticmethod
    def _steps(rules: Iterable[MappingRule]) -> list[Step]:
        return [Step(rule) for rule in rules]

    def _pair_steps(self, kind: str, pairs: Iterable[tuple[str, str]]) -> list[Step]:
        wanted = set(pairs)
        return self._steps(
            rule
            for rule in self.rules
            if rule.kind == kind
            and rule.pair is not None
            and (str(rule.pair[0].lgd), rule.pair[1].code) in wanted
        )

    def _minimum_steps(self, code: str, least: int | None) -> list[Step]:
        """The minimum of the CPSE, and what holds for everyone where that asks as much by itself."""
        own = [
            rule
            for rule in self.rules
            if rule.kind is RuleKind.MINIMUM and rule.cpse is not None and rule.cpse.code == code
        ]
        shared = self._one_each() if not own or least == 1 else []
        return self._steps([*own, *shared])

    def _one_each(self) -> list[MappingRule]:
        return [rule for rule in self.rules if rule.kind is RuleKind.ONE_EACH]

    def _capacity_steps(self, conflict: Conflict) -> list[Step]:
        """One more place at each CPSE of the conflict; for minimums what they ask above the capacity."""
        if conflict.minimums and (conflict.districts or conflict.pins or conflict.bans):
            return []
        steps: list[Step] = []
        for code in conflict.cpses:
            least = dict(conflict.minimums).get(code)
            steps += self._place_steps(code, 1 if least is None else max(1, least - conflict.capacity))
        return list(dict.fromkeys(steps))

    def _place_steps(self, code: str, by: int) -> list[Step]:
        """More places at a CPSE; where "everyone one" cuts its capacity, that rule is what is in the way."""
        stated = {row.code: row.capacity for row in self.given.cpses}
        held = {row.code: row.capacity for row in with_rules(self.given, self.rules).cpses}
        if held.get(code, 0) < stated.get(code, 0):
            return self._steps(self._one_each())
        return [Step(None, code, by)]


def _holds_budget(rule: MappingRule, code: str) -> bool:
    return rule.kind is RuleKind.BUDGET and (rule.cpse is None or rule.cpse.code == code)


@dataclass(frozen=True, eq=False)
class Trial:
    """What follows from a change: a plan, or what still clashes; neither where the time did not suffice.

    `is_clashing` where no plan can keep the rules; `conflicts` is then empty if the time did not suffice to
    find which of them clash.
    """

    given: MappingInput
    problem: Problem | None
    conflicts: tuple[Conflict, ...] = ()
    plan: Plan | None = None
    is_decided: bool = True
    is_clashing: bool = False


@dataclass(frozen=True, eq=False)
class WayOut:
    """Steps after which the rules can hold together, and the plan that follows.

    `is_fewest` unless the time did not suffice to prove that no fewer are enough.
    """

    steps: tuple[Step, ...]
    change: Change
    trial: Trial
    is_fewest: bool = True


@dataclass(frozen=True)
class LastPlan:
    """The newest plan of an exercise: its run, total, lowest fit, and the CPSE of each LGD code."""

    number: int
    total: float
    worst: float
    leads: Mapping[str, str]


def find_last_plan(exercise: Exercise) -> LastPlan | None:
    """The plan of the newest run that gave one."""
    query = select(MappingRun.number, MappingRun.summary).where(
        MappingRun.exercise_id == exercise.id, MappingRun.outcome == RunOutcome.SOLVED
    )
    found = db.session.execute(query.order_by(MappingRun.number.desc()).limit(1)).one_or_none()
    if found is None:
        return None
    number, summary = found
    leads = {str(lgd): str(code) for lgd, code in summary["pairs"]}
    return LastPlan(number, float(summary["total"]), float(summary["worst"]), leads)


def load_footing(exercise: Exercise, day: date) -> Footing:
    """What trials of this exercise start from."""
    given = gather_input(exercise, day, rules=()).given
    rules = list_rules_in_force(exercise, day)
    return Footing(given, tuple(rule for rule in rules if takes_part(rule, given)))


def try_change(footing: Footing, change: Change, *, with_plan: bool = True) -> Trial:
    """Whether the rules can hold together after a change and, `with_plan`, the best plan that follows."""
    given = with_rules(
        with_capacities(footing.given, change.more),
        [rule for rule in footing.rules if rule.id not in change.without],
    )
    problem = None
    try:
        problem = encode(given).problem
        if with_plan:
            return Trial(given, problem, plan=solve(problem, time_limit=TRIAL_SECONDS))
        conflicts = find_conflicts(problem, time_limit=TRIAL_SECONDS)
        return Trial(given, problem, tuple(conflicts), is_clashing=bool(conflicts))
    except Infeasible as clash:
        return Trial(given, problem, tuple(clash.conflicts), is_clashing=True)
    except OutOfTime as over:
        is_clashing = over.code == "no_clash_in_time"
        return Trial(given, problem, is_clashing=is_clashing, is_decided=is_clashing)
    except ProblemError:
        return Trial(given, problem, is_decided=False)


def find_way_out(footing: Footing, trial: Trial, change: Change) -> WayOut | None:
    """The cheapest way out of the clash of a trial; None where there is none to tell, or none in time.

    The optimiser lowers a minimum or widens a bound as little as it must; here the whole rule is lifted, and
    where another rule asks the same, what is then still in the way follows.
    """
    steps: list[Step] = []
    is_fewest, deadline = True, monotonic() + TRIAL_SECONDS
    for _again in range(_MOST_ROUNDS):
        if trial.problem is None or not trial.is_clashing:
            break
        try:
            found = cheapest_relaxation(trial.problem, time_limit=max(deadline - monotonic(), 0.0))
        except (OutOfTime, ProblemError):
            return None
        is_fewest = is_fewest and all(way.is_cheapest for way in found)
        lifts = found[0].lifted if found else ()
        further = [step for step in footing.steps_of_lifts(lifts) if not _is_taken(step, change)]
        if not further:
            return None
        steps += further
        change = change.plus(further)
        trial = try_change(footing, change)
    if not steps or trial.plan is None:
        return None
    return WayOut(tuple(steps), change, trial, is_fewest)


def _is_taken(step: Step, change: Change) -> bool:
    return step.rule is not None and step.rule.id in change.without
