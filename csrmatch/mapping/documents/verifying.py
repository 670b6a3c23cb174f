"""Re-checks a result folder by arithmetic alone: rules, fit, totals, proofs, overrule costs and digests."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from csrmatch.mapping.documents.proving import check_overrule, check_prices, check_rules
from csrmatch.mapping.documents.result_tables import (
    GRID,
    Finding,
    Matrix,
    UnreadableError,
    check_names,
    find_cells,
    read_matrix,
    read_prices,
    read_rows,
)
from csrmatch.mapping.documents.stated_rules import read_problem
from csrmatch.mapping.result_folder import CSV_FILES, FORMAT, RESULT_FILES
from csrmatch.mapping.solving.outcome import find_runner_up, reach
from csrmatch.mapping.solving.pricing import Prices, is_plain, price_names
from csrmatch.mapping.solving.sides import VIEWS, views_of
from csrmatch.mapping.tables.schema import CRITERIA
from csrmatch.optimiser import Objective, Plan, Problem, ProblemError, WorstProof, blocking_pairs, plan_of
from csrmatch.optimiser.fair.worst import verify_worst

__all__ = ["Finding", "Verdict", "verify_files", "verify_folder"]


@dataclass(frozen=True)
class Verdict:
    """What failed, nothing if the folder holds; and how far the proofs reach that were checked.

    No plan can have a greater total than `total_bound`: the prices prove it. `objective` is what the plan is
    said to be best at; `is_proven` whether the solver said that it is; `is_worst_proven` whether counting
    places shows that no plan has a better lowest fit.
    """

    findings: tuple[Finding, ...]
    districts: int = 0
    total: float = 0.0
    worst: float = 0.0
    objective: Objective = Objective.TOTAL
    is_proven: bool = False
    is_worst_proven: bool = False
    total_bound: float = 0.0

    @property
    def holds(self) -> bool:
        """Whether every check passed."""
        return not self.findings


def verify_folder(folder: Path) -> Verdict:
    """The verdict on a result folder; raises `OSError` if it cannot be read."""
    names = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    return verify_files({name: (folder / name).read_bytes() for name in sorted(RESULT_FILES & set(names))})


def verify_files(files: Mapping[str, bytes]) -> Verdict:
    """The verdict on the files of a result, by their paths."""
    missing = [name for name in (*CSV_FILES, "plan.json") if name not in files]
    if missing:
        return Verdict(tuple(Finding("file_missing", name) for name in missing))
    findings: list[Finding] = []
    said = None
    verdict = Verdict(())
    try:
        said = _said(files["plan.json"])
        verdict = _check_all(files, said, findings)
    except UnreadableError as error:
        findings.append(error.finding)
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError, IndexError, ProblemError):
        findings.append(Finding("not_a_result", "plan.json"))
    if said is not None:
        findings += _digests(files, said)
    return replace(verdict, findings=tuple(dict.fromkeys(findings)))


def _said(content: bytes) -> dict[str, Any]:
    try:
        said = json.loads(content)
    except (ValueError, RecursionError):
        raise UnreadableError(Finding("not_a_result", "plan.json")) from None
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise UnreadableError(Finding("not_a_result", "plan.json"))
    return said


def _check_all(files: Mapping[str, bytes], said: dict[str, Any], findings: list[Finding]) -> Verdict:
    fit = read_matrix(files, "fit.csv")
    findings += _fit(files, fit, said["weights"])
    problem = read_problem(fit.lgd, fit.cpses, fit.micro / GRID, said["rules"])
    rows = read_rows(files, "plan.csv")
    plan = _plan(problem, fit, rows, said)
    findings += check_rules(problem, plan, "plan.csv")
    findings += _figures(problem, plan, rows)
    best = _best(problem, plan, said)
    if best is not plan:
        findings += check_rules(problem, best, "plan.json")
    prices = _prices(files, problem)
    findings += check_prices(problem, best, prices)
    total_bound = prices.value(problem) / GRID
    findings += _record(problem, plan, best, said, total_bound)
    findings += check_overrule(files, problem, best, prices, trusted=not findings)
    return Verdict(
        (),
        len(plan.lead),
        plan.total,
        plan.worst,
        plan.objective,
        plan.proven,
        is_worst_proven=_worst(problem, plan, said, findings),
        total_bound=total_bound,
    )


def _worst(problem: Problem, plan: Plan, said: Mapping[str, Any], findings: list[Finding]) -> bool:
    """Whether the record proves that no plan has a better lowest fit; a proof that fails is a finding."""
    proof = said.get("worst_proof")
    if proof is None:
        return False
    claim = WorstProof(plan.worst, tuple(proof["districts"]), tuple(proof["cpses"]), proof["by"])
    if verify_worst(problem, plan, claim):
        return True
    findings.append(Finding("worst_not_proven", "plan.json", "", "worst_proof"))
    return False


def _prices(files: Mapping[str, bytes], problem: Problem) -> Prices:
    found = read_prices(files, price_names(problem))
    return Prices(found["district"], found["cpse"], found.get("budget"), found.get("group"))


def _fit(files: Mapping[str, bytes], fit: Matrix, weights: Mapping[str, int]) -> list[Finding]:
    """Whether the fit is the weighted mean of the criteria, in whole millionths, rounded half up."""
    if set(weights) != set(CRITERIA) or sum(weights.values()) != 100:
        return [Finding("weights_wrong", "plan.json")]
    total = np.zeros_like(fit.micro)
    findings = []
    for name in CRITERIA:
        file = f"criteria/{name}.csv"
        criterion = read_matrix(files, file)
        check_names(criterion, fit, file)
        findings += find_cells("not_in_range", file, fit, (criterion.micro < 0) | (criterion.micro > GRID))
        total += weights[name] * criterion.micro
    return findings + find_cells("fit_wrong", "fit.csv", fit, (total + 50) // 100 != fit.micro)


def _plan(problem: Problem, fit: Matrix, rows: list[list[str]], said: Mapping[str, Any]) -> Plan:
    body = rows[1:]
    if tuple(row[0] for row in body) != fit.lgd:
        raise UnreadableError(Finding("names_differ", "plan.csv"))
    for row in body:
        if row[2] not in fit.cpses:
            raise UnreadableError(Finding("unknown_cpse", "plan.csv", row[0], "cpse"))
    return plan_of(
        problem,
        {row[0]: row[2] for row in body},
        objective=Objective(said["objective"]),
        proven=said["proven"] is True,
        bound=float(said["bound"]),
    )


def _best(problem: Problem, plan: Plan, said: Mapping[str, Any]) -> Plan:
    """The plan of the greatest total that the prices speak of."""
    if plan.objective is Objective.TOTAL:
        return plan
    proven = is_plain(problem) or said["best_proven"] is True
    best = plan_of(problem, dict(said["best_pairs"]), proven=proven)
    if (best.lead < 0).any():
        raise UnreadableError(Finding("not_a_result", "plan.json", "", "best_pairs"))
    return best


def _figures(problem: Problem, plan: Plan, rows: list[list[str]]) -> list[Finding]:
    """Whether plan.csv repeats the fit, the runner-up and the margin of fit.csv."""
    findings = []
    for index, row in enumerate(rows[1:]):
        second = find_runner_up(problem, index, int(plan.lead[index]))
        expected = {"fit": f"{plan.scores[index]:.6f}", "runner_up": "", "runner_up_fit": "", "margin": ""}
        if second:
            expected |= {
                "runner_up": second.cpse,
                "runner_up_fit": f"{second.fit:.6f}",
                "margin": f"{second.margin:.6f}",
            }
        said = dict(zip(rows[0], row, strict=True))
        findings += [
            Finding("figure_wrong", "plan.csv", row[0], name)
            for name, value in expected.items()
            if said.get(name) != value
        ]
        pinned = problem.districts[index] in (problem.pinned or {})
        if pinned != ("pinned" in said.get("flags", "").split(";")):
            findings.append(Finding("figure_wrong", "plan.csv", row[0], "flags"))
    return findings


def _record(
    problem: Problem, plan: Plan, best: Plan, said: Mapping[str, Any], total_bound: float
) -> list[Finding]:
    """Whether plan.json repeats what follows from the tables, and the plan is not plainly worse than said."""
    # Results first had one objective: they say less, and their blocking pairs judged both sides by the fit.
    is_old = plan.objective is Objective.TOTAL and is_plain(problem) and "views" not in said
    views = views_of(problem, [] if is_old else said["ranks"])
    blocking = blocking_pairs(problem, plan, views.district, views.cpse)
    expected: dict[str, object] = {
        "total": plan.total,
        "worst": plan.worst,
        "plan_digest": plan.digest,
        "pairs": [list(pair) for pair in plan.pairs],
    }
    if not is_old:
        expected |= {
            "blocking_pairs": [list(pair) for pair in blocking],
            "views": VIEWS,
            "best_total": best.total,
            "total_bound": total_bound,
            "gap": round(plan.bound - reach(plan), 6),
            "overrule": "exact" if is_plain(problem) else "at_least",
        }
    if is_plain(problem):
        expected |= {"proven": True, "bound": reach(plan)}
    wrong = [name for name, value in expected.items() if said.get(name) != value]
    # A fairest plan may be proven at its lowest fit and not above: its bound is then reached without a proof.
    is_reached = plan.bound == reach(plan)
    if plan.bound < reach(plan) or (plan.proven and not is_reached):
        wrong.append("bound")
    if said["proven"] is not plan.proven or (
        is_reached and plan.objective is not Objective.FAIREST and not plan.proven
    ):
        wrong.append("proven")
    findings = [Finding("total_wrong", "plan.json", "", name) for name in dict.fromkeys(wrong)]
    if plan.objective is Objective.STABLE:
        findings += [Finding("not_stable", "plan.csv", lgd, cpse) for lgd, cpse in blocking]
    if plan.objective is Objective.FAIREST and best.worst > plan.worst:
        findings.append(Finding("not_fairest", "plan.csv"))
    return findings


def _digests(files: Mapping[str, bytes], said: Mapping[str, Any]) -> list[Finding]:
    noted = said.get("files")
    if not isinstance(noted, dict) or set(noted) != set(CSV_FILES):
        return [Finding("not_a_result", "plan.json")]
    return [
        Finding("digest_wrong", name)
        for name in CSV_FILES
        if hashlib.sha256(files[name]).hexdigest() != noted[name]
    ]
