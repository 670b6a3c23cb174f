"""Each filter of the list of CSR accounts, against plain Python over all accounts of a year."""

import csv
import io
import itertools
import random
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.registry.models import Cpse, CsrAccount
from csrmatch.roles import Role
from tests.conftest import sign_in
from tests.registry.listing import choices, codes
from tests.registry.overlaps import somebody

TODAY = date(2026, 7, 15)
ACCOUNT_YEAR = "2025-26"
# The last days of a duty of 2025-26, as the Act and the rules have them.
LAST_DAYS = {
    "unspent_ongoing": date(2026, 4, 30),
    "unspent_other": date(2026, 9, 30),
    "surplus": date(2026, 9, 30),
    "account_spend": date(2029, 3, 31),
}


@pytest.fixture(autouse=True)
def _july(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("csrmatch.registry.views.csr_accounts.today", lambda: TODAY)


@pytest.fixture
def visitor(app: Application) -> FlaskClient:
    """DPE staff, who see every account."""
    return sign_in(app, f"{Role.DPE_STAFF.value}@example.test")


def make_accounts() -> None:
    """Accounts of one year in every state: overspent, underspent, transferred late, in time or not at all."""
    chance, by = random.Random(5), somebody(Role.DPE_STAFF)  # noqa: S311 (a fixed order)
    crore, moment = 10**7, datetime(2026, 7, 1, tzinfo=UTC)
    cpses = db.session.scalars(select(Cpse).order_by(Cpse.code)).all()
    for cpse in chance.sample(cpses, 45):
        spent = chance.choice([None, 4 * crore, 12 * crore])
        unspent = chance.choice([None, 0, crore])
        db.session.add(
            CsrAccount(
                cpse=cpse,
                financial_year=ACCOUNT_YEAR,
                average_net_profit_inr=chance.choice([None, 500 * crore]),
                set_off_used_inr=chance.choice([None, crore]),
                spent_inr=spent,
                theme_inr=chance.choice([None, crore, 9 * crore]) if spent else None,
                overheads_inr=chance.choice([None, crore // 10, crore]),
                impact_cost_inr=chance.choice([None, crore // 10, crore]),
                unspent_ongoing_inr=unspent,
                ongoing_transferred_on=chance.choice([None, date(2026, 4, 20), date(2026, 5, 20)]),
                unspent_other_inr=chance.choice([None, 0, crore]),
                surplus_inr=chance.choice([None, crore]),
                note="",
                profit_years=3,
                changed_by_id=by.id,
                changed_at=moment,
                published_at=chance.choice([None, moment]),
            )
        )


def to_do(row: CsrAccount) -> dict[str, date]:
    """What of an account is still to be done on the day of these tests, by its rule, and until when."""
    owed = None if row.average_net_profit_inr is None else row.average_net_profit_inr // 50
    short = None if owed is None or row.spent_inr is None else max(0, owed - row.spent_inr)
    kinds = {"unspent_ongoing": row.unspent_ongoing_inr, "unspent_other": row.unspent_other_inr}
    found = set()
    for name, other in (("unspent_ongoing", "unspent_other"), ("unspent_other", "unspent_ongoing")):
        amount = kinds[name]
        if amount is None and short is not None:
            known = kinds[other]
            amount = 0 if short == 0 else None if known is None else max(0, short - known)
        is_done = name == "unspent_ongoing" and row.ongoing_transferred_on is not None
        if amount != 0 and not is_done:
            found.add(name)
    if row.surplus_inr:
        found.add("surplus")
    if row.ongoing_transferred_on is not None and row.unspent_ongoing_inr:
        found.add("account_spend")
    return {name: LAST_DAYS[name] for name in found}


def breaks(row: CsrAccount) -> dict[str, bool]:
    """The rules that the figures of an account of a year that is over break."""
    owed = None if row.average_net_profit_inr is None else row.average_net_profit_inr // 50
    spent = row.spent_inr
    caps = (
        {}
        if spent is None
        else {"overheads": 5 * spent // 100, "impact_cost": max(2 * spent // 100, 5 * 10**6)}
    )
    return {
        "obligation": owed is not None and spent is not None and spent < owed,
        "theme": spent is not None and row.theme_inr is not None and row.theme_inr * 100 < spent * 60,
        "overheads": "overheads" in caps and (row.overheads_inr or 0) > caps["overheads"],
        "impact_cost": "impact_cost" in caps and (row.impact_cost_inr or 0) > caps["impact_cost"],
        # Nothing is carried from earlier years, so that nothing can be set off.
        "set_off": bool(row.set_off_used_inr),
    }


def when(day: date) -> str:
    """How a last day lies to the day of these tests."""
    return "overdue" if day < TODAY else "soon" if day - TODAY <= timedelta(days=60) else "ahead"


class TestCsrAccounts:
    def test_each_filter_and_any_two_find_what_python_finds(
        self, app: Application, visitor: FlaskClient
    ) -> None:
        run_write(make_accounts)
        accounts = {row.cpse_id: row for row in db.session.scalars(select(CsrAccount))}
        cpses = {row.name_en: row for row in db.session.scalars(select(Cpse))}
        offered = choices(visitor, "/csr-accounts")

        def fits(name: str, cpse: Cpse, chosen: Mapping[str, str]) -> bool:
            value, row = chosen[name], accounts.get(cpse.id)
            if name == "ministry":
                return cpse.ministry_en == value
            if name == "state":
                told = "missing" if row is None else "draft" if row.published_at is None else "published"
                return told == value
            if row is None:
                return False
            if name == "broken":
                return any(breaks(row).values()) if value == "any" else breaks(row)[value]
            return any(
                chosen.get("duty", rule) == rule and chosen.get("due", when(day)) == when(day)
                for rule, day in to_do(row).items()
            )

        def compare_with(chosen: Mapping[str, str]) -> int:
            expected = {
                label for label, cpse in cpses.items() if all(fits(name, cpse, chosen) for name in chosen)
            }
            found = codes(visitor, "/csr-accounts", year=ACCOUNT_YEAR, **chosen)
            assert found == expected, chosen
            return len(expected)

        asked = [(name, value) for name, found in offered.items() if name != "year" for value in found]
        assert {name for name, _value in asked} == {"state", "broken", "due", "duty", "ministry"}
        some = {name for name, value in asked if 0 < compare_with({name: value}) < len(cpses)}
        assert some == {"state", "broken", "due", "duty", "ministry"}, "no row tells apart"
        pairs = [pair for pair in itertools.combinations(asked, 2) if pair[0][0] != pair[1][0]]
        together = [pair for pair in pairs if {pair[0][0], pair[1][0]} == {"due", "duty"}]
        counts = [
            compare_with(dict(pair))
            for pair in [*together, *random.Random(7).sample(pairs, 20)]  # noqa: S311 (a fixed order)
        ]
        assert any(counts)

    def test_who_looks_for_a_duty_is_told_when_that_one_is_due(self, sqlite_app: Application) -> None:
        run_write(make_accounts)
        client = sign_in(sqlite_app, f"{Role.DPE_STAFF.value}@example.test")
        text = client.get(
            f"/csr-accounts?year={ACCOUNT_YEAR}&duty=surplus&sort=due&download=csv"
        ).data.decode("utf-8-sig")
        told = [row["Due next"] for row in csv.DictReader(io.StringIO(text))]
        assert told
        assert {words.split(":")[0] for words in told} == {"30 September 2026"}
        assert all("surplus" in words for words in told)
