"""What offices filed, measured and registered, as rows of the input: pure rules on plain values.

Each rule says in its docstring why it is so; the data check of an exercise shows which of them was used.
"""

from csrmatch.mapping.derivations.filings import (
    Filing,
    free_money_from_filings,
    projects_from_filings,
    spent_by_usable_year,
)
from csrmatch.mapping.derivations.gaps import Measured, needs_from_gaps, severity_of
from csrmatch.mapping.derivations.money import (
    AccountMoney,
    FreeMoney,
    MoneyOrigin,
    capacities_from_money,
    find_free,
    usable_account_years,
)
from csrmatch.mapping.derivations.needs import (
    COUNTED_NEEDS,
    RegisteredNeed,
    join_needs,
    needs_from_register,
)
from csrmatch.mapping.derivations.projects import (
    COUNTED_PROJECTS,
    RegisteredProject,
    is_on_time,
    is_verified,
    projects_from_register,
)

__all__ = [
    "COUNTED_NEEDS",
    "COUNTED_PROJECTS",
    "AccountMoney",
    "Filing",
    "FreeMoney",
    "Measured",
    "MoneyOrigin",
    "RegisteredNeed",
    "RegisteredProject",
    "capacities_from_money",
    "find_free",
    "free_money_from_filings",
    "is_on_time",
    "is_verified",
    "join_needs",
    "needs_from_gaps",
    "needs_from_register",
    "projects_from_filings",
    "projects_from_register",
    "severity_of",
    "spent_by_usable_year",
    "usable_account_years",
]
