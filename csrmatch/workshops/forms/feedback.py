"""The forms of feedback: what is asked, the answer itself, a remark that is left out."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import DateField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from csrmatch.i18n import _, lazy_, name_of
from csrmatch.registry.forms.fields import choose, options
from csrmatch.web.forms import CreateForm, EditForm, one_line
from csrmatch.workshops.models import FeedbackForm, FeedbackQuestion, WorkshopSession
from csrmatch.workshops.rules.feedback import CHOICES, MOST_OWN, SCALE, Question, QuestionKind
from csrmatch.workshops.rules.participants import ParticipantGroup
from csrmatch.workshops.services.feedback import AnswerText, FormText, OwnQuestion, form_text_of
from csrmatch.workshops.wording.feedback import CHOICE_WORDS, OWN_KINDS, QUESTIONS, SCALE_WORDS, tell_question
from csrmatch.workshops.wording.participants import GROUPS

__all__ = [
    "ButtonForm",
    "FeedbackFormForm",
    "HideRemarkForm",
    "answer_form",
    "answer_of",
    "fields_of_own",
    "fill_questions",
    "form_of",
    "stored_form",
]

_LONGEST = 2_000


class _Asked(EditForm):
    """What is asked, and when."""

    opens_on = DateField(
        lazy_("Opens on"), [InputRequired(message=lazy_("Enter the day on which the form opens."))]
    )
    closes_on = DateField(
        lazy_("Closes on"),
        [InputRequired(message=lazy_("Enter the last day for answers."))],
        description=lazy_("Answers are taken until the end of this day, while the record is not closed."),
    )
    questions = SelectMultipleField(
        lazy_("Questions"), description=lazy_("They are the same at every workshop and can be compared.")
    )


def _own_fields(place: int) -> dict[str, Any]:
    kinds = options([(kind.value, words) for kind, words in OWN_KINDS.items()])
    return {
        f"own_{place}_en": StringField(
            lazy_("Question %(place)s in English", place=place), [Length(max=300)], filters=[one_line]
        ),
        f"own_{place}_hi": StringField(
            lazy_("Question %(place)s in Hindi", place=place), [Length(max=300)], filters=[one_line]
        ),
        f"own_{place}_kind": choose(
            lazy_("Question %(place)s is answered", place=place),
            choices=kinds,
            default=QuestionKind.TEXT.value,
        ),
    }


FeedbackFormForm = type(
    "FeedbackFormForm",
    (_Asked,),
    {name: item for place in range(1, MOST_OWN + 1) for name, item in _own_fields(place).items()},
)


def fields_of_own(form: Any) -> list[tuple[Any, Any, Any]]:
    """The fields of each own question: in English, in Hindi, how it is answered."""
    return [
        (form[f"own_{place}_en"], form[f"own_{place}_hi"], form[f"own_{place}_kind"])
        for place in range(1, MOST_OWN + 1)
    ]


def stored_form(form: FeedbackForm | None, opens_on: date, closes_on: date) -> dict[str, object]:
    """What the form of a workshop holds; one that is not there yet asks everything in these days."""
    text = form_text_of(form) if form else FormText(opens_on, closes_on, tuple(Question))
    found: dict[str, object] = {
        "version": form.version if form else 0,
        "opens_on": text.opens_on,
        "closes_on": text.closes_on,
        "questions": [key.value for key in text.questions],
    }
    for place, item in enumerate(text.own, 1):
        found |= {
            f"own_{place}_en": item.text_en,
            f"own_{place}_hi": item.text_hi,
            f"own_{place}_kind": item.kind.value,
        }
    return found


def fill_questions(form: Any) -> None:
    """Offers the questions that are the same everywhere."""
    form.questions.choices = options([(key.value, words) for key, words in QUESTIONS.items()])


def form_of(form: Any) -> FormText:
    """What was chosen and typed."""
    own = [
        OwnQuestion(QuestionKind(kind.data), english.data or None, hindi.data or None)
        for english, hindi, kind in fields_of_own(form)
        if english.data or hindi.data
    ]
    return FormText(
        opens_on=form.opens_on.data,
        closes_on=form.closes_on.data,
        questions=tuple(Question(code) for code in form.questions.data or ()),
        own=tuple(own),
    )


class ButtonForm(CreateForm):
    """A button: a new link, a remark put back."""


class HideRemarkForm(CreateForm):
    """Why a remark is left out of the summary."""

    reason = TextAreaField(
        lazy_("Why is it left out?"),
        [InputRequired(message=lazy_("Give the reason: it stays on record.")), Length(max=500)],
        filters=[one_line],
        description=lazy_("Those who hold the workshop can read it; the remark is kept."),
    )


def _radio(words: str, pairs: Sequence[tuple[str, object]], blank: str) -> Any:
    """A choice that can be taken back without a script: the last of it means no answer."""
    return RadioField(words, [Optional()], choices=options([*pairs, ("", blank)]), default="")


def _field_of(question: FeedbackQuestion, sessions: Sequence[WorkshopSession]) -> Any:
    words = tell_question(question)
    match question.kind:
        case QuestionKind.SCALE:
            return _radio(words, [(str(place), str(SCALE_WORDS[place])) for place in SCALE], _("No answer"))
        case QuestionKind.CHOICE:
            codes = CHOICES[question.key] if question.key else ()
            return _radio(words, [(code, str(CHOICE_WORDS[code])) for code in codes], _("No answer"))
        case QuestionKind.SESSIONS:
            pairs = [(str(row.id), name_of(row, "title")) for row in sessions]
            return SelectMultipleField(words, choices=options(pairs))
    return TextAreaField(words, [Length(max=_LONGEST)])


def answer_form(questions: Sequence[FeedbackQuestion], sessions: Sequence[WorkshopSession]) -> Any:
    """The form that is answered, made of its questions, in the language in force."""
    asked = {
        f"question_{row.id}": _field_of(row, sessions)
        for row in questions
        if row.kind is not QuestionKind.SESSIONS or sessions
    }
    groups = [(code.value, str(words)) for code, words in GROUPS.items()]
    fields = {
        "group": _radio(_("For which side did you take part?"), groups, _("I do not want to say")),
        **asked,
        "name": StringField(
            _("Your name"),
            [Length(max=160)],
            filters=[one_line],
            description=_("Only if you want to give it."),
        ),
        "organisation": StringField(
            _("Your organisation"),
            [Length(max=200)],
            filters=[one_line],
            description=_("Only if you want to give it."),
        ),
    }
    return type("AnswerForm", (CreateForm,), fields)()


def answer_of(form: Any, questions: Sequence[FeedbackQuestion], language: str) -> AnswerText:
    """What was chosen and typed; what was left out is not there."""
    replies: dict[int, int | str | Sequence[int]] = {}
    for row in questions:
        name = f"question_{row.id}"
        data = form[name].data if name in form else None
        if data and row.kind is QuestionKind.SESSIONS:
            replies[row.id] = [int(number) for number in data]
        elif data:
            replies[row.id] = int(data) if row.kind is QuestionKind.SCALE else data
    return AnswerText(
        language=language,
        group=ParticipantGroup(form.group.data) if form.group.data else None,
        name=form.name.data or None,
        organisation=form.organisation.data or None,
        replies=replies,
    )
