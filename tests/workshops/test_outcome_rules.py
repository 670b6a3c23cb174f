"""What came of it on a day, by histories written by hand."""

from datetime import date

import pytest

from csrmatch.mapping.rules.consent import Answer, Side, Standing
from csrmatch.mapping.rules.pasts import PairPast, PairStage, Published, Put, Said, furthest_stage, stage_on
from csrmatch.registry.rules.overlaps import CaseState, CaseStepKind
from csrmatch.workshops.rules.outcomes import (
    FollowedKind,
    Horizon,
    OutcomeStage,
    Point,
    Step,
    Trace,
    add_months,
    code_on,
    due_days,
    note_point,
    overlap_steps,
    pair_point,
    pasts_after,
)

S, R = OutcomeStage, FollowedKind
TODAY = date(2026, 11, 1)
HELD = date(2026, 2, 10)


def day(month: int, number: int = 1) -> date:
    return date(2026, month, number)


def need(*steps: tuple[date, str], since: date = HELD, now: str | None = None) -> Trace:
    """A need with these steps; it stands where the last one led, or `now`."""
    return Trace(R.NEED, since, tuple(Step(*step) for step in steps), now or steps[-1][1])


MET = need((HELD, "draft"), (day(3), "open"), (day(6), "taken_up"), (day(9), "met"))


class TestDays:
    @pytest.mark.parametrize(
        ("given", "months", "found"),
        [
            (date(2026, 2, 10), 3, date(2026, 5, 10)),
            (date(2025, 11, 30), 3, date(2026, 2, 28)),
            (date(2023, 11, 30), 3, date(2024, 2, 29)),
            (date(2024, 2, 29), 12, date(2025, 2, 28)),
            (date(2026, 12, 31), 6, date(2027, 6, 30)),
        ],
    )
    def test_months_later_is_the_same_day_or_the_last_of_a_short_month(
        self, given: date, months: int, found: date
    ) -> None:
        assert add_months(given, months) == found

    def test_a_workshop_without_a_day_has_today_alone(self) -> None:
        days = due_days(None, TODAY)
        assert days[Horizon.TODAY] == TODAY
        assert {days[each] for each in Horizon if each is not Horizon.TODAY} == {None}


class TestNote:
    @pytest.mark.parametrize(
        ("when", "code"),
        [
            (day(2, 28), "draft"),
            (day(3), "open"),
            (day(5, 31), "open"),
            (day(6), "taken_up"),
            (day(9), "met"),
            (TODAY, "met"),
        ],
    )
    def test_a_record_stands_on_a_day_where_its_last_step_until_then_led(self, when: date, code: str) -> None:
        assert code_on(MET, when, TODAY) == code

    @pytest.mark.parametrize(
        ("when", "stage"),
        [
            (day(2, 20), S.UNDER_WAY),
            (day(9), S.DONE),
            (day(12), S.NOT_DUE),
            (None, S.UNKNOWN),
            (day(2, 1), S.UNKNOWN),
        ],
    )
    def test_what_is_not_due_or_not_on_record_is_never_nothing(
        self, when: date | None, stage: OutcomeStage
    ) -> None:
        assert note_point(when, TODAY, known_on=HELD, traces=[MET]).stage is stage

    def test_a_note_of_which_nothing_was_made_yet_is_nothing_once_it_is_on_record(self) -> None:
        later = need((day(8), "draft"), since=day(8))
        assert note_point(day(5), TODAY, known_on=HELD, traces=[later]).stage is S.NOTHING
        assert note_point(day(8), TODAY, known_on=HELD, traces=[later]).stage is S.UNDER_WAY

    def test_a_note_written_down_long_after_the_workshop_was_not_known_before(self) -> None:
        assert note_point(day(5), TODAY, known_on=day(9)).stage is S.UNKNOWN
        assert note_point(TODAY, TODAY, known_on=day(9)).stage is S.NOTHING

    def test_the_record_that_came_furthest_speaks(self) -> None:
        dropped = Trace(R.ACTION, HELD, (Step(HELD, "not_started"), Step(day(4), "dropped")), "dropped")
        assert note_point(day(5), TODAY, known_on=HELD, traces=[dropped]).stage is S.DROPPED
        both = note_point(day(5), TODAY, known_on=HELD, traces=[dropped, MET])
        assert both == Point(S.UNDER_WAY, R.NEED, "open")

    def test_a_hidden_record_outranks_one_given_up_and_is_outranked_by_one_under_way(self) -> None:
        dropped = Trace(R.ACTION, HELD, (Step(HELD, "dropped"),), "dropped")
        found = note_point(day(5), TODAY, known_on=HELD, traces=[dropped], hidden=[day(4)])
        assert found == Point(S.HIDDEN)
        assert note_point(day(5), TODAY, known_on=HELD, traces=[MET], hidden=[day(4)]).stage is S.UNDER_WAY
        assert note_point(day(3), TODAY, known_on=HELD, hidden=[day(4)]).stage is S.NOTHING

    def test_after_a_last_step_that_leads_elsewhere_than_today_nothing_is_known(self) -> None:
        gap = need((HELD, "draft"), (day(4), "open"), now="met")
        assert code_on(gap, day(3), TODAY) == "draft"
        assert code_on(gap, day(5), TODAY) is None
        assert note_point(day(5), TODAY, known_on=HELD, traces=[gap]) == Point(S.UNKNOWN, R.NEED)
        assert code_on(gap, TODAY, TODAY) == "met"

    def test_a_record_without_a_step_by_then_is_not_known(self) -> None:
        assert code_on(Trace(R.PRACTICE, HELD, (), "library"), day(5), TODAY) is None

    @pytest.mark.parametrize(
        ("now", "stage"), [("waiting", S.PUT), ("declined", S.DROPPED), ("made", S.NOTHING)]
    )
    def test_what_was_handed_on_waits_until_it_is_answered(self, now: str, stage: OutcomeStage) -> None:
        trace = Trace(R.HANDING, HELD, (Step(HELD, "waiting"), Step(day(4), now)), now)
        assert note_point(day(3), TODAY, known_on=HELD, traces=[trace]).stage is S.PUT
        assert note_point(day(5), TODAY, known_on=HELD, traces=[trace]).stage is stage


class TestOverlap:
    def test_a_case_that_returned_is_told_by_what_came_next(self) -> None:
        kinds = CaseStepKind
        steps = [
            (day(2), kinds.OPENED),
            (day(3), kinds.ANSWERED),
            (day(4), kinds.ENDED),
            (day(5), kinds.RETURNED),
            (day(6), kinds.CHANGED),
            (day(7), kinds.ENDED),
            (day(8), kinds.RETURNED),
        ]
        found = [step.code for step in overlap_steps(steps, CaseState.ANSWERED)]
        assert found == ["open", "answered", "ended", "answered", "open", "ended", "answered"]

    def test_one_that_returned_and_ended_again_is_not_known_between(self) -> None:
        kinds = CaseStepKind
        steps = [(day(4), kinds.ENDED), (day(5), kinds.RETURNED), (day(6), kinds.ENDED)]
        assert [step.code for step in overlap_steps(steps, CaseState.ENDED)] == ["ended", None, "ended"]


def said(side: Side, begins: date, answer: Answer = Answer.ACCEPTED, ends: date | None = None) -> Said:
    return Said(side, answer, begins, ends)


AGREED = (said(Side.DISTRICT, day(4)), said(Side.CPSE, day(5)), said(Side.BOARD, day(7)))
PAST = PairPast(1, 376, 1, (Put(day(3), None),), AGREED, (Published(Standing.ACCEPTED, day(6), None),))


class TestPair:
    @pytest.mark.parametrize(
        ("when", "stage"),
        [
            (day(2), PairStage.NOT_PROPOSED),
            (day(3), PairStage.PROPOSED),
            (day(4), PairStage.PROPOSED),
            (day(5), PairStage.CONSENT),
            (day(6), PairStage.PUBLISHED_AS_PROPOSAL),
            (day(7), PairStage.PUBLISHED),
        ],
    )
    def test_a_pair_comes_from_proposal_to_consent_to_the_board_to_publication(
        self, when: date, stage: PairStage
    ) -> None:
        assert stage_on(PAST, when) is stage

    def test_a_published_pair_without_the_board_is_under_way_and_not_done(self) -> None:
        def at(when: date) -> OutcomeStage:
            return pair_point(when, TODAY, known_on=HELD, pasts=[PAST], is_hidden=False).stage

        assert [at(day(6)), at(day(7))] == [S.UNDER_WAY, S.DONE]

    def test_a_publication_that_ended_leaves_what_was_agreed(self) -> None:
        past = PairPast(1, 376, 1, PAST.puts, AGREED, (Published(Standing.APPROVED, day(8), day(9)),))
        assert stage_on(past, day(8)) is PairStage.PUBLISHED
        assert stage_on(past, day(9)) is PairStage.BOARD

    def test_an_answer_that_was_reopened_holds_no_longer(self) -> None:
        words = (said(Side.DISTRICT, day(4), Answer.DECLINED, day(6)),)
        past = PairPast(1, 376, 1, PAST.puts, words)
        assert stage_on(past, day(5)) is PairStage.DECLINED
        assert stage_on(past, day(6)) is PairStage.PROPOSED

    def test_a_pair_that_a_repair_left_out_is_no_longer_proposed(self) -> None:
        past = PairPast(1, 376, 1, (Put(day(3), day(5)),), (said(Side.DISTRICT, day(4)),))
        assert stage_on(past, day(5)) is PairStage.NO_LONGER
        other = PairPast(2, 376, 1, (Put(day(6), None),))
        assert furthest_stage([past, other], day(7)) is PairStage.PROPOSED

    def test_who_may_not_know_of_proposals_is_told_only_what_is_published(self) -> None:
        def at(when: date) -> OutcomeStage:
            told = PairPast(1, 376, 1, published=(Published(Standing.APPROVED, day(6), None),))
            return pair_point(when, TODAY, known_on=HELD, pasts=[told], is_hidden=True).stage

        assert [at(day(5)), at(day(6)), at(day(12))] == [S.HIDDEN, S.DONE, S.NOT_DUE]

    def test_a_pair_written_down_later_was_not_known_before(self) -> None:
        found = pair_point(day(3), TODAY, known_on=day(9), pasts=[], is_hidden=False)
        assert found.stage is S.UNKNOWN

    def test_what_was_proposed_before_the_workshop_counts_only_of_the_exercise_in_the_room(self) -> None:
        assert pasts_after([PAST], day(4), None) == []
        assert pasts_after([PAST], day(4), 1) == [PAST]
        assert pasts_after([PAST], day(3), None) == [PAST]
