"""Who may call a route: every view says `@public` or `@requires(...)`, and a test walks them all."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast
from urllib.parse import urlsplit

from flask import Response, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import HTTPException

from csrmatch.errors import NotAllowed
from csrmatch.roles import Permission, allows

__all__ = [
    "ACCESS_ATTRIBUTE",
    "is_local_path",
    "is_nameless",
    "nameless",
    "public",
    "requires",
    "sign_in_redirect",
]

P = ParamSpec("P")
R = TypeVar("R", bound=ResponseReturnValue)
ACCESS_ATTRIBUTE = "csrmatch_access"
_NAMELESS = "csrmatch_nameless"


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Declares that anybody may call this view."""
    setattr(view, ACCESS_ATTRIBUTE, "public")
    return view


def nameless(view: Callable[P, R]) -> Callable[P, R]:
    """Declares that nothing of a request to this view is kept with its sender, signed in or not."""
    setattr(view, _NAMELESS, True)
    return view


def is_nameless() -> bool:
    """Whether the view of this request promises that nobody can see who sent it."""
    return hasattr(current_app.view_functions.get(request.endpoint or ""), _NAMELESS)


def requires(permission: Permission) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declares that only signed-in people whose role carries the permission may call this view."""

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if not current_user.is_authenticated:
                return cast(R, sign_in_redirect())
            if not allows(current_user.role, permission):
                raise NotAllowed
            return view(*args, **kwargs)

        setattr(guarded, ACCESS_ATTRIBUTE, permission)
        return guarded

    return decorate


def sign_in_redirect() -> Response:
    """Sends an anonymous visitor to the sign-in page, and back to a page they asked to see afterwards."""
    target: dict[str, Any] = {}
    if request.method == "GET" and request.path != "/":
        target["next"] = request.full_path.rstrip("?")
    return cast(Response, redirect(url_for("accounts.sign_in", **target)))


def is_local_path(target: str | None) -> bool:
    """Whether a `next` target is a path of this application that some GET route answers."""
    if not target or not target.startswith("/") or target.startswith("//") or "\\" in target:
        return False
    if any(ord(letter) < 32 for letter in target):
        return False
    parts = urlsplit(target)
    if parts.scheme or parts.netloc:
        return False
    try:
        current_app.url_map.bind("localhost").match(parts.path, method="GET")
    except HTTPException:
        return False
    return True
