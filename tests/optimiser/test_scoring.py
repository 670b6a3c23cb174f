"""The criteria against plain loops in Python, missing data, and the fit as a function of what is shown."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csrmatch.optimiser import (
    LEAD_NOT_KNOWN,
    NO_LEAD,
    ProblemError,
    additionality,
    check_weights,
    continuity,
    expertise,
    haversine_km,
    missing_share,
    money,
    nearness,
    need_expertise,
    preferences,
    track_record,
    weighted_fit,
)

NAN = float("nan")


class TestNeedExpertise:
    def test_equals_the_formula_cell_by_cell(self):
        rng = np.random.default_rng(1)
        severity, skill = rng.random((5, 6)), rng.random((7, 6))
        severity[rng.random((5, 6)) < 0.3] = NAN
        skill[rng.random((7, 6)) < 0.3] = NAN
        weights = [30, 30, 20, 10, 10, 0]
        criterion = need_expertise(severity, skill, weights)
        for d in range(5):
            for c in range(7):
                known = [
                    t for t in range(6) if not math.isnan(severity[d, t]) and not math.isnan(skill[c, t])
                ]
                asked = sum(weights[t] * severity[d, t] for t in known)
                assert criterion.missing[d, c] == (asked == 0)
                if asked:
                    met = sum(weights[t] * severity[d, t] * skill[c, t] for t in known)
                    assert criterion.values[d, c] == pytest.approx(met / asked, abs=6e-7)

    def test_unknown_expertise_counts_the_mean_of_the_known(self):
        criterion = need_expertise([[1.0]], [[0.2], [0.6], [NAN]], [1])
        assert criterion.values.tolist() == [[0.2, 0.6, 0.4]]
        assert criterion.missing.tolist() == [[False, False, True]]

    def test_district_without_known_need_counts_the_mean_of_all(self):
        criterion = need_expertise([[1.0], [NAN]], [[0.2], [0.6]], [1])
        assert criterion.values[1].tolist() == [0.4, 0.4]
        assert criterion.missing[1].all()

    def test_nothing_known_counts_a_half(self):
        assert need_expertise([[NAN]], [[NAN]], [1]).values.tolist() == [[0.5]]

    def test_values_outside_nought_and_one_are_refused(self):
        with pytest.raises(ProblemError):
            need_expertise([[1.5]], [[0.5]], [1])
        with pytest.raises(ProblemError):
            need_expertise([[0.5]], [[0.5]], [1, 2])


class TestNearness:
    def test_falls_with_distance_and_is_one_inside(self):
        criterion = nearness([[0.0, 150.0, 300.0, 80.0]], [[False, False, False, True]])
        assert criterion.values.tolist() == [[1.0, round(math.exp(-1), 6), round(math.exp(-2), 6), 1.0]]

    def test_cpse_without_known_place_counts_the_mean_of_the_row(self):
        criterion = nearness([[0.0, 1e9, NAN], [NAN, NAN, NAN]], np.zeros((2, 3), dtype=bool))
        assert criterion.values.tolist() == [[1.0, 0.0, 0.5], [0.5, 0.5, 0.5]]
        assert criterion.missing.tolist() == [[False, False, True], [True, True, True]]


class TestMoney:
    def test_share_of_the_ask_that_is_covered(self):
        criterion = money([50, 200, None], [100, None, 0])
        assert criterion.values[0].tolist() == [0.5, 1.0, 0.75]
        assert criterion.missing[0].tolist() == [False, False, True]
        assert criterion.missing[1].all()
        assert criterion.values[2, :2].tolist() == [1.0, 1.0]

    def test_masked_is_not_known(self):
        criterion = money(np.ma.masked_array([50, 7], [False, True]), [100])
        assert criterion.missing.tolist() == [[False, True]]

    def test_negative_money_is_refused(self):
        with pytest.raises(ProblemError):
            money([-1], [100])

    def test_text_is_refused(self):
        with pytest.raises(ProblemError):
            money(["much"], [100])


class TestTrackRecord:
    def test_few_projects_are_drawn_to_the_mean(self):
        criterion = track_record([[1.0, 90.0, 0.0]], [[1.0, 119.0, 0.0]])
        mean = 91 / 120
        assert criterion.values[0].tolist() == [
            round((1 + 5 * mean) / 6, 6),
            round((90 + 5 * mean) / 124, 6),
            round(mean, 6),
        ]
        assert criterion.missing.tolist() == [[False, False, True]]

    def test_no_projects_at_all_count_a_half(self):
        assert track_record([[NAN]], [[NAN]]).values.tolist() == [[0.5]]

    def test_more_done_than_there_are_is_refused(self):
        with pytest.raises(ProblemError):
            track_record([[2.0]], [[1.0]])


class TestPreferences:
    def test_first_choice_counts_one_and_silence_a_half(self):
        ranks = np.array([[1.0, 2.0, NAN], [NAN, NAN, NAN]])
        silent = np.full((2, 3), NAN)
        criterion = preferences(ranks, silent)
        assert criterion.values.tolist() == [[0.75, 0.625, 0.5], [0.5, 0.5, 0.5]]
        assert criterion.missing.tolist() == [[False, False, True], [True, True, True]]
        assert preferences(ranks, ranks).values[0, 0] == 1.0

    def test_ranks_start_at_one(self):
        with pytest.raises(ProblemError):
            preferences([[0.0]], [[NAN]])


class TestContinuity:
    def test_present_lead_counts_one(self):
        criterion = continuity([1, NO_LEAD, LEAD_NOT_KNOWN], 2)
        assert criterion.values.tolist() == [[0, 1], [0, 0], [0, 0]]
        assert criterion.missing.tolist() == [[False, False], [False, False], [True, True]]

    @pytest.mark.parametrize("lead", [[2], [-3], [0.5]])
    def test_unknown_leads_are_refused(self, lead):
        with pytest.raises(ProblemError):
            continuity(lead, 2)


class TestAdditionality:
    def test_is_what_is_not_served_yet(self):
        criterion = additionality([[0.25, NAN, 1.0]])
        assert criterion.values.tolist() == [[0.75, 0.375, 0.0]]
        assert criterion.missing.tolist() == [[False, True, False]]


class TestExpertise:
    def test_equals_the_formula(self):
        rng = np.random.default_rng(2)
        spend = rng.integers(0, 10**9, (4, 3, 2)).astype(float)
        spend[0, 1] = NAN
        spend[1, 1, 0] = NAN
        skill = expertise(spend, [0, 2])
        recent = np.nansum(spend * np.array([1, 0.8**2]), axis=2)
        expected = np.log1p(recent / 1e5) / np.log1p(recent / 1e5).max(axis=0)
        expected[0, 1] = NAN
        assert np.allclose(skill, expected, equal_nan=True)
        assert np.nanmax(skill) == 1

    def test_theme_without_any_spending_is_nought_for_all(self):
        assert expertise(np.zeros((2, 1, 1)), [0]).tolist() == [[0.0], [0.0]]

    def test_years_must_fit(self):
        with pytest.raises(ProblemError):
            expertise(np.zeros((2, 1, 1)), [0, 1])


class TestHaversine:
    def test_quarter_of_the_equator_and_both_poles(self):
        assert float(haversine_km(0, 0, 0, 90)) == pytest.approx(math.pi / 2 * 6371.0088)
        assert float(haversine_km(90, 0, -90, 0)) == pytest.approx(math.pi * 6371.0088)

    def test_broadcasts_and_is_symmetric(self):
        rng = np.random.default_rng(3)
        lat, lon = rng.uniform(8, 37, 5), rng.uniform(68, 97, 5)
        km = haversine_km(lat[:, None], lon[:, None], lat, lon)
        assert np.allclose(km, km.T)
        assert np.allclose(np.diag(km), 0)


class TestWeights:
    def criteria(self, seed=0):
        rng = np.random.default_rng(seed)
        overlap = rng.random((4, 5))
        overlap[0, 0] = NAN
        return [
            continuity([0, 1, NO_LEAD, LEAD_NOT_KNOWN], 5),
            additionality(overlap),
            nearness(rng.random((4, 5)) * 900, rng.random((4, 5)) < 0.1),
        ]

    @settings(deadline=None)
    @given(first=st.integers(0, 100), cut=st.integers(0, 100), seed=st.integers(0, 99))
    def test_fit_is_the_exact_mean_of_the_shown_numbers(self, first, cut, seed):
        from decimal import ROUND_HALF_UP, Decimal

        second = min(cut, 100 - first)
        criteria = self.criteria(seed)
        weights = dict(zip([c.name for c in criteria], [first, second, 100 - first - second], strict=True))
        fit = weighted_fit(criteria, weights)
        for cell in np.ndindex(fit.shape):
            total = sum(weights[c.name] * Decimal(f"{c.values[cell]:.6f}") for c in criteria) / 100
            shown = total.quantize(Decimal("0.000001"), rounding=ROUND_HALF_UP)
            assert f"{fit[cell]:.6f}" == str(shown)

    def test_order_of_criteria_changes_nothing(self):
        criteria = self.criteria()
        weights = {"continuity": 33, "additionality": 33, "nearness": 34}
        assert np.array_equal(weighted_fit(criteria, weights), weighted_fit(criteria[::-1], weights))

    def test_share_of_weight_on_missing_data_is_told(self):
        weights = {"continuity": 20, "additionality": 30, "nearness": 50}
        share = missing_share(self.criteria(), weights)
        assert share[0].tolist() == [0.3, 0, 0, 0, 0]
        assert share[3].tolist() == [0.2] * 5

    @pytest.mark.parametrize(
        ("weights", "code"),
        [
            ({"continuity": 20, "additionality": 30, "nearness": 49}, "weights_sum"),
            ({"continuity": 20.0, "additionality": 30, "nearness": 50}, "weight_not_whole"),
            ({"continuity": True, "additionality": 49, "nearness": 50}, "weight_not_whole"),
            ({"continuity": -10, "additionality": 60, "nearness": 50}, "weight_negative"),
            ({"continuity": 50, "additionality": 50}, "weight_left_out"),
            ({"continuity": 20, "additionality": 30, "nearness": 40, "luck": 10}, "weight_unknown"),
        ],
    )
    def test_wrong_weights_are_refused(self, weights, code):
        with pytest.raises(ProblemError) as caught:
            check_weights(weights, self.criteria())
        assert caught.value.code == code

    def test_values_are_on_the_grid_and_cannot_be_changed(self):
        for criterion in self.criteria():
            assert np.array_equal(np.rint(criterion.values * 1e6) / 1e6, criterion.values)
            with pytest.raises(ValueError, match="read-only"):
                criterion.values[0] = 1
