"""CSR accounts by workbook: a company's years go out and come back, by the page's rules and no others."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as some

from csrmatch.accounts.models import User
from csrmatch.app import Application
from csrmatch.audit.queries import verify_log
from csrmatch.db import db, run_write
from csrmatch.errors import Conflict, DomainError, Missing
from csrmatch.imports import services as verbs
from csrmatch.imports.files import BY_PAGE, read_sheet
from csrmatch.imports.kinds import find_kind, kinds_for
from csrmatch.imports.layouts import SheetRow
from csrmatch.imports.queries import get_import, select_rows
from csrmatch.imports.rules import Decision, ImportState, Outcome
from csrmatch.registry.models import Cpse, CsrAccount
from csrmatch.registry.rules.account_figures import NEVER_NEGATIVE
from csrmatch.registry.services.csr_accounts import NEW, save_account
from csrmatch.registry.tables.account_columns import ACCOUNT_COLUMNS
from csrmatch.registry.tables.account_rows import ACCOUNT_LAYOUT
from csrmatch.registry.tables.account_workbook import account_workbook
from csrmatch.registry.tables.columns import CellKind
from csrmatch.roles import Role
from tests import factories
from tests.conftest import PASSWORD
from tests.imports.accounts import (
    FIGURES,
    HEAD,
    bring_in,
    change,
    columns_of,
    keep,
    publish,
    stored,
    template,
    told,
)
from tests.imports.sheets import FIRST_ROW, apply, do, officer, outcomes_of, rows_of, undo
from tests.registry.projects import find_officer


@pytest.fixture(autouse=True)
def _autumn() -> Iterator[None]:
    with time_machine.travel(datetime.fromisoformat("2026-11-22T12:00:00+05:30"), tick=False):
        yield


@pytest.fixture
def account(app: Application) -> int:
    return keep(**FIGURES)


texts = some.sampled_from(
    ["", "As audited", "=1+1", "-5 crore", "लेखापरीक्षित", "'quoted", "10", "Two\nlines", "@ board"]
)
amounts = some.none() | some.integers(0, 10**15)
balances = some.none() | some.integers(-(10**15), 10**15)
days = some.none() | some.dates(date(1990, 1, 1), date(2099, 12, 31)).map(date.isoformat)


@some.composite
def accounts(draw: some.DrawFn) -> dict[str, object]:
    drawn: dict[str, object] = {
        "id": draw(some.integers(1, 10**6)),
        "version": draw(some.integers(1, 1000)),
        "is_shown": draw(some.booleans()),
        "financial_year": draw(some.sampled_from(["2020-21", "2024-25", "2026-27"])),
        "profit_years": draw(some.sampled_from(["1", "2", "3"])),
        "note": draw(texts) or None,
    }
    for column in ACCOUNT_COLUMNS:
        if column.code.endswith("_inr"):
            drawn[column.code] = draw(amounts if column.code in NEVER_NEGATIVE else balances)
        elif column.code.endswith("_on"):
            drawn[column.code] = draw(days)
    return drawn


class TestRoundTrip:
    @settings(max_examples=15, deadline=None)
    @given(some.lists(accounts(), min_size=1, max_size=4))
    def test_every_account_comes_back_as_it_went_out(self, given_rows: list[dict[str, object]]) -> None:
        content = account_workbook(given_rows, ["2024-25"])
        lines = [row for row in read_sheet(content, "accounts", BY_PAGE) if isinstance(row, SheetRow)]
        found = ACCOUNT_LAYOUT.read(lines, lambda name, state="": None, "NMDC")
        for row, back in zip(given_rows, found, strict=True):
            assert back.errors == ()
            assert {**back.values, "id": back.record_id, "version": back.version} == {
                name: value for name, value in row.items() if name != "is_shown"
            }

    def test_every_figure_of_the_form_has_a_column(self) -> None:
        kept = {column.name for column in CsrAccount.__table__.columns}
        kept -= {"cpse_id", "changed_at", "changed_by_id", "published_at", "published_by_id"}
        assert {column.code for column in ACCOUNT_COLUMNS} - {"is_shown"} == kept
        balances = {column.code for column in ACCOUNT_COLUMNS if column.kind is CellKind.BALANCE}
        assert balances == {
            "net_worth_inr",
            "net_profit_1_inr",
            "net_profit_2_inr",
            "net_profit_3_inr",
            "average_net_profit_inr",
        }


class TestTemplate:
    def test_it_holds_the_companys_own_years_the_latest_first(self, account: int) -> None:
        keep("2025-26", spent_inr=7)
        publish(account)

        def theirs() -> str:
            other = db.session.scalars(db.select(Cpse).where(Cpse.code != "NMDC").order_by(Cpse.code)).first()
            assert other is not None
            save_account(cpse=other, financial_year="2024-25", by=officer(), version=NEW, values={})
            return other.code

        run_write(theirs)
        book = template()
        assert [book.get(row, "financial_year") for row in (4, 5, 6)] == ["2025-26", "2024-25", None]
        assert book.get(5, "id") == account
        assert (book.get(4, "is_shown"), book.get(5, "is_shown")) == ("no / नहीं", "yes / हाँ")
        assert (book.get(5, "net_profit_2_inr"), book.get(5, "overheads_inr")) == (-3 * 10**8, 10**6)
        assert str(book.get(5, "profit_years")).startswith("two / ")
        assert book.get(5, "set_off_used_inr") == 0
        assert book.get(5, "theme_inr") is None
        assert book.page["A4"].protection.locked
        assert book.page["C4"].protection.locked
        assert not book.page["D4"].protection.locked
        offered = [cell.value for cell in book.book["lists"]["A"]]
        assert offered[:3] == ["years", "2027-28", "2026-27"]
        assert offered[-1] == "2020-21"

    def test_sent_back_as_it_was_it_changes_nothing(self, account: int) -> None:
        before = stored()["NMDC 2024-25"].version
        number = bring_in(template().save())
        assert outcomes_of(number) == [Outcome.SAME]
        with pytest.raises(DomainError):
            apply(number)
        assert stored()["NMDC 2024-25"].version == before

    def test_a_company_without_accounts_gets_an_empty_one_that_can_be_filled(self, app: Application) -> None:
        book = template().set(
            FIRST_ROW, financial_year="2025-26", spent_inr="2,00,00,000", net_worth_inr="-5"
        )
        apply(bring_in(book.save()))
        made = stored()["NMDC 2025-26"]
        assert (made.spent_inr, made.net_worth_inr, made.profit_years) == (2 * 10**7, -5, 3)
        assert (made.published_at, made.note, made.overheads_inr) == (None, "", None)

    def test_a_day_before_any_workbook_counts_goes_out_and_is_told(self, app: Application) -> None:
        keep(set_off_resolved_on=date(202, 6, 30))
        assert told(bring_in(template().save())) == [(4, "set_off_resolved_on", "unlikely_date")]


class TestApply:
    def test_new_years_are_drafts_and_changes_touch_what_differs_alone(self, account: int) -> None:
        before = columns_of(stored()["NMDC 2024-25"])
        book = template()
        book.set(FIRST_ROW, spent_inr="2,10,00,000", overheads_inr=None, account_fund_on="01-05-2026")
        book.set(FIRST_ROW, profit_years="तीन या अधिक", net_profit_3_inr="–40")
        book.set(5, financial_year="2025-2026", theme_inr=5, spent_inr=9, note="'=draft")
        number = bring_in(book.save())
        assert told(number) == []
        assert outcomes_of(number) == [Outcome.CHANGED, Outcome.NEW]
        assert [row.title for row in rows_of(number)] == ["2024-25", "2025-26"]
        assert columns_of(stored()["NMDC 2024-25"]) == before
        apply(number)
        after = columns_of(stored()["NMDC 2024-25"])
        assert {name: value for name, value in after.items() if before[name] != value} == {
            "spent_inr": 21_000_000,
            "overheads_inr": None,
            "account_fund_on": date(2026, 5, 1),
            "profit_years": 3,
            "net_profit_3_inr": -40,
        }
        made = stored()["NMDC 2025-26"]
        assert (made.theme_inr, made.spent_inr, made.published_at) == (5, 9, None)
        assert made.changed_by_id == officer().id
        assert verify_log().sound

    def test_a_year_that_is_shown_is_changed_as_on_its_page_and_stays_shown(self, account: int) -> None:
        publish(account)
        apply(bring_in(template().set(FIRST_ROW, spent_inr=10**8).save()))
        row = stored()["NMDC 2024-25"]
        assert (row.spent_inr, row.published_at is not None) == (10**8, True)

    def test_blank_leaves_the_year_and_how_many_were_completed(self, account: int) -> None:
        row = stored()["NMDC 2024-25"]
        text = f"id,version,financial_year,profit_years,spent_inr\r\n{account},{row.version},,,5000001\r\n"
        apply(bring_in(text))
        row = stored()["NMDC 2024-25"]
        assert (row.spent_inr, row.profit_years) == (5_000_001, 2)

    def test_every_error_is_told_with_its_column(self, account: int) -> None:
        lines = [
            ",5,,,,,,,",
            "2019-20,5,,,,,,,",
            "2028-29,5,,,,,,,",
            "2024-26,5,,,,,,,",
            "2024-25,5,,,,,,,",
            "2023-24,5,6,,,,,,",
            "2023-24,5,,,,,,,",
            "2022-23,12.5,-3,,,,,,",
            "2021-22,1 crore,,7,6,,,,",
            "2020-21,,,,,2026-11-23,31-31-2026,four,-",
        ]
        head = (
            "financial_year,spent_inr,overheads_inr,account_spent_inr,unspent_ongoing_inr,"
            "set_off_resolved_on,other_transferred_on,profit_years,net_profit_1_inr\r\n"
        )
        number = bring_in(head + "\r\n".join(lines))
        assert told(number) == [
            (2, "financial_year", "refused"),
            (3, "financial_year", "refused"),
            (4, "financial_year", "refused"),
            (5, "financial_year", "bad_year"),
            (6, "financial_year", "refused"),
            (7, "overheads_inr", "refused"),
            (8, "financial_year", "refused"),
            (9, "spent_inr", "money_not_whole"),
            (9, "overheads_inr", "negative"),
            (10, "spent_inr", "not_money"),
            (10, "account_spent_inr", "refused"),
            (11, "other_transferred_on", "bad_date"),
            (11, "profit_years", "bad_choice"),
            (11, "net_profit_1_inr", "not_money"),
            (11, "set_off_resolved_on", "refused"),
        ]
        with pytest.raises(DomainError):
            apply(number)
        assert list(stored()) == ["NMDC 2024-25"]

    def test_a_part_is_held_against_the_whole_that_is_stored(self, account: int) -> None:
        row = stored()["NMDC 2024-25"]
        number = bring_in(f"id,version,impact_cost_inr\r\n{account},{row.version},20000001\r\n")
        assert told(number) == [(2, "impact_cost_inr", "refused")]

    def test_an_account_does_not_move_to_another_year(self, account: int) -> None:
        number = bring_in(template().set(FIRST_ROW, financial_year="2023-24").save())
        assert told(number) == [(4, "financial_year", "refused")]

    def test_an_account_of_another_company_is_as_unknown_as_a_missing_one(self, account: int) -> None:
        def theirs() -> int:
            other = db.session.scalars(db.select(Cpse).where(Cpse.code == "NTPC")).one()
            by = find_officer("NMDC")
            return save_account(cpse=other, financial_year="2024-25", by=by, version=NEW, values={}).id

        other = run_write(theirs)
        number = bring_in(f"id,version,spent_inr\r\n{other},1,5\r\n{10**9},1,5\r\n")
        assert told(number) == [(2, "id", "unknown_record"), (3, "id", "unknown_record")]
        kind = find_kind("accounts")
        assert kind is not None
        for act in (
            lambda: kind.change(officer(), other, 1, {"spent_inr": 5}, ""),
            lambda: kind.restore(officer(), other, 1, {"spent_inr": 5}, ""),
            lambda: kind.remove(officer(), other, 1),
        ):
            with pytest.raises(Conflict):
                run_write(act)
        assert stored()["NTPC 2024-25"].spent_inr is None

    def test_an_account_made_since_the_trial_stops_everything(self, account: int) -> None:
        number = bring_in(HEAD + "2025-26,5,\r\n2023-24,6,")
        keep("2025-26", spent_inr=7)
        with pytest.raises(Conflict):
            apply(number)
        assert {name: row.spent_inr for name, row in stored().items()} == {
            "NMDC 2024-25": 2 * 10**7,
            "NMDC 2025-26": 7,
        }

    def test_an_account_changed_meanwhile_waits_and_can_be_taken_over(self, account: int) -> None:
        content = template().set(FIRST_ROW, spent_inr=10**8).save()
        change(account, spent_inr=9 * 10**7)
        number = bring_in(content)
        assert outcomes_of(number) == [Outcome.CONFLICT]
        with pytest.raises(DomainError):
            apply(number)

        def take(record: Any, by: Any) -> None:
            row = rows_of_record(record)
            verbs.decide_row(
                record=record, row=row, by=by, version=record.version, decision=Decision.TAKE, reason="Ours."
            )
            verbs.check_row(record=record, row=row, by=by)

        do(number, take)
        apply(number)
        assert stored()["NMDC 2024-25"].spent_inr == 10**8

    def test_the_same_file_is_one_import_and_is_applied_once(self, account: int) -> None:
        text = HEAD + "2025-26,5,"
        number = bring_in(text)
        apply(number)
        assert bring_in(text) == number
        with pytest.raises(DomainError):
            apply(number)
        assert stored()["NMDC 2025-26"].version == 1

    def test_a_sheet_that_names_no_figure_is_refused(self, app: Application) -> None:
        with pytest.raises(DomainError):
            bring_in("title_en,theme_ED\r\nHostel,100\r\n")


def rows_of_record(record: Any) -> Any:
    return db.session.scalars(select_rows(record)).one()


class TestUndo:
    def test_it_puts_back_every_column_and_removes_what_was_made(self, account: int) -> None:
        before = columns_of(stored()["NMDC 2024-25"])
        book = template()
        for column in ACCOUNT_COLUMNS:
            if column.code.endswith("_inr"):
                book.set(FIRST_ROW, **{column.code: 1})
            elif column.code.endswith("_on"):
                book.set(FIRST_ROW, **{column.code: "2026-01-02"})
        book.set(FIRST_ROW, note="Otherwise", profit_years=1).set(5, financial_year="2025-26", spent_inr=3)
        number = bring_in(book.save())
        assert told(number) == []
        apply(number)
        assert {
            name for name, value in columns_of(stored()["NMDC 2024-25"]).items() if before[name] != value
        } == {column.code for column in ACCOUNT_COLUMNS} - {"id", "version", "is_shown", "financial_year"}
        assert undo(number) == 0
        assert list(stored()) == ["NMDC 2024-25"]
        assert columns_of(stored()["NMDC 2024-25"]) == before
        assert get_import(officer(), number).state is ImportState.UNDONE
        assert verify_log().sound

    def test_what_was_shown_or_changed_since_stays(self, account: int) -> None:
        book = template().set(FIRST_ROW, spent_inr=10**8).set(5, financial_year="2025-26", spent_inr=3)
        number = bring_in(book.set(6, financial_year="2026-27", spent_inr=4).save())
        apply(number)
        publish(stored()["NMDC 2025-26"].id)
        change(account, spent_inr=10**9)
        with pytest.raises(Conflict):
            undo(number)
        assert undo(number, kept=2) == 2
        assert {name: row.spent_inr for name, row in stored().items()} == {
            "NMDC 2024-25": 10**9,
            "NMDC 2025-26": 3,
        }


def make_people() -> dict[Role, User]:
    return {
        role: factories.make_user(role, email=f"{role}@kinds.test", password=PASSWORD)
        for role in (Role.DPE_STAFF, Role.CPSE_OFFICER, Role.DISTRICT_OFFICER, Role.AGENCY, Role.AUDITOR)
    }


class TestWho:
    def test_only_an_officer_of_a_company_brings_accounts_in(self, app: Application) -> None:
        people = run_write(make_people)
        codes = {role: [kind.code for kind in kinds_for(user)] for role, user in people.items()}
        assert codes.pop(Role.CPSE_OFFICER) == ["projects", "accounts"]
        assert all("accounts" not in found for found in codes.values())
        kind = find_kind("accounts")
        assert kind is not None
        for role in codes:
            with pytest.raises(Missing):
                kind.template(people[role])
            with pytest.raises(Missing):
                verbs.receive_file(
                    by=people[role], kind_code="accounts", file_name="a.csv", content=HEAD.encode()
                )
