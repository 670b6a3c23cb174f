"""Which addresses are for programs: they know tokens and no cookies, and answer in JSON."""

from flask import request

__all__ = ["API_ROOT", "API_VERSION", "is_for_programs"]

API_ROOT = "/api/"
API_VERSION = "v1"


def is_for_programs() -> bool:
    """Whether this request is to the API and not to a page."""
    return request.path.startswith(API_ROOT)
