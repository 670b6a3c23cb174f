"""The tables of the registry."""

from csrmatch.registry.models.answers import NothingToReport
from csrmatch.registry.models.cpses import Cpse, CpsePlace, CpseSpending
from csrmatch.registry.models.csr_accounts import CsrAccount
from csrmatch.registry.models.needs import (
    Need,
    NeedDelegation,
    NeedDocument,
    NeedGroup,
    NeedPartner,
    NeedStep,
    NeedThread,
)
from csrmatch.registry.models.overlaps import (
    OverlapCase,
    OverlapDistrict,
    OverlapSide,
    OverlapStep,
    OverlapTheme,
)
from csrmatch.registry.models.programmes import Programme, ProgrammeDistrict, ProgrammeGroup
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
from csrmatch.registry.models.support import SupportPledge, SupportRequest

__all__ = [
    "Cpse",
    "CpsePlace",
    "CpseSpending",
    "CsrAccount",
    "Need",
    "NeedDelegation",
    "NeedDocument",
    "NeedGroup",
    "NeedPartner",
    "NeedStep",
    "NeedThread",
    "NothingToReport",
    "OverlapCase",
    "OverlapDistrict",
    "OverlapSide",
    "OverlapStep",
    "OverlapTheme",
    "Programme",
    "ProgrammeDistrict",
    "ProgrammeGroup",
    "Project",
    "ProjectDistrict",
    "ProjectDocument",
    "ProjectGroup",
    "ProjectMilestone",
    "ProjectQuarter",
    "ProjectResult",
    "ProjectStep",
    "ProjectTheme",
    "SupportPledge",
    "SupportRequest",
]
