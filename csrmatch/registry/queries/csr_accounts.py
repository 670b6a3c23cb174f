"""Reading CSR accounts: one of a company, those of a year, and what of them is due."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from csrmatch.accounts.models import User
from csrmatch.db import db
from csrmatch.errors import Missing
from csrmatch.registry.access import can_see_gaps, only_visible_accounts
from csrmatch.registry.models import Cpse, CsrAccount
from csrmatch.registry.queries.cpses import search_cpses
from csrmatch.registry.rules import FIRST_YEAR, CsrFacts, CsrRule, Due, DueState, Standing, judge
from csrmatch.registry.rules.years import is_year, shift_year, year_of, years_between

__all__ = [
    "Account",
    "AccountDuty",
    "AccountSearch",
    "facts_of",
    "find_account",
    "get_account",
    "is_account_year",
    "list_account_duties",
    "list_account_years",
    "list_accounts_of",
    "list_accounts_of_year",
    "search_cpses_by_account",
]

_FACTS = tuple(field.name for field in fields(CsrFacts) if field.name != "year")


@dataclass(frozen=True)
class Account:
    """A stored account with what the rules say of it on a day."""

    row: CsrAccount
    standing: Standing


@dataclass(frozen=True)
class AccountDuty:
    """Something that waits for a company: an open duty of a year, or without one an account not filled in."""

    year: str
    due: Due | None


@dataclass(frozen=True)
class AccountSearch:
    """What the list of a year is narrowed by; None narrows nothing.

    `state` is `missing`, `draft` or `published`; `ministry` its English name; `broken` the code of a rule
    that is not kept, or `any`; `duty` and `due` the rule and the state of something still to be done.
    """

    text: str | None = None
    state: str | None = None
    ministry: str | None = None
    broken: str | None = None
    duty: CsrRule | None = None
    due: DueState | None = None

    def fits(self, standing: Standing) -> bool:
        """Whether the rules say of an account what is looked for."""
        if self.broken and not (standing.broken if self.broken == "any" else self.broken in standing.broken):
            return False
        return not self.asks_for_due or standing.find_due(self.duty, self.due) is not None

    @property
    def asks_for_due(self) -> bool:
        """Whether only companies are looked for that have something still to do."""
        return self.duty is not None or self.due is not None


def is_account_year(year: str, day: date) -> bool:
    """Whether there can be an account of that year: from the year of the rules to the one after this."""
    return is_year(year) and FIRST_YEAR <= year <= shift_year(year_of(day), 1)


def list_account_years(day: date) -> list[str]:
    """The years for which there can be an account, the latest first."""
    return years_between(FIRST_YEAR, shift_year(year_of(day), 1))[::-1]


def get_account(viewer: User, cpse: Cpse, year: str, day: date) -> Account | None:
    """The account of a company and year, judged on a day; None where there is none and the viewer may know.

    Raises
    ------
    Missing
        For a year that has no accounts, and for who may not even know that there is none.
    """
    if not is_account_year(year, day):
        raise Missing
    row = find_account(viewer, cpse, year)
    if row is not None:
        earlier = _obligations(_list_before(viewer, cpse, year), day)
        return Account(row, judge(facts_of(row), day, _three_before(earlier, cpse.id, year)))
    if not can_see_gaps(viewer, cpse):
        raise Missing
    return None


def find_account(viewer: User, cpse: Cpse, year: str, *, for_change: bool = False) -> CsrAccount | None:
    """The stored account if the viewer may see it; `for_change` keeps others from it until this is done."""
    query = only_visible_accounts(viewer, select(CsrAccount))
    query = query.where(CsrAccount.cpse_id == cpse.id, CsrAccount.financial_year == year)
    query = query.options(joinedload(CsrAccount.changed_by), joinedload(CsrAccount.published_by))
    if for_change:
        query = query.with_for_update(of=CsrAccount).execution_options(populate_existing=True)
    return db.session.scalar(query)


def _list_before(viewer: User, cpse: Cpse, year: str) -> list[CsrAccount]:
    """What the viewer may see of the three years before, on which a duty of this year rests."""
    query = only_visible_accounts(viewer, select(CsrAccount)).where(
        CsrAccount.cpse_id == cpse.id,
        CsrAccount.financial_year.in_([shift_year(year, -count) for count in (1, 2, 3)]),
    )
    return list(db.session.scalars(query.order_by(CsrAccount.financial_year)))


def list_accounts_of(viewer: User, cpse: Cpse, day: date) -> dict[str, Account]:
    """The accounts of a company that the viewer may see, by year, the latest first."""
    query = only_visible_accounts(viewer, select(CsrAccount)).where(CsrAccount.cpse_id == cpse.id)
    rows = list(db.session.scalars(query.order_by(CsrAccount.financial_year.desc())))
    return {row.financial_year: Account(row, judge(facts_of(row), day)) for row in rows}


def list_accounts_of_year(viewer: User, year: str, day: date) -> dict[int, Account]:
    """The accounts of one year that the viewer may see, by the company's id, judged on a day."""
    years = [shift_year(year, -count) for count in range(4)]
    query = only_visible_accounts(viewer, select(CsrAccount)).where(CsrAccount.financial_year.in_(years))
    rows = list(db.session.scalars(query.order_by(CsrAccount.id)))
    earlier = _obligations(rows, day)
    return {
        row.cpse_id: Account(row, judge(facts_of(row), day, _three_before(earlier, row.cpse_id, year)))
        for row in rows
        if row.financial_year == year
    }


def search_cpses_by_account(
    viewer: User, year: str, search: AccountSearch, accounts: Mapping[int, Account]
) -> Select[Cpse]:
    """CPSEs by name and ministry, and by what is known of their account of the year.

    `accounts` are those of the year that the viewer may see: what the rules say of them narrows the list.
    """
    query = search_cpses(search.text, None)
    if search.ministry:
        query = query.where(Cpse.ministry_en == search.ministry)
    if search.broken or search.asks_for_due:
        fitting = [key for key, account in accounts.items() if search.fits(account.standing)]
        query = query.where(Cpse.id.in_(fitting))
    return _by_state(viewer, year, search.state, query)


def _by_state(viewer: User, year: str, state: str | None, query: Select[Cpse]) -> Select[Cpse]:
    seen = only_visible_accounts(viewer, select(CsrAccount.cpse_id)).where(CsrAccount.financial_year == year)
    if state == "missing":
        return query.where(Cpse.id.not_in(seen))
    if state == "draft":
        return query.where(Cpse.id.in_(seen.where(CsrAccount.published_at.is_(None))))
    if state == "published":
        return query.where(Cpse.id.in_(seen.where(CsrAccount.published_at.is_not(None))))
    return query


def list_account_duties(viewer: User, cpse: Cpse, day: date) -> list[AccountDuty]:
    """What of its accounts waits for a company: overdue and soon due by date, then years not filled in."""
    accounts = list_accounts_of(viewer, cpse, day)
    dues = [
        due
        for account in accounts.values()
        for due in account.standing.dues
        if due.state in {DueState.OVERDUE, DueState.SOON}
    ]
    found = [AccountDuty(due.year, due) for due in sorted(dues, key=lambda due: (due.due_on, due.rule))]
    this_year = year_of(day)
    empty = [year for year in (shift_year(this_year, -1), this_year) if year not in accounts]
    return found + [AccountDuty(year, None) for year in empty]


def facts_of(row: CsrAccount) -> CsrFacts:
    """What a stored account tells the rules of CSR law."""
    return CsrFacts(year=row.financial_year, **{name: getattr(row, name) for name in _FACTS})


def _obligations(rows: Iterable[CsrAccount], day: date) -> dict[tuple[int, str], int | None]:
    return {(row.cpse_id, row.financial_year): judge(facts_of(row), day).obligation_inr for row in rows}


def _three_before(
    obligations: Mapping[tuple[int, str], int | None], cpse_id: int, year: str
) -> Sequence[int | None]:
    return [obligations.get((cpse_id, shift_year(year, -count))) for count in (1, 2, 3)]
