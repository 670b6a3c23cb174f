"""Whose answers a person may see, and who may say that there is nothing to report."""

from csrmatch.accounts.models import Organisation, OrganisationKind, User
from csrmatch.places.models import District
from csrmatch.registry.access.reach import S
from csrmatch.roles import Permission, Role, allows

__all__ = ["can_say_nothing_to_report", "only_visible_offices"]


def only_visible_offices(viewer: User, query: S) -> S:
    """Whose answers are seen: by DPE and the auditor all, by a state its districts', by an office its own."""
    if viewer.role in {Role.DPE_STAFF, Role.AUDITOR}:
        return query
    office = viewer.organisation
    if viewer.role in {Role.STATE_OFFICER, Role.CHAIR}:
        is_here = Organisation.district.has(District.state_id == office.state_id)
        return query.where(Organisation.kind == OrganisationKind.DISTRICT, is_here)
    return query.where(Organisation.id == office.id)


def can_say_nothing_to_report(viewer: User, office: Organisation) -> bool:
    """Only an office itself can say so, by somebody who works on all of its records."""
    speaks = allows(viewer.role, Permission.GIVE_ANSWERS) and not viewer.scope
    return speaks and viewer.organisation_id == office.id
