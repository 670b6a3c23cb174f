"""The life of an action point against a table written by hand, and its rungs against counting day by day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csrmatch.actions.rules import (
    CLAIMS,
    ENDED,
    OPEN,
    WITH_OWNER,
    ActionProblem,
    ActionStatus,
    Closing,
    Due,
    Move,
    Priority,
    Rung,
    check_closing,
    check_due,
    check_move,
    check_percent,
    due_of,
    is_overdue,
    needs_second_person,
    rungs_due,
    status_on_return,
)

DAY = date(2027, 1, 15)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))

# Rows are moves, columns where it stands: reviewed by people, read by the test.
ALLOWED = """
              not_started on_schedule behind done handed_back closed dropped
assign        .           .           .      .    .           .      .
report        x           x           x      x    .           .      .
hand_back     x           x           x      .    .           .      .
reassign      x           x           x      .    x           .      .
name_person   x           x           x      x    .           .      .
change_due    x           x           x      x    x           .      .
edit          x           x           x      x    x           .      .
ask_closing   x           x           x      x    .           .      .
close         x           x           x      x    .           .      .
return        .           .           .      x    .           .      .
drop          x           x           x      x    x           .      .
reopen        .           .           .      .    .           x      x
"""


def _table() -> dict[tuple[Move, ActionStatus], bool]:
    head, *rows = ALLOWED.strip().splitlines()
    statuses = [ActionStatus(word) for word in head.split()]
    return {
        (Move(cells[0]), status): cell == "x"
        for cells in (row.split() for row in rows)
        for status, cell in zip(statuses, cells[1:], strict=True)
    }


class TestMoves:
    def test_are_those_of_the_table_and_no_others(self) -> None:
        table = _table()
        assert table.keys() == {(move, status) for move in Move for status in ActionStatus}
        for (move, status), is_allowed in table.items():
            assert (check_move(move, status, "A reason.") is None) is is_allowed, (move, status)

    @pytest.mark.parametrize("move", sorted(set(Move) - {Move.ASSIGN, Move.NAME_PERSON, Move.EDIT}))
    def test_leave_a_word_on_record(self, move: Move) -> None:
        status = next(status for (row, status), allowed in _table().items() if row is move and allowed)
        assert check_move(move, status, " \n ") is ActionProblem.NO_NOTE

    @given(st.lists(st.tuples(st.sampled_from(Move), st.sampled_from(CLAIMS)), max_size=40))
    def test_a_whole_life_follows_the_table_step_by_step(
        self, steps: list[tuple[Move, ActionStatus]]
    ) -> None:
        table, status = _table(), ActionStatus.NOT_STARTED
        for move, claim in steps:
            problem = check_move(move, status, "A reason.")
            assert (problem is None) is table[move, status]
            if problem is None:
                leads = {
                    Move.REPORT: claim,
                    Move.HAND_BACK: ActionStatus.HANDED_BACK,
                    Move.REASSIGN: ActionStatus.NOT_STARTED,
                    Move.CLOSE: ActionStatus.CLOSED,
                    Move.RETURN: status_on_return(None, DAY),
                    Move.DROP: ActionStatus.DROPPED,
                    Move.REOPEN: status_on_return(None, DAY),
                }
                status = leads.get(move, status)
            # Nothing but a reopening leads out of an end, and no claim leads into one.
            assert status in OPEN or move in {Move.CLOSE, Move.DROP} or problem is not None

    def test_what_is_open_is_not_ended_and_what_is_with_its_owner_is_open(self) -> None:
        assert set(ActionStatus) == OPEN | ENDED
        assert not OPEN & ENDED
        assert set(CLAIMS) - WITH_OWNER == {ActionStatus.DONE}


class TestPercent:
    @given(st.sampled_from(ActionStatus), st.none() | st.integers(-5, 105))
    def test_fits_what_is_claimed(self, status: ActionStatus, percent: int | None) -> None:
        fits = {
            ActionStatus.NOT_STARTED: {0},
            ActionStatus.ON_SCHEDULE: set(range(100)),
            ActionStatus.BEHIND: set(range(100)),
            ActionStatus.DONE: {100},
        }
        problem = check_percent(status, percent)
        if status not in fits:
            assert problem is ActionProblem.NOT_A_CLAIM
        else:
            assert (problem is None) is (percent is None or percent in fits[status])


class TestClosing:
    @given(
        st.integers(1, 4),
        st.frozensets(st.integers(1, 4), max_size=2),
        st.booleans(),
        st.integers(0, 2),
        st.none() | st.integers(1, 4),
    )
    def test_nobody_closes_their_own_work_and_two_close_what_hangs_high(
        self, by_id: int, workers: frozenset[int], needs_second: bool, documents: int, asked: int | None
    ) -> None:
        found = check_closing(Closing(by_id, workers, needs_second, documents, asked))
        if found is Move.CLOSE:
            assert by_id not in workers
            assert not needs_second or (documents and asked is not None and asked not in {by_id, *workers})
        elif found is Move.ASK_CLOSING:
            assert needs_second
            assert documents
            assert asked is None or asked in workers
            assert by_id not in workers
        else:
            assert by_id in workers or (needs_second and (not documents or asked == by_id))

    @given(st.lists(st.sampled_from(Priority), min_size=1))
    def test_once_high_two_are_needed_for_good(self, priorities: list[Priority]) -> None:
        needed = False
        for priority in priorities:
            needed = needs_second_person(priority, needed_before=needed)
        assert needed is (Priority.HIGH in priorities)


class TestDays:
    @given(st.sampled_from(ActionStatus), st.none() | DAYS, DAYS)
    def test_overdue_is_what_its_owner_has_in_hand_after_the_last_day(
        self, status: ActionStatus, due_on: date | None, day: date
    ) -> None:
        late = is_overdue(status, due_on, day)
        assert late is (status in WITH_OWNER and due_of(due_on, day) is Due.OVERDUE)
        assert status_on_return(due_on, day) is (
            ActionStatus.BEHIND if due_of(due_on, day) is Due.OVERDUE else ActionStatus.ON_SCHEDULE
        )

    @pytest.mark.parametrize(
        ("days", "due"),
        [
            (-1, Due.OVERDUE),
            (0, Due.WEEK),
            (7, Due.WEEK),
            (8, Due.MONTH),
            (30, Due.MONTH),
            (31, Due.LATER),
            (None, Due.NONE),
        ],
    )
    def test_how_near_it_is(self, days: int | None, due: Due) -> None:
        assert due_of(None if days is None else DAY + timedelta(days=days), DAY) is due

    def test_a_last_day_is_not_before_the_first(self) -> None:
        assert check_due(DAY - timedelta(days=1), DAY) is ActionProblem.DUE_TOO_EARLY
        assert check_due(DAY, DAY) is None
        assert check_due(None, DAY) is None


class TestRungs:
    @staticmethod
    def walk(nights: set[int], again: int, chair: int, *, is_heard: bool = True) -> dict[Rung, int]:
        """On which day after the last day each rung is sent where the job runs on these nights alone."""
        sent: dict[Rung, date] = {}
        for night in sorted(nights):
            day = DAY + timedelta(days=night)
            found = rungs_due(DAY, day, sent, is_heard=is_heard, again_days=again, chair_days=chair)
            assert not sent.keys() & set(found)
            # An office without people cannot be written to.
            sent |= {rung: day for rung in found if is_heard or rung is Rung.CHAIR}
        return {rung: (day - DAY).days for rung, day in sent.items()}

    @given(st.integers(-5, 20), st.integers(0, 20))
    def test_without_a_missed_night_each_comes_on_its_day(self, again: int, more: int) -> None:
        sent = self.walk(set(range(-3, 60)), again, again + more)
        second = max(2, again)
        assert sent == {
            Rung.OVERDUE: 1,
            Rung.AGAIN: second,
            Rung.CHAIR: max(2, again + more, second + 1),
        }

    @given(st.sets(st.integers(-3, 120)), st.integers(-5, 20), st.integers(-5, 40))
    def test_missed_nights_lose_none_and_leave_the_owner_time_before_the_chair_hears(
        self, nights: set[int], again: int, chair: int
    ) -> None:
        sent = self.walk(nights | {500, 600, 700}, again, chair)
        assert sent.keys() == set(Rung)
        assert sent[Rung.OVERDUE] < sent[Rung.AGAIN] < sent[Rung.CHAIR]
        assert sent[Rung.OVERDUE] == min(night for night in nights | {500} if night > 0)
        assert sent[Rung.AGAIN] - sent[Rung.OVERDUE] >= max(2, again) - 1
        assert sent[Rung.CHAIR] - sent[Rung.OVERDUE] >= max(2, chair) - 1

    def test_of_an_office_without_people_the_chair_hears_on_its_day(self) -> None:
        assert self.walk(set(range(60)), 7, 14, is_heard=False) == {Rung.CHAIR: 14}

    def test_without_a_last_day_nobody_is_chased(self) -> None:
        assert rungs_due(None, DAY, {}, again_days=7, chair_days=14) == []

    def test_on_the_last_day_itself_nobody_is_chased(self) -> None:
        assert rungs_due(DAY, DAY, {}, again_days=7, chair_days=14) == []
