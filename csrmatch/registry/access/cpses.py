"""Which CPSEs and CSR accounts a person may see and change."""

from sqlalchemy import or_

from csrmatch.accounts.models import User
from csrmatch.registry.access.reach import S
from csrmatch.registry.models import Cpse, CsrAccount
from csrmatch.roles import Permission, Role, allows

__all__ = [
    "acts_for",
    "can_edit_account",
    "can_edit_cpse",
    "can_see_gaps",
    "can_set_identity",
    "only_visible_accounts",
]


def only_visible_accounts(viewer: User, query: S) -> S:
    """DPE and the auditor see every CSR account, a CPSE its own, all others those that are published."""
    if allows(viewer.role, Permission.VIEW_CSR_ACCOUNTS):
        return query
    published = CsrAccount.published_at.is_not(None)
    if viewer.role is Role.CPSE_OFFICER:
        return query.where(
            or_(published, CsrAccount.cpse.has(Cpse.organisation_id == viewer.organisation_id))
        )
    return query.where(published)


def can_see_gaps(viewer: User, cpse: Cpse) -> bool:
    """Whether a person is told that a CPSE has not filled in an account: itself, DPE and the auditor are."""
    return allows(viewer.role, Permission.VIEW_CSR_ACCOUNTS) or acts_for(viewer, cpse)


def can_edit_account(viewer: User, cpse: Cpse) -> bool:
    """The CPSE's own nodal officer and DPE staff keep its CSR account."""
    return allows(viewer.role, Permission.EDIT_CSR_ACCOUNTS) and _reaches(viewer, cpse)


def can_edit_cpse(viewer: User, cpse: Cpse) -> bool:
    """The CPSE's own nodal officer and DPE staff keep its page and its places of work."""
    return allows(viewer.role, Permission.EDIT_CPSES) and _reaches(viewer, cpse)


def can_set_identity(viewer: User) -> bool:
    """Name, ministry, sector and status are DPE's to say: no company calls itself a Maharatna."""
    return viewer.role is Role.DPE_STAFF


def _reaches(viewer: User, cpse: Cpse) -> bool:
    return viewer.role is Role.DPE_STAFF or acts_for(viewer, cpse)


def acts_for(viewer: User, cpse: Cpse) -> bool:
    """Whether the person speaks for the company: its own officers do."""
    return viewer.role is Role.CPSE_OFFICER and cpse.organisation_id == viewer.organisation_id
