"""Reading what companies and collectors' offices say to each other about needs, and whose answer waits."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from csrmatch.accounts.models import User
from csrmatch.comments.models import Comment
from csrmatch.comments.queries import find_last_speakers
from csrmatch.db import db
from csrmatch.errors import Missing
from csrmatch.registry.access import can_comment_on_need, only_visible_threads
from csrmatch.registry.models import Cpse, Need, NeedPartner, NeedThread
from csrmatch.roles import Permission, allows

__all__ = [
    "Talk",
    "find_need_thread",
    "get_talk_partner",
    "list_need_talks",
    "list_waiting_threads",
]


@dataclass(frozen=True)
class Talk:
    """A company with which a need is talked about; without a thread it was not begun yet."""

    cpse: Cpse
    thread: NeedThread | None
    said: int = 0
    last_at: datetime | None = None


def find_need_thread(viewer: User, need: Need, cpse: Cpse) -> NeedThread | None:
    """The thread of a need and a company that the viewer may read, if it was begun."""
    query = only_visible_threads(viewer, select(NeedThread))
    return db.session.scalar(query.where(NeedThread.need_id == need.id, NeedThread.cpse_id == cpse.id))


def get_talk_partner(viewer: User, need: Need, code: str) -> tuple[Cpse, NeedThread | None]:
    """A company with its thread about a need: one that was begun, or that the viewer may begin."""
    cpse = db.session.scalar(select(Cpse).where(Cpse.code == code))
    if cpse is None:
        raise Missing
    thread = find_need_thread(viewer, need, cpse)
    if thread is None and not _may_begin(viewer, need, cpse):
        raise Missing
    return cpse, thread


def _may_begin(viewer: User, need: Need, cpse: Cpse) -> bool:
    """A company asks about any open need; the office speaks first to its partners only."""
    is_partner = any(row.cpse_id == cpse.id for row in need.partners)
    is_own = cpse.organisation_id == viewer.organisation_id
    return can_comment_on_need(viewer, need, cpse) and (is_own or is_partner)


def list_need_talks(viewer: User, need: Need) -> list[Talk]:
    """The threads of a need that the viewer may read, and those they may begin, by the company's code."""
    threads = {
        row.cpse_id: row
        for row in db.session.scalars(
            only_visible_threads(viewer, select(NeedThread)).where(NeedThread.need_id == need.id)
        )
    }
    counts = {
        row.thread_id: (row.said, row.last_at)
        for row in db.session.execute(
            select(
                Comment.thread_id, func.count().label("said"), func.max(Comment.created_at).label("last_at")
            )
            .where(Comment.thread_id.in_([row.thread_id for row in threads.values()]))
            .where(Comment.struck_at.is_(None))
            .group_by(Comment.thread_id)
        )
    }
    talks = [Talk(row.cpse, row, *counts.get(row.thread_id, (0, None))) for row in threads.values()]
    own = select(Cpse).where(
        or_(
            Cpse.organisation_id == viewer.organisation_id,
            Cpse.id.in_(select(NeedPartner.cpse_id).where(NeedPartner.need_id == need.id)),
        )
    )
    talks += [
        Talk(cpse, None)
        for cpse in db.session.scalars(own.order_by(Cpse.code))
        if cpse.id not in threads and _may_begin(viewer, need, cpse)
    ]
    return sorted(talks, key=lambda talk: talk.cpse.code)


def list_waiting_threads(user: User, most: int = 7) -> list[NeedThread]:
    """The threads in which the other side spoke last and the person may answer, the longest waiting first."""
    if not allows(user.role, Permission.COMMENT_ON_NEEDS):
        return []
    query = only_visible_threads(user, select(NeedThread)).options(joinedload(NeedThread.need))
    rows = [
        row
        for row in db.session.scalars(query.order_by(NeedThread.thread_id))
        if can_comment_on_need(user, row.need, row.cpse)
    ]
    own = user.organisation_id
    speakers = find_last_speakers(row.thread for row in rows) if rows else {}
    return [row for row in rows if speakers.get(row.thread_id, own) != own][:most]
