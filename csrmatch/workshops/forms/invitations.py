"""The forms of invitations: sending a round, and the answer of an invited person."""

from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from csrmatch.i18n import lazy_
from csrmatch.registry.forms.fields import options
from csrmatch.web.forms import BaseForm, CreateForm
from csrmatch.workshops.wording.participants import ANSWER_WORDS

__all__ = ["AnswerForm", "RoundForm"]


class RoundForm(CreateForm):
    """The button that sends the mails."""


class AnswerForm(BaseForm):
    """Whether a person comes."""

    answer = RadioField(
        lazy_("Will you come?"),
        [InputRequired(message=lazy_("Choose an answer."))],
        choices=options((status.value, words) for status, words in ANSWER_WORDS.items()),
    )
    wishes = TextAreaField(
        lazy_("What you eat or need"),
        [Optional(), Length(max=500)],
        description=lazy_(
            "Food, step-free access, a sign language interpreter. The organisers alone read it."
        ),
    )
