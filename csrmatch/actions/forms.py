"""The forms of action points: giving out, changing, reporting, the moves of both sides, and the filter."""

from datetime import date
from typing import Any

from flask_wtf.file import FileField
from wtforms import DateField, IntegerField, RadioField, SearchField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from csrmatch.actions.queries import Whose
from csrmatch.actions.rules import CLAIMS, Priority
from csrmatch.actions.wording import ACTION_STATUSES, DUES, PRIORITIES
from csrmatch.attachments.forms import FILE_HINT
from csrmatch.i18n import lazy_
from csrmatch.web.forms import CreateForm, EditForm, FilterForm, all_or, choose, one_line, options

__all__ = [
    "ActionFilter",
    "ActionForm",
    "CloseForm",
    "DueForm",
    "NewActionForm",
    "PersonForm",
    "ReasonForm",
    "ReassignForm",
    "ReopenForm",
    "ReportForm",
]

_LONGEST_TEXT, _LONGEST_NOTE = 4_000, 1_000
_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2100, 1, 1)
_WRONG = lazy_("Choose one from the list.")


def _in_range(_form: Any, field: Any) -> None:
    if field.data is not None and not _FIRST_DAY <= field.data <= _LAST_DAY:
        raise ValidationError(lazy_("Enter a day between 2000 and 2100."))


def _reason(label: object, description: object = "", *, longest: int = _LONGEST_NOTE) -> TextAreaField:
    missing = lazy_("Say why or what was done: it stays on record.")
    return TextAreaField(
        label, [InputRequired(message=missing), Length(max=longest)], description=description
    )


class ActionFilter(FilterForm):
    """By text, whose, stage, owner, how near the last day is, priority and place."""

    seldom = frozenset({"priority", "state", "district"})

    q = SearchField(lazy_("Title, text or number"), [Optional(), Length(max=80)])
    whose = SelectField(
        lazy_("Whose"),
        choices=options(
            [
                (Whose.OURS, lazy_("what our office is to do")),
                (Whose.GIVEN, lazy_("what our office gave out")),
                (Whose.ALL, lazy_("All")),
            ]
        ),
    )
    status = SelectField(lazy_("Stage"), default="")
    owner = SelectField(lazy_("Office that is to do it"), default="")
    due = SelectField(lazy_("Last day"), default="")
    priority = SelectField(lazy_("Priority"), default="")
    state = SelectField(lazy_("State"), default="")
    district = SelectField(lazy_("District"), default="")

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.due.choices = all_or((code.value, words) for code, words in DUES.items())
        self.priority.choices = all_or((code.value, words) for code, (words, _kind) in PRIORITIES.items())


class _Titled:
    """What is to be done, in one language at least, under which number, how pressing and where."""

    title_en = StringField(lazy_("Title in English"), [Length(max=200)], filters=[one_line])
    title_hi = StringField(
        lazy_("Title in Hindi"),
        [Length(max=200)],
        filters=[one_line],
        description=lazy_("One of the two is enough; readers of the other language see it as it is."),
    )
    asked = TextAreaField(
        lazy_("What is to be done"),
        [Optional(), Length(max=_LONGEST_TEXT)],
        description=lazy_("What counts as done, so that both sides judge alike."),
    )
    file_number = StringField(
        lazy_("The office's own file number"), [Optional(), Length(max=60)], filters=[one_line]
    )
    priority = RadioField(
        lazy_("Priority"),
        [InputRequired(message=_WRONG)],
        choices=options((code.value, words) for code, (words, _kind) in PRIORITIES.items()),
        default=Priority.NORMAL.value,
        description=lazy_(
            "Of high priority it is closed only with a document and by two persons, also if it is lowered "
            "later."
        ),
    )
    district = choose(lazy_("District"), default="")
    state = choose(
        lazy_("State"),
        default="",
        description=lazy_("A district gives its state. The state's officers and its chair can read it."),
    )

    def validate_title_en(self, field: Any) -> None:
        """A title in one of the two languages."""
        if not field.data and not self.title_hi.data:
            raise ValidationError(lazy_("Enter a title, in English or in Hindi."))


def _due(label: object = lazy_("Last day")) -> DateField:
    return DateField(
        label, [Optional(), _in_range], description=lazy_("Leave it blank where there is no last day.")
    )


def _written() -> StringField:
    return StringField(
        lazy_("Designation or person, as written down"),
        [Optional(), Length(max=160)],
        filters=[one_line],
        description=lazy_("As in the minutes. The office itself says later who of it has it in hand."),
    )


class NewActionForm(_Titled, CreateForm):
    """A new action point."""

    owner = choose(
        lazy_("Office that is to do it"),
        validators=[InputRequired(message=lazy_("Choose the office that is to do it."))],
    )
    owner_written = _written()
    assigned_on = DateField(
        lazy_("Given out on"), [InputRequired(message=lazy_("Enter the day.")), _in_range]
    )
    due_on = _due()


class ActionForm(_Titled, EditForm):
    """The wording, the number, the priority and the place of an open action point."""


class ReportForm(CreateForm, EditForm):
    """What the owner says was done, how it stands, and a paper that shows it."""

    status = RadioField(
        lazy_("How does it stand?"),
        [InputRequired(message=lazy_("Choose how it stands."))],
        choices=options((code.value, ACTION_STATUSES[code][0]) for code in CLAIMS),
    )
    text = _reason(
        lazy_("What was done"), lazy_("With figures and days where there are some."), longest=4_000
    )
    percent = IntegerField(
        lazy_("How much of it is done, in per cent"),
        [Optional(), NumberRange(0, 100, message=lazy_("Enter a whole number from 0 to 100."))],
    )
    title = StringField(
        lazy_("What the file is"),
        [Optional(), Length(max=200)],
        filters=[one_line],
    )
    file = FileField(
        lazy_("File"),
        [Optional()],
        description=FILE_HINT,
    )


class ReasonForm(EditForm):
    """Why something is handed back, not accepted or dropped."""

    reason = _reason(lazy_("Reason"))


class CloseForm(EditForm):
    """What came of it."""

    note = _reason(
        lazy_("What came of it"), lazy_("Everybody who can read the action point can read this too.")
    )


class DueForm(EditForm):
    """Another last day, and why."""

    due_on = _due(lazy_("New last day"))
    reason = _reason(lazy_("Reason"))


class ReopenForm(EditForm):
    """Why it is taken up again, and until when."""

    due_on = _due(lazy_("New last day"))
    reason = _reason(lazy_("Reason"))


class ReassignForm(EditForm):
    """To whom it is given now, until when, and why."""

    owner = choose(
        lazy_("Office that is to do it"),
        validators=[InputRequired(message=lazy_("Choose the office that is to do it."))],
    )
    owner_written = _written()
    due_on = _due()
    reason = _reason(lazy_("Reason"))


class PersonForm(EditForm):
    """Who of the office has it in hand."""

    person = choose(lazy_("Who has it in hand"), default="")
