"""The forms of participants: the filter, one person, taking off, picking, bringing in a list."""

import re
from typing import Any

from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    RadioField,
    SearchField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from csrmatch.i18n import LANGUAGES, lazy_
from csrmatch.registry.forms.fields import choose, options
from csrmatch.web.forms import BaseForm, CreateForm, EditForm, FilterForm, all_or, one_line
from csrmatch.workshops.wording.participants import GROUPS, PARTICIPANT_STATUSES

__all__ = [
    "AttendanceFilter",
    "CancelParticipantForm",
    "ListForm",
    "NewParticipantForm",
    "ParticipantFilter",
    "ParticipantForm",
    "PickForm",
    "PlainForm",
    "is_address",
    "is_phone",
]

_ADDRESS = re.compile(r"[^@\s,;<>\"()\[\]]+@[^@\s,;<>\"()\[\]]+\.[^@\s.,;<>\"()\[\]]{2,}")
_PHONE = re.compile(r"\+?[0-9][0-9 ()./-]{5,30}")
_LONGEST_WISH = 500


def is_address(text: str) -> bool:
    """Whether a text can be an address for mail."""
    return len(text) <= 254 and _ADDRESS.fullmatch(text) is not None


def is_phone(text: str) -> bool:
    """Whether a text can be a phone number."""
    return _PHONE.fullmatch(text) is not None


class PlainForm(BaseForm):
    """A button."""


class ParticipantFilter(FilterForm):
    """By text, group, answer and attendance."""

    q = SearchField(lazy_("Name, organisation or number"), [Optional(), Length(max=80)])
    group = SelectField(
        lazy_("Group"), default="", choices=all_or((code.value, words) for code, words in GROUPS.items())
    )
    status = SelectField(
        lazy_("Answer"),
        default="",
        choices=all_or((code.value, words) for code, (words, _kind) in PARTICIPANT_STATUSES.items()),
    )
    present = SelectField(
        lazy_("Attendance"),
        default="",
        choices=all_or([("yes", lazy_("was there")), ("no", lazy_("was not there"))]),
    )


class AttendanceFilter(FilterForm):
    """By day or session, group, and whether they were there."""

    at = SelectField(lazy_("Day or session"), default="")
    group = SelectField(
        lazy_("Group"), default="", choices=all_or((code.value, words) for code, words in GROUPS.items())
    )
    present = SelectField(
        lazy_("Attendance"),
        default="",
        choices=all_or([("yes", lazy_("was there")), ("no", lazy_("was not there"))]),
    )


class _Person:
    """What is written down of a person."""

    name_en = StringField(lazy_("Name in English"), [Length(max=160)], filters=[one_line])
    name_hi = StringField(
        lazy_("Name in Hindi"),
        [Length(max=160)],
        filters=[one_line],
        description=lazy_("One of the two is enough; the badge shows what is there."),
    )
    group = choose(
        lazy_("Group"),
        choices=options(
            [("", lazy_("Choose a group")), *((code.value, words) for code, words in GROUPS.items())]
        ),
        validators=[InputRequired(message=lazy_("Choose the group."))],
    )
    office = choose(
        lazy_("Office"),
        default="",
        description=lazy_("The office of this system from which the person comes, where it is one."),
    )
    organisation_en = StringField(lazy_("Organisation in English"), [Length(max=200)], filters=[one_line])
    organisation_hi = StringField(
        lazy_("Organisation in Hindi"),
        [Length(max=200)],
        filters=[one_line],
        description=lazy_("As it is called on the day; left blank, the name of the office stands."),
    )
    designation_en = StringField(lazy_("Designation in English"), [Length(max=200)], filters=[one_line])
    designation_hi = StringField(lazy_("Designation in Hindi"), [Length(max=200)], filters=[one_line])
    is_speaker = BooleanField(lazy_("Speaks at the workshop"))
    email = StringField(
        lazy_("E-mail"),
        [Optional(), Length(max=254)],
        filters=[one_line],
        description=lazy_("For the invitation; seen by the organisers and the person's own office alone."),
    )
    phone = StringField(lazy_("Phone"), [Optional(), Length(max=40)], filters=[one_line])
    language = RadioField(
        lazy_("Language of the invitation"), choices=options(LANGUAGES.items()), default="en"
    )
    wishes = TextAreaField(
        lazy_("What the person eats or needs"),
        [Optional(), Length(max=_LONGEST_WISH)],
        description=lazy_(
            "Food, step-free access, a sign language interpreter; only where the person said so."
        ),
    )

    def validate_name_en(self, field: Any) -> None:
        """A name in one of the two languages."""
        if not field.data and not self.name_hi.data:
            raise ValidationError(lazy_("Enter the name, in English or in Hindi."))

    def validate_email(self, field: Any) -> None:
        """An address that mail can be sent to."""
        if field.data and not is_address(field.data):
            raise ValidationError(lazy_("Enter an address as in name@example.org."))

    def validate_phone(self, field: Any) -> None:
        """A number that can be dialled."""
        if field.data and not is_phone(field.data):
            raise ValidationError(lazy_("Enter a phone number as in +91 98765 43210."))


class NewParticipantForm(_Person, CreateForm):
    """A new person on the list."""

    is_other = BooleanField(lazy_("This is another person with the same name or address"))


class ParticipantForm(_Person, EditForm):
    """What is written down of a person on the list."""


class CancelParticipantForm(EditForm):
    """Why a person is taken off the list."""

    reason = StringField(
        lazy_("Reason"),
        [InputRequired(message=lazy_("Give the reason: it stays on record.")), Length(max=300)],
        filters=[one_line],
        description=lazy_("As in: transferred, named somebody else. Nothing about health."),
    )


class PickFilter(FilterForm):
    """Of which office people are picked."""

    office = SelectField(lazy_("Office"), default="", choices=[])


class PickForm(CreateForm):
    """Who of those the system knows is put on the list."""

    users = SelectMultipleField(lazy_("People with an account"))
    speakers = SelectMultipleField(lazy_("Speakers of the agenda"))


class ListForm(CreateForm):
    """A file with a list of people."""

    file = FileField(
        lazy_("File"), description=lazy_("Excel (.xlsx) or CSV in UTF-8, with the columns of the template.")
    )
