"""Refuses requests that none of our own pages sends: from a foreign page, or with a zero byte in them."""

from urllib.parse import urlsplit

from flask import Flask, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import BadRequest

__all__ = ["install_origin_check"]

_SAFE = {"GET", "HEAD", "OPTIONS"}


def install_origin_check(app: Flask) -> None:
    """Refuses unsafe requests from a foreign page, beside the token that every form carries."""

    @app.before_request
    def refuse_zero_bytes() -> None:
        # No text of ours holds one, and PostgreSQL cannot be asked for it.
        if "\0" in request.path or any("\0" in value for value in request.args.values()):
            raise BadRequest

    @app.before_request
    def refuse_foreign_origin() -> None:
        if request.method in _SAFE:
            return
        origin = request.headers.get("Origin")
        # Old browsers send no origin; the token still guards them.
        if origin is not None and urlsplit(origin).netloc != request.host:
            raise CSRFError
        if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
            raise CSRFError
