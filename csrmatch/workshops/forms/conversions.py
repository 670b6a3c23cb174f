"""The forms by which a takeaway is handed to an office and declined by it."""

from wtforms import TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from csrmatch.i18n import lazy_
from csrmatch.registry.forms.fields import choose
from csrmatch.web.forms import CreateForm, EditForm, one_line

__all__ = ["DeclineForm", "HandOnForm"]


class HandOnForm(CreateForm):
    """To which district or company a takeaway is handed."""

    to = choose(
        lazy_("To whom"), validators=[InputRequired(message=lazy_("Choose to whom the note is handed."))]
    )
    note = TextAreaField(
        lazy_("Why they should take it up"), [Optional(), Length(max=500)], filters=[one_line]
    )


class DeclineForm(EditForm):
    """Why nothing will be made of it."""

    reason = TextAreaField(
        lazy_("Why is nothing made of it?"),
        [DataRequired(message=lazy_("Give the reason: it stays on record.")), Length(max=500)],
        filters=[one_line],
    )
