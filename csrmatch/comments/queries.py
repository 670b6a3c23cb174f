"""Reading comments: a thread with all that was said in it, one comment of it, and whose turn it is."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from csrmatch.comments.models import Comment, CommentThread
from csrmatch.comments.rules import Said, whose_last_word
from csrmatch.db import db
from csrmatch.errors import Missing

__all__ = ["find_last_speakers", "get_comment", "list_comments"]


def list_comments(thread: CommentThread) -> list[Comment]:
    """What was said in a thread, the first first, with who said it and every wording."""
    people = (joinedload(Comment.by), joinedload(Comment.struck_by), joinedload(Comment.organisation))
    query = select(Comment).where(Comment.thread_id == thread.id)
    query = query.options(*people, selectinload(Comment.wordings))
    return list(db.session.scalars(query.order_by(Comment.id)))


def get_comment(thread: CommentThread, comment_id: int) -> Comment:
    """A comment of a thread that is not struck."""
    comment = db.session.get(Comment, comment_id)
    if comment is None or comment.thread_id != thread.id or comment.struck_at is not None:
        raise Missing
    return comment


def find_last_speakers(threads: Iterable[CommentThread]) -> dict[int, int]:
    """For each thread that waits for an answer, by its number, the office that spoke last."""
    settled = {thread.id: thread.settled_at for thread in threads}
    said: dict[int, list[Said]] = {}
    query = select(Comment).where(Comment.thread_id.in_(settled)).order_by(Comment.id)
    for row in db.session.scalars(query):
        item = Said(row.organisation_id, row.created_at, is_struck=row.struck_at is not None)
        said.setdefault(row.thread_id, []).append(item)
    last = {key: whose_last_word(items, settled[key]) for key, items in said.items()}
    return {key: office for key, office in last.items() if office is not None}
