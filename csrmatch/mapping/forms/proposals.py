"""The forms of consent."""

from flask_wtf.file import FileField
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SearchField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from csrmatch.i18n import LANGUAGES, lazy_
from csrmatch.mapping.rules.consent import Answer, Side
from csrmatch.web.forms import CreateForm, EditForm, FilterForm, one_line

__all__ = [
    "AnswerForm",
    "LettersForm",
    "ProposalForm",
    "ProposedFilter",
    "RecordForm",
    "ReopenForm",
    "RepairForm",
    "WithdrawProposalForm",
]


class _AskingForm(CreateForm):
    """By when the sides are asked, and what they are told."""

    deadline_on = DateField(
        lazy_("Answers are asked by"), [InputRequired(message=lazy_("Enter the last day for an answer."))]
    )
    note = TextAreaField(
        lazy_("Remark"),
        [Optional(), Length(max=1000)],
        default="",
        description=lazy_("Printed as the last paragraph of every letter."),
    )


class ProposalForm(_AskingForm):
    """An answer of a run is put; `replaces` is the number of the open proposal that was seen."""

    replaces = IntegerField(widget=HiddenInput(), validators=[Optional()])


class RepairForm(_AskingForm):
    """A plan that mends a proposal is put; `seen` is what the plan that was looked at is known by."""

    seen = HiddenField(validators=[InputRequired()])


class AnswerForm(CreateForm):
    """Yes, or no with a reason; `seen` is the number of the standing answer, 0 for none."""

    answer = RadioField(
        lazy_("Answer"),
        [DataRequired(message=lazy_("Choose accept or decline."))],
        choices=[
            SelectChoice(Answer.ACCEPTED.value, lazy_("Accept")),
            SelectChoice(Answer.DECLINED.value, lazy_("Decline")),
        ],
    )
    reason = TextAreaField(
        lazy_("Reason"),
        [Length(max=1000)],
        default="",
        description=lazy_(
            "Needed for a decline. The Department of Public Enterprises reads it, the other side does not."
        ),
    )
    answered_on = DateField(
        lazy_("Day of the answer"), [InputRequired(message=lazy_("Enter the day of the answer."))]
    )
    resolution = StringField(
        lazy_("Number of the resolution"), [Length(max=80)], default="", filters=[one_line]
    )
    paper = FileField(
        lazy_("The resolution as a file"),
        [Optional()],
        description=lazy_(
            "If it is at hand: PDF, picture, Excel or Word, at most 10 MB. The company, the Department of "
            "Public Enterprises and its auditors can open it, the district cannot."
        ),
    )
    corrects = TextAreaField(
        lazy_("Why is the answer corrected?"), [Length(max=500)], default="", filters=[one_line]
    )
    seen = IntegerField(widget=HiddenInput(), validators=[InputRequired()], default=0)


class RecordForm(AnswerForm):
    """An answer that came on paper, with how it came."""

    received_by = StringField(
        lazy_("How did it come?"),
        [
            DataRequired(message=lazy_("Say how the answer came, with number and date of the letter.")),
            Length(max=200),
        ],
        filters=[one_line],
        description=lazy_("Such as: letter no. 12 of 5 January 2026, signed by the collector."),
    )


class ReopenForm(CreateForm):
    """Why a declined pair may be proposed again."""

    reason = TextAreaField(
        lazy_("Why is it reopened?"),
        [DataRequired(message=lazy_("Give the reason for reopening.")), Length(max=500)],
        filters=[one_line],
    )


class WithdrawProposalForm(EditForm):
    """Why a proposal is taken back."""

    reason = TextAreaField(
        lazy_("Why is it withdrawn?"),
        [DataRequired(message=lazy_("Give the reason for withdrawing.")), Length(max=500)],
        filters=[one_line],
    )


class LettersForm(CreateForm):
    """Which letters of a proposal are wanted at once."""

    languages = SelectMultipleField(
        lazy_("Language"),
        [DataRequired(message=lazy_("Choose at least one language."))],
        choices=[SelectChoice(code, name) for code, name in LANGUAGES.items()],
    )
    sides = SelectMultipleField(
        lazy_("To whom"),
        [DataRequired(message=lazy_("Choose at least one side."))],
        choices=[
            SelectChoice(Side.DISTRICT.value, lazy_("Collectors of the districts")),
            SelectChoice(Side.CPSE.value, lazy_("CSR nodal officers of the CPSEs")),
        ],
    )
    form = RadioField(
        lazy_("Kind of file"),
        [DataRequired(message=lazy_("Choose PDF or Word."))],
        choices=[
            SelectChoice("pdf", lazy_("PDF, to be sent as it is")),
            SelectChoice("docx", lazy_("Word, to be changed before it is sent")),
        ],
    )


class ProposedFilter(FilterForm):
    """By a part of a name, by state, by what a side said, by the last day for what nobody said yet."""

    q = SearchField(lazy_("District or CPSE"), [Optional(), Length(max=80)])
    state = SelectField(lazy_("State"), default="")
    side = SelectField(lazy_("Side"), default="")
    word = SelectField(lazy_("Answer"), default="")
    due = SelectField(lazy_("Last day"), default="")
