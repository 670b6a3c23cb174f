"""The trial of published optima, on small files of the same formats that other programs solve too."""

import itertools

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from trials import published
from trials.instances import Instance, read_assignment, read_generalised, read_sparse_assignment


def write(path, *blocks):
    """Numbers as the library writes them: a few a line, wherever a block ends."""
    lines = []
    for block in blocks:
        numbers = np.ravel(block).tolist()
        lines += [" " + " ".join(map(str, numbers[start : start + 7])) for start in range(0, len(numbers), 7)]
    path.write_text("\n".join(lines) + "\n", encoding="ascii")
    return path


@pytest.fixture
def random():
    return np.random.default_rng(20)


def brute_force(instance: Instance) -> int:
    """The best value over every way to give each job one agent."""
    jobs, agents = instance.value.shape
    values = []
    for lead in itertools.product(range(agents), repeat=jobs):
        used = np.zeros(agents, dtype=np.int64)
        np.add.at(used, list(lead), instance.needs[range(jobs), lead])
        if (used <= instance.room).all():
            values.append(int(instance.value[range(jobs), lead].sum()))
    return max(values) if instance.is_greatest else min(values)


class TestReading:
    def test_a_dense_file_gives_its_matrix(self, tmp_path, random):
        cost = random.integers(1, 100, (9, 9))
        read = read_assignment(write(tmp_path / "assign9.txt", 9, cost))
        assert (read.name, read.value.tolist(), read.allowed) == ("assign9", cost.tolist(), None)

    def test_a_sparse_file_allows_only_what_it_lists(self, tmp_path):
        read = read_sparse_assignment(write(tmp_path / "p.txt", 2, [1, 1, 7], [1, 2, 3], [2, 1, 5]))
        assert read.value.tolist() == [[7, 3], [5, 0]]
        assert read.allowed.tolist() == [[True, True], [True, False]]

    def test_a_generalised_file_gives_each_of_its_problems_job_by_job(self, tmp_path):
        first = ([2, 3], [[1, 2, 3], [4, 5, 6]], [[7, 8, 9], [1, 1, 1]], [10, 11])
        second = ([1, 2], [[5, 6]], [[1, 2]], [3])
        one, two = read_generalised(write(tmp_path / "gap.txt", 2, *first, *second), is_greatest=True)
        assert (one.name, two.name) == ("gap-1 (2 × 3)", "gap-2 (1 × 2)")
        assert one.value.tolist() == [[1, 4], [2, 5], [3, 6]]
        assert one.needs.tolist() == [[7, 1], [8, 1], [9, 1]]
        assert (one.room.tolist(), two.room.tolist()) == ([10, 11], [3])

    @pytest.mark.parametrize("read", [read_assignment, read_sparse_assignment])
    def test_a_file_that_ends_too_early_is_refused(self, tmp_path, read):
        with pytest.raises(ValueError, match=r"cut\.txt holds 5 numbers"):
            read(write(tmp_path / "cut.txt", 2, [1, 1, 7, 1, 2]))

    def test_a_generalised_file_that_ends_too_early_is_refused(self, tmp_path):
        path = write(tmp_path / "cut.txt", 1, [1, 2], [5, 6], [1])
        with pytest.raises(ValueError, match=r"cut\.txt holds 3 numbers where 5 are needed"):
            list(read_generalised(path, is_greatest=True))


class TestAnswer:
    def test_a_dense_file_is_solved_to_the_optimum_of_scipy(self, tmp_path, random):
        cost = random.integers(1, 100, (30, 30))
        got = published.answer(read_assignment(write(tmp_path / "a.txt", 30, cost)))
        assert got.is_proven
        assert got.value == cost[linear_sum_assignment(cost)].sum()

    def test_a_sparse_file_is_solved_to_the_optimum_of_scipy(self, tmp_path, random):
        cost = random.integers(1, 100, (40, 40))
        listed = (random.random((40, 40)) < 0.2) | np.eye(40, dtype=bool)
        triples = [[row + 1, column + 1, cost[row, column]] for row, column in np.argwhere(listed).tolist()]
        got = published.answer(read_sparse_assignment(write(tmp_path / "p.txt", 40, *triples)))
        open_cost = np.where(listed, cost, 10_000)
        assert (got.is_proven, got.value) == (True, open_cost[linear_sum_assignment(open_cost)].sum())

    @pytest.mark.parametrize("is_greatest", [True, False])
    def test_generalised_files_are_solved_to_the_optimum_of_brute_force(self, tmp_path, random, is_greatest):
        blocks = []
        for _ in range(3):
            needs = random.integers(5, 26, (3, 7))
            blocks += [[3, 7], random.integers(10, 51, (3, 7)), needs, (needs.sum(axis=1) * 0.45).astype(int)]
        path = write(tmp_path / "gap.txt", 3, *blocks)
        for instance in read_generalised(path, is_greatest=is_greatest):
            got = published.answer(instance, 20)
            assert (got.is_proven, got.value, got.gap) == (True, brute_force(instance), 0)

    def test_a_plan_that_breaks_a_rule_of_the_file_is_not_counted(self):
        cost = np.array([[1, 2], [3, 4]])
        with pytest.raises(ValueError, match="breaks the rules"):
            Instance("a", cost).judge(np.array([0, 0]))
        with pytest.raises(ValueError, match="breaks the rules"):
            Instance("p", cost, allowed=np.eye(2, dtype=bool)).judge(np.array([1, 0]))
        with pytest.raises(ValueError, match="breaks the rules"):
            Instance("g", cost, needs=cost, room=np.array([3, 9])).judge(np.array([0, 0]))
        assert Instance("g", cost, needs=cost, room=np.array([4, 9])).judge(np.array([0, 0])) == 4


class TestFigures:
    def test_files_that_are_not_given_are_told_and_none_is_called_met(self, tmp_path):
        figures = list(published.figures(tmp_path, seconds=1))
        assert [figure.is_met for figure in figures] == [None] * 4
        assert "not given: assign100.txt, assign200.txt" in figures[0].line
        assert figures == list(published.figures(None, seconds=1))

    def test_a_wrong_optimum_is_not_met(self, tmp_path, monkeypatch, random):
        cost = random.integers(1, 100, (5, 5))
        write(tmp_path / "assign5.txt", 5, cost)
        best = int(cost[linear_sum_assignment(cost)].sum())
        for optimum, is_met in ((best, True), (best - 1, False)):
            monkeypatch.setattr(published, "ASSIGNMENT", {5: optimum})
            assert next(published.figures(tmp_path, seconds=1)).is_met is is_met

    def test_the_published_table_is_complete(self):
        assert sum(map(len, published.GENERALISED.values())) == 60
        assert [len(bounds) for bounds in published.LARGE.values()] == [6] * 4
        assert all(least <= most for bounds in published.LARGE.values() for least, most in bounds)
