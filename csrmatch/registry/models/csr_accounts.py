"""The CSR account of a company for one year, as its nodal officer tells it."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from csrmatch.accounts.models import User
from csrmatch.db import Model, UtcDateTime, Versioned
from csrmatch.registry.models.cpses import Cpse
from csrmatch.registry.rules.account_figures import NEVER_NEGATIVE

__all__ = ["CsrAccount"]


class CsrAccount(Versioned, Model):
    """One company, one financial year: whole rupees as its office gave them; empty is not known, never 0.

    The columns from `profit_years` to `surplus_transferred_on` are the facts that the rules of CSR law ask
    for; `rules.csr_standing.CsrFacts` says of each what it is. Until `published_at` only the company itself,
    DPE and the auditor see it.
    """

    __tablename__ = "csr_account"
    __table_args__ = (
        UniqueConstraint("cpse_id", "financial_year"),
        CheckConstraint("profit_years between 1 and 3", name="profit_years_of_three"),
        CheckConstraint(
            " and ".join(f"{column} >= 0" for column in NEVER_NEGATIVE), name="amounts_not_negative"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cpse_id: Mapped[int] = mapped_column(ForeignKey("cpse.id"))
    financial_year: Mapped[str] = mapped_column(String(7), index=True)
    profit_years: Mapped[int] = mapped_column(Integer, default=3)
    net_worth_inr: Mapped[int | None] = mapped_column(BigInteger)
    turnover_inr: Mapped[int | None] = mapped_column(BigInteger)
    net_profit_1_inr: Mapped[int | None] = mapped_column(BigInteger)
    net_profit_2_inr: Mapped[int | None] = mapped_column(BigInteger)
    net_profit_3_inr: Mapped[int | None] = mapped_column(BigInteger)
    average_net_profit_inr: Mapped[int | None] = mapped_column(BigInteger)
    set_off_1_inr: Mapped[int | None] = mapped_column(BigInteger)
    set_off_2_inr: Mapped[int | None] = mapped_column(BigInteger)
    set_off_3_inr: Mapped[int | None] = mapped_column(BigInteger)
    set_off_used_inr: Mapped[int | None] = mapped_column(BigInteger)
    set_off_resolved_on: Mapped[date | None] = mapped_column(Date)
    committed_inr: Mapped[int | None] = mapped_column(BigInteger)
    spent_inr: Mapped[int | None] = mapped_column(BigInteger)
    theme_inr: Mapped[int | None] = mapped_column(BigInteger)
    overheads_inr: Mapped[int | None] = mapped_column(BigInteger)
    impact_cost_inr: Mapped[int | None] = mapped_column(BigInteger)
    unspent_ongoing_inr: Mapped[int | None] = mapped_column(BigInteger)
    ongoing_transferred_on: Mapped[date | None] = mapped_column(Date)
    account_spent_inr: Mapped[int | None] = mapped_column(BigInteger)
    account_fund_on: Mapped[date | None] = mapped_column(Date)
    unspent_other_inr: Mapped[int | None] = mapped_column(BigInteger)
    other_transferred_on: Mapped[date | None] = mapped_column(Date)
    surplus_inr: Mapped[int | None] = mapped_column(BigInteger)
    surplus_spent_inr: Mapped[int | None] = mapped_column(BigInteger)
    surplus_transferred_on: Mapped[date | None] = mapped_column(Date)
    note: Mapped[str] = mapped_column(Text, default="")
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))

    cpse: Mapped[Cpse] = relationship()
    changed_by: Mapped[User] = relationship(foreign_keys=[changed_by_id])
    published_by: Mapped[User | None] = relationship(foreign_keys=[published_by_id])
