"""The verbs of answers: saying that a quarter brought nothing to report, and taking it back."""

from datetime import date

from csrmatch.accounts.models import Organisation, User
from csrmatch.db import db, now, take_turn
from csrmatch.errors import DomainError, Missing, NotAllowed
from csrmatch.i18n import lazy_
from csrmatch.registry.access import can_say_nothing_to_report
from csrmatch.registry.models import NothingToReport
from csrmatch.registry.queries.answers import count_changes, find_word
from csrmatch.registry.rules.answers import Quarter, is_open_for_word

__all__ = ["say_nothing_to_report", "take_answer_back"]


def say_nothing_to_report(*, by: User, office: Organisation, quarter: Quarter, day: date) -> NothingToReport:
    """Records an office's word that a quarter brought nothing; said twice, it stands once.

    Raises
    ------
    DomainError
        Before the quarter is over, and where changes of the office answer for it already.
    """
    if not can_say_nothing_to_report(by, office):
        raise NotAllowed
    if not is_open_for_word(quarter, day):
        raise DomainError(lazy_("This quarter is not over yet: something may still come."))
    take_turn(f"answer {office.id}")
    word = find_word(office, quarter)
    if word is not None:
        return word
    if quarter in count_changes(office, [quarter]):
        raise DomainError(lazy_("Your office has changed its records for this quarter: that is its answer."))
    word = NothingToReport(
        organisation_id=office.id,
        financial_year=quarter.year,
        quarter=quarter.number,
        by_id=by.id,
        created_at=now(),
    )
    db.session.add(word)
    db.session.flush()
    return word


def take_answer_back(*, by: User, office: Organisation, quarter: Quarter) -> None:
    """Takes an office's word back; the log keeps that it was given.

    Raises
    ------
    Missing
        Where there is none.
    """
    if not can_say_nothing_to_report(by, office):
        raise NotAllowed
    take_turn(f"answer {office.id}")
    word = find_word(office, quarter)
    if word is None:
        raise Missing
    db.session.delete(word)
    db.session.flush()
