"""The forms of what is reported on a project: milestones, results and documents."""

import re
from typing import Any

from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from csrmatch.attachments.forms import DocumentForm
from csrmatch.i18n import lazy_
from csrmatch.web.forms import CreateForm, EditForm, one_line

__all__ = [
    "MilestoneForm",
    "NewMilestoneForm",
    "NewResultForm",
    "RemoveForm",
    "ResultDocumentForm",
    "ResultForm",
]

_LONGEST_FIGURE = 10**12


class FigureField(StringField):  # type: ignore[misc]
    """A figure as people type it, with a point and commas; blank is None, not known."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:.4f}".rstrip("0").rstrip(".")

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Reads what was typed."""
        if not valuelist:
            return
        self.data = None
        plain = re.sub(r"[,\s]", "", str(valuelist[0]))
        if not plain:
            return
        if not re.fullmatch(r"-?\d{1,12}(\.\d{1,4})?", plain) or abs(float(plain)) > _LONGEST_FIGURE:
            text = lazy_("%(what)s: enter a figure, as in 45 or 45.2.", what=self.label.text)
            raise ValueError(str(text))
        self.data = float(plain)


class _Milestone:
    """What shall be reached, by when, and when it was."""

    title = StringField(
        lazy_("What shall be reached"),
        [DataRequired(message=lazy_("Say what shall be reached.")), Length(max=200)],
        filters=[one_line],
    )
    due_on = DateField(lazy_("Due on"), [InputRequired(message=lazy_("Enter the day it is due."))])
    done_on = DateField(
        lazy_("Reached on"), [Optional()], description=lazy_("Leave it blank until it is reached.")
    )
    note = TextAreaField(lazy_("Note"), [Optional(), Length(max=500)])


class NewMilestoneForm(_Milestone, CreateForm):
    """A new milestone."""


class MilestoneForm(_Milestone, EditForm):
    """A milestone that is there."""


class _Result:
    """A figure before, the one aimed at and the one reached, with what proves it."""

    indicator = StringField(
        lazy_("What is measured"),
        [DataRequired(message=lazy_("Say what is measured.")), Length(max=200)],
        filters=[one_line],
        description=lazy_("As in: girls who finish class 10."),
    )
    unit = StringField(
        lazy_("Unit"),
        [DataRequired(message=lazy_("Enter the unit, as in girls or per cent.")), Length(max=40)],
        filters=[one_line],
    )
    baseline = FigureField(lazy_("Before the project"))
    target = FigureField(lazy_("Aimed at"))
    actual = FigureField(lazy_("Reached"))
    measured_on = DateField(lazy_("Measured on"), [Optional()])
    evidence = TextAreaField(
        lazy_("Evidence"),
        [Optional(), Length(max=1_000)],
        description=lazy_(
            "Who measured and how; a report or picture can be attached to the project afterwards."
        ),
    )


class NewResultForm(_Result, CreateForm):
    """A new result."""


class ResultForm(_Result, EditForm):
    """A result that is there."""


class RemoveForm(EditForm):
    """A button that removes a record; its version travels with it."""


class ResultDocumentForm(DocumentForm):
    """A file with a title, perhaps as what proves a result."""

    result = SelectField(lazy_("Which result does it prove?"), default="")
