"""The filters of the lists of districts and CPSEs, and of what belongs to one of them."""

from wtforms import SearchField, SelectChoice, SelectField
from wtforms.validators import Length, Optional

from csrmatch.i18n import lazy_
from csrmatch.web.forms import FilterForm

__all__ = ["CpseFilter", "DistrictFilter", "IndicatorFilter", "PortfolioFilter"]


class DistrictFilter(FilterForm):
    """By name or LGD code, and by state."""

    q = SearchField(lazy_("Name or LGD code"), [Optional(), Length(max=80)])
    state = SelectField(lazy_("State"), default="")
    extremism = SelectField(
        lazy_("Left-wing extremism"),
        choices=[
            SelectChoice("", lazy_("All")),
            SelectChoice("listed", lazy_("on a list")),
            SelectChoice("unlisted", lazy_("on no list")),
        ],
        default="",
    )
    cpses = SelectField(
        lazy_("Places of CPSEs in it"),
        choices=[
            SelectChoice("", lazy_("All")),
            SelectChoice("some", lazy_("some known")),
            SelectChoice("none", lazy_("none known")),
        ],
        default="",
    )


class IndicatorFilter(FilterForm):
    """By name, theme, and how the figure stands against its benchmark."""

    q = SearchField(lazy_("Indicator"), [Optional(), Length(max=80)])
    theme = SelectField(lazy_("Theme"), default="")
    standing = SelectField(
        lazy_("Against the benchmark"),
        choices=[
            SelectChoice("", lazy_("All")),
            SelectChoice("worse", lazy_("worse")),
            SelectChoice("not_worse", lazy_("not worse")),
            SelectChoice("unknown", lazy_("not known")),
        ],
        default="",
    )


class PortfolioFilter(FilterForm):
    """By year and theme."""

    year = SelectField(lazy_("Year"), default="")
    theme = SelectField(lazy_("Theme"), default="")


class CpseFilter(FilterForm):
    """By name, code or ministry, by status, and by the state of a place of work."""

    q = SearchField(lazy_("Name, code or ministry"), [Optional(), Length(max=80)])
    status = SelectField(
        lazy_("Status"),
        choices=[
            SelectChoice("", lazy_("All")),
            SelectChoice("maharatna", lazy_("Maharatna")),
            SelectChoice("navratna", lazy_("Navratna")),
            SelectChoice("miniratna-1", lazy_("Miniratna I")),
            SelectChoice("miniratna-2", lazy_("Miniratna II")),
            SelectChoice("other", lazy_("Other")),
        ],
        default="",
    )
    state = SelectField(lazy_("Works in"), default="")
