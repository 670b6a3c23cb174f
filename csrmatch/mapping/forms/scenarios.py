"""The forms of scenarios: a copy, a note, and the filters of runs and of two runs compared."""

from typing import Any

from wtforms import SearchField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from csrmatch.i18n import lazy_
from csrmatch.mapping.tables.cells import CellError, clean_text
from csrmatch.mapping.wording.codes import ERRORS
from csrmatch.web.forms import CreateForm, EditForm, FilterForm

__all__ = ["ComparisonFilter", "CopyForm", "NoteForm", "RunFilter"]

_LONGEST_NOTE = 2_000


def _readable(_form: object, field: Any) -> None:
    """A title that the input format could not hold is refused."""
    try:
        clean_text(field.data)
    except CellError as error:
        raise ValidationError(str(ERRORS[error.code]) % dict(error.params)) from None


class CopyForm(CreateForm):
    """A scenario: what it is called and what it is about."""

    title_en = StringField(
        lazy_("Title in English"),
        [DataRequired(message=lazy_("Enter a title.")), Length(max=160), _readable],
    )
    title_hi = StringField(lazy_("Title in Hindi"), [Optional(), Length(max=160), _readable])
    note = TextAreaField(
        lazy_("What is this scenario about?"),
        [Optional(), Length(max=_LONGEST_NOTE)],
        description=lazy_("For example: nearness counts half as much; what does that change?"),
    )


class NoteForm(EditForm):
    """What is written down of an exercise."""

    note = TextAreaField(lazy_("Note"), [Optional(), Length(max=_LONGEST_NOTE)])


class RunFilter(FilterForm):
    """By how a run ended, and by the beginning of its input's digest."""

    q = SearchField(lazy_("Digest of the input"), [Optional(), Length(max=80)])
    outcome = SelectField(lazy_("Outcome"), validate_choice=False)


class ComparisonFilter(FilterForm):
    """Which run to compare with, and which districts to show."""

    other = SelectField(lazy_("Compare with"), validate_choice=False)
    q = SearchField(lazy_("District or CPSE"), [Optional(), Length(max=80)])
    show = SelectField(lazy_("Districts"), validate_choice=False)
