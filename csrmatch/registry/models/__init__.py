"""The tables of the registry."""

from csrmatch.registry.models.cpses import Cpse, CpsePlace, CpseSpending
from csrmatch.registry.models.csr_accounts import CsrAccount

__all__ = ["Cpse", "CpsePlace", "CpseSpending", "CsrAccount"]
