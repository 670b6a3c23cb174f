"""The forms of support between CPSEs: asking, closing, pledging, taking a pledge back, and the filter."""

from typing import Any

from wtforms import BooleanField, RadioField, SearchField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from csrmatch.db import today
from csrmatch.i18n import _, lazy_
from csrmatch.indicators.choices import theme_options
from csrmatch.places.choices import district_options, find_district
from csrmatch.registry.forms.fields import MoneyField, choose, options
from csrmatch.registry.forms.titles import Titled
from csrmatch.registry.rules.support import SupportStatus
from csrmatch.registry.rules.years import shift_year, year_of
from csrmatch.registry.services.support import SupportText
from csrmatch.web.forms import CreateForm, EditForm, FilterForm, one_line

__all__ = [
    "CloseSupportForm",
    "NewSupportForm",
    "PledgeForm",
    "SupportFilter",
    "SupportForm",
    "WithdrawPledgeForm",
    "fill_support",
    "read_support",
]

_LONGEST_TEXT = 2_000
_LONGEST_REASON = 500
_YEARS_ON = 2


class SupportFilter(FilterForm):
    """By text, place, theme, stage, the company that asks, and the year."""

    seldom = frozenset({"state", "year"})

    q = SearchField(lazy_("Title, text or number"), [Optional(), Length(max=80)])
    cpse = SelectField(lazy_("CPSE that asks"), default="")
    district = SelectField(lazy_("District"), default="")
    theme = SelectField(lazy_("Theme"), default="")
    status = SelectField(lazy_("Stage"), default="")
    state = SelectField(lazy_("State"), default="")
    year = SelectField(lazy_("Year"), default="")


class _Asked(Titled):
    """What support is asked for, of what theme, where, for how much, in which year."""

    theme = choose(lazy_("Theme"), validators=[InputRequired(message=lazy_("Choose the theme."))])
    district = choose(
        lazy_("District"),
        default="",
        description=lazy_("Anywhere, where the support is not for one district."),
    )
    asked = TextAreaField(
        lazy_("What is asked"),
        [Optional(), Length(max=_LONGEST_TEXT)],
        description=lazy_("Which part others could take: money, material, people. No names of persons."),
    )
    ask_inr = MoneyField(
        lazy_("Amount asked for"),
        description=lazy_("In rupees, lakh or crore; leave it blank if it is not known yet."),
    )
    year = choose(lazy_("Year in which it is wanted"))


class NewSupportForm(_Asked, CreateForm):
    """A new request for support."""


class SupportForm(_Asked, EditForm):
    """What an open request asks for."""


class CloseSupportForm(EditForm):
    """How a request ends, and why."""

    status = RadioField(
        lazy_("How does the request end?"),
        [InputRequired(message=lazy_("Choose how the request ends."))],
        choices=options(
            [
                (SupportStatus.MET.value, lazy_("It is met: what was asked is there")),
                (SupportStatus.WITHDRAWN.value, lazy_("It is withdrawn: the support is not wanted any more")),
            ]
        ),
    )
    reason = TextAreaField(
        lazy_("Reason"),
        [InputRequired(message=lazy_("Give the reason: it stays on record.")), Length(max=_LONGEST_REASON)],
        filters=[one_line],
        description=lazy_("For a request that is met, what came of it. Everyone signed in can read it."),
    )


class PledgeForm(CreateForm, EditForm):
    """What a company pledges: an amount, or help in kind told in the note."""

    amount_inr = MoneyField(
        lazy_("Amount"),
        description=lazy_("In rupees, lakh or crore; leave it blank where you give in kind."),
    )
    note = TextAreaField(
        lazy_("Note"),
        [Optional(), Length(max=_LONGEST_REASON)],
        description=lazy_("What is given in kind, for which part, on what condition."),
    )
    means_more = BooleanField(lazy_("More than is asked for is meant"))


class WithdrawPledgeForm(EditForm):
    """Why a pledge is taken back."""

    reason = TextAreaField(
        lazy_("Reason"),
        [InputRequired(message=lazy_("Give the reason: it stays on record.")), Length(max=_LONGEST_REASON)],
        filters=[one_line],
    )


def fill_support(form: Any, first: list[tuple[str, object]], stored: str | None = None) -> None:
    """The themes, districts and years to choose from; a year that is stored stays to be chosen."""
    form.theme.choices = options([*first, *theme_options()])
    form.district.choices = options([("", _("anywhere")), *district_options()])
    this = year_of(today())
    years = {shift_year(this, number) for number in range(_YEARS_ON)} | ({stored} if stored else set())
    form.year.choices = options((year, year) for year in sorted(years))
    if not form.is_submitted() and not form.year.data:
        form.year.data = this


def read_support(form: Any) -> SupportText:
    """What the form of a request says."""
    return SupportText(
        theme_code=form.theme.data,
        financial_year=form.year.data,
        title_en=form.title_en.data or None,
        title_hi=form.title_hi.data or None,
        district=find_district(form.district.data),
        asked=form.asked.data or "",
        ask_inr=form.ask_inr.data,
    )
