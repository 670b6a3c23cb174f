"""The forms of publication: publish, withdraw, and the filter of a published mapping."""

from typing import Any

from wtforms import DateField, IntegerField, SearchField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import HiddenInput

from csrmatch.i18n import lazy_
from csrmatch.web.forms import CreateForm, EditForm, FilterForm, one_line

__all__ = ["PublishForm", "PublishedFilter", "WithdrawForm"]

_REASON = lazy_("Give the reason: it is published with the version that ends.")


class PublishForm(CreateForm):
    """The order that a mapping is published by; `replaces` is the version that was seen in force."""

    order_number = StringField(
        lazy_("Number of the order"),
        [DataRequired(message=lazy_("Enter the number of the order.")), Length(max=80)],
        description=lazy_("The file number of your office, as it shall stand on the order."),
    )
    order_on = DateField(
        lazy_("Date of the order"), [InputRequired(message=lazy_("Enter the date of the order."))]
    )
    note = TextAreaField(
        lazy_("Remark"),
        [Optional(), Length(max=1000)],
        description=lazy_("Printed in the order and on the public page. Anybody can read it."),
    )
    # Not marked optional, which would pass a blank by before the check below.
    reason = TextAreaField(
        lazy_("Why does it take the place of the version in force?"),
        [Length(max=500)],
        default="",
        filters=[one_line],
        description=lazy_("Anybody can read it beside the former version."),
    )
    replaces = IntegerField(widget=HiddenInput(), validators=[Optional()])

    def validate_reason(self, field: Any) -> None:
        """What takes another's place says why."""
        if self.replaces.data is not None and not field.data:
            raise ValidationError(_REASON)


class WithdrawForm(EditForm):
    """Why a version is withdrawn."""

    reason = TextAreaField(
        lazy_("Why is it withdrawn?"),
        [DataRequired(message=_REASON), Length(max=500)],
        filters=[one_line],
        description=lazy_("Anybody can read it beside the version."),
    )


class PublishedFilter(FilterForm):
    """By a part of a name, by state, by how far a pair has come."""

    q = SearchField(lazy_("District or CPSE"), [Optional(), Length(max=80)])
    state = SelectField(lazy_("State"), default="")
    standing = SelectField(lazy_("Standing"), default="")
