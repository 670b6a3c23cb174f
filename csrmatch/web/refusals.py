"""Tells what the rules refuse on the form it was asked with."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask_wtf import FlaskForm

from csrmatch.errors import DomainError

__all__ = ["telling_refusals"]


@contextmanager
def telling_refusals(form: FlaskForm) -> Iterator[None]:
    """Tells a refusal on the form, which keeps what was typed, and goes on behind the block.

    A conflict, a missing record and what is not allowed have pages of their own, and pass.
    """
    try:
        yield
    except DomainError as refusal:
        if type(refusal) is not DomainError:
            raise
        form.form_errors.append(str(refusal.text))
