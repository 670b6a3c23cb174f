"""Addresses for mail: whole ones, made outside any request."""

from urllib.parse import urlsplit

from flask import current_app

__all__ = ["whole_url"]


def whole_url(endpoint: str, **values: object) -> str:
    """The address of a page as the public reaches it."""
    base = urlsplit(current_app.config["PUBLIC_URL"])
    adapter = current_app.url_map.bind(base.netloc, url_scheme=base.scheme, script_name=base.path or "/")
    return adapter.build(endpoint, values, force_external=True)
