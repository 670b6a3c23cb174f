"""The words for roles and kinds of organisation, and those the log uses for the tables of accounts."""

from csrmatch.accounts.models import Digest, OrganisationKind, TokenScope
from csrmatch.audit.words import register_words
from csrmatch.i18n import LANGUAGES, LazyText, lazy_
from csrmatch.roles import Role

__all__ = ["DIGEST_WORDS", "KIND_WORDS", "ROLE_WORDS", "SCOPE_WORDS"]

ROLE_WORDS: dict[Role, LazyText] = {
    Role.DPE_STAFF: lazy_("DPE staff"),
    Role.CPSE_OFFICER: lazy_("CSR nodal officer"),
    Role.DISTRICT_OFFICER: lazy_("District collector's office"),
    Role.STATE_OFFICER: lazy_("State department officer"),
    Role.UNICEF_OFFICER: lazy_("UNICEF officer"),
    Role.CHAIR: lazy_("Chair"),
    Role.AGENCY: lazy_("Implementing agency"),
    Role.AUDITOR: lazy_("Auditor"),
}

KIND_WORDS: dict[OrganisationKind, LazyText] = {
    OrganisationKind.DPE: lazy_("Department of Public Enterprises"),
    OrganisationKind.CPSE: lazy_("CPSE"),
    OrganisationKind.DISTRICT: lazy_("District"),
    OrganisationKind.STATE: lazy_("State"),
    OrganisationKind.UNICEF: lazy_("UNICEF"),
    OrganisationKind.AGENCY: lazy_("Implementing agency"),
    OrganisationKind.AUDIT: lazy_("Audit"),
}

SCOPE_WORDS: dict[TokenScope, LazyText] = {
    TokenScope.READ: lazy_("read only"),
    TokenScope.WRITE: lazy_("read and write"),
}

DIGEST_WORDS: dict[Digest, LazyText] = {
    Digest.DAILY: lazy_("each day"),
    Digest.WEEKLY: lazy_("each week"),
    Digest.NONE: lazy_("never"),
}

_ROLES = {role.value: words for role, words in ROLE_WORDS.items()}
_KINDS = {kind.value: words for kind, words in KIND_WORDS.items()}

register_words(
    "organisation",
    lazy_("Organisation"),
    columns={
        "id": lazy_("Number"),
        "kind": lazy_("Kind"),
        "name_en": lazy_("Name in English"),
        "name_hi": lazy_("Name in Hindi"),
        "state_id": lazy_("State"),
        "district_id": lazy_("District"),
    },
    values={"kind": _KINDS},
)
register_words(
    "app_user",
    lazy_("Person"),
    columns={
        "id": lazy_("Number"),
        "email": lazy_("E-mail address"),
        "name": lazy_("Name"),
        "designation": lazy_("Designation"),
        "role": lazy_("Role"),
        "organisation_id": lazy_("Organisation"),
        "scope": lazy_("Block or line department"),
        "language": lazy_("Language"),
        "digest": lazy_("Summary by mail"),
        "early_reminders": lazy_("Early reminders by mail"),
        "password_hash": lazy_("Password"),
        "is_enabled": lazy_("May sign in"),
        "is_demo": lazy_("Account for trying out"),
        "created_at": lazy_("Made"),
        "version": lazy_("Version"),
    },
    values={
        "role": _ROLES,
        "language": LANGUAGES,
        "digest": {code.value: words for code, words in DIGEST_WORDS.items()},
    },
)
register_words(
    "user_session",
    lazy_("Signed-in browser"),
    columns={
        "id": lazy_("Number"),
        "token_hash": lazy_("Key"),
        "user_id": lazy_("Person"),
        "created_at": lazy_("Begun"),
        "expires_at": lazy_("Ends"),
    },
)
register_words(
    "invitation",
    lazy_("Invitation"),
    columns={
        "id": lazy_("Number"),
        "token_hash": lazy_("Link"),
        "email": lazy_("E-mail address"),
        "name": lazy_("Name"),
        "designation": lazy_("Designation"),
        "role": lazy_("Role"),
        "organisation_id": lazy_("Organisation"),
        "scope": lazy_("Block or line department"),
        "language": lazy_("Language"),
        "invited_by_id": lazy_("Invited by"),
        "created_at": lazy_("Made"),
        "expires_at": lazy_("Valid until"),
        "used_at": lazy_("Used"),
        "withdrawn_at": lazy_("Withdrawn"),
    },
    values={"role": _ROLES, "language": LANGUAGES},
)
register_words(
    "api_token",
    lazy_("Token for programs"),
    columns={
        "id": lazy_("Number"),
        "organisation_id": lazy_("Organisation"),
        "role": lazy_("Role"),
        "name": lazy_("Name"),
        "prefix": lazy_("Begins with"),
        "token_hash": lazy_("Key"),
        "scope": lazy_("What it may do"),
        "created_by_id": lazy_("Made by"),
        "created_at": lazy_("Made"),
        "expires_at": lazy_("Valid until"),
        "revoked_at": lazy_("Revoked"),
        "revoked_by_id": lazy_("Revoked by"),
    },
    values={"role": _ROLES, "scope": {scope.value: words for scope, words in SCOPE_WORDS.items()}},
)
