"""A frozen run read back from its own files: nothing is solved again, only checked and shown."""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from csrmatch.mapping.documents.archive import unpack
from csrmatch.mapping.documents.stated_rules import read_problem
from csrmatch.mapping.documents.verifying import Verdict, verify_files
from csrmatch.mapping.solving.outcome import Outcome, RunnerUp, find_runner_up
from csrmatch.mapping.tables import CRITERIA, Issue, MappingInput, read_sheets
from csrmatch.mapping.tables.sheets import sheet_from_csv
from csrmatch.optimiser import Move, NotAvailable, Plan, Problem, ProblemError, moves, plan_of

__all__ = ["Pair", "Part", "Result", "read_input", "read_result", "unknown_cells"]

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]


@dataclass(frozen=True)
class Part:
    """One criterion of a pair: its value in [0, 1], its weight, its points, and whether data is missing."""

    name: str
    value: float
    weight: int
    is_unknown: bool

    @property
    def points(self) -> float:
        """What it adds to the fit, in hundredths."""
        return self.value * self.weight


@dataclass(frozen=True)
class Pair:
    """All that is said of one cell of the matrix; `cost` is None where no plan can hold the pair."""

    lgd: str
    cpse: str
    lead: str
    fit: float
    lead_fit: float
    parts: tuple[Part, ...]
    runner_up: RunnerUp | None
    cost: float | None
    moves: tuple[Move, ...]
    price: float
    is_pinned: bool
    is_banned: bool
    pinned_to: str | None

    @property
    def is_proposed(self) -> bool:
        """Whether the plan holds the pair."""
        return self.lead == self.cpse

    @property
    def unknown_share(self) -> int:
        """How much of the weight, in per cent, rests on data that is not known."""
        return sum(part.weight for part in self.parts if part.is_unknown)


@dataclass(frozen=True, eq=False)
class Result:
    """The matrices, the plan and the check of one solved run."""

    given: MappingInput
    problem: Problem
    plan: Plan
    criteria: Mapping[str, Floats]
    unknown: Mapping[str, Booleans]
    overrule: Floats
    prices: Mapping[str, float]
    flags: tuple[tuple[str, ...], ...]
    verdict: Verdict

    def pair(self, lgd: str, code: str) -> Pair | None:
        """What is said of one cell; None where the run has no such district or CPSE."""
        row, column = self.problem.row.get(lgd), self.problem.column.get(code)
        if row is None or column is None:
            return None
        lead = int(self.plan.lead[row])
        cost = float(self.overrule[row, column])
        banned = self.problem.banned
        pinned_to = (self.problem.pinned or {}).get(lgd)
        return Pair(
            lgd=lgd,
            cpse=code,
            lead=self.problem.cpses[lead],
            fit=float(self.problem.fit[row, column]),
            lead_fit=float(self.problem.fit[row, lead]),
            parts=tuple(
                Part(
                    name,
                    float(self.criteria[name][row, column]),
                    self.given.weights[name],
                    bool(self.unknown[name][row, column]),
                )
                for name in CRITERIA
            ),
            runner_up=find_runner_up(self.problem, row, lead),
            cost=cost if np.isfinite(cost) else None,
            moves=self._moves(lgd, code) if np.isfinite(cost) else (),
            price=self.prices[code],
            is_pinned=pinned_to == code,
            is_banned=banned is not None and bool(banned[row, column]),
            pinned_to=pinned_to,
        )

    def with_leads(self, leads: Mapping[str, str]) -> "Result":
        """The same matrices and check with another plan, which names a CPSE for every district."""
        plan = plan_of(self.problem, leads)
        flags = []
        for row, lgd in enumerate(self.problem.districts):
            lead = int(plan.lead[row])
            found = [f"{name}_not_known" for name in CRITERIA if self.unknown[name][row, lead]]
            is_pinned = lgd in (self.problem.pinned or {})
            flags.append(tuple([*found, "pinned"] if is_pinned else found))
        return replace(self, plan=plan, flags=tuple(flags))

    def _moves(self, lgd: str, code: str) -> tuple[Move, ...]:
        try:
            return tuple(moves(self.problem, self.plan, lgd, code))
        except (NotAvailable, ProblemError):
            return ()


def read_input(files: Mapping[str, bytes]) -> tuple[MappingInput, list[Issue]]:
    """The input in the files of a folder, and its warnings, exactly as the command line reads them."""
    sheets = [sheet_from_csv(name.removesuffix(".csv"), name, files[name]) for name in sorted(files)]
    return read_sheets(sheets)


def unknown_cells(outcome: Outcome) -> bytes:
    """Which cells of which criterion rest on missing data, as JSON of packed bits."""
    packed = {c.name: np.packbits(c.missing).tobytes().hex() for c in outcome.encoded.criteria}
    return json.dumps(packed, sort_keys=True).encode()


def read_result(input_zip: bytes, result_zip: bytes, unknown: bytes) -> Result:
    """A solved run from what was stored of it."""
    given, _warnings = read_input(unpack(input_zip))
    files = unpack(result_zip)
    said = json.loads(files["plan.json"])
    districts, cpses, fit = _matrix(files["fit.csv"])
    problem = read_problem(districts, cpses, fit, said["rules"])
    rows = _rows(files["plan.csv"])[1:]
    shape = fit.shape
    packed = json.loads(unknown)
    return Result(
        given=given,
        problem=problem,
        plan=plan_of(problem, {row[0]: row[2] for row in rows}, proven=bool(said["proven"])),
        criteria={name: _matrix(files[f"criteria/{name}.csv"])[2] for name in CRITERIA},
        unknown={name: _bits(packed[name], shape) for name in CRITERIA},
        overrule=_matrix(files["overrule.csv"])[2],
        prices={row[1]: float(row[2]) for row in _rows(files["prices.csv"])[1:] if row[0] == "cpse"},
        flags=tuple(tuple(flag for flag in row[7].split(";") if flag) for row in rows),
        verdict=verify_files(files),
    )


def _rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


def _matrix(content: bytes) -> tuple[list[str], list[str], Floats]:
    header, *body = _rows(content)
    return [row[0] for row in body], header[1:], np.array([row[1:] for row in body], dtype=np.float64)


def _bits(packed: str, shape: tuple[int, ...]) -> Booleans:
    bits = np.unpackbits(np.frombuffer(bytes.fromhex(packed), dtype=np.uint8), count=shape[0] * shape[1])
    return bits.reshape(shape).astype(bool)
