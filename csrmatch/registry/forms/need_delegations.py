"""The forms of handing a need on inside the district, and of giving or taking it back."""

from wtforms import DateField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from csrmatch.i18n import lazy_
from csrmatch.registry.forms.fields import choose
from csrmatch.web.forms import CreateForm, EditForm, one_line

__all__ = ["DelegationForm", "ReturnForm"]


class DelegationForm(CreateForm):
    """To whom, by when, with what note."""

    to = choose(lazy_("Hand it to"), validators=[InputRequired(message=lazy_("Choose the person."))])
    due_on = DateField(lazy_("Due on"), [InputRequired(message=lazy_("Enter the day it is due."))])
    note = TextAreaField(
        lazy_("Note"),
        [Optional(), Length(max=500)],
        filters=[one_line],
        description=lazy_("What is to be found out or written."),
    )


class ReturnForm(EditForm):
    """A word at the end, which stays on record."""

    note = TextAreaField(lazy_("Note"), [Optional(), Length(max=500)], filters=[one_line])
