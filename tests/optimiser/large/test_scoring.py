"""The fit of very many pairs against the criteria made one by one, with data missing everywhere."""

from dataclasses import replace

import numpy as np
import pytest

from csrmatch.optimiser import (
    ProblemError,
    additionality,
    continuity,
    fit_of_many,
    haversine_km,
    money,
    nearness,
    need_expertise,
    preferences,
    track_record,
    weighted_fit,
)
from csrmatch.optimiser.large import scoring as scoring_large
from csrmatch.optimiser.large.cells import Edges
from csrmatch.optimiser.large.scoring import SEVEN, Facts

WEIGHTS = dict(zip(SEVEN, (30, 20, 15, 10, 10, 5, 10), strict=True))


def cells(rng, shape, number, values):
    place = rng.choice(shape[0] * shape[1], number, replace=False)
    return Edges(*np.divmod(place, shape[1]), rng.choice(values, number).astype(float))


def made(seed, *, rows=30, columns=200, missing=0.0):
    """Random facts, a share of everything not known."""
    rng = np.random.default_rng(seed)
    spots = 40

    def holed(values):
        return np.where(rng.random(values.shape) < missing, np.nan, values)

    lat, lon = rng.uniform(8, 34, spots), rng.uniform(69, 95, spots)
    at = rng.integers(0, spots, rows)
    km = holed(haversine_km(lat[at][:, None], lon[at][:, None], lat, lon))
    places = rng.integers(0, spots, (columns, 2))
    places[rng.random(columns) < 0.6, 1] = -1
    expertise = holed(rng.random((columns, 12)))
    ask = holed(rng.integers(0, 4, rows) * 1e6)
    total = holed(rng.integers(0, 9, (3, columns)).astype(float))
    overlap = holed(rng.random(rows))
    if missing:
        places[rng.random(columns) < missing] = -1
        expertise[rng.random(columns) < missing] = np.nan
        km[0], ask[1], overlap[:3] = np.nan, np.nan, np.nan
    shape = rows, columns
    severity = holed(rng.random((rows, 12)))
    severity[2] = 0
    return Facts(
        severity=severity,
        expertise=expertise,
        theme_weights=rng.integers(0, 9, 12),
        km=km,
        inside=at[:, None] == np.arange(spots),
        places=places,
        free_inr=holed(rng.integers(0, 10**7, columns).astype(float)),
        ask_inr=ask,
        done=np.floor(np.nan_to_num(total) * rng.random(total.shape)),
        total=total,
        kind=rng.integers(0, 3, rows),
        leads_now=rng.integers(-2, columns, rows),
        overlap=overlap,
        overlap_cells=cells(rng, shape, 60, [0.0, 0.25, 1.0]),
        district_ranks=cells(rng, shape, 50, [1, 2, 3]),
        cpse_ranks=cells(rng, shape, 50, [1, 2, 3, 4]),
    )


def one_by_one(facts, weights):
    """The same by the criteria of small problems, each a matrix of pairs."""
    rows, columns = len(facts.severity), len(facts.expertise)
    km = np.full((rows, columns), np.nan)
    inside = np.zeros((rows, columns), dtype=bool)
    for column, places in enumerate(facts.places):
        for place in places[places >= 0]:
            km[:, column] = np.fmin(km[:, column], facts.km[:, place])
            inside[:, column] |= facts.inside[:, place]
    ranks = []
    for stated in (facts.district_ranks, facts.cpse_ranks):
        ranks.append(np.full((rows, columns), np.nan))
        ranks[-1][stated.row, stated.column] = stated.value
    overlap = np.repeat(facts.overlap[:, None], columns, axis=1)
    overlap[facts.overlap_cells.row, facts.overlap_cells.column] = facts.overlap_cells.value
    return weighted_fit(
        [
            need_expertise(facts.severity, facts.expertise, facts.theme_weights),
            nearness(km, inside),
            money(facts.free_inr, facts.ask_inr),
            track_record(facts.done[facts.kind], facts.total[facts.kind]),
            preferences(*ranks),
            continuity(facts.leads_now, columns),
            additionality(overlap),
        ],
        weights,
    )


class TestFitOfMany:
    @pytest.mark.parametrize("missing", [0.0, 0.02, 0.3, 1.0])
    @pytest.mark.parametrize("seed", range(4))
    def test_is_within_a_step_of_the_criteria_made_one_by_one(self, seed, missing, monkeypatch):
        monkeypatch.setattr(scoring_large, "CELLS_AT_ONCE", 900)
        facts = made(seed, missing=missing)
        fit = fit_of_many(facts, WEIGHTS)
        assert fit.dtype == np.float32
        steps = np.rint(fit.astype(np.float64) * 1e6) - np.rint(one_by_one(facts, WEIGHTS) * 1e6)
        assert np.abs(steps).max() <= 1

    @pytest.mark.parametrize("name", SEVEN)
    def test_every_criterion_alone_is_that_of_small_problems(self, name):
        weights = dict.fromkeys(SEVEN, 0) | {name: 100}
        for missing in (0.0, 0.2):
            facts = made(7, missing=missing)
            fit, expected = fit_of_many(facts, weights), one_by_one(facts, weights)
            assert np.abs(fit - expected).max() <= 1.2e-6
            assert np.ptp(expected) > 0.2

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"severity": np.full((30, 12), 1.5)}, "value_out_of_range"),
            ({"theme_weights": [1, 2]}, "wrong_shape"),
            ({"places": np.full(200, 40)}, "value_out_of_range"),
            ({"inside": np.zeros((2, 2), dtype=bool)}, "wrong_shape"),
            ({"kind": np.full(30, 3)}, "value_out_of_range"),
            ({"done": np.full((3, 200), 9.0), "total": np.full((3, 200), 8.0)}, "done_above_total"),
            ({"leads_now": np.full(30, 200)}, "lead_out_of_range"),
            ({"cpse_ranks": Edges(np.array([0]), np.array([0]), np.array([0.0]))}, "rank_below_one"),
        ],
    )
    def test_wrong_facts_are_refused(self, changes, code):
        with pytest.raises(ProblemError) as caught:
            fit_of_many(replace(made(1), **changes), WEIGHTS)
        assert caught.value.code == code

    def test_weights_are_checked(self):
        with pytest.raises(ProblemError, match="weights_sum"):
            fit_of_many(made(1), WEIGHTS | {"money": 1})
