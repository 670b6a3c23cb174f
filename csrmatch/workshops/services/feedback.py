"""The verbs of feedback: what is asked and when, an answer, a remark that is not shown."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import delete

from csrmatch.accounts.models import User
from csrmatch.audit.recording import set_reason
from csrmatch.db import db, lock_row, now, take_turn, today
from csrmatch.errors import DomainError, Missing, NotAllowed
from csrmatch.i18n import _, format_day, lazy_
from csrmatch.workshops.access.workshops import can_edit, can_hold
from csrmatch.workshops.models import (
    FeedbackAnswer,
    FeedbackForm,
    FeedbackQuestion,
    FeedbackReply,
    FeedbackSending,
    Workshop,
)
from csrmatch.workshops.queries.feedback import (
    count_sendings,
    find_answer,
    find_feedback_form,
    has_answers,
    list_feedback_sessions,
)
from csrmatch.workshops.rules.feedback import (
    CHOICES,
    KINDS,
    MOST_OWN,
    SCALE,
    FeedbackState,
    Question,
    QuestionKind,
    feedback_state,
)
from csrmatch.workshops.rules.participants import ParticipantGroup
from csrmatch.workshops.wording.feedback import QUESTIONS

__all__ = [
    "NEW",
    "AnswerText",
    "FormText",
    "OwnQuestion",
    "forget_sendings",
    "form_text_of",
    "give_answer",
    "hide_remark",
    "renew_link",
    "set_form",
    "show_remark",
]

# The version of a form that is not there yet.
NEW = 0
_LONGEST = timedelta(days=120)
_WINDOW = timedelta(minutes=10)
_KEPT = timedelta(hours=1)
# A whole hall answers through the one address of its network within minutes.
_MOST_SENDINGS = 200
_MOST_ANSWERS = 5_000
_SHORTEST_KEY = 16


@dataclass(frozen=True)
class OwnQuestion:
    """A question that one workshop asks for itself."""

    kind: QuestionKind
    text_en: str | None = None
    text_hi: str | None = None


@dataclass(frozen=True)
class FormText:
    """What is asked, from which day to which."""

    opens_on: date
    closes_on: date
    questions: tuple[Question, ...]
    own: tuple[OwnQuestion, ...] = ()


@dataclass(frozen=True)
class AnswerText:
    """What somebody answered: by question a number, a word, a text, or the numbers of sessions."""

    language: str = "en"
    group: ParticipantGroup | None = None
    name: str | None = None
    organisation: str | None = None
    replies: Mapping[int, int | str | Sequence[int]] = field(default_factory=dict)


def form_text_of(form: FeedbackForm) -> FormText:
    """What a form asks now."""
    return FormText(
        opens_on=form.opens_on,
        closes_on=form.closes_on,
        questions=tuple(row.key for row in form.questions if row.key is not None),
        own=tuple(
            OwnQuestion(row.kind, row.text_en, row.text_hi) for row in form.questions if row.key is None
        ),
    )


def set_form(*, workshop: Workshop, by: User, version: int | None, text: FormText) -> FeedbackForm:
    """Says what is asked and when; once somebody has answered only the days can change."""
    if not can_edit(by, workshop):
        raise NotAllowed
    take_turn(f"feedback {workshop.id}")
    form = find_feedback_form(workshop)
    _check(text)
    moment = now()
    if form is None:
        form = FeedbackForm(
            workshop_id=workshop.id,
            opens_on=text.opens_on,
            closes_on=text.closes_on,
            created_by_id=by.id,
            created_at=moment,
            changed_by_id=by.id,
            changed_at=moment,
        )
        db.session.add(form)
        db.session.flush()
        _put_questions(form, text)
        return form
    lock_row(form)
    stored = form_text_of(form)
    form.expect_version(version, theirs=_tell(stored), mine=_tell(text))
    if (set(stored.questions), stored.own) != (set(text.questions), text.own):
        if has_answers(form):
            raise DomainError(
                lazy_("Somebody has answered already: the questions stay, so that all answers count alike.")
            )
        form.questions.clear()
        db.session.flush()
        _put_questions(form, text)
    form.opens_on, form.closes_on = text.opens_on, text.closes_on
    form.changed_by_id, form.changed_at = by.id, moment
    db.session.flush()
    return form


def renew_link(*, workshop: Workshop, by: User) -> None:
    """Makes a new link and code; those handed out before lead nowhere."""
    if not can_edit(by, workshop):
        raise NotAllowed
    form = find_feedback_form(workshop)
    if form is None:
        raise Missing
    lock_row(form)
    form.link_number += 1
    form.changed_by_id, form.changed_at = by.id, now()
    db.session.flush()


def give_answer(*, form: FeedbackForm, key: str, sender: str, text: AnswerText) -> FeedbackAnswer:
    """Takes an answer in; the same key again is the same answer, whatever comes with it.

    `sender` is a mark of where it came from, kept for an hour and never with the answer.

    Raises
    ------
    DomainError
        Where the form is not open, nothing is answered, or too much came from one place.
    """
    if len(key) < _SHORTEST_KEY:
        raise DomainError(lazy_("Open the page again: it was sent without its key."))
    take_turn(f"feedback {form.workshop_id}")
    digest = hashlib.sha256(f"{form.id}:{key}".encode()).hexdigest()
    found = find_answer(digest)
    if found is not None:
        return found
    if feedback_state(form.workshop.status, form.opens_on, form.closes_on, today()) is not FeedbackState.OPEN:
        raise DomainError(lazy_("The form takes no answers now."))
    moment = now()
    if count_sendings(sender, moment - _WINDOW) >= _MOST_SENDINGS or has_answers(
        form, at_least=_MOST_ANSWERS
    ):
        raise DomainError(
            lazy_("Too many answers come from this network. Wait ten minutes, then send again.")
        )
    replies = _replies(form, text)
    if not replies:
        raise DomainError(lazy_("Answer one question at least."))
    forget_sendings()
    # To the minute only, so that no moment leads from the mark to the answer.
    db.session.add(FeedbackSending(sender=sender, at=moment.replace(second=0, microsecond=0)))
    answer = FeedbackAnswer(
        form_id=form.id,
        key=digest,
        group=text.group,
        language=text.language,
        name=text.name or None,
        organisation=text.organisation or None,
        received_at=moment,
    )
    answer.replies = replies
    db.session.add(answer)
    db.session.flush()
    return answer


def forget_sendings() -> None:
    """Forgets from where answers came more than an hour ago."""
    db.session.execute(delete(FeedbackSending).where(FeedbackSending.at < now() - _KEPT))


def hide_remark(*, workshop: Workshop, reply: FeedbackReply, by: User, reason: str) -> None:
    """Leaves a text out of the summary, with the reason; it is kept."""
    _check_remark(workshop, reply, by)
    if not reason.strip():
        raise DomainError(lazy_("Give the reason: it stays on record."))
    if reply.hidden_at is not None:
        raise DomainError(lazy_("The remark is left out already."))
    set_reason(reason)
    reply.hidden_at, reply.hidden_by_id, reply.hidden_reason = now(), by.id, reason
    db.session.flush()


def show_remark(*, workshop: Workshop, reply: FeedbackReply, by: User) -> None:
    """Puts a text back into the summary."""
    _check_remark(workshop, reply, by)
    if reply.hidden_at is None:
        raise DomainError(lazy_("The remark is in the summary already."))
    reply.hidden_at, reply.hidden_by_id, reply.hidden_reason = None, None, ""
    db.session.flush()


def _check_remark(workshop: Workshop, reply: FeedbackReply, by: User) -> None:
    if not can_hold(by, workshop):
        raise NotAllowed
    lock_row(reply)
    if reply.text is None:
        raise Missing


def _replies(form: FeedbackForm, text: AnswerText) -> list[FeedbackReply]:
    """What was answered, as rows; what means nothing to a question is refused."""
    sessions = {row.id for row in list_feedback_sessions(form.workshop)}
    found = []
    for question in form.questions:
        given = text.replies.get(question.id)
        if given is None or given == "" or given == ():
            continue
        for columns in _columns(question, given, sessions):
            found.append(FeedbackReply(question_id=question.id, **columns))
    return found


def _columns(
    question: FeedbackQuestion, given: int | str | Sequence[int], sessions: set[int]
) -> list[dict[str, int | str]]:
    wrong = DomainError(lazy_("Something that was chosen is not among the answers. Choose again."))
    match question.kind:
        case QuestionKind.SCALE:
            if given not in SCALE:
                raise wrong
            return [{"number": int(given)}]
        case QuestionKind.CHOICE:
            if question.key is None or given not in CHOICES[question.key]:
                raise wrong
            return [{"choice": str(given)}]
        case QuestionKind.SESSIONS:
            if isinstance(given, int | str) or not set(given) <= sessions:
                raise wrong
            return [{"session_id": number} for number in sorted(set(given))]
    if not isinstance(given, str):
        raise wrong
    return [{"text": given}] if given.strip() else []


def _put_questions(form: FeedbackForm, text: FormText) -> None:
    """Writes the questions: those alike everywhere in their order, then the form's own before the texts."""
    asked = set(text.questions)
    fixed = [
        FeedbackQuestion(key=key, kind=KINDS[key], position=place * 10)
        for place, key in enumerate(Question)
        if key in asked
    ]
    before = list(Question).index(Question.NEXT) * 10
    own = [
        FeedbackQuestion(
            kind=item.kind, text_en=item.text_en, text_hi=item.text_hi, position=before - MOST_OWN - 1 + place
        )
        for place, item in enumerate(text.own)
    ]
    form.questions.extend([*fixed, *own])
    db.session.flush()
    db.session.expire(form, ["questions"])


def _check(text: FormText) -> None:
    if not text.questions and not text.own:
        raise DomainError(lazy_("Choose one question at least."))
    if len(text.own) > MOST_OWN:
        raise DomainError(lazy_("A form has at most %(most)s questions of its own.", most=MOST_OWN))
    if any(not item.text_en and not item.text_hi for item in text.own):
        raise DomainError(lazy_("Enter the question, in English or in Hindi."))
    if any(item.kind not in {QuestionKind.SCALE, QuestionKind.TEXT} for item in text.own):
        raise DomainError(lazy_("A question of one's own is answered on the scale or in own words."))
    if text.closes_on < text.opens_on:
        raise DomainError(lazy_("The form closes after it opens."))
    if text.closes_on - text.opens_on > _LONGEST:
        raise DomainError(lazy_("A form is open for at most %(days)s days.", days=_LONGEST.days))


def _tell(text: FormText) -> dict[str, object]:
    """What a form asks, in words, field by field."""
    own = [f"{item.text_en or '–'} / {item.text_hi or '–'}" for item in text.own]
    return {
        _("Opens on"): format_day(text.opens_on),
        _("Closes on"): format_day(text.closes_on),
        _("Questions"): "\n".join(
            [*(str(QUESTIONS[key]) for key in Question if key in text.questions), *own]
        ),
    }
