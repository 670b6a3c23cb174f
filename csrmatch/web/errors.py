"""Turns what went wrong into a page a person can act on."""

import logging
from urllib.parse import urlsplit

from flask import Flask, Response, g, render_template, request
from flask_login import AnonymousUserMixin
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, SecurityError

from csrmatch.db import db
from csrmatch.errors import Busy, Conflict, Missing, NotAllowed
from csrmatch.web.api.addresses import is_for_programs
from csrmatch.web.api.problems import http_problem
from csrmatch.web.guards import is_local_path

__all__ = ["install_errors"]

logger = logging.getLogger(__name__)
_HttpAnswer = Response | tuple[str, int] | tuple[str, int, dict[str, str]] | HTTPException
_PAGES = {400, 403, 404, 405, 413, 429, 500, 503}


def _page(status: int, **context: object) -> tuple[str, int]:
    return render_template(f"errors/{status}.html", **context), status


def _http_page(error: HTTPException) -> _HttpAnswer:
    if error.code not in _PAGES:
        return error
    kept = {name: value for name, value in error.get_headers() if name in {"Allow", "Retry-After"}}
    return (*_page(error.code), kept)


def _sent_from() -> str:
    """The page a form was sent from, where to go back to; the first page where that is not known."""
    path = urlsplit(request.referrer or "").path
    return path if is_local_path(path) else "/"


def install_errors(app: Flask) -> None:
    """Registers a handler for each kind of error."""

    @app.errorhandler(Missing)
    def missing(_error: Missing) -> tuple[str, int]:
        return _page(404)

    @app.errorhandler(NotAllowed)
    def not_allowed(_error: NotAllowed) -> tuple[str, int]:
        return _page(403)

    @app.errorhandler(Conflict)
    def conflict(error: Conflict) -> tuple[str, int]:
        db.session.rollback()
        return _page(
            409,
            theirs=error.theirs,
            mine=error.mine,
            stored_version=error.version,
            form=request.form,
            address=request.path,
            back=_sent_from(),
        )

    @app.errorhandler(CSRFError)
    def forged(_error: CSRFError) -> tuple[str, int]:
        return _page(400)

    @app.errorhandler(OperationalError)
    def busy(error: OperationalError) -> tuple[str, int, dict[str, str]]:
        logger.exception("database not available")
        # The page must not ask the database who is signed in.
        g._login_user = AnonymousUserMixin()
        return (*_page(503), {"Retry-After": "10"})

    @app.errorhandler(Busy)
    def taken(_error: Busy) -> tuple[str, int, dict[str, str]]:
        # What was typed can be sent again from this page; neither a file nor a password is handed back.
        again = not request.files and not any("password" in name for name in request.form)
        form = request.form if again and request.method == "POST" else None
        page = _page(503, is_taken=True, form=form, address=request.path, back=_sent_from())
        return (*page, {"Retry-After": "30"})

    @app.errorhandler(SecurityError)
    def foreign_host(_error: SecurityError) -> tuple[str, int, dict[str, str]]:
        # A page would hold links, and there is no host that they could lead to.
        return "This service is not known by that name.", 400, {"Content-Type": "text/plain"}

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> _HttpAnswer:
        return http_problem(error) if is_for_programs() else _http_page(error)

    @app.errorhandler(500)
    def broken(_error: Exception) -> tuple[str, int]:
        db.session.rollback()
        return _page(500)
