"""What a reader of a file says about its rows, and the decisions of an import, on plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

__all__ = [
    "DONE",
    "Counts",
    "Decision",
    "ImportState",
    "Outcome",
    "ReadRow",
    "RowError",
    "RowFlag",
    "UnknownName",
    "as_params",
    "differing",
    "is_ready",
    "outcome_of",
    "place_key",
    "plain_finding",
    "split_place_key",
]

DONE = "done"
_PLACE = "?"


class ImportState(StrEnum):
    """How far an import has come; with rows in error it stays CHECKED, a file nobody can read is REFUSED."""

    RECEIVED = "received"
    READ = "read"
    CHECKED = "checked"
    APPLIED = "applied"
    UNDONE = "undone"
    DROPPED = "dropped"
    REFUSED = "refused"


class Outcome(StrEnum):
    """What an import does with a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    ERROR = "error"
    HELD = "held"
    CONFLICT = "conflict"
    UNNAMED = "unnamed"
    LEFT_OUT = "left_out"


class Decision(StrEnum):
    """What an officer decided on a row that was held back."""

    TAKE = "take"
    CORRECT = "correct"
    DROP = "drop"


@dataclass(frozen=True)
class RowError:
    """Something wrong in a file: where it stands, a code, the value found, and what would be right."""

    sheet: str
    row: int | None
    column: str
    code: str
    value: str = ""
    params: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class RowFlag:
    """Something doubtful in a row that is valid: it is held back until somebody decides."""

    sheet: str
    row: int | None
    column: str
    code: str
    value: str = ""
    params: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class UnknownName:
    """A name of a district, with its state where it stands beside it, that the register does not know."""

    name: str
    state: str = ""


@dataclass(frozen=True)
class ReadRow:
    """One row of a file, understood as far as it could be.

    `values` holds plain values as JSON can keep them, by the names of the kind's fields; a field that the
    file does not have is absent, one that is blank is None. Without `record_id` the row is a new record;
    `version` is that of the record when the file was downloaded. A district whose name is not known
    stands in `values` under `place_key(name, state)` where its LGD code would, and in `names`.
    """

    sheet: str
    number: int
    values: Mapping[str, object]
    record_id: int | None = None
    version: int | None = None
    errors: tuple[RowError, ...] = ()
    flags: tuple[RowFlag, ...] = ()
    names: tuple[UnknownName, ...] = ()


@dataclass(frozen=True)
class Counts:
    """How many rows an import holds of each outcome."""

    by_outcome: Mapping[str, int] = field(default_factory=dict)

    def of(self, *outcomes: Outcome | str) -> int:
        """How many rows have one of these outcomes."""
        return sum(self.by_outcome.get(str(outcome), 0) for outcome in outcomes)

    @property
    def done(self) -> int:
        """How many rows were applied."""
        return self.by_outcome.get(DONE, 0)

    @property
    def waiting(self) -> int:
        """How many rows are still to be applied."""
        return self.of(Outcome.NEW, Outcome.CHANGED) - self.done

    @property
    def total(self) -> int:
        """How many rows there are."""
        return sum(count for name, count in self.by_outcome.items() if name != DONE)


def as_params(**params: object) -> tuple[tuple[str, str], ...]:
    """Parameters of a finding, in one order."""
    return tuple(sorted((name, str(value)) for name, value in params.items()))


def place_key(name: str, state: str = "") -> str:
    """What stands for a district in a row's values until somebody has said which one is meant."""
    return f"{_PLACE}{name}|{state}"


def split_place_key(key: str) -> UnknownName | None:
    """The name that a key stands for; None for an LGD code."""
    if not key.startswith(_PLACE):
        return None
    name, _, state = key[1:].rpartition("|")
    return UnknownName(name, state)


def outcome_of(
    *,
    has_errors: bool,
    has_flags: bool,
    has_unknown_names: bool,
    decision: Decision | None,
    before: Mapping[str, object] | None,
    changes: Sequence[str],
    is_stale: bool,
) -> Outcome:
    """What becomes of a row; what is wrong comes before what is doubtful, and both before what is new."""
    if decision is Decision.DROP:
        return Outcome.LEFT_OUT
    if has_errors:
        return Outcome.ERROR
    if has_unknown_names:
        return Outcome.UNNAMED
    if is_stale and changes:
        return Outcome.CONFLICT
    if before is not None and not changes:
        return Outcome.SAME
    if has_flags and decision is None:
        return Outcome.HELD
    return Outcome.NEW if before is None else Outcome.CHANGED


def differing(before: Mapping[str, object], after: Mapping[str, object]) -> list[str]:
    """The fields in which what a file says differs from what is stored; what it does not say stays."""
    return [name for name, value in after.items() if before.get(name) != value]


def plain_finding(finding: RowError | RowFlag) -> dict[str, object]:
    """A finding as it is stored with its row."""
    return {
        "column": finding.column,
        "code": finding.code,
        "value": finding.value,
        "params": dict(finding.params),
    }


def is_ready(state: ImportState, counts: Counts) -> bool:
    """Whether an import may be applied: tried, nothing wrong, no name open, something to do.

    Rows that are held back, or that somebody changed meanwhile, do not stop the others; once they are
    decided on, what is left of an import that was applied can be applied too.
    """
    is_open = state in {ImportState.CHECKED, ImportState.APPLIED}
    return is_open and not counts.of(Outcome.ERROR, Outcome.UNNAMED) and counts.waiting > 0
