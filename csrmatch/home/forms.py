"""The forms of the outgoing mail."""

from wtforms import SelectField
from wtforms.fields import SelectChoice

from csrmatch.home.words import MAIL_KINDS, MAIL_STATES
from csrmatch.i18n import lazy_
from csrmatch.web.forms import BaseForm, FilterForm

__all__ = ["MailFilter", "RetryForm"]

_ALL = SelectChoice(value="", label=lazy_("All"))


class MailFilter(FilterForm):
    """By state and by kind."""

    state = SelectField(
        lazy_("State of the mail"),
        choices=[_ALL, *(SelectChoice(code.value, words) for code, (words, _kind) in MAIL_STATES.items())],
        default="",
    )
    kind = SelectField(
        lazy_("Kind"),
        choices=[_ALL, *(SelectChoice(code, words) for code, words in MAIL_KINDS.items())],
        default="",
    )


class RetryForm(BaseForm):
    """A button that tries once more."""
