"""The filters of the lists of districts and CPSEs, and of what belongs to one of them."""

from wtforms import SearchField, SelectField
from wtforms.validators import Length, Optional

from csrmatch.i18n import lazy_
from csrmatch.web.forms import FilterForm, all_or

__all__ = ["CpseFilter", "DistrictFilter", "FilingFilter", "IndicatorFilter", "PortfolioFilter"]


class DistrictFilter(FilterForm):
    """By name or LGD code, and by state."""

    q = SearchField(lazy_("Name or LGD code"), [Optional(), Length(max=80)])
    state = SelectField(lazy_("State"), default="")
    extremism = SelectField(
        lazy_("Left-wing extremism"),
        choices=all_or(
            [
                ("listed", lazy_("on a list")),
                ("unlisted", lazy_("on no list")),
            ]
        ),
        default="",
    )
    cpses = SelectField(
        lazy_("Places of CPSEs in it"),
        choices=all_or(
            [
                ("some", lazy_("some known")),
                ("none", lazy_("none known")),
            ]
        ),
        default="",
    )


class IndicatorFilter(FilterForm):
    """By name, theme, and how the figure stands against its benchmark."""

    q = SearchField(lazy_("Indicator"), [Optional(), Length(max=80)])
    theme = SelectField(lazy_("Theme"), default="")
    standing = SelectField(
        lazy_("Against the benchmark"),
        choices=all_or(
            [
                ("worse", lazy_("worse")),
                ("not_worse", lazy_("not worse")),
                ("unknown", lazy_("not known")),
            ]
        ),
        default="",
    )


class PortfolioFilter(FilterForm):
    """By year and theme."""

    year = SelectField(lazy_("Year"), default="")
    theme = SelectField(lazy_("Theme"), default="")


class CpseFilter(FilterForm):
    """By name, code or ministry, by status, by the state of a place of work, and by what was filed."""

    q = SearchField(lazy_("Name, code or ministry"), [Optional(), Length(max=80)])
    status = SelectField(
        lazy_("Status"),
        choices=all_or(
            [
                ("maharatna", lazy_("Maharatna")),
                ("navratna", lazy_("Navratna")),
                ("miniratna-1", lazy_("Miniratna I")),
                ("miniratna-2", lazy_("Miniratna II")),
                ("other", lazy_("Other")),
            ]
        ),
        default="",
    )
    state = SelectField(lazy_("Works in"), default="")
    ministry = SelectField(lazy_("Ministry"), default="")
    filed = SelectField(
        lazy_("CSR as filed"),
        choices=all_or([("known", lazy_("known")), ("unknown", lazy_("not known"))]),
        default="",
    )


class FilingFilter(FilterForm):
    """By CPSE, year, theme, and whether something about a row is doubtful."""

    cpse = SelectField(lazy_("CPSE"), default="")
    year = SelectField(lazy_("Year"), default="")
    theme = SelectField(lazy_("Theme"), default="")
    doubts = SelectField(
        lazy_("Doubts"),
        choices=all_or([("none", lazy_("none")), ("some", lazy_("some"))]),
        default="",
    )
