"""Many scenarios through any executor: in order, the same everywhere, none lost when a worker dies."""

import os
import signal
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import numpy as np
import pytest

from csrmatch.optimiser import (
    Conflict,
    Criterion,
    Infeasible,
    NotAvailable,
    Problem,
    ProblemError,
    robustness,
    solve,
    sweep,
)


def squared(number):
    return number * number


def refusing(number):
    if number == 3:
        raise ProblemError("unknown_district", field="pinned", district="Bastar")
    return number


def infeasible(number):
    raise Infeasible([Conflict(("Bastar",), ("NMDC",), number)])


def not_available(number):
    raise NotAvailable("budgets_not_available", number=number)


def dying_once(scenario):
    """Kills the process it runs in when it first meets scenario 3; slow enough to be in the midst of it."""
    number, marker, parent = scenario
    if number == 3 and os.getpid() != parent and not os.path.exists(marker):
        with open(marker, "w") as file:
            file.write(str(os.getpid()))
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.01)
    return number * number


def spawned(workers=2):
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"))


@pytest.fixture(scope="module")
def processes():
    """A pool of two worker processes."""
    with spawned() as pool:
        yield pool


@pytest.fixture(scope="module")
def cluster():
    """A Dask cluster of two worker processes on this machine."""
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            dashboard_address=None,
            worker_dashboard_address=None,
        ) as local,
        distributed.Client(local) as client,
    ):
        yield client


def test_results_come_in_the_order_of_the_scenarios(processes):
    expected = [number * number for number in range(20)]
    assert sweep(squared, range(20)) == expected
    with ThreadPoolExecutor(3) as threads:
        assert sweep(squared, range(20), executor=threads) == expected
    assert sweep(squared, range(20), executor=processes) == expected
    assert sweep(squared, []) == []


@pytest.mark.parametrize("threaded", [False, True])
def test_progress_never_falls_and_ends_at_one(threaded):
    shares = []
    if threaded:
        with ThreadPoolExecutor(2) as threads:
            sweep(squared, range(9), executor=threads, progress=shares.append)
    else:
        sweep(squared, range(9), progress=shares.append)
    assert shares == sorted(shares)
    assert (len(shares), shares[-1]) == (9, 1.0)


def test_a_refusal_crosses_processes_with_its_code_and_its_names(processes):
    with pytest.raises(ProblemError) as told:
        sweep(refusing, range(6), executor=processes)
    assert (told.value.code, told.value.where) == (
        "unknown_district",
        {"field": "pinned", "district": "Bastar"},
    )
    with pytest.raises(Infeasible) as clash:
        sweep(infeasible, [1], executor=processes)
    assert clash.value.conflicts == [Conflict(("Bastar",), ("NMDC",), 1)]
    with pytest.raises(NotAvailable) as missing:
        sweep(not_available, [1], executor=processes)
    assert missing.value.code == "budgets_not_available"


def test_a_pool_whose_worker_is_killed_loses_nothing(tmp_path):
    scenarios = [(number, str(tmp_path / "killed"), os.getpid()) for number in range(30)]
    with spawned() as broken:
        assert sweep(dying_once, scenarios, executor=broken) == [number**2 for number in range(30)]
        assert (tmp_path / "killed").exists()
        assert sweep(squared, range(3), executor=broken) == [0, 1, 4]


def test_a_cluster_whose_worker_is_killed_loses_nothing(cluster, tmp_path):
    scenarios = [(number, str(tmp_path / "killed"), os.getpid()) for number in range(30)]
    assert sweep(dying_once, scenarios, executor=cluster.get_executor()) == [n**2 for n in range(30)]
    assert (tmp_path / "killed").exists()


def test_a_cluster_gives_the_same_shares_as_one_loop(cluster):
    rng = np.random.default_rng(3)
    missing = np.zeros((20, 30), dtype=bool)
    criteria = [Criterion(name, rng.integers(0, 9, (20, 30)) / 8, missing) for name in "abcd"]
    problem = Problem(
        [f"d{row}" for row in range(20)], [f"c{c}" for c in range(30)], np.zeros((20, 30)), [1] * 30
    )
    weights = {"a": 40, "b": 30, "c": 20, "d": 10}
    asked = {"spread": 0.3, "draws": 200, "seed": 11}
    alone = robustness(criteria, weights, problem, **asked)
    spread_out = robustness(criteria, weights, problem, **asked, executor=cluster.get_executor())
    assert np.array_equal(spread_out, alone)
    assert (alone.max(axis=1) < 1).any()


def test_whole_problems_can_be_swept_in_other_processes(processes):
    rng = np.random.default_rng(5)
    problems = [
        Problem([*"ABC"], [*"WXYZ"], rng.random((3, 4)), [1] * 4, pinned={"A": "Z"}) for _ in range(4)
    ]
    plans = sweep(solve, problems, executor=processes)
    assert [plan.digest for plan in plans] == [solve(problem).digest for problem in problems]
