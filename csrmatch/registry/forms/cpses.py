"""The forms by which offices keep a CPSE's page: its facts, its places of work, and retiring a place."""

from typing import Any
from urllib.parse import urlsplit

from wtforms import DateField, FloatField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from csrmatch.db import today
from csrmatch.i18n import lazy_
from csrmatch.registry.forms.fields import choose, options
from csrmatch.registry.log_words.cpses import CPSE_WORDS, PLACE_WORDS
from csrmatch.registry.wording.cpses import PLACE_KINDS, STATUSES
from csrmatch.web.forms import CreateForm, EditForm, one_line

__all__ = ["CpseForm", "IdentityForm", "NewPlaceForm", "PlaceForm", "RetireForm"]


def _is_address(_form: object, field: Any) -> None:
    """Only an address of a site, so that no link on the page can do anything but open one."""
    parts = urlsplit(field.data)
    if parts.scheme not in {"http", "https"} or "." not in parts.netloc or " " in field.data:
        raise ValidationError(lazy_("Enter the whole address, as in https://www.nmdc.co.in."))


def _not_ahead(_form: object, field: Any) -> None:
    if field.data is not None and field.data > today():
        raise ValidationError(lazy_("“%(what)s”: the day cannot lie in the future.", what=field.label.text))


class CpseForm(EditForm):
    """What a company's own officer says of it."""

    website = StringField(CPSE_WORDS["website"], [Optional(), Length(max=200), _is_address])
    headquarters_en = StringField(CPSE_WORDS["headquarters_en"], [Optional(), Length(max=80)])
    headquarters_hi = StringField(CPSE_WORDS["headquarters_hi"], [Optional(), Length(max=80)])

    def values(self) -> dict[str, object]:
        """The facts by column; blank is not known."""
        return {name: self[name].data or None for name in CPSE_WORDS if name in self}


class IdentityForm(CpseForm):
    """The same for DPE, which also says what the company is: its name, ministry, sector and status."""

    name_en = StringField(
        CPSE_WORDS["name_en"],
        [DataRequired(message=lazy_("Enter the company's name in English.")), Length(max=160)],
        filters=[one_line],
    )
    name_hi = StringField(CPSE_WORDS["name_hi"], [Optional(), Length(max=160)], filters=[one_line])
    ministry_en = StringField(CPSE_WORDS["ministry_en"], [Optional(), Length(max=120)], filters=[one_line])
    ministry_hi = StringField(CPSE_WORDS["ministry_hi"], [Optional(), Length(max=120)], filters=[one_line])
    sector = StringField(CPSE_WORDS["sector"], [Optional(), Length(max=120)], filters=[one_line])

    status = SelectField(
        CPSE_WORDS["status"],
        choices=options([("", lazy_("none")), *STATUSES.items()]),
        default="",
    )
    status_on = DateField(CPSE_WORDS["status_on"], [Optional(), _not_ahead])


class _PlaceFields:
    """Where a company works."""

    name = StringField(
        PLACE_WORDS["name"], [DataRequired(message=lazy_("Enter the name of the place.")), Length(max=120)]
    )
    kind = choose(PLACE_WORDS["kind"], choices=options(PLACE_KINDS.items()))
    state = choose(PLACE_WORDS["state_id"])
    district = SelectField(
        PLACE_WORDS["district_id"],
        description=lazy_("Only if the place lies in one of the 112 aspirational districts."),
        default="",
    )
    latitude = FloatField(
        PLACE_WORDS["latitude"],
        [InputRequired(message=lazy_("Enter the latitude in degrees, as in 18.64."))],
        description=lazy_("In degrees north, as in 18.64."),
    )
    longitude = FloatField(
        PLACE_WORDS["longitude"],
        [InputRequired(message=lazy_("Enter the longitude in degrees, as in 81.26."))],
        description=lazy_("In degrees east, as in 81.26."),
    )


class NewPlaceForm(_PlaceFields, CreateForm):
    """A place that is not listed yet."""


class PlaceForm(_PlaceFields, EditForm):
    """A place that is listed, to be put right."""


class RetireForm(EditForm):
    """Why a place counts no more."""

    reason = TextAreaField(
        lazy_("Why does the company no longer work there?"),
        [DataRequired(message=lazy_("Give the reason: it stays on record.")), Length(max=500)],
    )
