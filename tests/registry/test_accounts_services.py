"""Saving, showing and taking back a CSR account, and what then waits for whom."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from csrmatch.accounts.models import User
from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.errors import Conflict, Missing
from csrmatch.registry.models import Cpse, CsrAccount
from csrmatch.registry.queries.csr_accounts import (
    get_account,
    is_account_year,
    list_account_duties,
    list_accounts_of_year,
)
from csrmatch.registry.rules import CsrRule
from csrmatch.registry.services.csr_accounts import NEW, publish_account, save_account, withdraw_account

LAKH, CRORE = 10**5, 10**7
DAY = date(2026, 4, 10)


@pytest.fixture(autouse=True)
def _spring() -> Iterator[None]:
    with time_machine.travel(datetime.fromisoformat("2026-04-10T12:00:00+05:30"), tick=False):
        yield


def person(role: str) -> User:
    return db.session.scalars(select(User).where(User.email == f"{role}@example.test")).one()


def company(code: str = "NMDC") -> Cpse:
    return db.session.scalars(select(Cpse).where(Cpse.code == code)).one()


def save(year: str = "2025-26", version: int = NEW, code: str = "NMDC", **values: object) -> None:
    def act() -> None:
        save_account(
            cpse=company(code), financial_year=year, by=person("dpe_staff"), version=version, values=values
        )

    run_write(act)


def stored(year: str = "2025-26") -> CsrAccount:
    db.session.rollback()
    query = select(CsrAccount).where(CsrAccount.financial_year == year).order_by(CsrAccount.id)
    return db.session.scalars(query).first() or pytest.fail("no account")


class TestSaving:
    def test_the_first_save_makes_the_account_and_the_next_changes_it(self, app: Application) -> None:
        save(spent_inr=5 * CRORE)
        first = stored()
        assert (first.spent_inr, first.overheads_inr, first.version) == (5 * CRORE, None, 1)
        save(version=1, spent_inr=6 * CRORE, overheads_inr=0)
        assert (stored().spent_inr, stored().overheads_inr, stored().version) == (6 * CRORE, 0, 2)

    def test_a_second_first_save_is_told_of_the_first(self, app: Application) -> None:
        save(spent_inr=5 * CRORE, overheads_inr=10)
        with pytest.raises(Conflict) as refusal:
            save(spent_inr=6 * CRORE, overheads_inr=10)
        assert refusal.value.theirs == {"Spent on CSR in the year": "₹5,00,00,000"}
        assert refusal.value.mine == {"Spent on CSR in the year": "₹6,00,00,000"}
        assert refusal.value.version == 1
        assert stored().spent_inr == 5 * CRORE

    def test_a_stale_save_changes_nothing_and_hears_both_texts(self, app: Application) -> None:
        save(ongoing_transferred_on=None, note="first")
        save(version=1, ongoing_transferred_on=date(2026, 4, 2), note="second")
        with pytest.raises(Conflict) as refusal:
            save(version=1, ongoing_transferred_on=None, note="second")
        label = "Transferred to the Unspent CSR Account on"
        assert refusal.value.theirs == {label: "2 April 2026"}
        assert refusal.value.mine == {label: None}

    def test_the_database_itself_refuses_an_amount_below_nothing(self, app: Application) -> None:
        for column in ("spent_inr", "surplus_inr", "set_off_2_inr"):
            with pytest.raises(IntegrityError):
                save(**{column: -1})  # type: ignore[arg-type]
        with pytest.raises(IntegrityError):
            save(profit_years=4)
        save(net_profit_1_inr=-1, net_worth_inr=-1)

    def test_a_column_that_is_no_figure_is_no_value(self, app: Application) -> None:
        with pytest.raises(ValueError, match="published_at"):
            save(published_at=None)


class TestShowing:
    def test_only_after_it_is_published_do_others_see_it(self, app: Application) -> None:
        save(spent_inr=1)
        for role, sees in (("dpe_staff", True), ("auditor", True), ("cpse_officer", True)):
            assert (get_account(person(role), company(), "2025-26", DAY) is not None) is sees
        for role in ("district_officer", "state_officer", "unicef_officer", "chair", "agency"):
            with pytest.raises(Missing):
                get_account(person(role), company(), "2025-26", DAY)
        run_write(lambda: publish_account(account=stored(), by=person("dpe_staff"), version=1))
        for role in ("district_officer", "chair"):
            assert get_account(person(role), company(), "2025-26", DAY) is not None
        run_write(
            lambda: withdraw_account(account=stored(), by=person("dpe_staff"), version=2, reason="Too early.")
        )
        with pytest.raises(Missing):
            get_account(person("chair"), company(), "2025-26", DAY)

    def test_of_another_cpse_an_officer_sees_no_draft_and_no_gap(self, app: Application) -> None:
        save(code="SAIL", spent_inr=1)
        officer = person("cpse_officer")
        for year in ("2025-26", "2024-25"):
            with pytest.raises(Missing):
                get_account(officer, company("SAIL"), year, DAY)
        assert get_account(officer, company(), "2024-25", DAY) is None
        assert list_accounts_of_year(officer, "2025-26", DAY) == {}
        assert len(list_accounts_of_year(person("auditor"), "2025-26", DAY)) == 1

    def test_it_is_shown_and_taken_back_once(self, app: Application) -> None:
        save(spent_inr=1)
        run_write(lambda: publish_account(account=stored(), by=person("dpe_staff"), version=1))
        with pytest.raises(Conflict):
            run_write(lambda: publish_account(account=stored(), by=person("dpe_staff"), version=2))
        with pytest.raises(Conflict):
            run_write(
                lambda: withdraw_account(account=stored(), by=person("dpe_staff"), version=1, reason="r")
            )

    def test_a_drafts_obligation_does_not_show_through_a_published_year(self, app: Application) -> None:
        for year in ("2022-23", "2023-24", "2024-25"):
            save(year, average_net_profit_inr=600 * CRORE)
        save(average_net_profit_inr=600 * CRORE)
        run_write(lambda: publish_account(account=stored(), by=person("dpe_staff"), version=1))
        seen = {}
        for role in ("auditor", "chair"):
            account = get_account(person(role), company(), "2025-26", DAY)
            assert account is not None
            seen[role] = next(f for f in account.standing.findings if f.rule is CsrRule.IMPACT_DUTY)
        assert seen["auditor"].actual_inr == 12 * CRORE
        assert (seen["chair"].verdict, seen["chair"].actual_inr) == ("not_known", None)


class TestYears:
    @pytest.mark.parametrize(
        ("year", "expected"),
        [
            ("2019-20", False),
            ("2020-21", True),
            ("2026-27", True),
            ("2027-28", True),
            ("2028-29", False),
            ("2025-27", False),
        ],
    )
    def test_accounts_run_from_the_first_year_of_the_rules_to_the_next(
        self, year: str, expected: bool
    ) -> None:
        assert is_account_year(year, DAY) is expected


class TestDuties:
    def test_overdue_and_near_last_days_come_first_then_what_is_not_filled_in(self, app: Application) -> None:
        save("2021-22", average_net_profit_inr=500 * CRORE, spent_inr=9 * CRORE, unspent_other_inr=CRORE)
        save(average_net_profit_inr=500 * CRORE, spent_inr=8 * CRORE, unspent_ongoing_inr=2 * CRORE)
        duties = list_account_duties(person("cpse_officer"), company(), DAY)
        assert [(duty.year, duty.due.rule if duty.due else None) for duty in duties] == [
            ("2021-22", CsrRule.UNSPENT_OTHER),
            ("2025-26", CsrRule.UNSPENT_ONGOING),
            ("2026-27", None),
        ]
        assert duties[0].due is not None
        assert duties[0].due.due_on == date(2022, 9, 30)

    def test_last_year_is_asked_for_too_and_what_is_done_is_not(self, app: Application) -> None:
        duties = list_account_duties(person("cpse_officer"), company(), DAY)
        assert [(duty.year, duty.due) for duty in duties] == [("2025-26", None), ("2026-27", None)]
        save(average_net_profit_inr=500 * CRORE, spent_inr=10 * CRORE)
        save("2026-27", average_net_profit_inr=0)
        assert list_account_duties(person("cpse_officer"), company(), DAY) == []
