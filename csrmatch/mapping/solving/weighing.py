"""What other weights would change: the same input solved again, and which pairs are then others."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from csrmatch.mapping.encoding import Encoded, encode
from csrmatch.mapping.solving.pricing import is_plain
from csrmatch.mapping.tables import MappingInput
from csrmatch.optimiser import Plan, Problem, solve, weighted_fit
from csrmatch.optimiser.validation import Floats

__all__ = ["SECONDS", "Change", "Ground", "Trial"]

# How long a search under budgets and bounds may take: a hand on a slider waits for it.
SECONDS = 1.5


@dataclass(frozen=True)
class Change:
    """A district that another CPSE would lead: the leads, each with its fit under its own weights."""

    lgd: str
    before: str
    after: str
    fit_before: float
    fit_after: float

    @property
    def gain(self) -> float:
        """How much better the district would be served; negative where worse."""
        return self.fit_after - self.fit_before


@dataclass(frozen=True, eq=False)
class Trial:
    """The plan that weights would give, beside the plan of the present ones; the greatest changes first.

    `loss` is what the new plan falls short of the present one when both are judged by the present weights.
    """

    weights: Mapping[str, int]
    before: Plan
    after: Plan
    changes: tuple[Change, ...]
    loss: float

    @property
    def is_proven(self) -> bool:
        """Whether both plans are proven the best: under budgets and bounds the time may end first."""
        return self.before.proven and self.after.proven

    @property
    def biggest(self) -> Change | None:
        """The district whose fit changes most with its lead."""
        return self.changes[0] if self.changes else None

    @property
    def worst_served(self) -> str:
        """The district with the lowest fit, the first of several."""
        scores = self.after.scores.tolist()
        return str(self.after.districts[scores.index(min(scores))])


class Ground:
    """An input made ready for many weights: its criteria do not depend on them and are made once."""

    def __init__(self, given: MappingInput) -> None:
        self.given = given
        self.encoded: Encoded = encode(given)

    @property
    def is_plain(self) -> bool:
        """Whether no budget and no bound on a group is in force: then every trial is exact and quick."""
        return is_plain(self.encoded.problem)

    @cached_property
    def present(self) -> Plan:
        """The plan of the greatest total under the weights of the input."""
        return self._solve(self.given.weights)

    @cached_property
    def known(self) -> Mapping[str, float]:
        """By criterion, the share of pairs whose value rests on known data."""
        return {c.name: 1 - float(c.missing.mean()) for c in self.encoded.criteria}

    def weigh(self, weights: Mapping[str, int]) -> Trial:
        """What these weights would change against those of the input.

        Raises `Infeasible` where the rules clash, `OutOfTime` where no plan is found in time, `ProblemError`
        unless the weights are whole, 0 or more, and sum to 100.
        """
        same = dict(weights) == dict(self.given.weights)
        before = self.present
        after = before if same else self._solve(weights)
        names = self.encoded.problem.cpses
        changes = [
            Change(lgd, names[old], names[new], fit_before, fit_after)
            for lgd, old, new, fit_before, fit_after in zip(
                self.encoded.problem.districts,
                before.lead.tolist(),
                after.lead.tolist(),
                before.scores.tolist(),
                after.scores.tolist(),
                strict=True,
            )
            if old != new
        ]
        changes.sort(key=lambda change: (-abs(change.gain), int(change.lgd)))
        judged = self.encoded.problem.fit[np.arange(len(after.lead)), after.lead]
        return Trial(dict(weights), before, after, tuple(changes), before.total - float(judged.sum()))

    def _solve(self, weights: Mapping[str, int]) -> Plan:
        fit = weighted_fit(self.encoded.criteria, weights)
        return solve(_with_fit(self.encoded.problem, fit), time_limit=SECONDS)


def _with_fit(problem: Problem, fit: Floats) -> Problem:
    """The same question and rules with other scores."""
    return Problem(
        problem.districts,
        problem.cpses,
        fit,
        problem.capacity,
        minimum=problem.minimum,
        banned=problem.banned,
        pinned=problem.pinned,
        ask=problem.ask,
        budget=problem.budget,
        groups=problem.groups,
        current=problem.current,
    )
