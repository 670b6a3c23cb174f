"""The pure decisions on notes: their clock, their script, what is refused, what is on now."""

from datetime import UTC, datetime, timedelta

from csrmatch.workshops.rules.takeaways import (
    LONGEST_NOTE,
    NoteProblem,
    Slot,
    bound_taken_at,
    check_note,
    guess_language,
    is_uuid,
    item_now,
)

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
SLOTS = [
    Slot("s1", NOON, NOON + timedelta(hours=2)),
    Slot("t1", NOON, NOON + timedelta(minutes=30)),
    Slot("t2", NOON + timedelta(minutes=30), None),
    Slot("s2", None, None),
]


class TestClock:
    def test_a_note_that_waited_keeps_its_own_moment(self):
        taken = NOON - timedelta(days=3)
        assert bound_taken_at(taken, NOON) == taken

    def test_a_clock_that_runs_ahead_is_not_believed(self):
        assert bound_taken_at(NOON + timedelta(seconds=1), NOON) == NOON

    def test_a_clock_that_is_years_behind_is_not_believed(self):
        assert bound_taken_at(NOON - timedelta(days=31), NOON) == NOON

    def test_a_note_without_a_moment_was_taken_when_it_came(self):
        assert bound_taken_at(None, NOON) == NOON


class TestLanguage:
    def test_the_script_of_most_letters_decides(self):
        assert guess_language("दंतेवाड़ा में दूरी") == "hi"
        assert guess_language("Remoteness") == "en"
        assert guess_language("NMDC ने सहायता माँगी है") == "hi"

    def test_figures_alone_are_of_no_language(self):
        assert guess_language("12 : 40") is None


class TestNote:
    def test_what_says_nothing_too_much_or_of_no_kind_is_refused(self):
        assert check_note(" \n", "challenge") is NoteProblem.EMPTY
        assert check_note("x" * (LONGEST_NOTE + 1), "challenge") is NoteProblem.TOO_LONG
        assert check_note("x", "gossip") is NoteProblem.NO_KIND
        assert check_note("x" * LONGEST_NOTE, "challenge") is None

    def test_a_mark_is_a_uuid_as_browsers_write_it(self):
        assert is_uuid("5f0f3a4e-8f0e-4b5e-9d3a-2f4b8a1c7e11")
        assert not is_uuid("5F0F3A4E-8F0E-4B5E-9D3A-2F4B8A1C7E11")
        assert not is_uuid("1 or 1=1")


class TestNow:
    def test_a_talk_is_on_within_its_session(self):
        assert item_now(SLOTS, NOON + timedelta(minutes=5)) == "t1"
        assert item_now(SLOTS, NOON + timedelta(minutes=31)) == "t2"

    def test_before_the_first_nothing_is_on(self):
        assert item_now(SLOTS, NOON - timedelta(seconds=1)) == ""

    def test_a_session_without_talks_at_that_time_is_on_itself(self):
        assert item_now(SLOTS[:2], NOON + timedelta(hours=1)) == "s1"
        assert item_now(SLOTS[:2], NOON + timedelta(hours=2)) == ""
