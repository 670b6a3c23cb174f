"""The forms of answers: which offices to list, and saying that there is nothing to report."""

from wtforms import SearchField, SelectField
from wtforms.validators import Length, Optional

from csrmatch.i18n import lazy_
from csrmatch.web.forms import CreateForm, FilterForm, all_or

__all__ = ["AnswerFilter", "WordForm"]


class AnswerFilter(FilterForm):
    """By year, name, kind, state, ministry, and whether an office is silent."""

    year = SelectField(lazy_("Financial year"))
    q = SearchField(lazy_("Name or code"), [Optional(), Length(max=80)])
    kind = SelectField(
        lazy_("Kind of office"),
        choices=all_or([("cpse", lazy_("CPSEs")), ("district", lazy_("Districts"))]),
        default="",
    )
    state = SelectField(lazy_("State"), default="")
    ministry = SelectField(lazy_("Ministry"), default="")
    standing = SelectField(
        lazy_("How they stand"),
        choices=all_or([("silent", lazy_("Silent")), ("given", lazy_("Not silent"))]),
        default="",
    )


class WordForm(CreateForm):
    """A button by which an office says that a quarter brought nothing, or takes that back."""
