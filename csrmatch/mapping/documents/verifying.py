"""Re-checks a result folder by arithmetic alone: rules, fit, totals, prices, overrule costs and digests."""

import csv
import hashlib
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from csrmatch.mapping.documents.stated_rules import read_problem
from csrmatch.mapping.outcome import find_blocking_pairs, find_runner_up
from csrmatch.mapping.result_folder import CSV_FILES, FORMAT, RESULT_FILES
from csrmatch.mapping.tables.guarding import unguarded
from csrmatch.mapping.tables.schema import CRITERIA
from csrmatch.optimiser import Certificate, Plan, Problem, ProblemError, override_costs, plan_of, verify

__all__ = ["Finding", "Verdict", "verify_files", "verify_folder"]

Micro = NDArray[np.int64]
GRID = 1_000_000
IMPOSSIBLE = np.iinfo(np.int64).max
_NUMBER = re.compile(r"-?[0-9]{1,12}\.[0-9]{6}")


@dataclass(frozen=True)
class Finding:
    """One check that failed, and where."""

    code: str
    file: str
    row: str = ""
    column: str = ""


@dataclass(frozen=True)
class Verdict:
    """What failed; nothing if the folder holds."""

    findings: tuple[Finding, ...]
    districts: int = 0
    total: float = 0.0

    @property
    def holds(self) -> bool:
        """Whether every check passed."""
        return not self.findings


class _UnreadableError(Exception):
    def __init__(self, finding: Finding) -> None:
        super().__init__(finding)
        self.finding = finding


@dataclass(frozen=True)
class _Matrix:
    lgd: tuple[str, ...]
    cpses: tuple[str, ...]
    micro: Micro


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
    try:
        said = _said(files["plan.json"])
        plan = _check_all(files, said, findings)
    except _UnreadableError as error:
        findings.append(error.finding)
        plan = None
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError, IndexError, ProblemError):
        findings.append(Finding("not_a_result", "plan.json"))
        plan = None
    if said is not None:
        findings += _digests(files, said)
    unique = tuple(dict.fromkeys(findings))
    return Verdict(unique, len(plan.lead) if plan else 0, plan.total if plan else 0.0)


def _said(content: bytes) -> dict[str, Any]:
    try:
        said = json.loads(content)
    except (ValueError, RecursionError):
        raise _UnreadableError(Finding("not_a_result", "plan.json")) from None
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise _UnreadableError(Finding("not_a_result", "plan.json"))
    return said


def _check_all(files: Mapping[str, bytes], said: dict[str, Any], findings: list[Finding]) -> Plan:
    fit = _matrix(files, "fit.csv")
    findings += _fit(files, fit, said["weights"])
    problem = read_problem(fit.lgd, fit.cpses, fit.micro / GRID, said["rules"])
    rows = _rows(files, "plan.csv")
    plan = _plan(problem, fit, rows)
    findings += _rules(problem, plan)
    findings += _figures(problem, plan, rows)
    findings += _totals(problem, plan, said)
    proof = _prices(files, fit)
    findings += _slack(problem, plan, proof)
    certificate = Certificate(proof[0] / GRID, proof[1] / GRID, plan.total)
    if not verify(problem, plan, certificate) and not findings:
        findings.append(Finding("not_proven", "prices.csv"))
    findings += _overrule(files, problem, plan, trusted=not findings)
    return plan


def _rows(files: Mapping[str, bytes], name: str) -> list[list[str]]:
    try:
        rows = list(csv.reader(io.StringIO(files[name].decode(), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error):
        raise _UnreadableError(Finding("file_unreadable", name)) from None
    if len(rows) < 2 or any(len(row) != len(rows[0]) for row in rows):
        raise _UnreadableError(Finding("file_unreadable", name))
    return [[unguarded(cell) for cell in row] for row in rows]


def _micro(cell: str, finding: Finding) -> int:
    if cell == "inf" and finding.file == "overrule.csv":
        return int(IMPOSSIBLE)
    if not _NUMBER.fullmatch(cell) or (cell.startswith("-") and float(cell) == 0):
        raise _UnreadableError(finding)
    return int(cell.replace(".", ""))


def _matrix(files: Mapping[str, bytes], name: str) -> _Matrix:
    header, *rows = _rows(files, name)
    micro = [
        [
            _micro(cell, Finding("not_a_number", name, row[0], column))
            for cell, column in zip(row[1:], header[1:], strict=True)
        ]
        for row in rows
    ]
    return _Matrix(tuple(row[0] for row in rows), tuple(header[1:]), np.array(micro, dtype=np.int64))


def _same_names(matrix: _Matrix, fit: _Matrix, name: str) -> None:
    if (matrix.lgd, matrix.cpses) != (fit.lgd, fit.cpses):
        raise _UnreadableError(Finding("names_differ", name))


def _fit(files: Mapping[str, bytes], fit: _Matrix, weights: Mapping[str, int]) -> list[Finding]:
    """Whether the fit is the weighted mean of the criteria, in whole millionths, rounded half up."""
    if set(weights) != set(CRITERIA) or sum(weights.values()) != 100:
        return [Finding("weights_wrong", "plan.json")]
    total = np.zeros_like(fit.micro)
    findings = []
    for name in CRITERIA:
        file = f"criteria/{name}.csv"
        criterion = _matrix(files, file)
        _same_names(criterion, fit, file)
        findings += _cells("not_in_range", file, fit, (criterion.micro < 0) | (criterion.micro > GRID))
        total += weights[name] * criterion.micro
    return findings + _cells("fit_wrong", "fit.csv", fit, (total + 50) // 100 != fit.micro)


def _cells(code: str, file: str, names: _Matrix, wrong: NDArray[np.bool_]) -> list[Finding]:
    cells = np.argwhere(wrong).tolist()
    return [Finding(code, file, names.lgd[row], names.cpses[column]) for row, column in cells]


def _plan(problem: Problem, fit: _Matrix, rows: list[list[str]]) -> Plan:
    body = rows[1:]
    if tuple(row[0] for row in body) != fit.lgd:
        raise _UnreadableError(Finding("names_differ", "plan.csv"))
    for row in body:
        if row[2] not in fit.cpses:
            raise _UnreadableError(Finding("unknown_cpse", "plan.csv", row[0], "cpse"))
    return plan_of(problem, {row[0]: row[2] for row in body}, proven=True)


def _rules(problem: Problem, plan: Plan) -> list[Finding]:
    load = np.bincount(plan.lead, minlength=len(problem.cpses))
    over = load > problem.capacity
    under = np.zeros_like(over) if problem.minimum is None else load < problem.minimum
    findings = [Finding("over_capacity", "plan.csv", "", problem.cpses[i]) for i in np.flatnonzero(over)]
    findings += [Finding("under_minimum", "plan.csv", "", problem.cpses[i]) for i in np.flatnonzero(under)]
    for row, lead in enumerate(plan.lead.tolist()):
        if not problem.allowed[row, lead] and problem.capacity[lead] > 0:
            findings.append(Finding("rule_broken", "plan.csv", problem.districts[row], problem.cpses[lead]))
    return findings


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


def _totals(problem: Problem, plan: Plan, said: Mapping[str, Any]) -> list[Finding]:
    expected = {
        "total": plan.total,
        "worst": plan.worst,
        "bound": plan.total,
        "proven": True,
        "objective": "total",
        "plan_digest": plan.digest,
        "pairs": [list(pair) for pair in plan.pairs],
        "blocking_pairs": [list(pair) for pair in find_blocking_pairs(problem, plan)],
    }
    return [
        Finding("total_wrong", "plan.json", "", name)
        for name, value in expected.items()
        if said.get(name) != value
    ]


def _prices(files: Mapping[str, bytes], fit: _Matrix) -> tuple[Micro, Micro]:
    rows = _rows(files, "prices.csv")[1:]
    names = [("district", lgd) for lgd in fit.lgd] + [("cpse", code) for code in fit.cpses]
    if [(row[0], row[1]) for row in rows] != names:
        raise _UnreadableError(Finding("names_differ", "prices.csv"))
    price = [_micro(row[2], Finding("not_a_number", "prices.csv", row[1], "price")) for row in rows]
    return np.array(price[: len(fit.lgd)], dtype=np.int64), np.array(price[len(fit.lgd) :], dtype=np.int64)


def _slack(problem: Problem, plan: Plan, prices: tuple[Micro, Micro]) -> list[Finding]:
    """Whether the prices prove the plan: no open cell above them, equal on the plan, 0 where room is left."""
    district, cpse = prices
    slack = district[:, None] + cpse - problem.fit_micro
    names = _Matrix(problem.districts, problem.cpses, slack)
    findings = _cells("price_too_low", "prices.csv", names, problem.allowed & (slack < 0))
    rows = np.arange(len(district))
    chosen = np.zeros(slack.shape, dtype=bool)
    chosen[rows, plan.lead] = True
    findings += _cells("price_not_tight", "prices.csv", names, chosen & (slack != 0))
    load = np.bincount(plan.lead, minlength=len(cpse))
    minimum = np.zeros_like(cpse) if problem.minimum is None else problem.minimum
    loose = ((cpse > 0) & (load < problem.capacity)) | ((cpse < 0) & (load > minimum))
    findings += [Finding("price_with_room", "prices.csv", problem.cpses[i]) for i in np.flatnonzero(loose)]
    value = int(district.sum() + np.where(cpse < 0, cpse * minimum, cpse * problem.capacity).sum())
    if value != round(plan.total * GRID):
        findings.append(Finding("prices_not_total", "prices.csv"))
    return findings


def _overrule(files: Mapping[str, bytes], problem: Problem, plan: Plan, *, trusted: bool) -> list[Finding]:
    """Whether overrule.csv holds what each cell costs; costs can be derived only from a plan that holds."""
    said = _matrix(files, "overrule.csv")
    names = _Matrix(problem.districts, problem.cpses, said.micro)
    _same_names(said, names, "overrule.csv")
    if not trusted:
        return _cells("overrule_wrong", "overrule.csv", names, problem.allowed & (said.micro < 0))
    costs = override_costs(problem, plan)
    finite = np.isfinite(costs)
    micro = np.where(finite, np.rint(np.where(finite, costs, 0.0) * GRID).astype(np.int64), IMPOSSIBLE)
    return _cells("overrule_wrong", "overrule.csv", names, micro != said.micro)


def _digests(files: Mapping[str, bytes], said: Mapping[str, Any]) -> list[Finding]:
    noted = said.get("files")
    if not isinstance(noted, dict) or set(noted) != set(CSV_FILES):
        return [Finding("not_a_result", "plan.json")]
    return [
        Finding("digest_wrong", name)
        for name in CSV_FILES
        if hashlib.sha256(files[name]).hexdigest() != noted[name]
    ]
