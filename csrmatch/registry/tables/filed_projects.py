"""Filings of CSR as published by year and work, a company's rows among others', to rows of projects."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import cast

from csrmatch.documents.cell_text import CellError, Raw, clean_text, match_key, shortened
from csrmatch.imports.layouts import KnownPlaces, Layout, SheetRow
from csrmatch.imports.rules import ReadRow, RowError, RowFlag, UnknownName, as_params, place_key
from csrmatch.places.written import is_blank
from csrmatch.reference import SectorTheme, read_cpses, read_districts, read_sector_themes
from csrmatch.registry.reconciling import Company, CompanyNames
from csrmatch.registry.rules.filed_doubts import HELD, Doubt, FiledAmounts, find_doubts
from csrmatch.registry.rules.years import is_year

__all__ = ["FILED_LAYOUT", "FiledRow", "filed_rows"]

_HEADINGS: dict[str, frozenset[str]] = {
    "code": frozenset({"short", "cpse", "company code"}),
    "company": frozenset({"company", "company name", "name of company", "name of the company"}),
    "cin": frozenset({"cin", "company cin"}),
    "year": frozenset({"fy", "year", "financial year"}),
    "title": frozenset({"project", "csr project", "project name", "title", "name of project"}),
    "sector": frozenset({"sector", "csr sector", "development sector"}),
    "state": frozenset({"state", "state name", "name of state"}),
    "district": frozenset({"district", "district name", "name of district"}),
    "outlay": frozenset({"outlay rs", "outlay inr", "outlay", "amount outlay", "project outlay"}),
    "spent": frozenset({"spent rs", "spent inr", "spent", "amount spent"}),
    "mode": frozenset({"mode", "mode of implementation"}),
}
_NEEDED = ("year", "title", "district", "spent")
_AMOUNT = re.compile(r"(-)?(?:\d{1,18}|\d{1,3}(?:,\d{2,3})+)(\.\d+)?")
_MARKS = re.compile(r"₹|\b(?:rs|inr)\b\.?|/-", re.IGNORECASE)
_MOST_RUPEES = 10**15
_LONGEST_TITLE = 200
_LONGEST_FREE_TEXT = 1_000
_FREE_TEXTS = frozenset({"title", "sector", "mode"})
_DEVANAGARI = re.compile(r"[\u0900-\u097f]")


@dataclass
class FiledRow:
    """One row of a filing: what stands in it, as far as it could be understood, and what could not."""

    sheet: str
    number: int
    company: str | None
    written_company: str
    year: str
    title: str
    sector: str
    state: str
    district: str
    outlay_inr: int | None = None
    spent_inr: int | None = None
    mode: str = ""
    errors: list[RowError] = field(default_factory=list)
    flags: list[RowFlag] = field(default_factory=list)

    def refuse(self, column: str, code: str, value: str, **params: object) -> None:
        """Notes what is wrong in a cell."""
        self.errors.append(RowError(self.sheet, self.number, column, code, value, as_params(**params)))

    def amounts(self) -> FiledAmounts:
        """The row as its amounts are judged."""
        where = (match_key(self.state).casefold(), match_key(self.district).casefold())
        return FiledAmounts(
            self.number,
            self.company or self.written_company,
            self.year,
            self.title,
            not is_blank(self.district),
            self.outlay_inr,
            self.spent_inr,
            (self.company, self.year, self.title.casefold(), *where, self.outlay_inr, self.spent_inr),
        )


@lru_cache(maxsize=1)
def _companies() -> CompanyNames:
    return CompanyNames([Company(row.code, row.name_en, row.name_hi, row.cin) for row in read_cpses()])


@lru_cache(maxsize=1)
def _sectors() -> Mapping[str, SectorTheme]:
    return {match_key(row.sector).casefold(): row for row in read_sector_themes()}


@lru_cache(maxsize=1)
def _listed() -> frozenset[int]:
    return frozenset(district.lgd for district in read_districts())


def _find_columns(cells: Sequence[object]) -> dict[str, int]:
    """Where each known heading stands; the first of two that mean the same counts."""
    found: dict[str, int] = {}
    for position, cell in enumerate(cells):
        words = " ".join(re.split(r"[\s_]+", match_key(str(cell or "")).casefold()))
        for name, headings in _HEADINGS.items():
            if words in headings:
                found.setdefault(name, position)
    return found


def _recognises(cells: Sequence[object]) -> bool:
    found = _find_columns(cells)
    return all(name in found for name in _NEEDED) and bool({"code", "company", "cin"} & found.keys())


def filed_rows(rows: Iterable[SheetRow]) -> Iterator[FiledRow]:
    """Every row after the headings, of whatever company; a cell that says nothing reads as blank."""
    columns: dict[str, int] = {}
    for position, row in enumerate(rows):
        if position == 0:
            columns = _find_columns(row.cells)
        else:
            yield _filed_row(row, columns)


def _filed_row(row: SheetRow, columns: Mapping[str, int]) -> FiledRow:
    found = FiledRow(row.sheet, row.number, None, "", "", "", "", "", "")
    texts = {name: _text(found, row, name, columns) for name in _HEADINGS}
    found.written_company = texts["company"] or texts["code"] or texts["cin"]
    readings = (_companies().read(texts[name]).code for name in ("cin", "code", "company") if texts[name])
    found.company = next((code for code in readings if code), None)
    found.year = texts["year"].replace("–", "-").replace("/", "-")
    if not is_year(found.year):
        found.refuse("year", "bad_year", shortened(texts["year"]))
    found.title, found.sector = _unless_blank(texts["title"]), _unless_blank(texts["sector"])
    found.state, found.district, found.mode = texts["state"], texts["district"], texts["mode"]
    found.outlay_inr = _amount(found, "outlay", texts["outlay"])
    found.spent_inr = _amount(found, "spent", texts["spent"])
    return found


def _text(found: FiledRow, row: SheetRow, name: str, columns: Mapping[str, int]) -> str:
    position = columns.get(name, -1)
    if not 0 <= position < len(row.cells):
        return ""
    try:
        return clean_text(cast(Raw, row.cells[position]))
    except CellError as error:
        if name in _FREE_TEXTS:
            return _free_text(found, name, str(row.cells[position]), error)
        params = dict(error.params)
        found.refuse(name, error.code, params.pop("value", ""), **params)
        return ""


def _free_text(found: FiledRow, name: str, raw: str, error: CellError) -> str:
    """A text as it can be kept: what was published is not ours to send back for its letters."""
    plain = " ".join("".join(sign if sign.isprintable() else " " for sign in raw).split())
    if error.code not in {"control_character", "text_too_long"}:
        flag = RowFlag(found.sheet, found.number, name, error.code, shortened(plain))
        found.flags.append(flag)
    return plain[:_LONGEST_FREE_TEXT]


def _unless_blank(text: str) -> str:
    return "" if is_blank(text) else text


def _amount(found: FiledRow, name: str, text: str) -> int | None:
    key = _MARKS.sub("", match_key(text)).replace(" ", "")
    if key.startswith("(") and key.endswith(")"):
        key = "-" + key[1:-1]
    if is_blank(key):
        return None
    told = _AMOUNT.fullmatch(key)
    if told is None:
        found.refuse(name, "not_money", shortened(text))
        return None
    if told[2] and told[2].strip(".0"):
        found.refuse(name, "money_not_whole", shortened(text))
        return None
    amount = int(key.removesuffix(told[2] or "").replace(",", ""))
    if abs(amount) > _MOST_RUPEES:
        found.refuse(name, "out_of_range", shortened(text), least=0, most=_MOST_RUPEES)
        return None
    return amount


def _read(rows: Iterable[SheetRow], known: KnownPlaces, owner: str) -> Iterator[ReadRow]:
    """The rows of one company as projects; all of them are looked at before the first is told."""
    own = [row for row in filed_rows(rows) if _is_of(row, owner)]
    doubts = find_doubts(row.amounts() for row in own)
    for row in own:
        yield _project_row(row, doubts.get(row.number, ()), known)


def _is_of(row: FiledRow, owner: str) -> bool:
    """Whether a row is the company's; one whose name is likest to it is told apart by a person."""
    if row.company is not None:
        return row.company == owner
    suggestions = _companies().read(row.written_company).suggestions
    if not row.written_company or (suggestions and suggestions[0].code == owner):
        row.refuse("company", "unknown_company", row.written_company)
        return True
    return False


def _project_row(row: FiledRow, doubts: Iterable[Doubt], known: KnownPlaces) -> ReadRow:
    held = [doubt for doubt in doubts if doubt in HELD]
    amounts = {doubt: row.outlay_inr if doubt is Doubt.OUTLAY_UNIT else row.spent_inr for doubt in held}
    values, names = _values(row, known)
    return ReadRow(
        row.sheet,
        row.number,
        values,
        errors=tuple(row.errors),
        flags=(
            *row.flags,
            *(
                RowFlag(
                    row.sheet,
                    row.number,
                    "outlay" if doubt is Doubt.OUTLAY_UNIT else "spent",
                    doubt.value,
                    str(amount),
                )
                for doubt, amount in amounts.items()
            ),
        ),
        names=names,
    )


def _values(row: FiledRow, known: KnownPlaces) -> tuple[dict[str, object], tuple[UnknownName, ...]]:
    sector = _sectors().get(match_key(row.sector).casefold())
    title = (row.title or row.sector or f"CSR {row.year}")[:_LONGEST_TITLE]
    values: dict[str, object] = {
        "title_hi" if _DEVANAGARI.search(title) else "title_en": title,
        "summary_en": _summary(row),
    }
    if sector is not None:
        values["themes"] = {sector.theme: 100}
        if (sector.schedule_vii_item or "").isdecimal():
            values["schedule_items"] = [int(sector.schedule_vii_item or 0)]
    if match_key(row.mode).casefold().startswith("directly"):
        values["implementer"] = "company"
    places, names = _places(row, known)
    # A sum below zero cannot be money spent: what it stands for is not known.
    spent = row.spent_inr if row.spent_inr is None or row.spent_inr >= 0 else None
    outlay = row.outlay_inr if row.outlay_inr is None or row.outlay_inr >= 0 else None
    if spent:
        values["status"] = "under_way"
        # Nothing set aside beside money that was spent is a column left empty.
        outlay = outlay or None
    if (outlay, spent) != (None, None) and is_year(row.year):
        values[f"money.{row.year}"] = {"4": [outlay, spent]}
    return values | places, names


def _summary(row: FiledRow) -> str:
    told = [f"As filed for {row.year}; what became of it since is not known."]
    told += [f"{label}: {text}." for label, text in (("Sector", row.sector), ("Mode", row.mode)) if text]
    return " ".join(told)[:2_000]


def _places(row: FiledRow, known: KnownPlaces) -> tuple[dict[str, object], tuple[UnknownName, ...]]:
    """The district, a place outside the register, or a name to ask about; nothing where none is named."""
    if is_blank(row.district):
        is_everywhere = match_key(row.state).casefold() in {"pan india", "all india"}
        return ({"reach": "not_bound"} if is_everywhere else {}), ()
    state = "" if is_blank(row.state) else row.state
    lgd = known(row.district, state)
    if lgd in _listed():
        return {"reach": "districts", "districts": {str(lgd): 100}, "elsewhere_percent": 0}, ()
    if lgd is not None:
        return {"reach": "districts", "districts": {}, "elsewhere_percent": 100}, ()
    name = UnknownName(row.district[:200], state[:120])
    places = {place_key(name.name, name.state): 100}
    return {"reach": "districts", "districts": places, "elsewhere_percent": 0}, (name,)


FILED_LAYOUT = Layout("filed", _recognises, _read)
