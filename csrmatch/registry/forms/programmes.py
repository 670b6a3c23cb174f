"""The forms of programmes: recording and changing one, retiring it, and the filter of the list."""

from typing import Any

from wtforms import (
    DateField,
    RadioField,
    SearchField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from csrmatch.i18n import lazy_
from csrmatch.registry.forms.fields import MoneyField, choose, options
from csrmatch.registry.rules.programmes import ProgrammeReach
from csrmatch.registry.wording.programmes import PROGRAMME_REACHES
from csrmatch.registry.wording.projects import GROUPS
from csrmatch.web.forms import CreateForm, EditForm, FilterForm, one_line

__all__ = ["NewProgrammeForm", "ProgrammeFilter", "ProgrammeForm", "RetireForm"]

_LONGEST_TEXT = 2_000


class ProgrammeFilter(FilterForm):
    """By text, kind, theme, place, year, whom it is for, and whether retired ones are shown."""

    seldom = frozenset({"group", "retired"})

    q = SearchField(lazy_("Name, text or who runs it"), [Optional(), Length(max=80)])
    kind = SelectField(lazy_("Kind"), default="")
    theme = SelectField(lazy_("Theme"), default="")
    state = SelectField(lazy_("State"), default="")
    district = SelectField(lazy_("District"), default="")
    year = SelectField(lazy_("Financial year"), default="")
    group = SelectField(lazy_("For whom"), default="")
    retired = SelectField(lazy_("Retired ones"), default="")


class _Programme:
    """What a programme is, where it works, for whom, when, at what cost, and where that is known from."""

    kind = RadioField(
        lazy_("Whose programme is it?"), [InputRequired(message=lazy_("Choose whose programme it is."))]
    )
    name_en = StringField(lazy_("Name in English"), [Optional(), Length(max=200)], filters=[one_line])
    name_hi = StringField(lazy_("Name in Hindi"), [Optional(), Length(max=200)], filters=[one_line])
    what = TextAreaField(lazy_("What it does"), [Optional(), Length(max=_LONGEST_TEXT)])
    scheme = SelectField(
        lazy_("Scheme of the government it belongs to"),
        default="",
        description=lazy_("Overlaps with needs and projects under the same scheme are then found by it."),
    )
    theme = choose(lazy_("Theme"), validators=[InputRequired(message=lazy_("Choose the theme."))])
    reach = RadioField(
        lazy_("Where does it work?"),
        [InputRequired(message=lazy_("Choose where it works."))],
        choices=options((code.value, words) for code, words in PROGRAMME_REACHES.items()),
    )
    state = SelectField(lazy_("State"), default="", description=lazy_("Where it works in a whole state."))
    districts = SelectMultipleField(
        lazy_("Districts"), description=lazy_("Where it works in certain districts.")
    )
    groups = SelectMultipleField(
        lazy_("For whom"), choices=options((code.value, words) for code, words in GROUPS.items())
    )
    starts_on = DateField(lazy_("First day"), [Optional()])
    ends_on = DateField(
        lazy_("Last day"), [Optional()], description=lazy_("Leave it blank where no end is set.")
    )
    money_inr = MoneyField(
        lazy_("Money"), description=lazy_("In rupees, lakh or crore; leave it blank if it is not known.")
    )
    run_by = StringField(
        lazy_("Run by"),
        [DataRequired(message=lazy_("Say who runs it.")), Length(max=160)],
        filters=[one_line],
        description=lazy_("The department or office, not a person."),
    )
    source = StringField(
        lazy_("Source"),
        [DataRequired(message=lazy_("Say where this is known from.")), Length(max=200)],
        filters=[one_line],
        description=lazy_("Order, letter or page on which this is based."),
    )
    source_on = DateField(
        lazy_("Date of the source"), [InputRequired(message=lazy_("Enter the date of the source."))]
    )

    def validate_name_hi(self, field: Any) -> None:
        """One of the two names is given."""
        if not field.data and not self.name_en.data:
            raise ValidationError(lazy_("Enter a name, in English or in Hindi."))

    def validate_ends_on(self, field: Any) -> None:
        """The end does not come before the beginning."""
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(lazy_("The last day lies before the first day."))

    def validate_state(self, field: Any) -> None:
        """A programme in a whole state names it."""
        if self.reach.data == ProgrammeReach.STATE and not field.data:
            raise ValidationError(lazy_("Choose the state in which it works."))

    def validate_districts(self, field: Any) -> None:
        """A programme in certain districts names them."""
        if self.reach.data == ProgrammeReach.DISTRICTS and not field.data:
            raise ValidationError(lazy_("Choose the districts in which it works."))


class NewProgrammeForm(_Programme, CreateForm):
    """A new programme."""


class ProgrammeForm(_Programme, EditForm):
    """A programme as it is to be from now on."""


class RetireForm(EditForm):
    """Why a programme is taken out of use."""

    reason = TextAreaField(
        lazy_("Reason"),
        [DataRequired(message=lazy_("Give the reason: it stays on record.")), Length(max=500)],
        filters=[one_line],
    )
