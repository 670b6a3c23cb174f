"""Runs an unsafe request once: in one write transaction, and once per form key however often it is sent."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from flask import Response, current_app, make_response, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from csrmatch.db import db, now, run_write
from csrmatch.web.api.addresses import is_for_programs
from csrmatch.web.guards import is_nameless
from csrmatch.web.models import FormKey

__all__ = ["prepared_by", "run_submission"]

V = TypeVar("V", bound=Callable[..., Any])

_LONGEST_KEY = 64
_PREPARES = "csrmatch_prepares"
_KEPT = timedelta(days=7)


def prepared_by(prepare: Callable[..., object]) -> Callable[[V], V]:
    """Declares what is read and worked out for a view before its write transaction begins.

    It is called with what the address holds, once and before the view, and must ask for itself whether the
    visitor may; what it finds it leaves in `flask.g`, where the view takes it if it still holds. So nobody
    who wants to write has to wait for long work.
    """

    def mark(view: V) -> V:
        setattr(view, _PREPARES, prepare)
        return view

    return mark


def run_submission(view: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
    """Runs a view that may write; a create form, or a keyed request of a program, is done only once."""
    _prepare()
    key = _given_key()
    if not key or len(key) > _LONGEST_KEY:
        return run_write(view)
    # A key counts for one person only: nobody is led to another's record, or kept from making their own.
    key = hashlib.sha256(f"{_sender() or '-'}:{key}".encode()).hexdigest()
    try:
        return run_write(lambda: _run_once(key, view))
    except IntegrityError:
        location = _find_location(key)
        if location is None:
            raise
        return _answer_again(location)


def _sender() -> int | None:
    """Whose key it is; of nobody where the view promises not to tell."""
    return current_user.id if current_user.is_authenticated and not is_nameless() else None


def _prepare() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    prepare = getattr(view, _PREPARES, None)
    if prepare is not None:
        prepare(**(request.view_args or {}))


def _given_key() -> str:
    """The key of a form, or that of a program together with the address it is for."""
    if not is_for_programs():
        return request.form.get("form_key", "")
    given = request.headers.get("Idempotency-Key", "") if request.method == "POST" else ""
    return hashlib.sha256(f"{request.path}:{given}".encode()).hexdigest() if given else ""


def _answer_again(location: str) -> Response:
    """Leads a browser to what its form made, and shows a program what its request made."""
    if not is_for_programs():
        return make_response(redirect(location))
    endpoint, values = current_app.create_url_adapter(request).match(  # type: ignore[union-attr]
        location, method="GET"
    )
    answer: Response = current_app.make_response(
        current_app.view_functions[endpoint](**values)  # type: ignore[arg-type]
    )
    answer.headers["Location"] = location
    return answer


def _run_once(key: str, view: Callable[[], ResponseReturnValue]) -> Response:
    location = _find_location(key)
    if location is not None:
        return _answer_again(location)
    db.session.execute(delete(FormKey).where(FormKey.created_at < now() - _KEPT))
    record = FormKey(key=key, user_id=_sender(), created_at=now())
    db.session.add(record)
    db.session.flush()
    response = current_app.make_response(view())
    if 300 <= response.status_code < 400 or response.status_code == 201:
        record.location = response.location
    else:
        db.session.delete(record)
    return response


def _find_location(key: str) -> str | None:
    return db.session.scalar(select(FormKey.location).where(FormKey.key == key))
