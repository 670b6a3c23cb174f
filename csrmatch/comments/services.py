"""The verbs of comments: saying something, correcting it, striking it, and settling a thread."""

from csrmatch.accounts.models import User
from csrmatch.audit.recording import set_reason
from csrmatch.comments.models import Comment, CommentThread, CommentWording
from csrmatch.comments.rules import LONGEST_COMMENT, can_correct_comment
from csrmatch.db import db, now
from csrmatch.errors import Conflict, DomainError, NotAllowed
from csrmatch.i18n import _, lazy_

__all__ = ["add_comment", "begin_thread", "correct_comment", "settle_thread", "strike_comment"]


def begin_thread() -> CommentThread:
    """A new thread; the slice that owns the record links it."""
    thread = CommentThread(created_at=now())
    db.session.add(thread)
    db.session.flush()
    return thread


def add_comment(*, thread: CommentThread, by: User, text: str) -> Comment:
    """Says something in a thread, for the person's office."""
    _check(text)
    moment = now()
    comment = Comment(
        thread=thread,
        organisation_id=by.organisation_id,
        by=by,
        text=text,
        created_at=moment,
        wordings=[CommentWording(number=1, text=text, written_at=moment)],
    )
    db.session.add(comment)
    db.session.flush()
    return comment


def correct_comment(*, comment: Comment, by: User, version: int | None, text: str) -> None:
    """Gives a comment another wording; the ones before stay with it."""
    if not can_correct_comment(by.id, comment.by_id, is_struck=comment.struck_at is not None):
        raise NotAllowed
    _check(text)
    comment.expect_version(version, theirs={_("Comment"): comment.text}, mine={_("Comment"): text})
    if text == comment.text:
        return
    moment = now()
    comment.text, comment.corrected_at = text, moment
    number = len(comment.wordings) + 1
    comment.wordings.append(CommentWording(number=number, text=text, written_at=moment))
    db.session.flush()


def strike_comment(*, comment: Comment, by: User, version: int | None, reason: str) -> None:
    """Takes a comment out of sight; who, when and why stay to be seen, the words stay on record."""
    if comment.struck_at is not None or version != comment.version:
        label = _("Why it was struck")
        raise Conflict({_("Comment"): comment.text, label: comment.struck_reason}, {label: reason})
    if not reason.strip():
        raise DomainError(lazy_("Give the reason: it stays on record."))
    set_reason(reason)
    comment.struck_at, comment.struck_by, comment.struck_reason = now(), by, reason
    db.session.flush()


def settle_thread(*, thread: CommentThread, by: User) -> None:
    """Says that what was said last needs no answer."""
    thread.settled_at, thread.settled_by_id = now(), by.id
    db.session.flush()


def _check(text: str) -> None:
    if not text.strip():
        raise DomainError(lazy_("Write what you want to say."))
    if len(text) > LONGEST_COMMENT:
        raise DomainError(lazy_("A comment has at most %(most)s letters.", most=LONGEST_COMMENT))
