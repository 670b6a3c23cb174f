"""What is signed for participants: the link by which one answers, and the code on a badge."""

from flask import current_app
from itsdangerous import BadSignature, Signer, URLSafeSerializer

from csrmatch.workshops.models import Participant

__all__ = ["answer_token", "badge_code", "read_answer_token", "read_badge_code"]


def _links() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="workshop answer")


def _badges() -> Signer:
    return Signer(current_app.config["SECRET_KEY"], salt="workshop badge", sep=".")


def answer_token(row: Participant) -> str:
    """The secret part of the link by which this person answers; a new link number makes another."""
    token = _links().dumps([row.id, row.link_number])
    return token.decode() if isinstance(token, bytes) else token


def read_answer_token(token: str) -> tuple[int, int] | None:
    """For whom a link was made and as which of their links; None where nobody here made it."""
    try:
        found = _links().loads(token)
    except BadSignature:
        return None
    match found:
        case [int(number), int(link)]:
            return number, link
    return None


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
