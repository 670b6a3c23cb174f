"""What is worked out of a run after its plan: other answers, trade-offs, and how firm each pair is."""

import json
import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

import numpy as np

from csrmatch.documents.csv_table import write_plain_csv
from csrmatch.mapping.documents.folder import result_files, six
from csrmatch.mapping.encoding import Encoded, encode
from csrmatch.mapping.solving.outcome import Outcome, solve_input
from csrmatch.mapping.solving.pricing import is_plain
from csrmatch.mapping.tables import Issue, MappingInput
from csrmatch.optimiser import (
    NotAvailable,
    Objective,
    OutOfTime,
    Plan,
    flips,
    frontier,
    plan_of,
    robustness,
)

__all__ = [
    "ANALYSE_RUN",
    "CONTESTED",
    "DRAWS",
    "MOST_POINTS",
    "SAFE",
    "SEED",
    "SPREAD",
    "Firmness",
    "Found",
    "Question",
    "find_answer",
    "find_frontier",
    "find_robustness",
    "firmness_of",
]

ANALYSE_RUN = "analyse_run"
# How the weights are drawn: at this spread a weight of 30 points varies by 4.6.
SPREAD = 0.1
SEED = 112
DRAWS = 1_000
# The greatest change of one weight that is looked at for what first flips a pair.
MOST_POINTS = 100
# Under budgets and bounds each draw is an integer programme, so fewer are solved.
RULED_DRAWS = 50
RULED_POINTS = 5
# The share of the draws from which a pair is called safe, and contested; below it hangs on a hair.
SAFE = 0.9
CONTESTED = 0.6

Progress = Callable[[float], None]


class Firmness(StrEnum):
    """How firm a pair is when the weights are uncertain."""

    SAFE = "safe"
    CONTESTED = "contested"
    HAIR = "hair"


def firmness_of(share: float) -> Firmness:
    """What a share of the draws is called."""
    if share >= SAFE:
        return Firmness.SAFE
    return Firmness.CONTESTED if share >= CONTESTED else Firmness.HAIR


@dataclass(frozen=True)
class Found:
    """What was worked out: its figures, and its files; no files where there is no such answer."""

    summary: dict[str, Any]
    files: dict[str, bytes]


class Question:
    """A run's frozen input made ready for all that is worked out of it, and the plan it was given."""

    def __init__(
        self, given: MappingInput, warnings: Sequence[Issue], language: str, pairs: Iterable[Sequence[str]]
    ) -> None:
        self.given, self.warnings, self.language = given, warnings, language
        self._pairs = {lgd: code for lgd, code in pairs}

    @cached_property
    def encoded(self) -> Encoded:
        """The criteria and the problem."""
        return encode(self.given)

    @cached_property
    def plan(self) -> Plan:
        """The plan of the greatest total, as the run has it."""
        return plan_of(self.encoded.problem, self._pairs)

    @property
    def is_plain(self) -> bool:
        """Whether neither budgets nor bounds are in force."""
        return is_plain(self.encoded.problem)

    def count_moved(self, plan: Plan) -> int:
        """In how many districts a plan names another lead than the plan of the run."""
        return sum(self._pairs.get(lgd) != code for lgd, code in plan.pairs)


def find_answer(question: Question, objective: Objective) -> Found:
    """The whole result folder of another answer, as `csrmatch map --objective` makes it of the same input."""
    try:
        outcome = solve_input(question.given, objective=objective, warnings=question.warnings)
    except NotAvailable as refusal:
        return _nothing(refusal.code, refusal.where)
    except OutOfTime:
        return _nothing("out_of_time", {})
    return Found(_figures(question, outcome), result_files(outcome, question.language))


def _nothing(code: str, where: dict[str, Any]) -> Found:
    """Why there is no such answer, by code and names."""
    plain = {
        key: list(value) if isinstance(value, tuple | list) else value for key, value in sorted(where.items())
    }
    return Found({"available": False, "code": code, "where": plain}, {})


def _figures(question: Question, outcome: Outcome) -> dict[str, Any]:
    plan = outcome.plan
    return {
        "available": True,
        "total": plan.total,
        "worst": plan.worst,
        "proven": plan.proven,
        "bound": plan.bound,
        "blocking": len(outcome.blocking_pairs),
        "moved": question.count_moved(plan),
        "pairs": [list(pair) for pair in plan.pairs],
    }


def find_frontier(question: Question) -> Found:
    """Every trade-off of the lowest fit against the total, with the whole plan of each."""
    try:
        plans = frontier(question.encoded.problem)
    except OutOfTime:
        return _nothing("out_of_time", {})
    heads = [
        {
            "total": plan.total,
            "worst": plan.worst,
            "proven": plan.proven,
            "bound": plan.bound,
            "moved": question.count_moved(plan),
        }
        for plan in plans
    ]
    pairs = [
        [(lgd, code, fit) for (lgd, code), fit in zip(plan.pairs, plan.scores.tolist(), strict=True)]
        for plan in plans
    ]
    points = [{**head, "pairs": held} for head, held in zip(heads, pairs, strict=True)]
    lines = [
        [number, six(plan.total), six(plan.worst), head["proven"], head["moved"]]
        for number, (plan, head) in enumerate(zip(plans, heads, strict=True), 1)
    ]
    cells = [[number, lgd, code, six(fit)] for number, held in enumerate(pairs, 1) for lgd, code, fit in held]
    return Found(
        {"available": True, "points": heads},
        {
            "frontier.json": _json({"format": "csrmatch frontier 1", "points": points}),
            "frontier.csv": write_plain_csv([["point", "total", "worst", "proven", "moved"], *lines]),
            "frontier_pairs.csv": write_plain_csv([["point", "lgd", "cpse", "fit"], *cells]),
        },
    )


def find_robustness(question: Question, progress: Progress | None = None) -> Found:
    """How often each pair is chosen when the weights are drawn anew, and what first flips it."""
    encoded, plan = question.encoded, question.plan
    draws, most = (DRAWS, MOST_POINTS) if question.is_plain else (RULED_DRAWS, RULED_POINTS)
    tell = progress or (lambda _share: None)
    with ThreadPoolExecutor(min(2, os.cpu_count() or 1)) as threads:
        shares = robustness(
            encoded.criteria,
            encoded.weights,
            encoded.problem,
            spread=SPREAD,
            draws=draws,
            seed=SEED,
            executor=threads,
            progress=lambda share: tell(share * 0.6),
        )
        first = flips(
            encoded.criteria,
            encoded.weights,
            encoded.problem,
            plan,
            most_points=most,
            executor=threads,
            progress=lambda share: tell(0.6 + share * 0.4),
        )
    own = shares[np.arange(len(plan.lead)), plan.lead].tolist()
    kinds = [firmness_of(share) for share in own]
    drawn = {
        "spread": SPREAD,
        "draws": draws,
        "seed": SEED,
        "most_points": most,
        "safe_from": SAFE,
        "contested_from": CONTESTED,
    }
    table: list[list[object]] = [["lgd", *encoded.problem.cpses]]
    table += [
        [lgd, *map(six, row)] for lgd, row in zip(encoded.problem.districts, shares.tolist(), strict=True)
    ]
    return Found(
        {"available": True, **drawn, **{kind.value: kinds.count(kind) for kind in Firmness}},
        {
            "shares.csv": write_plain_csv(table),
            "flips.csv": write_plain_csv(
                [["lgd", "cpse", "criterion", "points", "joins"]]
                + [[f.district, f.cpse, f.criterion or "", _blank(f.points), f.joins or ""] for f in first]
            ),
            "robustness.json": _json(
                {
                    "format": "csrmatch robustness 1",
                    **drawn,
                    "weights": dict(encoded.weights),
                    "input_digest": question.given.digest,
                    "plan_digest": plan.digest,
                    "pairs": [[lgd, code, share] for (lgd, code), share in zip(plan.pairs, own, strict=True)],
                    "flips": [asdict(flip) for flip in first],
                }
            ),
        },
    )


def _blank(number: int | None) -> int | str:
    return "" if number is None else number


def _json(content: object) -> bytes:
    return (json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()
