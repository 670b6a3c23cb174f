"""One cell at a time: what a person typed to the value it means, or a code saying what is wrong with it."""

import math
import re
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache

from csrmatch.documents.cell_text import CellError, Raw, clean_text, match_key, shortened
from csrmatch.mapping.tables.schema import CRITERIA, RULES, THEMES, Kind

__all__ = ["CellError", "Raw", "clean_text", "match_key", "parse_cell"]

_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_DECIMAL = re.compile(r"[+-]?([0-9]{1,18}(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_CODE = re.compile(r"[^\W_][\w&.()/ \u0900-\u097f-]{0,39}")
_YEAR = re.compile(r"([0-9]{4})[-–/]([0-9]{2})")
_YES = frozenset({"yes", "y", "true", "1", "हाँ", "हां", "जी हाँ"})
_NO = frozenset({"no", "n", "false", "0", "नहीं", "नही"})


def _whole(text: str, code: str) -> int:
    key = match_key(text)
    if _WHOLE.fullmatch(key):
        return int(key)
    decimal = _DECIMAL.fullmatch(key)
    raise CellError("money_not_whole" if decimal and code == "not_money" else code, value=shortened(text))


def _at_least(least: int, code: str) -> Callable[[str], int]:
    def parse(text: str) -> int:
        number = _whole(text, code)
        if number < 0:
            raise CellError("negative", value=shortened(text))
        if number < least:
            raise CellError("too_small", value=shortened(text), least=least)
        return number

    return parse


def _number(text: str) -> float:
    key = match_key(text)
    if not _DECIMAL.fullmatch(key) or not math.isfinite(float(key)):
        raise CellError("not_a_number", value=shortened(text))
    return float(key)


def _between(least: float, most: float) -> Callable[[str], float]:
    def parse(text: str) -> float:
        number = _number(text)
        if not least <= number <= most:
            raise CellError("out_of_range", value=shortened(text), least=f"{least:g}", most=f"{most:g}")
        return number

    return parse


def _lgd(text: str) -> str:
    key = match_key(text)
    if not re.fullmatch(r"[0-9]{1,9}", key) or int(key) == 0:
        raise CellError("bad_lgd", value=shortened(text))
    return str(int(key))


def _code(text: str) -> str:
    key = match_key(text)
    if not _CODE.fullmatch(key) or key.casefold() == "lgd":
        raise CellError("bad_code", value=shortened(text))
    return key


def _lead(text: str) -> str:
    return "none" if match_key(text).casefold() in {"none", "-", "–", "कोई नहीं"} else _code(text)


def _hindi(text: str) -> str:
    if not any("\u0900" <= sign <= "\u097f" for sign in text):
        raise CellError("not_devanagari", value=shortened(text))
    return text


def _year(text: str) -> str:
    found = _YEAR.fullmatch(match_key(text))
    if not found or (int(found[1]) + 1) % 100 != int(found[2]) or not 1990 <= int(found[1]) <= 2099:
        raise CellError("bad_year", value=shortened(text))
    return f"{found[1]}-{found[2]}"


def _date(text: str) -> date:
    try:
        return date.fromisoformat(
            match_key(text)[:10] if "T" in text or " 00:00" in text else match_key(text)
        )
    except ValueError:
        raise CellError("bad_date", value=shortened(text)) from None


def _one_of(names: tuple[str, ...], code: str, *, upper: bool = False) -> Callable[[str], str]:
    def parse(text: str) -> str:
        key = match_key(text).upper() if upper else match_key(text).lower()
        if key not in names:
            raise CellError(code, value=shortened(text), choices=", ".join(names))
        return key

    return parse


def _yes_no(text: str) -> bool:
    key = match_key(text).casefold()
    if key in _YES or key in _NO:
        return key in _YES
    raise CellError("not_yes_no", value=shortened(text))


def _text(text: str) -> str:
    return text


_PARSERS: dict[Kind, Callable[[str], object]] = {
    Kind.LGD: _lgd,
    Kind.CODE: _code,
    Kind.LEAD: _lead,
    Kind.TEXT: _text,
    Kind.HINDI: _hindi,
    Kind.MONEY: _at_least(0, "not_money"),
    Kind.COUNT: _at_least(0, "not_whole"),
    Kind.RANK: _at_least(1, "not_whole"),
    Kind.LATITUDE: _between(-90, 90),
    Kind.LONGITUDE: _between(-180, 180),
    Kind.SHARE: _between(0, 1),
    Kind.NUMBER: _number,
    Kind.THEME: _one_of(THEMES, "bad_theme", upper=True),
    Kind.BETTER: _one_of(("higher", "lower"), "bad_choice"),
    Kind.RULE: _one_of(RULES, "bad_choice"),
    Kind.SIDE: _one_of(("district", "cpse"), "bad_choice"),
    Kind.CRITERION: _one_of(CRITERIA, "bad_choice"),
    Kind.YEAR: _year,
    Kind.DATE: _date,
    Kind.YES_NO: _yes_no,
}


def parse_cell(kind: Kind, raw: Raw) -> object:
    """The value of a cell, None where it is blank; raises `CellError` saying what is wrong with it."""
    if isinstance(raw, str):
        return _parse_text(kind, raw)
    text = clean_text(raw.date() if isinstance(raw, datetime) else raw)
    return _PARSERS[kind](text) if text else None


@lru_cache(maxsize=20_000)
def _parse_text(kind: Kind, raw: str) -> object:
    """As `parse_cell`; remembered, because codes, themes, years and names come again on every row."""
    text = clean_text(raw)
    return _PARSERS[kind](text) if text else None
