"""The forms of the data check: what its list is narrowed by, and the letter that asks for facts."""

from wtforms import SearchField, SelectField, TextAreaField
from wtforms.validators import Length, Optional

from csrmatch.i18n import lazy_
from csrmatch.mapping.wording.data import FACT_NAMES
from csrmatch.web.forms import CreateForm, FilterForm, all_or

__all__ = ["AskForm", "DataFilter"]

_LONGEST_NOTE = 1_000


class DataFilter(FilterForm):
    """By name, kind of office, what is missing, state and ministry."""

    q = SearchField(lazy_("District or CPSE"), [Optional(), Length(max=80)])
    office = SelectField(
        lazy_("Kind of office"),
        choices=lambda: all_or([("district", lazy_("Districts")), ("cpse", lazy_("CPSEs"))]),
        default="",
    )
    fact = SelectField(
        lazy_("What is missing or old"),
        choices=lambda: all_or(
            [("any", lazy_("something is")), *((fact.value, words) for fact, words in FACT_NAMES.items())]
        ),
        default="",
    )
    state = SelectField(lazy_("State"), default="")
    ministry = SelectField(lazy_("Ministry"), default="")


class AskForm(CreateForm):
    """A note of one's own that goes with the letter."""

    note = TextAreaField(
        lazy_("Your own words"),
        [Optional(), Length(max=_LONGEST_NOTE, message=lazy_("At most 1,000 letters."))],
        description=lazy_("They stand in the letter as you write them, in your language."),
    )
