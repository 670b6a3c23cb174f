"""Two runs side by side: whose lead moved, what each district gained or lost, what was asked differently."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from csrmatch.mapping.tables import CRITERIA, MappingInput
from csrmatch.mapping.tables.rows import RuleRow

__all__ = ["Difference", "Differences", "Lead", "compare_inputs", "compare_leads"]

Lead = tuple[str, float]
"""A CPSE and the fit of its pair."""


@dataclass(frozen=True)
class Difference:
    """One district in two plans; None on the side of a plan that it is not part of."""

    lgd: str
    before: str | None
    after: str | None
    fit_before: float | None
    fit_after: float | None

    @property
    def is_moved(self) -> bool:
        """Whether it is part of both plans and another CPSE would lead it."""
        return None not in (self.before, self.after) and self.before != self.after

    @property
    def gain(self) -> float | None:
        """How much better it is served in the second plan, each fit under its own weights."""
        if self.fit_before is None or self.fit_after is None:
            return None
        return round(self.fit_after - self.fit_before, 6)


def compare_leads(before: Mapping[str, Lead], after: Mapping[str, Lead]) -> list[Difference]:
    """Every district of either plan, by LGD code."""
    found = []
    for lgd in sorted({*before, *after}, key=int):
        old, new = before.get(lgd), after.get(lgd)
        found.append(
            Difference(
                lgd,
                old[0] if old else None,
                new[0] if new else None,
                old[1] if old else None,
                new[1] if new else None,
            )
        )
    return found


@dataclass(frozen=True)
class Differences:
    """What two inputs ask differently.

    `weights` holds by criterion the weight before and after where they differ; `rules` and `lifted` the rules
    that only the second or only the first has; `rooms` by CPSE its capacity before and after, None where it
    does not take part; `joined` and `left` the districts that only the second or only the first has.
    """

    weights: Mapping[str, tuple[int, int]]
    rules: Sequence[RuleRow]
    lifted: Sequence[RuleRow]
    rooms: Mapping[str, tuple[int | None, int | None]]
    joined: Sequence[str]
    left: Sequence[str]

    @property
    def is_empty(self) -> bool:
        """Whether both ask the same in all that is compared here."""
        return not any((self.weights, self.rules, self.lifted, self.rooms, self.joined, self.left))


def compare_inputs(before: MappingInput, after: MappingInput) -> Differences:
    """What two frozen inputs ask differently; reasons, authors and last days of rules are not compared."""
    old_rooms, new_rooms = ({cpse.code: cpse.capacity for cpse in given.cpses} for given in (before, after))
    old_rules, new_rules = ({_key(rule): rule for rule in given.rules} for given in (before, after))
    old, new = ({row.lgd for row in given.districts} for given in (before, after))
    return Differences(
        {
            name: (before.weights[name], after.weights[name])
            for name in CRITERIA
            if before.weights[name] != after.weights[name]
        },
        [rule for key, rule in new_rules.items() if key not in old_rules],
        [rule for key, rule in old_rules.items() if key not in new_rules],
        {
            code: (old_rooms.get(code), new_rooms.get(code))
            for code in sorted({*old_rooms, *new_rooms})
            if old_rooms.get(code) != new_rooms.get(code)
        },
        sorted(new - old, key=int),
        sorted(old - new, key=int),
    )


def _key(rule: RuleRow) -> tuple[object, ...]:
    return rule.kind, rule.lgd, rule.cpse, rule.group, rule.value
