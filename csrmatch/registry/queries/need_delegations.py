"""Reading in whose hands needs are: to whom one can be handed, and what was handed to a person."""

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from csrmatch.accounts.models import User
from csrmatch.db import db, today
from csrmatch.registry.models import Need, NeedDelegation
from csrmatch.roles import Role

__all__ = ["list_delegates", "list_handed_needs"]


def list_delegates(user: User) -> list[User]:
    """The people of the person's district to whom a need can be handed, by name."""
    query = select(User).where(
        User.organisation_id == user.organisation_id,
        User.role == Role.DISTRICT_OFFICER,
        User.is_enabled,
        User.id != user.id,
    )
    return list(db.session.scalars(query.order_by(User.name, User.id)))


def list_handed_needs(user: User, most: int = 7) -> list[NeedDelegation]:
    """The needs in the person's hands, and those they handed on that are overdue, by the day they are due."""
    if user.role is not Role.DISTRICT_OFFICER:
        return []
    overdue = and_(NeedDelegation.given_by_id == user.id, NeedDelegation.due_on < today())
    query = (
        select(NeedDelegation)
        .join(NeedDelegation.need)
        .where(NeedDelegation.ended_at.is_(None), or_(NeedDelegation.to_id == user.id, overdue))
        .options(joinedload(NeedDelegation.need).joinedload(Need.district), joinedload(NeedDelegation.to))
    )
    return list(db.session.scalars(query.order_by(NeedDelegation.due_on, NeedDelegation.id).limit(most)))
