"""What an exercise wants to know of an office, and what of it is missing or old: pure decisions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from csrmatch.registry.rules.answers import Quarter
from csrmatch.registry.rules.csr_law import FIRST_YEAR
from csrmatch.registry.rules.years import shift_year, year_of

__all__ = [
    "ASKED_AGAIN_AFTER",
    "OLD_AFTER",
    "CpseRecord",
    "DistrictRecord",
    "Fact",
    "Office",
    "account_year",
    "cpse_facts",
    "district_facts",
    "facts_to_ask",
]

# A portfolio is old when nobody of the office has changed or confirmed it for a year.
OLD_AFTER = timedelta(days=365)
# For so long nobody is asked for the same fact again.
ASKED_AGAIN_AFTER = timedelta(days=3)


class Fact(StrEnum):
    """Something that an office can supply: the first two of a district, the next four of a CPSE."""

    NEED = "need"
    COST = "cost"
    ACCOUNT = "account"
    PLACE = "place"
    PORTFOLIO = "portfolio"
    OUTCOME = "outcome"
    OLD = "old"
    DOUBT = "doubt"


@dataclass(frozen=True)
class _Record:
    """What of any office is known: its last change, the last quarter it answered for, open overlap cases.

    `number` is the id of the district or the CPSE, `organisation_id` that of the office whose people act for
    it, where there is one.
    """

    number: int = 0
    organisation_id: int | None = None
    changed_on: date | None = None
    answered: Quarter | None = None
    answered_on: date | None = None
    open_cases: int = 0

    @property
    def last_sign_on(self) -> date | None:
        """The day of the last change or answer."""
        return max((day for day in (self.changed_on, self.answered_on) if day is not None), default=None)

    def is_old(self, day: date) -> bool:
        """Whether nobody has changed or confirmed the records for a year."""
        last = self.last_sign_on
        return last is None or day - last > OLD_AFTER


@dataclass(frozen=True)
class DistrictRecord(_Record):
    """What the register holds of a district: needs that count, those that ask nobody knows what, drafts."""

    counted: int = 0
    uncosted: int = 0
    drafts: int = 0


@dataclass(frozen=True)
class CpseRecord(_Record):
    """What the register holds of a CPSE; `accounts` says of each year whether it is published.

    `projects` have begun; of them `completed` are completed, and `told` say how they came out.
    """

    places: int = 0
    projects: int = 0
    completed: int = 0
    told: int = 0
    accounts: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Office:
    """An office with what it shall supply; `code` is a CPSE's code or a district's LGD code.

    `account_year` is that of the CSR account that would tell its money; None for a district.
    """

    code: str
    record: CpseRecord | DistrictRecord
    facts: tuple[Fact, ...] = ()
    account_year: str | None = None

    @property
    def is_cpse(self) -> bool:
        """Whether it is a company and not a collector's office."""
        return isinstance(self.record, CpseRecord)

    @property
    def key(self) -> str:
        """What addresses name the office by."""
        return f"{'cpse' if self.is_cpse else 'district'}-{self.code}"

    @property
    def has_draft_account(self) -> bool:
        """Whether the account that is wanted is there and only not published."""
        return isinstance(self.record, CpseRecord) and (self.account_year or "") in self.record.accounts


def account_year(year: str, day: date) -> str | None:
    """The CSR account that tells the money of an exercise's year: its own, or the last there can be yet."""
    latest = min(year, shift_year(year_of(day), 1))
    return latest if latest >= FIRST_YEAR else None


def district_facts(record: DistrictRecord, day: date) -> tuple[Fact, ...]:
    """What is missing or old of a district."""
    found = {
        Fact.NEED: not record.counted,
        Fact.COST: record.uncosted > 0,
        Fact.OLD: bool(record.counted) and record.is_old(day),
        Fact.DOUBT: record.open_cases > 0,
    }
    return tuple(fact for fact, is_wanted in found.items() if is_wanted)


def cpse_facts(record: CpseRecord, *, year: str, is_money_stated: bool, day: date) -> tuple[Fact, ...]:
    """What is missing or old of a CPSE for an exercise of a year."""
    wanted = account_year(year, day)
    found = {
        Fact.ACCOUNT: wanted is not None and not is_money_stated and not record.accounts.get(wanted),
        Fact.PLACE: not record.places,
        Fact.PORTFOLIO: not record.projects,
        Fact.OUTCOME: record.completed > 0 and not record.told,
        Fact.OLD: bool(record.projects or record.accounts) and record.is_old(day),
        Fact.DOUBT: record.open_cases > 0,
    }
    return tuple(fact for fact, is_wanted in found.items() if is_wanted)


def facts_to_ask(missing: Iterable[Fact], asked: Iterable[str]) -> tuple[Fact, ...]:
    """What an office is asked for now: what it lacks and was not asked for in the last days."""
    lately = set(asked)
    return tuple(fact for fact in missing if fact.value not in lately)
