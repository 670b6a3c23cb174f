"""The verbs of accounts: sign in and out, invite, accept, enable, disable, passwords, tokens."""

import secrets
from datetime import date, datetime, time, timedelta

from sqlalchemy import case, delete, select, update

from csrmatch.accounts.access import can_invite, can_make_tokens, can_manage, can_see_person
from csrmatch.accounts.models import (
    ApiToken,
    ApiTokenUse,
    Digest,
    Invitation,
    Organisation,
    OrganisationKind,
    SignInAttempt,
    TokenScope,
    User,
    UserSession,
)
from csrmatch.accounts.passwords import hash_password, is_right
from csrmatch.accounts.queries import (
    count_attempts,
    find_invitation,
    find_user_by_email,
    hash_token,
    list_sessions,
)
from csrmatch.audit.recording import note_event
from csrmatch.db import db, lock_row, now, take_turn, today
from csrmatch.errors import DomainError, Missing, NotAllowed
from csrmatch.i18n import IST, LANGUAGES, lazy_
from csrmatch.places.models import District, State
from csrmatch.roles import Role

__all__ = [
    "TOKEN_LIFE",
    "SignInRefused",
    "accept_invitation",
    "add_user",
    "change_language",
    "change_mail",
    "change_password",
    "check_sign_in",
    "count_token_use",
    "end_session",
    "end_sessions_of",
    "ensure_organisation",
    "invite_user",
    "make_token",
    "open_session",
    "renew_invitation",
    "reset_password",
    "revoke_token",
    "set_enabled",
    "withdraw_invitation",
]

DPE_NAMES = {"en": "Department of Public Enterprises", "hi": "लोक उद्यम विभाग"}
SESSION_LIFE = timedelta(hours=12)
INVITATION_LIFE = timedelta(days=7)
TOKEN_LIFE = timedelta(days=365)
_WINDOW = timedelta(minutes=15)
_TOKEN_START = "csr_"  # noqa: S105
_TOKEN_WINDOW = timedelta(minutes=1)
_MOST_PER_ACCOUNT = 5
_MOST_PER_ADDRESS = 30


class SignInRefused(DomainError):
    """Wrong address or password, a disabled account, or too many tries; the text tells none apart."""


def check_sign_in(*, email: str, password: str, address: str) -> User | SignInRefused:
    """The person of these credentials, or why not; a refusal is counted in this very transaction."""
    keys = {
        hash_token("account:" + email.strip().lower()): _MOST_PER_ACCOUNT,
        hash_token("address:" + address): _MOST_PER_ADDRESS,
    }
    since = now() - _WINDOW
    # Guesses sent all at once are counted one after the other.
    take_turn(f"sign-in {next(iter(keys))}")
    if any(count_attempts(key, since) >= most for key, most in keys.items()):
        return SignInRefused(lazy_("Too many tries. Wait 15 minutes, then try again."))
    user = find_user_by_email(email)
    right = is_right(user.password_hash if user else None, password)
    if user is None or not right or not user.is_enabled:
        db.session.execute(delete(SignInAttempt).where(SignInAttempt.at <= since))
        db.session.add_all(SignInAttempt(key=key, at=now()) for key in keys)
        return SignInRefused(lazy_("The e-mail address or the password is not right."))
    return user


def open_session(user: User) -> str:
    """Starts a session and gives its token, which is stored only as a hash; clears expired ones away."""
    for session in list_sessions(user):
        if session.expires_at <= now():
            db.session.delete(session)
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
        note_event("sign_out", "app_user", session.user_id)
        db.session.flush()


def end_sessions_of(user: User, *, but: str | None = None) -> None:
    """Ends all sessions of a person, or all but the one whose token is given."""
    kept = hash_token(but) if but else None
    for session in list_sessions(user):
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
    scope: str | None = None,
) -> User:
    """Makes an account; an address has one account only."""
    take_turn(f"account {email.strip().lower()}")
    if find_user_by_email(email) is not None:
        raise DomainError(lazy_("There is already an account with this e-mail address."))
    user = User(
        email=email.strip().lower(),
        name=name,
        designation=designation,
        role=role,
        organisation=organisation,
        scope=scope,
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
    scope: str | None = None,
) -> tuple[Invitation, str]:
    """Makes an invitation and gives the secret of its link, which is shown once.

    With a scope the person works only on what the office hands to them.

    Whether an address has an account is told only to those who may see that account; for others the link
    is made and cannot be used.
    """
    if not can_invite(by, organisation, role):
        raise NotAllowed
    known = find_user_by_email(email)
    if known is not None and can_see_person(by, known):
        raise DomainError(lazy_("There is already an account with this e-mail address."))
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        token_hash=hash_token(token),
        email=email.strip().lower(),
        name=name,
        designation=designation,
        role=role,
        organisation=organisation,
        scope=scope,
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
    lock_row(invitation)
    if invitation.used_at is not None or invitation.withdrawn_at is not None:
        raise Missing
    if find_user_by_email(invitation.email) is not None:
        raise DomainError(lazy_("This invitation cannot be used. Ask the person who sent it to you."))
    invitation.used_at = now()
    return add_user(
        email=invitation.email,
        name=invitation.name,
        designation=invitation.designation,
        role=invitation.role,
        organisation=invitation.organisation,
        scope=invitation.scope,
        password=password,
        language=invitation.language,
    )


def _change_invitation(by: User, invitation: Invitation) -> None:
    """Keeps an invitation still while it is changed, if the person may change it and it is open."""
    if not can_invite(by, invitation.organisation, invitation.role):
        raise NotAllowed
    lock_row(invitation)
    if invitation.used_at is not None or invitation.withdrawn_at is not None:
        raise DomainError(lazy_("This invitation is no longer open."))


def withdraw_invitation(*, by: User, invitation: Invitation) -> None:
    """Makes an open invitation's link worthless."""
    _change_invitation(by, invitation)
    invitation.withdrawn_at = now()
    db.session.flush()


def renew_invitation(*, by: User, invitation: Invitation) -> str:
    """Gives an open invitation a new link and a new week; the old link is worth nothing any more."""
    _change_invitation(by, invitation)
    token = secrets.token_urlsafe(32)
    invitation.token_hash = hash_token(token)
    invitation.expires_at = now() + INVITATION_LIFE
    db.session.flush()
    return token


def set_enabled(*, by: User, user: User, enabled: bool, version: int | None) -> None:
    """Disables or enables an account; disabling ends its sessions at once."""
    if not can_manage(by, user):
        raise NotAllowed
    # Two people who disable each other at the same moment would leave nobody.
    take_turn("enabling accounts")
    db.session.refresh(by)
    if not by.is_enabled:
        raise NotAllowed
    lock_row(user)
    words = {True: lazy_("enabled"), False: lazy_("disabled")}
    label = str(lazy_("Account"))
    user.expect_version(version, theirs={label: words[user.is_enabled]}, mine={label: words[enabled]})
    user.is_enabled = enabled
    if not enabled:
        end_sessions_of(user)
    db.session.flush()


def change_password(*, user: User, current: str, new: str, keep: str | None) -> None:
    """Changes one's own password and ends one's other sessions."""
    lock_row(user)
    if not is_right(user.password_hash, current):
        raise DomainError(lazy_("The present password is not right."))
    user.password_hash = hash_password(new)
    end_sessions_of(user, but=keep)
    db.session.flush()


def reset_password(*, user: User, new: str) -> None:
    """Gives a person who forgot it a new password, and ends all their sessions."""
    lock_row(user)
    user.password_hash = hash_password(new)
    end_sessions_of(user)
    db.session.flush()


def change_mail(*, user: User, digest: Digest, early_reminders: bool) -> None:
    """Remembers what a person wishes to be written to about."""
    user.digest, user.early_reminders = digest, early_reminders
    db.session.flush()


def change_language(*, user: User, language: str) -> None:
    """Remembers the language a person reads."""
    if language not in LANGUAGES:
        raise DomainError(lazy_("Choose one of the languages offered."))
    user.language = language
    db.session.flush()


def make_token(
    *, by: User, name: str, scope: TokenScope, last_on: date | None = None
) -> tuple[ApiToken, str]:
    """Makes a token for the person's office and gives its secret, which is shown once.

    It works to the end of `last_on` in India, for a year at most and where no day is given.
    """
    if not can_make_tokens(by):
        raise NotAllowed
    last_on = last_on or today() + TOKEN_LIFE
    if not today() <= last_on <= today() + TOKEN_LIFE:
        raise DomainError(lazy_("A token is valid for a year at most: choose a day within a year from now."))
    secret = _TOKEN_START + secrets.token_urlsafe(32)
    token = ApiToken(
        organisation=by.organisation,
        role=by.role,
        name=name,
        prefix=secret[:10],
        token_hash=hash_token(secret),
        scope=scope,
        created_by=by,
        created_at=now(),
        expires_at=datetime.combine(last_on + timedelta(days=1), time(), IST),
        use=ApiTokenUse(window_at=now(), requests=0),
    )
    db.session.add(token)
    db.session.flush()
    return token, secret


def revoke_token(*, by: User, token: ApiToken) -> None:
    """Makes a token worthless at once; its record stays."""
    lock_row(token)
    if token.revoked_at is not None:
        raise DomainError(lazy_("This token is revoked already."))
    token.revoked_at, token.revoked_by = now(), by
    db.session.flush()


def count_token_use(token: ApiToken, *, most: int) -> int | None:
    """Counts one request; once there were `most` in a minute, how many seconds to wait for the next."""
    moment = now()
    window = moment.replace(second=0, microsecond=0)
    statement = (
        update(ApiTokenUse)
        .where(ApiTokenUse.token_id == token.id)
        .values(
            requests=case((ApiTokenUse.window_at == window, ApiTokenUse.requests + 1), else_=1),
            window_at=window,
            last_used_at=moment,
        )
        .returning(ApiTokenUse.requests)
        .execution_options(synchronize_session=False)
    )
    requests = db.session.scalar(statement) or 0
    return None if requests <= most else (window + _TOKEN_WINDOW - moment).seconds + 1
