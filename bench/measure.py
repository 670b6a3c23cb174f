"""Timing that two rivals share: called in turn, compared by their medians."""

import gc
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter


@dataclass(frozen=True)
class Row:
    """One line of the table: what was measured, against what, how it came out and what is asked.

    `ratio` is a number of times unless `unit` says otherwise ("s", "%", "MB"); `least` says that more is
    better.
    """

    what: str
    size: str
    against: str
    ratio: float
    target: float
    note: str = ""
    least: bool = False
    unit: str = "×"

    @property
    def is_met(self) -> bool:
        """Whether the target is reached."""
        return self.ratio >= self.target if self.least else self.ratio <= self.target


def medians(
    *rivals: Callable[[], object], repeats: int = 41, clock: Callable[[], float] = perf_counter
) -> list[float]:
    """The median seconds of each rival, called in turn so that all meet the same machine.

    The clock of the wall unless another is given: for rivals that only compute, the thread's own
    (`time.thread_time`) leaves out what other programs took meanwhile.
    """
    times: list[list[float]] = [[] for _ in rivals]
    for rival in rivals:
        rival()
    gc.collect()
    gc.disable()
    try:
        for _ in range(repeats):
            for rival, taken in zip(rivals, times, strict=True):
                start = clock()
                rival()
                taken.append(clock() - start)
    finally:
        gc.enable()
    return [median(taken) for taken in times]
