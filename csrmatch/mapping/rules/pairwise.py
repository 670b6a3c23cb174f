"""Weights from comparing criteria two by two (Saaty's analytic hierarchy process), and how far they agree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "LARGEST",
    "RANDOM_INDEX",
    "TOLERATED",
    "Judged",
    "Misfit",
    "compare_shares",
    "is_tolerated",
    "judge",
    "pairs_of",
    "whole_shares",
]

Floats = NDArray[np.float64]
Pair = tuple[str, str]

LARGEST = 9
TOLERATED = 0.10
# The mean consistency index of random matrices: T. L. Saaty, The Analytic Hierarchy Process, 1980.
RANDOM_INDEX = {3: 0.58, 4: 0.90, 5: 1.12, 6: 1.24, 7: 1.32, 8: 1.41, 9: 1.45, 10: 1.49}
_ANSWERS = (*range(-LARGEST, -1), *range(1, LARGEST + 1))


@dataclass(frozen=True)
class Misfit:
    """The one answer whose change helps most: what was said, what would fit the others, the ratio then."""

    pair: Pair
    said: int
    fitting: int
    ratio: float


@dataclass(frozen=True)
class Judged:
    """What a set of comparisons says: the share of each name, whole weights of 100, and the consistency.

    `ratio` is 0 where the answers agree wholly; `misfit` is None where they agree well enough.
    """

    shares: Mapping[str, float]
    weights: Mapping[str, int]
    greatest_root: float
    index: float
    ratio: float
    misfit: Misfit | None

    @property
    def is_consistent(self) -> bool:
        """Whether the consistency ratio is 0.10 or less, as Saaty asks."""
        return is_tolerated(self.ratio)


def is_tolerated(ratio: float) -> bool:
    """Whether a consistency ratio is 0.10 or less, rounded to the two places that are shown."""
    return round(ratio, 2) <= TOLERATED


def pairs_of(names: Sequence[str]) -> list[Pair]:
    """Every two of the names, in their order."""
    return list(combinations(names, 2))


def judge(names: Sequence[str], answers: Mapping[Pair, int]) -> Judged:
    """What the comparisons of 3 to 10 names say, one answer for each of `pairs_of`.

    An answer of 5 says that the first of the two is strongly (5 times) more important, -5 the second; 1 that
    both are equal. The shares are the principal eigenvector of the matrix of answers, made to sum to 1. The
    index is (λ - n) / (n - 1), the ratio that index divided by the one of random answers.

    Examples
    --------
    >>> judge("abc", {("a", "b"): 2, ("a", "c"): 4, ("b", "c"): 2}).weights
    {'a': 57, 'b': 29, 'c': 14}
    """
    matrix = _matrix(names, answers)
    roots, vectors = np.linalg.eig(matrix)
    first = int(np.argmax(roots.real))
    vector = np.abs(vectors[:, first].real)
    shares = (vector / vector.sum()).tolist()
    root = float(roots[first].real)
    # A hair below n is rounding: of answers that agree wholly the root is n.
    index = max(0.0, (root - len(names)) / (len(names) - 1))
    ratio = index / RANDOM_INDEX[len(names)]
    return Judged(
        shares=dict(zip(names, shares, strict=True)),
        weights=dict(zip(names, whole_shares(shares), strict=True)),
        greatest_root=root,
        index=index,
        ratio=ratio,
        misfit=_find_misfit(names, answers, matrix) if not is_tolerated(ratio) else None,
    )


def compare_shares(first: float, second: float) -> int:
    """The answer of the scale that comes nearest to how two shares stand to each other."""
    if first <= 0 and second <= 0:
        return 1
    if first < second:
        return -compare_shares(second, first) if compare_shares(second, first) > 1 else 1
    if second <= 0:
        return LARGEST
    steps = np.arange(1, LARGEST + 1)
    # Nearest by ratio: 1.4 lies halfway between once and twice.
    return int(steps[np.argmin(np.abs(np.log(steps) - np.log(first / second)))])


def whole_shares(shares: Sequence[float], total: int = 100) -> list[int]:
    """Whole numbers that sum to the total, in proportion to the shares; the largest remainders are raised.

    Shares that are all 0 are taken as equal; among equal remainders the earlier is raised.

    Examples
    --------
    >>> whole_shares([1, 1, 1])
    [34, 33, 33]
    """
    given = np.asarray(shares, dtype=np.float64)
    if given.sum() <= 0:
        given = np.ones_like(given)
    exact = given / given.sum() * total
    whole = np.floor(exact + 1e-9).astype(int)
    order = np.argsort(-(exact - whole), kind="stable")
    whole[order[: total - int(whole.sum())]] += 1
    return [int(number) for number in whole]


def _matrix(names: Sequence[str], answers: Mapping[Pair, int]) -> Floats:
    matrix = np.ones((len(names), len(names)))
    row = {name: index for index, name in enumerate(names)}
    for pair in pairs_of(names):
        answer = answers[pair]
        if answer not in _ANSWERS:
            raise ValueError(f"no answer of the scale: {answer}")
        first, second = row[pair[0]], row[pair[1]]
        matrix[first, second] = _ratio(answer)
        matrix[second, first] = 1 / _ratio(answer)
    return matrix


def _ratio(answer: int) -> float:
    return float(answer) if answer > 0 else -1 / answer


def _find_misfit(names: Sequence[str], answers: Mapping[Pair, int], matrix: Floats) -> Misfit:
    """Tries every other answer of every pair; of equal helps the first pair and the smallest change."""
    size = len(names)
    row = {name: index for index, name in enumerate(names)}
    tries = [(pair, answer) for pair in pairs_of(names) for answer in _ANSWERS if answer != answers[pair]]
    changed = np.repeat(matrix[None], len(tries), axis=0)
    for place, (pair, answer) in enumerate(tries):
        first, second = row[pair[0]], row[pair[1]]
        changed[place, first, second] = _ratio(answer)
        changed[place, second, first] = 1 / _ratio(answer)
    roots = np.linalg.eigvals(changed).real.max(axis=1)
    ratios = np.maximum(0.0, (roots - size) / (size - 1)) / RANDOM_INDEX[size]
    best = int(np.argmin(np.round(ratios, 9)))
    pair, fitting = tries[best]
    return Misfit(pair, answers[pair], fitting, float(ratios[best]))
