"""Pure decisions of the registry on plain values."""

from csrmatch.registry.rules.filings import Amounts, Filed, is_suspect, split_suspect, sum_by

__all__ = ["Amounts", "Filed", "is_suspect", "split_suspect", "sum_by"]
