"""What a cell takes from a list: the words of each code in both languages, and its entry in a drop-down."""

from collections.abc import Mapping
from functools import cache

from csrmatch.documents.cell_text import CellError, match_key, shortened
from csrmatch.i18n import LANGUAGES, LazyText, current_language, speaking
from csrmatch.reference import read_schemes, read_themes
from csrmatch.registry.tables.columns import CellKind
from csrmatch.registry.wording.accounts import COMPLETED_YEARS
from csrmatch.registry.wording.needs import URGENCIES
from csrmatch.registry.wording.projects import ASSET_HOLDERS, IMPLEMENTERS, PROJECT_STATUSES, REACHES

__all__ = ["CHOSEN", "entries_of", "parse_choice", "tell_choice"]

_WORDS: Mapping[CellKind, Mapping[str, LazyText]] = {
    CellKind.REACH: {code.value: words for code, words in REACHES.items()},
    CellKind.IMPLEMENTER: {code.value: words for code, words in IMPLEMENTERS.items()},
    CellKind.HOLDER: {code.value: words for code, words in ASSET_HOLDERS.items()},
    CellKind.STATUS: {code.value: words for code, (words, _kind) in PROJECT_STATUSES.items()},
    CellKind.URGENCY: {code.value: words for code, (words, _kind) in URGENCIES.items()},
    CellKind.COMPLETED: COMPLETED_YEARS,
}
CHOSEN = frozenset({*_WORDS, CellKind.THEME, CellKind.SCHEME})
# Beyond so many an error does not name them all.
_MOST_NAMED = 12


@cache
def _spoken(kind: CellKind) -> dict[str, dict[str, str]]:
    """The words of each code by language."""
    if kind in _WORDS:
        found: dict[str, dict[str, str]] = {code: {} for code in _WORDS[kind]}
        for language in LANGUAGES:
            with speaking(language):
                for code, words in _WORDS[kind].items():
                    found[code][language] = str(words)
        return found
    rows = read_themes() if kind is CellKind.THEME else read_schemes()
    return {row.code: {"en": row.name_en, "hi": row.name_hi} for row in rows}


@cache
def entries_of(kind: CellKind) -> dict[str, str]:
    """The entry of the drop-down for each code: its words in both languages."""
    entries = {code: " / ".join(dict.fromkeys(words.values())) for code, words in _spoken(kind).items()}
    if kind is CellKind.THEME:
        return {code: f"{code} {entry}" for code, entry in entries.items()}
    return entries


@cache
def _spellings(kind: CellKind) -> dict[str, str]:
    known: dict[str, str] = {}
    for code, words in _spoken(kind).items():
        for spelling in (code, *words.values(), " / ".join(words.values()), entries_of(kind)[code]):
            known[match_key(spelling).casefold()] = code
    return known


def parse_choice(kind: CellKind, text: str) -> str:
    """The code of what is written as the code, as its words in either language, or as in the drop-down."""
    code = _spellings(kind).get(match_key(text).casefold())
    if code is not None:
        return code
    if len(_spoken(kind)) > _MOST_NAMED:
        raise CellError("not_listed", value=shortened(text))
    choices = ", ".join(tell_choice(kind, code) for code in _spoken(kind))
    raise CellError("bad_choice", value=shortened(text), choices=choices)


def tell_choice(kind: CellKind, code: str) -> str:
    """The words of a code in the language in force; of one that is not listed the code itself."""
    words = _spoken(kind).get(code)
    return words[current_language()] if words else code
