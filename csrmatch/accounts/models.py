"""Organisations, users, their sessions, invitations, sign-in attempts, and tokens for programs."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from csrmatch.db import Model, UtcDateTime, Versioned, code_enum
from csrmatch.places.models import District, State
from csrmatch.roles import Role

__all__ = [
    "ApiToken",
    "ApiTokenUse",
    "Digest",
    "Invitation",
    "Organisation",
    "OrganisationKind",
    "SignInAttempt",
    "TokenScope",
    "User",
    "UserSession",
]


class Digest(StrEnum):
    """How often a person is written to about what waits and what changed."""

    DAILY = "daily"
    WEEKLY = "weekly"
    NONE = "none"


class OrganisationKind(StrEnum):
    """What kind of office or body an organisation is."""

    DPE = "dpe"
    CPSE = "cpse"
    DISTRICT = "district"
    STATE = "state"
    UNICEF = "unicef"
    AGENCY = "agency"
    AUDIT = "audit"


class Organisation(Model):
    """An office or body for which people act; its place narrows what they see."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[OrganisationKind] = mapped_column(code_enum(OrganisationKind), index=True)
    name_en: Mapped[str] = mapped_column(String(160))
    name_hi: Mapped[str | None] = mapped_column(String(160))
    state_id: Mapped[int | None] = mapped_column(ForeignKey("state.id"))
    district_id: Mapped[int | None] = mapped_column(ForeignKey("district.id"))

    state: Mapped[State | None] = relationship()
    district: Mapped[District | None] = relationship()


class User(Versioned, Model):
    """A person with a role in one organisation."""

    __tablename__ = "app_user"
    # What the sign-in asks of a person; whether the account is enabled is decided where the session is read.
    is_authenticated: ClassVar[bool] = True
    is_active: ClassVar[bool] = True
    is_anonymous: ClassVar[bool] = False
    __secret__ = frozenset({"password_hash", "email", "name", "designation"})

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    designation: Mapped[str] = mapped_column(String(120), default="")
    role: Mapped[Role] = mapped_column(code_enum(Role))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    # The block or line department of who works only on what the office hands to them.
    scope: Mapped[str | None] = mapped_column(String(120))
    language: Mapped[str] = mapped_column(String(2), default="en")
    digest: Mapped[Digest] = mapped_column(
        code_enum(Digest), default=Digest.WEEKLY, server_default=Digest.WEEKLY.value
    )
    # The last reminders before a day, and those after it, come to everybody whom they concern.
    early_reminders: Mapped[bool] = mapped_column(Boolean, default=True, server_default=true())
    password_hash: Mapped[str] = mapped_column(String(200))
    is_enabled: Mapped[bool] = mapped_column(Boolean, default=True)
    is_demo: Mapped[bool] = mapped_column(Boolean, default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)


class UserSession(Model):
    """A signed-in browser; the cookie holds a token, this row only its hash, so deleting it signs out."""

    __tablename__ = "user_session"
    __secret__ = frozenset({"token_hash"})

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)

    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class Invitation(Model):
    """A link, usable once and for a week, by which a person sets a password and comes in."""

    __tablename__ = "invitation"
    __secret__ = frozenset({"token_hash", "email", "name", "designation"})

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    name: Mapped[str] = mapped_column(String(120))
    designation: Mapped[str] = mapped_column(String(120), default="")
    role: Mapped[Role] = mapped_column(code_enum(Role))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    scope: Mapped[str | None] = mapped_column(String(120))
    language: Mapped[str] = mapped_column(String(2), default="en")
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    invited_by: Mapped[User] = relationship()


class SignInAttempt(Model):
    """A failed sign-in, counted per account and per address in the database, so that all workers agree."""

    __tablename__ = "sign_in_attempt"
    __logged__ = False
    __table_args__ = (Index("ix_sign_in_attempt_key_at", "key", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class TokenScope(StrEnum):
    """What a program may do with a token, of all that its office may do."""

    READ = "read"
    WRITE = "read_write"


class ApiToken(Model):
    """A secret with which a program of an office signs in; only its hash is kept, its prefix to know it by.

    It acts for the person who made it, in the role and organisation they held then.
    """

    __tablename__ = "api_token"
    __secret__ = frozenset({"token_hash"})

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    role: Mapped[Role] = mapped_column(code_enum(Role))
    name: Mapped[str] = mapped_column(String(80))
    prefix: Mapped[str] = mapped_column(String(12))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    scope: Mapped[TokenScope] = mapped_column(code_enum(TokenScope))
    created_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    created_by: Mapped[User] = relationship(foreign_keys=[created_by_id], lazy="joined", innerjoin=True)
    revoked_by: Mapped[User | None] = relationship(foreign_keys=[revoked_by_id])
    use: Mapped["ApiTokenUse"] = relationship(lazy="joined", innerjoin=True)


class ApiTokenUse(Model):
    """How often a token was used in the window that began last, and when it was used last."""

    __tablename__ = "api_token_use"
    __logged__ = False

    token_id: Mapped[int] = mapped_column(ForeignKey("api_token.id"), primary_key=True)
    window_at: Mapped[datetime] = mapped_column(UtcDateTime)
    requests: Mapped[int] = mapped_column(Integer)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
