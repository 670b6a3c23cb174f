"""What a bound of a group speaks of: the districts of one state or of all, one CPSE or a group of them."""

from collections.abc import Iterator, Set
from dataclasses import dataclass

from csrmatch.mapping.tables.cells import match_key

__all__ = ["Scope", "ScopeError", "read_scope"]

SEPARATOR = "/"


class ScopeError(Exception):
    """Why a rule's `cpse` and `group` do not say what is bound: a code, and the column it stands in."""

    def __init__(self, code: str, column: str, value: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.column = column
        self.params = (("value", value),) if value else ()


@dataclass(frozen=True)
class Scope:
    """The districts of `state` (None: all of the input) that `cpse`, or any CPSE of `group`, leads."""

    state: str | None = None
    cpse: str | None = None
    group: str | None = None

    @property
    def name(self) -> str:
        """How rules, prices and clashes call it: "STATE / CPSE or group", or the last alone."""
        led_by = self.cpse if self.cpse is not None else str(self.group)
        return led_by if self.state is None else f"{self.state} {SEPARATOR} {led_by}"


def read_scope(cpse: str | None, text: str | None, states: Set[str], groups: Set[str]) -> Scope:
    """The scope that the columns `cpse` and `group` of a rule name; names are compared by `match_key`.

    `text` is a state, a group of CPSEs, or "STATE / GROUP"; with a CPSE it can only be a state. Raises
    `ScopeError` where it is none of these, where it can be read in two ways, and where no CPSE is named.
    """
    if text is None:
        if cpse is None:
            raise ScopeError("bound_without_cpse", "cpse")
        return Scope(cpse=cpse)
    found = set(_readings(match_key(text), states, groups))
    if not found:
        raise ScopeError("unknown_scope", "group", text)
    if len(found) > 1:
        raise ScopeError("scope_ambiguous", "group", text)
    (scope,) = found
    if cpse is None and scope.group is None:
        raise ScopeError("state_without_cpse", "cpse", text)
    if cpse is not None and scope.group is not None:
        raise ScopeError("cpse_and_group", "group", text)
    return Scope(scope.state, cpse, scope.group)


def _readings(text: str, states: Set[str], groups: Set[str]) -> Iterator[Scope]:
    """Every way to read the text; a name may hold a stroke itself."""
    if text in states:
        yield Scope(state=text)
    if text in groups:
        yield Scope(group=text)
    parts = text.split(SEPARATOR)
    for end in range(1, len(parts)):
        state = SEPARATOR.join(parts[:end]).strip()
        group = SEPARATOR.join(parts[end:]).strip()
        if state in states and group in groups:
            yield Scope(state=state, group=group)
