"""The rules of a problem as plan.json states them, and the problem read back from them."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from csrmatch.mapping.encoding import Encoded
from csrmatch.optimiser import Group, Problem

__all__ = ["read_problem", "state_rules"]


def state_rules(encoded: Encoded) -> dict[str, Any]:
    """Every rule in force, by names; `budget` and `ask` hold only what is known and held against a budget."""
    problem = encoded.problem
    banned = [] if problem.banned is None else np.argwhere(problem.banned).tolist()
    return {
        "capacity": dict(zip(problem.cpses, problem.capacity.tolist(), strict=True)),
        "minimum": {}
        if problem.minimum is None
        else dict(zip(problem.cpses, problem.minimum.tolist(), strict=True)),
        "banned": [[problem.districts[row], problem.cpses[column]] for row, column in banned],
        "pinned": dict(problem.pinned or {}),
        "current": dict(problem.current or {}),
        "budget": dict(encoded.budgets),
        "ask": dict(encoded.asks) if encoded.budgets else {},
        "groups": [
            {
                "name": group.name,
                "districts": list(group.districts),
                "cpses": list(group.cpses),
                "at_least": group.at_least,
                "at_most": group.at_most,
            }
            for group in problem.groups
        ],
    }


def read_problem(
    districts: Sequence[str], cpses: Sequence[str], fit: NDArray[np.float64], rules: Mapping[str, Any]
) -> Problem:
    """The problem that a result was solved from; a result of an earlier version states no bounds.

    A CPSE without a budget gets one that all asks together cannot exceed, as `encode` gives it.
    """
    banned = np.zeros(fit.shape, dtype=bool)
    for lgd, cpse in rules["banned"]:
        banned[districts.index(lgd), cpses.index(cpse)] = True
    minimum, budget = rules["minimum"], rules.get("budget") or {}
    asks = [rules["ask"].get(lgd, 0) for lgd in districts] if budget else None
    return Problem(
        districts,
        cpses,
        fit,
        [rules["capacity"][cpse] for cpse in cpses],
        minimum=[minimum.get(cpse, 0) for cpse in cpses] if minimum else None,
        banned=banned if banned.any() else None,
        pinned=rules["pinned"] or None,
        ask=asks,
        budget=None if asks is None else [budget.get(cpse, sum(asks)) for cpse in cpses],
        groups=[
            Group(
                group["name"],
                tuple(group["districts"]),
                tuple(group["cpses"]),
                group["at_least"],
                group["at_most"],
            )
            for group in rules.get("groups") or ()
        ],
        current=rules["current"] or None,
    )
