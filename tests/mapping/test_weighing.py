"""What other weights would change: against a run of its own for each, and against all plans there are."""

import random
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from csrmatch.mapping.solving import weighing
from csrmatch.mapping.solving.outcome import solve_input
from csrmatch.mapping.solving.weighing import Ground
from csrmatch.mapping.tables import CRITERIA, MappingInput, load_input
from csrmatch.optimiser import Infeasible, ProblemError, check
from tests.mapping.enumeration import ruled_input
from tests.mapping.inputs import random_input, small_input, write_input


def load(rows, folder) -> MappingInput:
    return load_input(write_input(rows, folder))[0]


def draw_weights(seed: int) -> dict[str, int]:
    dice = random.Random(seed)  # noqa: S311 - a seed for the tests.
    cuts = sorted(dice.choices(range(101), k=len(CRITERIA) - 1))
    parts = [b - a for a, b in zip([0, *cuts], [*cuts, 100], strict=True)]
    return dict(zip(CRITERIA, parts, strict=True))


class TestWeigh:
    @pytest.mark.parametrize("seed", range(6))
    def test_it_tells_what_a_run_with_these_weights_gives(self, seed, tmp_path):
        given = load(random_input(seed, 12, 9, ties=seed % 2 == 1), tmp_path)
        ground = Ground(given)
        now = solve_input(given).plan
        for draw in range(5):
            weights = draw_weights(10 * seed + draw)
            trial = ground.weigh(weights)
            then = solve_input(replace(given, weights=weights)).plan
            assert trial.after.pairs == then.pairs
            assert (trial.after.total, trial.after.worst) == (then.total, then.worst)
            differing = {
                lgd: (old, new, float(now.scores[row]), float(then.scores[row]))
                for row, ((lgd, old), (_lgd, new)) in enumerate(zip(now.pairs, then.pairs, strict=True))
                if old != new
            }
            told = {c.lgd: (c.before, c.after, c.fit_before, c.fit_after) for c in trial.changes}
            assert told == differing
            gains = [abs(change.gain) for change in trial.changes]
            assert gains == sorted(gains, reverse=True)
            assert trial.biggest == (trial.changes[0] if differing else None)
            assert trial.is_proven

    @pytest.mark.parametrize("seed", range(8))
    def test_rules_hold_whatever_the_weights(self, seed, tmp_path):
        given = load(ruled_input(seed), tmp_path)
        ground = Ground(given)
        assert ground.is_plain == (
            ground.encoded.problem.budget is None and not ground.encoded.problem.groups
        )
        for draw in range(3):
            try:
                trial = ground.weigh(draw_weights(draw))
            except Infeasible:
                with pytest.raises(Infeasible):
                    solve_input(given)
                continue
            assert check(trial.after.seal.problem, trial.after) == []
            best = max(
                float(trial.after.seal.problem.fit[np.arange(len(lead)), lead].sum())
                for lead in map(list, product(range(len(given.cpses)), repeat=len(given.districts)))
                if _keeps(trial, lead)
            )
            assert trial.after.total == pytest.approx(best, abs=1e-6)

    def test_the_saved_weights_change_nothing(self, tmp_path):
        given = load(small_input(), tmp_path)
        trial = Ground(given).weigh(given.weights)
        assert trial.changes == ()
        assert trial.after is trial.before
        assert trial.loss == pytest.approx(0)

    def test_the_loss_is_what_the_saved_weights_say_of_the_new_pairs(self, tmp_path):
        given = load(random_input(3, 10, 8), tmp_path)
        outcome = solve_input(given)
        trial = Ground(given).weigh(dict.fromkeys(CRITERIA, 0) | {"nearness": 100})
        fit = {
            (lgd, code): outcome.problem.fit[row, column]
            for row, lgd in enumerate(outcome.problem.districts)
            for column, code in enumerate(outcome.problem.cpses)
        }
        assert trial.loss == pytest.approx(outcome.plan.total - sum(fit[pair] for pair in trial.after.pairs))
        assert trial.loss >= -1e-9

    def test_the_worst_served_district_has_the_lowest_fit(self, tmp_path):
        trial = Ground(load(random_input(4, 10, 8), tmp_path)).weigh(draw_weights(1))
        scores = dict(zip(trial.after.districts, trial.after.scores.tolist(), strict=True))
        assert scores[trial.worst_served] == min(scores.values()) == trial.after.worst

    @pytest.mark.parametrize("change", [{"nearness": 99}, {"nearness": -1, "money": 36}, {"other": 0}])
    def test_weights_that_are_none_are_refused(self, change, tmp_path):
        given = load(small_input(), tmp_path)
        with pytest.raises(ProblemError):
            Ground(given).weigh({**given.weights, **change})

    def test_a_plan_that_was_not_proven_in_time_says_so(self, tmp_path, monkeypatch):
        given = load(small_input(), tmp_path)
        asked = []

        def solve(problem, **options):
            asked.append(options["time_limit"])
            return replace(original(problem), proven=False)

        original = weighing.solve
        monkeypatch.setattr(weighing, "solve", solve)
        assert not Ground(given).weigh(draw_weights(2)).is_proven
        assert asked == [weighing.SECONDS, weighing.SECONDS]

    def test_what_is_known_is_counted_by_criterion(self, tmp_path):
        given = load(small_input(), tmp_path)
        outcome = solve_input(given)
        for criterion in outcome.encoded.criteria:
            known = Ground(given).known[criterion.name]
            assert known == pytest.approx(np.mean(~criterion.missing))


def _keeps(trial, lead) -> bool:
    """Whether a plan keeps every rule of the problem, looked at one by one."""
    problem = trial.after.seal.problem
    counts = np.bincount(lead, minlength=len(problem.cpses))
    least = problem.minimum if problem.minimum is not None else 0
    if (counts > problem.capacity).any() or (counts < least).any():
        return False
    for row, column in enumerate(lead):
        pinned = (problem.pinned or {}).get(problem.districts[row])
        if pinned not in (None, problem.cpses[column]):
            return False
        if problem.banned is not None and problem.banned[row, column]:
            return False
    return _keeps_money(problem, lead) and _keeps_groups(problem, lead)


def _keeps_money(problem, lead) -> bool:
    if problem.budget is not None:
        counts = problem.capacity
        asked = problem.ask if problem.ask.ndim == 2 else np.repeat(problem.ask[:, None], len(counts), axis=1)
        spent = np.zeros(len(counts))
        for row, column in enumerate(lead):
            spent[column] += asked[row, column]
        if (spent > problem.budget).any():
            return False
    return True


def _keeps_groups(problem, lead) -> bool:
    for group in problem.groups:
        number = sum(
            problem.districts[row] in group.districts and problem.cpses[column] in group.cpses
            for row, column in enumerate(lead)
        )
        if group.at_least is not None and number < group.at_least:
            return False
        if group.at_most is not None and number > group.at_most:
            return False
    return True
