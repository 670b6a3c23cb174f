"""Weights from comparisons: against published examples, and against arithmetic done in another way."""

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csrmatch.mapping.rules.pairwise import (
    RANDOM_INDEX,
    TOLERATED,
    compare_shares,
    is_tolerated,
    judge,
    pairs_of,
    whole_shares,
)
from csrmatch.mapping.tables import CRITERIA

SCALE = [*range(-9, -1), *range(1, 10)]
SEVEN = pairs_of(CRITERIA)


def read(names, rows):
    """The answers that the upper half of a printed matrix states; 1/5 is -5."""
    answers = {}
    for index, row in enumerate(rows):
        for offset, cell in enumerate(row.split(), start=index + 1):
            answers[names[index], names[offset]] = -int(cell[2:]) if "/" in cell else int(cell)
    return answers


def matrix_of(names, answers):
    """The matrix of answers in exact fractions."""
    found = [[Fraction(1)] * len(names) for _ in names]
    for (first, second), answer in answers.items():
        value = Fraction(answer) if answer > 0 else Fraction(1, -answer)
        found[names.index(first)][names.index(second)] = value
        found[names.index(second)][names.index(first)] = 1 / value
    return found


def iterate_powers(rows, times=200):
    """Greatest root and its vector by multiplying again and again, without any library of matrices."""
    rows = [[float(cell) for cell in row] for row in rows]
    vector = [1.0] * len(rows)
    for _ in range(times):
        vector = [sum(a * b for a, b in zip(row, vector, strict=True)) for row in rows]
        root = sum(vector)
        vector = [value / root for value in vector]
    return root, vector


answers_of_seven = st.lists(st.sampled_from(SCALE), min_size=21, max_size=21).map(
    lambda chosen: dict(zip(SEVEN, chosen, strict=True))
)


class TestPublished:
    def test_wealth_of_seven_nations(self):
        # T. L. Saaty, A scaling method for priorities in hierarchical structures, J. Math. Psych. 15, 1977.
        names = ["US", "USSR", "China", "France", "UK", "Japan", "Germany"]
        judged = judge(
            names,
            read(names, ["4 9 6 6 5 5", "7 5 5 3 4", "1/5 1/5 1/7 1/5", "1 1/3 1/3", "1/3 1/3", "2"]),
        )
        printed = [0.429, 0.231, 0.021, 0.053, 0.053, 0.119, 0.095]
        # The paper's own figures of 1977 differ by some thousandths, its root by none.
        assert list(judged.shares.values()) == pytest.approx(printed, abs=0.004)
        assert judged.greatest_root == pytest.approx(7.608, abs=0.003)
        assert judged.ratio == pytest.approx(0.08, abs=0.005)
        assert judged.is_consistent
        assert judged.misfit is None

    def test_buying_a_house(self):
        # T. L. Saaty, How to make a decision, European Journal of Operational Research 48, 1990.
        names = ["size", "transport", "neighbourhood", "age", "yard", "modern", "condition", "financing"]
        rows = [
            "5 3 7 6 6 1/3 1/4",
            "1/3 5 3 3 1/5 1/7",
            "6 3 4 6 1/5",
            "1/3 1/4 1/7 1/8",
            "1/2 1/5 1/6",
            "1/5 1/6",
            "1/2",
        ]
        judged = judge(names, read(names, rows))
        printed = [0.173, 0.054, 0.188, 0.018, 0.031, 0.036, 0.167, 0.333]
        assert list(judged.shares.values()) == pytest.approx(printed, abs=0.001)
        assert judged.greatest_root == pytest.approx(9.669, abs=0.001)
        assert judged.ratio == pytest.approx(0.169, abs=0.001)
        assert not judged.is_consistent
        assert judged.misfit.pair == ("neighbourhood", "condition")
        assert judged.misfit.ratio < TOLERATED


class TestJudge:
    @settings(max_examples=60, deadline=None)
    @given(answers_of_seven)
    def test_agrees_with_powers_of_the_matrix(self, answers):
        judged = judge(CRITERIA, answers)
        root, vector = iterate_powers(matrix_of(list(CRITERIA), answers))
        assert judged.greatest_root == pytest.approx(root, abs=1e-6)
        assert list(judged.shares.values()) == pytest.approx(vector, abs=1e-6)
        assert judged.ratio == pytest.approx(max(0, (root - 7) / 6) / 1.32, abs=1e-6)
        assert sum(judged.weights.values()) == 100

    @given(st.lists(st.sampled_from([1, 2, 4, 8]), min_size=7, max_size=7))
    def test_answers_that_agree_have_ratio_nought_and_give_back_their_weights(self, scores):
        answers = {
            pair: _answer(Fraction(scores[CRITERIA.index(pair[0])], scores[CRITERIA.index(pair[1])]))
            for pair in SEVEN
        }
        judged = judge(CRITERIA, answers)
        assert judged.ratio == pytest.approx(0, abs=1e-9)
        expected = [score / sum(scores) for score in scores]
        assert list(judged.shares.values()) == pytest.approx(expected, abs=1e-9)

    @settings(max_examples=8, deadline=None)
    @given(answers_of_seven)
    def test_the_named_answer_is_the_one_whose_change_helps_most(self, answers):
        judged = judge(CRITERIA, answers)
        if judged.misfit is None:
            assert is_tolerated(judged.ratio)
            return
        changed = judge(CRITERIA, {**answers, judged.misfit.pair: judged.misfit.fitting})
        assert changed.ratio == pytest.approx(judged.misfit.ratio, abs=1e-9)
        assert judged.misfit.said == answers[judged.misfit.pair]
        others = [
            (iterate_powers(matrix_of(list(CRITERIA), {**answers, pair: other}), 60)[0] - 7) / 6 / 1.32
            for pair in SEVEN[::3]
            for other in SCALE[::2]
        ]
        assert min(others) >= judged.misfit.ratio - 1e-6

    def test_one_slip_among_agreeing_answers_is_found(self):
        scores = dict(zip(CRITERIA, (8, 4, 4, 2, 2, 1, 1), strict=True))
        answers = {pair: _answer(Fraction(scores[pair[0]], scores[pair[1]])) for pair in SEVEN}
        slip = ("need_expertise", "track_record")
        misfit = judge(CRITERIA, {**answers, slip: -9}).misfit
        assert (misfit.pair, misfit.said, misfit.fitting) == (slip, -9, 4)
        assert misfit.ratio == pytest.approx(0, abs=1e-9)

    @pytest.mark.parametrize("wrong", [0, -1, 10, -10])
    def test_what_is_not_on_the_scale_is_refused(self, wrong):
        with pytest.raises(ValueError, match="scale"):
            judge(CRITERIA, {**dict.fromkeys(SEVEN, 1), SEVEN[3]: wrong})

    def test_the_random_index_of_seven_is_that_of_random_answers(self):
        draw = np.random.default_rng(7)
        found = []
        for _ in range(400):
            answers = dict(zip(SEVEN, draw.choice(SCALE, 21).tolist(), strict=True))
            found.append((iterate_powers(matrix_of(list(CRITERIA), answers), 40)[0] - 7) / 6)
        assert np.mean(found) == pytest.approx(RANDOM_INDEX[7], abs=0.07)


class TestWholeShares:
    @given(st.lists(st.floats(0, 1e6), min_size=1, max_size=12), st.integers(0, 1000))
    def test_they_sum_to_the_total_and_none_is_off_by_one(self, shares, total):
        whole = whole_shares(shares, total)
        assert sum(whole) == total
        exact = [share / sum(shares) * total for share in shares] if sum(shares) else None
        if exact:
            assert all(abs(a - b) < 1 + 1e-6 for a, b in zip(whole, exact, strict=True))

    def test_shares_of_nought_are_taken_as_equal(self):
        assert whole_shares([0, 0, 0], 7) == [3, 2, 2]


class TestCompareShares:
    @pytest.mark.parametrize(
        ("first", "second", "answer"),
        [(35, 20, 2), (20, 35, -2), (10, 10, 1), (0, 0, 1), (60, 0, 9), (0, 5, -9), (11, 10, 1), (10, 11, 1)],
    )
    def test_it_is_the_nearest_of_the_scale(self, first, second, answer):
        assert compare_shares(first, second) == answer

    def test_shares_from_the_scale_come_back(self):
        for first, second in combinations(range(1, 10), 2):
            nearest = min(range(1, 10), key=lambda step: abs(np.log(step * first / second)))
            assert compare_shares(second, first) == nearest


def _answer(ratio):
    return int(ratio) if ratio >= 1 else -int(1 / ratio)
