"""Pure decisions of the registry on plain values."""

from csrmatch.registry.rules.csr_law import CITATIONS, FIRST_YEAR, CsrRule
from csrmatch.registry.rules.csr_standing import CsrFacts, Due, DueState, Finding, Standing, Verdict, judge
from csrmatch.registry.rules.filings import Amounts, Filed, is_suspect, split_suspect, sum_by

__all__ = [
    "CITATIONS",
    "FIRST_YEAR",
    "Amounts",
    "CsrFacts",
    "CsrRule",
    "Due",
    "DueState",
    "Filed",
    "Finding",
    "Standing",
    "Verdict",
    "is_suspect",
    "judge",
    "split_suspect",
    "sum_by",
]
