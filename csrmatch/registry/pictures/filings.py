"""What a CPSE filed, laid out for reading: by theme and year, and by place and theme."""

from collections.abc import Sequence
from dataclasses import dataclass

from csrmatch.i18n import lazy_, name_of
from csrmatch.registry.models import CpseSpending
from csrmatch.registry.rules import Amounts, split_suspect, sum_by
from csrmatch.registry.wording.cpses import DOUBTS, SCOPES
from csrmatch.web.tables import Column

__all__ = ["FILING_COLUMNS", "Portfolio", "build_portfolio"]

FILING_COLUMNS: list[Column[CpseSpending]] = [
    Column("year", lazy_("Year"), lambda row: row.financial_year, [CpseSpending.financial_year]),
    Column("theme", lazy_("Theme"), lambda row: row.theme_code),
    Column("sector", lazy_("Sector as filed"), lambda row: row.sector),
    Column("state", lazy_("State"), lambda row: _state_name(row)),
    Column("district", lazy_("District"), lambda row: name_of(row.district) if row.district else None),
    Column("projects", lazy_("Projects"), lambda row: row.projects, numeric=True),
    Column("outlay", lazy_("Set aside (₹)"), lambda row: row.outlay_inr, numeric=True),
    Column("spent", lazy_("Spent (₹)"), lambda row: row.spent_inr, numeric=True),
    Column("doubts", lazy_("Doubts"), lambda row: _doubts(row)),
]


@dataclass(frozen=True)
class Portfolio:
    """Amounts in whole rupees by theme code; the doubtful rows stand apart and are in no sum."""

    years: list[str]
    by_year: Amounts
    by_state: Amounts
    by_district: Amounts
    state_names: list[tuple[str, str]]
    district_names: list[tuple[str, str]]
    doubtful: list[CpseSpending]
    source: str | None


def build_portfolio(filings: Sequence[CpseSpending]) -> Portfolio:
    """Adds the trusted filings up; states and districts come with the largest amount first."""
    trusted, doubtful = split_suspect(filings)
    by_state = sum_by([(_state_key(row), row.theme_code, row.spent_inr) for row in trusted])
    named = [row for row in trusted if row.district is not None]
    by_district = sum_by([(str(row.district_id), row.theme_code, row.spent_inr) for row in named])
    states = {_state_key(row): _state_name(row) for row in trusted}
    districts = {str(row.district_id): name_of(row.district) for row in named}
    return Portfolio(
        years=sorted({row.financial_year for row in filings}),
        by_year=sum_by([(row.theme_code, row.financial_year, row.spent_inr) for row in trusted]),
        by_state=by_state,
        by_district=by_district,
        state_names=_largest_first(states, by_state),
        district_names=_largest_first(districts, by_district),
        doubtful=doubtful,
        source=filings[0].source if filings else None,
    )


def _state_key(row: CpseSpending) -> str:
    return str(row.state_id) if row.state_id is not None else row.scope


def _state_name(row: CpseSpending) -> str:
    return name_of(row.state) if row.state is not None else str(SCOPES[row.scope])


def _doubts(row: CpseSpending) -> str:
    return "; ".join(
        str(DOUBTS.get(flag, flag)) for flag in row.quality.split(";") if flag and flag != "none"
    )


def _largest_first(names: dict[str, str], amounts: Amounts) -> list[tuple[str, str]]:
    return sorted(names.items(), key=lambda item: (-amounts.rows.get(item[0], 0), item[1]))
