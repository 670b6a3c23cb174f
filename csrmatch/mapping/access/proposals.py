"""Who sees which proposed pairs, whose answers and whose reasons, and who speaks for which side."""

from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.orm import aliased

from csrmatch.accounts.models import User
from csrmatch.mapping.models import PairAnswer, ProposedPair
from csrmatch.mapping.rules.consent import Side
from csrmatch.places.models import District
from csrmatch.registry.models import Cpse
from csrmatch.roles import Permission, Role, allows

__all__ = [
    "can_attach_papers",
    "can_put_proposals",
    "can_read_reason",
    "can_see_pair_of",
    "only_visible_answers",
    "only_visible_pairs",
    "sees_every_answer",
    "sides_of",
]

S = TypeVar("S", bound=Select[Any])
_OF_DISTRICT = frozenset({Side.DISTRICT})
_OF_CPSE = frozenset({Side.CPSE, Side.BOARD})


def sees_every_answer(viewer: User) -> bool:
    """Whether the person runs the exercises or audits them, and so reads all answers and reasons."""
    return viewer.role in {Role.DPE_STAFF, Role.AUDITOR}


def can_put_proposals(viewer: User) -> bool:
    """Whether the person may put proposals, record answers that came on paper, and reopen pairs."""
    return allows(viewer.role, Permission.PUT_PROPOSALS)


def sides_of(viewer: User, pair: ProposedPair) -> frozenset[Side]:
    """For which sides of a pair the person speaks; whoever works on handed-over records alone for none."""
    if viewer.scope is not None or not allows(viewer.role, Permission.ANSWER_PROPOSALS):
        return frozenset()
    organisation = viewer.organisation
    if viewer.role is Role.DISTRICT_OFFICER and organisation.district_id == pair.district_id:
        return _OF_DISTRICT
    if viewer.role is Role.CPSE_OFFICER and pair.cpse.organisation_id == organisation.id:
        return _OF_CPSE
    return frozenset()


def can_read_reason(viewer: User, pair: ProposedPair, side: Side) -> bool:
    """Whether the person may read why: it is the own side's, or they see every answer."""
    return sees_every_answer(viewer) or side in sides_of(viewer, pair)


def can_attach_papers(viewer: User, pair: ProposedPair) -> bool:
    """Whether the person may attach what the board wrote: the company's officers, and DPE for paper."""
    return can_put_proposals(viewer) or Side.BOARD in sides_of(viewer, pair)


def can_see_pair_of(viewer: User, district: District, cpse: Cpse) -> bool:
    """Whether the person may know if these two were proposed to each other: as `only_visible_pairs` says."""
    if sees_every_answer(viewer):
        return True
    if not allows(viewer.role, Permission.VIEW_PROPOSALS) or viewer.scope is not None:
        return False
    organisation = viewer.organisation
    reaches = {
        Role.DISTRICT_OFFICER: organisation.district_id == district.id,
        Role.CPSE_OFFICER: organisation.id == cpse.organisation_id,
        Role.STATE_OFFICER: organisation.state_id == district.state_id,
    }
    return reaches.get(viewer.role, False)


def only_visible_pairs(viewer: User, query: S) -> S:
    """Narrows a query of pairs: all, those of one's own office, those of one's state, or none."""
    if not allows(viewer.role, Permission.VIEW_PROPOSALS):
        return query.where(false())
    return query if sees_every_answer(viewer) else query.where(_is_near(viewer))


def only_visible_answers(viewer: User, query: S) -> S:
    """Narrows a query of answers to those whose word the person may know.

    Each side reads its own; the other side's standing word only once it has answered itself.
    """
    if not allows(viewer.role, Permission.VIEW_PROPOSALS):
        return query.where(false())
    if sees_every_answer(viewer):
        return query
    reached = select(ProposedPair.id).where(_is_near(viewer))
    query = query.where(PairAnswer.pair_id.in_(reached))
    stands = PairAnswer.superseded_at.is_(None)
    if viewer.role is Role.STATE_OFFICER:
        return query.where(stands)
    own = _OF_DISTRICT if viewer.role is Role.DISTRICT_OFFICER else _OF_CPSE
    word = aliased(PairAnswer)
    has_answered = (
        select(word.id)
        .where(
            word.pair_id == PairAnswer.pair_id,
            word.superseded_at.is_(None),
            word.side == (Side.DISTRICT if viewer.role is Role.DISTRICT_OFFICER else Side.CPSE),
        )
        .exists()
    )
    return query.where(or_(PairAnswer.side.in_(sorted(own)), and_(stands, has_answered)))


def _is_near(viewer: User) -> ColumnElement[bool]:
    """Of one's own office or state; for people who work on handed-over records alone, nothing is."""
    organisation = viewer.organisation
    if viewer.scope is not None:
        return false()
    if viewer.role is Role.DISTRICT_OFFICER:
        return ProposedPair.district_id == organisation.district_id
    if viewer.role is Role.CPSE_OFFICER:
        own = select(Cpse.id).where(Cpse.organisation_id == organisation.id)
        return ProposedPair.cpse_id.in_(own)
    if viewer.role is Role.STATE_OFFICER:
        of_state = select(District.id).where(District.state_id == organisation.state_id)
        return ProposedPair.district_id.in_(of_state)
    return false()
