"""A mapping solved: the input, the plan, its proof, what overruling costs and who comes second."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from csrmatch.mapping.encoding import Encoded, encode
from csrmatch.mapping.solving.pricing import Prices, is_plain, prices_of
from csrmatch.mapping.solving.sides import SideViews, ranks_of, views_of
from csrmatch.mapping.tables.issues import Issue
from csrmatch.mapping.tables.rows import MappingInput
from csrmatch.optimiser import (
    Objective,
    Plan,
    Problem,
    WorstProof,
    blocking_pairs,
    certificate,
    override_bounds,
    override_costs,
    solve,
    worst_proof,
)
from csrmatch.optimiser.validation import Floats

__all__ = ["Outcome", "RunnerUp", "find_flags", "find_runner_up", "reach", "solve_input"]


@dataclass(frozen=True)
class RunnerUp:
    """The best other CPSE of a district and how far it lies behind the lead (negative: ahead of it)."""

    cpse: str
    fit: float
    margin: float


@dataclass(frozen=True, eq=False)
class Outcome:
    """Everything a result folder is written from.

    `best` is the plan of the greatest total, `plan` itself where that was asked for; the prices and the costs
    of overruling speak of it. No plan has a greater total than `total_bound`: the prices prove it.
    `overrule` is exact, or under budgets and groups a cost that is at least so high. `worst_proof` shows of a
    fairest plan that no plan has a better lowest fit, where counting places can show it.
    """

    given: MappingInput
    encoded: Encoded
    plan: Plan
    best: Plan
    prices: Prices
    total_bound: float
    overrule: Floats
    views: SideViews
    blocking_pairs: list[tuple[str, str]]
    worst_proof: WorstProof | None = None
    warnings: tuple[Issue, ...] = ()
    as_of: date | None = None

    @property
    def problem(self) -> Problem:
        """The problem that was solved."""
        return self.encoded.problem


def solve_input(
    given: MappingInput,
    *,
    objective: Objective = Objective.TOTAL,
    warnings: Sequence[Issue] = (),
    as_of: date | None = None,
    time_limit: float | None = None,
    progress: Callable[[float], None] | None = None,
) -> Outcome:
    """The plan that is best by the objective, beside the plan of the greatest total.

    Raises `Infeasible` with the rules that clash, and `NotAvailable` where the objective has no answer under
    these rules. `time_limit` in seconds; it does not bind where the answer takes no search.
    """
    encoded = encode(given, as_of=as_of)
    problem = encoded.problem
    views = views_of(problem, ranks_of(given.preferences))
    plan = solve(
        problem,
        objective,
        district_view=views.district if objective is Objective.STABLE else None,
        cpse_view=views.cpse if objective is Objective.STABLE else None,
        time_limit=time_limit,
        progress=progress,
    )
    best = plan if objective is Objective.TOTAL else solve(problem, time_limit=time_limit)
    proof = certificate(problem, best)
    return Outcome(
        given=given,
        encoded=encoded,
        plan=plan,
        best=best,
        prices=prices_of(problem, proof),
        total_bound=proof.value,
        overrule=override_costs(problem, best)
        if is_plain(problem)
        else override_bounds(problem, best, proof),
        views=views,
        blocking_pairs=blocking_pairs(problem, plan, views.district, views.cpse),
        worst_proof=worst_proof(problem, plan) if objective is Objective.FAIREST else None,
        warnings=tuple(warnings),
        as_of=as_of,
    )


def reach(plan: Plan) -> float:
    """How far the plan comes by what it is best at: its lowest fit where that was raised, else its total."""
    return plan.worst if plan.objective in (Objective.MAXMIN, Objective.FAIREST) else plan.total


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
