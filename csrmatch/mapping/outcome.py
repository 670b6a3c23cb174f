"""A mapping solved: the input, the plan, its proof, what overruling costs and who comes second."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from csrmatch.mapping.encoding import Encoded, encode
from csrmatch.mapping.tables.issues import Issue
from csrmatch.mapping.tables.rows import MappingInput
from csrmatch.optimiser import Certificate, Plan, Problem, certificate, override_costs, solve
from csrmatch.optimiser.validation import Floats

__all__ = ["Outcome", "RunnerUp", "find_blocking_pairs", "find_flags", "find_runner_up", "solve_input"]


@dataclass(frozen=True)
class RunnerUp:
    """The best other CPSE of a district and how far it lies behind the lead (negative: ahead of it)."""

    cpse: str
    fit: float
    margin: float


@dataclass(frozen=True, eq=False)
class Outcome:
    """Everything a result folder is written from."""

    given: MappingInput
    encoded: Encoded
    plan: Plan
    certificate: Certificate
    overrule: Floats
    warnings: tuple[Issue, ...] = ()
    as_of: date | None = None

    @property
    def problem(self) -> Problem:
        """The problem that was solved."""
        return self.encoded.problem


def solve_input(given: MappingInput, *, warnings: Sequence[Issue] = (), as_of: date | None = None) -> Outcome:
    """The plan with the greatest total for an input; raises `Infeasible` with the rules that clash."""
    encoded = encode(given, as_of=as_of)
    plan = solve(encoded.problem)
    return Outcome(
        given=given,
        encoded=encoded,
        plan=plan,
        certificate=certificate(encoded.problem, plan),
        overrule=override_costs(encoded.problem, plan),
        warnings=tuple(warnings),
        as_of=as_of,
    )


def find_runner_up(problem: Problem, row: int, lead: int) -> RunnerUp | None:
    """The best other CPSE that has capacity and is not banned there; ties go to the first by name."""
    fit = problem.fit_micro[row]
    open_to = problem.capacity > 0
    if problem.banned is not None:
        open_to = open_to & ~problem.banned[row]
    others = [index for index in np.flatnonzero(open_to).tolist() if index != lead]
    if not others:
        return None
    best = min(others, key=lambda index: (-int(fit[index]), problem.cpses[index]))
    return RunnerUp(problem.cpses[best], int(fit[best]) / 1e6, int(fit[lead] - fit[best]) / 1e6)


def find_flags(outcome: Outcome, row: int) -> list[str]:
    """What the fit of a district's pair rests on that is not known, and whether a rule pinned it."""
    lead = int(outcome.plan.lead[row])
    flags = [
        f"{criterion.name}_not_known"
        for criterion in outcome.encoded.criteria
        if criterion.missing[row, lead]
    ]
    pinned = outcome.problem.districts[row] in (outcome.problem.pinned or {})
    return [*flags, "pinned"] if pinned else flags


def find_blocking_pairs(problem: Problem, plan: Plan) -> list[tuple[str, str]]:
    """The pairs that would both rather have each other, where both sides judge by the fit.

    A CPSE would take a district if it has room or leads one that fits it less; banned pairs never block.
    """
    fit = problem.fit_micro
    rows = np.arange(len(problem.districts))
    scores = fit[rows, plan.lead]
    load = np.bincount(plan.lead, minlength=len(problem.cpses))
    least = np.full(len(problem.cpses), np.iinfo(np.int64).max)
    np.minimum.at(least, plan.lead, scores)
    wanted = (fit > scores[:, None]) & problem.allowed & ((load < problem.capacity) | (fit > least))
    return [(problem.districts[row], problem.cpses[column]) for row, column in np.argwhere(wanted).tolist()]
