"""Forgets each night what of workshops was to be kept for an hour or a day only."""

from csrmatch import jobs
from csrmatch.workshops.services.feedback import forget_sendings
from csrmatch.workshops.services.participants import forget_lists

__all__ = ["FORGET", "forget_old_traces"]

FORGET = "forget_workshop_traces"
_HOUR = 3


@jobs.daily(FORGET, hour=_HOUR)
def forget_old_traces(work: jobs.Work) -> jobs.Effect:
    """Removes from where feedback came, and the lists of people that were tried and never taken in.

    Both go at the next use too, but a workshop may see no other.
    """

    def forget() -> None:
        forget_sendings()
        forget_lists()

    return forget
