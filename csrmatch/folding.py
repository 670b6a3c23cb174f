"""Names and titles folded to one plain form, so that the scripts and spellings of India meet."""

import re
import unicodedata
from functools import lru_cache

__all__ = ["fold"]

_CACHED = 50_000
_DEVANAGARI = re.compile(r"[\u0900-\u097f]+")
_JOINERS = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))
# Who means the same letter writes two: the flapped d of Anganwadi and the r of Garh are kept as heard most.
_FLAPS = (("ṛh", "r"), ("ṛ", "d"))
# ISO 15919 to the letters people type; the order matters, since later lines see what earlier ones made.
_FROM_ISO = (
    *_FLAPS,
    ("r̥", "ri"),
    ("m̐", "n"),
    ("ṁ", "n"),
    ("jñ", "gy"),
    ("c", "ch"),
    ("ê", "e"),
    ("ô", "o"),
    ("'", ""),
)
_SOUNDS = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"\bsch", "sk"),
        (r"tion(s?)\b", r"san\1"),
        (r"aon\b", "anv"),
        (r"ngh(?![aeiou])", "nh"),
        (r"tch|chh|ch", "č"),
        (r"sh", "s"),
        (r"ph", "f"),
        (r"ck|q", "k"),
        (r"x", "ks"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"č", "c"),
        (r"(?<=[kgjctdbpr])h", ""),
        (r"ge\b", "j"),
        (r"w", "v"),
        (r"z", "j"),
        (r"oo|ou(?=[a-z])", "u"),
        (r"ee|ea", "i"),
        (r"ei", "e"),
        (r"au", "o"),
        (r"ai", "ay"),
        (r"(?<!a)(?:iy(?=[aeo])|ii|y(?![aeiou]))", "i"),
        (r"oi", "oy"),
        (r"(?<=[a-z]{2}[b-df-hj-np-tv-z])e\b", ""),
        (r"([a-z])\1+", r"\1"),
        # The short a within a word comes last but one: what stood apart for it may now stand together.
        (r"(?<=[a-z])a+", ""),
        (r"m(?=[pb])", "n"),
    )
)
_NOT_WORD = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=_CACHED)
def fold(text: str) -> str:
    """The text as plain words of a-z and 0-9 by sound, so that दंतेवाड़ा and Dantewada are one.

    Devanagari is read as Latin, digits of any script as 0-9, marks and joiners fall away, letters that are
    written for one another (w and v, sh and s, aa and a) become one, and the short a that Hindi writes
    nowhere and Latin writes as it likes is left out within a word. It is a key to compare by, never to show.
    """
    plain = text.lower() if text.isascii() else _read_otherwise(text)
    return " ".join(_fold_word(word) for word in _NOT_WORD.split(plain) if word)


def _read_otherwise(text: str) -> str:
    """A text with other letters than those of ASCII in small letters of its kind."""
    plain = unicodedata.normalize("NFC", text).translate(_JOINERS)
    plain = _DEVANAGARI.sub(lambda found: _read_devanagari(found[0]), plain)
    plain = unicodedata.normalize("NFKD", plain.casefold())
    return "".join(_plain_letter(letter) for letter in plain)


def _plain_letter(letter: str) -> str:
    if letter.isdecimal():
        return str(unicodedata.decimal(letter))
    return "" if unicodedata.combining(letter) else letter


def _read_devanagari(text: str) -> str:
    from indic_transliteration import sanscript

    read: str = sanscript.transliterate(text, sanscript.DEVANAGARI, sanscript.ISO)
    for iso, plain in _FROM_ISO:
        read = read.replace(iso, plain)
    return read


def _fold_word(word: str) -> str:
    if word.isdecimal():
        return word.lstrip("0") or "0"
    for pattern, plain in _SOUNDS:
        word = pattern.sub(plain, word)
    return word
