"""The security headers of every answer."""

from flask import Flask, Response, request
from flask_login import current_user

__all__ = ["install_headers"]

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


def install_headers(app: Flask) -> None:
    """Adds the headers after every request, errors and downloads among them."""

    @app.after_request
    def add(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", _POLICY)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("X-Frame-Options", "DENY")
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        if app.config["HTTPS_ONLY"]:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        if request.endpoint != "static":
            private = current_user.is_authenticated or response.status_code >= 400
            headers.setdefault("Cache-Control", "no-store" if private else "no-cache")
            headers.add("Vary", "Cookie, Accept-Language")
        return response
