"""What is signed for feedback: the open link of a form, and the mark of where an answer came from."""

import hashlib
import hmac

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from csrmatch.workshops.models import FeedbackForm

__all__ = ["feedback_token", "read_feedback_token", "sender_mark"]


def _links() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="workshop feedback")


def feedback_token(form: FeedbackForm) -> str:
    """The part of the link that only we can make; it is the same for everybody who answers."""
    token = _links().dumps([form.id, form.link_number])
    return token.decode() if isinstance(token, bytes) else token


def read_feedback_token(token: str) -> tuple[int, int] | None:
    """To which form a link leads and as which of its links; None where nobody here made it."""
    try:
        found = _links().loads(token)
    except BadSignature:
        return None
    match found:
        case [int(number), int(link)]:
            return number, link
    return None


def sender_mark(form: FeedbackForm, address: str) -> str:
    """A mark by which answers from one network are counted and nobody can tell the network."""
    secret = f"feedback {current_app.config['SECRET_KEY']}".encode()
    return hmac.new(secret, f"{form.id}:{address}".encode(), hashlib.sha256).hexdigest()
