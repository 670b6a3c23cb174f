"""How certificates of participation are numbered and checked."""

import secrets
from enum import StrEnum

from csrmatch.workshops.rules.workshops import WorkshopStatus

__all__ = [
    "CERTIFIED",
    "CertificateLanguage",
    "make_code",
    "plain_code",
    "shown_code",
    "told_number",
]

# Nobody took part in a workshop that was not held.
CERTIFIED = frozenset({WorkshopStatus.HELD, WorkshopStatus.CLOSED})
# Letters and digits that are not mistaken for one another when read aloud or typed.
_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 16
_PART = 4


class CertificateLanguage(StrEnum):
    """In which language a certificate is written, or in both side by side."""

    BOTH = "both"
    ENGLISH = "en"
    HINDI = "hi"


def told_number(workshop_id: int, participant_id: int, issue: int) -> str:
    """The number on a certificate: workshop, participant and which of their certificates it is."""
    return f"W-{workshop_id:04d}/P-{participant_id:04d}/{issue}"


def make_code() -> str:
    """A new code by which anybody who holds the paper may check it; it cannot be guessed."""
    return "".join(secrets.choice(_SIGNS) for _place in range(_LENGTH))


def shown_code(code: str) -> str:
    """A code in groups of four."""
    return "-".join(code[start : start + _PART] for start in range(0, len(code), _PART))


def plain_code(typed: str) -> str:
    """What somebody typed as a code, without what stands between its signs."""
    return "".join(sign for sign in typed.upper() if sign in _SIGNS)[: _LENGTH + 1]
