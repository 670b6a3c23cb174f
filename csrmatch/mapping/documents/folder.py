"""The result folder: CSV and JSON that are the same bytes on every machine, and the workbook for people."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from csrmatch import __version__
from csrmatch.documents.csv_table import write_plain_csv
from csrmatch.documents.guarding import guarded
from csrmatch.mapping.documents.stated_rules import state_rules
from csrmatch.mapping.result_folder import FORMAT
from csrmatch.mapping.solving.outcome import Outcome, find_flags, find_runner_up, reach
from csrmatch.mapping.solving.pricing import is_plain, price_names
from csrmatch.mapping.solving.sides import VIEWS, ranks_of

__all__ = ["result_files", "six"]


def six(value: float) -> str:
    """A number with six decimals, the grid that everything is solved on; `inf` where impossible."""
    return "inf" if value == float("inf") else f"{value + 0.0:.6f}"


def result_files(outcome: Outcome, language: str = "en") -> dict[str, bytes]:
    """Every file of the result by its path; only the workbook depends on the language."""
    from csrmatch.mapping.documents.workbook import workbook_bytes

    files = {
        "plan.csv": _plan(outcome),
        "fit.csv": _matrix(outcome, outcome.problem.fit),
        **{f"criteria/{c.name}.csv": _matrix(outcome, c.values) for c in outcome.encoded.criteria},
        "overrule.csv": _matrix(outcome, outcome.overrule),
        "prices.csv": _prices(outcome),
    }
    files["plan.json"] = _json(outcome, files)
    files["mapping.xlsx"] = workbook_bytes(outcome, language)
    return files


def _matrix(outcome: Outcome, values: NDArray[np.float64]) -> bytes:
    # Adding 0 turns −0 into 0; one template for a row is many times faster than a call for each cell.
    lines = (values + 0.0).tolist()
    template = "%s" + ",%.6f" * len(outcome.problem.cpses) + "\n"
    body = [template % (lgd, *row) for lgd, row in zip(outcome.problem.districts, lines, strict=True)]
    return write_plain_csv([["lgd", *outcome.problem.cpses]]) + "".join(body).encode()


def _plan(outcome: Outcome) -> bytes:
    rows = [["lgd", "district", "cpse", "fit", "runner_up", "runner_up_fit", "margin", "flags"]]
    for index, district in enumerate(outcome.given.districts):
        lead = int(outcome.plan.lead[index])
        second = find_runner_up(outcome.problem, index, lead)
        rows.append(
            [
                district.lgd,
                guarded(district.name_en),
                outcome.problem.cpses[lead],
                six(float(outcome.plan.scores[index])),
                *((second.cpse, six(second.fit), six(second.margin)) if second else ("", "", "")),
                ";".join(find_flags(outcome, index)),
            ]
        )
    return write_plain_csv(rows)


def _prices(outcome: Outcome) -> bytes:
    prices = outcome.prices
    rows = [["kind", "key", "price"]]
    for kind, keys in price_names(outcome.problem).items():
        values = getattr(prices, kind).tolist()
        rows += [[kind, guarded(key), six(value / 1e6)] for key, value in zip(keys, values, strict=True)]
    return write_plain_csv(rows)


def _worst_proof(outcome: Outcome) -> dict[str, Any] | None:
    proof = outcome.worst_proof
    if proof is None:
        return None
    return {"by": proof.by, "districts": list(proof.districts), "cpses": list(proof.cpses)}


def _json(outcome: Outcome, files: Mapping[str, bytes]) -> bytes:
    plan = outcome.plan
    content = {
        "format": FORMAT,
        "version": __version__,
        "status": "proposal",
        "objective": plan.objective.value,
        "total": plan.total,
        "worst": plan.worst,
        "proven": plan.proven,
        "bound": plan.bound,
        "gap": round(plan.bound - reach(plan), 6) + 0.0,
        "best_total": outcome.best.total,
        "best_proven": outcome.best.proven,
        "best_pairs": [] if outcome.best is plan else [list(pair) for pair in outcome.best.pairs],
        "total_bound": outcome.total_bound,
        "overrule": "exact" if is_plain(outcome.problem) else "at_least",
        "input_digest": outcome.given.digest,
        "plan_digest": plan.digest,
        "as_of": outcome.as_of.isoformat() if outcome.as_of else None,
        "weights": dict(outcome.encoded.weights),
        "pairs": [list(pair) for pair in plan.pairs],
        "views": VIEWS,
        "worst_proof": _worst_proof(outcome),
        "ranks": [list(rank) for rank in ranks_of(outcome.given.preferences)],
        "blocking_pairs": [list(pair) for pair in outcome.blocking_pairs],
        "conflicts": [],
        "rules": state_rules(outcome.encoded),
        "missing_cells": {c.name: int(c.missing.sum()) for c in outcome.encoded.criteria},
        "warnings": [
            {"code": issue.code, "file": issue.file, "row": issue.row, "params": dict(issue.params)}
            for issue in outcome.warnings
        ],
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())},
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1)
    return (text + "\n").encode()
