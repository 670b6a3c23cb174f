"""Reading organisations, users, sessions, invitations and tokens."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select
from sqlalchemy.orm import joinedload

from csrmatch.accounts.access import can_see_names, only_open_to, only_visible_tokens, only_visible_users
from csrmatch.accounts.models import (
    ApiToken,
    Invitation,
    Organisation,
    SignInAttempt,
    TokenScope,
    User,
    UserSession,
)
from csrmatch.db import db, now
from csrmatch.errors import Missing
from csrmatch.roles import Role

__all__ = [
    "count_attempts",
    "find_invitation",
    "find_live_token",
    "find_session",
    "find_user_by_email",
    "get_invitation",
    "get_organisation",
    "get_token",
    "get_user",
    "hash_token",
    "list_actor_ids",
    "list_names",
    "list_organisations",
    "list_sessions",
    "list_tokens_by_id",
    "search_invitations",
    "search_tokens",
    "search_users",
]


def hash_token(token: str) -> str:
    """What is stored of a secret token."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_session(token: str) -> UserSession | None:
    """The session of a token while it is alive and its person enabled."""
    session = db.session.scalar(
        select(UserSession).where(UserSession.token_hash == hash_token(token), UserSession.expires_at > now())
    )
    return session if session is not None and session.user.is_enabled else None


def find_user_by_email(email: str) -> User | None:
    """The account of a mail address, whatever its letters' case."""
    return db.session.scalar(select(User).where(User.email == email.strip().lower()))


def get_user(viewer: User, user_id: int) -> User:
    """A user the viewer may see."""
    user = db.session.scalar(only_visible_users(viewer, select(User)).where(User.id == user_id))
    if user is None:
        raise Missing
    return user


def search_users(
    viewer: User, *, text: str | None = None, role: Role | None = None, enabled: bool | None = None
) -> Select[Any]:
    """The users the viewer may see, narrowed by a text, by role and by whether they may sign in.

    The text is looked for in the names of organisations, and in names and addresses of people where the
    viewer is shown them: a search tells no more than the page.
    """
    query = only_visible_users(viewer, select(User)).join(User.organisation)
    if text:
        places = [Organisation.name_en, Organisation.name_hi]
        if can_see_names(viewer):
            places += [User.name, User.email, User.designation]
        query = query.where(or_(*(place.icontains(text, autoescape=True) for place in places)))
    if role is not None:
        query = query.where(User.role == role)
    if enabled is not None:
        query = query.where(User.is_enabled.is_(enabled))
    return query


def list_actor_ids(viewer: User, text: str) -> list[int]:
    """The numbers of the people a text means: a number itself, or where shown a part of a name."""
    if text.isdecimal():
        return [int(text)] if len(text) < 10 else []
    return list(
        db.session.scalars(search_users(viewer, text=text).with_only_columns(User.id).order_by(User.id))
    )


def list_names(ids: Iterable[int]) -> dict[int, str]:
    """The names of people by their numbers."""
    query = select(User.id, User.name).where(User.id.in_(set(ids))).order_by(User.id)
    return {row.id: row.name for row in db.session.execute(query)}


def list_sessions(user: User) -> list[UserSession]:
    """The sessions of a person, the newest first."""
    query = select(UserSession).where(UserSession.user_id == user.id)
    return list(db.session.scalars(query.order_by(UserSession.created_at.desc(), UserSession.id)))


def list_organisations() -> list[Organisation]:
    """All organisations by kind and name, with their districts."""
    query = select(Organisation).options(joinedload(Organisation.district))
    return list(db.session.scalars(query.order_by(Organisation.kind, Organisation.name_en)))


def get_organisation(organisation_id: int) -> Organisation:
    """One organisation."""
    organisation = db.session.get(Organisation, organisation_id)
    if organisation is None:
        raise Missing
    return organisation


def find_invitation(token: str) -> Invitation | None:
    """The invitation of a link, while it can be used: in time, not withdrawn, its sender still enabled."""
    return db.session.scalar(
        select(Invitation)
        .join(Invitation.invited_by)
        .where(
            Invitation.token_hash == hash_token(token),
            Invitation.used_at.is_(None),
            Invitation.withdrawn_at.is_(None),
            Invitation.expires_at > now(),
            User.is_enabled.is_(True),
        )
    )


def search_invitations(viewer: User, *, text: str | None = None) -> Select[Any]:
    """The open invitations the viewer could have made, narrowed by a name, address or organisation."""
    query = only_open_to(viewer, select(Invitation)).join(Invitation.organisation)
    query = query.where(Invitation.used_at.is_(None), Invitation.withdrawn_at.is_(None))
    if text:
        places = [Organisation.name_en, Organisation.name_hi, Invitation.name, Invitation.email]
        query = query.where(or_(*(place.icontains(text, autoescape=True) for place in places)))
    return query


def get_invitation(viewer: User, invitation_id: int) -> Invitation:
    """An open invitation the viewer could have made."""
    query = search_invitations(viewer).where(Invitation.id == invitation_id)
    invitation: Invitation | None = db.session.scalar(query)
    if invitation is None:
        raise Missing
    return invitation


def count_attempts(key: str, since: datetime) -> int:
    """How many failed sign-ins an account or address had since a moment."""
    query = select(func.count()).where(SignInAttempt.key == key, SignInAttempt.at > since)
    return db.session.scalar(query) or 0


def find_live_token(secret: str) -> ApiToken | None:
    """The token of a secret while it works."""
    query = select(ApiToken).join(User, ApiToken.created_by_id == User.id)
    return db.session.scalar(query.where(ApiToken.token_hash == hash_token(secret), _works()))


def _works() -> ColumnElement[bool]:
    """Whether a token is not revoked, in time, and its maker still speaks for that office in that role."""
    return and_(
        ApiToken.revoked_at.is_(None),
        ApiToken.expires_at > now(),
        User.is_enabled.is_(True),
        User.role == ApiToken.role,
        User.organisation_id == ApiToken.organisation_id,
        User.scope.is_(None),
    )


def search_tokens(
    viewer: User, *, text: str | None = None, scope: TokenScope | None = None, live: bool | None = None
) -> Select[Any]:
    """The tokens the viewer may see, narrowed by a text, by scope and by whether they still work."""
    query = only_visible_tokens(viewer, select(ApiToken))
    query = query.join(Organisation, ApiToken.organisation_id == Organisation.id)
    query = query.join(User, ApiToken.created_by_id == User.id)
    if text:
        places = [Organisation.name_en, Organisation.name_hi, ApiToken.name, ApiToken.prefix]
        query = query.where(or_(*(place.icontains(text, autoescape=True) for place in places)))
    if scope is not None:
        query = query.where(ApiToken.scope == scope)
    if live is not None:
        query = query.where(_works() if live else not_(_works()))
    return query


def get_token(viewer: User, token_id: int) -> ApiToken:
    """A token the viewer may see."""
    token: ApiToken | None = db.session.scalar(search_tokens(viewer).where(ApiToken.id == token_id))
    if token is None:
        raise Missing
    return token


def list_tokens_by_id(ids: Iterable[int]) -> dict[int, ApiToken]:
    """Tokens by their numbers, whether they still work or not."""
    query = select(ApiToken).where(ApiToken.id.in_(set(ids))).order_by(ApiToken.id)
    return {token.id: token for token in db.session.scalars(query)}
