"""The columns of a sheet of projects: what each is called, what its cells hold, and which field they fill."""

import re
from collections.abc import Iterable, Sequence

from csrmatch.i18n import LazyText, lazy_
from csrmatch.reference import read_themes
from csrmatch.registry.rules.projects import TargetGroup
from csrmatch.registry.rules.years import QUARTERS, is_year
from csrmatch.registry.tables.columns import CellKind, Column, find_group_column

__all__ = ["FIXED", "find_column", "project_columns"]


_K = CellKind
FIXED = (
    Column("id", lazy_("Record (leave blank for a new project)"), _K.NUMBER, is_locked=True),
    Column("version", lazy_("Version"), _K.NUMBER, is_locked=True),
    Column("code", lazy_("Number"), _K.TEXT, 40, is_locked=True),
    Column("title_en", lazy_("Title in English"), _K.TEXT, 200),
    Column("title_hi", lazy_("Title in Hindi"), _K.TEXT, 200),
    Column("reference", lazy_("Number in your own files"), _K.TEXT, 60),
    Column("summary_en", lazy_("What it does, in English"), _K.TEXT, 2_000),
    Column("summary_hi", lazy_("What it does, in Hindi"), _K.TEXT, 2_000),
    Column("status", lazy_("Stage"), _K.STATUS),
    Column("starts_on", lazy_("First day"), _K.DATE),
    Column("ends_on", lazy_("Last day"), _K.DATE),
    Column("is_ongoing", lazy_("Recorded as ongoing by the board"), _K.YES_NO),
    Column("schedule_items", lazy_("Items of Schedule VII"), _K.ITEMS),
    Column("goals", lazy_("Sustainable Development Goals"), _K.GOALS),
    Column("reach", lazy_("Where the money goes"), _K.REACH),
    Column("elsewhere_percent", lazy_("Share of places outside the register, in %"), _K.SHARE),
    Column("implementer", lazy_("Who carries it out"), _K.IMPLEMENTER),
    Column("agency_name", lazy_("Name of the agency"), _K.TEXT, 160),
    Column("agency_csr1", lazy_("CSR-1 number of the agency"), _K.CSR1),
    Column("creates_asset", lazy_("Does it build or buy something lasting?"), _K.YES_NO),
    Column("asset_holder", lazy_("Who holds it"), _K.HOLDER),
    Column("asset_holder_name", lazy_("Name of the holder"), _K.TEXT, 160),
    Column("asset_holder_csr1", lazy_("CSR-1 number of the holder"), _K.CSR1),
)
_BY_CODE = {column.code: column for column in FIXED}
_MONEY = re.compile(r"(outlay|spent)_(20\d\d-\d\d)(?:_q([1-4]))?")
_NUMBERED = re.compile(r"(district|share)_([1-9]\d{0,2})")
_WORDS = {"outlay": lazy_("Set aside (₹)"), "spent": lazy_("Spent (₹)")}


def find_column(code: str) -> Column | None:
    """The column of a code as it stands in the first row."""
    if code in _BY_CODE:
        return _BY_CODE[code]
    if code.startswith("theme_"):
        names = _theme_names()
        found = next((name for name in names if name.casefold() == code[6:].casefold()), None)
        label = lazy_("Theme %(code)s: share in %%", code=found)
        return Column(f"theme_{found}", label, _K.SHARE) if found else None
    if group := find_group_column(code):
        return group
    if numbered := _NUMBERED.fullmatch(code):
        is_place = numbered[1] == "district"
        words = lazy_("District %(number)s", number=numbered[2])
        share = lazy_("Share %(number)s in %%", number=numbered[2])
        return Column(code, words if is_place else share, _K.PLACE if is_place else _K.SHARE)
    money = _MONEY.fullmatch(code)
    if money and is_year(money[2]):
        return Column(code, _money_label(money[1], money[2], money[3]), _K.MONEY)
    return None


def _money_label(what: str, year: str, quarter: str | None) -> LazyText:
    if quarter is None:
        return lazy_("%(year)s, whole year: %(what)s", year=year, what=_WORDS[what])
    return lazy_("%(year)s, quarter %(quarter)s: %(what)s", year=year, quarter=quarter, what=_WORDS[what])


def _theme_names() -> Sequence[str]:
    return [theme.code for theme in read_themes()]


def project_columns(years: Iterable[str], districts: int) -> list[Column]:
    """All columns of a workbook of projects: the fixed ones, splits, people, and the money of some years."""
    codes = [column.code for column in FIXED]
    after = codes.index("schedule_items")
    codes[after:after] = [f"theme_{name}" for name in _theme_names()]
    after = codes.index("elsewhere_percent")
    pairs = [f"{what}_{number}" for number in range(1, districts + 1) for what in ("district", "share")]
    codes[after:after] = pairs
    codes += [f"heads_{group.value}" for group in TargetGroup]
    codes += [
        f"{what}_{year}_q{quarter}" for year in years for quarter in QUARTERS for what in ("outlay", "spent")
    ]
    return [column for code in codes if (column := find_column(code))]
