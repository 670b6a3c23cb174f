"""An independent referee for small problems: every plan there is; and random problems to judge."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from csrmatch.optimiser import Problem


@dataclass(frozen=True, eq=False)
class AllPlans:
    """Every way to give each district one CPSE, with what it breaks and what it is worth in millionths."""

    problem: Problem

    @cached_property
    def leads(self):
        rows, columns = self.problem.fit.shape
        return np.indices((columns,) * rows).reshape(rows, -1).T

    @cached_property
    def loads(self):
        columns = len(self.problem.cpses)
        return (self.leads[:, :, None] == np.arange(columns)).sum(axis=1)

    @cached_property
    def within_bounds(self):
        minimum = 0 if self.problem.minimum is None else self.problem.minimum
        return ((self.loads <= self.problem.capacity) & (self.loads >= minimum)).all(axis=1)

    @cached_property
    def shut(self):
        problem = self.problem
        shut = np.zeros(problem.fit.shape, dtype=bool) if problem.banned is None else problem.banned.copy()
        for district, cpse in (problem.pinned or {}).items():
            row = problem.districts.index(district)
            shut[row] |= np.arange(len(problem.cpses)) != problem.cpses.index(cpse)
        return shut[np.arange(len(problem.districts)), self.leads]

    @cached_property
    def worth(self):
        micro = np.rint(np.asarray(self.problem.fit) * 1e6).astype(np.int64)
        return micro[np.arange(len(micro)), self.leads].sum(axis=1)

    def best(self):
        """The greatest worth, None if no plan keeps the rules."""
        keeps = self.within_bounds & ~self.shut.any(axis=1)
        return int(self.worth[keeps].max()) if keeps.any() else None

    def best_with(self, row, column):
        """The greatest worth with a cell forced, its own ban or the row's pin lifted; None if impossible."""
        others = np.delete(self.shut, row, axis=1)
        keeps = self.within_bounds & ~others.any(axis=1) & (self.leads[:, row] == column)
        return int(self.worth[keeps].max()) if keeps.any() else None

    def chosen(self):
        """The names of the plan that the stated order prefers among those of the greatest worth."""
        return self.preferred(self.keeps & (self.worth == self.best()))

    @cached_property
    def keeps(self):
        """Whether the plan keeps the capacities, minimums, pins and bans."""
        return self.within_bounds & ~self.shut.any(axis=1)

    @cached_property
    def ascending(self):
        """The scores of each plan in millionths, the worst first."""
        micro = np.rint(np.asarray(self.problem.fit) * 1e6).astype(np.int64)
        return np.sort(micro[np.arange(len(micro)), self.leads], axis=1)

    def preferred(self, among):
        """The names of the plan that the stated order prefers among those marked."""
        problem = self.problem
        current = problem.current or {}
        order = sorted(range(len(problem.districts)), key=lambda row: problem.districts[row])

        def wish(lead):
            names = [problem.cpses[column] for column in lead]
            changes = sum(
                current[district] != name
                for district, name in zip(problem.districts, names, strict=True)
                if district in current
            )
            return changes, [names[row] for row in order]

        lead = min(self.leads[among].tolist(), key=wish)
        return [(district, problem.cpses[c]) for district, c in zip(problem.districts, lead, strict=True)]


def random_problem(rng, *, largest=4, rules=True, current=False):
    """A small problem with many ties, capacities 0–3, and often bans, pins and minimums."""
    rows, columns = int(rng.integers(1, largest + 1)), int(rng.integers(1, largest + 1))
    levels = int(rng.choice([1, 2, 3, 1000]))
    districts = [f"d{name}" for name in rng.permutation(rows)]
    cpses = [f"c{name}" for name in rng.permutation(columns)]
    pinned = {name: str(rng.choice(cpses)) for name in districts if rules and rng.random() < 0.2}
    now = {name: str(rng.choice(cpses)) for name in districts if current and rng.random() < 0.6}
    return Problem(
        districts,
        cpses,
        rng.integers(0, levels, (rows, columns)) / levels,
        rng.choice([0, 1, 1, 2, 3], columns),
        rng.choice([0, 0, 0, 1, 2], columns) if rules and rng.random() < 0.4 else None,
        rng.random((rows, columns)) < 0.25 if rules and rng.random() < 0.5 else None,
        pinned,
        current=now,
    )


def shuffled(problem, rng):
    """The same problem with its districts and its CPSEs in another order."""
    rows = rng.permutation(len(problem.districts))
    columns = rng.permutation(len(problem.cpses))
    return Problem(
        [problem.districts[row] for row in rows],
        [problem.cpses[column] for column in columns],
        problem.fit[np.ix_(rows, columns)],
        problem.capacity[columns],
        None if problem.minimum is None else problem.minimum[columns],
        None if problem.banned is None else problem.banned[np.ix_(rows, columns)],
        problem.pinned,
        current=problem.current,
    )


def large_problem(kind, seed, *, rows=112, columns=270):
    """A problem of the nation's size: four in five CPSEs lead one district, the others two to five."""
    rng = np.random.default_rng(seed)
    capacity = np.where(rng.random(columns) < 0.8, 1, rng.integers(2, 6, columns))
    if kind == "uniform":
        fit = rng.random((rows, columns))
    elif kind == "clustered":
        block = rng.random((12, 12))[rng.integers(0, 12, rows)][:, rng.integers(0, 12, columns)]
        fit = 0.55 * block + 0.4 * rng.random(columns) + 0.05 * rng.random((rows, columns))
    else:
        fit = rng.integers(0, 5, (rows, columns)) / 4
    districts = [f"district {number:03d}" for number in range(rows)]
    return Problem(districts, [f"cpse {number:03d}" for number in range(columns)], fit, capacity)


def one_liner(problem):
    """The greatest total by scipy alone, on the columns repeated as often as the capacity says."""
    from scipy.optimize import linear_sum_assignment

    owner = np.repeat(np.arange(len(problem.cpses)), problem.capacity)
    expanded = problem.fit[:, owner]
    rows, columns = linear_sum_assignment(expanded, maximize=True)
    return expanded[rows, columns].sum()
