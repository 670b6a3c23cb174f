"""The forms of fund plans: the terms on which one is asked for, and the filter of its needs."""

from wtforms import BooleanField, SearchField, SelectField, SelectMultipleField
from wtforms.validators import Length, Optional

from csrmatch.i18n import lazy_
from csrmatch.registry.forms.fields import CountField, MoneyField
from csrmatch.web.forms import CreateForm, FilterForm, all_or

__all__ = ["FundFilter", "FundForm"]

_MOST_PARTNERS = 50


class FundForm(CreateForm):
    """On which terms a fund plan is worked out."""

    minimum_ticket = MoneyField(
        lazy_("Smallest gift"),
        description=lazy_("A CPSE gives at least so much to a need or nothing. Blank sets no limit."),
    )
    most_partners = CountField(
        lazy_("Most partners for a need"),
        most=_MOST_PARTNERS,
        description=lazy_("So many CPSEs at most give to one need. Blank sets no limit."),
    )
    theme_share = CountField(
        lazy_("Share for the theme of the year, in per cent"),
        most=100,
        description=lazy_(
            "Of each CPSE's free money at least this share is kept for the themes chosen below. DPE's "
            "memorandum of 10 December 2018 asks for 60 per cent of the year's CSR."
        ),
    )
    themes = SelectMultipleField(lazy_("Themes of the year"))
    own_themes = BooleanField(
        lazy_("Only themes in which a CPSE has spent before"),
        description=lazy_("By its filings and registered projects, as the run knows them."),
    )


class FundFilter(FilterForm):
    """By title or number, by theme, and by how far a need would be covered."""

    q = SearchField(lazy_("Title, number or CPSE"), [Optional(), Length(max=80)])
    theme = SelectField(lazy_("Theme"), default="")
    cover = SelectField(
        lazy_("Covered"),
        choices=all_or(
            [("whole", lazy_("in full")), ("part", lazy_("in part")), ("none", lazy_("not at all"))]
        ),
        default="",
    )
