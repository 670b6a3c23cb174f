"""Reads the files of J. E. Beasley's OR-Library: assignment, dense and sparse, and generalised assignment."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from csrmatch.optimiser import Problem

__all__ = ["Instance", "read_assignment", "read_generalised", "read_sparse_assignment"]


@dataclass(frozen=True, eq=False)
class Instance:
    """Jobs are districts, agents are CPSEs; `value` (jobs × agents) is to be least, or greatest.

    `allowed` is None where every pair may be; `needs` and `room` are None where there is no budget.
    """

    name: str
    value: Any
    is_greatest: bool = False
    allowed: Any = None
    needs: Any = None
    room: Any = None

    @property
    def problem(self) -> Problem:
        """The same question in csrmatch's terms."""
        jobs, agents = self.value.shape
        return Problem(
            [f"job {number:05d}" for number in range(jobs)],
            [f"agent {number:05d}" for number in range(agents)],
            self.value if self.is_greatest else -self.value,
            np.full(agents, 1 if self.room is None else jobs),
            banned=None if self.allowed is None else ~self.allowed,
            ask=self.needs,
            budget=self.room,
        )

    def judge(self, lead: Any) -> int:
        """The value of the leads by the file's own numbers; a ValueError where they break its rules."""
        jobs, agents = self.value.shape
        every = np.arange(jobs)
        load = np.bincount(lead, minlength=agents)
        keeps = lead.shape == (jobs,) and len(load) == agents
        if self.allowed is not None:
            keeps = keeps and bool(self.allowed[every, lead].all())
        if self.room is None:
            keeps = keeps and bool((load <= 1).all())
        else:
            used = np.bincount(lead, weights=self.needs[every, lead], minlength=agents)
            keeps = keeps and bool((used <= self.room).all())
        if not keeps:
            raise ValueError(f"{self.name}: the plan breaks the rules of the file")
        return int(self.value[every, lead].sum())


def read_assignment(path: Path) -> Instance:
    """A dense file: n, then row by row the cost of each column; the least total is asked."""
    numbers = _numbers(path)
    size = int(numbers[0])
    return Instance(path.stem, _exactly(numbers[1:], size * size, path).reshape(size, size))


def read_sparse_assignment(path: Path) -> Instance:
    """A sparse file: n, then triples row, column, cost from 1 on; a pair that is not listed must not be."""
    numbers = _numbers(path)
    size = int(numbers[0])
    rows, columns, cost = _exactly(numbers[1:], len(numbers[1:]) // 3 * 3, path).reshape(-1, 3).T
    value = np.zeros((size, size), dtype=np.int64)
    allowed = np.zeros((size, size), dtype=bool)
    value[rows - 1, columns - 1] = cost
    allowed[rows - 1, columns - 1] = True
    return Instance(path.stem, value, allowed=allowed)


def read_generalised(path: Path, *, is_greatest: bool) -> Iterator[Instance]:
    """A file of several problems: how many, then each.

    A problem is m agents and n jobs, then m × n values, m × n needs and m rooms, agent by agent.
    """
    numbers = _numbers(path)
    place = 1
    for number in range(int(numbers[0])):
        agents, jobs = numbers[place : place + 2].tolist()
        cells = agents * jobs
        following = place + 2 + 2 * cells + agents
        body = _exactly(numbers[place + 2 : following], 2 * cells + agents, path)
        yield Instance(
            f"{path.stem}-{number + 1} ({agents} × {jobs})",
            body[:cells].reshape(agents, jobs).T,
            is_greatest=is_greatest,
            needs=body[cells : 2 * cells].reshape(agents, jobs).T,
            room=body[2 * cells :],
        )
        place = following


def _numbers(path: Path) -> Any:
    return np.array(path.read_text(encoding="ascii").split(), dtype=np.int64)


def _exactly(numbers: Any, count: int, path: Path) -> Any:
    if len(numbers) != count:
        raise ValueError(f"{path.name} holds {len(numbers)} numbers where {count} are needed")
    return numbers
