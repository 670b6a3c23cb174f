"""The independent referee with budgets and groups too, and small problems under rules of every kind."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from csrmatch.optimiser import Group, Problem
from tests.optimiser.referee import AllPlans, random_problem


@dataclass(frozen=True, eq=False)
class RuledPlans(AllPlans):
    """Every way to give each district one CPSE, judged by budgets and groups too."""

    @cached_property
    def within_bounds(self):
        problem = self.problem
        minimum = 0 if problem.minimum is None else problem.minimum
        keeps = ((self.loads <= problem.capacity) & (self.loads >= minimum)).all(axis=1)
        if problem.budget is not None:
            for column, budget in enumerate(problem.budget.tolist()):
                ask = problem.ask if problem.ask.ndim == 1 else problem.ask[:, column]
                keeps &= np.where(self.leads == column, ask, 0).sum(axis=1) <= budget
        for group in problem.groups:
            rows = [problem.districts.index(name) for name in group.districts]
            columns = [problem.cpses.index(name) for name in group.cpses]
            count = np.isin(self.leads[:, rows], columns).sum(axis=1)
            keeps &= count >= group.at_least
            if group.at_most is not None:
                keeps &= count <= group.at_most
        return keeps


def ruled_problem(rng, *, largest=4, money=0.7, groups=0.5):
    """A small problem with many ties under rules of every kind, possible or not."""
    problem = random_problem(rng, largest=largest, current=True)
    rows, columns = problem.fit.shape
    ask = budget = None
    if rng.random() < money:
        unit = int(rng.choice([1, 100_000, 123_457]))
        shape = (rows, columns) if rng.random() < 0.4 else rows
        ask = rng.integers(0, 8, shape) * unit
        budget = rng.integers(0, 16, columns) * unit + rng.integers(0, 2)
    some = []
    while rng.random() < groups:
        least = int(rng.choice([0, 0, 1, 2]))
        some.append(
            Group(
                f"g{len(some)}",
                _some(rng, problem.districts),
                _some(rng, problem.cpses),
                least,
                None if rng.random() < 0.4 else least + int(rng.integers(0, 2)),
            )
        )
    return made_again(problem, ask=ask, budget=budget, groups=some)


def made_again(problem, **changes):
    """The same problem with something else in it."""
    fields = ("districts", "cpses", "fit", "capacity", "minimum", "banned", "pinned")
    fields += ("ask", "budget", "groups", "current")
    return Problem(**{name: getattr(problem, name) for name in fields} | changes)


def turned(problem, rng):
    """The same problem with its districts, its CPSEs and its groups in another order."""
    rows, columns = rng.permutation(len(problem.districts)), rng.permutation(len(problem.cpses))
    cells = np.ix_(rows, columns)
    groups = [
        replace(
            group,
            districts=tuple(rng.permutation(group.districts).tolist()),
            cpses=tuple(rng.permutation(group.cpses).tolist()),
        )
        for group in problem.groups
    ]
    ask = problem.ask
    return made_again(
        problem,
        districts=[problem.districts[row] for row in rows],
        cpses=[problem.cpses[column] for column in columns],
        fit=problem.fit[cells],
        capacity=problem.capacity[columns],
        minimum=None if problem.minimum is None else problem.minimum[columns],
        banned=None if problem.banned is None else problem.banned[cells],
        ask=None if ask is None else ask[rows] if ask.ndim == 1 else ask[cells],
        budget=None if problem.budget is None else problem.budget[columns],
        groups=[groups[number] for number in rng.permutation(len(groups))],
    )


def _some(rng, names):
    chosen = [name for name in names if rng.random() < 0.6]
    return tuple(chosen or names[:1])
