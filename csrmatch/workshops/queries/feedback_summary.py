"""What all answers to a feedback form come to, as plain values: for its page, its files and the report."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from csrmatch.db import db
from csrmatch.workshops.models import (
    FeedbackAnswer,
    FeedbackForm,
    FeedbackQuestion,
    FeedbackReply,
    Workshop,
    WorkshopSession,
)
from csrmatch.workshops.queries.feedback import find_feedback_form, list_feedback_sessions
from csrmatch.workshops.rules.feedback import CHOICES, FEWEST, SCALE, QuestionKind, cut_groups
from csrmatch.workshops.rules.participants import ParticipantGroup

__all__ = ["Cut", "FeedbackSummary", "OptionCount", "QuestionSummary", "Remark", "summarise_feedback"]

# Some groups that are told as one.
Cut = tuple[ParticipantGroup | None, ...]


@dataclass(frozen=True)
class OptionCount:
    """How often something was answered: by all, and by each cut in the summary's order.

    `value` is a figure of the scale, the code of a word, a session, or None for a session since removed.
    """

    value: int | str | WorkshopSession | None
    count: int
    by_cut: Sequence[int] = ()


@dataclass(frozen=True)
class Remark:
    """A text that somebody wrote; `cut` is None where too few of a side answered to tell it."""

    reply: FeedbackReply
    text: str
    cut: Cut | None
    is_hidden: bool
    name: str | None
    organisation: str | None
    # The place of its cut among the others; -1 where it has none.
    cut_key: int = -1


@dataclass(frozen=True)
class QuestionSummary:
    """What was answered to one question; those who left it out are counted apart and in nothing else."""

    question: FeedbackQuestion
    answered: int
    unanswered: int
    answered_by_cut: Sequence[int] = ()
    options: Sequence[OptionCount] = ()
    mean: float | None = None
    remarks: Sequence[Remark] = ()

    @property
    def shown(self) -> list[Remark]:
        """The texts that are not left out."""
        return [remark for remark in self.remarks if not remark.is_hidden]

    @property
    def hidden(self) -> list[Remark]:
        """The texts that are left out and kept."""
        return [remark for remark in self.remarks if remark.is_hidden]


@dataclass(frozen=True)
class FeedbackSummary:
    """All of it. With fewer answers than `fewest` nothing but their number is told: `questions` is empty.

    `cuts` are the groups that are told apart, empty where they cannot be; `cut_counts` how many answered of
    each.
    """

    answers: int
    fewest: int = FEWEST
    cuts: Sequence[Cut] = ()
    cut_counts: Sequence[int] = ()
    questions: Sequence[QuestionSummary] = field(default=())

    @property
    def has_pooled(self) -> bool:
        """Whether groups with few answers are told as one."""
        return any(len(cut) > 1 for cut in self.cuts)


def summarise_feedback(workshop: Workshop, form: FeedbackForm | None = None) -> FeedbackSummary | None:
    """What the answers of a workshop come to; None where it has no form, which is read unless it is given.

    It takes three statements beside the form's, however many have answered.
    """
    form = form or find_feedback_form(workshop)
    if form is None:
        return None
    query = (
        select(FeedbackAnswer.group, func.count())
        .where(FeedbackAnswer.form_id == form.id)
        .group_by(FeedbackAnswer.group)
        .order_by(FeedbackAnswer.group)
    )
    counts: dict[ParticipantGroup | None, int] = {row[0]: row[1] for row in db.session.execute(query)}
    answers = sum(counts.values())
    if answers < FEWEST:
        return FeedbackSummary(answers)
    cuts = cut_groups(counts)
    cut_counts = [sum(counts.get(group, 0) for group in cut) for cut in cuts]
    replies = _list_replies(form)
    sessions = list_feedback_sessions(workshop)
    return FeedbackSummary(
        answers,
        cuts=cuts,
        cut_counts=cut_counts,
        questions=[
            _summarise(
                question, [row for row in replies if row.question_id == question.id], answers, cuts, sessions
            )
            for question in form.questions
        ],
    )


def _list_replies(form: FeedbackForm) -> list[FeedbackReply]:
    query = (
        select(FeedbackReply)
        .join(FeedbackReply.answer)
        .where(FeedbackAnswer.form_id == form.id)
        .options(joinedload(FeedbackReply.answer), joinedload(FeedbackReply.hidden_by))
        .order_by(FeedbackReply.id)
    )
    return list(db.session.scalars(query))


def _summarise(
    question: FeedbackQuestion,
    replies: Sequence[FeedbackReply],
    answers: int,
    cuts: Sequence[Cut],
    sessions: Sequence[WorkshopSession],
) -> QuestionSummary:
    place = {group: number for number, cut in enumerate(cuts) for group in cut}
    who = {row.answer_id: row.answer.group for row in replies}
    by_cut = Counter(place.get(group) for group in who.values())
    values: list[int | str | WorkshopSession | None] = []
    match question.kind:
        case QuestionKind.SCALE:
            values = list(SCALE)
        case QuestionKind.CHOICE:
            values = list(CHOICES[question.key]) if question.key else []
        case QuestionKind.SESSIONS:
            values = list(sessions)
            known = {session.id for session in sessions}
            if any(row.session_id not in known for row in replies):
                values.append(None)
    options = []
    for value in values:
        saying = [row for row in replies if _says(row, value, question.kind, sessions)]
        found = Counter(place.get(row.answer.group) for row in saying)
        options.append(OptionCount(value, len(saying), [found[number] for number in range(len(cuts))]))
    numbers = [row.number for row in replies if row.number is not None]
    return QuestionSummary(
        question,
        answered=len(who),
        unanswered=answers - len(who),
        answered_by_cut=[by_cut[number] for number in range(len(cuts))],
        options=options,
        mean=sum(numbers) / len(numbers) if numbers else None,
        remarks=_remarks(replies, cuts, place),
    )


def _says(
    row: FeedbackReply,
    value: int | str | WorkshopSession | None,
    kind: QuestionKind,
    sessions: Sequence[WorkshopSession],
) -> bool:
    if kind is not QuestionKind.SESSIONS:
        return value in (row.number, row.choice)
    if isinstance(value, WorkshopSession):
        return row.session_id == value.id
    return row.session_id not in {session.id for session in sessions}


def _remarks(
    replies: Sequence[FeedbackReply], cuts: Sequence[Cut], place: dict[ParticipantGroup | None, int]
) -> list[Remark]:
    """The texts by group, and within one by the alphabet: their order does not tell who wrote which two."""
    found = [
        Remark(
            reply=row,
            text=row.text,
            cut=cuts[place[row.answer.group]] if row.answer.group in place else None,
            is_hidden=row.hidden_at is not None,
            name=row.answer.name,
            organisation=row.answer.organisation,
            cut_key=place.get(row.answer.group, -1),
        )
        for row in replies
        if row.text is not None
    ]
    return sorted(found, key=lambda item: (item.cut_key, item.text.casefold(), item.reply.id))
