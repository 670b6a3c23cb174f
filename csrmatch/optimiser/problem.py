"""What is asked of the optimiser and what it answers: the problem, the plan and the ways to refuse."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike

from csrmatch.optimiser.errors import ProblemError
from csrmatch.optimiser.validation import (
    GRID,
    LARGEST_COUNT,
    Booleans,
    Floats,
    Integers,
    counts,
    frozen,
    indices_of,
    known_mapping,
    mask,
    money,
    names,
    snap,
)


class Objective(StrEnum):
    """What a plan is to be best at."""

    TOTAL = "total"
    MAXMIN = "maxmin"
    FAIREST = "fairest"
    STABLE = "stable"


@dataclass(frozen=True)
class Group:
    """Of the named districts, at least and at most so many are led by the named CPSEs."""

    name: str
    districts: tuple[str, ...]
    cpses: tuple[str, ...]
    at_least: int = 0
    at_most: int | None = None


def _refuse_bounds(group: Group) -> None:
    for bound in (group.at_least, 0 if group.at_most is None else group.at_most):
        if isinstance(bound, bool) or not isinstance(bound, (int, np.integer)):
            raise ProblemError("count_not_whole", field="groups", group=group.name, value=bound)
        if bound < 0:
            raise ProblemError("negative_count", field="groups", group=group.name, value=int(bound))
        if bound > LARGEST_COUNT:
            raise ProblemError("count_too_large", field="groups", group=group.name, value=int(bound))


@dataclass(frozen=True, eq=False)
class Problem:
    """Districts, CPSEs, how well each pair fits, and the rules; validates itself when made.

    Parameters
    ----------
    districts : sequence of str
        D distinct names.
    cpses : sequence of str
        C distinct names.
    fit : array_like, shape (D, C)
        Finite scores, greater is better; snapped to the grid of 1e-6 (`fit` then holds the snapped
        numbers, `fit_micro` the same as whole numbers of 1e-6).
    capacity : array_like of int, shape (C,)
        Most districts a CPSE may lead, 0 or more.
    minimum : array_like of int, shape (C,), optional
        Fewest districts a CPSE must lead.
    banned : array_like of bool, shape (D, C), optional
        Pairs that must not be.
    pinned : mapping of str to str, optional
        District to the CPSE that must lead it.
    ask : array_like of int, shape (D,) or (D, C), optional
        Whole rupees asked; goes with `budget`.
    budget : array_like of int, shape (C,), optional
        Whole rupees a CPSE can give.
    groups : sequence of Group, optional
        Bounds on groups of districts and CPSEs.
    current : mapping of str to str, optional
        The present mapping; among plans of one total the one with fewer changes against it is chosen.

    Raises
    ------
    ProblemError
        Names the field and the cell that is wrong.

    Examples
    --------
    >>> problem = Problem(["A", "B"], ["X", "Y"], [[0.9, 0.2], [0.8, 0.7]], capacity=[1, 1])
    >>> problem.fit_micro.tolist()
    [[900000, 200000], [800000, 700000]]
    """

    districts: tuple[str, ...]
    cpses: tuple[str, ...]
    capacity: Integers
    minimum: Integers | None = None
    banned: Booleans | None = None
    pinned: Mapping[str, str] | None = None
    ask: Integers | None = None
    budget: Integers | None = None
    groups: tuple[Group, ...] = ()
    current: Mapping[str, str] | None = None
    _cost: Floats = field(init=False, repr=False)

    def __init__(
        self,
        districts: Sequence[str],
        cpses: Sequence[str],
        fit: ArrayLike,
        capacity: ArrayLike,
        minimum: ArrayLike | None = None,
        banned: ArrayLike | None = None,
        pinned: Mapping[str, str] | None = None,
        ask: ArrayLike | None = None,
        budget: ArrayLike | None = None,
        groups: Sequence[Group] = (),
        current: Mapping[str, str] | None = None,
    ) -> None:
        rows = names("districts", districts)
        columns = names("cpses", cpses)
        cost = snap(fit, rows, columns, squared=minimum is not None)
        state = self.__dict__
        state["districts"], state["cpses"] = rows, columns
        state["_cost"] = cost
        state["capacity"] = counts("capacity", capacity, columns)
        state["minimum"] = None if minimum is None else counts("minimum", minimum, columns)
        state["banned"] = None if banned is None else mask(banned, (len(rows), len(columns)))
        state["pinned"] = None if pinned is None else known_mapping("pinned", pinned, self.row, self.column)
        state["ask"], state["budget"] = money(ask, budget, rows, columns)
        state["groups"] = self._groups(groups)
        state["current"] = (
            None if current is None else known_mapping("current", current, self.row, self.column)
        )

    def varied(self, **parts: Any) -> Problem:
        """The same question with some parts put in place that are known to be sound (`_cost`: the fit)."""
        other = object.__new__(Problem)
        kept = {name: parts.get(name, self.__dict__[name]) for name in self.__dataclass_fields__}
        other.__dict__.update(kept, row=self.row, column=self.column)
        return other

    def _groups(self, groups: Sequence[Group]) -> tuple[Group, ...]:
        try:
            given = tuple(groups)
        except TypeError:
            raise ProblemError("not_a_group", field="groups", value=groups) from None
        for group in given:
            if not isinstance(group, Group):
                raise ProblemError("not_a_group", field="groups", value=group)
            for field_name, known, code in (
                ("districts", self.row, "unknown_district"),
                ("cpses", self.column, "unknown_cpse"),
            ):
                members = getattr(group, field_name)
                if isinstance(members, str) or not isinstance(members, Sequence):
                    raise ProblemError("name_not_text", field="groups", group=group.name, value=members)
                for member in members:
                    if not isinstance(member, str) or member not in known:
                        named = {code.removeprefix("unknown_"): member}
                        raise ProblemError(code, field="groups", group=group.name, **named)
            _refuse_bounds(group)
        if given:
            names("groups", [group.name for group in given])
        return given

    @cached_property
    def row(self) -> dict[str, int]:
        """The row of each district."""
        return {name: index for index, name in enumerate(self.districts)}

    @cached_property
    def column(self) -> dict[str, int]:
        """The column of each CPSE."""
        return {name: index for index, name in enumerate(self.cpses)}

    @cached_property
    def fit(self) -> Floats:
        """(D, C) the scores on the grid: what is shown is what is solved."""
        fit = self._cost / -GRID
        fit += 0.0  # Adding nought leaves no minus nought.
        return frozen(fit)

    @cached_property
    def fit_micro(self) -> Integers:
        """The fit in whole millionths, (D, C) int64: the numbers that are really solved."""
        return frozen((-self._cost).astype(np.int64))

    @cached_property
    def pins(self) -> Integers:
        """(D,) the column each district is pinned to, -1 where it is free."""
        return frozen(self.indices(self.pinned) if self.pinned else np.full(len(self.districts), -1))

    def indices(self, mapping: Mapping[str, str]) -> Integers:
        """(D,) the column that a mapping of known names gives each district, -1 where it gives none."""
        return indices_of(mapping, self.row, self.column)

    @cached_property
    def allowed(self) -> Booleans:
        """(D, C) the cells the rules leave open: not banned, not pinned elsewhere, capacity above 0."""
        allowed = np.ones(self.fit.shape, dtype=bool) if self.banned is None else ~self.banned
        allowed = allowed & (self.capacity > 0)
        for row in np.flatnonzero(self.pins >= 0):
            kept = allowed[row, self.pins[row]]
            allowed[row] = False
            allowed[row, self.pins[row]] = kept
        return frozen(allowed)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of everything that is asked, in hexadecimal."""
        state = hashlib.sha256(
            described(
                self.districts,
                self.cpses,
                self.capacity,
                minimum=self.minimum,
                pinned=self.pinned,
                ask=self.ask,
                budget=self.budget,
                groups=self.groups,
                current=self.current,
            )
        )
        state.update(self.fit_micro.astype("<i8").tobytes())
        if self.banned is not None and self.banned.any():
            state.update(np.packbits(self.banned).tobytes())
        return state.hexdigest()


def described(
    districts: Sequence[str],
    cpses: Sequence[str],
    capacity: Integers,
    *,
    minimum: Integers | None = None,
    pinned: Mapping[str, str] | None = None,
    ask: Integers | None = None,
    budget: Integers | None = None,
    groups: Sequence[Group] = (),
    current: Mapping[str, str] | None = None,
) -> bytes:
    """Everything that is asked but the scores and the bans, in one form."""
    rest = {
        "districts": districts,
        "cpses": cpses,
        "capacity": capacity.tolist(),
        "minimum": None if minimum is None else minimum.tolist(),
        "pinned": sorted((pinned or {}).items()),
        "ask": None if ask is None else ask.tolist(),
        "budget": None if budget is None else budget.tolist(),
        "groups": [[g.name, g.districts, g.cpses, g.at_least, g.at_most] for g in groups],
        "current": sorted((current or {}).items()),
    }
    return json.dumps(rest, ensure_ascii=True).encode()


class Asked(Protocol):
    """What a plan answers: a `Problem` or a `LargeProblem`."""

    @property
    def digest(self) -> str:
        """SHA-256 of everything that is asked, in hexadecimal."""


@dataclass(frozen=True, eq=False)
class Seal:
    """The problem, the objective and the leads that a plan was made of."""

    problem: Asked
    objective: Objective
    lead: Integers

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the problem's digest, the objective and the leads, in hexadecimal."""
        state = hashlib.sha256(f"{self.problem.digest} {self.objective.value} ".encode())
        state.update(self.lead.astype("<i8").tobytes())
        return state.hexdigest()

    def is_of(self, problem: Asked, objective: Objective, lead: Integers) -> bool:
        """Whether it binds just these."""
        return (
            (self.problem is problem or self.problem.digest == problem.digest)
            and self.objective is objective
            and np.array_equal(self.lead, lead)
        )


@dataclass(frozen=True, eq=False)
class Plan:
    """Who leads which district, and how good that is.

    Attributes
    ----------
    districts, cpses : tuple of str
        The names of the problem.
    lead : ndarray of int, shape (D,)
        Index into `cpses`; -1 in a human-edited plan where nobody leads.
    scores : ndarray of float, shape (D,)
        Fit of each district with its lead; NaN where nobody leads.
    total, worst : float
        Sum and least of the scores.
    objective : Objective
        What the plan is best at.
    proven : bool
        Whether it is proven best.
    bound : float
        No plan can have a greater value of the objective: of the total; by ``MAXMIN`` and ``FAIREST`` of the
        worst score. By ``STABLE``, which has no more or less, it is the plan's own total.
    seal : Seal
        What the plan was made of; see `digest`.
    """

    districts: tuple[str, ...]
    cpses: tuple[str, ...]
    lead: Integers
    scores: Floats
    total: float
    worst: float
    objective: Objective
    proven: bool
    bound: float
    seal: Seal = field(repr=False)

    @property
    def digest(self) -> str:
        """SHA-256 of the problem's digest, the objective and the leads, in hexadecimal."""
        return self.seal.digest

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The plan by name, in the order of the districts; a district without a lead is left out."""
        return [
            (district, self.cpses[column])
            for district, column in zip(self.districts, self.lead.tolist(), strict=True)
            if column >= 0
        ]


def plan_of(
    problem: Problem,
    lead: Integers | Mapping[str, str],
    *,
    objective: Objective = Objective.TOTAL,
    proven: bool = False,
    bound: float | None = None,
) -> Plan:
    """The plan that given leads make, whoever chose them.

    Parameters
    ----------
    problem : Problem
        D districts, C CPSEs.
    lead : ndarray of int, shape (D,), or mapping of district to CPSE
        A district that is left out (or -1) has no lead.
    objective, proven, bound
        What is known about the plan; nothing unless said. The bound of a proven plan is its total, of any
        other infinite unless given.

    Raises
    ------
    ProblemError
        If a name is unknown or an index is out of range.
    """
    if isinstance(lead, Mapping):
        index = problem.indices(known_mapping("lead", lead, problem.row, problem.column))
    else:
        index = np.array(lead, dtype=np.int64)
    if index.shape != (len(problem.districts),) or (index < -1).any() or (index >= len(problem.cpses)).any():
        raise ProblemError("lead_out_of_range", field="lead")
    led = index >= 0
    micro = 0.0 - problem._cost[np.arange(len(index)), index]
    known = micro[led]
    total = float(known.sum()) / GRID
    return Plan(
        districts=problem.districts,
        cpses=problem.cpses,
        lead=frozen(index),
        scores=frozen(np.where(led, micro / GRID, np.nan)),
        total=total,
        worst=float(known.min()) / GRID if len(known) else float("nan"),
        objective=objective,
        proven=proven,
        bound=bound if bound is not None else total if proven else float("inf"),
        seal=Seal(problem, objective, index),
    )
