"""Tokens of the demonstration: one that works, one that was revoked; and the pages that show them."""

from sqlalchemy import select

from csrmatch.accounts.models import TokenScope, User
from csrmatch.accounts.services import make_token, revoke_token
from csrmatch.db import db
from csrmatch.demo import DEMO_DOMAIN

__all__ = ["TOKEN_PAGES", "make_tokens"]

TOKEN_PAGES: tuple[tuple[str, str, str, str | None], ...] = (
    ("api.show_api", "api", "/api/v1/", None),
    ("accounts.list_tokens", "tokens", "/tokens", "cpse"),
    ("accounts.list_tokens", "tokens-none", "/tokens", "unicef"),
    ("accounts.new_token", "token-new", "/tokens/new", "cpse"),
    ("accounts.show_token", "token", "/tokens/1", "cpse"),
    ("accounts.show_token", "token-revoked", "/tokens/2", "dpe"),
)


def make_tokens() -> None:
    """A token of NMDC's office that reads and writes, and one that was revoked."""
    query = select(User).where(User.email == f"cpse@{DEMO_DOMAIN}")
    officer = db.session.scalars(query).one()
    make_token(by=officer, name="ERP of the CSR cell", scope=TokenScope.WRITE)
    lost, _secret = make_token(by=officer, name="Dashboard of the chairman's office", scope=TokenScope.READ)
    revoke_token(by=officer, token=lost)
