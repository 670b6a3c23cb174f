"""The verbs of consent: put a proposal to both sides, answer, correct an answer, reopen a declined pair."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select

from csrmatch.accounts.models import User
from csrmatch.audit.recording import set_reason
from csrmatch.db import db, lock_row, now, today
from csrmatch.errors import Conflict, DomainError
from csrmatch.i18n import _, lazy_
from csrmatch.mapping.models import (
    Exercise,
    MappingRule,
    MappingRun,
    PairAnswer,
    Proposal,
    ProposalLine,
    ProposedPair,
    RuleKind,
)
from csrmatch.mapping.queries.answers import AnswerPair
from csrmatch.mapping.queries.proposals import find_standing_answer
from csrmatch.mapping.queries.publications import find_open_proposal
from csrmatch.mapping.rules.consent import Answer, ProposalState, Side
from csrmatch.mapping.services.rules import add_rule, lift_rule
from csrmatch.places.models import District
from csrmatch.registry.models import Cpse

__all__ = ["NewAnswer", "answer_pair", "put_proposal", "reopen_pair", "withdraw_proposal"]


@dataclass(frozen=True)
class NewAnswer:
    """What a side says; `received_by` names how it came, where DPE writes down what came on paper."""

    answer: Answer
    answered_on: date
    reason: str = ""
    resolution: str = ""
    received_by: str = ""
    corrects: str = ""


def put_proposal(
    *,
    exercise: Exercise,
    run: MappingRun,
    answer: str,
    pairs: Sequence[AnswerPair],
    deadline_on: date,
    note: str,
    by: User,
    replaces: int | None,
) -> Proposal:
    """Puts pairs to both their sides; a proposal that was open is replaced, its unchanged pairs keep answers.

    `replaces` is the number of the open proposal that the person saw, None where they saw none.
    """
    lock_row(exercise)
    former = find_open_proposal(exercise)
    if (former.number if former else None) != replaces:
        raise DomainError(
            lazy_("Another proposal is before both sides by now. Look at it before you put yours.")
        )
    if deadline_on <= today():
        raise DomainError(lazy_("The last day for an answer must lie in the future."))
    if not pairs:
        raise DomainError(lazy_("There is no pair to propose."))
    _refuse_declined(exercise, pairs)
    if former is not None:
        former.state, former.ended_at, former.ended_by_id = ProposalState.REPLACED, now(), by.id
        former.ended_reason = note or None
        # Only one is open at a time, so the former ends before the new one begins.
        db.session.flush()
    newest = select(func.max(Proposal.number)).where(Proposal.exercise_id == exercise.id)
    proposal = Proposal(
        exercise=exercise,
        number=(db.session.scalar(newest) or 0) + 1,
        run=run,
        answer=answer,
        input_digest=run.input_digest,
        follows_id=former.id if former else None,
        state=ProposalState.OPEN,
        deadline_on=deadline_on,
        note=note,
        put_by_id=by.id,
        put_at=now(),
    )
    db.session.add(proposal)
    db.session.flush()
    _add_lines(proposal, pairs)
    return proposal


def withdraw_proposal(*, proposal: Proposal, version: int | None, reason: str, by: User) -> None:
    """Takes a proposal back from both sides; what they said stays on record."""
    if proposal.state is not ProposalState.OPEN or version != proposal.version:
        raise Conflict(
            theirs={str(lazy_("Why it ended")): proposal.ended_reason},
            mine={str(lazy_("Why it ended")): reason},
        )
    set_reason(reason)
    proposal.state, proposal.ended_at, proposal.ended_by_id = ProposalState.WITHDRAWN, now(), by.id
    proposal.ended_reason = reason
    db.session.flush()


def answer_pair(*, pair: ProposedPair, side: Side, said: NewAnswer, seen: int, by: User) -> PairAnswer:
    """Writes down what a side says; `seen` is the number of the standing answer the person saw, 0 for none.

    A standing answer is corrected with a reason and stays, superseded. After a decline the pair is banned,
    so that no run proposes it again until it is reopened.
    """
    lock_row(pair)
    _refuse_ended(pair)
    former = find_standing_answer(pair, side)
    if (former.id if former else 0) != seen:
        raise Conflict(
            theirs={str(lazy_("Answer")): former.answer.value if former else None},
            mine={str(lazy_("Answer")): said.answer.value},
        )
    _check(pair, side, said, former)
    if former is not None:
        _supersede(former, by, said.corrects)
    answer = PairAnswer(
        pair=pair,
        side=side,
        answer=said.answer,
        reason=said.reason,
        answered_on=said.answered_on,
        resolution=said.resolution if side is Side.BOARD else "",
        received_by=said.received_by,
        recorded_at=now(),
        recorded_by_id=by.id,
    )
    db.session.add(answer)
    db.session.flush()
    if said.answer is Answer.DECLINED:
        _ban(pair, by)
    elif former is not None and former.answer is Answer.DECLINED and not _is_declined(pair):
        _lift_ban(pair, by, said.corrects, of_declines=True)
    return answer


def reopen_pair(*, pair: ProposedPair, reason: str, by: User) -> None:
    """Lets a declined pair be proposed again: its declines are superseded and its ban is lifted."""
    lock_row(pair)
    declined = [
        answer
        for side in Side
        if (answer := find_standing_answer(pair, side)) is not None and answer.answer is Answer.DECLINED
    ]
    if not declined:
        raise DomainError(lazy_("Nobody has declined this pair, so there is nothing to reopen."))
    set_reason(reason)
    for answer in declined:
        _supersede(answer, by, reason)
    _lift_ban(pair, by, reason)


def _refuse_ended(pair: ProposedPair) -> None:
    query = (
        select(Proposal.id)
        .join(ProposalLine, ProposalLine.proposal_id == Proposal.id)
        .where(ProposalLine.pair_id == pair.id, Proposal.state == ProposalState.OPEN)
    )
    if db.session.scalar(query) is None:
        raise DomainError(lazy_("This pair is no longer proposed, so it cannot be answered."))


def _check(pair: ProposedPair, side: Side, said: NewAnswer, former: PairAnswer | None) -> None:
    if said.answered_on > today():
        raise DomainError(lazy_("The day of the answer cannot lie in the future."))
    if said.answer is Answer.DECLINED and not said.reason.strip():
        raise DomainError(lazy_("Give the reason for declining."))
    if former is not None and not said.corrects.strip():
        raise DomainError(lazy_("Say why the answer is corrected: the former one stays on record."))
    if side is Side.BOARD:
        own = find_standing_answer(pair, Side.CPSE)
        if own is None or own.answer is not Answer.ACCEPTED:
            raise DomainError(lazy_("The board answers after the CPSE has accepted."))
        if said.answer is Answer.ACCEPTED and not said.resolution.strip():
            raise DomainError(lazy_("Enter the number of the board's resolution."))
    elif side is Side.CPSE and find_standing_answer(pair, Side.BOARD) is not None:
        raise DomainError(lazy_("The board has answered. Correct what the board said instead."))


def _supersede(answer: PairAnswer, by: User, reason: str) -> None:
    set_reason(reason)
    answer.superseded_at, answer.superseded_by_id, answer.superseded_reason = now(), by.id, reason
    # Only one answer of a side stands at a time, so the former ends before the new one begins.
    db.session.flush()


def _is_declined(pair: ProposedPair) -> bool:
    query = select(PairAnswer.id).where(
        PairAnswer.pair_id == pair.id,
        PairAnswer.superseded_at.is_(None),
        PairAnswer.answer == Answer.DECLINED,
    )
    return db.session.scalar(query.limit(1)) is not None


def _rule_of(pair: ProposedPair) -> MappingRule | None:
    query = select(MappingRule).where(
        MappingRule.exercise_id == pair.exercise_id,
        MappingRule.district_id == pair.district_id,
        MappingRule.cpse_id == pair.cpse_id,
        MappingRule.lifted_at.is_(None),
    )
    return db.session.scalar(query)


def _ban(pair: ProposedPair, by: User) -> None:
    """Bans the pair for good; the rule names nobody and no reason, for rules are published with a mapping.

    A ban with a last day gives way: it would let the declined pair come back by itself.
    """
    standing = _rule_of(pair)
    words = _("It was proposed and not agreed to.")
    if standing is not None and standing.kind is RuleKind.BAN and standing.expires_on is None:
        return
    if standing is not None:
        lift_rule(rule=standing, by=by, version=standing.version, reason=words)
    add_rule(
        exercise=pair.exercise,
        by=by,
        kind=RuleKind.BAN,
        district=pair.district,
        cpse=pair.cpse,
        reason=words,
    )


def _lift_ban(pair: ProposedPair, by: User, reason: str, *, of_declines: bool = False) -> None:
    """Lifts the ban of a pair; with `of_declines` only one that came with a decline."""
    standing = _rule_of(pair)
    if standing is None or standing.kind is not RuleKind.BAN:
        return
    if not of_declines or _came_with_decline(standing, pair):
        lift_rule(rule=standing, by=by, version=standing.version, reason=reason)


def _came_with_decline(rule: MappingRule, pair: ProposedPair) -> bool:
    """Whether a rule was set while a decline of the pair stood."""
    query = select(PairAnswer.id).where(
        PairAnswer.pair_id == pair.id,
        PairAnswer.answer == Answer.DECLINED,
        PairAnswer.recorded_at <= rule.created_at,
        or_(PairAnswer.superseded_at.is_(None), PairAnswer.superseded_at >= rule.created_at),
    )
    return db.session.scalar(query.limit(1)) is not None


def _refuse_declined(exercise: Exercise, pairs: Sequence[AnswerPair]) -> None:
    query = (
        select(District.lgd, Cpse.code)
        .select_from(ProposedPair)
        .join(ProposedPair.district)
        .join(ProposedPair.cpse)
        .join(PairAnswer, PairAnswer.pair_id == ProposedPair.id)
        .where(
            ProposedPair.exercise_id == exercise.id,
            PairAnswer.superseded_at.is_(None),
            PairAnswer.answer == Answer.DECLINED,
        )
    )
    declined = {(str(lgd), code) for lgd, code in db.session.execute(query)}
    again = sorted(code for lgd, code in declined if any((row.lgd, row.cpse) == (lgd, code) for row in pairs))
    if again:
        raise DomainError(
            lazy_(
                "A declined pair is not proposed again: %(cpses)s. Run the exercise anew, or reopen the "
                "pair with a reason.",
                cpses=", ".join(again),
            )
        )


def _add_lines(proposal: Proposal, pairs: Sequence[AnswerPair]) -> None:
    districts = {
        str(row.lgd): row
        for row in db.session.scalars(select(District).where(District.lgd.in_([int(p.lgd) for p in pairs])))
    }
    cpses = {
        row.code: row
        for row in db.session.scalars(select(Cpse).where(Cpse.code.in_({p.cpse for p in pairs})))
    }
    query = select(ProposedPair).where(ProposedPair.exercise_id == proposal.exercise_id)
    known = {(pair.district_id, pair.cpse_id): pair for pair in db.session.scalars(query)}
    for row in pairs:
        district, cpse = districts[row.lgd], cpses[row.cpse]
        if (district.id, cpse.id) not in known:
            pair = ProposedPair(
                exercise=proposal.exercise, district=district, cpse=cpse, first_put_at=proposal.put_at
            )
            db.session.add(pair)
            known[district.id, cpse.id] = pair
    # All of them at once: one by one they would take many times as long, and others wait meanwhile.
    db.session.flush()
    for row in pairs:
        district, cpse = districts[row.lgd], cpses[row.cpse]
        pair = known[district.id, cpse.id]
        db.session.add(
            ProposalLine(proposal_id=proposal.id, district_id=district.id, pair_id=pair.id, fit=row.fit)
        )
    db.session.flush()
