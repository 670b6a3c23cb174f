"""Other programs on one national instance, each in its own process, against csrmatch in that very process.

`python -m bench.peers NAME KIND` measures one of them and prints it as JSON.
"""

import contextlib
import importlib.metadata
import importlib.util
import io
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
from scipy.optimize import LinearConstraint, linear_sum_assignment, linprog, milp
from scipy.sparse import csr_array, kron, vstack
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from bench.optimiser import CPSES, DISTRICTS, Instance, instance
from csrmatch.optimiser import solve

KINDS = ("uniform", "clustered")
SEED = 0
MICRO = 1_000_000
SECONDS = 3.0
MOST_SECONDS = 400
DEEP = 200_000

Total = float
Runner = Callable[[Instance], Callable[[], Total]]
"""Gets all ready that is not the peer's own work, and gives what is timed; that gives the total it found."""


@dataclass(frozen=True)
class Peer:
    """A program or a method that answers the same question, or nearly the same."""

    name: str
    package: str
    run: Runner
    note: str = ""
    is_slow: bool = False
    runs: int = 41


@dataclass(frozen=True)
class Result:
    """How one peer did: seconds of the clock on the wall, csrmatch's in the same process, both totals."""

    seconds: float
    ours: float
    total: float
    best: float

    @property
    def ratio(self) -> float:
        """How many times csrmatch's seconds it took."""
        return self.seconds / self.ours

    @property
    def gap(self) -> float:
        """What its total is short of the greatest, in per cent."""
        return 100 * (self.best - self.total) / self.best


def bare(given: Instance) -> Callable[[], Total]:
    """Capacity 1 for all: another, easier question that shows what the routine itself takes."""

    def run() -> Total:
        rows, columns = linear_sum_assignment(given.fit, maximize=True)
        return float(given.fit[rows, columns].sum())

    return run


def one_liner(given: Instance) -> Callable[[], Total]:
    """Each column as often as its capacity."""

    def run() -> Total:
        slots = given.fit[:, np.repeat(np.arange(CPSES), given.capacity)]
        rows, columns = linear_sum_assignment(slots, maximize=True)
        return float(slots[rows, columns].sum())

    return run


def sparse(given: Instance) -> Callable[[], Total]:
    """The sparse Jonker-Volgenant of scipy; scores moved up by 1, for it drops noughts."""

    def run() -> Total:
        slots = given.fit[:, np.repeat(np.arange(CPSES), given.capacity)]
        rows, columns = min_weight_full_bipartite_matching(csr_array(slots + 1), maximize=True)
        return float(slots[rows, columns].sum())

    return run


def lapx(given: Instance) -> Callable[[], Total]:
    """`lapjv` of lapx, which makes the matrix square."""
    import lap

    def run() -> Total:
        slots = given.fit[:, np.repeat(np.arange(CPSES), given.capacity)]
        _, columns, _ = lap.lapjv(-slots, extend_cost=True)
        return float(slots[np.arange(DISTRICTS), columns].sum())

    return run


def ortools_flow(given: Instance) -> Callable[[], Total]:
    """OR-Tools' min-cost flow in whole millionths."""
    from ortools.graph.python import min_cost_flow

    micro = np.rint(given.fit * MICRO).astype(np.int64)

    def run() -> Total:
        flow = min_cost_flow.SimpleMinCostFlow()
        districts = np.repeat(np.arange(DISTRICTS), CPSES)
        cpses = DISTRICTS + np.tile(np.arange(CPSES), DISTRICTS)
        flow.add_arcs_with_capacity_and_unit_cost(
            districts, cpses, np.ones(len(cpses), dtype=np.int64), -micro.ravel()
        )
        flow.add_arcs_with_capacity_and_unit_cost(
            DISTRICTS + np.arange(CPSES),
            np.full(CPSES, DISTRICTS + CPSES),
            given.capacity,
            np.zeros(CPSES, dtype=np.int64),
        )
        flow.set_nodes_supplies(np.arange(DISTRICTS), np.ones(DISTRICTS, dtype=np.int64))
        flow.set_node_supply(DISTRICTS + CPSES, -DISTRICTS)
        assert flow.solve() == flow.OPTIMAL
        return float(-flow.optimal_cost() / MICRO)

    return run


def ortools_assignment(given: Instance) -> Callable[[], Total]:
    """OR-Tools' linear assignment, which wants a square."""
    from ortools.graph.python import linear_sum_assignment as ortools

    micro = np.rint(given.fit * MICRO).astype(np.int64)

    def run() -> Total:
        slots = micro[:, np.repeat(np.arange(CPSES), given.capacity)]
        size = slots.shape[1]
        square = np.zeros((size, size), dtype=np.int64)
        square[:DISTRICTS] = -slots
        left, right = np.divmod(np.arange(size * size), size)
        solver = ortools.SimpleLinearSumAssignment()
        solver.add_arcs_with_cost(left, right, square.ravel())
        assert solver.solve() == solver.OPTIMAL
        return float(-solver.optimal_cost() / MICRO)

    return run


def _rows() -> tuple[Any, Any]:
    every = kron(np.eye(DISTRICTS), np.ones((1, CPSES)), format="csr")
    each = kron(np.ones((1, DISTRICTS)), np.eye(CPSES), format="csr")
    return every, each


def highs_lp(given: Instance) -> Callable[[], Total]:
    """The linear programme by HiGHS."""

    def run() -> Total:
        every, each = _rows()
        found = linprog(
            -given.fit.ravel(), each, given.capacity, every, np.ones(DISTRICTS), (0, 1), method="highs"
        )
        return float(-found.fun)

    return run


def highs_milp(given: Instance) -> Callable[[], Total]:
    """The integer programme by HiGHS."""

    def run() -> Total:
        every, each = _rows()
        rules = LinearConstraint(
            vstack([every, each]),
            np.concatenate([np.ones(DISTRICTS), np.zeros(CPSES)]),
            np.concatenate([np.ones(DISTRICTS), given.capacity]),
        )
        found = milp(
            -given.fit.ravel(), integrality=np.ones(given.fit.size), bounds=(0, 1), constraints=rules,
            options={"mip_rel_gap": 0},
        )  # fmt: skip
        return float(-found.fun)

    return run


def pulp(given: Instance) -> Callable[[], Total]:
    """The model an analyst would write, solved by CBC."""
    import pulp as lp

    def run() -> Total:
        model = lp.LpProblem("mapping", lp.LpMaximize)
        cells = lp.LpVariable.dicts("x", (range(DISTRICTS), range(CPSES)), cat="Binary")
        model += lp.lpSum(given.fit[d, c] * cells[d][c] for d in range(DISTRICTS) for c in range(CPSES))
        for d in range(DISTRICTS):
            model += lp.lpSum(cells[d].values()) == 1
        for c in range(CPSES):
            model += lp.lpSum(cells[d][c] for d in range(DISTRICTS)) <= int(given.capacity[c])
        model.solve(lp.PULP_CBC_CMD(msg=False, gapRel=0))
        return float(lp.value(model.objective))

    return run


def networkx(given: Instance) -> Callable[[], Total]:
    """`minimum_weight_full_matching` of networkx."""
    import networkx as nx

    def run() -> Total:
        owner = np.repeat(np.arange(CPSES), given.capacity)
        graph = nx.Graph()
        graph.add_weighted_edges_from(
            (row, DISTRICTS + slot, -given.fit[row, column])
            for row in range(DISTRICTS)
            for slot, column in enumerate(owner.tolist())
        )
        found = nx.bipartite.minimum_weight_full_matching(graph, range(DISTRICTS))
        return float(sum(given.fit[row, owner[found[row] - DISTRICTS]] for row in range(DISTRICTS)))

    return run


def cp_sat(given: Instance) -> Callable[[], Total]:
    """OR-Tools' CP-SAT in whole millionths."""
    from ortools.sat.python import cp_model

    micro = np.rint(given.fit * MICRO).astype(np.int64)

    def run() -> Total:
        model = cp_model.CpModel()
        cells = [[model.new_bool_var("") for _ in range(CPSES)] for _ in range(DISTRICTS)]
        for row in cells:
            model.add_exactly_one(row)
        for column in range(CPSES):
            model.add(sum(row[column] for row in cells) <= int(given.capacity[column]))
        model.maximize(sum(int(micro[d, c]) * cells[d][c] for d in range(DISTRICTS) for c in range(CPSES)))
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = MOST_SECONDS / 4
        solver.solve(model)
        return float(solver.objective_value / MICRO)

    return run


def greedy(given: Instance) -> Callable[[], Total]:
    """The best pair first, then the best that is left."""

    def run() -> Total:
        room, taken, total = given.capacity.copy(), np.zeros(DISTRICTS, dtype=bool), 0.0
        for cell in np.argsort(-given.fit, axis=None, kind="stable").tolist():
            row, column = divmod(cell, CPSES)
            if not taken[row] and room[column]:
                taken[row] = True
                room[column] -= 1
                total += given.fit[row, column]
        return float(total)

    return run


def matching(given: Instance) -> Callable[[], Total]:
    """The stable mapping by `matching`, both sides going by fit; making the game is not timed.

    A game can be solved only once, for it is changed by that.
    """
    from matching.games import HospitalResident

    by_district, by_cpse = np.argsort(-given.fit, axis=1), np.argsort(-given.fit.T, axis=1)
    liked = {f"d{d}": [f"c{c}" for c in by_district[d].tolist()] for d in range(DISTRICTS)}
    likes = {f"c{c}": [f"d{d}" for d in by_cpse[c].tolist()] for c in range(CPSES)}
    room = {f"c{c}": int(given.capacity[c]) for c in range(CPSES)}
    game = HospitalResident.create_from_dictionaries(liked, likes, room)

    def run() -> Total:
        found = game.solve(optimal="resident")
        return float(
            sum(
                given.fit[int(district.name[1:]), int(cpse.name[1:])]
                for cpse, led in found.items()
                for district in led
            )
        )

    return run


PEERS = (
    Peer(
        "`linear_sum_assignment`, capacities left out", "scipy", bare, "another question: one district each"
    ),
    Peer("the one-liner: `linear_sum_assignment` on repeated columns", "scipy", one_liner),
    Peer("`min_weight_full_bipartite_matching`", "scipy", sparse),
    Peer("`lapjv`", "lapx", lapx),
    Peer("min-cost flow", "ortools", ortools_flow),
    Peer("linear assignment, padded to a square", "ortools", ortools_assignment),
    Peer("HiGHS, linear programme", "scipy", highs_lp),
    Peer("HiGHS, integer programme", "scipy", highs_milp),
    Peer("CBC", "pulp", pulp),
    Peer("`minimum_weight_full_matching`", "networkx", networkx),
    Peer("CP-SAT, at most 100 s", "ortools", cp_sat, is_slow=True, runs=1),
    Peer("best pair first (greedy)", "numpy", greedy, "not the best total"),
    Peer("`HospitalResident`, its solve alone", "matching", matching, "stable, not the best total", runs=1),
)


def measure(peer: Peer, kind: str) -> Result:
    """One peer and csrmatch in turn, medians; a peer that takes long is run less often, at least once."""
    given = instance(kind, SEED)
    run = peer.run(given)
    best = solve(given.problem()).total
    if peer.runs > 1:
        _quietly(run)
    theirs: list[float] = []
    ours: list[float] = []
    start = perf_counter()
    while not theirs or (perf_counter() - start < SECONDS and len(theirs) < peer.runs):
        begun = perf_counter()
        total = _quietly(run)
        between = perf_counter()
        solve(given.problem())
        theirs.append(between - begun)
        ours.append(perf_counter() - between)
    while len(ours) < 9:
        begun = perf_counter()
        solve(given.problem())
        ours.append(perf_counter() - begun)
    return Result(median(theirs), median(ours), total, best)


def _quietly(run: Callable[[], Total]) -> Total:
    with contextlib.redirect_stdout(io.StringIO()):
        return run()


def lines(*, slow: bool = False) -> Iterator[str]:
    """The table of the peers as Markdown, line by line; a peer that is not installed or fails is told."""
    yield "| program | package | kind | seconds | × csrmatch | total short of the greatest | |"
    yield "|---|---|---|---|---|---|---|"
    for kind in KINDS:
        for peer in PEERS:
            if not peer.is_slow or slow:
                yield line(peer, kind)


def line(peer: Peer, kind: str) -> str:
    """One peer on one kind of instance, measured in a new process."""
    try:
        package = f"{peer.package} {importlib.metadata.version(peer.package)}"
    except importlib.metadata.PackageNotFoundError:
        return f"| {peer.name} | {peer.package} | {kind} | – | – | – | not installed |"
    command = [sys.executable, "-m", "bench.peers", peer.name, kind]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=MOST_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return f"| {peer.name} | {package} | {kind} | – | – | – | no answer in {MOST_SECONDS} s |"
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or [f"ended with {done.returncode}"])[-1]
        return f"| {peer.name} | {package} | {kind} | – | – | – | failed: {reason[:80]} |"
    result = Result(**json.loads(done.stdout.splitlines()[-1]))
    gap = "none" if abs(result.gap) < 0.0005 else f"{result.gap:.3f} %"
    return (
        f"| {peer.name} | {package} | {kind} | {result.seconds:.4f} | {result.ratio:,.1f} "
        f"| {gap} | {peer.note} |"
    )


def main(name: str, kind: str) -> None:
    """Measures one peer and prints it; with room for a peer that goes very deep."""
    (peer,) = (peer for peer in PEERS if peer.name == name)
    sys.setrecursionlimit(DEEP)
    threading.stack_size(512 * 1024 * 1024)
    told: list[Result] = []
    worker = threading.Thread(target=lambda: told.append(measure(peer, kind)))
    worker.start()
    worker.join()
    if not told:
        sys.exit(1)
    print(json.dumps(asdict(told[0])))


if __name__ == "__main__":
    main(*sys.argv[1:])
