"""Bids: whoever has a place would not be much better elsewhere, and no column holds too many."""

import numpy as np
import pytest

from csrmatch.optimiser.large.auction import Auction
from csrmatch.optimiser.large.cells import Cells
from tests.optimiser.referee import large_problem


class TestAuction:
    @pytest.mark.parametrize("kind", ["uniform", "clustered", "tied"])
    @pytest.mark.parametrize("step", [50.0, 5000.0])
    def test_plan_is_within_a_step_of_the_best_for_every_row(self, kind, step):
        problem = large_problem(kind, 3, rows=120, columns=900)
        micro = problem.fit_micro
        auction = Auction(Cells(120, 900, problem.fit.__getitem__, 1e6), problem.capacity, step)
        auction.run(lambda share: True)
        load = np.bincount(auction.lead, minlength=900)
        assert (load <= problem.capacity).all()
        assert (load[auction.price > 0] == problem.capacity[auction.price > 0]).all()
        worth = micro - auction.price
        own = worth[np.arange(120), auction.lead]
        assert (own >= worth.max(axis=1) - step - 2).all()

    def test_stops_when_told(self):
        problem = large_problem("clustered", 3, rows=120, columns=900)
        shares = []
        auction = Auction(Cells(120, 900, problem.fit.__getitem__, 1e6), problem.capacity, 50.0)
        auction.run(lambda share: shares.append(share) or len(shares) < 2)
        assert len(shares) == 2
        assert 0 < np.count_nonzero(auction.lead < 0) < 120
