"""Operations on what companies and collectors' offices say to each other about needs."""

from datetime import datetime

from flask import Response, url_for
from flask_login import current_user
from pydantic import Field

from csrmatch.accounts.signing_in import signed_in_person
from csrmatch.comments.models import Comment
from csrmatch.comments.queries import get_comment, list_comments
from csrmatch.comments.rules import LONGEST_COMMENT, can_correct_comment
from csrmatch.comments.services import correct_comment
from csrmatch.errors import DomainError, Missing, NotAllowed
from csrmatch.i18n import lazy_
from csrmatch.registry.access import can_comment_on_need
from csrmatch.registry.api.needs import NEED, NeedPath
from csrmatch.registry.models import Cpse, Need
from csrmatch.registry.queries import need_threads as reads_of
from csrmatch.registry.queries.needs import get_need
from csrmatch.registry.services.need_threads import comment_on_need
from csrmatch.roles import Permission, Role
from csrmatch.web.api.answers import answer_page, answer_record, expected_version
from csrmatch.web.api.document import allow_token, api, reads, writes
from csrmatch.web.api.fields import Conditions, NewConditions, Sent, Told, WholeNumber, lines

__all__: list[str] = []

_THREAD = NEED + "/threads/<code>"


class ThreadPath(NeedPath):
    """The thread of which need and company."""

    code: str = Field(max_length=20, description="The code of the CPSE.")


class CommentPath(ThreadPath):
    """Which comment of a thread."""

    comment_id: WholeNumber = Field(ge=0, le=2**31 - 1)


class TalkTold(Told):
    """A company with which a need is talked about, or may be; without a comment it was not begun yet."""

    cpse: str
    comments: int
    last_at: datetime | None


class TalksTold(Told):
    """The threads of a need that are for this token; there is no further page."""

    items: list[TalkTold]
    next: str | None = None


class CommentTold(Told):
    """What was said for an office, in which role; of what was struck only that, when and why."""

    id: int
    version: int
    organisation_id: int
    organisation_en: str | None
    organisation_hi: str | None
    role: Role
    text: str | None
    created_at: datetime
    corrected_at: datetime | None
    struck_at: datetime | None
    struck_reason: str | None


class ThreadTold(Told):
    """All that a company and the collector's office said about a need, the first first."""

    need_id: int
    cpse: str
    comments: list[CommentTold]


class CommentSent(Sent):
    """What is said, as plain text without names of private persons."""

    text: lines(LONGEST_COMMENT) = None  # type: ignore[valid-type]


def _comment(row: Comment) -> CommentTold:
    same = ("id", "version", "organisation_id", "created_at", "corrected_at", "struck_at", "struck_reason")
    return CommentTold(
        **{name: getattr(row, name) for name in same},
        organisation_en=row.organisation.name_en,
        organisation_hi=row.organisation.name_hi,
        role=row.by.role,
        text=None if row.struck_at is not None else row.text,
    )


def _answer(need: Need, cpse: Cpse, *, status: int = 200) -> Response:
    thread = reads_of.find_need_thread(current_user, need, cpse)
    rows = list_comments(thread.thread) if thread else []
    told = ThreadTold(need_id=need.id, cpse=cpse.code, comments=[_comment(row) for row in rows])
    address = url_for("api.show_need_thread", need_id=need.id, code=cpse.code) if status == 201 else None
    return answer_record(told, status=status, location=address)


@api.get(NEED + "/threads", **reads(lazy_("Threads about a need"), TalksTold))
@allow_token(Permission.VIEW_NEEDS)
def list_need_threads(path: NeedPath) -> Response:
    """The threads about a need that are for this token, and those it may begin, by company."""
    need = get_need(current_user, path.need_id)
    items = [
        TalkTold(cpse=talk.cpse.code, comments=talk.said, last_at=talk.last_at)
        for talk in reads_of.list_need_talks(current_user, need)
    ]
    return answer_page(TalksTold(items=items), None)


@api.get(_THREAD, **reads(lazy_("One thread about a need"), ThreadTold))
@allow_token(Permission.VIEW_NEEDS)
def show_need_thread(path: ThreadPath) -> Response:
    """What a company and the collector's office said to each other."""
    need = get_need(current_user, path.need_id)
    cpse, _thread = reads_of.get_talk_partner(current_user, need, path.code)
    return _answer(need, cpse)


@api.post(_THREAD + "/comments", **writes(lazy_("Comment on a need"), ThreadTold, makes=True))
@allow_token(Permission.COMMENT_ON_NEEDS)
def create_need_comment(path: ThreadPath, body: CommentSent, header: NewConditions) -> Response:
    """Says something to the other side; the first word begins the thread."""
    need = get_need(current_user, path.need_id, for_change=True)
    cpse, _thread = reads_of.get_talk_partner(current_user, need, path.code)
    if not can_comment_on_need(current_user, need, cpse):
        raise NotAllowed
    if not body.text:
        raise DomainError(lazy_("Write what you want to say."))
    comment_on_need(need=need, cpse=cpse, by=signed_in_person(), text=body.text)
    return _answer(need, cpse, status=201)


@api.put(
    _THREAD + "/comments/<int(max=2147483647):comment_id>",
    **writes(lazy_("Correct a comment on a need"), ThreadTold),
)
@allow_token(Permission.COMMENT_ON_NEEDS)
def change_need_comment(path: CommentPath, body: CommentSent, header: Conditions) -> Response:
    """Gives an own comment another wording, on its own version; what it said before stays on record."""
    need = get_need(current_user, path.need_id, for_change=True)
    cpse, thread = reads_of.get_talk_partner(current_user, need, path.code)
    if thread is None:
        raise Missing
    comment = get_comment(thread.thread, path.comment_id)
    by, is_struck = signed_in_person(), comment.struck_at is not None
    if not can_correct_comment(by.id, comment.by_id, is_struck=is_struck):
        raise NotAllowed
    if not can_comment_on_need(current_user, need, cpse):
        raise NotAllowed
    correct_comment(comment=comment, by=by, version=expected_version(header), text=body.text or "")
    return _answer(need, cpse)
