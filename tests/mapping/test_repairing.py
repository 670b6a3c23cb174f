"""Repairs of a proposal against all plans of small problems, and their words for what moves."""

from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest

from csrmatch.mapping.solving.repairing import RepairPoint, find_points
from csrmatch.optimiser import Infeasible, Problem

DISTRICTS, CPSES = ("373", "374", "375", "376"), ("A", "B", "C", "D")


def make_problem(seed: int, *, banned: tuple[int, int] | None = None) -> Problem:
    fit = np.random.default_rng(seed).integers(0, 12, size=(4, 4)) / 12
    closed = np.zeros((4, 4), dtype=bool)
    if banned is not None:
        closed[banned] = True
    return Problem(DISTRICTS, CPSES, fit, [1, 1, 2, 1], banned=closed if banned else None)


def all_plans(problem: Problem) -> Iterator[tuple[int, ...]]:
    """Every way to give each district a CPSE that has room and is not banned there."""
    for leads in product(range(4), repeat=4):
        has_room = all(leads.count(c) <= problem.capacity[c] for c in range(4))
        is_open = problem.banned is None or not any(problem.banned[d, c] for d, c in enumerate(leads))
        if has_room and is_open:
            yield leads


def best_with(problem: Problem, proposed: dict[str, str], free: set[str], limit: int) -> int | None:
    """The greatest total in millionths of any plan that moves at most so many of the others."""
    totals = []
    for leads in all_plans(problem):
        moved = sum(
            1
            for row, column in enumerate(leads)
            if DISTRICTS[row] not in free and CPSES[column] != proposed[DISTRICTS[row]]
        )
        if moved <= limit:
            totals.append(sum(int(problem.fit_micro[row, column]) for row, column in enumerate(leads)))
    return max(totals, default=None)


def curve_of(points: list[RepairPoint], limit: int) -> int | None:
    """What the points promise for so many moves."""
    reached = [point for point in points if point.limit <= limit]
    return round(reached[-1].total * 1e6) if reached else None


class TestFindPoints:
    @pytest.mark.parametrize("seed", range(40))
    def test_each_point_is_the_best_of_all_plans_with_so_few_moves(self, seed: int) -> None:
        proposed = {"373": "A", "374": "B", "375": "C", "376": "D"}
        row = seed % 4
        problem = make_problem(seed, banned=(row, row))
        declined = [(DISTRICTS[row], CPSES[row])]
        points = find_points(problem, proposed, declined)
        for limit in range(5):
            assert curve_of(points, limit) == best_with(problem, proposed, {DISTRICTS[row]}, limit)
        for point in points:
            assert point.is_proven
            assert point.moved <= point.limit
            after = {lgd: cpse for lgd, cpse, _fit in point.pairs}
            assert {s.lgd: s.after for s in point.shifts} == {
                lgd: cpse for lgd, cpse in after.items() if cpse != proposed[lgd]
            }
            assert [s.lgd for s in point.shifts if s.is_asked] == [DISTRICTS[row]]
            assert point.total == pytest.approx(sum(fit for _lgd, _cpse, fit in point.pairs))
            assert point.worst == min(fit for _lgd, _cpse, fit in point.pairs)

    @pytest.mark.parametrize("seed", range(10))
    def test_new_facts_without_a_decline_begin_with_the_same_plan(self, seed: int) -> None:
        proposed = {"373": "A", "374": "B", "375": "C", "376": "D"}
        problem = make_problem(seed)
        points = find_points(problem, proposed, [])
        assert points[0].limit == 0
        assert points[0].shifts == ()
        for limit in range(5):
            assert curve_of(points, limit) == best_with(problem, proposed, set(), limit)

    def test_a_company_that_takes_part_no_more_leaves_its_district_free_to_move(self) -> None:
        proposed = {"373": "GONE", "374": "B", "375": "C", "376": "D"}
        points = find_points(make_problem(1), proposed, [("373", "GONE")])
        shift = points[0].shifts[0]
        assert (shift.lgd, shift.before, shift.fit_before, shift.is_asked) == ("373", "GONE", None, True)

    def test_rules_that_leave_no_plan_are_told_as_such(self) -> None:
        fit = np.full((4, 4), 0.5)
        closed = np.zeros((4, 4), dtype=bool)
        closed[0] = True
        problem = Problem(DISTRICTS, CPSES, fit, [1, 1, 2, 1], banned=closed)
        with pytest.raises(Infeasible):
            find_points(problem, dict(zip(DISTRICTS, CPSES, strict=True)), [("373", "A")])

    def test_another_plan_is_known_by_another_digest(self) -> None:
        proposed = {"373": "A", "374": "B", "375": "C", "376": "D"}
        one, other = (find_points(make_problem(seed), proposed, [])[0] for seed in (3, 4))
        assert one.digest != other.digest
        assert one.digest == find_points(make_problem(3), proposed, [])[0].digest
