"""Joins the signed-in person to each request: the cookie's token, the session row, the actor of the log."""

import secrets

from flask import Flask, current_app, g, request, session
from flask_login import LoginManager, current_user
from werkzeug.wrappers import Response

from csrmatch.accounts.models import User
from csrmatch.accounts.queries import find_session
from csrmatch.audit.recording import Actor, set_actor
from csrmatch.db import now
from csrmatch.i18n import LANGUAGES, set_language
from csrmatch.web.api.addresses import is_for_programs
from csrmatch.web.guards import is_nameless

__all__ = [
    "LANGUAGE_COOKIE",
    "TOKEN_KEY",
    "act_as",
    "choose_language",
    "forget_browser",
    "install_sign_in",
    "keep_language",
    "remember_browser",
    "signed_in_person",
]

TOKEN_KEY = "token"  # noqa: S105
_SEEN_KEY = "seen"
LANGUAGE_COOKIE = "language"
_LANGUAGE_LIFE = 365 * 24 * 3600
# How often the cookie is renewed while a person works.
_RENEW_SECONDS = 60

login_manager = LoginManager()


@login_manager.request_loader  # type: ignore[untyped-decorator]
def _load_user(_request: object) -> User | None:
    """The person whose live session the cookie names, unless they have been away too long.

    The API knows no cookies, so that no other site can make a browser act through it.
    """
    token, seen = session.get(TOKEN_KEY), session.get(_SEEN_KEY, 0)
    idle = current_app.config["IDLE_SECONDS"]
    if is_for_programs():
        return None
    if not token or now().timestamp() - seen > idle:
        return None
    found = find_session(token)
    return found.user if found else None


def remember_browser(token: str) -> None:
    """Gives this browser a new cookie for a new session."""
    session.clear()
    session[TOKEN_KEY] = token
    session[_SEEN_KEY] = int(now().timestamp())


def signed_in_person() -> User:
    """The person signed in, themselves and not the request's stand-in for them."""
    person: User = current_user._get_current_object()
    return person


def act_as(user: User) -> None:
    """Names a person as the one who acts for the rest of this request."""
    set_actor(Actor(user.id, f"{user.role}:{user.id}", g.request_id))


def forget_browser() -> None:
    """Empties this browser's cookie."""
    session.clear()


def choose_language() -> str:
    """The language of this request: the reader's own choice, then the account's, then the browser's."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    # The page that tells people of the API is among its addresses, yet is read like any other page.
    if chosen in LANGUAGES and (not is_for_programs() or request.endpoint == "api.show_api"):
        return chosen
    if current_user.is_authenticated:
        return str(current_user.language)
    return request.accept_languages.best_match(list(LANGUAGES)) or "en"


def keep_language(response: Response, code: str) -> None:
    """Remembers a language in this browser."""
    response.set_cookie(
        LANGUAGE_COOKIE,
        code,
        max_age=_LANGUAGE_LIFE,
        samesite="Lax",
        httponly=True,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )


def install_sign_in(app: Flask) -> None:
    """Registers the loader and what happens before each request."""
    login_manager.init_app(app)

    @app.before_request
    def name_the_actor() -> None:
        if request.endpoint == "static":
            return
        g.request_id = secrets.token_hex(8)
        set_language(choose_language())
        if current_user.is_authenticated:
            moment = int(now().timestamp())
            if moment - session.get(_SEEN_KEY, 0) >= _RENEW_SECONDS:
                session[_SEEN_KEY] = moment
        if current_user.is_authenticated and not is_nameless():
            act_as(current_user)
        else:
            set_actor(Actor(None, "public", g.request_id))
