"""Who has answered for which quarter, on plain values: by when, what counts, and what silence is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from csrmatch.registry.rules.years import QUARTERS, last_day, quarter_start, shift_year, year_of

__all__ = [
    "GRACE",
    "Answer",
    "AnswerState",
    "Quarter",
    "due_day",
    "first_day",
    "is_open_for_word",
    "judge_quarter",
    "last_day_of",
    "last_due",
    "list_quarters",
    "quarter_of",
    "quarter_that_counts",
    "silent_run",
]

# Thirty days after its end the books of a quarter are closed; no clock of the CSR Rules is shorter.
GRACE = timedelta(days=30)


class AnswerState(StrEnum):
    """How an office stands with a quarter; silence is not an answer."""

    ANSWERED = "answered"
    NOTHING = "nothing"
    SILENT = "silent"
    NOT_DUE = "not_due"
    NO_ACCOUNT = "no_account"


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a financial year; they sort by time."""

    year: str
    number: int

    def __str__(self) -> str:
        return f"{self.year} Q{self.number}"


@dataclass(frozen=True)
class Answer:
    """How an office stands with a quarter; `answered_on` is the day of its first sign, if it gave one."""

    quarter: Quarter
    state: AnswerState
    answered_on: date | None = None
    is_late: bool = False

    @property
    def is_given(self) -> bool:
        """Whether the office has answered, by a record or by its word."""
        return self.state in {AnswerState.ANSWERED, AnswerState.NOTHING}


def quarter_of(day: date) -> Quarter:
    """The quarter in which a day lies."""
    return Quarter(year_of(day), (day.month - 4) % 12 // 3 + 1)


def last_day_of(quarter: Quarter) -> date:
    """The last day of a quarter."""
    if quarter.number == len(QUARTERS):
        return last_day(quarter.year)
    return quarter_start(quarter.year, quarter.number + 1) - timedelta(days=1)


def due_day(quarter: Quarter) -> date:
    """The last day on which an answer for a quarter is in time."""
    return last_day_of(quarter) + GRACE


def first_day(quarter: Quarter) -> date:
    """The first day on which a change counts for a quarter: the one after the last quarter fell due."""
    return due_day(_before(quarter)) + timedelta(days=1)


def quarter_that_counts(day: date) -> Quarter:
    """The one quarter for which a change of that day counts, so that no change answers for two."""
    quarter = _before(quarter_of(day))
    return quarter if day <= due_day(quarter) else quarter_of(day)


def _before(quarter: Quarter) -> Quarter:
    if quarter.number > 1:
        return Quarter(quarter.year, quarter.number - 1)
    return Quarter(shift_year(quarter.year, -1), len(QUARTERS))


def list_quarters(year: str) -> list[Quarter]:
    """The four quarters of a year."""
    return [Quarter(year, number) for number in QUARTERS]


def is_open_for_word(quarter: Quarter, day: date) -> bool:
    """Whether an office may say on that day that a quarter brought nothing: once the quarter is over."""
    return day > last_day_of(quarter)


def judge_quarter(
    quarter: Quarter, day: date, *, changed_on: date | None, said_on: date | None, reachable_on: date | None
) -> Answer:
    """How an office stands with a quarter on a day.

    `changed_on` is the first day on which one of its records changed that counts for the quarter, `said_on`
    the day on which it said that there is nothing to report, `reachable_on` the day from which somebody of
    it could answer here at all: nobody is called silent who was never asked.
    """
    due = due_day(quarter)
    if changed_on is not None:
        return Answer(quarter, AnswerState.ANSWERED, changed_on, changed_on > due)
    if said_on is not None:
        return Answer(quarter, AnswerState.NOTHING, said_on, said_on > due)
    if day <= due:
        return Answer(quarter, AnswerState.NOT_DUE)
    if reachable_on is None or reachable_on > due:
        return Answer(quarter, AnswerState.NO_ACCOUNT)
    return Answer(quarter, AnswerState.SILENT)


def last_due(day: date) -> Quarter:
    """The last quarter whose answers are due on that day."""
    quarter = _before(quarter_of(day))
    return quarter if day > due_day(quarter) else _before(quarter)


def silent_run(answers: Iterable[Answer]) -> Sequence[Quarter]:
    """The quarters in a row, up to the last one due, for which an office has been silent; oldest first."""
    run: list[Quarter] = []
    for answer in sorted(answers, key=lambda one: one.quarter):
        if answer.state is AnswerState.SILENT:
            run.append(answer.quarter)
        elif answer.state is not AnswerState.NOT_DUE:
            run = []
    return run
