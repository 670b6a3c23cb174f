"""Turns what went wrong into a page a person can act on."""

import logging

from flask import Flask, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from csrmatch.db import db
from csrmatch.errors import Conflict, Missing, NotAllowed

__all__ = ["install_errors"]

logger = logging.getLogger(__name__)
_PAGES = {400, 403, 404, 405, 413, 429, 500, 503}


def _page(status: int, **context: object) -> tuple[str, int]:
    return render_template(f"errors/{status}.html", **context), status


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
        return _page(409, theirs=error.theirs, mine=error.mine, form=request.form, address=request.path)

    @app.errorhandler(CSRFError)
    def forged(error: CSRFError) -> tuple[str, int]:
        return _page(400, reason=error.description)

    @app.errorhandler(OperationalError)
    def busy(error: OperationalError) -> tuple[str, int, dict[str, str]]:
        logger.exception("database not available")
        return (*_page(503), {"Retry-After": "10"})

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> tuple[str, int] | HTTPException:
        if error.code in _PAGES:
            return _page(error.code)
        return error

    @app.errorhandler(500)
    def broken(_error: Exception) -> tuple[str, int]:
        db.session.rollback()
        return _page(500)
