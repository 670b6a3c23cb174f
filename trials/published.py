"""Trial: the optima published for the OR-Library's instances are found, and proven.

The files are those of J. E. Beasley, "OR-Library: distributing test problems by electronic mail", Journal
of the Operational Research Society 41 (11), 1990, given as a folder; none is shipped with csrmatch. The
optima of the assignment files and of gap1–12 are the library's own (`assignopt`, `gapinfo`; gap1–12 after
D. G. Cattrysse, M. Salomon and L. N. Van Wassenhove, European Journal of Operational Research 72, 1994);
those of types A–D (P. C. Chu and J. E. Beasley, Computers & Operations Research 24, 1997) are the best
bounds known, as collected in R. Martinelli's AssignmentProblems.jl: a least and a most where the optimum
is not known.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from csrmatch.optimiser import solve
from trials.figures import Figure
from trials.instances import Instance, read_assignment, read_generalised, read_sparse_assignment

__all__ = ["ASSIGNMENT", "GENERALISED", "LARGE", "SPARSE", "TITLE", "Answer", "answer", "figures"]

TITLE = "Published optima"

ASSIGNMENT = {100: 305, 200: 475, 300: 626, 400: 804, 500: 991, 600: 1176, 700: 1362, 800: 1552}
SPARSE = {800: 2239, 1500: 5839, 3000: 18696, 5000: 48533}
GENERALISED = {
    1: (336, 327, 339, 341, 326),
    2: (434, 436, 420, 419, 428),
    3: (580, 564, 573, 570, 564),
    4: (656, 644, 673, 647, 664),
    5: (563, 558, 564, 568, 559),
    6: (761, 759, 758, 752, 747),
    7: (942, 949, 968, 945, 951),
    8: (1133, 1134, 1141, 1117, 1127),
    9: (709, 717, 712, 723, 706),
    10: (958, 963, 960, 947, 947),
    11: (1139, 1178, 1195, 1171, 1171),
    12: (1451, 1449, 1433, 1447, 1446),
}
"""gap1 to gap12: the greatest values."""

LARGE = {
    "a": ((1698, 1698), (3235, 3235), (1360, 1360), (2623, 2623), (1158, 1158), (2339, 2339)),
    "b": ((1843, 1843), (3552, 3552), (1407, 1407), (2827, 2827), (1166, 1166), (2339, 2339)),
    "c": ((1931, 1931), (3456, 3456), (1402, 1402), (2806, 2806), (1243, 1243), (2391, 2391)),
    "d": ((6353, 6353), (12742, 12742), (6345, 6348), (12426, 12432), (6177, 6190), (12230, 12241)),
}
"""gapa to gapd: between these lies the least value of 5 × 100, 5 × 200, 10 × 100, 10 × 200, and so on."""

LEAST_PROVEN = 20
"""Of the 24 of types A to D so many at least are to be proven, each in its time limit."""


@dataclass(frozen=True)
class Answer:
    """What csrmatch says of one instance, by the file's own numbers; `gap` in per cent of the value."""

    name: str
    value: int
    is_proven: bool
    gap: float
    seconds: float


def figures(folder: Path | None, *, seconds: float) -> Iterator[Figure]:
    """A line for each family of files; `seconds` limits each generalised problem."""
    yield _assignments(folder, "assign{}.txt", "assign100–800, dense", ASSIGNMENT, read_assignment)
    yield _assignments(folder, "assignp{}.txt", "assignp800–5000, sparse", SPARSE, read_sparse_assignment)
    yield _small(folder, seconds)
    yield from _large(folder, seconds)


def answer(instance: Instance, seconds: float | None = None) -> Answer:
    """Solves an instance and judges the plan without csrmatch's arithmetic."""
    problem = instance.problem
    start = perf_counter()
    plan = solve(problem, time_limit=seconds)
    taken = perf_counter() - start
    value = instance.judge(plan.lead)
    gap = 100 * max(0.0, plan.bound - plan.total) / max(1, abs(value))
    return Answer(instance.name, value, plan.proven, gap, taken)


def _assignments(
    folder: Path | None, name: str, what: str, optima: dict[int, int], read: Callable[[Path], Instance]
) -> Figure:
    expected = f"{len(optima)} of {len(optima)} optima"
    names = [name.format(size) for size in optima]
    if missing := _missing(folder, names):
        return _not_given(what, expected, missing)
    answers = [answer(read(path)) for path in _paths(folder, names)]
    right = sum(
        got.is_proven and got.value == optimum for got, optimum in zip(answers, optima.values(), strict=True)
    )
    return Figure(
        what,
        expected,
        f"{right} of {len(optima)}",
        sum(got.seconds for got in answers),
        right == len(optima),
        f"the slowest {max(got.seconds for got in answers):.2f} s",
    )


def _small(folder: Path | None, seconds: float) -> Figure:
    what, expected = "gap1–12, generalised, 5 × 15 to 10 × 60", "60 of 60 optima"
    names = [f"gap{number}.txt" for number in GENERALISED]
    if missing := _missing(folder, names):
        return _not_given(what, expected, missing)
    right, taken, slowest, wrong = 0, 0.0, 0.0, []
    for path, optima in zip(_paths(folder, names), GENERALISED.values(), strict=True):
        for instance, optimum in zip(read_generalised(path, is_greatest=True), optima, strict=True):
            got = answer(instance, seconds)
            right += got.is_proven and got.value == optimum
            if got.value != optimum or not got.is_proven:
                wrong.append(f"{got.name}: {got.value} for {optimum}")
            taken, slowest = taken + got.seconds, max(slowest, got.seconds)
    note = "; ".join([f"the slowest {slowest:.2f} s", *wrong])
    return Figure(what, expected, f"{right} of 60", taken, right == 60, note)


def _large(folder: Path | None, seconds: float) -> Iterator[Figure]:
    """Types A to D one by one, then all together."""
    what = "gapa–gapd, generalised, 5 × 100 to 20 × 200"
    expected = f"at least {LEAST_PROVEN} of 24 proven within {seconds:g} s each"
    names = [f"gap{kind}.txt" for kind in LARGE]
    if missing := _missing(folder, names):
        yield _not_given(what, expected, missing)
        return
    every: list[Answer] = []
    for path, bounds in zip(_paths(folder, names), LARGE.values(), strict=True):
        answers = [answer(instance, seconds) for instance in read_generalised(path, is_greatest=False)]
        every += answers
        yield _type(path.stem, answers, bounds)
    proven = sum(got.is_proven for got in every)
    taken = sum(got.seconds for got in every)
    yield Figure(what, expected, f"{proven} of {len(every)}", taken, proven >= LEAST_PROVEN)


def _type(name: str, answers: Sequence[Answer], bounds: Sequence[tuple[int, int]]) -> Figure:
    """No value below the least known, and a proven one within what is known."""
    agrees = all(
        least <= got.value and (not got.is_proven or got.value <= most)
        for got, (least, most) in zip(answers, bounds, strict=True)
    )
    open_ones = [f"{got.name}: {got.value}, gap {got.gap:.3f} %" for got in answers if not got.is_proven]
    slowest = max(got.seconds for got in answers)
    return Figure(
        f"{name}, least value",
        "none against what is published",
        f"{sum(got.is_proven for got in answers)} of {len(answers)} proven",
        sum(got.seconds for got in answers),
        agrees,
        "; ".join([f"the slowest {slowest:.1f} s", *open_ones]),
    )


def _missing(folder: Path | None, names: Sequence[str]) -> list[str]:
    return [name for name in names if folder is None or not (folder / name).is_file()]


def _paths(folder: Path | None, names: Sequence[str]) -> list[Path]:
    return [] if folder is None else [folder / name for name in names]


def _not_given(what: str, expected: str, missing: Sequence[str]) -> Figure:
    return Figure(what, expected, "–", 0.0, None, f"not given: {', '.join(missing)}")
