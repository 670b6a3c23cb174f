"""The forms of accounts."""

from collections.abc import Mapping
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    PasswordField,
    RadioField,
    SearchField,
    SelectField,
    StringField,
)
from wtforms.fields import HiddenField, SelectChoice
from wtforms.validators import Email, EqualTo, InputRequired, Length, Optional, ValidationError

from csrmatch.accounts.access import ROLES_BY_KIND, can_invite
from csrmatch.accounts.models import Digest, TokenScope, User
from csrmatch.accounts.queries import get_organisation, list_organisations
from csrmatch.accounts.words import DIGEST_WORDS, ROLE_WORDS, SCOPE_WORDS
from csrmatch.audit.words import list_tables_with_words
from csrmatch.i18n import LANGUAGES, lazy_, name_of
from csrmatch.roles import Permission, Role, allows
from csrmatch.web.forms import BaseForm, CreateForm, EditForm, FilterForm, all_or, one_line

__all__ = [
    "AcceptForm",
    "ChangeFilter",
    "ConfirmForm",
    "InvitationFilter",
    "InviteForm",
    "LanguageForm",
    "MailForm",
    "PasswordForm",
    "PlainForm",
    "SignInForm",
    "TokenFilter",
    "TokenForm",
    "UserFilter",
]

_SHORTEST_PASSWORD = 12
_LONGEST_PASSWORD = 128


def _required(text: object) -> InputRequired:
    return InputRequired(message=text)


def _options(words: Mapping[str, object]) -> list[SelectChoice]:
    return [SelectChoice(value=code, label=label) for code, label in words.items()]


def _choice(label: object, **given: Any) -> SelectField:
    text = lazy_("Choose one from the list.")
    return SelectField(label, invalid_choice_message=text, invalid_value_message=text, **given)


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


class PlainForm(BaseForm):
    """A button and nothing else."""


class ConfirmForm(EditForm):
    """A button that changes one thing: only the version travels with it."""


class MailForm(BaseForm):
    """What a person wishes to be written to about."""

    digest = RadioField(
        lazy_("A summary of what waits for you and what changed"),
        choices=_options({code.value: words for code, words in DIGEST_WORDS.items()}),
        coerce=Digest,
    )
    early_reminders = BooleanField(
        lazy_("Remind me 30 and 7 days before a last day"),
        description=lazy_("The last call one day before, and reminders after the day, always come."),
    )


class LanguageForm(BaseForm):
    """The language a person reads."""

    language = _choice(lazy_("Language"), choices=_options(LANGUAGES))


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
    organisation_id = _choice(lazy_("Organisation"), coerce=int)
    role = _choice(lazy_("Role"), coerce=Role)
    scope = StringField(
        lazy_("Block or line department"),
        [Length(max=120)],
        description=lazy_(
            "Only for a person of a block or a line department of a district, who works on the needs that "
            "the collector's office hands to them and on no others. Leave it blank for everybody else."
        ),
    )
    language = _choice(lazy_("Language"), choices=_options(LANGUAGES))

    def __init__(self, viewer: User, **given: Any) -> None:
        usual = {"organisation_id": viewer.organisation_id, "role": viewer.role, "language": viewer.language}
        super().__init__(data=usual, **given)
        self.viewer = viewer
        everywhere = allows(viewer.role, Permission.MANAGE_USERS)
        organisations = list_organisations() if everywhere else [viewer.organisation]
        roles = list(Role) if everywhere else [viewer.role]
        self.organisation_id.choices = _options({str(place.id): name_of(place) for place in organisations})
        self.role.choices = _options({role.value: ROLE_WORDS[role] for role in roles})

    def begin_with(self, organisation_id: int | None) -> None:
        """Chooses an organisation and the first role of its people, where the inviter may choose it."""
        offered = {choice.value for choice in self.organisation_id.choices}
        if organisation_id is not None and str(organisation_id) in offered:
            self.organisation_id.data = organisation_id
            self.role.data = ROLES_BY_KIND[get_organisation(organisation_id).kind][0]

    def validate_scope(self, field: StringField) -> None:
        """Only the people of a collector's office are narrowed to what is handed to them."""
        if field.data and self.role.data is not Role.DISTRICT_OFFICER:
            raise ValidationError(lazy_("Only people of a district belong to a block or a line department."))

    def validate_role(self, field: SelectField) -> None:
        """A role must suit the kind of organisation."""
        if self.organisation_id.errors or field.errors:
            return
        organisation = get_organisation(self.organisation_id.data)
        if can_invite(self.viewer, organisation, field.data):
            return
        words = ", ".join(str(ROLE_WORDS[role]) for role in ROLES_BY_KIND[organisation.kind])
        raise ValidationError(
            lazy_("People of this organisation have one of these roles: %(roles)s.", roles=words)
        )


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


class UserFilter(FilterForm):
    """Which people to list."""

    text = SearchField(lazy_("Name or organisation"))
    role = SelectField(lazy_("Role"))
    state = SelectField(lazy_("Account"))

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.role.choices = all_or((role.value, ROLE_WORDS[role]) for role in Role)
        self.state.choices = all_or([("enabled", lazy_("enabled")), ("disabled", lazy_("disabled"))])

    @property
    def chosen_role(self) -> Role | None:
        """The role asked for, if it is one."""
        return Role(self.role.data) if self.role.data in {role.value for role in Role} else None

    @property
    def chosen_state(self) -> bool | None:
        """Whether enabled or disabled accounts are asked for."""
        return {"enabled": True, "disabled": False}.get(self.state.data)


class InvitationFilter(FilterForm):
    """Which invitations to list."""

    text = SearchField(lazy_("Name or organisation"))


class ChangeFilter(FilterForm):
    """Which entries of the log to list."""

    table = SelectField(lazy_("About"))
    actor = SearchField(lazy_("By whom"))
    start = DateField(lazy_("From"))
    end = DateField(lazy_("To"))

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.table.choices = all_or(list_tables_with_words().items())


class TokenForm(CreateForm):
    """What a token for a program is called, what it may do and how long it works."""

    name = StringField(
        lazy_("Name"),
        [_required(lazy_("Enter a name by which your office knows the program.")), Length(max=80)],
        filters=[one_line],
        description=lazy_("The program and where it runs, as in “ERP of the CSR cell”. No names of persons."),
    )
    scope = RadioField(
        lazy_("What may the program do?"),
        [_required(lazy_("Choose what the program may do."))],
        choices=_options({scope.value: words for scope, words in SCOPE_WORDS.items()}),
        default=TokenScope.READ.value,
        description=lazy_("Never more than you may do yourself."),
    )
    last_on = DateField(
        lazy_("Last day"),
        [Optional()],
        description=lazy_("A year from now at most, and where you leave it blank."),
    )


class TokenFilter(FilterForm):
    """Which tokens to list."""

    text = SearchField(lazy_("Name or organisation"))
    scope = SelectField(lazy_("What it may do"))
    state = SelectField(lazy_("Token"))

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        scopes = {scope.value: words for scope, words in SCOPE_WORDS.items()}
        self.scope.choices = all_or(scopes.items())
        self.state.choices = all_or([("live", lazy_("works")), ("dead", lazy_("no longer works"))])

    @property
    def chosen_scope(self) -> TokenScope | None:
        """The scope asked for, if it is one."""
        return TokenScope(self.scope.data) if self.scope.data in set(TokenScope) else None

    @property
    def chosen_state(self) -> bool | None:
        """Whether tokens are asked for that work, or those that do not."""
        return {"live": True, "dead": False}.get(self.state.data)
