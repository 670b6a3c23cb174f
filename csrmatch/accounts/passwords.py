"""Passwords: argon2id, the same work for a known and an unknown account."""

import unicodedata
from functools import cache
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

__all__ = ["hash_password", "is_right", "set_cost"]

_cost: dict[str, Any] = {}


def set_cost(**cost: int) -> None:
    """Sets argon2's parameters; called once by the app with its settings."""
    _cost.clear()
    _cost.update(cost)
    _hasher.cache_clear()
    _nobody.cache_clear()


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher(**_cost)


@cache
def _nobody() -> str:
    return _hasher().hash("nobody has this password")


def hash_password(password: str) -> str:
    """The hash to store."""
    return _hasher().hash(_one_form(password))


def _one_form(password: str) -> str:
    """The same letters however a keyboard sends them: Devanagari has several ways to write some."""
    return unicodedata.normalize("NFC", password)


def is_right(stored: str | None, password: str) -> bool:
    """Whether the password fits; without a stored hash the same time is spent and the answer is no."""
    try:
        return _hasher().verify(stored or _nobody(), _one_form(password)) and stored is not None
    except VerificationError:
        return False
