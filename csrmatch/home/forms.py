"""The forms of the outgoing mail."""

from wtforms import SelectField

from csrmatch.home.words import MAIL_KINDS, MAIL_STATES
from csrmatch.i18n import lazy_
from csrmatch.web.forms import BaseForm, FilterForm, all_or

__all__ = ["MailFilter", "RetryForm"]


class MailFilter(FilterForm):
    """By state and by kind."""

    state = SelectField(
        lazy_("State of the mail"),
        choices=all_or((code.value, words) for code, (words, _kind) in MAIL_STATES.items()),
        default="",
    )
    kind = SelectField(
        lazy_("Kind"),
        choices=all_or(MAIL_KINDS.items()),
        default="",
    )


class RetryForm(BaseForm):
    """A button that tries once more."""
