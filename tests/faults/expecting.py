"""What the tables of expected answers are written in: sets of roles, and the answers of one route."""

from dataclasses import dataclass, field

from csrmatch.roles import Role

EVERYONE = frozenset(Role)
OFFICES = EVERYONE - {Role.AUDITOR}
READERS = frozenset({Role.DPE_STAFF, Role.AUDITOR})
DPE = frozenset({Role.DPE_STAFF})
COMPANY = frozenset({Role.CPSE_OFFICER})
REPORTERS = frozenset({Role.CPSE_OFFICER, Role.AGENCY})
SEE_ALL_PROJECTS = frozenset({Role.DPE_STAFF, Role.UNICEF_OFFICER, Role.AUDITOR})
KEEPERS = frozenset({Role.DPE_STAFF, Role.CPSE_OFFICER})
COLLECTOR = frozenset({Role.DISTRICT_OFFICER})
STEPPERS = frozenset({Role.DPE_STAFF, Role.DISTRICT_OFFICER, Role.STATE_OFFICER})
SEE_ALL_NEEDS = SEE_ALL_PROJECTS
TALKERS = frozenset({Role.CPSE_OFFICER, Role.DISTRICT_OFFICER})
TELLERS = frozenset({Role.DISTRICT_OFFICER, Role.STATE_OFFICER, Role.UNICEF_OFFICER})
ASKED = frozenset({Role.CPSE_OFFICER, Role.DISTRICT_OFFICER})
PAIRED = READERS | ASKED | {Role.STATE_OFFICER}
ASKED_OR_ASKING = READERS | ASKED | {Role.STATE_OFFICER, Role.CHAIR}
PROGRAMME_KEEPERS = frozenset({Role.DPE_STAFF, Role.STATE_OFFICER, Role.UNICEF_OFFICER})
SIDES = PROGRAMME_KEEPERS | {Role.CPSE_OFFICER, Role.DISTRICT_OFFICER}
# Who brings records in by file: projects and accounts, and needs.
BRINGERS = COMPANY | COLLECTOR
PUBLIC = None


@dataclass(frozen=True)
class Expected:
    """The answers of one route and method."""

    who: frozenset[Role] | None
    answers: dict[str, int] = field(default_factory=lambda: {"-": 200})
    wide: frozenset[Role] = frozenset()
