"""One cell of a sheet of records: what was typed to the plain value it means, or what is wrong with it."""

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import cast

from csrmatch.documents.cell_text import CellError, Raw, clean_text, match_key, shortened
from csrmatch.imports.layouts import KnownPlaces
from csrmatch.imports.rules import UnknownName, place_key
from csrmatch.reference import read_districts, read_schedule_vii, read_sdgs
from csrmatch.registry.rules.years import is_year
from csrmatch.registry.tables.choices import CHOSEN, parse_choice
from csrmatch.registry.tables.columns import CellKind, Column

__all__ = ["OUTSIDE", "parse_cell", "parse_place", "yes_no_words"]

OUTSIDE = "outside"
_MOST_RUPEES = 10**15
_MOST_PEOPLE = 10**9
_FIRST_DAY, _LAST_DAY = date(1990, 1, 1), date(2099, 12, 31)
_WHOLE = re.compile(r"[+-]?\d{1,18}")
_DECIMAL = re.compile(r"[+-]?\d{1,18}(?:\.\d*)?(?:e[+-]?\d{1,2})?", re.IGNORECASE)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{2,3})*")
_INDIAN_DATE = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_MINUSES = frozenset({"-", "\N{MINUS SIGN}", "\N{EN DASH}"})
_TWO_YEARS = re.compile(r"(20\d\d)\s?[-/\N{EN DASH}]\s?(?:20)?(\d\d)")
_LEADING_CODE = re.compile(r"(\d{1,9})(?:\D.*)?", re.DOTALL)
_YES = frozenset({"yes", "y", "true", "1", "हाँ", "हां", "जी हाँ"})
_NO = frozenset({"no", "n", "false", "0", "नहीं", "नही"})
_SOME = frozenset({"x", "✓", *_YES}) - {"1"}


def parse_cell(column: Column, raw: object) -> object:
    """The plain value of a cell, None where it is blank; raises `CellError` saying what is wrong with it."""
    return _parse(column.kind, column.most, raw if isinstance(raw, str) else _as_text(raw))


def _as_text(raw: object) -> str:
    if isinstance(raw, bool):
        return "yes" if raw else "no"
    return clean_text(cast(Raw, raw)) if raw is not None else ""


@lru_cache(maxsize=50_000)
def _parse(kind: CellKind, most: int, raw: str) -> object:
    text = clean_text(raw)
    if not text:
        return None
    if kind is CellKind.TEXT:
        return _text(text, most)
    if kind in CHOSEN:
        return parse_choice(kind, text)
    return _PARSERS[kind](text)


def _text(text: str, most: int) -> str:
    if len(text) > most:
        raise CellError("text_too_long", most=most)
    return text


def _digits(text: str) -> str:
    """The text with digits of one script; two scripts in one number are told, not guessed at."""
    if not text.isascii() and re.search("[0-9]", text) and re.search("[०-९]", text):
        raise CellError("mixed_digits", value=shortened(text))
    return match_key(text)


def _whole(text: str, most: int, code: str = "not_whole") -> int:
    key = _digits(text).replace("₹", "").strip()
    if _GROUPED.fullmatch(key):
        key = key.replace(",", "")
    if not _WHOLE.fullmatch(key):
        is_money = code == "not_money" and _DECIMAL.fullmatch(key)
        raise CellError("money_not_whole" if is_money else code, value=shortened(text))
    number = int(key)
    if number < 0:
        raise CellError("negative", value=shortened(text))
    if number > most:
        raise CellError("out_of_range", value=shortened(text), least=0, most=most)
    return number


def _number(text: str) -> int:
    return _whole(text, 2_147_483_647)


def _percent(text: str) -> int:
    return _whole(text.removesuffix("%").strip(), 100)


def _share(text: str) -> int | None:
    return _percent(text) or None


def _money(text: str) -> int:
    return _whole(text, _MOST_RUPEES, "not_money")


def _balance(text: str) -> int:
    """An amount that may be a loss: a hyphen, a dash and a minus sign before it all mean one."""
    is_loss = len(text) > 1 and text[0] in _MINUSES
    amount = _money(text[1:].lstrip() if is_loss else text)
    return -amount if is_loss else amount


def _year(text: str) -> str:
    """A financial year, also where both its years are written in full or parted by a dash."""
    found = _TWO_YEARS.fullmatch(_digits(text))
    year = f"{found[1]}-{found[2]}" if found else ""
    if not is_year(year):
        raise CellError("bad_year", value=shortened(text))
    return year


def _heads(text: str) -> object:
    """A number of people, or True where the group is meant and the number is not known."""
    if match_key(text).casefold() in _SOME:
        return True
    return _whole(text, _MOST_PEOPLE)


def _date(text: str) -> str:
    key = _digits(text)
    found = _INDIAN_DATE.fullmatch(key)
    plain = (
        f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}" if found else key[:10] if "T" in key else key
    )
    try:
        day = date.fromisoformat(plain)
    except ValueError:
        raise CellError("bad_date", value=shortened(text)) from None
    if not _FIRST_DAY <= day <= _LAST_DAY:
        raise CellError("unlikely_date", value=day.isoformat())
    return day.isoformat()


def _yes_no(text: str) -> bool:
    key = match_key(text).casefold()
    for part in (key, *(part.strip() for part in key.split("/"))):
        if part in _YES or part in _NO:
            return part in _YES
    raise CellError("not_yes_no", value=shortened(text))


def _items_of(numbers: Callable[[], list[int]]) -> Callable[[str], list[int]]:
    def parse(text: str) -> list[int]:
        allowed = numbers()
        parts = [part for part in re.split(r"[,;\s]+", _digits(text)) if part]
        if not all(part.isdecimal() and int(part) in allowed for part in parts):
            choices = f"{min(allowed)} – {max(allowed)}"
            raise CellError("bad_items", value=shortened(text), choices=choices)
        return sorted({int(part) for part in parts})

    return parse


def yes_no_words() -> list[str]:
    """What the drop-down of a yes or no offers."""
    return ["yes / हाँ", "no / नहीं"]


def _csr1(text: str) -> str:
    return "".join(match_key(text).split()).upper()[:20]


def parse_place(raw: object, known: KnownPlaces) -> tuple[str, UnknownName | None] | None:
    """The key of a district in a row's values, and its name where nobody knows it; None where it is blank.

    A cell holds the LGD code, alone or before the name as in the drop-down, or a name, with the state after
    a comma. `OUTSIDE` stands for a district that is known and not of the register.
    """
    text = clean_text(cast(Raw, raw))
    if not text:
        return None
    found = _LEADING_CODE.fullmatch(_digits(text))
    if found:
        return (found[1].lstrip("0"), None) if int(found[1]) in _listed() else (OUTSIDE, None)
    name, _, state = text.partition(",")
    lgd = known(name.strip(), state.strip())
    if lgd is not None:
        return (str(lgd) if lgd in _listed() else OUTSIDE, None)
    unknown = UnknownName(name.strip()[:200], state.strip()[:120])
    return place_key(unknown.name, unknown.state), unknown


@lru_cache(maxsize=1)
def _listed() -> frozenset[int]:
    return frozenset(district.lgd for district in read_districts())


_PARSERS: dict[CellKind, Callable[[str], object]] = {
    CellKind.NUMBER: _number,
    CellKind.DATE: _date,
    CellKind.YES_NO: _yes_no,
    CellKind.SHARE: _share,
    CellKind.PERCENT: _percent,
    CellKind.ITEMS: _items_of(lambda: [item.number for item in read_schedule_vii()]),
    CellKind.GOALS: _items_of(lambda: [goal.number for goal in read_sdgs()]),
    CellKind.HEADS: _heads,
    CellKind.MONEY: _money,
    CellKind.BALANCE: _balance,
    CellKind.YEAR: _year,
    CellKind.CSR1: _csr1,
}
