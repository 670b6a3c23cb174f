"""The forms of the door: whom to look for, and one act of a helper."""

from wtforms import HiddenField, SearchField, SelectField, StringField
from wtforms.validators import Length, Optional

from csrmatch.i18n import lazy_
from csrmatch.registry.forms.fields import choose, options
from csrmatch.web.forms import BaseForm, FilterForm, one_line
from csrmatch.workshops.wording.participants import GROUPS

__all__ = ["DoorFilter", "DoorForm", "GuestForm"]


class DoorFilter(FilterForm):
    """To what people are checked in, and who is looked for."""

    at = SelectField(lazy_("Day or session"), default="")
    q = SearchField(lazy_("Name or number of the badge"), [Optional(), Length(max=80)])


class DoorForm(BaseForm):
    """A button that checks one person in, or takes that back; `key` names the act for ever."""

    act = HiddenField()
    key = HiddenField()
    participant = HiddenField()


class GuestForm(BaseForm):
    """Somebody who came unasked."""

    key = HiddenField()
    name = StringField(lazy_("Name"), [Optional(), Length(max=160)], filters=[one_line])
    organisation = StringField(lazy_("Organisation"), [Optional(), Length(max=160)], filters=[one_line])
    group = choose(
        lazy_("Group"),
        choices=options((code.value, words) for code, words in GROUPS.items()),
        default="other",
    )
