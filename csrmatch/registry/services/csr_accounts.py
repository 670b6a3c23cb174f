"""The verbs of CSR accounts: saving one year of a company, showing it to others, and taking that back."""

from collections.abc import Mapping
from datetime import date

from csrmatch.accounts.models import User
from csrmatch.audit.recording import set_reason
from csrmatch.db import db, now, take_turn
from csrmatch.errors import Conflict
from csrmatch.i18n import format_day, format_inr_exact
from csrmatch.registry.log_words.cpses import ACCOUNT_WORDS
from csrmatch.registry.models import Cpse, CsrAccount
from csrmatch.registry.queries.csr_accounts import find_account

__all__ = ["NEW", "publish_account", "save_account", "withdraw_account"]

# The version a form carries that was opened before there was an account.
NEW = 0


def save_account(
    *, cpse: Cpse, financial_year: str, by: User, version: int | None, values: Mapping[str, object]
) -> CsrAccount:
    """Saves what the office says of one year; the first save makes the account.

    `values` holds some or all of the columns named in `ACCOUNT_WORDS`.

    Raises
    ------
    Conflict
        When the account was made or changed since the form was opened; it carries what differs.
    """
    unknown = values.keys() - ACCOUNT_WORDS.keys()
    if unknown:
        raise ValueError(f"not columns of an account: {sorted(unknown)}")
    # Two people may make the same account at once; the second must find the first one's.
    take_turn(f"csr account {cpse.id} {financial_year}")
    account = find_account(by, cpse, financial_year, for_change=True)
    if version != (account.version if account else NEW):
        raise _conflict(account, values)
    moment = now()
    if account is None:
        account = CsrAccount(cpse=cpse, financial_year=financial_year, note="", profit_years=3)
        db.session.add(account)
    for name, value in values.items():
        setattr(account, name, value)
    account.changed_at, account.changed_by = moment, by
    db.session.flush()
    return account


def publish_account(*, account: CsrAccount, by: User, version: int | None) -> None:
    """Lets every office see the account from now on; later changes are seen at once."""
    _expect(account, version, is_published=True)
    account.published_at, account.published_by = now(), by
    db.session.flush()


def withdraw_account(*, account: CsrAccount, by: User, version: int | None, reason: str) -> None:
    """Takes a published account back to its own office, DPE and the auditor."""
    _expect(account, version, is_published=False)
    set_reason(reason)
    account.published_at = account.published_by = None
    account.changed_at, account.changed_by = now(), by
    db.session.flush()


def _expect(account: CsrAccount, version: int | None, *, is_published: bool) -> None:
    """Refuses what somebody else has done already, or an act begun on another version."""
    if (account.published_at is not None) == is_published:
        raise Conflict
    account.expect_version(version)


def _conflict(account: CsrAccount | None, values: Mapping[str, object]) -> Conflict:
    """What differs between the stored account and what was sent, in words."""
    stored = {name: getattr(account, name, None) for name in values}
    differing = [name for name in ACCOUNT_WORDS if name in values and stored[name] != values[name]]
    return Conflict(
        theirs={str(ACCOUNT_WORDS[name]): _told(name, stored[name]) for name in differing},
        mine={str(ACCOUNT_WORDS[name]): _told(name, values[name]) for name in differing},
        version=account.version if account else NEW,
    )


def _told(name: str, value: object) -> object:
    """A value as people read it; None stays, and is shown as not known."""
    if isinstance(value, date):
        return format_day(value)
    if isinstance(value, int) and name.endswith("_inr"):
        return format_inr_exact(value)
    return value
