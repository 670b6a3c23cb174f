"""How a company's short code looks: it stands in addresses, workbooks and the sheets of a mapping."""

import re

__all__ = ["LONGEST_CODE", "is_company_code"]

LONGEST_CODE = 20
_CODE = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)*")


def is_company_code(code: str) -> bool:
    """Whether a text is a code: two or more capital letters and digits, hyphens only between them."""
    return 2 <= len(code) <= LONGEST_CODE and _CODE.fullmatch(code) is not None
