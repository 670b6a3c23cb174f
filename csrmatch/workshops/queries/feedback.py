"""Reading feedback forms: the one of a workshop, by its link, its sessions, a remark of it."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from csrmatch.db import db
from csrmatch.errors import Missing
from csrmatch.workshops.models import (
    FeedbackAnswer,
    FeedbackForm,
    FeedbackQuestion,
    FeedbackReply,
    FeedbackSending,
    Workshop,
    WorkshopDay,
    WorkshopSession,
)
from csrmatch.workshops.rules.agenda import SessionKind

__all__ = [
    "count_answers",
    "count_sendings",
    "find_answer",
    "find_feedback_form",
    "get_feedback_form",
    "get_feedback_form_of_link",
    "get_remark",
    "has_answers",
    "list_feedback_sessions",
]


def find_feedback_form(workshop: Workshop) -> FeedbackForm | None:
    """The form of a workshop with its questions, if there is one."""
    query = select(FeedbackForm).where(FeedbackForm.workshop_id == workshop.id)
    return db.session.scalar(query.options(selectinload(FeedbackForm.questions)))


def get_feedback_form(workshop: Workshop) -> FeedbackForm:
    """The form of a workshop that has one."""
    form = find_feedback_form(workshop)
    if form is None:
        raise Missing
    return form


def get_feedback_form_of_link(form_id: int, link_number: int) -> FeedbackForm:
    """The form that a link leads to; one whose link was renewed is led to by the new one alone."""
    query = (
        select(FeedbackForm)
        .where(FeedbackForm.id == form_id, FeedbackForm.link_number == link_number)
        .options(
            selectinload(FeedbackForm.questions),
            joinedload(FeedbackForm.workshop).joinedload(Workshop.series),
            joinedload(FeedbackForm.workshop).joinedload(Workshop.state),
        )
    )
    form = db.session.scalar(query)
    if form is None:
        raise Missing
    return form


def list_feedback_sessions(workshop: Workshop) -> list[WorkshopSession]:
    """What somebody can find useful: the sessions of a workshop in their order, without its breaks."""
    query = (
        select(WorkshopSession)
        .join(WorkshopSession.day)
        .where(WorkshopDay.workshop_id == workshop.id, WorkshopSession.kind != SessionKind.BREAK)
        .order_by(WorkshopDay.number, WorkshopSession.position, WorkshopSession.id)
    )
    return list(db.session.scalars(query))


def find_answer(digest: str) -> FeedbackAnswer | None:
    """The answer that came with a key."""
    return db.session.scalar(select(FeedbackAnswer).where(FeedbackAnswer.key == digest))


def count_answers(form: FeedbackForm) -> int:
    """How many have answered."""
    query = select(func.count()).select_from(FeedbackAnswer).where(FeedbackAnswer.form_id == form.id)
    return db.session.scalar(query) or 0


def has_answers(form: FeedbackForm, at_least: int = 1) -> bool:
    """Whether somebody, or so many, have answered."""
    query = select(FeedbackAnswer.id).where(FeedbackAnswer.form_id == form.id).order_by(FeedbackAnswer.id)
    return db.session.scalar(query.offset(at_least - 1).limit(1)) is not None


def count_sendings(sender: str, since: datetime) -> int:
    """How many answers came from one place since a moment."""
    query = select(func.count()).where(FeedbackSending.sender == sender, FeedbackSending.at > since)
    return db.session.scalar(query) or 0


def get_remark(workshop: Workshop, reply_id: int) -> FeedbackReply:
    """A text that somebody wrote into the form of this workshop."""
    query = (
        select(FeedbackReply)
        .join(FeedbackReply.question)
        .join(FeedbackForm, FeedbackForm.id == FeedbackQuestion.form_id)
        .where(
            FeedbackReply.id == reply_id,
            FeedbackReply.text.is_not(None),
            FeedbackForm.workshop_id == workshop.id,
        )
        .options(joinedload(FeedbackReply.question))
    )
    found = db.session.scalar(query)
    if found is None:
        raise Missing
    return found
