"""Reading organisations, users, sessions and invitations."""

import hashlib
from datetime import datetime

from sqlalchemy import Select, func, or_, select

from csrmatch.accounts.access import only_visible_users
from csrmatch.accounts.models import Invitation, Organisation, SignInAttempt, User, UserSession
from csrmatch.db import db, now
from csrmatch.errors import Missing

__all__ = [
    "count_attempts",
    "find_invitation",
    "find_session",
    "find_user_by_email",
    "get_organisation",
    "get_user",
    "hash_token",
    "list_invitations",
    "list_organisations",
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


def search_users(viewer: User, *, text: str | None, role: str | None) -> Select[User]:
    """The users the viewer may see, narrowed by name or address and by role."""
    query = only_visible_users(viewer, select(User)).join(User.organisation)
    if text:
        like = f"%{text.lower()}%"
        query = query.where(or_(func.lower(User.name).like(like), User.email.like(like)))
    if role:
        query = query.where(User.role == role)
    return query


def list_organisations() -> list[Organisation]:
    """All organisations by kind and name."""
    return list(db.session.scalars(select(Organisation).order_by(Organisation.kind, Organisation.name_en)))


def get_organisation(organisation_id: int) -> Organisation:
    """One organisation."""
    organisation = db.session.get(Organisation, organisation_id)
    if organisation is None:
        raise Missing
    return organisation


def find_invitation(token: str) -> Invitation | None:
    """The invitation of a link, while it can be used."""
    return db.session.scalar(
        select(Invitation).where(
            Invitation.token_hash == hash_token(token),
            Invitation.used_at.is_(None),
            Invitation.withdrawn_at.is_(None),
            Invitation.expires_at > now(),
        )
    )


def list_invitations(viewer: User) -> list[Invitation]:
    """Open invitations the viewer may see, the newest first."""
    query = only_visible_users(viewer, select(Invitation), model=Invitation)
    return list(
        db.session.scalars(
            query.where(Invitation.used_at.is_(None), Invitation.withdrawn_at.is_(None)).order_by(
                Invitation.created_at.desc(), Invitation.id
            )
        )
    )


def count_attempts(key: str, since: datetime) -> int:
    """How many failed sign-ins an account or address had since a moment."""
    query = select(func.count()).where(SignInAttempt.key == key, SignInAttempt.at > since)
    return db.session.scalar(query) or 0
