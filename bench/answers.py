"""A run of the nation with everything: three answers, trade-offs, overruling costs, 1,000 draws and flips."""

from collections.abc import Iterator
from dataclasses import replace
from time import process_time

from bench.files import CPSES, wide_nation
from bench.measure import Row
from csrmatch.mapping.documents.archive import pack, unpack
from csrmatch.mapping.documents.folder import result_files
from csrmatch.mapping.results import read_input
from csrmatch.mapping.solving.analysing import Question, find_answer, find_frontier, find_robustness
from csrmatch.mapping.solving.outcome import solve_input
from csrmatch.mapping.tables.rows import MappingInput
from csrmatch.mapping.tables.writing import input_files
from csrmatch.optimiser import Objective

SIZE = f"112 × {CPSES} real data"
SECONDS = 10.0


def apart() -> MappingInput:
    """The wide nation with each copy's places some kilometres further on and its projects somewhat dearer.

    Four companies that are the same in all things tie everywhere, and nearly all the time would go into the
    stated order among ties.
    """
    nation = wide_nation()
    return replace(
        nation,
        places=tuple(
            replace(row, lat=row.lat + 0.07 * _copy(row.cpse), lon=row.lon - 0.11 * _copy(row.cpse))
            if row.lat is not None and row.lon is not None
            else row
            for row in nation.places
        ),
        projects=tuple(
            replace(row, spent_inr=row.spent_inr and row.spent_inr * (10 + _copy(row.cpse)) // 10)
            for row in nation.projects
        ),
    )


def _copy(code: str) -> int:
    """Which copy a CPSE is; 0 for the original."""
    number = code.rpartition("-")[2]
    return int(number) if number.isdecimal() else 0


def rows() -> Iterator[Row]:
    """Two rows: all that a run works out, and how much of it the plan alone takes.

    Processor time of all threads, which other programs on the machine hardly change.
    """
    files = input_files(apart())
    start = process_time()
    given, warnings = read_input(unpack(pack(files)))
    outcome = solve_input(given, warnings=warnings)
    pack(result_files(outcome))
    first = process_time() - start
    question = Question(given, warnings, "en", outcome.plan.pairs)
    parts = []
    for name, work in (
        ("fairest", lambda: find_answer(question, Objective.FAIREST)),
        ("stable", lambda: find_answer(question, Objective.STABLE)),
        ("trade-offs", lambda: find_frontier(question)),
        ("draws and flips", lambda: find_robustness(question)),
    ):
        begun = process_time()
        pack(work().files)
        parts.append(f"{name} {process_time() - begun:.2f} s")
    whole = process_time() - start
    note = f"plan, proof, overruling and workbook {first:.2f} s, " + ", ".join(parts)
    yield Row("a run with everything that follows", SIZE, "the processor", whole, SECONDS, note, unit="s")
    yield Row(
        "what its page waits for: plan, proof, overruling costs and workbook",
        SIZE,
        "a run with everything",
        first / whole,
        0.5,
    )
