"""Who asks other CPSEs for support, who pledges, and who is told by whom how much was pledged."""

from sqlalchemy import false, or_

from csrmatch.accounts.models import User
from csrmatch.registry.access.cpses import acts_for
from csrmatch.registry.access.reach import S
from csrmatch.registry.models import Cpse, SupportPledge, SupportRequest
from csrmatch.registry.rules.support import SupportStatus
from csrmatch.roles import Permission, Role, allows

__all__ = [
    "can_ask_support",
    "can_edit_support",
    "can_pledge_support",
    "can_see_every_pledge",
    "only_visible_pledges",
]

# Who looks after all companies learns who gave what; other companies learn how many gave, and how much.
_SEE_PLEDGES = frozenset({Role.DPE_STAFF, Role.AUDITOR})


def can_ask_support(viewer: User) -> bool:
    """Whether the person asks for a company at all; which one, their office says."""
    return allows(viewer.role, Permission.ASK_SUPPORT)


def can_edit_support(viewer: User, request: SupportRequest) -> bool:
    """The officers of the company that asks may change and close a request while it is open."""
    return acts_for(viewer, request.cpse) and request.status is SupportStatus.OPEN


def can_pledge_support(viewer: User, request: SupportRequest) -> bool:
    """The officers of every other company may pledge while a request is open."""
    is_other = can_ask_support(viewer) and not acts_for(viewer, request.cpse)
    return is_other and request.status is SupportStatus.OPEN


def can_see_every_pledge(viewer: User, request: SupportRequest) -> bool:
    """Who gave how much is told to the company that asks, to DPE and to the auditor."""
    return viewer.role in _SEE_PLEDGES or acts_for(viewer, request.cpse)


def only_visible_pledges(viewer: User, query: S) -> S:
    """Of the pledges themselves a company reads its own and those to its own requests; others read none."""
    if viewer.role in _SEE_PLEDGES:
        return query
    if viewer.role is not Role.CPSE_OFFICER:
        return query.where(false())
    is_own = Cpse.organisation_id == viewer.organisation_id
    asked = SupportPledge.request.has(SupportRequest.cpse.has(is_own))
    return query.where(or_(SupportPledge.cpse.has(is_own), asked))
