"""Scores read a few rows at a time: the best cells of a row, and no cell missed in the audit."""

import numpy as np
import pytest

from csrmatch.optimiser.large import cells
from csrmatch.optimiser.large.cells import Cells


def made(rng, *, rows=40, columns=900, levels=None, dtype=np.float64):
    score = (
        rng.random((rows, columns)) if levels is None else rng.integers(0, levels, (rows, columns)) / levels
    )
    score = score.astype(dtype)
    micro = np.rint(score.astype(np.float64) * 1e6)
    return Cells(rows, columns, score.__getitem__, 1e6), micro


class TestNearest:
    @pytest.mark.parametrize("levels", [None, 1, 3])
    @pytest.mark.parametrize("dtype", [np.float32, np.float64])
    def test_cells_left_out_are_worth_no_more_than_the_bound(self, levels, dtype):
        rng = np.random.default_rng(1)
        given, micro = made(rng, levels=levels, dtype=dtype)
        price = rng.integers(0, 300_000, 900).astype(float)
        edges, bound = given.nearest(np.arange(40), price, 20)
        left = micro - price
        assert (edges.value == micro[edges.row, edges.column]).all()
        best = left.max(axis=1)
        left[edges.row, edges.column] = -np.inf
        assert (left.max(axis=1) <= bound + 1).all()
        number = np.bincount(edges.row, minlength=40)
        assert number.min() >= 1
        assert number.max() <= 40
        worth = np.full(40, -np.inf)
        np.maximum.at(worth, edges.row, edges.value - price[edges.column])
        assert (worth >= best - 1).all()

    def test_equal_cells_are_taken_from_other_places_in_each_row(self):
        given, _ = made(np.random.default_rng(1), levels=1)
        edges, _ = given.nearest(np.arange(40), np.zeros(900), 5)
        assert len(np.unique(edges.column)) > 100

    def test_few_open_cells_are_all_given_and_bounded_by_nothing(self):
        score = np.full((2, 900), -np.inf)
        score[0, [3, 700]] = 0.5
        score[1, 1] = -0.5
        edges, bound = Cells(2, 900, score.__getitem__, 1e6).nearest(np.arange(2), np.zeros(900), 5)
        assert (edges.row.tolist(), edges.column.tolist()) == ([0, 0, 1], [3, 700, 1])
        assert (bound == -np.inf).all()


class TestAudit:
    @pytest.mark.parametrize("dtype", [np.float32, np.float64])
    @pytest.mark.parametrize("shift", [0, 1, 5000])
    def test_finds_every_cell_that_exceeds_or_meets_its_prices(self, dtype, shift, monkeypatch):
        monkeypatch.setattr(cells, "CELLS_AT_ONCE", 3000)
        rng = np.random.default_rng(shift)
        given, micro = made(rng, dtype=dtype, levels=50)
        price = rng.integers(0, 200_000, 900).astype(float)
        price[7] = np.inf
        level = (micro - price).max(axis=1)
        level[::3] -= shift
        over = micro - price - level[:, None]
        audit = given.audit(price, level, 900, 10**6)
        assert audit.excess.tolist() == np.maximum(over.max(axis=1), 0).tolist()
        found = set(zip(audit.broken.row.tolist(), audit.broken.column.tolist(), strict=True))
        assert found == set(map(tuple, np.argwhere(over > 0).tolist()))
        if shift:
            assert audit.tight is None
        else:
            tight = set(zip(audit.tight.row.tolist(), audit.tight.column.tolist(), strict=True))
            assert tight == set(map(tuple, np.argwhere(over == 0).tolist()))

    def test_tells_the_worst_of_many_broken_cells(self):
        given, micro = made(np.random.default_rng(5))
        audit = given.audit(np.zeros(900), np.full(40, 500_000.0), 3, 10)
        assert np.bincount(audit.broken.row).max() <= 6
        worst = np.zeros(40)
        np.maximum.at(worst, audit.broken.row, audit.broken.value - 500_000)
        assert worst.tolist() == audit.excess.tolist() == (micro.max(axis=1) - 500_000).tolist()
