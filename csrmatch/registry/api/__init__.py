"""The operations of the API on what the registry holds."""

from csrmatch.registry.api import (
    answers,
    cpses,
    csr_accounts,
    districts,
    documents,
    figures,
    need_threads,
    needs,
    overlaps,
    programmes,
    project_parts,
    projects,
    reference,
    steps,
    support,
)
from csrmatch.web.api import about

__all__ = [
    "about",
    "answers",
    "cpses",
    "csr_accounts",
    "districts",
    "documents",
    "figures",
    "need_threads",
    "needs",
    "overlaps",
    "programmes",
    "project_parts",
    "projects",
    "reference",
    "steps",
    "support",
]
