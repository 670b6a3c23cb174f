"""Who has answered for which quarter, on plain values."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csrmatch.registry.rules.answers import (
    Answer,
    AnswerState,
    Quarter,
    due_day,
    first_day,
    is_open_for_word,
    judge_quarter,
    last_day_of,
    last_due,
    quarter_of,
    quarter_that_counts,
    silent_run,
)

DAYS = st.dates(date(2015, 1, 1), date(2040, 1, 1))
SECOND = Quarter("2026-27", 2)


class TestQuarters:
    @pytest.mark.parametrize(
        ("day", "quarter"),
        [
            (date(2026, 4, 1), Quarter("2026-27", 1)),
            (date(2026, 6, 30), Quarter("2026-27", 1)),
            (date(2026, 7, 1), SECOND),
            (date(2026, 12, 31), Quarter("2026-27", 3)),
            (date(2027, 3, 31), Quarter("2026-27", 4)),
            (date(2028, 2, 29), Quarter("2027-28", 4)),
        ],
    )
    def test_begin_in_april(self, day: date, quarter: Quarter) -> None:
        assert quarter_of(day) == quarter

    def test_are_due_thirty_days_after_their_end(self) -> None:
        assert due_day(SECOND) == date(2026, 10, 30)
        assert due_day(Quarter("2026-27", 4)) == date(2027, 4, 30)

    @given(DAYS)
    def test_every_day_counts_for_exactly_one_of_them(self, day: date) -> None:
        quarter = quarter_that_counts(day)
        assert first_day(quarter) <= day <= due_day(quarter)
        assert (
            quarter_that_counts(due_day(quarter))
            == quarter
            != quarter_that_counts(due_day(quarter) + timedelta(days=1))
        )

    @given(DAYS)
    def test_the_last_due_is_over_and_the_next_is_not_due(self, day: date) -> None:
        quarter = last_due(day)
        assert due_day(quarter) < day <= due_day(quarter_that_counts(due_day(quarter) + timedelta(days=1)))

    @given(DAYS)
    def test_nobody_can_say_that_a_quarter_brought_nothing_before_it_is_over(self, day: date) -> None:
        assert not is_open_for_word(quarter_of(day), day)
        assert is_open_for_word(quarter_of(day), last_day_of(quarter_of(day)) + timedelta(days=1))


class TestJudging:
    def judge(self, day: date, **facts: date) -> Answer:
        known: dict[str, date | None] = {
            "changed_on": None,
            "said_on": None,
            "reachable_on": date(2025, 1, 1),
        }
        return judge_quarter(SECOND, day, **(known | facts))

    def test_until_its_day_it_is_not_yet_due(self) -> None:
        assert self.judge(date(2026, 10, 30)).state is AnswerState.NOT_DUE

    def test_from_the_day_after_on_silence_is_silence(self) -> None:
        assert self.judge(date(2026, 10, 31)).state is AnswerState.SILENT

    def test_a_change_is_an_answer_and_a_late_one_says_so(self) -> None:
        assert self.judge(date(2027, 1, 1), changed_on=date(2026, 10, 30)) == Answer(
            SECOND, AnswerState.ANSWERED, date(2026, 10, 30), False
        )
        assert self.judge(date(2027, 1, 1), changed_on=date(2026, 10, 31)).is_late

    def test_the_word_that_there_is_nothing_is_an_answer_too(self) -> None:
        answer = self.judge(date(2027, 1, 1), said_on=date(2026, 12, 1))
        assert answer.state is AnswerState.NOTHING
        assert answer.is_late
        assert answer.is_given

    def test_an_office_without_anybody_is_not_called_silent(self) -> None:
        judged = judge_quarter(
            SECOND, date(2027, 1, 1), changed_on=None, said_on=None, reachable_on=date(2026, 10, 31)
        )
        assert judged.state is AnswerState.NO_ACCOUNT


class TestSilence:
    def test_counts_back_from_the_last_that_is_due_to_the_last_answer(self) -> None:
        quarters = [Quarter("2025-26", n) for n in (1, 2, 3, 4)] + [Quarter("2026-27", n) for n in (1, 2)]
        states = [
            AnswerState.SILENT,
            AnswerState.NOTHING,
            AnswerState.SILENT,
            AnswerState.SILENT,
            AnswerState.SILENT,
            AnswerState.NOT_DUE,
        ]
        answers = [Answer(quarter, state) for quarter, state in zip(quarters, states, strict=True)]
        assert silent_run(reversed(answers)) == quarters[2:5]
