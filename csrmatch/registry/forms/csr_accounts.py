"""The forms of CSR accounts: the figures of one year, showing them to others, and the list's filter."""

import secrets
from collections.abc import Mapping
from typing import Any

from wtforms import DateField, HiddenField, RadioField, SearchField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from csrmatch.db import today
from csrmatch.i18n import format_number, lazy_
from csrmatch.registry.forms.fields import MoneyField, options
from csrmatch.registry.log_words.cpses import ACCOUNT_WORDS
from csrmatch.registry.rules import DueState
from csrmatch.registry.rules.account_figures import LONGEST_NOTE, days_ahead, parts_above_wholes
from csrmatch.registry.rules.years import shift_year
from csrmatch.registry.wording.accounts import BREAKABLE, COMPLETED_YEARS, DUE_STATES, DUTIES
from csrmatch.web.forms import EditForm, FilterForm, all_or

__all__ = ["ACCOUNT_SECTIONS", "AccountFilter", "AccountForm", "PublishForm", "WithdrawForm"]

_LONGEST_REASON = 500
_MINUSES = {"-", "\N{MINUS SIGN}", "\N{EN DASH}"}

# The form in the order in which an office knows its figures: heading, then the columns.
ACCOUNT_SECTIONS: list[tuple[object, list[str]]] = [
    (
        lazy_("What is owed"),
        [
            "net_worth_inr",
            "turnover_inr",
            "profit_years",
            "net_profit_1_inr",
            "net_profit_2_inr",
            "net_profit_3_inr",
            "average_net_profit_inr",
        ],
    ),
    (
        lazy_("What is set off"),
        ["set_off_1_inr", "set_off_2_inr", "set_off_3_inr", "set_off_used_inr", "set_off_resolved_on"],
    ),
    (
        lazy_("What is committed and spent"),
        ["committed_inr", "spent_inr", "theme_inr", "overheads_inr", "impact_cost_inr"],
    ),
    (
        lazy_("What is unspent"),
        [
            "unspent_ongoing_inr",
            "ongoing_transferred_on",
            "account_spent_inr",
            "account_fund_on",
            "unspent_other_inr",
            "other_transferred_on",
        ],
    ),
    (
        lazy_("What CSR activities earned"),
        ["surplus_inr", "surplus_spent_inr", "surplus_transferred_on"],
    ),
    (lazy_("Remarks"), ["note"]),
]
_HINTS: Mapping[str, object] = {
    "net_worth_inr": lazy_(
        "It decides, with turnover and net profit, whether section 135 binds the company."
    ),
    "net_profit_1_inr": lazy_("As in section 198, before tax. Write a loss with a minus sign."),
    "average_net_profit_inr": lazy_("Only if the net profits of the single years are not at hand."),
    "set_off_1_inr": lazy_("What is left of what was spent above the obligation of that year."),
    "set_off_used_inr": lazy_("As the board has resolved; the oldest excess is used first."),
    "committed_inr": lazy_("What the board has sanctioned for this year's projects."),
    "spent_inr": lazy_(
        "In this year, without what was spent out of an Unspent CSR Account of earlier years."
    ),
    "theme_inr": lazy_("Anywhere in India: the share is asked of the theme, not of districts."),
    "unspent_ongoing_inr": lazy_("Only of projects that the board has found to be ongoing."),
    "surplus_inr": lazy_("For example interest on money given to projects."),
}


class _Blank(Optional):  # type: ignore[misc]
    """Lets a field be left blank without saying so at every single one of them: the page says it once."""

    def __init__(self) -> None:
        super().__init__()
        self.field_flags: dict[str, object] = {}


class _Money(MoneyField):
    """An amount shown in groups of digits, as offices write it."""

    def _value(self) -> str:
        is_typed = bool(self.raw_data) or self.data is None
        return super()._value() if is_typed else format_number(self.data)


class _SignedMoney(_Money):
    """An amount that may be a loss: with a minus sign before it."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Reads what was typed; a hyphen, a dash and a minus sign all mean a loss."""
        typed = str(valuelist[0]).strip() if valuelist else ""
        is_loss = typed[:1] in _MINUSES
        super().process_formdata([typed[1:] if is_loss else typed] if valuelist else [])
        if is_loss and self.data is not None:
            self.data = -self.data


def _field(name: str) -> Any:
    label, hint = ACCOUNT_WORDS[name], _HINTS.get(name, "")
    if name == "profit_years":
        return RadioField(label, [InputRequired()], choices=options(COMPLETED_YEARS.items()), default="3")
    if name == "note":
        return TextAreaField(label, [_Blank(), Length(max=LONGEST_NOTE)])
    if name.endswith("_on"):
        return DateField(label, [_Blank(), _not_ahead], description=hint)
    kind = _SignedMoney if "profit" in name or name == "net_worth_inr" else _Money
    return kind(label, [_Blank()], description=hint)


def _not_ahead(_form: object, field: Any) -> None:
    if days_ahead([(field.name, field.data)], today()):
        text = lazy_("“%(what)s”: the day cannot lie in the future.", what=field.label.text)
        raise ValidationError(text)


class _AccountBase(EditForm):
    """The figures of one year; the key makes a doubled first save one account."""

    form_key = HiddenField(default=lambda: secrets.token_urlsafe(24))

    def values(self) -> dict[str, object]:
        """The figures by column."""
        found = {name: self[name].data for name in ACCOUNT_WORDS}
        return {**found, "profit_years": int(found["profit_years"]), "note": found["note"] or ""}

    def name_years(self, year: str) -> None:
        """Says in the labels which years those before are."""
        for count in (1, 2, 3):
            for name in (f"net_profit_{count}_inr", f"set_off_{count}_inr"):
                self[name].label.text = f"{ACCOUNT_WORDS[name]} ({shift_year(year, -count)})"

    def validate(self, extra_validators: Any = None) -> bool:
        """Each figure by itself, then parts against wholes, where both are given."""
        is_valid = bool(super().validate(extra_validators))
        for part, whole in parts_above_wholes(self.data):
            text = lazy_(
                "“%(part)s” cannot be more than “%(whole)s”.",
                part=self[part].label.text,
                whole=self[whole].label.text,
            )
            self[part].errors = [*self[part].errors, str(text)]
            is_valid = False
        return is_valid


AccountForm = type("AccountForm", (_AccountBase,), {name: _field(name) for name in ACCOUNT_WORDS})


class PublishForm(EditForm):
    """A button that shows the account to all offices."""


class WithdrawForm(EditForm):
    """Why an account is no longer shown to other offices."""

    reason = TextAreaField(
        lazy_("Why shall other offices no longer see it?"),
        [DataRequired(message=lazy_("Give the reason: it stays in the log.")), Length(max=_LONGEST_REASON)],
    )


class AccountFilter(FilterForm):
    """By company and year, by how far the account is, and by what the rules say of it."""

    seldom = frozenset({"ministry", "duty"})

    q = SearchField(lazy_("Name, code or ministry"), [Optional(), Length(max=80)])
    year = SelectField(lazy_("Financial year"), default="")
    state = SelectField(
        lazy_("Account"),
        choices=all_or(
            [
                ("missing", lazy_("not filled in")),
                ("draft", lazy_("draft")),
                ("published", lazy_("shown to all offices")),
            ]
        ),
        default="",
    )
    broken = SelectField(
        lazy_("Rule not kept"), choices=all_or([("any", lazy_("any rule")), *BREAKABLE.items()]), default=""
    )
    due = SelectField(
        lazy_("Still to do"),
        choices=all_or(
            (state.value, DUE_STATES[state][0]) for state in (DueState.OVERDUE, DueState.SOON, DueState.AHEAD)
        ),
        default="",
    )
    duty = SelectField(lazy_("What is to be done"), choices=all_or(DUTIES.items()), default="")
    ministry = SelectField(lazy_("Ministry"), default="")
