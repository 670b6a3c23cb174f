"""Proposals: put once, answered by their own sides, told to nobody else, corrected, reopened."""

import pytest
from sqlalchemy import select

from csrmatch.db import db, run_write, today
from csrmatch.errors import Conflict, DomainError, Missing
from csrmatch.mail.models import OutgoingMail
from csrmatch.mapping.models import MappingRule, PairAnswer, ProposalLetter, RuleKind
from csrmatch.mapping.queries.proposals import (
    find_letters,
    get_proposed_pair,
    list_said,
    list_waiting_pairs,
    list_words,
    search_proposed_pairs,
)
from csrmatch.mapping.queries.publications import find_open_proposal
from csrmatch.mapping.rules.consent import Answer, ProposalState, Side
from csrmatch.mapping.services.proposals import put_proposal, reopen_pair
from tests.mapping.exercises import find_user, load_exercise
from tests.mapping.proposing import (
    BASTAR,
    DANTEWADA,
    KANKER,
    answer,
    load_proposal,
    make_pinned_exercise,
    officers,
    pair_of,
    pairs_of,
    put,
    user,
)

SECRET = "Our plant there closes next year."


def seen_by(name, proposal_id, lgd=DANTEWADA):
    """The words of each side as somebody may know them, with what they may read of the reasons."""
    said = list_said(user(name), [pair_of(proposal_id, lgd)])
    return {side.value: (word.answer.value, word.reason) for side, word in next(iter(said.values())).items()}


def listed(name, **kw):
    return {row.district.lgd for row in db.session.scalars(search_proposed_pairs(user(name), **kw)).unique()}


class TestPutProposal:
    def test_writes_both_letters_of_each_pair_and_tells_the_officers_once(self, app):
        proposal = put(make_pinned_exercise())
        letters = db.session.scalars(select(ProposalLetter)).all()
        assert len(letters) == 6
        assert len({letter.reference for letter in letters}) == 6
        mails = db.session.scalars(select(OutgoingMail).where(OutgoingMail.kind == "proposal")).all()
        assert {mail.address for mail in mails} == {
            "cpse_officer@example.test",
            "district_officer@example.test",
        }
        assert pairs_of(proposal)[DANTEWADA] == "NMDC"

    def test_only_one_is_open_and_the_former_is_replaced(self, app):
        exercise = make_pinned_exercise()
        former = put(exercise)
        later = put(exercise)
        assert load_proposal(former).state is ProposalState.REPLACED
        assert (load_proposal(later).number, load_proposal(later).follows_id) == (2, former)
        assert len(db.session.scalars(select(ProposalLetter)).all()) == 6

    def test_whoever_saw_another_proposal_open_is_refused(self, app):
        exercise_id = make_pinned_exercise()
        put(exercise_id)

        def again():
            exercise = load_exercise(exercise_id)
            proposal = find_open_proposal(exercise)
            put_proposal(
                exercise=exercise,
                run=proposal.run,
                answer="total",
                pairs=[],
                deadline_on=today(),
                note="",
                by=find_user(),
                replaces=None,
            )

        with pytest.raises(DomainError, match="Another proposal"):
            run_write(again)

    def test_an_unchanged_pair_keeps_its_answers(self, app):
        exercise = make_pinned_exercise()
        answer(put(exercise), DANTEWADA, Side.CPSE)
        assert seen_by("dpe_staff", put(exercise))["cpse"] == ("accepted", "")


class TestAnswer:
    def test_a_decline_needs_a_reason_and_bans_the_pair_without_saying_why(self, app):
        proposal = put(make_pinned_exercise())
        with pytest.raises(DomainError, match="reason"):
            answer(proposal, DANTEWADA, Side.CPSE, Answer.DECLINED)
        answer(proposal, DANTEWADA, Side.CPSE, Answer.DECLINED, reason=SECRET)
        rules = db.session.scalars(select(MappingRule).where(MappingRule.lifted_at.is_(None))).all()
        assert [rule.kind for rule in rules] == [RuleKind.BAN]
        assert SECRET not in rules[0].reason

    def test_the_next_run_respects_it_and_a_reopened_pair_may_come_back(self, app):
        exercise = make_pinned_exercise()
        proposal = put(exercise)
        answer(proposal, DANTEWADA, Side.DISTRICT, Answer.DECLINED, reason=SECRET)
        later = put(exercise)
        assert pairs_of(later)[DANTEWADA] != "NMDC"
        run_write(lambda: reopen_pair(pair=pair_of(proposal, DANTEWADA), reason="They met.", by=find_user()))
        assert db.session.scalars(select(MappingRule).where(MappingRule.lifted_at.is_(None))).all() == []
        assert seen_by("dpe_staff", proposal) == {}
        words = list_words(user("dpe_staff"), [pair_of(proposal, DANTEWADA)])
        assert [word.superseded_reason for word in next(iter(words.values()))] == ["They met."]

    def test_a_declined_pair_is_not_put_again(self, app):
        exercise_id = make_pinned_exercise()
        first = put(exercise_id)
        answer(first, DANTEWADA, Side.CPSE, Answer.DECLINED, reason=SECRET)

        def again():
            from csrmatch.mapping.queries import load_answer

            exercise, proposal = load_exercise(exercise_id), load_proposal(first)
            put_proposal(
                exercise=exercise,
                run=proposal.run,
                answer="total",
                pairs=load_answer(proposal.run, "total").pairs,
                deadline_on=today().replace(year=today().year + 1),
                note="",
                by=find_user(),
                replaces=1,
            )

        with pytest.raises(DomainError, match="not proposed again"):
            run_write(again)

    def test_a_correction_needs_a_reason_and_keeps_the_former_answer(self, app):
        proposal = put(make_pinned_exercise())
        answer(proposal, DANTEWADA, Side.CPSE, Answer.DECLINED, reason=SECRET)
        with pytest.raises(DomainError, match="corrected"):
            answer(proposal, DANTEWADA, Side.CPSE)
        answer(proposal, DANTEWADA, Side.CPSE, corrects="The board asked to.")
        rows = db.session.scalars(select(PairAnswer).order_by(PairAnswer.id)).all()
        assert [(row.answer.value, row.superseded_at is None) for row in rows] == [
            ("declined", False),
            ("accepted", True),
        ]
        assert db.session.scalars(select(MappingRule).where(MappingRule.lifted_at.is_(None))).all() == []

    def test_two_answers_from_one_page_make_a_conflict(self, app):
        proposal = put(make_pinned_exercise())
        answer(proposal, DANTEWADA, Side.CPSE)
        with pytest.raises(Conflict):
            answer(proposal, DANTEWADA, Side.CPSE, seen=0)

    def test_the_board_comes_after_the_company_and_names_its_resolution(self, app):
        proposal = put(make_pinned_exercise())
        with pytest.raises(DomainError, match="after the CPSE"):
            answer(proposal, DANTEWADA, Side.BOARD, resolution="12")
        answer(proposal, DANTEWADA, Side.CPSE)
        with pytest.raises(DomainError, match="resolution"):
            answer(proposal, DANTEWADA, Side.BOARD)
        answer(proposal, DANTEWADA, Side.BOARD, resolution="BR 12")
        with pytest.raises(DomainError, match="board has answered"):
            answer(proposal, DANTEWADA, Side.CPSE, corrects="Changed.")


class TestWhoSeesWhat:
    def test_a_side_learns_the_other_word_only_after_its_own_and_never_the_reason(self, app):
        proposal = put(make_pinned_exercise())
        answer(proposal, DANTEWADA, Side.CPSE, Answer.DECLINED, reason=SECRET)
        assert seen_by("cpse_officer", proposal) == {"cpse": ("declined", SECRET)}
        assert seen_by("district_officer", proposal) == {}
        assert listed("district_officer", side=Side.CPSE, word="declined") == set()
        answer(proposal, DANTEWADA, Side.DISTRICT)
        assert seen_by("district_officer", proposal)["cpse"] == ("declined", None)
        assert listed("district_officer", side=Side.CPSE, word="declined") == {DANTEWADA}
        for name in ("dpe_staff", "auditor"):
            assert seen_by(name, proposal)["cpse"] == ("declined", SECRET)

    def test_a_state_reads_words_without_reasons_of_its_own_districts_only(self, app):
        proposal = put(make_pinned_exercise())
        answer(proposal, DANTEWADA, Side.CPSE, Answer.DECLINED, reason=SECRET)
        state = user("state_officer").organisation.state
        own = state.lgd == 22
        assert listed("state_officer") == ({DANTEWADA, BASTAR, KANKER} if own else set())
        assert seen_by("state_officer", proposal) == ({"cpse": ("declined", None)} if own else {})

    @pytest.mark.parametrize("name", ["ongc", "korba", "unicef_officer", "chair", "agency"])
    def test_others_see_nothing(self, app, name):
        run = put(make_pinned_exercise())
        officers()
        answer(run, DANTEWADA, Side.CPSE, Answer.DECLINED, reason=SECRET)
        assert listed(name) == set()
        assert seen_by(name, run) == {}
        pair = pair_of(run, DANTEWADA)
        assert find_letters(user(name), pair) == []
        with pytest.raises(Missing):
            get_proposed_pair(user(name), pair.id)

    def test_a_side_reads_its_own_letter_only(self, app):
        pair = pair_of(put(make_pinned_exercise()), DANTEWADA)
        for name, sides in (
            ("cpse_officer", {Side.CPSE}),
            ("district_officer", {Side.DISTRICT}),
            ("dpe_staff", {Side.CPSE, Side.DISTRICT}),
            ("auditor", {Side.CPSE, Side.DISTRICT}),
            ("state_officer", set()),
        ):
            assert {letter.side for letter in find_letters(user(name), pair)} == sides, name

    def test_it_waits_for_both_sides_until_they_have_answered(self, app):
        proposal = put(make_pinned_exercise())
        assert [pair.district.lgd for pair, _side, _day in list_waiting_pairs(user("cpse_officer"), 7)] == [
            DANTEWADA
        ]
        assert [side for _pair, side, _day in list_waiting_pairs(user("district_officer"), 7)] == [
            Side.DISTRICT
        ]
        assert list_waiting_pairs(user("dpe_staff"), 7) == []
        answer(proposal, DANTEWADA, Side.CPSE)
        assert list_waiting_pairs(user("cpse_officer"), 7) == []
