"""Which pages take larger files than the others."""

from flask import Flask, request

__all__ = ["install_upload_sizes", "take_large_files"]

_LARGEST: dict[str, int] = {}


def take_large_files(endpoint: str, most_bytes: int) -> None:
    """Lets requests of an endpoint be as large as that; all others stay within the service's own limit."""
    _LARGEST[endpoint] = most_bytes


def install_upload_sizes(app: Flask) -> None:
    """Has to come before whatever reads a form."""

    @app.before_request
    def allow_more() -> None:
        if request.endpoint in _LARGEST:
            request.max_content_length = _LARGEST[request.endpoint]
