"""What every operation of the API answers with: records with their ETag, and pages of lists."""

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from flask import Response, request, url_for
from pydantic import AwareDatetime, Field
from sqlalchemy import Select, and_, or_
from werkzeug.exceptions import PreconditionFailed, PreconditionRequired, UnprocessableEntity

from csrmatch.db import db
from csrmatch.web.api.fields import Asked, Conditions, Told, WholeNumber

__all__ = [
    "ChangedAsked",
    "Order",
    "PageAsked",
    "answer_page",
    "answer_record",
    "cut_page",
    "expected_version",
]

_ETAG = re.compile(r'(?:W/)?"([0-9]{1,9})(?:-[0-9a-f]{20})?"')
_Kind = Literal["number", "text", "moment"]


class PageAsked(Asked):
    """How much of a list, and from where on."""

    limit: WholeNumber = Field(50, ge=1, le=200, description="How many at most.")
    cursor: str | None = Field(
        None, max_length=400, description="Where to go on: the `next` of the page before."
    )


class ChangedAsked(PageAsked):
    """The same of records that tell when they were changed: `changed_at` is among what the list sorts by."""

    changed_since: AwareDatetime | None = Field(None, description="Changed at this moment or later.")


@dataclass(frozen=True)
class Order:
    """What a list can be sorted by: a column that is never null, and the kind of its values."""

    column: Any
    kind: _Kind = "number"


def answer_record(
    record: Told, *, version: int | None = None, status: int = 200, location: str | None = None
) -> Response:
    """A record as JSON with its ETag, which begins with its version; nothing if the caller has it already."""
    body = record.model_dump_json().encode()
    digest = hashlib.sha256(body).hexdigest()[:20]
    tag = digest if version is None else f"{version}-{digest}"
    is_known = request.method in {"GET", "HEAD"} and request.if_none_match.contains(tag)
    answer = Response(b"" if is_known else body, 304 if is_known else status, content_type="application/json")
    answer.set_etag(tag)
    if location is not None:
        answer.headers["Location"] = location
    return answer


def expected_version(conditions: Conditions) -> int:
    """The version the caller read, from `If-Match`; without it nothing may be changed."""
    if not conditions.if_match:
        raise PreconditionRequired
    found = _ETAG.fullmatch(conditions.if_match.strip())
    if found is None:
        raise PreconditionFailed
    return int(found[1])


def cut_page(
    query: Select[Any], asked: PageAsked, orders: Mapping[str, Order], sort: str, key: Any
) -> tuple[Sequence[Any], str | None]:
    """The rows of one page, and the cursor of the next; `key` is the number that no two rows share.

    A row that comes or goes between two pages makes no other row appear twice or not at all.
    """
    order, is_down = orders[sort.removeprefix("-")], sort.startswith("-")
    if isinstance(asked, ChangedAsked) and asked.changed_since is not None:
        query = query.where(orders["changed_at"].column >= asked.changed_since)
    if asked.cursor:
        value, last = _read_cursor(asked.cursor, sort, order.kind)
        beyond = order.column < value if is_down else order.column > value
        query = query.where(or_(beyond, and_(order.column == value, key > last)))
    direction = order.column.desc() if is_down else order.column.asc()
    query = query.order_by(None).order_by(direction, key).limit(asked.limit + 1)
    rows = db.session.scalars(query).unique().all()
    if len(rows) <= asked.limit:
        return rows, None
    rows = rows[: asked.limit]
    return rows, _make_cursor(sort, getattr(rows[-1], order.column.key), getattr(rows[-1], key.key))


def _make_cursor(sort: str, value: object, last: int) -> str:
    plain = value.isoformat() if isinstance(value, datetime) else value
    text = json.dumps([sort, plain, last], ensure_ascii=True)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read_cursor(cursor: str, sort: str, kind: _Kind) -> tuple[Any, int]:
    """The place a cursor means; one of another list or order, or of nobody's making, is refused."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        made_for, value, last = json.loads(text)
        if kind == "moment":
            value = datetime.fromisoformat(value)
    except (binascii.Error, TypeError, ValueError, RecursionError):
        raise UnprocessableEntity from None
    wanted = {"number": int, "text": str, "moment": datetime}[kind]
    is_naive = isinstance(value, datetime) and value.tzinfo is None
    if made_for != sort or type(value) is not wanted or type(last) is not int or is_naive:
        raise UnprocessableEntity
    if max(last, value if isinstance(value, int) else 0) > 2**31 - 1 or "\0" in str(value):
        raise UnprocessableEntity
    return value, last


def answer_page(page: Told, cursor: str | None) -> Response:
    """A page of a list with its ETag, and a link to the next page."""
    answer = answer_record(page)
    if cursor is not None:
        following = {**request.args.to_dict(), "cursor": cursor}
        address = url_for(request.endpoint or "", **{**(request.view_args or {}), **following})
        answer.headers["Link"] = f'<{address}>; rel="next"'
    return answer
