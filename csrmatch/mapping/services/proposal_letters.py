"""Writes the letters of a proposal down and tells the officers of both offices that they wait."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from csrmatch import mail
from csrmatch.accounts.models import Organisation, User
from csrmatch.db import db, now
from csrmatch.i18n import speaking
from csrmatch.mapping.models import Proposal, ProposalLetter, ProposalLine, ProposedPair
from csrmatch.mapping.proposal_facts import collect_facts, reference_of
from csrmatch.mapping.results import Result
from csrmatch.mapping.rules.consent import Side
from csrmatch.places.models import District
from csrmatch.roles import Role

__all__ = ["Tell", "find_officers", "list_officers", "post_letters", "write_letters"]

# What one person is written about a letter, in the language in force: the subject and the text.
Tell = Callable[[ProposalLetter], tuple[str, str]]
_SIDES = (Side.DISTRICT, Side.CPSE)


def write_letters(*, proposal: Proposal, result: Result, by: User) -> list[ProposalLetter]:
    """Freezes both letters of every pair that was not proposed before; carried-over pairs get none."""
    pair = joinedload(ProposalLine.pair)
    lines = (
        select(ProposalLine)
        .where(ProposalLine.proposal_id == proposal.id)
        .options(
            pair.joinedload(ProposedPair.district).joinedload(District.state),
            pair.joinedload(ProposedPair.cpse),
        )
    )
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
    officers = find_officers([(letter.pair, letter.side) for letter in letters])
    for letter in letters:
        for person in officers[letter.pair_id, letter.side]:
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
    return find_officers([(pair, side)])[pair.id, side]


def find_officers(asked: Collection[tuple[ProposedPair, Side]]) -> dict[tuple[int, Side], list[User]]:
    """By pair and side who speaks for it, read at once for all that are asked about."""
    districts = {pair.district_id for pair, side in asked if side is Side.DISTRICT}
    companies = {pair.cpse.organisation_id for pair, side in asked if side is not Side.DISTRICT}
    query = (
        select(User, Organisation.district_id)
        .join(Organisation, Organisation.id == User.organisation_id)
        .where(
            User.is_enabled.is_(True),
            User.scope.is_(None),
            or_(
                and_(User.role == Role.DISTRICT_OFFICER, Organisation.district_id.in_(districts)),
                and_(User.role == Role.CPSE_OFFICER, Organisation.id.in_(companies)),
            ),
        )
    )
    of_district: dict[int | None, list[User]] = defaultdict(list)
    of_company: dict[int | None, list[User]] = defaultdict(list)
    for person, district_id in db.session.execute(query.order_by(User.id)):
        if person.role is Role.DISTRICT_OFFICER:
            of_district[district_id].append(person)
        else:
            of_company[person.organisation_id].append(person)
    return {
        (pair.id, side): (
            of_district[pair.district_id] if side is Side.DISTRICT else of_company[pair.cpse.organisation_id]
        )
        for pair, side in asked
    }
