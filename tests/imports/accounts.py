"""Fills, changes and brings in the CSR accounts of a company, and says what is stored of them."""

from datetime import date
from typing import Any

from csrmatch.db import db, run_write
from csrmatch.registry.models import Cpse, CsrAccount
from csrmatch.registry.services.csr_accounts import NEW, publish_account, save_account
from tests.imports import sheets
from tests.imports.sheets import Sheet, officer, rows_of
from tests.registry.projects import find_officer

FIGURES = {
    "profit_years": 2,
    "net_worth_inr": 5_000 * 10**7,
    "turnover_inr": 900 * 10**7,
    "net_profit_1_inr": 10**9,
    "net_profit_2_inr": -3 * 10**8,
    "average_net_profit_inr": None,
    "set_off_used_inr": 0,
    "set_off_resolved_on": date(2025, 6, 30),
    "spent_inr": 2 * 10**7,
    "overheads_inr": 10**6,
    "unspent_ongoing_inr": 5 * 10**6,
    "ongoing_transferred_on": date(2025, 4, 28),
    "note": "As audited.\nThe board met twice.",
}
HEAD = "financial_year,spent_inr,overheads_inr\r\n"


def company(code: str = "NMDC") -> Cpse:
    return db.session.scalars(db.select(Cpse).where(Cpse.code == code)).one()


def keep(year: str = "2024-25", code: str = "NMDC", **values: Any) -> int:
    """An account of a company, made by its own officer."""

    def act() -> int:
        account = save_account(
            cpse=company(code), financial_year=year, by=find_officer(code), version=NEW, values=values
        )
        return account.id

    return run_write(act)


def change(account_id: int, **values: object) -> None:
    def act() -> None:
        row = db.session.get_one(CsrAccount, account_id)
        save_account(
            cpse=row.cpse, financial_year=row.financial_year, by=officer(), version=row.version, values=values
        )

    run_write(act)


def publish(account_id: int) -> None:
    def act() -> None:
        row = db.session.get_one(CsrAccount, account_id)
        publish_account(account=row, by=officer(), version=row.version)

    run_write(act)


def template(code: str = "NMDC") -> Sheet:
    content = run_write(lambda: sheets.template(find_officer(code), "accounts"))
    return Sheet(content, "accounts")


def bring_in(content: bytes | str) -> int:
    given = content.encode() if isinstance(content, str) else content
    return sheets.bring_in(given, "accounts.xlsx", kind_code="accounts")


def told(import_id: int) -> list[tuple[int, object, object]]:
    return [
        (row.number, item["column"], item["code"])
        for row in rows_of(import_id)
        for item in [*row.errors, *row.flags]
    ]


def stored() -> dict[str, CsrAccount]:
    db.session.rollback()
    rows = db.session.scalars(db.select(CsrAccount).order_by(CsrAccount.financial_year))
    return {f"{row.cpse.code} {row.financial_year}": row for row in rows}


def columns_of(row: CsrAccount) -> dict[str, object]:
    """Everything the table says of an account but who changed it when, and how often."""
    left_out = {"version", "changed_at", "changed_by_id"}
    return {
        column.name: getattr(row, column.name)
        for column in CsrAccount.__table__.columns
        if column.name not in left_out
    }
