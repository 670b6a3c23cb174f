"""The forms of accounts."""

from wtforms import EmailField, PasswordField, SelectField, StringField
from wtforms.fields import HiddenField
from wtforms.validators import Email, EqualTo, InputRequired, Length

from csrmatch.i18n import LANGUAGES, lazy_
from csrmatch.web.forms import BaseForm, CreateForm, EditForm

__all__ = ["AcceptForm", "ConfirmForm", "InviteForm", "PasswordForm", "SignInForm"]

_SHORTEST_PASSWORD = 12
_LONGEST_PASSWORD = 128


def _required(text: object) -> InputRequired:
    return InputRequired(message=text)


def _password_rules() -> list[object]:
    return [
        _required(lazy_("Choose a password.")),
        Length(
            min=_SHORTEST_PASSWORD,
            max=_LONGEST_PASSWORD,
            message=lazy_("A password has between 12 and 128 characters."),
        ),
    ]


class SignInForm(BaseForm):
    """Address and password."""

    email = EmailField(
        lazy_("E-mail address"), [_required(lazy_("Enter your e-mail address.")), Length(max=254)]
    )
    password = PasswordField(
        lazy_("Password"), [_required(lazy_("Enter your password.")), Length(max=_LONGEST_PASSWORD)]
    )
    next = HiddenField()


class ConfirmForm(EditForm):
    """A button that changes one thing: only the version travels with it."""


class InviteForm(CreateForm):
    """Whom to invite, and for whom they will act."""

    name = StringField(lazy_("Name"), [_required(lazy_("Enter the person's name.")), Length(max=120)])
    designation = StringField(lazy_("Designation"), [Length(max=120)])
    email = EmailField(
        lazy_("E-mail address"),
        [
            _required(lazy_("Enter an e-mail address.")),
            Email(message=lazy_("Enter an e-mail address like name@example.gov.in.")),
            Length(max=254),
        ],
    )
    organisation_id = SelectField(lazy_("Organisation"), coerce=int)
    role = SelectField(lazy_("Role"))
    language = SelectField(lazy_("Language"), choices=list(LANGUAGES.items()))


class AcceptForm(BaseForm):
    """A first password, typed twice."""

    password = PasswordField(
        lazy_("Password"),
        _password_rules(),
        description=lazy_("At least 12 characters; a sentence is easy to keep."),
    )
    repeat = PasswordField(
        lazy_("Password again"), [EqualTo("password", message=lazy_("The two passwords are not the same."))]
    )


class PasswordForm(AcceptForm):
    """The present password and a new one."""

    current = PasswordField(lazy_("Present password"), [_required(lazy_("Enter your present password."))])
