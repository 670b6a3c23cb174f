"""Writes the letters of a proposal down and tells the officers of both offices that they wait."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from sqlalchemy import select

from csrmatch import mail
from csrmatch.accounts.models import Organisation, User
from csrmatch.db import db, now
from csrmatch.i18n import speaking
from csrmatch.mapping.models import Proposal, ProposalLetter, ProposalLine, ProposedPair
from csrmatch.mapping.proposal_facts import collect_facts, reference_of
from csrmatch.mapping.results import Result
from csrmatch.mapping.rules.consent import Side
from csrmatch.roles import Role

__all__ = ["Tell", "list_officers", "post_letters", "write_letters"]

# What one person is written about a letter, in the language in force: the subject and the text.
Tell = Callable[[ProposalLetter], tuple[str, str]]
_SIDES = (Side.DISTRICT, Side.CPSE)


def write_letters(*, proposal: Proposal, result: Result, by: User) -> list[ProposalLetter]:
    """Freezes both letters of every pair that was not proposed before; carried-over pairs get none."""
    lines = select(ProposalLine).where(ProposalLine.proposal_id == proposal.id)
    written = set(
        db.session.scalars(
            select(ProposalLetter.pair_id)
            .join(ProposedPair)
            .where(ProposedPair.exercise_id == proposal.exercise_id)
        )
    )
    letters = []
    for line in db.session.scalars(lines.order_by(ProposalLine.district_id)):
        if line.pair_id in written:
            continue
        facts: Mapping[str, Any] = collect_facts(proposal, line.pair, result)
        for side in _SIDES:
            letter = ProposalLetter(
                proposal=proposal,
                pair=line.pair,
                side=side,
                reference=reference_of(proposal, line.pair, side),
                facts=dict(facts),
                written_at=now(),
                written_by_id=by.id,
            )
            db.session.add(letter)
            letters.append(letter)
    db.session.flush()
    return letters


def post_letters(letters: Collection[ProposalLetter], tell: Tell) -> int:
    """Posts a mail to every officer of the addressed offices; gives how many people were written to."""
    count = 0
    for letter in letters:
        for person in list_officers(letter.pair, letter.side):
            with speaking(person.language):
                subject, body = tell(letter)
            count += mail.post(
                mail.Letter(
                    key=f"proposal letter {letter.id} to {person.id}",
                    kind="proposal",
                    person_id=person.id,
                    address=person.email,
                    language=person.language,
                    subject=subject,
                    body=body,
                )
            )
    return count


def list_officers(pair: ProposedPair, side: Side) -> list[User]:
    """Who speaks for a side of a pair: the enabled officers of its office who act for all of its records."""
    query = select(User).where(User.is_enabled.is_(True), User.scope.is_(None))
    if side is Side.DISTRICT:
        query = query.where(
            User.role == Role.DISTRICT_OFFICER,
            User.organisation_id.in_(
                select(Organisation.id).where(Organisation.district_id == pair.district_id)
            ),
        )
    else:
        query = query.where(User.role == Role.CPSE_OFFICER, User.organisation_id == pair.cpse.organisation_id)
    return list(db.session.scalars(query.order_by(User.id)))
