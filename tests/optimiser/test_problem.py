"""The door: what may come in, what is refused and with which cell named, and what the digest binds."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from csrmatch.optimiser import (
    Group,
    LargeProblem,
    Problem,
    ProblemError,
    override_costs,
    plan_of,
    solve,
    solve_large,
)

GOOD = {
    "districts": ["A", "B"],
    "cpses": ["X", "Y", "Z"],
    "fit": [[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]],
    "capacity": [1, 2, 0],
}

ALL = GOOD | {
    "minimum": [0, 1, 0],
    "banned": np.zeros((2, 3), dtype=bool),
    "pinned": {"A": "X"},
    "ask": [5, 6],
    "budget": [10, 20, 30],
    "groups": [Group("g", ("A",), ("X",), at_least=1)],
    "current": {"B": "Y"},
}
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([2**63, 10**400, -(2**63), "A", "X", b"A", "", 1j, object(), len]),
    st.floats(),
    st.text(max_size=3),
    st.dates(),
    st.decimals(),
)
ARRAYS = arrays(
    st.sampled_from(
        [np.float64, np.float32, np.int64, np.uint64, np.bool_, np.complex128, "U2", "M8[s]", object]
    ),
    st.sampled_from([(), (2,), (3,), (2, 3), (3, 2), (0,), (0, 3), (1, 2, 3)]),
)
JUNK = st.one_of(
    SCALARS,
    ARRAYS,
    ARRAYS.map(lambda array: np.ma.masked_array(array, mask=True)),
    st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4), max_leaves=12),
    st.dictionaries(st.one_of(st.sampled_from(["A", "B"]), st.integers()), SCALARS, max_size=3),
    st.lists(
        st.builds(Group, SCALARS, SCALARS | st.just(("A",)), SCALARS | st.just(("X",)), SCALARS, SCALARS),
        max_size=2,
    ),
    st.lists(st.lists(st.floats(0, 1), min_size=3, max_size=3), min_size=2, max_size=2),
    st.lists(st.integers(-1, 2**64), min_size=2, max_size=3),
)


def made(**changes):
    return Problem(**(GOOD | changes))


class TestProblem:
    @pytest.mark.parametrize(
        ("changes", "code", "where"),
        [
            (
                {"fit": [[0.1, float("nan"), 0.3], [0.4, 0.5, 0.6]]},
                "fit_not_finite",
                {"district": "A", "cpse": "Y"},
            ),
            (
                {"fit": [[0.1, 0.2, 0.3], [0.4, 0.5, float("inf")]]},
                "fit_not_finite",
                {"district": "B", "cpse": "Z"},
            ),
            (
                {"fit": [[0.1, 0.2, 0.3], [-float("inf"), 0, 0]]},
                "fit_not_finite",
                {"district": "B", "cpse": "X"},
            ),
            ({"fit": [[0.1, 1e12, 0.3], [0.4, 0.5, 0.6]]}, "fit_too_large", {"district": "A", "cpse": "Y"}),
            ({"fit": [["a", 0, 0], [0, 0, 0]]}, "fit_not_numeric", {"field": "fit"}),
            ({"fit": [[0.1, 0.2], [0.4, 0.5]]}, "wrong_shape", {"field": "fit"}),
            ({"fit": [0.1, 0.2, 0.3]}, "wrong_shape", {"field": "fit"}),
            ({"districts": ["A", "A"]}, "duplicate_name", {"field": "districts", "value": "A"}),
            ({"cpses": ["X", "Y", "X"]}, "duplicate_name", {"field": "cpses", "value": "X"}),
            ({"districts": ["A", ""]}, "name_not_text", {"field": "districts", "position": 1}),
            ({"districts": ["A", 7]}, "name_not_text", {"field": "districts", "value": 7}),
            ({"districts": "AB"}, "name_not_text", {"field": "districts"}),
            ({"districts": [], "fit": np.zeros((0, 3))}, "no_names", {"field": "districts"}),
            ({"cpses": [], "fit": np.zeros((2, 0)), "capacity": []}, "no_names", {"field": "cpses"}),
            ({"capacity": [1, -1, 0]}, "negative_count", {"field": "capacity", "cpse": "Y", "value": -1}),
            ({"capacity": [1.0, 1, 0]}, "count_not_whole", {"field": "capacity"}),
            ({"capacity": [1, 1]}, "wrong_shape", {"field": "capacity"}),
            ({"capacity": [True, True, True]}, "count_not_whole", {"field": "capacity"}),
            ({"minimum": [0, 0, -2]}, "negative_count", {"field": "minimum", "cpse": "Z"}),
            ({"banned": [[0, 1, 0], [0, 0, 0]]}, "not_bool", {"field": "banned"}),
            ({"banned": [[True, False]]}, "wrong_shape", {"field": "banned"}),
            ({"pinned": {"C": "X"}}, "unknown_district", {"district": "C"}),
            ({"pinned": {"A": "Q"}}, "unknown_cpse", {"district": "A", "cpse": "Q"}),
            ({"current": {"A": "Q"}}, "unknown_cpse", {"field": "current"}),
            ({"ask": [1, 2]}, "ask_and_budget_go_together", {"field": "budget"}),
            ({"budget": [1, 2, 3]}, "ask_and_budget_go_together", {"field": "ask"}),
            ({"ask": [1.0, 2.0], "budget": [1, 2, 3]}, "money_not_whole", {"field": "ask"}),
            ({"ask": [1, 2], "budget": [1.5, 2, 3]}, "money_not_whole", {"field": "budget"}),
            ({"ask": [1, -2], "budget": [1, 2, 3]}, "negative_money", {"district": "B", "value": -2}),
            (
                {"ask": [[1, 1, -5], [1, 1, 1]], "budget": [1, 2, 3]},
                "negative_money",
                {"district": "A", "cpse": "Z"},
            ),
            ({"ask": [1, 2], "budget": [1, -2, 3]}, "negative_money", {"cpse": "Y", "value": -2}),
            ({"ask": [1, 2, 3], "budget": [1, 2, 3]}, "wrong_shape", {"field": "ask"}),
            ({"ask": [1, 2], "budget": [1, 2]}, "wrong_shape", {"field": "budget"}),
            ({"groups": [Group("g", ("C",), ("X",))]}, "unknown_district", {"district": "C"}),
            ({"groups": [Group("g", ("A",), ("Q",))]}, "unknown_cpse", {"cpse": "Q"}),
            ({"groups": [Group("g", ("A",), ("X",), at_least=-1)]}, "negative_count", {"group": "g"}),
            ({"groups": [Group("g", ("A",), ("X",), at_most=True)]}, "count_not_whole", {"group": "g"}),
            ({"groups": [Group("g", ("A",), ("X",), at_most=10**13)]}, "count_too_large", {"group": "g"}),
            ({"groups": [Group("g", "A", ("X",))]}, "name_not_text", {"group": "g"}),
            ({"groups": ["g"]}, "not_a_group", {"value": "g"}),
            ({"groups": 7}, "not_a_group", {"value": 7}),
            (
                {"groups": [Group("g", ("A",), ("X",))] * 2},
                "duplicate_name",
                {"field": "groups", "value": "g"},
            ),
            ({"districts": None}, "name_not_text", {"field": "districts"}),
            ({"districts": np.array("A")}, "name_not_text", {"field": "districts"}),
            ({"fit": None}, "wrong_shape", {"shape": ()}),
            ({"fit": 0.5}, "wrong_shape", {"shape": ()}),
            ({"fit": [[0.1, None, 0.3], [0.4, 0.5, 0.6]]}, "fit_not_finite", {"district": "A", "cpse": "Y"}),
            ({"fit": [[0.1, 0.2, 0.3], [0.4, 10**400, 0]]}, "fit_too_large", {"district": "B", "cpse": "Y"}),
            ({"fit": [[0.1, 0.2, 0.3], [0.4, -1e308, 0]]}, "fit_too_large", {"district": "B", "cpse": "Y"}),
            (
                {"fit": np.array([[0.1, 0.2, 0.3], [0.4, 0.5, "x"]], dtype=object)},
                "fit_not_numeric",
                {"district": "B", "cpse": "Z", "value": "x"},
            ),
            (
                {"fit": np.array([[0.1, True, 0.3], [0.4, 0.5, 0.6]], dtype=object)},
                "fit_not_numeric",
                {"district": "A", "cpse": "Y"},
            ),
            ({"fit": [["0.1"] * 3] * 2}, "fit_not_numeric", {"district": "A", "cpse": "X"}),
            ({"fit": [[True] * 3] * 2}, "fit_not_numeric", {"dtype": "bool"}),
            ({"fit": [[1j] * 3] * 2}, "fit_not_numeric", {"dtype": "complex128"}),
            ({"fit": [[0.1, 0.2, 0.3], [0.4]]}, "fit_not_numeric", {"field": "fit"}),
            (
                {"fit": np.ma.masked_equal([[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]], 0.5)},
                "value_masked",
                {"field": "fit", "place": (1, 1)},
            ),
            ({"capacity": np.ma.masked_equal([1, 2, 3], 2)}, "value_masked", {"place": (1,)}),
            ({"capacity": 1}, "wrong_shape", {"shape": ()}),
            ({"capacity": [[1], 2, 3]}, "count_not_whole", {"field": "capacity"}),
            (
                {"capacity": np.array([1, 2, 2**63], dtype=np.uint64)},
                "count_too_large",
                {"cpse": "Z", "value": 2**63 - 1},
            ),
            ({"capacity": [1, 10**13, 1]}, "count_too_large", {"cpse": "Y"}),
            ({"capacity": [1, 2, 2**70]}, "count_not_whole", {"field": "capacity"}),
            ({"capacity": ["1", "2", "3"]}, "count_not_whole", {"field": "capacity"}),
            ({"banned": [[True], 1]}, "not_bool", {"field": "banned"}),
            ({"pinned": ["A", "X"]}, "not_a_mapping", {"field": "pinned"}),
            ({"pinned": {"A": ["X"]}}, "unknown_cpse", {"district": "A"}),
            ({"current": {("A",): "X"}}, "unknown_district", {"field": "current"}),
            ({"ask": [1, 10**17], "budget": [1, 2, 3]}, "money_too_large", {"district": "B"}),
            ({"ask": [1, 1], "budget": [1, 2, 10**17]}, "money_too_large", {"cpse": "Z"}),
            ({"ask": [True, True], "budget": [1, 2, 3]}, "money_not_whole", {"field": "ask"}),
        ],
    )
    def test_wrong_input_is_refused_with_its_cell(self, changes, code, where):
        with pytest.raises(ProblemError) as caught:
            made(**changes)
        assert caught.value.code == code
        assert caught.value.where.items() >= where.items()
        assert code in str(caught.value)

    @settings(max_examples=150, deadline=None)
    @given(field=st.sampled_from(sorted(ALL)), junk=JUNK)
    def test_any_garbage_is_refused_or_is_a_problem(self, field, junk):
        try:
            problem = Problem(**(ALL | {field: junk}))
        except ProblemError:
            return
        assert problem.fit.shape == (2, 3)
        assert problem.digest

    def test_whole_numbers_and_odd_types_serve_as_scores(self):
        for kind in (np.int8, np.uint64, np.float16, np.float32, np.longdouble, object):
            assert made(fit=np.array([[0, 1, 2], [3, 4, 5]], dtype=kind)).fit.tolist() == [
                [0, 1, 2],
                [3, 4, 5],
            ]

    @pytest.mark.parametrize("gap", [4e-7, 6e-7])
    def test_scores_nearer_than_the_grid_are_a_tie_and_others_are_told_apart(self, gap):
        fit = [[0.5, 0.5 + gap]]
        plan = solve(Problem(["A"], ["X", "Y"], fit, [1, 1]))
        costs = override_costs(Problem(["A"], ["X", "Y"], fit, [1, 1]), plan)
        told_apart = gap > 5e-7
        assert plan.pairs == [("A", "Y" if told_apart else "X")]
        assert costs.max() == (1e-6 if told_apart else 0)
        large = solve_large(LargeProblem(["A"], ["X", "Y"], fit, [1, 1]))
        assert large.plan.pairs == plan.pairs

    def test_good_input_is_accepted(self):
        problem = made(
            minimum=[1, 0, 0],
            banned=np.zeros((2, 3), dtype=bool),
            pinned={"A": "X"},
            ask=[10**15, 5],
            budget=[10**15, 0, 7],
            groups=[Group("g", ("A", "B"), ("X",), at_least=1, at_most=2)],
        )
        assert problem.ask.tolist() == [10**15, 5]
        assert problem.pins.tolist() == [0, -1]
        assert problem.allowed.tolist() == [[True, False, False], [True, True, False]]

    def test_fit_lives_on_the_grid(self):
        problem = Problem(["A"], ["X", "Y", "Z"], [[0.1234564, 0.1234566, 1 / 3]], [1, 1, 1])
        assert problem.fit.tolist() == [[0.123456, 0.123457, 0.333333]]
        assert problem.fit_micro.tolist() == [[123456, 123457, 333333]]
        assert problem.fit_micro.dtype == np.int64

    @given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=6))
    def test_six_decimals_come_through_as_written(self, micro):
        written = [f"{value / 1e6:.6f}" for value in micro]
        problem = Problem(
            ["A"], [str(n) for n in range(len(micro))], [[float(w) for w in written]], [1] * len(micro)
        )
        assert problem.fit_micro.tolist() == [micro]
        assert problem.fit.tolist() == [[float(w) for w in written]]

    def test_no_score_is_minus_nought(self):
        fit = Problem(["A"], ["X", "Y"], [[-1e-9, 0.0]], [1, 1]).fit
        assert not np.signbit(fit).any()

    def test_nothing_can_be_changed_afterwards(self):
        fit, capacity = np.zeros((2, 3)), np.array([1, 2, 0])
        problem = made(fit=fit, capacity=capacity)
        fit[0, 0], capacity[0] = 1, 9
        assert problem.fit[0, 0] == 0
        assert problem.capacity[0] == 1
        for array in (problem.fit, problem.fit_micro, problem.capacity, problem.pins, problem.allowed):
            with pytest.raises(ValueError, match="read-only"):
                array[0] = 1
        with pytest.raises(AttributeError):
            problem.capacity = capacity


class TestDigest:
    def test_same_question_has_the_same_digest(self):
        assert made().digest == made(capacity=np.array([1, 2, 0])).digest
        assert made().digest == made(banned=np.zeros((2, 3), dtype=bool), pinned={}).digest

    @pytest.mark.parametrize(
        "changes",
        [
            {"districts": ["A", "C"]},
            {"cpses": ["X", "Y", "W"]},
            {"fit": [[0.100001, 0.2, 0.3], [0.4, 0.5, 0.6]]},
            {"capacity": [1, 2, 1]},
            {"minimum": [1, 0, 0]},
            {"banned": [[False, True, False], [False, False, False]]},
            {"pinned": {"A": "X"}},
            {"ask": [1, 2], "budget": [3, 4, 5]},
            {"groups": [Group("g", ("A",), ("X",))]},
            {"current": {"A": "X"}},
        ],
    )
    def test_any_change_of_the_question_changes_it(self, changes):
        assert made(**changes).digest != made().digest

    def test_it_is_a_sha_256(self):
        assert len(bytes.fromhex(made().digest)) == 32
        assert json.dumps(made().digest)


class TestPlanOf:
    def test_by_name_or_by_index_is_the_same(self):
        problem = made()
        one, other = plan_of(problem, {"A": "X", "B": "Y"}), plan_of(problem, np.array([0, 1]))
        assert one.pairs == other.pairs == [("A", "X"), ("B", "Y")]
        assert one.digest == other.digest
        assert (one.total, one.worst, one.proven, one.bound) == (0.6, 0.1, False, float("inf"))

    def test_district_without_lead_is_left_out(self):
        plan = plan_of(made(), {"B": "Y"})
        assert plan.pairs == [("B", "Y")]
        assert plan.lead.tolist() == [-1, 1]
        assert np.isnan(plan.scores[0])
        assert (plan.total, plan.worst) == (0.5, 0.5)

    def test_nobody_leads_at_all(self):
        plan = plan_of(made(), {})
        assert plan.total == 0
        assert np.isnan(plan.worst)

    def test_digest_binds_the_leads(self):
        assert plan_of(made(), {"A": "X"}).digest != plan_of(made(), {"A": "Y"}).digest

    @pytest.mark.parametrize(
        "lead", [{"C": "X"}, {"A": "Q"}, np.array([0]), np.array([0, 3]), np.array([0, -2])]
    )
    def test_unknown_leads_are_refused(self, lead):
        with pytest.raises(ProblemError):
            plan_of(made(), lead)
