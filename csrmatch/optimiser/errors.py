"""The ways the optimiser refuses, as codes and names: wrong input, clashing rules, not available yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


class ProblemError(ValueError):
    """The input cannot be a problem; says by a code and by names which cell is wrong.

    Parameters
    ----------
    code : str
        Stable reason code, for example ``"fit_not_finite"``.
    **where : object
        Names that lead to the cell: ``field``, ``district``, ``cpse``, ``value``.
    """

    def __init__(self, code: str, **where: object) -> None:
        self.code = code
        self.where = where
        super().__init__(f"{code}: " + ", ".join(f"{key}={value!r}" for key, value in where.items()))

    def __reduce__(self) -> tuple[Any, ...]:
        """Crosses to another process with its code and names."""
        return _again, (type(self), self.code, self.where)


class NotAvailableError(Exception):
    """The question is understood, but has no answer of this kind under such rules or at such a size.

    Parameters
    ----------
    code : str
        ``"override_needs_plain_rules"`` (see `override_costs`), ``"too_large_to_tell_conflicts"`` (see
        `solve_large`), or by ``STABLE`` one of ``"stable_leaves_out"``, ``"stable_under_minimum"``,
        ``"stable_over_budget"``, ``"stable_breaks_groups"``.
    **where : object
        What stands in the way: names or counts.
    """

    def __init__(self, code: str, **where: object) -> None:
        self.code = code
        self.where = where
        super().__init__(f"{code}: " + ", ".join(f"{key}={value!r}" for key, value in where.items()))

    def __reduce__(self) -> tuple[Any, ...]:
        """Crosses to another process with its code and names."""
        return _again, (type(self), self.code, self.where)


NotAvailable = NotAvailableError


class OutOfTime(Exception):
    """The time is over before what was asked for was found: a plan or a proof that there is none.

    Parameters
    ----------
    code : str
        ``"no_plan_in_time"``; or, where it is known that there is no plan, ``"no_clash_in_time"`` for the
        smallest set of rules that clash, ``"no_relaxation_in_time"`` for the cheapest way out.
    **where : object
        ``seconds``: how long was searched.
    """

    def __init__(self, code: str, **where: object) -> None:
        self.code = code
        self.where = where
        super().__init__(f"{code}: " + ", ".join(f"{key}={value!r}" for key, value in where.items()))


@dataclass(frozen=True)
class Conflict:
    """A smallest set of rules that cannot hold together.

    Without `minimums`: the `districts` may go to no CPSE but `cpses` (because of `pins` and `bans`), and
    those can lead only `capacity` districts, fewer than there are. With `minimums`: the `cpses` must lead
    more than the `districts` that may go to them (or more than their `capacity`).

    With `budgets` (CPSE, whole rupees) or `groups` (name, bound, ``"at_least"`` or ``"at_most"``): that each
    of the `districts` has a lead, that the `cpses` lead `capacity` at most, and all the rules named, cannot
    hold together.
    """

    districts: tuple[str, ...]
    cpses: tuple[str, ...]
    capacity: int
    pins: tuple[tuple[str, str], ...] = ()
    bans: tuple[tuple[str, str], ...] = ()
    minimums: tuple[tuple[str, int], ...] = ()
    budgets: tuple[tuple[str, int], ...] = ()
    groups: tuple[tuple[str, int, str], ...] = ()


class Infeasible(Exception):
    """No plan can satisfy the rules; `conflicts` holds the smallest sets that clash.

    It is empty where a time limit was over before such a set was found.
    """

    def __init__(self, conflicts: Sequence[Conflict]) -> None:
        self.conflicts = list(conflicts)
        super().__init__(f"{len(self.conflicts)} conflict(s): {self.conflicts}")

    def __reduce__(self) -> tuple[Any, ...]:
        """Crosses to another process with its conflicts."""
        return type(self), (self.conflicts,)


def _again(kind: type[Any], code: str, where: dict[str, object]) -> Any:
    return kind(code, **where)
