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
    ADD_CPSES = "add_cpses"
    EDIT_CPSES = "edit_cpses"
    VIEW_CSR_ACCOUNTS = "view_csr_accounts"
    EDIT_CSR_ACCOUNTS = "edit_csr_accounts"
    VIEW_PROJECTS = "view_projects"
    EDIT_PROJECTS = "edit_projects"
    REPORT_ON_PROJECTS = "report_on_projects"
    IMPORT_RECORDS = "import_records"
    VIEW_NEEDS = "view_needs"
    EDIT_NEEDS = "edit_needs"
    STEP_NEEDS = "step_needs"
    COMMENT_ON_NEEDS = "comment_on_needs"
    ENTER_FIGURES = "enter_figures"
    VIEW_PROGRAMMES = "view_programmes"
    EDIT_PROGRAMMES = "edit_programmes"
    VIEW_OVERLAPS = "view_overlaps"
    ANSWER_OVERLAPS = "answer_overlaps"
    COMPARE_OVERLAPS = "compare_overlaps"
    VIEW_ANSWERS = "view_answers"
    GIVE_ANSWERS = "give_answers"
    VIEW_MAIL = "view_mail"
    VIEW_EXERCISES = "view_exercises"
    EDIT_EXERCISES = "edit_exercises"
    VIEW_PROPOSALS = "view_proposals"
    PUT_PROPOSALS = "put_proposals"
    ANSWER_PROPOSALS = "answer_proposals"
    PUBLISH_MAPPINGS = "publish_mappings"
    VIEW_SUPPORT = "view_support"
    ASK_SUPPORT = "ask_support"
    VIEW_ACTIONS = "view_actions"
    ASSIGN_ACTIONS = "assign_actions"
    REPORT_ON_ACTIONS = "report_on_actions"
    VIEW_PRACTICES = "view_practices"
    EDIT_PRACTICES = "edit_practices"
    KEEP_PRACTICES = "keep_practices"
    VIEW_WORKSHOPS = "view_workshops"
    EDIT_WORKSHOPS = "edit_workshops"
    TAKE_NOTES = "take_notes"
    CHECK_IN_PEOPLE = "check_in_people"
    VIEW_USERS = "view_users"
    INVITE_COLLEAGUES = "invite_colleagues"
    MANAGE_USERS = "manage_users"
    MANAGE_TOKENS = "manage_tokens"
    VIEW_LOG = "view_log"


_EVERYONE = {
    Permission.VIEW_HOME,
    Permission.VIEW_DISTRICTS,
    Permission.VIEW_CPSES,
    Permission.VIEW_PROJECTS,
    Permission.VIEW_NEEDS,
    Permission.VIEW_PROGRAMMES,
    Permission.VIEW_OVERLAPS,
    Permission.VIEW_SUPPORT,
    Permission.VIEW_ACTIONS,
    Permission.VIEW_PRACTICES,
    Permission.VIEW_WORKSHOPS,
}
# Who may bring in a colleague may also let a program act for the office.
_OFFICE = _EVERYONE | {
    Permission.VIEW_USERS,
    Permission.INVITE_COLLEAGUES,
    Permission.MANAGE_TOKENS,
    Permission.REPORT_ON_ACTIONS,
    # At which workshop, its list of helpers says.
    Permission.TAKE_NOTES,
    Permission.CHECK_IN_PEOPLE,
}

# No office of the government decides on a company's projects, DPE no more than any other.
_OF_THE_COMPANY = {
    Permission.EDIT_PROJECTS,
    Permission.REPORT_ON_PROJECTS,
    Permission.IMPORT_RECORDS,
    Permission.ASK_SUPPORT,
}

# What a district asks for is said by the collector's office, and by nobody in its place.
_OF_THE_DISTRICT = {Permission.EDIT_NEEDS, Permission.IMPORT_RECORDS}

# Questions go between a company and the collector's office, figures come from those who work in the field.
_TALK = {Permission.COMMENT_ON_NEEDS}
_OF_THE_FIELD = {Permission.ENTER_FIGURES}

# What a company's own officer keeps of it, and DPE with them.
_OWN_CPSE = {Permission.EDIT_CPSES, Permission.EDIT_CSR_ACCOUNTS}

# Both sides of a pair are asked, and answer for themselves alone.
_PAIRED = {Permission.VIEW_PROPOSALS, Permission.ANSWER_PROPOSALS}

# Who is asked each quarter what changed, and answers for itself alone.
_ASKED = {Permission.VIEW_ANSWERS, Permission.GIVE_ANSWERS}

# Who keeps one of two records that overlap says what is to be made of it; programmes are kept by offices.
_SIDE = {Permission.ANSWER_OVERLAPS}
_KEEPER = {Permission.EDIT_PROGRAMMES} | _SIDE

# Whoever does the work writes down what worked; whoever keeps the library says what enters it.
_WRITES = {Permission.EDIT_PRACTICES}
# Who holds a meeting hands out what was decided there.
_HOLDS_MEETINGS = {Permission.ASSIGN_ACTIONS}
# The workshops are DPE's and UNICEF's together.
_HOLDS_WORKSHOPS = {Permission.EDIT_WORKSHOPS, Permission.KEEP_PRACTICES}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.DPE_STAFF: frozenset(
        set(Permission)
        - _OF_THE_COMPANY
        - _OF_THE_DISTRICT
        - _TALK
        - _OF_THE_FIELD
        - {Permission.GIVE_ANSWERS, Permission.ANSWER_PROPOSALS}
    ),
    Role.CPSE_OFFICER: frozenset(
        _OFFICE | _SIDE | _TALK | _OWN_CPSE | _OF_THE_COMPANY | _ASKED | _PAIRED | _WRITES
    ),
    Role.DISTRICT_OFFICER: frozenset(
        _OFFICE
        | _SIDE
        | _TALK
        | _OF_THE_FIELD
        | _OF_THE_DISTRICT
        | _ASKED
        | _PAIRED
        | _WRITES
        | {Permission.STEP_NEEDS}
    ),
    Role.STATE_OFFICER: frozenset(
        _OFFICE
        | _KEEPER
        | _OF_THE_FIELD
        | _WRITES
        | _HOLDS_MEETINGS
        | {Permission.STEP_NEEDS, Permission.VIEW_ANSWERS, Permission.VIEW_PROPOSALS}
    ),
    Role.UNICEF_OFFICER: frozenset(
        _OFFICE | _KEEPER | _OF_THE_FIELD | _WRITES | _HOLDS_MEETINGS | _HOLDS_WORKSHOPS
    ),
    Role.CHAIR: frozenset(_OFFICE | _HOLDS_MEETINGS | {Permission.VIEW_ANSWERS}),
    Role.AGENCY: frozenset(_OFFICE | {Permission.REPORT_ON_PROJECTS}),
    Role.AUDITOR: frozenset(
        _EVERYONE
        | {Permission.VIEW_CSR_ACCOUNTS, Permission.VIEW_ANSWERS, Permission.VIEW_EXERCISES}
        | {Permission.VIEW_PROPOSALS}
        | {Permission.COMPARE_OVERLAPS}
        | {Permission.VIEW_USERS, Permission.VIEW_LOG}
    ),
}


def allows(role: Role, permission: Permission) -> bool:
    """Whether the role carries the permission at all."""
    return permission in PERMISSIONS[role]
