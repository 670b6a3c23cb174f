"""Which needs a person may see and change, and what is said about them."""

from sqlalchemy import ColumnElement, and_, false, or_, select

from csrmatch.accounts.models import User
from csrmatch.comments.models import Comment
from csrmatch.places.models import District
from csrmatch.registry.access.cpses import acts_for
from csrmatch.registry.access.reach import SEE_ALL, S
from csrmatch.registry.models import Cpse, Need, NeedDelegation, NeedThread
from csrmatch.registry.rules.needs import OPEN_TO_ALL, NeedStatus, next_need_steps, task_of
from csrmatch.roles import Permission, Role, allows

__all__ = [
    "can_attach_to_need",
    "can_comment_on_need",
    "can_delegate_need",
    "can_edit_need",
    "can_edit_need_partners",
    "can_post_needs",
    "can_return_need",
    "can_step_need",
    "can_strike_comment",
    "is_in_own_hands",
    "is_of_office",
    "only_visible_needs",
    "only_visible_threads",
]


def only_visible_needs(viewer: User, query: S) -> S:
    """A district sees its own needs and a state those of its districts; others see them once they are open.

    DPE, the auditor and UNICEF see all.
    """
    if viewer.role in SEE_ALL:
        return query
    is_open = Need.status.in_(OPEN_TO_ALL)
    office = viewer.organisation
    if viewer.role is Role.DISTRICT_OFFICER and viewer.scope:
        # A block or a line department reads of its district's drafts those that were handed to it.
        return query.where(or_(is_open, Need.delegations.any(_is_in_hands_of(viewer))))
    if viewer.role is Role.DISTRICT_OFFICER:
        return query.where(or_(is_open, Need.district_id == office.district_id))
    if viewer.role in {Role.STATE_OFFICER, Role.CHAIR}:
        return query.where(or_(is_open, Need.district.has(District.state_id == office.state_id)))
    return query.where(is_open)


def can_post_needs(viewer: User) -> bool:
    """Whether the person posts needs of a district at all."""
    is_collector = viewer.role is Role.DISTRICT_OFFICER and not viewer.scope
    return is_collector and viewer.organisation.district_id is not None


def can_edit_need(viewer: User, need: Need) -> bool:
    """The collector's own office, and whom it handed the need to, may change it while it is a draft."""
    return _writes(viewer, need) and need.status is NeedStatus.DRAFT


def can_attach_to_need(viewer: User, need: Need) -> bool:
    """Documents are added and struck by who may write, but not between verifying and opening."""
    return _writes(viewer, need) and need.status in {NeedStatus.DRAFT, *OPEN_TO_ALL}


def can_delegate_need(viewer: User, need: Need) -> bool:
    """The collector's own office hands on a need that is in nobody's hands."""
    return is_of_office(viewer, need) and task_of(need.status) is not None and need.delegation is None


def can_return_need(viewer: User, need: Need) -> bool:
    """The office takes a need back at will, and whoever has it in hand gives it back."""
    return need.delegation is not None and _writes(viewer, need)


def can_comment_on_need(viewer: User, need: Need, cpse: Cpse) -> bool:
    """On an open need its office, whom it was handed to, and the company whose thread it is may speak."""
    if need.status not in OPEN_TO_ALL or not allows(viewer.role, Permission.COMMENT_ON_NEEDS):
        return False
    return _writes(viewer, need) or acts_for(viewer, cpse)


def can_strike_comment(viewer: User, need: Need, comment: Comment) -> bool:
    """The author's own office strikes a comment, and the collector's office any about its need."""
    if not allows(viewer.role, Permission.COMMENT_ON_NEEDS) or comment.struck_at is not None:
        return False
    return is_of_office(viewer, need) or comment.organisation_id == viewer.organisation_id


def can_edit_need_partners(viewer: User, need: Need) -> bool:
    """The collector's own office records the partners of a need that is open or taken up."""
    return is_of_office(viewer, need) and need.status in {NeedStatus.OPEN, NeedStatus.TAKEN_UP}


def can_step_need(viewer: User, need: Need) -> bool:
    """Whether the person can take some step of a need: of the own district, the own state, or as DPE."""
    reaches = {
        Role.DISTRICT_OFFICER: is_of_office(viewer, need) and not is_in_own_hands(viewer, need),
        Role.STATE_OFFICER: need.district.state_id == viewer.organisation.state_id,
        Role.DPE_STAFF: True,
    }
    return reaches.get(viewer.role, False) and bool(next_need_steps(need.status, viewer.role))


def is_of_office(viewer: User, need: Need) -> bool:
    """Whether the person speaks for the collector's office: a block or a line department does not."""
    is_here = need.district_id == viewer.organisation.district_id
    return viewer.role is Role.DISTRICT_OFFICER and is_here and not viewer.scope


def is_in_own_hands(viewer: User, need: Need) -> bool:
    """Whether the need was handed to the person."""
    return need.delegation is not None and need.delegation.to_id == viewer.id


def _writes(viewer: User, need: Need) -> bool:
    return is_of_office(viewer, need) or is_in_own_hands(viewer, need)


def _is_in_hands_of(viewer: User) -> ColumnElement[bool]:
    return and_(NeedDelegation.to_id == viewer.id, NeedDelegation.ended_at.is_(None))


def only_visible_threads(viewer: User, query: S) -> S:
    """A company reads its own thread, a district those about its needs, a state those of its districts.

    DPE, the auditor and UNICEF read all; nobody else reads any, and no company another's. Who may not see
    the need sees no thread about it either.
    """
    query = query.where(NeedThread.need_id.in_(only_visible_needs(viewer, select(Need.id))))
    if viewer.role in SEE_ALL:
        return query
    office = viewer.organisation
    if viewer.role is Role.CPSE_OFFICER:
        return query.where(NeedThread.cpse.has(Cpse.organisation_id == office.id))
    if viewer.role is Role.DISTRICT_OFFICER and viewer.scope:
        return query.where(NeedThread.need.has(Need.delegations.any(_is_in_hands_of(viewer))))
    if viewer.role is Role.DISTRICT_OFFICER:
        return query.where(NeedThread.need.has(Need.district_id == office.district_id))
    if viewer.role in {Role.STATE_OFFICER, Role.CHAIR}:
        return query.where(NeedThread.need.has(Need.district.has(District.state_id == office.state_id)))
    return query.where(false())
