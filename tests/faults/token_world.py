"""Tokens for the tests of faults: each office has one that writes, one that only reads, and dead ones."""

from dataclasses import dataclass, field

from sqlalchemy import select

from csrmatch.accounts.models import TokenScope, User
from csrmatch.accounts.services import make_token, revoke_token
from csrmatch.db import db, now
from csrmatch.roles import Permission, Role, allows
from tests import factories
from tests.conftest import PASSWORD

__all__ = ["DEAD", "TokenWorld", "make_tokens"]

# Tokens with which nobody comes in.
DEAD = ("revoked", "expired", "disabled", "moved")


@dataclass
class TokenWorld:
    """`ids[role]` has own, near and far; `secrets` has `<role>`, `<role> read` and one for each dead one."""

    ids: dict[Role, dict[str, int]] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)


def _user(email: str) -> User:
    return db.session.scalars(select(User).where(User.email == email)).one()


def make_tokens() -> TokenWorld:
    """Makes the tokens; those of strangers are made by the people near and far."""
    world = TokenWorld()
    for role in Role:
        if not allows(role, Permission.MANAGE_TOKENS):
            continue
        person = _user(f"{role.value}@example.test")
        own, world.secrets[role.value] = make_token(by=person, name="Own", scope=TokenScope.WRITE)
        _read, secret = make_token(by=person, name="Reader", scope=TokenScope.READ)
        world.secrets[f"{role.value} read"] = secret
        world.ids[role] = {"own": own.id}
        for place in ("near", "far"):
            stranger = _user(f"{place}.{role.value}@example.test")
            token, _secret = make_token(by=stranger, name=f"Token {place}", scope=TokenScope.READ)
            world.ids[role][place] = token.id
    _make_dead(world)
    return world


def _make_dead(world: TokenWorld) -> None:
    office = factories.find_organisation(Role.CPSE_OFFICER)
    for name in DEAD:
        maker = factories.make_user(
            Role.CPSE_OFFICER, email=f"token.{name}@example.test", password=PASSWORD, organisation=office
        )
        token, world.secrets[name] = make_token(by=maker, name=f"Token {name}", scope=TokenScope.WRITE)
        if name == "revoked":
            revoke_token(by=maker, token=token)
        if name == "expired":
            token.expires_at = now()
        if name == "disabled":
            maker.is_enabled = False
        if name == "moved":
            maker.organisation = factories.find_organisation(Role.AGENCY)
            maker.role = Role.AGENCY
