"""What is signed: links that are opened without an account, codes on badges, marks of who sent an answer."""

import hashlib
import hmac

from flask import current_app
from itsdangerous import BadSignature, Signer, URLSafeSerializer

from csrmatch.workshops.models import FeedbackForm, Participant

__all__ = [
    "answer_token",
    "badge_code",
    "feedback_token",
    "read_answer_token",
    "read_badge_code",
    "read_feedback_token",
    "sender_mark",
]

_ANSWER, _FEEDBACK, _BADGE = "workshop answer", "workshop feedback", "workshop badge"


def _links(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=purpose)


def _badges() -> Signer:
    return Signer(current_app.config["SECRET_KEY"], salt=_BADGE, sep=".")


def _write(purpose: str, row: Participant | FeedbackForm) -> str:
    """The secret part of a link: what it opens, and as which of its links."""
    token = _links(purpose).dumps([row.id, row.link_number])
    return token.decode() if isinstance(token, bytes) else token


def _read(purpose: str, token: str) -> tuple[int, int] | None:
    try:
        found = _links(purpose).loads(token)
    except BadSignature:
        return None
    match found:
        case [int(number), int(link)]:
            return number, link
    return None


def answer_token(row: Participant) -> str:
    """The secret part of the link by which this person answers; a new link number makes another."""
    return _write(_ANSWER, row)


def read_answer_token(token: str) -> tuple[int, int] | None:
    """For whom a link was made and as which of their links; None where nobody here made it."""
    return _read(_ANSWER, token)


def feedback_token(form: FeedbackForm) -> str:
    """The part of the link that only we can make; it is the same for everybody who answers."""
    return _write(_FEEDBACK, form)


def read_feedback_token(token: str) -> tuple[int, int] | None:
    """To which form a link leads and as which of its links; None where nobody here made it."""
    return _read(_FEEDBACK, token)


def sender_mark(form: FeedbackForm, address: str) -> str:
    """A mark by which answers from one network are counted and nobody can tell the network."""
    secret = f"feedback {current_app.config['SECRET_KEY']}".encode()
    return hmac.new(secret, f"{form.id}:{address}".encode(), hashlib.sha256).hexdigest()


def badge_code(participant_id: int) -> str:
    """What the picture on a badge says: a number and its signature, nothing about the person."""
    return _badges().sign(str(participant_id)).decode()


def read_badge_code(code: str) -> int | None:
    """The participant of a badge; None where the code is not one of ours."""
    try:
        found = _badges().unsign(code).decode()
    except BadSignature:
        return None
    return int(found) if found.isdecimal() and len(found) < 10 else None
