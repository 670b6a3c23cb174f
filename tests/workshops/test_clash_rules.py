"""What cannot be right in an agenda, against a referee that walks through every minute of the day."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from csrmatch.workshops.rules.agenda import GAP, place_between
from csrmatch.workshops.rules.clashes import (
    Clash,
    ClashKind,
    SessionSlot,
    TalkSlot,
    find_clashes,
    name_keys,
    propose_session,
    propose_talk,
)

_PEOPLE = [frozenset({"asa vrm"}), frozenset({"rvi kmr"}), frozenset({"mina", "mina sahu"})]
_minutes = some.none() | some.integers(min_value=0, max_value=24).map(lambda tick: tick * 60 - (tick == 24))


@some.composite
def talks(draw: some.DrawFn) -> tuple[TalkSlot, ...]:
    """Up to three talks with times, lengths and speakers, each of which may be missing."""
    length = some.none() | some.sampled_from([15, 30, 60, 120])
    people = some.lists(some.sampled_from(_PEOPLE), max_size=2, unique=True).map(tuple)
    made = draw(some.lists(some.builds(TalkSlot, some.just(0), _minutes, length, people), max_size=3))
    return tuple(made)


@some.composite
def days(draw: some.DrawFn) -> list[SessionSlot]:
    """A day of up to five sessions with numbers of their own."""
    found, number = [], 0
    for place in range(draw(some.integers(min_value=0, max_value=5))):
        starts, ends = draw(_minutes), draw(_minutes)
        if starts is None or (ends is not None and ends <= starts):
            ends = None
        given_talks = []
        for talk in draw(talks()):
            number += 1
            given_talks.append(TalkSlot(number, talk.starts, talk.minutes, talk.speakers))
        room = draw(some.sampled_from(["", "a", "b"]))
        found.append(SessionSlot(place + 1, starts, ends, room, tuple(given_talks)))
    return found


def _walk(session: SessionSlot) -> list[tuple[TalkSlot, list[int]]]:
    """The talks with their minutes, as somebody with a watch writes them down who sits in the room."""
    found, watch = [], session.starts
    for talk in session.talks:
        begins = watch if talk.starts is None else talk.starts
        minutes: list[int] = []
        watch = None
        if begins is not None and talk.minutes is not None:
            minutes = [begins + step for step in range(talk.minutes)]
            watch = begins + talk.minutes
        elif begins is not None and len(session.talks) == 1 and session.ends is not None:
            watch = session.ends
            minutes = list(range(begins, session.ends))
        if begins is not None and not minutes:
            minutes = [begins]
        found.append((talk, minutes))
    return found


def _room_minutes(session: SessionSlot) -> set[int]:
    if session.starts is None:
        return set()
    if session.ends is not None:
        return set(range(session.starts, session.ends))
    told = [minutes[-1] for talk, minutes in _walk(session) if minutes and talk.minutes is not None]
    return set(range(session.starts, max(told, default=-1) + 1))


def _refereed(day: list[SessionSlot]) -> set[Clash]:
    """The same by counting minutes, one at a time."""
    found = set()
    for first, second in combinations(day, 2):
        shared = _room_minutes(first) & _room_minutes(second)
        if shared and len({row.room for row in (first, second) if row.room}) < 2:
            found.add(Clash(ClashKind.SESSIONS_OVERLAP, first.id, second.id))
    everywhere = [(row.id, talk, set(minutes)) for row in day for talk, minutes in _walk(row)]
    for (where, talk, minutes), (elsewhere, other, other_minutes) in combinations(everywhere, 2):
        people, others = ({key for one in row.speakers for key in one} for row in (talk, other))
        if minutes & other_minutes and people & others:
            found.add(Clash(ClashKind.SPEAKER_TWICE, where, elsewhere, talk.id, other.id))
        elif minutes & other_minutes and where == elsewhere:
            found.add(Clash(ClashKind.TALKS_OVERLAP, where, elsewhere, talk.id, other.id))
    return found


def _outside(row: SessionSlot) -> set[int]:
    """The talks of which a minute lies outside the session, and whose own begin or length is to blame."""
    if row.starts is None or row.ends is None:
        return set()
    inside = set(range(row.starts, row.ends))
    is_too_long = sum(talk.minutes or 0 for talk in row.talks) > len(inside)
    found, before_is_inside = set(), True
    for talk, minutes in _walk(row):
        is_inside = set(minutes) <= inside
        if not is_inside and (talk.starts is not None or (before_is_inside and not is_too_long)):
            found.add(talk.id)
        before_is_inside = is_inside
    return found


class TestClashes:
    @given(days())
    @settings(max_examples=300, deadline=None)
    def test_overlaps_and_doubled_speakers_are_those_of_the_walk_through_the_day(
        self, day: list[SessionSlot]
    ) -> None:
        told = {ClashKind.SESSIONS_OVERLAP, ClashKind.SPEAKER_TWICE, ClashKind.TALKS_OVERLAP}
        assert {clash for clash in find_clashes(day) if clash.kind in told} == _refereed(day)

    @given(days())
    @settings(max_examples=300, deadline=None)
    def test_talks_outside_their_session_are_those_of_the_walk(self, day: list[SessionSlot]) -> None:
        told = {clash.talk for clash in find_clashes(day) if clash.kind is ClashKind.TALK_OUTSIDE}
        assert told == set().union(*(_outside(row) for row in day))

    @given(days())
    @settings(max_examples=200, deadline=None)
    def test_each_is_told_once_and_in_one_order(self, day: list[SessionSlot]) -> None:
        found = find_clashes(day)
        assert found == sorted(set(found))

    @given(days())
    @settings(max_examples=200, deadline=None)
    def test_talks_are_too_long_where_the_session_has_fewer_minutes(self, day: list[SessionSlot]) -> None:
        told = {clash.session for clash in find_clashes(day) if clash.kind is ClashKind.TALKS_TOO_LONG}
        assert told == {
            row.id
            for row in day
            if row.starts is not None
            and row.ends is not None
            and row.ends - row.starts < sum(talk.minutes or 0 for talk in row.talks)
        }

    def test_sessions_side_by_side_in_two_rooms_are_no_clash(self) -> None:
        day = [SessionSlot(1, 600, 660, "a"), SessionSlot(2, 600, 660, "b")]
        assert find_clashes(day) == []
        assert find_clashes([day[0], SessionSlot(2, 659, 700, "")]) == [
            Clash(ClashKind.SESSIONS_OVERLAP, 1, 2)
        ]

    def test_one_after_the_other_is_no_clash(self) -> None:
        assert find_clashes([SessionSlot(1, 600, 660), SessionSlot(2, 660, 700)]) == []

    def test_a_session_at_night_and_one_out_of_order_are_told(self) -> None:
        found = find_clashes([SessionSlot(1, 600, 660), SessionSlot(2, 120, 180)])
        assert [clash.kind for clash in found] == [ClashKind.OUT_OF_ORDER, ClashKind.OUTSIDE_DAY]

    def test_a_talk_outside_its_session_is_told(self) -> None:
        for starts, minutes in ((590, 10), (650, 20), (660, None), (700, 5)):
            day = [SessionSlot(1, 600, 660, talks=(TalkSlot(7, starts, minutes),))]
            assert find_clashes(day) == [Clash(ClashKind.TALK_OUTSIDE, 1, talk=7)], starts

    def test_a_talk_without_a_time_of_its_own_that_overruns_its_session_is_told_and_not_those_after_it(
        self,
    ) -> None:
        talks = (TalkSlot(7, 640, 10), TalkSlot(8, None, 20), TalkSlot(9, None, 10))
        day = [SessionSlot(1, 600, 660, talks=talks)]
        assert find_clashes(day) == [Clash(ClashKind.TALK_OUTSIDE, 1, talk=8)]
        full = (TalkSlot(7, 600, 60), TalkSlot(8))
        assert find_clashes([SessionSlot(1, 600, 660, talks=full)]) == [
            Clash(ClashKind.TALK_OUTSIDE, 1, talk=8)
        ]

    def test_what_is_told_of_the_session_is_not_told_of_its_last_talk_again(self) -> None:
        talks = (TalkSlot(7, None, 40), TalkSlot(8, None, 40))
        found = find_clashes([SessionSlot(1, 600, 660, talks=talks)])
        assert found == [Clash(ClashKind.TALKS_TOO_LONG, 1)]

    @pytest.mark.parametrize(
        "talks",
        [
            (TalkSlot(7, 600, 30), TalkSlot(8, 620, 30)),
            (TalkSlot(7, None, 30), TalkSlot(8, 620, 10)),
            (TalkSlot(7, 610, 30), TalkSlot(8, 620)),
            (TalkSlot(7, 610), TalkSlot(8, 610)),
        ],
    )
    def test_two_talks_of_one_session_at_the_same_time_are_told_whoever_speaks(
        self, talks: tuple[TalkSlot, ...]
    ) -> None:
        day = [SessionSlot(1, 600, 660, talks=talks)]
        assert find_clashes(day) == [Clash(ClashKind.TALKS_OVERLAP, 1, 1, 7, 8)]
        apart = [SessionSlot(1, 600, 660, "a", talks[:1]), SessionSlot(2, 600, 660, "b", talks[1:])]
        assert find_clashes(apart) == []

    def test_one_speaker_in_two_talks_of_a_session_is_told_once(self) -> None:
        talks = (TalkSlot(7, 600, 30, (_PEOPLE[0],)), TalkSlot(8, 620, 30, (_PEOPLE[0],)))
        found = find_clashes([SessionSlot(1, 600, 660, talks=talks)])
        assert found == [Clash(ClashKind.SPEAKER_TWICE, 1, 1, 7, 8)]

    def test_talks_that_go_on_into_the_next_session_are_told_where_no_end_is_written_down(self) -> None:
        talks = (TalkSlot(7, None, 40), TalkSlot(8, None, 30))
        day = [SessionSlot(1, 600, None, "a", talks), SessionSlot(2, 660, 720, "a")]
        assert find_clashes(day) == [Clash(ClashKind.SESSIONS_OVERLAP, 1, 2)]
        assert find_clashes([SessionSlot(1, 600, None, "a", talks[:1]), day[1]]) == []


class TestNames:
    @pytest.mark.parametrize(
        ("one", "two"),
        [
            ("Asha Verma", "आशा वर्मा"),
            ("Shri Ravi Kumar", "Ravi Kumar, IAS"),
            ("श्रीमती आशा वर्मा", "Smt. Asha Verma"),
            ("Dr. Ravi Kumar", "डॉ. रवि कुमार"),
        ],
    )
    def test_one_person_is_one_in_both_scripts_and_with_titles(self, one: str, two: str) -> None:
        assert name_keys(one) & name_keys(two)

    def test_others_stay_others(self) -> None:
        assert not name_keys("Asha Verma") & name_keys("Asha Sharma", "रवि कुमार")
        assert name_keys(None, "", "Shri") == frozenset()


class TestProposals:
    def test_the_next_session_begins_where_the_last_one_ends(self) -> None:
        assert propose_session([]) == (600, 660)
        assert propose_session([SessionSlot(1, 600, 690), SessionSlot(2, 690)]) == (690, 750)
        assert propose_session([SessionSlot(1, 600, 1439)]) is None

    def test_the_next_talk_begins_where_the_last_one_ends_and_fits_its_session(self) -> None:
        assert propose_talk(SessionSlot(1, 600, 660)) == (600, 15)
        two = (TalkSlot(1, None, 30), TalkSlot(2, None, 20))
        assert propose_talk(SessionSlot(1, 600, 660, talks=two)) == (650, 10)
        assert propose_talk(SessionSlot(1, 600, 660, talks=(TalkSlot(1), TalkSlot(2)))) == (None, 15)

    @given(days())
    @settings(max_examples=200, deadline=None)
    def test_what_is_proposed_is_a_time_of_the_day(self, day: list[SessionSlot]) -> None:
        proposed = propose_session(day)
        assert proposed is None or 0 <= proposed[0] < proposed[1] < 1440
        for session in day:
            start, minutes = propose_talk(session)
            assert minutes >= 1
            assert start is None or 0 <= start < 1440


class TestPlaces:
    @given(some.lists(some.integers(min_value=0, max_value=6), min_size=1, max_size=40))
    @settings(max_examples=200, deadline=None)
    def test_moving_by_position_orders_as_moving_in_a_list_does(self, moves: list[int]) -> None:
        positions = {name: name * GAP for name in range(7)}
        plain = list(range(7))
        for step, index in enumerate(moves):
            name = step % 7
            plain.remove(name)
            plain.insert(index, name)
            others = sorted((row for row in positions if row != name), key=positions.__getitem__)
            place = place_between([positions[row] for row in others], index)
            if place is None:
                positions |= {row: number * GAP for number, row in enumerate(others)}
                place = place_between([positions[row] for row in others], index)
            assert place is not None
            positions[name] = place
            assert sorted(positions, key=positions.__getitem__) == plain
