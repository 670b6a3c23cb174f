"""The operations of the API on what the registry holds."""

from csrmatch.registry.api import (
    cpses,
    csr_accounts,
    districts,
    needs,
    project_parts,
    projects,
    reference,
)
from csrmatch.web.api import about

__all__ = [
    "about",
    "cpses",
    "csr_accounts",
    "districts",
    "needs",
    "project_parts",
    "projects",
    "reference",
]
