"""Whether a plan keeps the rules, whoever made it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from csrmatch.optimiser.errors import ProblemError
from csrmatch.optimiser.problem import Plan, Problem
from csrmatch.optimiser.validation import GRID, Integers


@dataclass(frozen=True)
class Violation:
    """One rule that a plan breaks, as a code with names and figures.

    Attributes
    ----------
    code : str
        ``"no_lead"``, ``"banned"``, ``"pin_broken"`` (`limit` is not used, `cpse` is the lead),
        ``"over_capacity"``, ``"under_minimum"``, ``"over_budget"``, ``"group_too_many"``,
        ``"group_too_few"``, ``"score_wrong"``, ``"total_wrong"``, ``"worst_wrong"``.
    district, cpse, group : str or None
        Where.
    value, limit : number or None
        What is and what may be.
    """

    code: str
    district: str | None = None
    cpse: str | None = None
    group: str | None = None
    value: float | int | None = None
    limit: float | int | None = None


def check(problem: Problem, plan: Plan) -> list[Violation]:
    """Every rule that a plan breaks, and every figure of it that is wrong; empty if all is well.

    Parameters
    ----------
    problem : Problem
    plan : Plan
        From `solve`, or from `plan_of` for one edited by hand.

    Raises
    ------
    ProblemError
        ``"plan_of_another_problem"`` where the names differ.

    Examples
    --------
    >>> from csrmatch.optimiser import Problem, check, plan_of
    >>> problem = Problem(["A", "B"], ["X", "Y"], [[0.9, 0.2], [0.8, 0.7]], capacity=[1, 1])
    >>> [(v.code, v.cpse, v.value, v.limit) for v in check(problem, plan_of(problem, {"A": "X", "B": "X"}))]
    [('over_capacity', 'X', 2, 1)]
    """
    lead = np.asarray(plan.lead)
    if (plan.districts, plan.cpses) != (problem.districts, problem.cpses) or lead.shape != (
        len(problem.districts),
    ):
        raise ProblemError("plan_of_another_problem", field="plan")
    return [
        *_of_districts(problem, lead),
        *_of_cpses(problem, lead),
        *_of_groups(problem, lead),
        *_of_figures(problem, plan, lead),
    ]


def _of_districts(problem: Problem, lead: Integers) -> list[Violation]:
    found = []
    for row, column in enumerate(lead.tolist()):
        district = problem.districts[row]
        if column < 0:
            found.append(Violation("no_lead", district=district))
            continue
        cpse = problem.cpses[column]
        if problem.banned is not None and problem.banned[row, column]:
            found.append(Violation("banned", district=district, cpse=cpse))
        if problem.pins[row] not in (-1, column):
            found.append(Violation("pin_broken", district=district, cpse=cpse))
    return found


def _of_cpses(problem: Problem, lead: Integers) -> list[Violation]:
    rows = np.flatnonzero(lead >= 0)
    load = np.bincount(lead[rows], minlength=len(problem.cpses))
    minimum = np.zeros_like(load) if problem.minimum is None else problem.minimum
    asked = np.zeros_like(load)
    if problem.ask is not None:
        ask = problem.ask[rows] if problem.ask.ndim == 1 else problem.ask[rows, lead[rows]]
        np.add.at(asked, lead[rows], ask)
    found = []
    for column, cpse in enumerate(problem.cpses):
        if load[column] > problem.capacity[column]:
            found.append(_bound("over_capacity", cpse, load[column], problem.capacity[column]))
        if load[column] < minimum[column]:
            found.append(_bound("under_minimum", cpse, load[column], minimum[column]))
        if problem.budget is not None and asked[column] > problem.budget[column]:
            found.append(_bound("over_budget", cpse, asked[column], problem.budget[column]))
    return found


def _bound(code: str, cpse: str, value: int, limit: int) -> Violation:
    return Violation(code, cpse=cpse, value=int(value), limit=int(limit))


def _of_groups(problem: Problem, lead: Integers) -> list[Violation]:
    found = []
    for group in problem.groups:
        columns = {problem.column[cpse] for cpse in group.cpses}
        count = sum(int(lead[problem.row[district]]) in columns for district in group.districts)
        if group.at_most is not None and count > group.at_most:
            found.append(Violation("group_too_many", group=group.name, value=count, limit=group.at_most))
        if count < group.at_least:
            found.append(Violation("group_too_few", group=group.name, value=count, limit=group.at_least))
    return found


def _of_figures(problem: Problem, plan: Plan, lead: Integers) -> list[Violation]:
    rows = np.flatnonzero(lead >= 0)
    micro = problem.fit_micro[rows, lead[rows]]
    scores = np.full(len(lead), np.nan)
    scores[rows] = micro / GRID
    wrong = np.flatnonzero(~((plan.scores == scores) | (np.isnan(plan.scores) & np.isnan(scores))))
    found = [
        Violation(
            "score_wrong",
            district=problem.districts[row],
            value=float(plan.scores[row]),
            limit=float(scores[row]),
        )
        for row in wrong
    ]
    total = int(micro.sum()) / GRID
    if plan.total != total:
        found.append(Violation("total_wrong", value=plan.total, limit=total))
    if len(micro) and plan.worst != int(micro.min()) / GRID:
        found.append(Violation("worst_wrong", value=plan.worst, limit=int(micro.min()) / GRID))
    return found
