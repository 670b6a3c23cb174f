"""Makes feedback forms and answers for tests, and people who were there."""

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from csrmatch.db import db, now, today
from csrmatch.roles import Role
from csrmatch.workshops.models import Attendance, FeedbackAnswer, FeedbackForm, Participant, Workshop
from csrmatch.workshops.queries.check_in import list_doors
from csrmatch.workshops.rules.feedback import Question, QuestionKind
from csrmatch.workshops.rules.participants import ParticipantGroup
from csrmatch.workshops.services.feedback import NEW, AnswerText, FormText, OwnQuestion, give_answer, set_form
from tests.workshops.participants import make_person, person_of

__all__ = ["OWN", "answer", "end_form", "form_text", "make_form", "make_there", "question_of"]

OWN = OwnQuestion(QuestionKind.SCALE, "How was the visit to the mine?", "खदान का भ्रमण कैसा रहा?")


def form_text(
    questions: Sequence[Question] = tuple(Question), own: Sequence[OwnQuestion] = (OWN,), *, days: int = 7
) -> FormText:
    """Everything asked, and one question more, from yesterday for some days."""
    first = today() - timedelta(days=1)
    return FormText(first, first + timedelta(days=days), tuple(questions), tuple(own))


def make_form(workshop: Workshop, **given: Any) -> FeedbackForm:
    """A form that is open today."""
    return set_form(workshop=workshop, by=person_of(Role.DPE_STAFF), version=NEW, text=form_text(**given))


def end_form(form: FeedbackForm) -> None:
    """Makes yesterday the last day of a form."""
    form.closes_on = form.opens_on
    db.session.flush()


def question_of(form: FeedbackForm, key: Question | None) -> int:
    """The number of one of its questions; of its own first one for None."""
    return next(row.id for row in form.questions if row.key is key)


def answer(
    form: FeedbackForm,
    group: ParticipantGroup | None = ParticipantGroup.CPSE,
    *,
    sender: str = "hall",
    key: str | None = None,
    name: str | None = None,
    **replies: Any,
) -> FeedbackAnswer:
    """An answer; its replies are named by the keys of questions, `own` for the form's own."""
    found = {
        question_of(form, None if code == "own" else Question(code)): given for code, given in replies.items()
    }
    text = AnswerText("en", group, name, None, found)
    return give_answer(form=form, key=key or uuid.uuid4().hex, sender=sender, text=text)


def make_there(
    workshop: Workshop, name: str = "Asha Verma", *, days: Sequence[int] = (0,), **given: Any
) -> Participant:
    """Somebody on the list who was checked in on some of the days."""
    person = make_person(workshop, name, email=given.pop("email", None), **given)
    doors = [door for door in list_doors(workshop) if door.session is None]
    for place in days:
        moment = now()
        mark = Attendance(
            participant_id=person.id,
            day_id=doors[place].day.id,
            client_key=str(uuid.uuid4()),
            arrived_at=moment,
            recorded_at=moment,
            recorded_by_id=person_of(Role.DPE_STAFF).id,
        )
        db.session.add(mark)
    db.session.flush()
    return person
