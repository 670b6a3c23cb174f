"""Reading what became of takeaways: the records made of them, what was handed on, what waits for whom."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from csrmatch.accounts.models import User
from csrmatch.db import db
from csrmatch.errors import Missing
from csrmatch.registry.models import Cpse
from csrmatch.roles import Role
from csrmatch.workshops.access.workshops import only_visible_workshops
from csrmatch.workshops.models import Takeaway, TakeawayHanding, TakeawayWork, Workshop
from csrmatch.workshops.rules.takeaways import HandingState, WorkState

__all__ = [
    "get_handing",
    "list_handings",
    "list_sources",
    "list_waiting_handings",
    "list_work",
    "tell_work_states",
]


def list_work(takeaway: Takeaway) -> list[TakeawayWork]:
    """The records made of a takeaway, the first first."""
    query = select(TakeawayWork).where(TakeawayWork.takeaway_id == takeaway.id)
    return list(db.session.scalars(query.options(joinedload(TakeawayWork.made_by)).order_by(TakeawayWork.id)))


def list_handings(takeaway: Takeaway) -> list[TakeawayHanding]:
    """To whom a takeaway was handed, and what they answered."""
    query = select(TakeawayHanding).where(TakeawayHanding.takeaway_id == takeaway.id)
    people = joinedload(TakeawayHanding.handed_by), joinedload(TakeawayHanding.answered_by)
    places = joinedload(TakeawayHanding.district), joinedload(TakeawayHanding.cpse)
    return list(db.session.scalars(query.options(*people, *places).order_by(TakeawayHanding.id)))


def get_handing(takeaway: Takeaway, handing_id: int, *, for_change: bool = False) -> TakeawayHanding:
    """One handing on of a takeaway."""
    query = select(TakeawayHanding).where(
        TakeawayHanding.id == handing_id, TakeawayHanding.takeaway_id == takeaway.id
    )
    if for_change:
        query = query.with_for_update(of=TakeawayHanding).execution_options(populate_existing=True)
    row = db.session.scalar(query)
    if row is None:
        raise Missing
    return row


def list_waiting_handings(viewer: User, most: int = 7) -> list[TakeawayHanding]:
    """What was handed to the person's office and waits for its answer, the oldest first."""
    query = select(TakeawayHanding).where(TakeawayHanding.state == HandingState.WAITING)
    if viewer.role is Role.DISTRICT_OFFICER and not viewer.scope:
        query = query.where(TakeawayHanding.district_id == viewer.organisation.district_id)
    elif viewer.role is Role.CPSE_OFFICER:
        own = select(Cpse.id).where(Cpse.organisation_id == viewer.organisation_id)
        query = query.where(TakeawayHanding.cpse_id.in_(own))
    else:
        return []
    takeaway = joinedload(TakeawayHanding.takeaway).joinedload(Takeaway.workshop)
    return list(db.session.scalars(query.options(takeaway).order_by(TakeawayHanding.id).limit(most)))


def list_sources(viewer: User, kind: str, record_id: int) -> list[Takeaway]:
    """The takeaways a record was made of, of workshops that the person sees."""
    made = select(TakeawayWork.takeaway_id).where(
        TakeawayWork.kind == kind, TakeawayWork.record_id == record_id
    )
    visible = only_visible_workshops(viewer, select(Workshop)).with_only_columns(Workshop.id)
    query = select(Takeaway).where(Takeaway.id.in_(made), Takeaway.workshop_id.in_(visible))
    return list(db.session.scalars(query.options(joinedload(Takeaway.workshop)).order_by(Takeaway.id)))


def tell_work_states(takeaway_ids: Sequence[int]) -> Mapping[int, WorkState]:
    """By takeaway, whether anything was made of it; two statements however many there are."""
    if not takeaway_ids:
        return {}
    waits = TakeawayHanding.state == HandingState.WAITING
    handed = select(TakeawayHanding.takeaway_id).where(TakeawayHanding.takeaway_id.in_(takeaway_ids), waits)
    made = select(TakeawayWork.takeaway_id).where(TakeawayWork.takeaway_id.in_(takeaway_ids))
    states = dict.fromkeys(takeaway_ids, WorkState.NONE)
    states |= dict.fromkeys(db.session.scalars(handed), WorkState.WAITING)
    return states | dict.fromkeys(db.session.scalars(made), WorkState.MADE)
