"""Organisations, users, their sessions, invitations and sign-in attempts."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import Boolean, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from csrmatch.db import Model, UtcDateTime, Versioned, code_enum
from csrmatch.places.models import District, State
from csrmatch.roles import Role

__all__ = ["Invitation", "Organisation", "OrganisationKind", "SignInAttempt", "User", "UserSession"]


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
    language: Mapped[str] = mapped_column(String(2), default="en")
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
