"""Whether the prices of a result prove what it says of the greatest total, in whole numbers only."""

from collections.abc import Mapping

import numpy as np

from csrmatch.mapping.documents.result_tables import (
    GRID,
    IMPOSSIBLE,
    Finding,
    Matrix,
    Micro,
    check_names,
    find_cells,
    read_matrix,
)
from csrmatch.mapping.solving.pricing import Prices, certificate_of, is_plain
from csrmatch.optimiser import Plan, Problem, override_bounds, override_costs, verify
from csrmatch.optimiser.integer.bounding import open_cells

__all__ = ["check_overrule", "check_prices", "check_rules"]


def check_rules(problem: Problem, plan: Plan, file: str) -> list[Finding]:
    """Each rule that the plan breaks: capacities, minimums, pins, bans, budgets and bounds of groups."""
    load = np.bincount(plan.lead, minlength=len(problem.cpses))
    findings = [
        Finding("over_capacity", file, "", problem.cpses[i]) for i in np.flatnonzero(load > problem.capacity)
    ]
    if problem.minimum is not None:
        under = np.flatnonzero(load < problem.minimum)
        findings += [Finding("under_minimum", file, "", problem.cpses[i]) for i in under]
    for row, lead in enumerate(plan.lead.tolist()):
        if not problem.allowed[row, lead] and problem.capacity[lead] > 0:
            findings.append(Finding("rule_broken", file, problem.districts[row], problem.cpses[lead]))
    return findings + _over_budget(problem, plan, file) + _out_of_bounds(problem, plan, file)


def _over_budget(problem: Problem, plan: Plan, file: str) -> list[Finding]:
    if problem.budget is None or problem.ask is None:
        return []
    asked = [0] * len(problem.cpses)
    for lead, ask in zip(plan.lead.tolist(), problem.ask.tolist(), strict=True):
        asked[lead] += ask
    over = [
        code
        for code, sum_, most in zip(problem.cpses, asked, problem.budget.tolist(), strict=True)
        if sum_ > most
    ]
    return [Finding("over_budget", file, "", code) for code in over]


def _out_of_bounds(problem: Problem, plan: Plan, file: str) -> list[Finding]:
    findings = []
    pairs = plan.pairs
    for group in problem.groups:
        districts, cpses = set(group.districts), set(group.cpses)
        led = sum(lgd in districts and cpse in cpses for lgd, cpse in pairs)
        if led < group.at_least or (group.at_most is not None and led > group.at_most):
            findings.append(Finding("bound_broken", file, group.name))
    return findings


def check_prices(problem: Problem, best: Plan, prices: Prices) -> list[Finding]:
    """Whether the prices prove that no plan has a greater total than their value.

    No open cell may lie above its prices. Without budgets and groups they must prove `best` itself: equal to
    the fit on the plan, 0 where room is left. With them, each district's price must be the least that serves.
    """
    slack = prices.slack(problem)
    names = Matrix(problem.districts, problem.cpses, slack)
    findings = find_cells("price_too_low", "prices.csv", names, open_cells(problem) & (slack < 0))
    if is_plain(problem):
        findings += _not_tight(problem, best, prices, slack)
    else:
        loose = np.flatnonzero(prices.least_districts(problem) != prices.district)
        findings += [Finding("price_not_least", "prices.csv", problem.districts[row]) for row in loose]
        if not prices.are_signed(problem):
            findings.append(Finding("price_of_no_bound", "prices.csv"))
        if prices.value(problem) < round(best.total * GRID):
            findings.append(Finding("prices_not_total", "prices.csv"))
    if not findings and not verify(problem, best, certificate_of(problem, prices)):
        findings.append(Finding("not_proven", "prices.csv"))
    return findings


def _not_tight(problem: Problem, best: Plan, prices: Prices, slack: Micro) -> list[Finding]:
    names = Matrix(problem.districts, problem.cpses, slack)
    chosen = np.zeros(slack.shape, dtype=bool)
    chosen[np.arange(len(best.lead)), best.lead] = True
    findings = find_cells("price_not_tight", "prices.csv", names, chosen & (slack != 0))
    cpse = prices.cpse
    load = np.bincount(best.lead, minlength=len(cpse))
    minimum = np.zeros_like(cpse) if problem.minimum is None else problem.minimum
    loose = ((cpse > 0) & (load < problem.capacity)) | ((cpse < 0) & (load > minimum))
    findings += [Finding("price_with_room", "prices.csv", problem.cpses[i]) for i in np.flatnonzero(loose)]
    if prices.value(problem) != round(best.total * GRID):
        findings.append(Finding("prices_not_total", "prices.csv"))
    return findings


def check_overrule(
    files: Mapping[str, bytes], problem: Problem, best: Plan, prices: Prices, *, trusted: bool
) -> list[Finding]:
    """Whether overrule.csv holds what each cell costs; costs can be derived only from a plan that holds."""
    said = read_matrix(files, "overrule.csv")
    names = Matrix(problem.districts, problem.cpses, said.micro)
    check_names(said, names, "overrule.csv")
    if not trusted:
        return find_cells("overrule_wrong", "overrule.csv", names, problem.allowed & (said.micro < 0))
    if is_plain(problem):
        costs = override_costs(problem, best)
    else:
        costs = override_bounds(problem, best, certificate_of(problem, prices))
    finite = np.isfinite(costs)
    micro = np.where(finite, np.rint(np.where(finite, costs, 0.0) * GRID).astype(np.int64), IMPOSSIBLE)
    return find_cells("overrule_wrong", "overrule.csv", names, micro != said.micro)
