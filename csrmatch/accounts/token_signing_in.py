"""Joins a token to each request of the API: who acts, whether they may, and whether it is not too often."""

from flask import Flask, current_app, g, request
from flask_login import AnonymousUserMixin
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import BadRequest, TooManyRequests, Unauthorized, UnsupportedMediaType

from csrmatch.accounts.models import ApiToken, TokenScope
from csrmatch.accounts.queries import find_live_token
from csrmatch.accounts.services import count_token_use
from csrmatch.audit.recording import Actor, set_actor
from csrmatch.db import run_write
from csrmatch.errors import NotAllowed
from csrmatch.roles import Permission, allows
from csrmatch.web.api.addresses import is_for_programs
from csrmatch.web.guards import ACCESS_ATTRIBUTE

__all__ = ["install_token_sign_in"]

_SAFE = {"GET", "HEAD", "OPTIONS"}
_LONGEST_HEADER = 200


def install_token_sign_in(app: Flask) -> None:
    """Lets only tokens into the API: an operation that does not say who may call it lets nobody in."""

    @app.before_request
    def admit_token() -> None:
        if not is_for_programs() or request.endpoint is None:
            return
        wanted = getattr(current_app.view_functions[request.endpoint], ACCESS_ATTRIBUTE, None)
        if wanted == "public":
            return
        token = _find_token()
        wait = run_write(lambda: count_token_use(token, most=current_app.config["API_PER_MINUTE"]))
        if wait is not None:
            raise TooManyRequests(retry_after=wait)
        person = token.created_by
        if not isinstance(wanted, Permission) or not allows(person.role, wanted):
            raise NotAllowed
        if request.method not in _SAFE:
            if token.scope is not TokenScope.WRITE:
                raise NotAllowed
            _check_body()
        g._login_user = person
        set_actor(Actor(person.id, f"{person.role}:{person.id} token:{token.id}", g.request_id))


def _find_token() -> ApiToken:
    """The live token that the request bears; the same answer to a wrong one and to none."""
    g._login_user = AnonymousUserMixin()
    kind, _blank, secret = request.headers.get("Authorization", "")[:_LONGEST_HEADER].partition(" ")
    token = find_live_token(secret.strip()) if kind.lower() == "bearer" and secret else None
    if token is None:
        raise Unauthorized(www_authenticate=WWWAuthenticate("bearer", {"realm": "csrmatch"}))
    return token


def _check_body() -> None:
    """Data come as JSON; nested too deep to be read they are no data."""
    if not request.is_json:
        raise UnsupportedMediaType
    try:
        request.get_json(silent=True)
    except RecursionError:
        raise BadRequest from None
