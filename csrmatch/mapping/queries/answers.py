"""Reading the answers of a run: the plan of the greatest total, the others, each point of the frontier."""

import csv
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import select

from csrmatch.db import db
from csrmatch.errors import Missing
from csrmatch.mapping.documents.archive import unpack
from csrmatch.mapping.models import AnalysisKind, MappingRun, RunAnalysis, RunOutcome

__all__ = [
    "Answer",
    "AnswerPair",
    "find_analysis",
    "get_analysis_files",
    "list_analyses",
    "load_answer",
]

_KEPT = 16
_POINT = re.compile(r"frontier-([1-9][0-9]{0,3})")
_RESULTS = {"fairest": AnalysisKind.FAIREST, "stable": AnalysisKind.STABLE}


@dataclass(frozen=True)
class AnswerPair:
    """A district's LGD code, the code of the CPSE that would lead it, and the fit of the two."""

    lgd: str
    cpse: str
    fit: float


@dataclass(frozen=True)
class Answer:
    """One plan of a run: `total`, `fairest`, `stable`, or `frontier-1`, the first point of the frontier."""

    name: str
    pairs: tuple[AnswerPair, ...]
    total: float
    worst: float
    is_proven: bool


def list_analyses(run: MappingRun) -> dict[AnalysisKind, RunAnalysis]:
    """What was worked out of a run so far, by kind and without the files."""
    query = select(RunAnalysis).where(RunAnalysis.run_id == run.id, RunAnalysis.variant == 0)
    query = query.order_by(RunAnalysis.id)
    return {analysis.kind: analysis for analysis in db.session.scalars(query)}


def find_analysis(run: MappingRun, kind: AnalysisKind) -> RunAnalysis | None:
    """One thing that was worked out of a run, without its files; None where it is not there yet."""
    query = select(RunAnalysis).where(RunAnalysis.run_id == run.id, RunAnalysis.kind == kind)
    return db.session.scalar(query.where(RunAnalysis.variant == 0))


def get_analysis_files(analysis_id: int) -> bytes:
    """The files of what was worked out, as stored."""
    found = db.session.scalar(select(RunAnalysis.payload_zip).where(RunAnalysis.id == analysis_id))
    if found is None:
        raise Missing
    return found


def load_answer(run: MappingRun, answer: str) -> Answer:
    """The pairs of one answer of a run in the order of its districts.

    Raises `Missing` where the run has no such answer: it gave no plan, the answer is not worked out yet,
    or there is none under its rules.
    """
    if run.outcome is not RunOutcome.SOLVED or run.result_digest is None:
        raise Missing
    if answer == "total":
        return _of_run(run.id, run.result_digest)
    kind = AnalysisKind.FRONTIER if _POINT.fullmatch(answer) else _RESULTS.get(answer)
    analysis = None if kind is None else find_analysis(run, kind)
    if analysis is None or not analysis.summary.get("available"):
        raise Missing
    return _of_analysis(analysis.id, analysis.digest, answer)


@lru_cache(maxsize=_KEPT)
def _of_run(run_id: int, _digest: str) -> Answer:
    """Kept by number and digest: a run never changes, and no other run can have both."""
    stored = db.session.scalar(select(MappingRun.result_zip).where(MappingRun.id == run_id))
    if stored is None:
        raise Missing
    return _of_folder("total", unpack(stored))


@lru_cache(maxsize=_KEPT)
def _of_analysis(analysis_id: int, _digest: str, answer: str) -> Answer:
    """Kept by number and digest, like an answer of the run itself."""
    files = unpack(get_analysis_files(analysis_id))
    point = _POINT.fullmatch(answer)
    return _of_point(answer, files, int(point[1])) if point else _of_folder(answer, files)


def _of_folder(name: str, files: Mapping[str, bytes]) -> Answer:
    said = json.loads(files["plan.json"])
    rows = csv.DictReader(io.StringIO(files["plan.csv"].decode(), newline=""))
    pairs = tuple(AnswerPair(row["lgd"], row["cpse"], float(row["fit"])) for row in rows)
    return Answer(name, pairs, float(said["total"]), float(said["worst"]), bool(said["proven"]))


def _of_point(name: str, files: Mapping[str, bytes], number: int) -> Answer:
    points = json.loads(files["frontier.json"])["points"]
    if number > len(points):
        raise Missing
    point = points[number - 1]
    pairs = tuple(AnswerPair(lgd, cpse, float(fit)) for lgd, cpse, fit in point["pairs"])
    return Answer(name, pairs, float(point["total"]), float(point["worst"]), bool(point["proven"]))
