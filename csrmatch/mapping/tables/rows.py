"""The typed rows of an input and their digest; what is not known is None, never zero."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from csrmatch.mapping.tables.schema import DEFAULT_WEIGHTS

__all__ = [
    "ROW_TYPES",
    "CpseRow",
    "DistrictRow",
    "MappingInput",
    "NeedRow",
    "PlaceRow",
    "PreferenceRow",
    "ProjectRow",
    "RuleRow",
    "canonical",
]


@dataclass(frozen=True)
class DistrictRow:
    """A district that shall be led; `leads_now` is a CPSE code, "none", or None where it is not known."""

    lgd: str
    name_en: str
    state: str
    lat: float | None = None
    lon: float | None = None
    name_hi: str | None = None
    leads_now: str | None = None


@dataclass(frozen=True)
class CpseRow:
    """A CPSE that may lead up to `capacity` districts; `free_inr` in rupees."""

    code: str
    name_en: str
    free_inr: int | None
    capacity: int
    name_hi: str | None = None
    ministry: str | None = None
    minimum: int | None = None
    group: str | None = None


@dataclass(frozen=True)
class PlaceRow:
    """A place where a CPSE operates."""

    cpse: str
    name: str
    lat: float | None = None
    lon: float | None = None
    lgd: str | None = None


@dataclass(frozen=True)
class ProjectRow:
    """Spending of one CPSE on one theme in one year, and whether it came out well."""

    cpse: str
    theme: str
    year: str
    spent_inr: int | None = None
    title: str | None = None
    lgd: str | None = None
    state: str | None = None
    outlay_inr: int | None = None
    status: str | None = None
    on_time: bool | None = None
    results_verified: bool | None = None


@dataclass(frozen=True)
class NeedRow:
    """What a district asks for on one theme; severity in [0, 1], given or from value against benchmark."""

    lgd: str
    theme: str
    title: str
    ask_inr: int | None = None
    people: int | None = None
    severity: float | None = None
    indicator: str | None = None
    value: float | None = None
    benchmark: float | None = None
    better: str | None = None
    group: str | None = None


@dataclass(frozen=True)
class RuleRow:
    """A rule with its reason and author: a pin or a ban of a pair, a bound of a group, or a budget.

    Pins and bans have `lgd` and `cpse`; bounds have `value` and, in `cpse` and `group`, their scope; a budget
    holds for `cpse`, or for every CPSE where it names none.
    """

    kind: str
    lgd: str | None = None
    cpse: str | None = None
    reason: str | None = None
    author: str | None = None
    value: int | None = None
    group: str | None = None
    expires_on: date | None = None


@dataclass(frozen=True)
class PreferenceRow:
    """The rank (1 = first) that one side gave the other."""

    side: str
    lgd: str
    cpse: str
    rank: int


Row = TypeVar("Row")

ROW_TYPES: Mapping[str, type] = {
    "districts": DistrictRow,
    "cpses": CpseRow,
    "places": PlaceRow,
    "projects": ProjectRow,
    "needs": NeedRow,
    "rules": RuleRow,
    "preferences": PreferenceRow,
}


def canonical(value: object) -> str:
    """A row or a list of rows as one line of JSON that is the same on every machine."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, default=_plain, separators=(",", ":"))


def _plain(value: Any) -> object:
    return value.isoformat() if isinstance(value, date) else vars(value)


def _ordered(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda row: [repr(value) for value in vars(row).values()]))


@dataclass(frozen=True)
class MappingInput:
    """Everything a mapping is solved from, in an order that does not depend on the order of the files.

    Districts stand by LGD code, CPSEs by code, all other rows by their content.
    """

    districts: tuple[DistrictRow, ...]
    cpses: tuple[CpseRow, ...]
    places: tuple[PlaceRow, ...] = ()
    projects: tuple[ProjectRow, ...] = ()
    needs: tuple[NeedRow, ...] = ()
    rules: tuple[RuleRow, ...] = ()
    preferences: tuple[PreferenceRow, ...] = ()
    weights: Mapping[str, int] = field(default_factory=lambda: dict(DEFAULT_WEIGHTS))

    def __post_init__(self) -> None:
        """Puts the rows in their order."""
        put = object.__setattr__
        put(self, "districts", tuple(sorted(self.districts, key=lambda row: int(row.lgd))))
        put(self, "cpses", tuple(sorted(self.cpses, key=lambda row: row.code)))
        for name in ("places", "projects", "needs", "rules", "preferences"):
            put(self, name, _ordered(getattr(self, name)))
        put(self, "weights", {name: self.weights.get(name, 0) for name in DEFAULT_WEIGHTS})

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of all rows and weights: equal inputs have equal digests, workbook or folder."""
        return hashlib.sha256(canonical(self).encode()).hexdigest()
