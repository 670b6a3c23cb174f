"""The text of a cell that somebody typed: cleaned, as it is compared, or why it cannot be taken."""

import re
import unicodedata
from datetime import date, datetime

from csrmatch.documents.guarding import unguarded

__all__ = ["LONGEST_TEXT", "CellError", "Raw", "clean_text", "match_key", "shortened"]

Raw = str | int | float | bool | date | datetime | None

LONGEST_TEXT = 2_000
_DIGITS = str.maketrans("०१२३४५६७८९", "0123456789")
_JOINERS = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
_MOJIBAKE = re.compile("à[¤¥]")


class CellError(Exception):
    """What is wrong with a cell: a code with parameters."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = tuple(sorted((name, str(value)) for name, value in params.items()))


def clean_text(raw: Raw) -> str:
    """The cell as text in Unicode normal form C, without surrounding blanks.

    Raises `CellError` for text that lost its letters on the way (question marks, mojibake) or holds
    control characters. Joiners inside Hindi words stay; they are dropped in `match_key` only.
    """
    if raw is None:
        return ""
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < 1e15:
        raw = int(raw)
    if isinstance(raw, str) and raw.isascii() and raw.isprintable() and len(raw) <= LONGEST_TEXT:
        plain = unguarded(raw.strip())
        if "???" in plain:
            raise CellError("letters_lost", value=shortened(plain))
        return plain
    text = unguarded(unicodedata.normalize("NFC", str(raw)).strip().strip("\u200b\u200e\u200f\ufeff").strip())
    if "???" in text or "\ufffd" in text:
        raise CellError("letters_lost", value=shortened(text))
    if _MOJIBAKE.search(text):
        raise CellError("mojibake", value=shortened(text))
    if any(unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\n\r\t" for sign in text):
        raise CellError("control_character")
    if len(text) > LONGEST_TEXT:
        raise CellError("text_too_long", most=LONGEST_TEXT)
    return text


def match_key(text: str) -> str:
    """The text as names and codes are compared: without joiners and marks of direction, digits as 0–9."""
    if text.isascii():
        return " ".join(text.split())
    return " ".join(unicodedata.normalize("NFC", text.translate(_JOINERS)).translate(_DIGITS).split())


def shortened(text: str) -> str:
    """The text on one line, cut where it is long, as it is quoted in a message."""
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else flat[:57] + "…"
