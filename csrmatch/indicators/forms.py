"""The forms of the catalogue and of figures told by offices."""

import re
from typing import Any

from wtforms import DateField, SearchField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from csrmatch.i18n import lazy_
from csrmatch.web.forms import CreateForm, EditForm, FilterForm, one_line

__all__ = ["CorrectFigureForm", "FigureFilter", "IndicatorFilter", "NewFigureForm"]

_NUMBER = re.compile(r"\d{1,12}(\.\d{1,4})?")


class _NumberField(StringField):  # type: ignore[misc]
    """A number of 0 or more as people type it, in digits of either script; blank is None, not known."""

    whole = False
    data: Any

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:.4f}".rstrip("0").rstrip(".")

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Reads what was typed."""
        if not valuelist:
            return
        self.data = None
        plain = re.sub(r"[,\s%₹]", "", str(valuelist[0]))
        if not plain:
            return
        found = _NUMBER.fullmatch(plain)
        if found is None or (self.whole and found[1]):
            raise ValueError(str(self._refusal()))
        self.data = int(plain) if self.whole else float(plain)

    def _refusal(self) -> object:
        if self.whole:
            return lazy_("%(what)s: enter a whole number, as in 1,250.", what=self.label.text)
        return lazy_("%(what)s: enter a number, as in 45 or 45.2.", what=self.label.text)


class _CountField(_NumberField):
    """A whole number of 0 or more."""

    whole = True


class IndicatorFilter(FilterForm):
    """By name and theme."""

    q = SearchField(lazy_("Name"), [Optional(), Length(max=80)])
    theme = SelectField(lazy_("Theme"), default="")


class FigureFilter(FilterForm):
    """By name of indicator or office, district and theme."""

    q = SearchField(lazy_("Indicator or office"), [Optional(), Length(max=80)])
    district = SelectField(lazy_("District"), default="")
    theme = SelectField(lazy_("Theme"), default="")


class _Told:
    """A figure, what it is made of, and from what it was taken."""

    value = _NumberField(lazy_("Figure"))
    numerator = _CountField(
        lazy_("Of these (part)"),
        description=lazy_("For a share: how many of those counted. Leave both counts blank if not known."),
    )
    denominator = _CountField(lazy_("Out of (whole)"))
    source = StringField(
        lazy_("Taken from"),
        [DataRequired(message=lazy_("Say from what the figure was taken.")), Length(max=200)],
        filters=[one_line],
        description=lazy_("The register, report or survey, as in: HMIS monthly report, September 2026."),
    )
    dated_on = DateField(lazy_("Dated"), [InputRequired(message=lazy_("Enter the date of the source."))])
    reason = TextAreaField(
        lazy_("Reason"),
        [Optional(), Length(max=500)],
        filters=[one_line],
        description=lazy_("Asked for where a figure is corrected, or raises a question."),
    )


class NewFigureForm(_Told, CreateForm):
    """A figure for some days."""

    starts_on = DateField(lazy_("First day"), [InputRequired(message=lazy_("Enter the first day."))])
    ends_on = DateField(lazy_("Last day"), [InputRequired(message=lazy_("Enter the last day."))])


class CorrectFigureForm(_Told, EditForm):
    """Another wording of a figure for the same days."""
