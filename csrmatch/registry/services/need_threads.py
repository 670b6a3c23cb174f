"""The verbs of what is said about needs: a company and the collector's office ask and answer."""

from sqlalchemy import select

from csrmatch.accounts.models import User
from csrmatch.comments.models import Comment
from csrmatch.comments.services import add_comment, begin_thread
from csrmatch.db import db, take_turn
from csrmatch.errors import NotAllowed
from csrmatch.registry.access import can_comment_on_need
from csrmatch.registry.models import Cpse, Need, NeedThread

__all__ = ["comment_on_need"]


def comment_on_need(*, need: Need, cpse: Cpse, by: User, text: str) -> Comment:
    """Says something in the thread of a need and a company, which the first word begins."""
    if not can_comment_on_need(by, need, cpse):
        raise NotAllowed
    # Two who speak first at once must not begin two threads.
    take_turn(f"need thread {need.id} {cpse.id}")
    wanted = (NeedThread.need_id == need.id, NeedThread.cpse_id == cpse.id)
    link = db.session.scalar(select(NeedThread).where(*wanted))
    if link is None:
        link = NeedThread(thread=begin_thread(), need_id=need.id, cpse=cpse)
        db.session.add(link)
        db.session.flush()
    return add_comment(thread=link.thread, by=by, text=text)
