"""What the API answers where something is wrong: problem details (RFC 9457) in the caller's language."""

import json
import logging
from collections.abc import Mapping
from typing import Any

from flask import Response
from flask_wtf.csrf import CSRFError
from pydantic import ValidationError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from csrmatch.db import db
from csrmatch.errors import Busy, Conflict, DomainError, Missing, NotAllowed
from csrmatch.i18n import LazyText, lazy_

__all__ = ["PROBLEM_TYPE", "TITLES", "answer_problem", "http_problem", "install_problems", "refuse_values"]

logger = logging.getLogger(__name__)

PROBLEM_TYPE = "application/problem+json"
_LONGEST_NAME = 60

# By status: the code that stays the same in both languages, and its words.
TITLES: dict[int, tuple[str, LazyText]] = {
    400: ("bad_request", lazy_("The request cannot be read.")),
    401: ("no_token", lazy_("Send a token that works, as “Authorization: Bearer …”.")),
    403: ("not_allowed", lazy_("This token may not do this.")),
    404: ("missing", lazy_("There is no such record, or it is not for this token.")),
    405: ("method", lazy_("This address does not know this method.")),
    412: ("changed", lazy_("Somebody else changed the record since you read it.")),
    413: ("too_large", lazy_("The request is too large.")),
    415: ("not_json", lazy_("Send the data as JSON, with “Content-Type: application/json”.")),
    422: ("refused", lazy_("The values cannot be accepted as they are.")),
    428: ("no_version", lazy_("Say which version you change: send its ETag as “If-Match”.")),
    429: ("too_many", lazy_("Too many requests with this token. Wait, then go on.")),
    500: ("broken", lazy_("Something went wrong on our side. Nothing was saved.")),
    503: ("busy", lazy_("The service is busy. Try again in a moment.")),
}

_OTHER = lazy_("This value cannot be used here.")
_WORDS: dict[str, LazyText] = {
    "missing": lazy_("This is needed."),
    "extra_forbidden": lazy_("There is no such field here."),
    "json_invalid": lazy_("This is not JSON."),
    "string_type": lazy_("Send a text here."),
    "string_too_long": lazy_("This text is too long."),
    "string_too_short": lazy_("This text is too short."),
    "int_type": lazy_("Send a whole number here."),
    "int_parsing": lazy_("Send a whole number here."),
    "float_type": lazy_("Send a number here."),
    "bool_type": lazy_("Send true or false here."),
    "list_type": lazy_("Send a list here."),
    "too_long": lazy_("This list is too long."),
    "enum": lazy_("This is not one of the codes for this field."),
    "literal_error": lazy_("This is not one of the codes for this field."),
    "greater_than_equal": lazy_("This number is too small."),
    "less_than_equal": lazy_("This number is too large."),
    "date_type": lazy_("Send a day as in 2026-03-31."),
    "date_from_datetime_parsing": lazy_("Send a day as in 2026-03-31."),
    "date_parsing": lazy_("Send a day as in 2026-03-31."),
}


def answer_problem(
    status: int, *, detail: object = None, headers: Mapping[str, str] | None = None, **more: object
) -> Response:
    """A problem: its code, its words in the language in force, and what else helps to put it right."""
    code, title = TITLES.get(status, ("refused", _OTHER))
    told: dict[str, object] = {
        "type": f"/api/v1/#{code}",
        "title": str(title),
        "status": status,
        "code": code,
    }
    if detail is not None:
        told["detail"] = str(detail)
    text = json.dumps({**told, **more}, ensure_ascii=False)
    return Response(text + "\n", status=status, content_type=PROBLEM_TYPE, headers=dict(headers or {}))


def refuse_values(error: ValidationError) -> Response:
    """Which fields were wrong and why; never what was sent in them."""
    wrong = [
        {
            "field": ".".join(str(part)[:_LONGEST_NAME] for part in found["loc"]),
            "code": found["type"],
            "text": str(_WORDS.get(found["type"], _OTHER)),
        }
        for found in error.errors(include_url=False, include_context=False, include_input=False)
    ]
    return answer_problem(422, errors=wrong[:100])


def _plain(texts: Mapping[str, object]) -> dict[str, str | None]:
    return {name: None if value is None else str(value) for name, value in texts.items()}


def _refused(error: DomainError) -> Response:
    db.session.rollback()
    if isinstance(error, Missing):
        return answer_problem(404)
    if isinstance(error, NotAllowed):
        return answer_problem(403)
    if isinstance(error, Conflict):
        return answer_problem(
            412, version=error.version, theirs=_plain(error.theirs), mine=_plain(error.mine)
        )
    return answer_problem(422, detail=error.text)


def http_problem(error: HTTPException) -> Response:
    """What HTTP itself refuses, as a problem."""
    status = error.code or 500
    kept = {
        name: value
        for name, value in error.get_headers()
        if name in {"Allow", "Retry-After", "WWW-Authenticate"}
    }
    return answer_problem(status, headers=kept)


def _busy(_error: OperationalError) -> Response:
    logger.exception("database not available")
    return answer_problem(503, headers={"Retry-After": "10"})


def _broken(_error: Exception) -> Response:
    db.session.rollback()
    return answer_problem(500)


def install_problems(blueprint: Any) -> None:
    """Answers whatever goes wrong in the operations of a blueprint with a problem."""
    blueprint.register_error_handler(DomainError, _refused)
    blueprint.register_error_handler(CSRFError, lambda _error: answer_problem(400))
    blueprint.register_error_handler(OperationalError, _busy)
    blueprint.register_error_handler(Busy, lambda _error: answer_problem(503, headers={"Retry-After": "30"}))
    blueprint.register_error_handler(RecursionError, lambda _error: answer_problem(400))
    blueprint.register_error_handler(HTTPException, http_problem)
    blueprint.register_error_handler(500, _broken)
