"""The forms of takeaways: taking one down, correcting, striking and restoring one, and the filter."""

import uuid

from wtforms import BooleanField, DateField, HiddenField, SearchField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from csrmatch.i18n import lazy_
from csrmatch.registry.forms.fields import choose, options
from csrmatch.web.forms import BaseForm, CreateForm, EditForm, FilterForm, all_or, one_line
from csrmatch.workshops.rules.takeaways import LONGEST_NOTE
from csrmatch.workshops.wording.takeaways import KINDS, WORK_STATES

__all__ = [
    "NoteForm",
    "RestoreForm",
    "StrikeTakeawayForm",
    "TakeawayFilter",
    "TakeawayForm",
]


class TakeawayFilter(FilterForm):
    """By text, kind, what it is about, who took it, and what became of it."""

    seldom = frozenset({"item", "organisation", "taker", "struck"})

    q = SearchField(lazy_("Text or number"), [Optional(), Length(max=80)])
    kind = SelectField(
        lazy_("Kind"), choices=all_or((code.value, words) for code, words in KINDS.items()), default=""
    )
    theme = SelectField(lazy_("Theme"), default="")
    district = SelectField(lazy_("District"), default="")
    work = SelectField(
        lazy_("What became of it"),
        choices=all_or((code.value, words) for code, (words, _kind) in WORK_STATES.items()),
        default="",
    )
    item = SelectField(lazy_("Session or talk"), default="")
    organisation = SelectField(lazy_("Organisation"), default="")
    taker = SelectField(lazy_("Taken down by"), default="")
    struck = BooleanField(lazy_("Struck ones too"))


class _About:
    """What was said, and what it is about."""

    text = TextAreaField(
        lazy_("What was said"),
        [DataRequired(message=lazy_("Write what was said.")), Length(max=LONGEST_NOTE)],
    )
    item = choose(lazy_("Session or talk"), default="")
    theme = choose(lazy_("Theme"), default="")
    district = choose(lazy_("District"), default="")
    organisation = choose(lazy_("CPSE or office"), default="")
    organisation_name = StringField(
        lazy_("Other body, as it is called"), [Optional(), Length(max=200)], filters=[one_line]
    )
    speaker_name = StringField(lazy_("Speaker"), [Optional(), Length(max=160)], filters=[one_line])
    by_whom = StringField(lazy_("Commitment: by whom"), [Optional(), Length(max=200)], filters=[one_line])
    due_on = DateField(lazy_("Commitment: by when"), [Optional()])
    asked_of = StringField(lazy_("Request: asked of whom"), [Optional(), Length(max=200)], filters=[one_line])


def _new_mark() -> str:
    return str(uuid.uuid4())


class NoteForm(_About, CreateForm):
    """A note taken down in the room; the button that is pressed says of what kind it is."""

    uuid = HiddenField(default=_new_mark)
    kind = choose(
        lazy_("Kind"),
        choices=options((code.value, words) for code, words in KINDS.items()),
        validators=[InputRequired(message=lazy_("Choose the kind of the note."))],
    )


class TakeawayForm(_About, EditForm):
    """All that a takeaway says, with its wording for the report."""

    kind = choose(lazy_("Kind"), choices=options((code.value, words) for code, words in KINDS.items()))
    text_en = TextAreaField(
        lazy_("Wording for the report in English"), [Optional(), Length(max=LONGEST_NOTE)]
    )
    text_hi = TextAreaField(
        lazy_("Wording for the report in Hindi"),
        [Optional(), Length(max=LONGEST_NOTE)],
        description=lazy_("Where it is left blank, the report says the note as it was taken down."),
    )


class StrikeTakeawayForm(EditForm):
    """Why a takeaway is struck."""

    reason = TextAreaField(
        lazy_("Why is the note struck?"),
        [DataRequired(message=lazy_("Give the reason: it stays on record.")), Length(max=500)],
        filters=[one_line],
    )


class RestoreForm(BaseForm):
    """A button that puts a struck takeaway back."""
