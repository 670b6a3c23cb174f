"""The filters of the lists of districts and CPSEs."""

from wtforms import SearchField, SelectChoice, SelectField
from wtforms.validators import Length, Optional

from csrmatch.i18n import lazy_
from csrmatch.web.forms import FilterForm

__all__ = ["CpseFilter", "DistrictFilter"]


class DistrictFilter(FilterForm):
    """By name or LGD code, and by state."""

    q = SearchField(lazy_("Name or LGD code"), [Optional(), Length(max=80)])
    state = SelectField(lazy_("State"), default="")


class CpseFilter(FilterForm):
    """By name, code or ministry, and by status."""

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
