"""What came of workshops, read from the records: how far each had come when, and whose state is told."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from csrmatch.app import Application
from csrmatch.db import db, now, run_write
from csrmatch.mapping.access.proposals import can_see_pair_of, only_visible_pairs
from csrmatch.mapping.models import (
    ProposedPair,
)
from csrmatch.registry.rules.needs import NeedStatus
from csrmatch.roles import Role
from csrmatch.workshops.models import Takeaway, Workshop
from csrmatch.workshops.queries.outcomes import Outcome, count_stages, follow_workshop, list_outcomes
from csrmatch.workshops.rules.outcomes import FollowedKind, Horizon, OutcomeKind, OutcomeStage, Point
from tests.workshops.factories import find_person
from tests.workshops.outcomes import (
    TODAY,
    agree_on_pair,
    make_action,
    make_followed_workshop,
    make_need,
    make_note,
    turn_to,
)
from tests.workshops.rooms import put_pair

S = OutcomeStage
ALL = tuple(Horizon)


def told(number: int, role: Role = Role.DPE_STAFF) -> list[Outcome]:
    viewer = find_person(role)
    return list_outcomes(viewer, [follow_workshop(viewer, number)])


def stages(outcome: Outcome) -> list[str]:
    return [outcome.points[horizon].stage.value for horizon in ALL]


@pytest.fixture
def number(app: Application) -> int:
    """A workshop of 9 and 10 February 2026, whose notes were taken on its second day."""
    return make_followed_workshop()


class TestNotes:
    def test_a_need_is_told_as_it_stood_at_each_horizon(self, number: int) -> None:
        note = make_note(number, "A clinic is wanted in Dantewada", "request")
        make_need(note, {NeedStatus.VERIFIED: date(2026, 4, 1), NeedStatus.OPEN: date(2026, 6, 1)})
        with turn_to(TODAY):
            outcome = told(number)[0]
        assert stages(outcome) == ["under_way", "under_way", "not_due", "under_way"]
        assert [outcome.points[each].code for each in ALL] == ["verified", "open", "", "open"]
        assert outcome.records[0].code == "376-0001"

    def test_commitments_are_followed_and_challenges_once_something_was_made_of_them(
        self, number: int
    ) -> None:
        make_note(number, "NMDC gives a mobile clinic", "commitment")
        make_note(number, "Remoteness", "challenge")
        made = make_note(number, "No road", "challenge")
        make_action(made)
        with turn_to(TODAY):
            outcomes = told(number)
        assert [(item.kind.value, item.note.text) for item in outcomes if item.note] == [
            ("commitment", "NMDC gives a mobile clinic"),
            ("challenge", "No road"),
        ]
        assert stages(outcomes[0]) == ["nothing", "nothing", "not_due", "nothing"]

    def test_a_struck_note_is_not_followed(self, number: int) -> None:
        note = make_note(number, "Heard wrongly", "commitment")
        run_write(lambda: setattr(db.session.get_one(Takeaway, note), "struck_at", now()))
        assert told(number) == []

    def test_a_record_that_the_reader_may_not_see_is_counted_and_not_told(self, number: int) -> None:
        note = make_note(number, "NMDC gives a mobile clinic", "commitment")
        make_action(note)
        with turn_to(TODAY):
            seen = told(number)[0]
            other = told(number, Role.AGENCY)[0]
        assert [record.title_en for record in seen.records] == ["Buy a mobile clinic"]
        assert (other.records, other.hidden) == ([], 1)
        assert stages(other) == ["hidden", "hidden", "not_due", "hidden"]

    def test_a_workshop_without_dates_is_told_of_today_alone(self, app: Application) -> None:
        number = make_followed_workshop(starts_on=None)
        make_note(number, "NMDC gives a mobile clinic", "commitment")
        with turn_to(TODAY):
            assert stages(told(number)[0]) == ["unknown", "unknown", "unknown", "nothing"]

    def test_the_day_is_that_of_india(self, number: int) -> None:
        note = make_note(number, "A clinic", "request")
        # An hour before midnight in London is the next day in Raipur.
        make_need(note, {NeedStatus.VERIFIED: datetime(2026, 5, 10, 23, tzinfo=UTC)})
        with turn_to(TODAY):
            assert told(number)[0].points[Horizon.THREE] == Point(S.UNDER_WAY, FollowedKind.NEED, "draft")

        make_note(number, "Written down late", "commitment", on=datetime(2026, 5, 10, 23, tzinfo=UTC))
        with turn_to(TODAY):
            assert stages(told(number)[1])[:2] == ["unknown", "nothing"]


class TestPairs:
    def test_a_pair_is_told_from_proposal_to_publication(self, number: int) -> None:
        agree_on_pair(number, proposed=date(2026, 3, 1), agreed=date(2026, 6, 1), published=date(2026, 9, 1))
        with turn_to(TODAY):
            outcome = told(number)[0]
        assert outcome.kind is OutcomeKind.PAIR
        codes = [outcome.points[each].code for each in ALL]
        assert codes == ["proposed", "board", "", "published"]

    @pytest.mark.parametrize(
        ("role", "codes"),
        [
            (Role.AUDITOR, ["proposed", "board", "", "published"]),
            (Role.DISTRICT_OFFICER, ["proposed", "board", "", "published"]),
            (Role.CPSE_OFFICER, ["proposed", "board", "", "published"]),
            (Role.UNICEF_OFFICER, ["", "", "", "published"]),
            (Role.AGENCY, ["", "", "", "published"]),
        ],
    )
    def test_who_may_not_know_of_proposals_is_told_of_the_publication_alone(
        self, number: int, role: Role, codes: list[str]
    ) -> None:
        agree_on_pair(number, proposed=date(2026, 3, 1), agreed=date(2026, 6, 1), published=date(2026, 9, 1))
        with turn_to(TODAY):
            outcome = told(number, role)[0]
        assert [outcome.points[each].code for each in ALL] == codes
        if not codes[0]:
            assert outcome.points[Horizon.THREE].stage is S.HIDDEN

    def test_to_them_a_pair_looks_alike_proposed_or_not(self, number: int) -> None:
        run_write(lambda: put_pair(db.session.get_one(Workshop, number)).id)
        with turn_to(TODAY):
            assert stages(told(number, Role.AGENCY)[0]) == ["hidden", "hidden", "not_due", "hidden"]

    def test_a_side_that_is_silent_learns_no_word_of_the_other(self, number: int) -> None:
        agree_on_pair(number, proposed=date(2026, 3, 1), declined=date(2026, 4, 1))
        with turn_to(TODAY):
            assert told(number)[0].points[Horizon.TODAY].code == "declined"
            assert told(number, Role.DISTRICT_OFFICER)[0].points[Horizon.TODAY].code == "proposed"

    def test_what_was_proposed_before_the_workshop_elsewhere_did_not_come_of_it(self, number: int) -> None:
        agree_on_pair(number, proposed=date(2025, 3, 1))
        with turn_to(TODAY):
            assert told(number)[0].points[Horizon.TODAY].stage is S.NOTHING

    def test_who_sees_a_pair_is_who_the_mapping_shows_it_to(self, number: int) -> None:
        agree_on_pair(number, proposed=date(2026, 3, 1))
        pairs = db.session.scalars(select(ProposedPair)).all()
        for viewer in (find_person(role) for role in Role):
            seen = set(db.session.scalars(only_visible_pairs(viewer, select(ProposedPair.id))))
            told = {pair.id for pair in pairs if can_see_pair_of(viewer, pair.district, pair.cpse)}
            assert told == seen, viewer.role


class TestCounts:
    def test_each_is_counted_once_at_each_horizon(self, number: int) -> None:
        for text in ("One", "Two", "Three"):
            make_note(number, text, "commitment")
        note = make_note(number, "A clinic", "request")
        make_need(note, {})
        run_write(lambda: put_pair(db.session.get_one(Workshop, number)).id)
        with turn_to(TODAY):
            counts = count_stages(told(number))
        assert [kind.value for kind in counts] == ["commitment", "request", "pair"]
        for kind, whole in ((OutcomeKind.COMMITMENT, 3), (OutcomeKind.REQUEST, 1), (OutcomeKind.PAIR, 1)):
            assert {sum(counts[kind][each].values()) for each in Horizon} == {whole}
        assert counts[OutcomeKind.COMMITMENT][Horizon.TWELVE][S.NOT_DUE] == 3
