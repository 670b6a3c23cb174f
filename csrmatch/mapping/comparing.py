"""The answers of a comparison in pairs of the criteria: from forms and addresses, as stored, and in words."""

from collections.abc import Mapping

from csrmatch.i18n import LazyText, _, lazy_
from csrmatch.mapping.rules.pairwise import LARGEST, Misfit, compare_shares, pairs_of
from csrmatch.mapping.tables import CRITERIA
from csrmatch.mapping.wording.codes import CRITERION_NAMES

__all__ = [
    "ANSWERS",
    "PAIRS",
    "Answers",
    "answer_words",
    "answers_from_weights",
    "describe_misfit",
    "field_of",
    "pack_answers",
    "read_answers",
    "store_answers",
    "stored_answers",
    "unpack_answers",
]

Answers = dict[tuple[str, str], int]

PAIRS = tuple(pairs_of(CRITERIA))
# From "the first is extremely more important" by way of "equally" to "the second is".
ANSWERS = (*range(LARGEST, 0, -1), *range(-2, -LARGEST - 1, -1))
_EQUAL = 1
_DEGREES: dict[int, LazyText] = {
    2: lazy_("%(criterion)s: between equally and moderately more important (2)"),
    3: lazy_("%(criterion)s: moderately more important (3)"),
    4: lazy_("%(criterion)s: between moderately and strongly more important (4)"),
    5: lazy_("%(criterion)s: strongly more important (5)"),
    6: lazy_("%(criterion)s: between strongly and very strongly more important (6)"),
    7: lazy_("%(criterion)s: very strongly more important (7)"),
    8: lazy_("%(criterion)s: between very strongly and extremely more important (8)"),
    9: lazy_("%(criterion)s: extremely more important (9)"),
}


def answer_words(pair: tuple[str, str], answer: int) -> str:
    """An answer of Saaty's scale in words: which of the two is more important, and how much."""
    if answer == _EQUAL:
        return _("Both equally important (1)")
    more = CRITERION_NAMES[pair[0] if answer > 0 else pair[1]]
    return str(_DEGREES[abs(answer)]) % {"criterion": str(more)}


def describe_misfit(misfit: Misfit) -> str:
    """Which answer contradicts the others most, what would fit them, and how consistent all were then."""
    return _(
        "%(first)s and %(second)s contradict the other answers most. You said “%(said)s”; “%(fitting)s” "
        "would fit and bring the consistency ratio to %(ratio)s.",
        first=str(CRITERION_NAMES[misfit.pair[0]]),
        second=str(CRITERION_NAMES[misfit.pair[1]]),
        said=answer_words(misfit.pair, misfit.said),
        fitting=answer_words(misfit.pair, misfit.fitting),
        ratio=f"{misfit.ratio:.2f}",
    )


def field_of(pair: tuple[str, str]) -> str:
    """The name of a pair in forms, addresses and records."""
    return f"{pair[0]}__{pair[1]}"


def read_answers(given: Mapping[str, str]) -> Answers | None:
    """The answers by field name; None without any, and what is not on the scale counts as equal."""
    fields = {pair: given[field_of(pair)] for pair in PAIRS if field_of(pair) in given}
    if not fields:
        return None
    return {pair: _on_scale(fields.get(pair, "")) for pair in PAIRS}


def stored_answers(stored: Mapping[str, int] | None) -> Answers | None:
    """The answers as `store_answers` told them; None where nothing or something else is stored."""
    if not stored or any(stored.get(field_of(pair)) not in ANSWERS for pair in PAIRS):
        return None
    return {pair: stored[field_of(pair)] for pair in PAIRS}


def store_answers(answers: Answers) -> dict[str, int]:
    """The answers as they are stored: by the name of the pair."""
    return {field_of(pair): answers[pair] for pair in PAIRS}


def pack_answers(answers: Answers) -> str:
    """The answers in one short text for an address."""
    return ".".join(str(answers[pair]) for pair in PAIRS)


def unpack_answers(text: str | None) -> Answers | None:
    """The answers from such a text; None where it is not one."""
    parts = (text or "").split(".")
    known = {str(answer): answer for answer in ANSWERS}
    if len(parts) != len(PAIRS) or any(part not in known for part in parts):
        return None
    return {pair: known[part] for pair, part in zip(PAIRS, parts, strict=True)}


def answers_from_weights(weights: Mapping[str, int]) -> Answers:
    """The answers that come nearest to weights: a beginning for whoever has a feeling for those."""
    return {(a, b): compare_shares(weights[a], weights[b]) for a, b in PAIRS}


def _on_scale(text: str) -> int:
    return next((answer for answer in ANSWERS if str(answer) == text), _EQUAL)
