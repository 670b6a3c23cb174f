"""The life of a request for support between CPSEs, and what is pledged of what it asks."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["PledgeSum", "SupportProblem", "SupportStatus", "add_pledges", "check_closing", "check_pledge"]


class SupportStatus(StrEnum):
    """Where a request stands; only an open one takes pledges."""

    OPEN = "open"
    MET = "met"
    WITHDRAWN = "withdrawn"


class SupportProblem(StrEnum):
    """Why an act on a request or a pledge is refused."""

    NOT_OPEN = "not_open"
    NO_REASON = "no_reason"
    EMPTY_PLEDGE = "empty_pledge"
    MORE_THAN_ASKED = "more_than_asked"


@dataclass(frozen=True)
class PledgeSum:
    """What stands pledged to a request: by how many, how much, and how many of them name no amount."""

    count: int = 0
    inr: int = 0
    unnamed: int = 0

    def left(self, ask_inr: int | None) -> int | None:
        """Rupees of what is asked that nobody has pledged; None where nobody knows what is asked."""
        return None if ask_inr is None else max(0, ask_inr - self.inr)

    def over(self, ask_inr: int | None) -> int:
        """Rupees pledged beyond what is asked."""
        return 0 if ask_inr is None else max(0, self.inr - ask_inr)


def add_pledges(amounts: Iterable[int | None]) -> PledgeSum:
    """The sum of what stands pledged; an amount that is None is help in kind, or not known."""
    given = list(amounts)
    known = [amount for amount in given if amount is not None]
    return PledgeSum(len(given), sum(known), len(given) - len(known))


def check_closing(status: SupportStatus, reason: str) -> SupportProblem | None:
    """Whether a request can be closed: only an open one, and with a reason that stays on record."""
    if status is not SupportStatus.OPEN:
        return SupportProblem.NOT_OPEN
    return None if reason.strip() else SupportProblem.NO_REASON


def check_pledge(
    ask_inr: int | None, others: PledgeSum, amount_inr: int | None, note: str, *, means_more: bool
) -> SupportProblem | None:
    """Whether a pledge can stand beside those of others.

    It names an amount or what is given in kind, and what goes beyond what is asked is meant so.
    """
    if amount_inr is None and not note.strip():
        return SupportProblem.EMPTY_PLEDGE
    if amount_inr is not None and ask_inr is not None and not means_more:
        beyond = others.inr + amount_inr > ask_inr
        return SupportProblem.MORE_THAN_ASKED if beyond else None
    return None
