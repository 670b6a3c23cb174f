"""One line of a trial: what was tried, what was expected and what came out."""

from dataclasses import dataclass

__all__ = ["HEAD", "Figure"]

HEAD = ("| what | expected | found | seconds | |", "|---|---|---|---|---|")


@dataclass(frozen=True)
class Figure:
    """What a trial found; `is_met` is None where it could not be tried, and `note` says why."""

    what: str
    expected: str
    found: str
    seconds: float
    is_met: bool | None
    note: str = ""

    @property
    def line(self) -> str:
        """The figure as a row of a Markdown table."""
        verdict = {True: "met", False: "not met", None: "not tried"}[self.is_met]
        told = f"{verdict}; {self.note}" if self.note else verdict
        taken = "–" if self.is_met is None else f"{self.seconds:,.1f}"
        return f"| {self.what} | {self.expected} | {self.found} | {taken} | {told} |"
