"""Many scenarios through any executor: in order, the same whatever runs them, and none lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, as_completed
from typing import TypeVar

Scenario = TypeVar("Scenario")
Result = TypeVar("Result")

LOST_BY_DASK = "KilledWorker"
"""What Dask raises for work whose worker died too often; known by name, for Dask is optional."""


def sweep(
    function: Callable[[Scenario], Result],
    scenarios: Sequence[Scenario],
    *,
    executor: Executor | None = None,
    progress: Callable[[float], None] | None = None,
) -> list[Result]:
    """What a function makes of every scenario, in the order of the scenarios.

    Parameters
    ----------
    function : callable
        Takes one scenario; for other processes or machines it and the scenarios must be picklable. The
        results are those of a plain loop if it depends on nothing but its scenario.
    scenarios : sequence
        One unit of work each: best some tenths of a second, so that sending it costs little.
    executor : concurrent.futures.Executor, optional
        Threads, processes, or Dask's ``Client.get_executor()``; without one all is done here, in turn.
    progress : callable, optional
        Called with the share done, from 0 to 1, never less than before. What it raises ends the sweep.

    Returns
    -------
    list
        One result for each scenario.

    Raises
    ------
    Exception
        Whatever the function raises, as soon as it is known; work not yet begun is then cancelled.

    Notes
    -----
    A worker that dies loses no scenario: Dask gives its work to another worker; a pool of processes breaks
    for good, and what it had not finished is done here, in turn.

    Examples
    --------
    >>> from csrmatch.optimiser import Problem, solve, sweep
    >>> scenarios = [Problem(["A"], ["X", "Y"], [[0.5, fit]], capacity=[1, 1]) for fit in (0.4, 0.6)]
    >>> [plan.pairs for plan in sweep(solve, scenarios)]
    [[('A', 'X')], [('A', 'Y')]]
    """
    done: dict[int, Result] = {}

    def keep(position: int, result: Result) -> None:
        done[position] = result
        if progress is not None:
            progress(len(done) / len(scenarios))

    if executor is not None:
        _send(function, scenarios, executor, keep)
    for position, scenario in enumerate(scenarios):
        if position not in done:
            keep(position, function(scenario))
    return [done[position] for position in range(len(scenarios))]


def _send(
    function: Callable[[Scenario], Result],
    scenarios: Sequence[Scenario],
    executor: Executor,
    keep: Callable[[int, Result], None],
) -> None:
    """Lets the executor do all it can, and keeps that; what dead workers lost is left out."""
    places: dict[Future[Result], int] = {}
    try:
        for position, scenario in enumerate(scenarios):
            try:
                places[executor.submit(function, scenario)] = position
            except BrokenExecutor:
                break
        for future in as_completed(list(places)):
            fault = future.exception()
            if fault is None:
                keep(places[future], future.result())
            elif not isinstance(fault, BrokenExecutor) and type(fault).__name__ != LOST_BY_DASK:
                raise fault
    finally:
        for future in places:
            future.cancel()
