"""Whole CSR accounts as files say them: checked by the page's rules, made, changed, put back, removed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from csrmatch.accounts.models import User
from csrmatch.db import db, today
from csrmatch.errors import Conflict, DomainError, Missing
from csrmatch.i18n import LazyText, lazy_
from csrmatch.registry.access import can_edit_account
from csrmatch.registry.log_words.cpses import ACCOUNT_WORDS
from csrmatch.registry.models import Cpse, CsrAccount
from csrmatch.registry.queries.csr_accounts import is_account_year
from csrmatch.registry.rules.account_figures import days_ahead, parts_above_wholes
from csrmatch.registry.services.csr_accounts import NEW, save_account

__all__ = [
    "account_values_of",
    "change_account_record",
    "create_account_record",
    "find_account_refusals",
    "remove_account_record",
    "restore_account_record",
]

Values = Mapping[str, Any]
_AMOUNTS = [name for name in ACCOUNT_WORDS if name.endswith("_inr")]
_DAYS = [name for name in ACCOUNT_WORDS if name.endswith("_on")]
_ABOVE: Mapping[str, LazyText] = {
    "spent_inr": lazy_("It cannot be more than what was spent on CSR in the year."),
    "unspent_ongoing_inr": lazy_("It cannot be more than what is unspent of ongoing projects."),
}


def account_values_of(account: CsrAccount) -> dict[str, object]:
    """An account as plain values."""
    days = {name: day.isoformat() if (day := getattr(account, name)) else None for name in _DAYS}
    return {
        "financial_year": account.financial_year,
        "profit_years": str(account.profit_years),
        **{name: getattr(account, name) for name in _AMOUNTS},
        **days,
        # A spreadsheet knows one mark of the end of a line and none at the end of a text.
        "note": "\n".join(account.note.splitlines()).strip() or None,
    }


def _columns_of(values: Values) -> dict[str, object]:
    """The columns of the table that values fill."""
    columns: dict[str, object] = {name: values[name] for name in ACCOUNT_WORDS if name in values}
    for name in columns.keys() & set(_DAYS):
        columns[name] = _day(values, name)
    if "profit_years" in columns:
        columns["profit_years"] = int(values["profit_years"])
    if "note" in columns:
        columns["note"] = values["note"] or ""
    return columns


def _day(values: Values, name: str) -> date | None:
    return date.fromisoformat(values[name]) if values.get(name) else None


def find_account_refusals(values: Values, day: date) -> list[tuple[str, LazyText]]:
    """Everything that the page would refuse in an account: the column it is about, and the text."""
    found: list[tuple[str, LazyText]] = []
    year = values.get("financial_year") or ""
    if not year:
        found.append(("financial_year", lazy_("Say which financial year this is.")))
    elif not is_account_year(year, day):
        found.append(("financial_year", lazy_("There is no CSR account of this year.")))
    found += [
        (name, lazy_("The day cannot lie in the future."))
        for name in days_ahead([(name, _day(values, name)) for name in _DAYS], day)
    ]
    return found + [(part, _ABOVE[whole]) for part, whole in parts_above_wholes(values)]


def _require(cpse: Cpse, by: User, values: Values) -> None:
    """Refuses what the page refuses, before anything is written."""
    if not can_edit_account(by, cpse):
        raise Missing
    for _column, text in find_account_refusals(values, today()):
        raise DomainError(text)


def create_account_record(*, cpse: Cpse, by: User, values: Values) -> CsrAccount:
    """Makes the account of a year that has none; a draft until the office shows it to others."""
    _require(cpse, by, values)
    year = str(values["financial_year"])
    return save_account(cpse=cpse, financial_year=year, by=by, version=NEW, values=_columns_of(values))


def change_account_record(*, account: CsrAccount, by: User, version: int, values: Values) -> None:
    """Changes those figures in which the values differ; the account stays that of its year."""
    stored = account_values_of(account)
    whole = {**stored, **values}
    if whole["financial_year"] != account.financial_year:
        raise Conflict
    _require(account.cpse, by, whole)
    _save(account, by, version, stored, values)


def restore_account_record(*, account: CsrAccount, by: User, version: int, before: Values) -> None:
    """Puts back what an account said before, whatever the rules say of it today."""
    if not can_edit_account(by, account.cpse):
        raise Missing
    _save(account, by, version, account_values_of(account), before)


def _save(account: CsrAccount, by: User, version: int, stored: Values, values: Values) -> None:
    changed = {name: value for name, value in values.items() if stored.get(name) != value}
    save_account(
        cpse=account.cpse,
        financial_year=account.financial_year,
        by=by,
        version=version,
        values=_columns_of(changed),
    )


def remove_account_record(*, account: CsrAccount, by: User, version: int) -> None:
    """Removes an account that a file made and nobody touched since; the log keeps what it said."""
    if (
        version != account.version
        or account.published_at is not None
        or not can_edit_account(by, account.cpse)
    ):
        raise Conflict
    db.session.delete(account)
    db.session.flush()
