"""Operations on CSR accounts: those of a year, one company's year, and keeping it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask import Response
from flask_login import current_user
from pydantic import Field, create_model

from csrmatch.accounts.signing_in import signed_in_person
from csrmatch.db import today
from csrmatch.errors import DomainError, Missing
from csrmatch.i18n import lazy_
from csrmatch.registry.access import can_edit_account
from csrmatch.registry.api.cpses import CpsePath
from csrmatch.registry.log_words.cpses import ACCOUNT_WORDS
from csrmatch.registry.models import Cpse, CsrAccount
from csrmatch.registry.queries import get_cpse
from csrmatch.registry.queries.csr_accounts import (
    Account,
    find_account,
    get_account,
    is_account_year,
    list_accounts_of,
)
from csrmatch.registry.rules.account_figures import (
    ACCOUNT_PARTS,
    NEVER_NEGATIVE,
    days_ahead,
    parts_above_wholes,
)
from csrmatch.registry.services.csr_accounts import NEW, save_account
from csrmatch.roles import Permission
from csrmatch.web.api.answers import answer_page, answer_record, expected_version
from csrmatch.web.api.document import allow_token, api, reads, writes
from csrmatch.web.api.fields import MOST_RUPEES, Conditions, FinancialYear, Money, Sent, Told, lines

__all__: list[str] = []

_AMOUNTS = [name for name in ACCOUNT_WORDS if name.endswith("_inr")]
_DAYS = [name for name in ACCOUNT_WORDS if name.endswith("_on")]


class AccountPath(CpsePath):
    """Which CPSE and financial year."""

    year: FinancialYear


def _amount(name: str) -> Any:
    least = 0 if name in NEVER_NEGATIVE else -MOST_RUPEES
    words = f"{ACCOUNT_WORDS[name].text}; whole rupees, null is not known."
    return (int | None, Field(None, ge=least, le=MOST_RUPEES, description=words))


def _day(name: str) -> Any:
    return (date | None, Field(None, description=ACCOUNT_WORDS[name].text))


# The figures of a year as an office sends them: those that are left out stay as they are.
AccountSent = create_model(
    "AccountSent",
    __base__=Sent,
    __doc__="The figures of one year; those that are left out stay as they are.",
    profit_years=(int | None, Field(None, ge=1, le=3)),
    note=(lines(2_000), None),
    **{name: _amount(name) for name in _AMOUNTS},
    **{name: _day(name) for name in _DAYS},
)


class _AccountHead(Told):
    """Whose account, and what the rules of the law make of it."""

    cpse: str
    financial_year: str
    version: int
    is_published: bool
    changed_at: datetime
    published_at: datetime | None
    profit_years: int
    note: str
    obligation_inr: Money
    to_spend_inr: Money
    shortfall_inr: Money
    excess_inr: Money


_SAME: dict[str, Any] = {
    **{name: (Money, ...) for name in _AMOUNTS},
    **{name: (date | None, ...) for name in _DAYS},
}
AccountTold: Any = create_model(
    "AccountTold",
    __base__=_AccountHead,
    __doc__="One year of a company as its office tells it, and what the rules of the law make of it.",
    **_SAME,
)


class AccountsTold(Told):
    """The accounts of a CPSE that are for this token; there is no further page."""

    items: list[AccountTold]
    next: str | None = None


def _account(cpse: Cpse, account: Account) -> Any:
    row, standing = account.row, account.standing
    return AccountTold(
        cpse=cpse.code,
        is_published=row.published_at is not None,
        obligation_inr=standing.obligation_inr,
        to_spend_inr=standing.to_spend_inr,
        shortfall_inr=standing.shortfall_inr,
        excess_inr=standing.excess_inr,
        **{name: getattr(row, name) for name in ("financial_year", "version", "changed_at", "published_at")},
        **{name: getattr(row, name) for name in ("profit_years", "note", *_AMOUNTS, *_DAYS)},
    )


@api.get("/cpses/<code>/csr-accounts", **reads(lazy_("CSR accounts of a CPSE"), AccountsTold))
@allow_token(Permission.VIEW_CPSES)
def list_csr_accounts(path: CpsePath) -> Response:
    """The latest year first; those of other companies once they are published."""
    cpse = get_cpse(path.code)
    accounts = list_accounts_of(current_user, cpse, today()).values()
    return answer_page(AccountsTold(items=[_account(cpse, account) for account in accounts]), None)


@api.get("/cpses/<code>/csr-accounts/<year>", **reads(lazy_("CSR account of one year"), AccountTold))
@allow_token(Permission.VIEW_CPSES)
def show_csr_account(path: AccountPath) -> Response:
    """One year of a company, if it is there and for this token."""
    return _answer(get_cpse(path.code), path.year)


def _answer(cpse: Cpse, year: str) -> Response:
    account = get_account(current_user, cpse, year, today())
    if account is None:
        raise Missing
    return answer_record(_account(cpse, account), version=account.row.version)


@api.put(
    "/cpses/<code>/csr-accounts/<year>", **writes(lazy_("Save the CSR account of one year"), AccountTold)
)
@allow_token(Permission.EDIT_CSR_ACCOUNTS)
def save_csr_account(path: AccountPath, body: AccountSent, header: Conditions) -> Response:  # type: ignore[valid-type]
    """Saves the figures that are sent; for a year that has no account yet send `If-Match: "0"`."""
    cpse = get_cpse(path.code)
    if not is_account_year(path.year, today()) or not can_edit_account(current_user, cpse):
        raise Missing
    version = expected_version(header)
    stored = find_account(current_user, cpse, path.year, for_change=True)
    values = body.model_dump(include=body.model_fields_set)  # type: ignore[attr-defined]
    if values.get("profit_years", 3) is None:
        values["profit_years"] = 3
    if "note" in values:
        values["note"] = values["note"] or ""
    if version == (stored.version if stored else NEW):
        _check(values, stored)
    save_account(cpse=cpse, financial_year=path.year, by=signed_in_person(), version=version, values=values)
    return _answer(cpse, path.year)


def _check(values: Mapping[str, Any], stored: CsrAccount | None) -> None:
    """No day lies in the future, and no part is more than its whole."""
    if days_ahead([(name, values.get(name)) for name in _DAYS], today()):
        raise DomainError(lazy_("A day on which something was done cannot lie in the future."))

    def figure(name: str) -> int | None:
        return values[name] if name in values else getattr(stored, name, None)

    for part, whole in parts_above_wholes({name: figure(name) for pair in ACCOUNT_PARTS for name in pair}):
        words = {"part": ACCOUNT_WORDS[part], "whole": ACCOUNT_WORDS[whole]}
        raise DomainError(lazy_("“%(part)s” cannot be more than “%(whole)s”.", **words))
