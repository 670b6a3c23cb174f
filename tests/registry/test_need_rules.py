"""The life of a need as a table, who takes which step, and what of the cost is still to find."""

import pytest

from csrmatch.registry.rules.needs import (
    NeedStatus,
    NeedStepProblem,
    StepFacts,
    check_need_step,
    covered_amount,
    covered_share,
    is_sent_back,
    money_to_find,
    next_need_steps,
)
from csrmatch.roles import Role

# From, to, who: d the collector's office, s the state, p DPE. A star asks for the reason.
LIFE = """
draft      verified   d
draft      withdrawn  d   *
verified   open       d
verified   draft      ds  *
verified   withdrawn  d   *
open       taken_up   d
open       draft      dsp *
open       withdrawn  d   *
taken_up   met        d   *
taken_up   open       d   *
taken_up   withdrawn  d   *
met        taken_up   d   *
"""
_LETTERS = {Role.DISTRICT_OFFICER: "d", Role.STATE_OFFICER: "s", Role.DPE_STAFF: "p"}


def _facts(role: Role = Role.DISTRICT_OFFICER, **given: object) -> StepFacts:
    usual = {"wrote_last": False, "is_only_officer": False, "has_partner": True, "reason": "A reason."}
    return StepFacts(role=role, **{**usual, **given})


class TestTheLife:
    def test_is_this_table_for_every_role_and_every_pair_of_states(self) -> None:
        told = []
        for old in NeedStatus:
            for new in NeedStatus:
                who = [role for role in Role if check_need_step(old, new, _facts(role)) is None]
                assert {role for role in Role if new in next_need_steps(old, role)} == set(who)
                if who:
                    letters = "".join(letter for role, letter in _LETTERS.items() if role in who)
                    assert len(letters) == len(who)
                    blank = check_need_step(old, new, _facts(reason=" "))
                    star = "*" if blank is NeedStepProblem.NO_REASON else ""
                    told.append((old.value, new.value, letters, star))
        wished = [tuple([*line.split(), ""][:4]) for line in LIFE.strip().splitlines()]
        assert sorted(told) == sorted(wished)

    @pytest.mark.parametrize(
        ("old", "new"), [("met", "open"), ("withdrawn", "draft"), ("draft", "open"), ("draft", "draft")]
    )
    def test_leaves_out_no_step(self, old: str, new: str) -> None:
        assert check_need_step(NeedStatus(old), NeedStatus(new), _facts()) is NeedStepProblem.NOT_NEXT

    def test_tells_sent_back_from_begun(self) -> None:
        assert is_sent_back(NeedStatus.VERIFIED, NeedStatus.DRAFT)
        assert not is_sent_back(None, NeedStatus.DRAFT)
        assert not is_sent_back(NeedStatus.DRAFT, NeedStatus.VERIFIED)


class TestFourEyes:
    def test_who_wrote_last_does_not_verify_where_a_colleague_can(self) -> None:
        def verify(**given: object) -> NeedStepProblem | None:
            return check_need_step(NeedStatus.DRAFT, NeedStatus.VERIFIED, _facts(**given))

        assert verify(wrote_last=True) is NeedStepProblem.SAME_EYES
        assert verify(wrote_last=True, is_only_officer=True) is None
        assert verify(wrote_last=False) is None

    def test_are_not_asked_for_at_other_steps(self) -> None:
        facts = _facts(wrote_last=True)
        assert check_need_step(NeedStatus.VERIFIED, NeedStatus.OPEN, facts) is None


class TestTakingUp:
    def test_needs_a_partner(self) -> None:
        facts = _facts(has_partner=False)
        assert check_need_step(NeedStatus.OPEN, NeedStatus.TAKEN_UP, facts) is NeedStepProblem.NO_PARTNER


class TestWhatASchemeCovers:
    @pytest.mark.parametrize(
        ("cost", "amount", "percent", "covered", "share"),
        [
            (100, 30, None, 30, 30.0),
            (200, None, 25, 50, 25.0),
            (3, None, 50, 2, 50.0),
            (None, None, 25, None, 25.0),
            (None, 30, None, 30, None),
            (100, None, None, None, None),
            (0, 0, None, 0, None),
            (100, 0, None, 0, 0.0),
        ],
    )
    def test_is_told_or_derived_and_what_is_missing_is_not_zero(
        self,
        cost: int | None,
        amount: int | None,
        percent: int | None,
        covered: int | None,
        share: float | None,
    ) -> None:
        assert covered_amount(cost, amount, percent) == covered
        assert covered_share(cost, amount, percent) == share


class TestMoneyToFind:
    @pytest.mark.parametrize(
        ("cost", "covered", "pledged", "left"),
        [
            (100, 30, [20, 10], 40),
            (100, 0, [], 100),
            (100, None, [], None),
            (100, 60, [60], 0),
            (0, 0, [], 0),
            (None, 30, [20], None),
            (100, 30, [20, None], None),
        ],
    )
    def test_is_what_neither_scheme_nor_partners_cover(
        self, cost: int | None, covered: int | None, pledged: list[int | None], left: int | None
    ) -> None:
        assert money_to_find(cost, covered, pledged) == left
