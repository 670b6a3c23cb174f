"""What consent refuses and what it keeps: each guard by itself, so that none can go unnoticed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta

import docx
import pytest
import time_machine
from sqlalchemy import select

from csrmatch.db import db, run_write, today
from csrmatch.errors import Conflict, DomainError
from csrmatch.i18n import IST
from csrmatch.mapping.access.proposals import only_visible_pairs, sides_of
from csrmatch.mapping.models import MappingRule, MappingRun, Proposal, ProposalLetter, ProposedPair, RuleKind
from csrmatch.mapping.queries.answers import AnswerPair
from csrmatch.mapping.queries.proposals import find_standing_answer
from csrmatch.mapping.rules.consent import Answer, ProposalState, Side
from csrmatch.mapping.services.proposals import (
    NewAnswer,
    answer_pair,
    put_proposal,
    reopen_pair,
    withdraw_proposal,
)
from tests.conftest import sign_in
from tests.mapping.exercises import find_user, load_exercise, load_rule, make_rule, make_run
from tests.mapping.proposing import (
    BASTAR,
    DANTEWADA,
    answer,
    load_proposal,
    make_pinned_exercise,
    officers,
    pair_of,
    pairs_of,
    put,
    user,
)

REASON = "Our plant there closes next year."


def bans() -> list[MappingRule]:
    query = select(MappingRule).where(MappingRule.kind == RuleKind.BAN, MappingRule.lifted_at.is_(None))
    return list(db.session.scalars(query.order_by(MappingRule.id)))


def refused(act: Callable[[], object], words: str) -> None:
    with pytest.raises(DomainError, match=words):
        run_write(act)


def withdraw(proposal_id: int, *, stale_by: int = 0) -> None:
    def act() -> None:
        proposal = load_proposal(proposal_id)
        withdraw_proposal(
            proposal=proposal, version=proposal.version - stale_by, reason="Too early.", by=find_user()
        )

    run_write(act)


class TestPutProposal:
    def test_without_a_pair_or_a_day_to_come_nothing_is_put(self, sqlite_app) -> None:
        exercise_id = make_pinned_exercise()
        run_id = make_run(exercise_id).id

        def attempt(pairs: list[AnswerPair], days: int) -> Callable[[], Proposal]:
            def act() -> Proposal:
                return put_proposal(
                    exercise=load_exercise(exercise_id),
                    run=db.session.get_one(MappingRun, run_id),
                    answer="total",
                    pairs=pairs,
                    deadline_on=today() + timedelta(days=days),
                    note="",
                    by=find_user(),
                    replaces=None,
                )

            return act

        pair = AnswerPair(str(DANTEWADA), "NMDC", 0.5)
        refused(attempt([pair], 0), "must lie in the future")
        refused(attempt([], 1), "no pair to propose")
        assert db.session.scalars(select(Proposal)).all() == []
        assert pairs_of(run_write(attempt([pair], 1)).id) == {DANTEWADA: "NMDC"}

    def test_one_that_was_withdrawn_takes_no_answers_and_is_withdrawn_once(self, sqlite_app) -> None:
        proposal = put(make_pinned_exercise())
        with pytest.raises(Conflict):
            withdraw(proposal, stale_by=1)
        assert load_proposal(proposal).state is ProposalState.OPEN
        withdraw(proposal)
        assert load_proposal(proposal).ended_reason == "Too early."
        with pytest.raises(Conflict):
            withdraw(proposal)
        with pytest.raises(DomainError, match="no longer proposed"):
            answer(proposal, DANTEWADA, Side.CPSE)


class TestAnswerPair:
    def test_an_answer_of_tomorrow_is_refused(self, sqlite_app) -> None:
        proposal = put(make_pinned_exercise())
        said = NewAnswer(Answer.ACCEPTED, today())

        def act(said: NewAnswer) -> Callable[[], object]:
            return lambda: answer_pair(
                pair=pair_of(proposal, DANTEWADA), side=Side.CPSE, said=said, seen=0, by=find_user()
            )

        refused(act(replace(said, answered_on=today() + timedelta(days=1))), "cannot lie in the future")
        run_write(act(said))

    def test_a_pair_stays_banned_until_the_last_decline_is_taken_back(self, sqlite_app) -> None:
        proposal = put(make_pinned_exercise())
        for side in (Side.DISTRICT, Side.CPSE):
            answer(proposal, DANTEWADA, side, Answer.DECLINED, reason=REASON)
        assert len(bans()) == 1
        answer(proposal, DANTEWADA, Side.DISTRICT, corrects="They met.")
        assert len(bans()) == 1
        answer(proposal, DANTEWADA, Side.CPSE, corrects="They met.")
        assert bans() == []

    def test_a_ban_that_would_lapse_gives_way_to_one_that_holds(self, sqlite_app) -> None:
        exercise = make_pinned_exercise()
        proposal = put(exercise)
        code = pairs_of(proposal)[BASTAR]
        lapsing = make_rule(exercise, "ban", BASTAR, code, expires_on=today())
        answer(proposal, BASTAR, Side.CPSE, Answer.DECLINED, reason=REASON)
        assert load_rule(lapsing).lifted_at is not None
        assert [rule.expires_on for rule in bans()] == [None]

    def test_a_ban_that_stood_before_outlives_a_corrected_decline(self, sqlite_app) -> None:
        exercise = make_pinned_exercise()
        proposal = put(exercise)
        own = make_rule(exercise, "ban", BASTAR, pairs_of(proposal)[BASTAR], reason="Decided in Raipur.")
        answer(proposal, BASTAR, Side.CPSE, Answer.DECLINED, by="cpse_officer", reason=REASON)
        answer(proposal, BASTAR, Side.CPSE, by="cpse_officer", corrects="They met.")
        assert [rule.id for rule in bans()] == [own]


class TestReopenPair:
    def test_what_nobody_declined_is_not_reopened(self, sqlite_app) -> None:
        proposal = put(make_pinned_exercise())
        answer(proposal, DANTEWADA, Side.CPSE)
        pair = pair_of(proposal, DANTEWADA)
        refused(lambda: reopen_pair(pair=pair, reason="Why not.", by=find_user()), "nothing to reopen")
        standing = find_standing_answer(db.session.get_one(ProposedPair, pair.id), Side.CPSE)
        assert standing is not None

    def test_the_accepting_side_is_not_asked_again(self, sqlite_app) -> None:
        proposal = put(make_pinned_exercise())
        answer(proposal, DANTEWADA, Side.CPSE)
        answer(proposal, DANTEWADA, Side.DISTRICT, Answer.DECLINED, reason=REASON)
        run_write(lambda: reopen_pair(pair=pair_of(proposal, DANTEWADA), reason="They met.", by=find_user()))
        pair = pair_of(proposal, DANTEWADA)
        assert find_standing_answer(pair, Side.DISTRICT) is None
        assert find_standing_answer(pair, Side.CPSE) is not None


class TestWhoSpeaks:
    @pytest.mark.parametrize(
        ("name", "sides"),
        [
            ("district_officer", {Side.DISTRICT}),
            ("cpse_officer", {Side.CPSE, Side.BOARD}),
            ("korba", set()),
            ("ongc", set()),
            ("state_officer", set()),
            ("dpe_staff", set()),
            ("auditor", set()),
        ],
    )
    def test_only_the_two_offices_of_a_pair_speak_for_it(self, sqlite_app, name, sides) -> None:
        pair = pair_of(put(make_pinned_exercise()), DANTEWADA)
        officers()
        assert sides_of(user(name), pair) == sides

    def test_whoever_works_on_handed_over_records_alone_neither_sees_nor_answers(self, sqlite_app) -> None:
        pair_id = pair_of(put(make_pinned_exercise()), DANTEWADA).id
        names = ("district_officer", "cpse_officer")

        def hand_over() -> None:
            for name in names:
                user(name).scope = "health"

        run_write(hand_over)
        for name in names:
            viewer = user(name)
            assert sides_of(viewer, db.session.get_one(ProposedPair, pair_id)) == set()
            assert db.session.scalars(only_visible_pairs(viewer, select(ProposedPair))).all() == []


class TestLetters:
    def test_a_letter_put_after_midnight_in_india_bears_the_day_of_india(self, sqlite_app, tmp_path) -> None:
        with time_machine.travel(datetime.combine(today() + timedelta(days=1), time(0, 15), IST), tick=False):
            put(make_pinned_exercise())
            letter = db.session.scalars(select(ProposalLetter).order_by(ProposalLetter.id)).first()
            assert letter is not None
            path = tmp_path / "letter.docx"
            client = sign_in(sqlite_app, "dpe_staff@example.test")
            path.write_bytes(client.get(f"/letters/{letter.id}/en/docx").data)
            created = docx.Document(str(path)).core_properties.created
            assert created is not None
            assert created.date() == today()
