"""Words as search compares them: of texts, of what somebody typed, and where they meet; pure functions."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from csrmatch.folding import fold

__all__ = [
    "LONGEST_QUERY",
    "LONGEST_WORD",
    "Alternative",
    "Part",
    "Term",
    "Words",
    "edits_allowed",
    "exact_terms",
    "is_vocabulary",
    "mark",
    "near_words",
    "parse_query",
    "prefix_terms",
    "whole_name",
    "words_of",
    "written_otherwise",
]

LONGEST_QUERY = 100
LONGEST_WORD = 40
_LONGEST_TEXT = 4000
_MOST_TERMS = 8
_MOST_NEAR = 60
_SHORTEST_PREFIX = 2
_ASCII_WORD = re.compile(r"[0-9A-Za-z]+")
_JOINERS = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))
# What people type between the words they mean, in both languages.
_PASSED_OVER = frozenset(
    (
        *("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to"),
        *("का", "की", "के", "को", "में", "से", "पर", "और", "या", "हेतु", "लिए", "द्वारा", "एवं"),
    )
)


@dataclass(frozen=True)
class Term:
    """One word that somebody typed: as written in lower case, and folded; `near` are misspellings of it."""

    plain: str
    folded: str
    near: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Alternative:
    """A word that an entry may hold for a term; as a prefix it stands for all words that begin with it."""

    word: str
    is_prefix: bool = False


@dataclass(frozen=True)
class Part:
    """A piece of a shown text; marked where it is what was looked for."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True)
class Words:
    """The words of a text: as written in lower case, and folded; in order, each once."""

    plain: tuple[str, ...]
    folded: tuple[str, ...]

    @property
    def indexed(self) -> str:
        """All of them as the index holds them."""
        return " ".join(dict.fromkeys((*self.plain, *self.folded)))


def _is_letter(letter: str) -> bool:
    """Whether a letter belongs to a word: letters, digits, and the marks of Indian scripts."""
    return unicodedata.category(letter)[0] in "LNM"


def _split(text: str) -> list[tuple[int, int]]:
    """Where the words of a text begin and end."""
    if text.isascii():
        return [match.span() for match in _ASCII_WORD.finditer(text)]
    found = []
    start = None
    for place, letter in enumerate(text):
        if _is_letter(letter) or ord(letter) in _JOINERS:
            start = place if start is None else start
        elif start is not None:
            found.append((start, place))
            start = None
    if start is not None:
        found.append((start, len(text)))
    return found


@lru_cache(maxsize=50_000)
def _read(word: str) -> tuple[str, str]:
    """A word in lower case with plain digits, and folded; both empty where nothing is left of it."""
    if _ASCII_WORD.fullmatch(word):
        plain = word.lower()[:LONGEST_WORD]
    else:
        plain = unicodedata.normalize("NFC", word.translate(_JOINERS)).casefold()
        plain = unicodedata.normalize("NFC", "".join(_plain_digit(letter) for letter in plain))
        plain = "".join(letter for letter in plain if _is_letter(letter))[:LONGEST_WORD]
    folded = fold(plain).replace(" ", "")[:LONGEST_WORD]
    # Where hardly a letter would be left, the word is meant as it stands.
    return plain, folded if len(folded) > 1 else plain


def _plain_digit(letter: str) -> str:
    return str(unicodedata.decimal(letter)) if letter.isdecimal() else letter


def words_of(*texts: str | None) -> Words:
    """The words of some texts; of a very long one only its beginning."""
    if len(texts) == 1:
        return _words_in((texts[0] or "")[:_LONGEST_TEXT])
    read = [_words_in((text or "")[:_LONGEST_TEXT]) for text in texts]
    plain = dict.fromkeys(word for words in read for word in words.plain)
    folded = dict.fromkeys(word for words in read for word in words.folded)
    return Words(tuple(plain), tuple(folded))


# A title is read for its words and for itself, and the names of places and themes for every record there.
@lru_cache(maxsize=2_000)
def _words_in(text: str) -> Words:
    read = [_read(text[start:end]) for start, end in _split(text)]
    plain = dict.fromkeys(written for written, _sounded in read if written)
    folded = dict.fromkeys(sounded for _written, sounded in read if sounded)
    return Words(tuple(plain), tuple(folded))


def whole_name(text: str) -> str:
    """A whole name in one piece by its sound, between bars, so that it can be looked for among others."""
    return "|" + "".join(words_of(text).folded) + "|"


def parse_query(text: str) -> tuple[Term, ...]:
    """The words somebody typed, the first few of them; little words count only where there are no others."""
    cut = text[:LONGEST_QUERY]
    read = dict.fromkeys(_read(cut[start:end]) for start, end in _split(cut))
    terms = [Term(plain, folded) for plain, folded in read if plain]
    telling = [term for term in terms if term.plain not in _PASSED_OVER]
    return tuple((telling or terms)[:_MOST_TERMS])


def is_vocabulary(word: str) -> bool:
    """Whether a folded word is one that a misspelt word is compared with: numbers are meant as they stand."""
    return len(word) >= 3 and word.isalpha()


def edits_allowed(word: str) -> int:
    """How many letters of a folded word may be wrong: none in a short one, which folding left little of."""
    if not is_vocabulary(word):
        return 0
    return 1 if len(word) < 7 else 2


def near_words(word: str, vocabulary: Iterable[str]) -> list[str]:
    """The words that differ by few enough letters, swaps among them; the nearest first."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    most = edits_allowed(word)
    if not most:
        return []
    found = process.extract(
        word, list(vocabulary), scorer=OSA.distance, processor=None, score_cutoff=most, limit=None
    )
    near = sorted((distance, candidate) for candidate, distance, _place in found if candidate != word)
    return [candidate for _distance, candidate in near[:_MOST_NEAR]]


def exact_terms(terms: Sequence[Term], *, folded: bool = True) -> list[list[Alternative]]:
    """For each term the very word, as written or also as folded."""
    return [_distinct([term.plain, term.folded] if folded else [term.plain]) for term in terms]


def prefix_terms(terms: Sequence[Term]) -> list[list[Alternative]]:
    """For each term the words that begin with it, or with what it sounds like; a plural's singular too."""
    return [
        [
            *(
                Alternative(word, is_prefix=len(word) >= _SHORTEST_PREFIX)
                for word in dict.fromkeys((term.plain, term.folded))
                if word
            ),
            *_distinct(_singular(term)),
        ]
        for term in terms
    ]


def _singular(term: Term) -> list[str]:
    return [word[:-1] for word in (term.plain, term.folded) if len(word) > 4 and word.endswith("s")]


def _distinct(words: Iterable[str]) -> list[Alternative]:
    return [Alternative(word) for word in dict.fromkeys(words) if word]


def _how_met(word: str, terms: Sequence[Term]) -> str:
    """How a written word meets what was typed: by its letters, by its sound, or not at all."""
    plain, folded = _read(word)
    by_sound = False
    for term in terms:
        if plain.startswith(term.plain) and (plain == term.plain or len(term.plain) >= _SHORTEST_PREFIX):
            return "letters"
        is_begun = len(term.folded) >= _SHORTEST_PREFIX and folded.startswith(term.folded)
        singular = {single.word for single in _distinct(_singular(term))}
        by_sound = by_sound or is_begun or folded in term.near or bool({plain, folded} & singular)
        by_sound = by_sound or bool(folded and folded == term.folded)
    return "sound" if by_sound else ""


def mark(text: str, terms: Sequence[Term]) -> list[Part]:
    """A text in pieces, the words that were looked for marked."""
    parts: list[Part] = []
    done = 0
    for start, end in _split(text):
        if _how_met(text[start:end], terms):
            if done < start:
                parts.append(Part(text[done:start]))
            parts.append(Part(text[start:end], is_marked=True))
            done = end
    if done < len(text):
        parts.append(Part(text[done:]))
    return parts


def written_otherwise(terms: Sequence[Term], shown: Sequence[str], hidden: Sequence[str]) -> list[str]:
    """The words by which a record was found although nobody typed them so; first those that are shown.

    For each term that no shown word has by its letters: the first shown word that sounds like it, or else the
    first of a text that is not shown.
    """
    found: dict[str, None] = {}
    for term in terms:
        in_shown = _first_met(shown, term)
        if "letters" in in_shown:
            continue
        in_hidden = _first_met(hidden, term)
        met = in_shown.get("sound") or in_hidden.get("letters") or in_hidden.get("sound")
        if met:
            found[met] = None
    return list(found)


def _first_met(texts: Sequence[str], term: Term) -> dict[str, str]:
    """The first word that meets a term by its letters, and the first that does by its sound."""
    found: dict[str, str] = {}
    for text in texts:
        for start, end in _split(text):
            how = _how_met(text[start:end], [term])
            if how:
                found.setdefault(how, text[start:end])
    return found
