"""The forms by which offices keep CPSEs: a new one, its facts, its places of work, and retiring a place."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from wtforms import DateField, FloatField, SelectField, StringField, TextAreaField
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    Optional,
    StopValidation,
    ValidationError,
)

from csrmatch.db import today
from csrmatch.i18n import lazy_
from csrmatch.registry.forms.fields import choose, options
from csrmatch.registry.log_words.cpses import CPSE_WORDS, PLACE_WORDS
from csrmatch.registry.rules.company_codes import LONGEST_CODE, is_company_code
from csrmatch.registry.wording.cpses import PLACE_KINDS, STATUSES
from csrmatch.web.forms import CreateForm, EditForm, one_line

__all__ = ["CpseForm", "IdentityForm", "NewCpseForm", "NewPlaceForm", "PlaceForm", "RetireForm"]

# What stands in the list of ministries for one that is not in it.
_ANOTHER = "-"


def _is_address(_form: object, field: Any) -> None:
    """Only an address of a site, so that no link on the page can do anything but open one."""
    parts = urlsplit(field.data)
    if parts.scheme not in {"http", "https"} or "." not in parts.netloc or " " in field.data:
        raise ValidationError(lazy_("Enter the whole address, as in https://www.nmdc.co.in."))


def _not_ahead(_form: object, field: Any) -> None:
    if field.data is not None and field.data > today():
        raise ValidationError(lazy_("“%(what)s”: the day cannot lie in the future.", what=field.label.text))


class _CompanyFields:
    """What a company's own officer says of it."""

    website = StringField(CPSE_WORDS["website"], [Optional(), Length(max=200), _is_address])
    headquarters_en = StringField(CPSE_WORDS["headquarters_en"], [Optional(), Length(max=80)])
    headquarters_hi = StringField(CPSE_WORDS["headquarters_hi"], [Optional(), Length(max=80)])

    def values(self) -> dict[str, object]:
        """The facts by column; blank is not known."""
        return {name: self[name].data or None for name in CPSE_WORDS if name in self}  # type: ignore[operator,index]


class _IdentityFields(_CompanyFields):
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


class CpseForm(_CompanyFields, EditForm):
    """The facts that a company's own officer puts right."""


class IdentityForm(_IdentityFields, EditForm):
    """The facts that DPE puts right."""


def _upper(value: str | None) -> str | None:
    return value.upper() if value else value


def _is_code(_form: object, field: Any) -> None:
    if not is_company_code(field.data):
        raise ValidationError(
            lazy_(
                "Enter a short code of 2 to %(most)s capital letters and digits, as in NMDC; a hyphen may "
                "stand between them.",
                most=LONGEST_CODE,
            )
        )


def _has_day(form: Any, field: Any) -> None:
    if form.status.data and not any(field.raw_data or []):
        field.errors = []
        raise StopValidation(lazy_("Enter the day from which the company has this status."))


def _is_named(form: Any, field: Any) -> None:
    if form.ministry.data == _ANOTHER and not field.data:
        raise StopValidation(lazy_("Name the ministry in English."))


class NewCpseForm(_IdentityFields, CreateForm):
    """A company that is not listed yet, as DPE knows it."""

    code = StringField(
        lazy_("Code"),
        [DataRequired(message=lazy_("Enter the company's code.")), _is_code],
        filters=[one_line, _upper],
        description=lazy_(
            "The short name by which offices know it, as in NMDC. It stands in addresses and files and stays."
        ),
    )
    name_hi = StringField(
        CPSE_WORDS["name_hi"],
        [DataRequired(message=lazy_("Enter the company's name in Hindi.")), Length(max=160)],
        filters=[one_line],
    )
    ministry = choose(
        lazy_("Ministry"),
        validators=[DataRequired(message=lazy_("Choose the ministry."))],
        description=lazy_("If it is not listed, choose “another” and name it below."),
    )
    ministry_en = StringField(
        CPSE_WORDS["ministry_en"], [_is_named, Optional(), Length(max=120)], filters=[one_line]
    )
    parent = SelectField(
        lazy_("Subsidiary of"),
        default="",
        description=lazy_("Only if another CPSE holds it; it stays a company of its own."),
    )
    status_on = DateField(CPSE_WORDS["status_on"], [_has_day, Optional(), _not_ahead])

    def offer(self, ministries: Iterable[tuple[str, object]], holders: Iterable[tuple[str, object]]) -> None:
        """Lets a ministry of the companies that are known be chosen, and a company that holds this one."""
        first, last = ("", lazy_("Choose the ministry")), (_ANOTHER, lazy_("another, named below"))
        self.ministry.choices = options([first, *ministries, last])
        self.parent.choices = options([("", lazy_("none")), *holders])

    @property
    def chosen_ministry(self) -> str | None:
        """The English name of the listed ministry that was chosen; None where another is named."""
        chosen = str(self.ministry.data)
        return None if chosen == _ANOTHER else chosen


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
