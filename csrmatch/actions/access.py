"""Which action points a person may see, and on which side of them they stand."""

from typing import Any, TypeVar

from sqlalchemy import Select, or_

from csrmatch.accounts.models import Organisation, OrganisationKind, User
from csrmatch.actions.models import ActionPoint
from csrmatch.actions.rules import CLAIMS, ENDED, OPEN, WITH_OWNER, ActionStatus
from csrmatch.roles import Permission, Role, allows

__all__ = [
    "can_assign",
    "can_assign_to",
    "can_attach",
    "can_change",
    "can_close",
    "can_hand_back",
    "can_name_person",
    "can_place_in",
    "can_reassign",
    "can_reopen",
    "can_report",
    "can_return",
    "is_assigner",
    "is_owner",
    "looks_over_all",
    "only_visible_actions",
    "state_of",
]

S = TypeVar("S", bound=Select[Any])

# Who looks after the whole, or checks it.
_SEE_ALL = frozenset({Role.DPE_STAFF, Role.AUDITOR})
_OF_STATE = frozenset({Role.STATE_OFFICER, Role.CHAIR})


def only_visible_actions(viewer: User, query: S) -> S:
    """The owner's and the assigner's office see an action point, and the state in which it is to be done.

    DPE and the auditor see all. A block or a line department sees what was named its own. Others see none.
    """
    if viewer.role in _SEE_ALL:
        return query
    if viewer.scope:
        return query.where(ActionPoint.person_id == viewer.id)
    office = viewer.organisation
    sides = [ActionPoint.owner_id == office.id, ActionPoint.assigner_id == office.id]
    if viewer.role in _OF_STATE and office.state_id is not None:
        sides.append(ActionPoint.state_id == office.state_id)
    return query.where(or_(*sides))


def looks_over_all(viewer: User) -> bool:
    """Whether a list begins with all that can be seen, and not with what the own office is to do."""
    return viewer.role in _SEE_ALL | {Role.CHAIR}


def can_assign(viewer: User) -> bool:
    """Whether the person gives out action points at all."""
    return allows(viewer.role, Permission.ASSIGN_ACTIONS) and not viewer.scope


def can_assign_to(viewer: User, owner: Organisation) -> bool:
    """To whom: a state gives to no office of another state, and nobody to those who only look on."""
    if not can_assign(viewer) or owner.kind is OrganisationKind.AUDIT:
        return False
    if viewer.role not in _OF_STATE or owner.kind not in {OrganisationKind.DISTRICT, OrganisationKind.STATE}:
        return True
    return state_of(owner) == viewer.organisation.state_id


def can_place_in(viewer: User, state_id: int | None) -> bool:
    """Where: a state gives nothing a place in another state, whose officers would read it as their own."""
    return viewer.role not in _OF_STATE or state_id in {None, viewer.organisation.state_id}


def state_of(office: Organisation) -> int | None:
    """The state of a district's or a state's office."""
    return office.district.state_id if office.district is not None else office.state_id


def is_owner(viewer: User, action: ActionPoint) -> bool:
    """Whether the person works for the office that is to do it; a line department, where it was named."""
    if not allows(viewer.role, Permission.REPORT_ON_ACTIONS) or viewer.organisation_id != action.owner_id:
        return False
    return not viewer.scope or action.person_id == viewer.id


def is_assigner(viewer: User, action: ActionPoint) -> bool:
    """The assigner's office, the chair of the state, and DPE stand on the other side.

    Of the office whose own work it is, only who gave it out, the chair and DPE staff do, and these only
    where it was given out there: an owner says that it is done and never that it is closed.
    """
    if not can_assign(viewer):
        return False
    office = viewer.organisation
    is_chair = (
        viewer.role is Role.CHAIR and office.state_id is not None and office.state_id == action.state_id
    )
    if office.id == action.owner_id:
        gave = office.id == action.assigner_id
        gave &= viewer.id == action.assigned_by_id or viewer.role is Role.DPE_STAFF
        return is_chair or gave
    return office.id == action.assigner_id or is_chair or viewer.role is Role.DPE_STAFF


def can_report(viewer: User, action: ActionPoint) -> bool:
    """The owner reports for as long as it has the action point in hand."""
    return is_owner(viewer, action) and action.status in CLAIMS


def can_hand_back(viewer: User, action: ActionPoint) -> bool:
    """The owner gives back what is not its own."""
    return is_owner(viewer, action) and not viewer.scope and action.status in WITH_OWNER


def can_name_person(viewer: User, action: ActionPoint) -> bool:
    """The owner's office says who of it has it in hand."""
    return is_owner(viewer, action) and not viewer.scope and action.status in CLAIMS


def can_change(viewer: User, action: ActionPoint) -> bool:
    """The other side changes the wording and the last day, and drops it, while it is open."""
    return is_assigner(viewer, action) and action.status in OPEN


def can_reassign(viewer: User, action: ActionPoint) -> bool:
    """The other side gives it to another office, also after it was handed back."""
    return is_assigner(viewer, action) and action.status in WITH_OWNER | {ActionStatus.HANDED_BACK}


def can_close(viewer: User, action: ActionPoint) -> bool:
    """The other side closes; who did the work does not, which is said when they try."""
    return is_assigner(viewer, action) and action.status in CLAIMS


def can_return(viewer: User, action: ActionPoint) -> bool:
    """The other side says that what was reported done is not done."""
    return is_assigner(viewer, action) and action.status is ActionStatus.DONE


def can_reopen(viewer: User, action: ActionPoint) -> bool:
    """The other side takes up again what was ended."""
    return is_assigner(viewer, action) and action.status in ENDED


def can_attach(viewer: User, action: ActionPoint) -> bool:
    """Either side adds and strikes files while it is open."""
    is_side = is_owner(viewer, action) or is_assigner(viewer, action)
    return is_side and action.status in OPEN
