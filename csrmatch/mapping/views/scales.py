"""The axes of the pictures of plans: where a value is drawn, and the marks beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from csrmatch.i18n import format_number

__all__ = ["Scale", "Tick", "scale_of"]


@dataclass(frozen=True)
class Tick:
    """A mark of an axis."""

    at: float
    text: str


@dataclass(frozen=True)
class Scale:
    """From the least to the most value of an axis, drawn from its begin to its end."""

    least: float
    most: float
    begin: float
    end: float

    def at(self, value: float) -> float:
        """Where a value is drawn; beyond the scale, at its end."""
        share = (min(max(value, self.least), self.most) - self.least) / (self.most - self.least)
        return self.begin + share * (self.end - self.begin)

    def holds(self, value: float) -> bool:
        """Whether a value lies on the scale."""
        return self.least <= value <= self.most

    @property
    def ticks(self) -> list[Tick]:
        """Four marks in even steps."""
        values = [self.least + (self.most - self.least) * part / 3 for part in range(4)]
        digits = 2 if self.most - self.least >= 0.1 else 3
        return [Tick(round(self.at(value), 1), format_number(value, digits)) for value in values]


def scale_of(values: Sequence[float], begin: float, end: float) -> Scale:
    """A scale that holds the values with a little room on both sides."""
    least, most = min(values), max(values)
    room = max((most - least) * 0.08, 0.002)
    return Scale(least - room, most + room, begin, end)
