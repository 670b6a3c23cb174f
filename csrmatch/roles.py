"""Who may do what, on one screen: the roles of the product, and the permissions of each."""

from enum import StrEnum

__all__ = ["PERMISSIONS", "Permission", "Role", "allows"]


class Role(StrEnum):
    """For whom a signed-in person acts."""

    DPE_STAFF = "dpe_staff"
    CPSE_OFFICER = "cpse_officer"
    DISTRICT_OFFICER = "district_officer"
    STATE_OFFICER = "state_officer"
    UNICEF_OFFICER = "unicef_officer"
    CHAIR = "chair"
    AGENCY = "agency"
    AUDITOR = "auditor"


class Permission(StrEnum):
    """One kind of act; which records it may touch is said by the slice's `access` room."""

    VIEW_HOME = "view_home"
    VIEW_DISTRICTS = "view_districts"
    VIEW_CPSES = "view_cpses"
    EDIT_CPSES = "edit_cpses"
    VIEW_CSR_ACCOUNTS = "view_csr_accounts"
    EDIT_CSR_ACCOUNTS = "edit_csr_accounts"
    VIEW_PROJECTS = "view_projects"
    EDIT_PROJECTS = "edit_projects"
    REPORT_ON_PROJECTS = "report_on_projects"
    VIEW_NEEDS = "view_needs"
    EDIT_NEEDS = "edit_needs"
    STEP_NEEDS = "step_needs"
    VIEW_EXERCISES = "view_exercises"
    EDIT_EXERCISES = "edit_exercises"
    VIEW_USERS = "view_users"
    INVITE_COLLEAGUES = "invite_colleagues"
    MANAGE_USERS = "manage_users"
    VIEW_LOG = "view_log"


_EVERYONE = {
    Permission.VIEW_HOME,
    Permission.VIEW_DISTRICTS,
    Permission.VIEW_CPSES,
    Permission.VIEW_PROJECTS,
    Permission.VIEW_NEEDS,
}
_OFFICE = _EVERYONE | {Permission.VIEW_USERS, Permission.INVITE_COLLEAGUES}

# No office of the government decides on a company's projects, DPE no more than any other.
_OF_THE_COMPANY = {Permission.EDIT_PROJECTS, Permission.REPORT_ON_PROJECTS}

# What a district asks for is said by the collector's office, and by nobody in its place.
_OF_THE_DISTRICT = {Permission.EDIT_NEEDS}

# What a company's own officer keeps of it, and DPE with them.
_OWN_CPSE = {Permission.EDIT_CPSES, Permission.EDIT_CSR_ACCOUNTS}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.DPE_STAFF: frozenset(set(Permission) - _OF_THE_COMPANY - _OF_THE_DISTRICT),
    Role.CPSE_OFFICER: frozenset(_OFFICE | _OWN_CPSE | _OF_THE_COMPANY),
    Role.DISTRICT_OFFICER: frozenset(_OFFICE | _OF_THE_DISTRICT | {Permission.STEP_NEEDS}),
    Role.STATE_OFFICER: frozenset(_OFFICE | {Permission.STEP_NEEDS}),
    Role.UNICEF_OFFICER: frozenset(_OFFICE),
    Role.CHAIR: frozenset(_OFFICE),
    Role.AGENCY: frozenset(_OFFICE | {Permission.REPORT_ON_PROJECTS}),
    Role.AUDITOR: frozenset(
        _EVERYONE
        | {Permission.VIEW_CSR_ACCOUNTS, Permission.VIEW_EXERCISES}
        | {Permission.VIEW_USERS, Permission.VIEW_LOG}
    ),
}


def allows(role: Role, permission: Permission) -> bool:
    """Whether the role carries the permission at all."""
    return permission in PERMISSIONS[role]
