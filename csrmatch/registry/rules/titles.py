"""How alike two titles are, in English, in Hindi, or one in each: by meaning where known, else by sound."""

from functools import lru_cache

from csrmatch.folding import fold
from csrmatch.registry.rules.title_words import empty_words, meanings

__all__ = ["title_likeness"]

_ALIKE = 82
_SHORTEST_FUZZY = 4
_CACHED = 50_000
# Endings of plurals and cases as they sound, the longest first.
_ENDINGS = ("iyon", "yon", "on", "nv", "en", "s")
_SHORTEST_STEM = 3


def title_likeness(one: str, other: str) -> float:
    """How alike two titles are in [0, 1]; 1 where each word of one has its like in the other and back.

    Half of it is the share of all words that have their like, half the share of the shorter title's words,
    so that a longer title for the same thing is still like it. A lone word in common proves little.
    """
    first, second = _words(one), _words(other)
    if not first or not second:
        return 0.0
    shared = _count_shared(first, second)
    whole = 2 * shared / (len(first) + len(second))
    part = shared / min(len(first), len(second))
    # A title of one word is contained easily.
    weight = 0.5 if min(len(first), len(second)) > 1 else 0.25
    return (1 - weight) * whole + weight * part


@lru_cache(maxsize=_CACHED)
def _words(title: str) -> tuple[str, ...]:
    """What a title says, each meaning once; one that says nothing is taken by whatever words it has."""
    folded = fold(title).split()
    return _tell(folded, empty_words()) or _tell(folded, frozenset())


def _tell(words: list[str], empty: frozenset[str]) -> tuple[str, ...]:
    """Codes of known meanings, and the stems of other words that are not empty."""
    known = meanings()
    found: dict[str, None] = {}
    for word in words:
        stems = _stems(word)
        meaning = next((known[stem] for stem in stems if stem in known), None)
        if meaning:
            found[meaning] = None
        elif not empty.intersection(stems) and not word.isdecimal() and len(word) > 1:
            found[stems[-1]] = None
    return tuple(found)


def _stems(word: str) -> tuple[str, ...]:
    """A word, then what is left of it without an ending, the shortest last."""
    left = (word.removesuffix(ending) for ending in reversed(_ENDINGS) if word.endswith(ending))
    return (word, *(stem for stem in left if len(stem) >= _SHORTEST_STEM))


def _count_shared(first: tuple[str, ...], second: tuple[str, ...]) -> float:
    """How many words of the two have their like in the other, each used once, the likest first."""
    same = set(first) & set(second)
    rest_one = [word for word in first if word not in same]
    rest_other = [word for word in second if word not in same]
    pairs = sorted(
        ((_alike(a, b), i, j) for i, a in enumerate(rest_one) for j, b in enumerate(rest_other)),
        reverse=True,
    )
    used_one: set[int] = set()
    used_other: set[int] = set()
    total = float(len(same))
    for likeness, i, j in pairs:
        if likeness and i not in used_one and j not in used_other:
            used_one.add(i)
            used_other.add(j)
            total += likeness
    return total


def _alike(one: str, other: str) -> float:
    """How alike two words sound, 0 where they are short, known to mean something, or not alike enough."""
    if one[0] == "=" or other[0] == "=" or min(len(one), len(other)) < _SHORTEST_FUZZY:
        return 0.0
    from rapidfuzz import fuzz

    likeness = fuzz.ratio(one, other, score_cutoff=_ALIKE)
    return float(likeness) / 100
