"""The tables of the registry."""

from csrmatch.registry.models.cpses import Cpse, CpsePlace, CpseSpending
from csrmatch.registry.models.csr_accounts import CsrAccount
from csrmatch.registry.models.needs import Need, NeedGroup, NeedPartner, NeedStep
from csrmatch.registry.models.projects import (
    Project,
    ProjectDistrict,
    ProjectDocument,
    ProjectGroup,
    ProjectMilestone,
    ProjectQuarter,
    ProjectResult,
    ProjectStep,
    ProjectTheme,
)

__all__ = [
    "Cpse",
    "CpsePlace",
    "CpseSpending",
    "CsrAccount",
    "Need",
    "NeedGroup",
    "NeedPartner",
    "NeedStep",
    "Project",
    "ProjectDistrict",
    "ProjectDocument",
    "ProjectGroup",
    "ProjectMilestone",
    "ProjectQuarter",
    "ProjectResult",
    "ProjectStep",
    "ProjectTheme",
]
