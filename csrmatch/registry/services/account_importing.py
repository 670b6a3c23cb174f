"""CSR accounts as a kind that files bring in: a company's own years, by the verb of the form."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from csrmatch.accounts.models import User
from csrmatch.db import db, today
from csrmatch.errors import Conflict, Missing
from csrmatch.i18n import LazyText, lazy_
from csrmatch.imports.kinds import Checker, Stored
from csrmatch.imports.layouts import Layout
from csrmatch.imports.rules import RowError, UnknownName
from csrmatch.registry.models import Cpse, CsrAccount
from csrmatch.registry.queries import find_cpse_of
from csrmatch.registry.queries.csr_accounts import list_account_years
from csrmatch.registry.services import account_records as records
from csrmatch.registry.services.kind_parts import list_bare, refusal
from csrmatch.registry.tables.account_columns import find_account_column
from csrmatch.registry.tables.account_rows import ACCOUNT_LAYOUT
from csrmatch.registry.tables.account_workbook import account_workbook, tell_account_values
from csrmatch.roles import Permission, Role

__all__ = ["AccountImports"]

Values = Mapping[str, Any]


class AccountImports:
    """CSR accounts of a CPSE, one for each financial year."""

    code = "accounts"
    label: LazyText = lazy_("CSR accounts")
    permission = Permission.EDIT_CSR_ACCOUNTS
    sheet = "accounts"
    layouts: Sequence[Layout] = (ACCOUNT_LAYOUT,)

    def owner_of(self, by: User) -> str:
        """The code of the CPSE whose officer the person is."""
        cpse = self._find_cpse(by)
        return cpse.code if cpse else ""

    @staticmethod
    def _find_cpse(by: User) -> Cpse | None:
        return find_cpse_of(by.organisation_id) if by.role is Role.CPSE_OFFICER else None

    def _own(self, by: User) -> Select[CsrAccount]:
        """The accounts of the person's own company."""
        cpse = self._find_cpse(by)
        if cpse is None:
            raise Missing
        return select(CsrAccount).where(CsrAccount.cpse_id == cpse.id).options(joinedload(CsrAccount.cpse))

    def template(self, by: User) -> bytes:
        """The company's accounts as they are today, the latest year first."""
        rows = [
            {"id": row.id, "version": row.version, "is_shown": row.published_at is not None}
            | records.account_values_of(row)
            for row in db.session.scalars(self._own(by).order_by(CsrAccount.financial_year.desc()))
        ]
        return account_workbook(rows, list_account_years(today()))

    def resolve(self, values: Values, chosen: Mapping[UnknownName, int]) -> tuple[Values, bool]:
        """The values as they are: they name no place."""
        return values, True

    def checker(self, by: User) -> Checker:
        """Says what the page refuses in an account, and a new row of a year that has one or a row above."""
        present = {row.financial_year for row in db.session.scalars(self._own(by).order_by(CsrAccount.id))}
        named, day = set[str](), today()

        def check(values: Values, before: Stored | None) -> list[RowError]:
            whole = {**before.values, **values} if before else values
            found = [refusal(column, text) for column, text in records.find_account_refusals(whole, day)]
            year = str(whole.get("financial_year") or "")
            if before is not None:
                return found + _other_year(before, year)
            if year in present:
                found.append(refusal("financial_year", _THERE))
            elif year in named:
                found.append(refusal("financial_year", _TWICE))
            named.add(year)
            return found

        return check

    def find_stored(self, by: User, ids: Iterable[int]) -> dict[int, Stored]:
        """The company's own accounts of these ids."""
        wanted = list(ids)
        if not wanted:
            return {}
        query = self._own(by).where(CsrAccount.id.in_(wanted)).execution_options(populate_existing=True)
        return {
            row.id: Stored(row.version, row.financial_year, records.account_values_of(row))
            for row in db.session.scalars(query.order_by(CsrAccount.id))
        }

    def find_versions(self, by: User, ids: Iterable[int]) -> dict[int, int]:
        """The versions of the company's own accounts of these ids."""
        cpse = self._find_cpse(by)
        if cpse is None:
            raise Missing
        query = select(CsrAccount.id, CsrAccount.version).where(CsrAccount.cpse_id == cpse.id)
        rows = db.session.execute(query.where(CsrAccount.id.in_(list(ids))).order_by(CsrAccount.id))
        return {row.id: row.version for row in rows}

    def likeness(self, values: Values) -> str:
        """Nothing: a year is one account, and a second one is not doubtful but wrong."""
        return ""

    def find_likenesses(self, by: User) -> Mapping[str, str]:
        """None."""
        return {}

    def create(self, by: User, rows: Sequence[Values], source: str) -> Sequence[tuple[int, int]]:
        """Makes the account of each year as a draft."""
        cpse = self._find_cpse(by)
        if cpse is None:
            raise Missing
        made = [records.create_account_record(cpse=cpse, by=by, values=values) for values in rows]
        return [(account.id, account.version) for account in made]

    def change(self, by: User, record_id: int, version: int, values: Values, source: str) -> int:
        """Changes the figures of a year that differ."""
        account = self._account(by, record_id)
        records.change_account_record(account=account, by=by, version=version, values=values)
        return account.version

    def restore(self, by: User, record_id: int, version: int, before: Values, source: str) -> None:
        """Puts back the figures of a year as they were."""
        account = self._account(by, record_id)
        records.restore_account_record(account=account, by=by, version=version, before=before)

    def remove(self, by: User, record_id: int, version: int) -> None:
        """Removes an account that a file made and that is still a draft."""
        records.remove_account_record(account=self._account(by, record_id), by=by, version=version)

    def _account(self, by: User, account_id: int) -> CsrAccount:
        account = db.session.scalar(self._own(by).where(CsrAccount.id == account_id))
        if account is None:
            raise Conflict
        return account

    def is_untouched(self, by: User, ids: Iterable[int]) -> set[int]:
        """The accounts on which nothing hangs."""
        return list_bare(CsrAccount.__table__, frozenset(), ids)

    def cells_to_correct(self, values: Values) -> dict[str, tuple[str, str]]:
        """None: no row of accounts is held back as doubtful."""
        return {}

    def correct(self, values: Values, given: Mapping[str, str]) -> tuple[Values, list[RowError]]:
        """The values as they are."""
        return values, []

    def title_of(self, values: Values) -> str:
        """The financial year."""
        return str(values.get("financial_year") or "")

    def field_of(self, column: str) -> str:
        """The column itself: each fills one figure."""
        return column

    def field_label(self, name: str) -> str:
        """The words of a column, as the form has them."""
        column = find_account_column(name)
        return str(column.label if column else name)

    def tell(self, values: Values) -> dict[str, str]:
        """Figures in words, as the page of the account has them."""
        return tell_account_values(values)


_THERE = lazy_("There is an account of this year already. Change its own row in a workbook of today.")
_TWICE = lazy_("This year stands in a row above already.")


def _other_year(before: Stored, year: str) -> list[RowError]:
    if year == before.values["financial_year"]:
        return []
    return [
        refusal("financial_year", lazy_("The account stays that of its year. Use a new row for another."))
    ]
