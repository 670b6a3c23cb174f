"""Clashes of budgets and groups: every set told is a true clash, and no part of it is idle."""

from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from csrmatch.optimiser import find_conflicts
from tests.optimiser.ruled import RuledPlans, ruled_problem


@dataclass(frozen=True)
class Told:
    """The rules of a conflict alone, one of which can be left out."""

    districts: tuple
    capacities: tuple
    pins: tuple
    bans: tuple
    minimums: tuple
    budgets: tuple
    groups: tuple

    @classmethod
    def of(cls, problem, conflict):
        capacity = dict(zip(problem.cpses, problem.capacity.tolist(), strict=True))
        return cls(
            conflict.districts,
            tuple((name, capacity[name]) for name in conflict.cpses),
            conflict.pins,
            conflict.bans,
            conflict.minimums,
            conflict.budgets,
            conflict.groups,
        )

    def each_left_out(self):
        for name in self.__dataclass_fields__:
            rules = getattr(self, name)
            for rule in rules:
                yield replace(self, **{name: tuple(other for other in rules if other != rule)})

    def can_hold(self, problem):
        """Whether any giving of districts to CPSEs, or to none, keeps them: by enumeration."""
        return any(
            self.is_kept(problem, dict(zip(problem.districts, lead, strict=True)))
            for lead in product([None, *problem.cpses], repeat=len(problem.districts))
        )

    def is_kept(self, problem, lead):
        def count(cpse):
            return sum(name == cpse for name in lead.values())

        def asked(cpse):
            column = problem.cpses.index(cpse)
            ask = problem.ask if problem.ask.ndim == 1 else problem.ask[:, column]
            return sum(int(a) for a, d in zip(ask, problem.districts, strict=True) if lead[d] == cpse)

        def in_group(name):
            group = next(group for group in problem.groups if group.name == name)
            return sum(lead[district] in group.cpses for district in group.districts)

        return (
            all(lead[district] is not None for district in self.districts)
            and all(count(cpse) <= most for cpse, most in self.capacities)
            and all(lead[district] in (cpse, None) for district, cpse in self.pins)
            and all(lead[district] != cpse for district, cpse in self.bans)
            and all(count(cpse) >= least for cpse, least in self.minimums)
            and all(asked(cpse) <= most for cpse, most in self.budgets)
            and all(
                in_group(name) >= bound if kind == "at_least" else in_group(name) <= bound
                for name, bound, kind in self.groups
            )
        )


class TestFindConflicts:
    def test_conflict_is_a_clash_and_without_any_one_rule_of_it_there_is_none(self):
        rng = np.random.default_rng(1)
        judged = dict.fromkeys(("budgets", "groups", "minimums", "pins", "bans"), 0)
        for _ in range(400):
            problem = ruled_problem(rng)
            conflicts = find_conflicts(problem)
            assert bool(conflicts) == (RuledPlans(problem).best() is None)
            for conflict in conflicts:
                if not conflict.budgets and not conflict.groups:
                    continue
                for kind in judged:
                    judged[kind] += bool(getattr(conflict, kind))
                told = Told.of(problem, conflict)
                assert not told.can_hold(problem)
                assert all(less.can_hold(problem) for less in told.each_left_out())
        assert min(judged.values()) > 3
