"""The forms of workshops: the filter, a new one, its text, who holds it, who helps, its steps."""

from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    SearchField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from csrmatch.i18n import lazy_
from csrmatch.registry.forms.fields import CountField, choose
from csrmatch.registry.forms.titles import Titled
from csrmatch.web.forms import CreateForm, EditForm, FilterForm, one_line

__all__ = [
    "ORGANISERS",
    "CancelForm",
    "CopyForm",
    "DropForm",
    "HelperForm",
    "NewWorkshopForm",
    "OrganisersForm",
    "StepForm",
    "UnmarkForm",
    "WorkshopFilter",
    "WorkshopForm",
    "organisers_of",
]

_LONGEST_TEXT = 5_000
# How many offices can hold one workshop together.
ORGANISERS = 4


class WorkshopFilter(FilterForm):
    """By text, year, state, series, stage and theme."""

    seldom = frozenset({"series", "theme"})

    q = SearchField(lazy_("Title, place or number"), [Optional(), Length(max=80)])
    year = SelectField(lazy_("Year"), default="")
    state = SelectField(lazy_("State"), default="")
    status = SelectField(lazy_("Stage"), default="")
    series = SelectField(lazy_("Series"), default="")
    theme = SelectField(lazy_("Theme"), default="")


class _Described(Titled):
    """What a workshop is."""

    title_en = StringField(lazy_("Title in English"), [Length(max=300)], filters=[one_line])
    title_hi = StringField(
        lazy_("Title in Hindi"),
        [Length(max=300)],
        filters=[one_line],
        description=lazy_("One of the two is enough; readers of the other language see it as it is."),
    )
    series = choose(lazy_("Series"), default="")
    series_en = StringField(
        lazy_("Name of a new series, in English"),
        [Length(max=200)],
        filters=[one_line],
        description=lazy_("Only where the series is not in the list above."),
    )
    series_hi = StringField(lazy_("Name of a new series, in Hindi"), [Length(max=200)], filters=[one_line])
    ordinal = CountField(
        lazy_("Number in the series"), most=999, description=lazy_("4 for the 4th workshop of the series.")
    )
    state = choose(lazy_("State"), default="")
    city_en = StringField(lazy_("City in English"), [Length(max=120)], filters=[one_line])
    city_hi = StringField(lazy_("City in Hindi"), [Length(max=120)], filters=[one_line])
    venue_en = StringField(lazy_("Venue in English"), [Length(max=300)], filters=[one_line])
    venue_hi = StringField(lazy_("Venue in Hindi"), [Length(max=300)], filters=[one_line])
    objective_en = TextAreaField(lazy_("Objective in English"), [Length(max=_LONGEST_TEXT)])
    objective_hi = TextAreaField(lazy_("Objective in Hindi"), [Length(max=_LONGEST_TEXT)])
    themes = SelectMultipleField(lazy_("Themes"))
    districts = SelectMultipleField(
        lazy_("Districts"), description=lazy_("Those for which the workshop is held.")
    )


def _year_field() -> Any:
    return IntegerField(
        lazy_("Year"),
        [
            InputRequired(message=lazy_("Enter the year as in 2026.")),
            NumberRange(1990, 2100, message=lazy_("Enter the year as in 2026.")),
        ],
    )


class _Begins:
    """When a workshop begins and how long it lasts."""

    starts_on = DateField(
        lazy_("First day"),
        [Optional()],
        description=lazy_("Leave it blank if it is not known yet; the days follow each other."),
    )
    year = _year_field()
    days = IntegerField(
        lazy_("How many days"),
        [
            InputRequired(message=lazy_("A workshop has 1 to %(most)s days.", most=10)),
            NumberRange(1, 10, message=lazy_("A workshop has 1 to %(most)s days.", most=10)),
        ],
        default=2,
    )


def _office_field(place: int) -> Any:
    words = lazy_("First organiser") if place == 1 else lazy_("Organiser %(place)s", place=place)
    return choose(words, default="")


class _Organised:
    """Which offices hold it, in the order in which they are named."""

    organiser_1 = _office_field(1)
    organiser_2 = _office_field(2)
    organiser_3 = _office_field(3)
    organiser_4 = _office_field(4)


def organisers_of(form: Any) -> list[Any]:
    """The fields of the organisers, in their order."""
    return [form[f"organiser_{place}"] for place in range(1, ORGANISERS + 1)]


class NewWorkshopForm(_Described, _Begins, _Organised, CreateForm):
    """A new workshop."""


class WorkshopForm(_Described, EditForm):
    """What a workshop is."""

    year = _year_field()
    participants_told = CountField(
        lazy_("Participants, as the organisers say"),
        most=100_000,
        description=lazy_("It need not be how many are on record."),
    )
    is_about = BooleanField(lazy_("A round figure"))


class OrganisersForm(_Organised, EditForm):
    """Which offices hold the workshop."""


class HelperForm(CreateForm):
    """A person who helps, and with what."""

    person = choose(
        lazy_("Person"),
        default="",
        validators=[InputRequired(message=lazy_("Choose the person."))],
    )
    takes_notes = BooleanField(lazy_("Takes notes"))
    checks_in = BooleanField(lazy_("Checks people in"))


class DropForm(CreateForm):
    """A button that takes something away."""


class StepForm(EditForm):
    """A step of the workshop's life."""

    step = StringField()


class CancelForm(EditForm):
    """Why a workshop is cancelled."""

    reason = TextAreaField(
        lazy_("Why is the workshop cancelled?"),
        [InputRequired(message=lazy_("Give the reason: it stays on record.")), Length(max=500)],
        filters=[one_line],
        description=lazy_("Everyone who sees the workshop can read it."),
    )


class UnmarkForm(EditForm):
    """Why a workshop is not held after all."""

    reason = TextAreaField(
        lazy_("Why is the workshop not held?"),
        [InputRequired(message=lazy_("Give the reason: it stays on record.")), Length(max=500)],
        filters=[one_line],
        description=lazy_("The log keeps it."),
    )


class CopyForm(CreateForm):
    """What a copy needs that the last workshop cannot give; it has as many days."""

    starts_on = DateField(
        lazy_("First day"),
        [Optional()],
        description=lazy_("Leave it blank if it is not known yet; the days follow each other."),
    )
    year = _year_field()
    ordinal = CountField(lazy_("Number in the series"), most=999)
    title_en = StringField(lazy_("Title in English"), [Length(max=300)], filters=[one_line])
    title_hi = StringField(lazy_("Title in Hindi"), [Length(max=300)], filters=[one_line])
    objective_en = TextAreaField(lazy_("Objective in English"), [Length(max=_LONGEST_TEXT)])
    objective_hi = TextAreaField(
        lazy_("Objective in Hindi"),
        [Length(max=_LONGEST_TEXT)],
        description=lazy_("As it was for the last workshop: read whether it holds for this one too."),
    )
