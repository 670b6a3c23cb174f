"""The security headers of every answer."""

from typing import Protocol

from flask import Flask, Response, request, session
from flask_login import current_user

__all__ = ["add_fixed_headers", "install_headers"]

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
        "manifest-src 'self'",
    )
)


_FIXED = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class _Headers(Protocol):
    """What this module needs of the headers of an answer, Flask's or the static files'."""

    def setdefault(self, key: str, value: str, /) -> object: ...


def add_fixed_headers(headers: _Headers, *, https_only: bool) -> None:
    """Adds the headers that every answer bears, pages and static files alike."""
    for name, value in _FIXED.items():
        headers.setdefault(name, value)
    if https_only:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")


def _is_private(response: Response) -> bool:
    """Whether an answer must not be kept by anybody: it is one person's, or a secret comes with it."""
    return bool(current_user.is_authenticated or response.status_code >= 400 or session.modified)


def install_headers(app: Flask) -> None:
    """Adds the headers after every request, errors and downloads among them."""

    @app.after_request
    def add(response: Response) -> Response:
        add_fixed_headers(response.headers, https_only=app.config["HTTPS_ONLY"])
        if request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "no-store" if _is_private(response) else "no-cache")
            response.vary.update(("Cookie", "Accept-Language"))
        return response
