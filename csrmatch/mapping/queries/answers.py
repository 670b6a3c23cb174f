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
from csrmatch.jobs import Job
from csrmatch.mapping.documents.archive import unpack
from csrmatch.mapping.models import AnalysisKind, MappingRun, RunAnalysis, RunOutcome
from csrmatch.mapping.queries.runs import get_run_files, load_result
from csrmatch.mapping.results import Result, read_result
from csrmatch.mapping.solving.analysing import ANALYSE_RUN

__all__ = [
    "RESULT_KINDS",
    "Answer",
    "AnswerPair",
    "Kept",
    "Robustness",
    "find_analysis",
    "find_analysis_job",
    "get_analysis_files",
    "list_analyses",
    "load_answer",
    "load_answer_result",
    "load_robustness",
]

_KEPT = 16
_POINT = re.compile(r"frontier-([1-9][0-9]{0,3})")
# The answers beside the greatest total that have a result folder of their own.
RESULT_KINDS = {"fairest": AnalysisKind.FAIREST, "stable": AnalysisKind.STABLE}


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


@dataclass(frozen=True)
class Kept:
    """How firm a pair of the plan is: its share of the draws, and the change of a weight that first flips it.

    `rival` is who is chosen most often instead, with that share; None where the pair is always chosen.
    `criterion`, `points` and `joins` are None where no change of one weight within the looked-at range does.
    """

    share: float
    rival: str | None
    rival_share: float
    criterion: str | None
    points: int | None
    joins: str | None


@dataclass(frozen=True)
class Robustness:
    """What drawing the weights anew showed, by LGD code, and what was drawn."""

    kept: Mapping[str, Kept]
    spread: float
    draws: int
    seed: int
    most_points: int


def find_analysis_job(run: MappingRun) -> Job | None:
    """The job that works out what follows from a run; None for a run from before there were such jobs."""
    return db.session.scalar(select(Job).where(Job.key == f"{ANALYSE_RUN} {run.id}"))


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
    kind = AnalysisKind.FRONTIER if _POINT.fullmatch(answer) else RESULT_KINDS.get(answer)
    analysis = None if kind is None else find_analysis(run, kind)
    if analysis is None or not analysis.summary.get("available"):
        raise Missing
    return _of_analysis(analysis.id, analysis.digest, answer)


def load_answer_result(run: MappingRun, answer: str) -> Result:
    """What a solved run says with the plan of one of its answers; raises `Missing` as `load_answer` does.

    The costs of overruling and the prices are those of the plan of the greatest total. At a point of the
    frontier the verdict too is that of the run, for such a point has no result folder of its own.
    """
    found = load_answer(run, answer)
    whole = load_result(run)
    if answer == "total":
        return whole
    kind = RESULT_KINDS.get(answer)
    if kind is None:
        return whole.with_leads({pair.lgd: pair.cpse for pair in found.pairs})
    analysis = find_analysis(run, kind)
    if analysis is None:
        raise Missing
    return _result_of(run.id, analysis.id, analysis.digest)


@lru_cache(maxsize=_KEPT // 2)
def _result_of(run_id: int, analysis_id: int, _digest: str) -> Result:
    input_zip, _total, unknown = get_run_files(run_id)
    if unknown is None:
        raise Missing
    return read_result(input_zip, get_analysis_files(analysis_id), unknown)


def load_robustness(run: MappingRun) -> Robustness | None:
    """How firm the pairs of a run's plan are; None where that is not worked out yet."""
    analysis = find_analysis(run, AnalysisKind.ROBUSTNESS)
    if analysis is None or not analysis.summary.get("available"):
        return None
    return _robustness_of(analysis.id, analysis.digest)


@lru_cache(maxsize=_KEPT)
def _robustness_of(analysis_id: int, _digest: str) -> Robustness:
    files = unpack(get_analysis_files(analysis_id))
    said = json.loads(files["robustness.json"])
    header, *rows = csv.reader(io.StringIO(files["shares.csv"].decode(), newline=""))
    shares = {row[0]: dict(zip(header[1:], map(float, row[1:]), strict=True)) for row in rows}
    first = {flip["district"]: flip for flip in said["flips"]}
    kept = {}
    for lgd, code, share in said["pairs"]:
        others = {other: value for other, value in shares[lgd].items() if other != code and value > 0}
        rival = min(others, key=lambda other: (-others[other], other)) if others else None
        flip = first[lgd]
        kept[lgd] = Kept(
            share,
            rival,
            others[rival] if rival else 0.0,
            flip["criterion"],
            flip["points"],
            flip["joins"],
        )
    return Robustness(kept, said["spread"], said["draws"], said["seed"], said["most_points"])


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
