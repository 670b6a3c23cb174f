"""The verbs of accounts: sign in and out, invite, accept, enable, disable, change a password."""

import secrets
from datetime import timedelta

from sqlalchemy import select

from csrmatch.accounts.access import can_invite, can_manage
from csrmatch.accounts.models import (
    Invitation,
    Organisation,
    OrganisationKind,
    SignInAttempt,
    User,
    UserSession,
)
from csrmatch.accounts.passwords import hash_password, is_right
from csrmatch.accounts.queries import count_attempts, find_invitation, find_user_by_email, hash_token
from csrmatch.audit.recording import note_event
from csrmatch.db import db, now
from csrmatch.errors import DomainError, Missing, NotAllowed
from csrmatch.i18n import lazy_
from csrmatch.places.models import District, State
from csrmatch.roles import Role

__all__ = [
    "SignInRefused",
    "accept_invitation",
    "add_user",
    "change_language",
    "change_password",
    "check_sign_in",
    "end_session",
    "end_sessions_of",
    "ensure_organisation",
    "invite_user",
    "open_session",
    "set_enabled",
    "withdraw_invitation",
]

DPE_NAMES = {"en": "Department of Public Enterprises", "hi": "लोक उद्यम विभाग"}
SESSION_LIFE = timedelta(hours=12)
INVITATION_LIFE = timedelta(days=7)
_WINDOW = timedelta(minutes=15)
_MOST_PER_ACCOUNT = 5
_MOST_PER_ADDRESS = 30


class SignInRefused(DomainError):
    """Wrong address or password, a disabled account, or too many tries: the text never tells which account."""


def check_sign_in(*, email: str, password: str, address: str) -> User | SignInRefused:
    """The person of these credentials, or why not; a refusal is counted in this very transaction."""
    account_key, address_key = (
        hash_token("account:" + email.strip().lower()),
        hash_token("address:" + address),
    )
    since = now() - _WINDOW
    if (
        count_attempts(account_key, since) >= _MOST_PER_ACCOUNT
        or count_attempts(address_key, since) >= _MOST_PER_ADDRESS
    ):
        return SignInRefused(lazy_("Too many tries. Wait 15 minutes, then try again."))
    user = find_user_by_email(email)
    right = is_right(user.password_hash if user else None, password)
    if user is None or not right or not user.is_enabled:
        for key in (account_key, address_key):
            db.session.add(SignInAttempt(key=key, at=now()))
        return SignInRefused(lazy_("The e-mail address or the password is not right."))
    return user


def open_session(user: User) -> str:
    """Starts a session and gives its token, which is stored only as a hash."""
    token = secrets.token_urlsafe(32)
    db.session.add(
        UserSession(
            token_hash=hash_token(token), user=user, created_at=now(), expires_at=now() + SESSION_LIFE
        )
    )
    db.session.flush()
    note_event("sign_in", "app_user", user.id)
    return token


def end_session(token: str) -> None:
    """Ends one session: a copied cookie is worth nothing afterwards."""
    session = db.session.scalar(select(UserSession).where(UserSession.token_hash == hash_token(token)))
    if session is not None:
        db.session.delete(session)
        db.session.flush()


def end_sessions_of(user: User, *, but: str | None = None) -> None:
    """Ends all sessions of a person, or all but the one whose token is given."""
    kept = hash_token(but) if but else None
    for session in db.session.scalars(
        select(UserSession).where(UserSession.user_id == user.id).order_by(UserSession.id)
    ):
        if session.token_hash != kept:
            db.session.delete(session)
    db.session.flush()


def ensure_organisation(
    kind: str,
    *,
    name_en: str | None = None,
    name_hi: str | None = None,
    state: State | None = None,
    district: District | None = None,
) -> Organisation:
    """The organisation of that kind and name, made if there is none; DPE is the default of its kind."""
    name_en = name_en or DPE_NAMES["en"]
    query = select(Organisation).where(
        Organisation.kind == OrganisationKind(kind), Organisation.name_en == name_en
    )
    organisation = db.session.scalar(query)
    if organisation is None:
        organisation = Organisation(
            kind=OrganisationKind(kind),
            name_en=name_en,
            name_hi=name_hi or (DPE_NAMES["hi"] if kind == "dpe" else None),
            state=state,
            district=district,
        )
        db.session.add(organisation)
        db.session.flush()
    return organisation


def add_user(
    *,
    email: str,
    name: str,
    role: Role,
    organisation: Organisation,
    password: str,
    designation: str = "",
    language: str = "en",
    is_demo: bool = False,
) -> User:
    """Makes an account; an address has one account only."""
    if find_user_by_email(email) is not None:
        raise DomainError(lazy_("There is already an account with this e-mail address."))
    user = User(
        email=email.strip().lower(),
        name=name,
        designation=designation,
        role=role,
        organisation=organisation,
        language=language,
        password_hash=hash_password(password),
        is_enabled=True,
        is_demo=is_demo,
        created_at=now(),
    )
    db.session.add(user)
    db.session.flush()
    return user


def invite_user(
    *,
    by: User,
    email: str,
    name: str,
    designation: str,
    role: Role,
    organisation: Organisation,
    language: str,
) -> tuple[Invitation, str]:
    """Makes an invitation and gives the secret of its link, which is shown once."""
    if not can_invite(by, organisation, role):
        raise NotAllowed
    if find_user_by_email(email) is not None:
        raise DomainError(lazy_("There is already an account with this e-mail address."))
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        token_hash=hash_token(token),
        email=email.strip().lower(),
        name=name,
        designation=designation,
        role=role,
        organisation=organisation,
        language=language,
        invited_by=by,
        created_at=now(),
        expires_at=now() + INVITATION_LIFE,
    )
    db.session.add(invitation)
    db.session.flush()
    return invitation, token


def accept_invitation(*, token: str, password: str) -> User:
    """Turns an invitation into an account, once."""
    invitation = find_invitation(token)
    if invitation is None:
        raise Missing
    invitation.used_at = now()
    return add_user(
        email=invitation.email,
        name=invitation.name,
        designation=invitation.designation,
        role=invitation.role,
        organisation=invitation.organisation,
        password=password,
        language=invitation.language,
    )


def withdraw_invitation(*, by: User, invitation: Invitation) -> None:
    """Makes an open invitation's link worthless."""
    if not can_invite(by, invitation.organisation, invitation.role):
        raise NotAllowed
    invitation.withdrawn_at = now()
    db.session.flush()


def set_enabled(*, by: User, user: User, enabled: bool, version: int | None) -> None:
    """Disables or enables an account; disabling ends its sessions at once."""
    if not can_manage(by, user):
        raise NotAllowed
    user.expect_version(version)
    user.is_enabled = enabled
    if not enabled:
        end_sessions_of(user)
    db.session.flush()


def change_password(*, user: User, current: str, new: str, keep: str | None) -> None:
    """Changes one's own password and ends one's other sessions."""
    if not is_right(user.password_hash, current):
        raise DomainError(lazy_("The present password is not right."))
    user.password_hash = hash_password(new)
    end_sessions_of(user, but=keep)
    db.session.flush()


def change_language(*, user: User, language: str) -> None:
    """Remembers the language a person reads."""
    user.language = language
    db.session.flush()
