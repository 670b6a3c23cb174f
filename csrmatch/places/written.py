"""Takes a place as people write it apart: which words name a district, and which a village or block."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Piece", "Role", "is_blank", "split_joined", "take_apart"]

LONGEST = 400


class Role(StrEnum):
    """What the words around a name say that it is."""

    DISTRICT = "district"
    WITHIN = "within"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Piece:
    """A name out of a written place, without the words that tell what it is."""

    text: str
    role: Role


_DISTRICT = (
    "district of|districts|district|distts|distt|dists|dist|disst|zilla|zila|jila|janpad|ज़िला|जिला|जनपद"
)
_WITHIN = (
    "gram panchayat|panchayats|panchayat|villages|village|vill|blocks|block|tehsil|tahsil|teh|taluka|taluk|"
    "mandal|town|city|ward|near|post|thana|sub-division|subdivision|nagar panchayat|municipality|gram|"
    "ग्राम पंचायत|पंचायत|ग्रामों|ग्राम|गांव|गाँव|विकास खंड|विकासखंड|विकास खण्ड|विकासखण्ड|ब्लॉक|"
    "प्रखंड|प्रखण्ड|तहसील|अंचल|थाना"
)
_LETTER = r"[^\W\d_]|[\u0900-\u097f]"
_MARK = re.compile(rf"(?<!{_LETTER})(?:({_DISTRICT})|({_WITHIN}))(?!{_LETTER})[\s.:\-]*", re.IGNORECASE)
_BREAK = re.compile(r"[,;/|()\[\]{}\n\r\t•।]+|\s[-–—]+\s")
_AND = re.compile(r"\s+(?:and|एवं|तथा|और|व)\s+|\s*[&+]\s*", re.IGNORECASE)
_AROUND = " .:-–—'\"*"
_NOTHING = re.compile(
    r"(?:nec|na|n a|nil|none|not mentioned|not specified|not applicable|not known|various|others?|multiple|"
    r"all|all india|pan india|india|across india|whole of india|nation ?wide|any|"
    r"ज्ञात नहीं|लागू नहीं|उल्लेख नहीं|अखिल भारत|भारत)"
)


def is_blank(text: str) -> bool:
    """Whether a cell names no place at all: empty, a dash, "NEC/ Not mentioned", "PAN India" and the like."""
    parts = [part.strip(_AROUND).casefold() for part in _BREAK.split(_clean(text))]
    return all(not part or _NOTHING.fullmatch(" ".join(re.split(r"[.\s]+", part))) for part in parts)


def take_apart(text: str) -> list[Piece]:
    """The names in a written place in their order, each with its role; reads 400 characters at most."""
    pieces: list[Piece] = []
    for part in _BREAK.split(_clean(text)):
        pieces += _part(part)
    return pieces


def split_joined(text: str) -> list[str]:
    """The names that "and" or a sign for it joins, as in "Korba & Raigarh"; one name stays one."""
    return [part for part in _AND.split(text) if part.strip(_AROUND)]


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", text[:LONGEST]).replace("\u200c", "").replace("\u200d", "")


def _part(part: str) -> list[Piece]:
    """A word like "block" tells of the name after it, or where nothing begins the part, of the one before."""
    found: list[Piece] = []
    role, start, is_first = Role.PLAIN, 0, True
    for mark in _MARK.finditer(part):
        told = Role.DISTRICT if mark[1] else Role.WITHIN
        before = part[start : mark.start()].strip(_AROUND)
        if is_first and before:
            # "Kuakonda block": the word tells of what stands before it; what follows is a name of its own.
            found.append(Piece(before, told))
            role = Role.PLAIN
        else:
            if before:
                found.append(Piece(before, role))
            role = told
        start, is_first = mark.end(), False
    last = part[start:].strip(_AROUND)
    if last:
        found.append(Piece(last, role))
    return found
