"""What waits for a person."""

from datetime import UTC, datetime, timedelta

import pytest

from csrmatch.home.waiting import WaitingReason, list_waiting
from csrmatch.mapping.models import Exercise, MappingRun, RunOutcome

MORNING = datetime(2026, 4, 1, 4, 0, tzinfo=UTC)


def make_exercise(number: int, changed_at: datetime = MORNING) -> Exercise:
    return Exercise(id=number, title_en=f"Exercise {number}", changed_at=changed_at)


def make_run(outcome: RunOutcome) -> MappingRun:
    return MappingRun(outcome=outcome, created_at=MORNING + timedelta(hours=1))


class TestListWaiting:
    def test_an_exercise_that_was_never_run_waits(self) -> None:
        assert [item.reason for item in list_waiting([make_exercise(1)], {})] == [WaitingReason.NOT_RUN]

    @pytest.mark.parametrize("outcome", list(RunOutcome))
    def test_an_exercise_changed_after_its_run_waits_to_be_run_again(self, outcome: RunOutcome) -> None:
        changed = make_exercise(1, MORNING + timedelta(hours=2))
        assert [item.reason for item in list_waiting([changed], {1: make_run(outcome)})] == [
            WaitingReason.CHANGED_SINCE
        ]

    @pytest.mark.parametrize(
        ("outcome", "reason"),
        [(RunOutcome.CLASH, WaitingReason.CLASH), (RunOutcome.INPUT_ERROR, WaitingReason.INPUT_ERROR)],
    )
    def test_a_run_without_a_plan_waits(self, outcome: RunOutcome, reason: WaitingReason) -> None:
        assert [item.reason for item in list_waiting([make_exercise(1)], {1: make_run(outcome)})] == [reason]

    def test_a_plan_waits_for_nobody(self) -> None:
        assert list_waiting([make_exercise(1)], {1: make_run(RunOutcome.SOLVED)}) == []

    def test_at_most_seven_are_named_in_the_order_given(self) -> None:
        found = list_waiting([make_exercise(number) for number in range(9, 0, -1)], {})
        assert [item.exercise.id for item in found] == [9, 8, 7, 6, 5, 4, 3]
