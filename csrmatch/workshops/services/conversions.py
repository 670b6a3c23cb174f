"""The verbs by which takeaways go on living: made into a record, handed to an office, declined by it."""

from typing import Any

from sqlalchemy import select

from csrmatch.accounts.models import User
from csrmatch.audit.recording import set_reason
from csrmatch.db import db, now
from csrmatch.errors import Conflict, DomainError, NotAllowed
from csrmatch.i18n import lazy_
from csrmatch.places.models import District
from csrmatch.registry.models import Cpse
from csrmatch.workshops.access.takeaways import can_answer_handing, can_hand_on
from csrmatch.workshops.models import Takeaway, TakeawayHanding, TakeawayWork
from csrmatch.workshops.rules.takeaways import HandingState
from csrmatch.workshops.targets import Receiver, Target

__all__ = ["convert_takeaway", "decline_handing", "hand_on", "has_become"]


def convert_takeaway(
    *, takeaway: Takeaway, by: User, target: Target, form: Any, means_again: bool = False
) -> int:
    """Makes a record of a takeaway and links the two, in one; the number of the record.

    Something of the kind made of it before is asked about, not refused. What was handed to the maker's
    office for this is answered by it. Whatever is refused leaves neither record nor link.
    """
    if takeaway.struck_at is not None:
        raise Conflict
    if not target.can_make(by, takeaway):
        raise NotAllowed
    if not means_again and has_become(takeaway, target.kind):
        raise DomainError(
            lazy_("Something of this kind was made of the note already. Say below that another one is meant.")
        )
    record_id = target.make(by, takeaway, form)
    if not _is_linked(takeaway, target.kind, record_id):
        link = TakeawayWork(
            takeaway_id=takeaway.id, kind=target.kind, record_id=record_id, made_by_id=by.id, made_at=now()
        )
        db.session.add(link)
    for handing in _waiting(takeaway, target.kind):
        if can_answer_handing(by, handing):
            _answer(handing, by, HandingState.MADE, "")
    db.session.flush()
    return record_id


def has_become(takeaway: Takeaway, kind: str) -> bool:
    """Whether a record of the kind was made of the takeaway before."""
    query = select(TakeawayWork.id).where(TakeawayWork.takeaway_id == takeaway.id, TakeawayWork.kind == kind)
    return db.session.scalars(query.limit(1)).first() is not None


def hand_on(
    *,
    takeaway: Takeaway,
    by: User,
    target: Target,
    note: str,
    district: District | None = None,
    cpse: Cpse | None = None,
) -> TakeawayHanding:
    """Hands a takeaway to the office that alone can make work of it; it waits on that office's home."""
    if takeaway.struck_at is not None:
        raise Conflict
    if not can_hand_on(by, takeaway.workshop):
        raise NotAllowed
    wanted = {Receiver.DISTRICT: district, Receiver.CPSE: cpse}
    if target.receiver is None or wanted[target.receiver] is None:
        raise DomainError(lazy_("Choose to whom the note is handed."))
    to_district = district if target.receiver is Receiver.DISTRICT else None
    to_cpse = cpse if target.receiver is Receiver.CPSE else None
    same = (to_district.id if to_district else None, to_cpse.id if to_cpse else None)
    if any((row.district_id, row.cpse_id) == same for row in _waiting(takeaway, target.kind)):
        raise DomainError(lazy_("The note waits there already for an answer."))
    handing = TakeawayHanding(
        takeaway_id=takeaway.id,
        kind=target.kind,
        district=to_district,
        cpse=to_cpse,
        state=HandingState.WAITING,
        note=note,
        handed_by_id=by.id,
        handed_at=now(),
    )
    db.session.add(handing)
    db.session.flush()
    return handing


def decline_handing(*, handing: TakeawayHanding, by: User, version: int | None, reason: str) -> None:
    """Says that nothing will be made of what was handed to one's office, and why."""
    handing.expect_version(version)
    if not can_answer_handing(by, handing):
        raise NotAllowed
    if not reason.strip():
        raise DomainError(lazy_("Give the reason: it stays on record."))
    set_reason(reason)
    _answer(handing, by, HandingState.DECLINED, reason)
    db.session.flush()


def _answer(handing: TakeawayHanding, by: User, state: HandingState, reason: str) -> None:
    handing.state, handing.answered_reason = state, reason
    handing.answered_by_id, handing.answered_at = by.id, now()


def _waiting(takeaway: Takeaway, kind: str) -> list[TakeawayHanding]:
    query = select(TakeawayHanding).where(
        TakeawayHanding.takeaway_id == takeaway.id,
        TakeawayHanding.kind == kind,
        TakeawayHanding.state == HandingState.WAITING,
    )
    return list(db.session.scalars(query.order_by(TakeawayHanding.id)))


def _is_linked(takeaway: Takeaway, kind: str, record_id: int) -> bool:
    query = select(TakeawayWork.id).where(
        TakeawayWork.takeaway_id == takeaway.id,
        TakeawayWork.kind == kind,
        TakeawayWork.record_id == record_id,
    )
    return db.session.scalar(query) is not None
