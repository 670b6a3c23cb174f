"""Tells what the rules refuse where it was asked for, and undoes what was written before the refusal."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from flask import flash
from flask_wtf import FlaskForm
from wtforms import Field

from csrmatch.db import db
from csrmatch.errors import DomainError

__all__ = ["flashing_refusals", "telling_refusals", "telling_refusals_at"]


def telling_refusals(form: FlaskForm) -> AbstractContextManager[None]:
    """Tells a refusal on the form, which keeps what was typed, and goes on behind the block.

    What the block wrote is undone: a savepoint holds it. A conflict, a missing record and what is not
    allowed have pages of their own, and pass.
    """
    return _undoing_refusals(form.form_errors.append)


def telling_refusals_at(field: Field) -> AbstractContextManager[None]:
    """The same, told at the one field that is wrong."""
    return _undoing_refusals(lambda text: setattr(field, "errors", [text]))


def flashing_refusals() -> AbstractContextManager[None]:
    """The same for a button, told on the page that follows."""
    return _undoing_refusals(lambda text: flash(text, "bad"))


@contextmanager
def _undoing_refusals(tell: Callable[[str], object]) -> Iterator[None]:
    try:
        with db.session.begin_nested():
            yield
    except DomainError as refusal:
        if type(refusal) is not DomainError:
            raise
        tell(str(refusal.text))
