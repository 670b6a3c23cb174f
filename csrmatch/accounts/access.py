"""Which users, invitations and tokens a person may see and change."""

from typing import Any, TypeVar

from sqlalchemy import Select, false

from csrmatch.accounts.models import ApiToken, Invitation, Organisation, OrganisationKind, User
from csrmatch.roles import Permission, Role, allows

__all__ = [
    "ROLES_BY_KIND",
    "can_invite",
    "can_make_tokens",
    "can_manage",
    "can_see_names",
    "can_see_person",
    "only_open_to",
    "only_visible_tokens",
    "only_visible_users",
]

S = TypeVar("S", bound=Select[Any])

# Which roles people of an organisation may hold.
ROLES_BY_KIND: dict[OrganisationKind, tuple[Role, ...]] = {
    OrganisationKind.DPE: (Role.DPE_STAFF,),
    OrganisationKind.CPSE: (Role.CPSE_OFFICER,),
    OrganisationKind.DISTRICT: (Role.DISTRICT_OFFICER,),
    OrganisationKind.STATE: (Role.STATE_OFFICER, Role.CHAIR),
    OrganisationKind.UNICEF: (Role.UNICEF_OFFICER,),
    OrganisationKind.AGENCY: (Role.AGENCY,),
    OrganisationKind.AUDIT: (Role.AUDITOR,),
}


def only_visible_users(viewer: User, query: S) -> S:
    """DPE staff and the auditor see everyone; others their own organisation."""
    if viewer.role in {Role.DPE_STAFF, Role.AUDITOR}:
        return query
    return query.where(User.organisation_id == viewer.organisation_id)


def only_open_to(viewer: User, query: S) -> S:
    """The invitations a person could have made: DPE all, others those of their own role and organisation."""
    if allows(viewer.role, Permission.MANAGE_USERS):
        return query
    return query.where(Invitation.organisation_id == viewer.organisation_id, Invitation.role == viewer.role)


def only_visible_tokens(viewer: User, query: S) -> S:
    """The tokens a person may see and revoke: DPE all, others those of their own role and organisation."""
    if not can_make_tokens(viewer):
        return query.where(false())
    if allows(viewer.role, Permission.MANAGE_USERS):
        return query
    return query.where(ApiToken.organisation_id == viewer.organisation_id, ApiToken.role == viewer.role)


def can_make_tokens(viewer: User) -> bool:
    """Whether a program may act for the person: never for one who works only on what is handed to them."""
    return not viewer.scope and allows(viewer.role, Permission.MANAGE_TOKENS)


def can_see_names(viewer: User) -> bool:
    """Whether names and addresses are shown: the auditor judges acts by role and number, not by name."""
    return viewer.role is not Role.AUDITOR


def can_see_person(viewer: User, user: User) -> bool:
    """Whether a person's name and address are shown: to DPE and to the person's own organisation."""
    if not can_see_names(viewer):
        return viewer.id == user.id
    return allows(viewer.role, Permission.MANAGE_USERS) or viewer.organisation_id == user.organisation_id


def can_invite(viewer: User, organisation: Organisation, role: Role) -> bool:
    """Nobody grants more than they hold: DPE anywhere, others their own role in their own organisation."""
    return role in ROLES_BY_KIND[organisation.kind] and _reaches(viewer, organisation.id, role)


def can_manage(viewer: User, user: User) -> bool:
    """DPE may disable or enable anyone but themselves; others a colleague of the same role."""
    return viewer.id != user.id and _reaches(viewer, user.organisation_id, user.role)


def _reaches(viewer: User, organisation_id: int, role: Role) -> bool:
    """How far a person's word goes: DPE's everywhere, others' to their own role in their own organisation."""
    if allows(viewer.role, Permission.MANAGE_USERS):
        return True
    # Who works only on what is handed to them brings nobody in and keeps nobody out.
    return (
        not viewer.scope
        and allows(viewer.role, Permission.INVITE_COLLEAGUES)
        and organisation_id == viewer.organisation_id
        and role == viewer.role
    )
