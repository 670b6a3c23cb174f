"""Reconciles written names of districts with LGD codes: known, or suggested with a score, never guessed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property

from csrmatch.folding import fold
from csrmatch.places.tables import match_key
from csrmatch.places.written import Piece, Role, is_blank, split_joined, take_apart
from csrmatch.reference import (
    read_country_district_aliases,
    read_country_districts,
    read_district_aliases,
    read_districts,
    read_state_aliases,
    read_states,
)

__all__ = [
    "Gazetteer",
    "Name",
    "Place",
    "Reading",
    "Standing",
    "Suggestion",
    "name_keys",
    "shipped_gazetteer",
]

MOST_SUGGESTIONS = 5
LEAST_SCORE = 55
_SURE_KINDS = frozenset(
    {"name", "official_name", "present_name", "former_name", "spelling", "census_name", "confirmed"}
)
_OTHER_STATE = 12
_UNSURE_KIND = 3
_LIKE_A_DISTRICT = 78
_LONGEST_STATE = 6


class Standing(StrEnum):
    """How far a written name could be read."""

    KNOWN = "known"
    ELSEWHERE = "elsewhere"
    NOT_NAMED = "not_named"
    NEEDS_STATE = "needs_state"
    OTHER_STATE = "other_state"
    SEVERAL = "several"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Place:
    """A district of India; `is_listed` says whether it is one of the programme's."""

    lgd: int
    name: str
    state_lgd: int
    state: str
    is_listed: bool


@dataclass(frozen=True, slots=True)
class Name:
    """A name under which a district is found in a state; some kinds only suggest it."""

    text: str
    lgd: int
    state_lgd: int
    kind: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A district that may be meant, the name that is like the written one, and how like, from 0 to 100."""

    place: Place
    name: str
    score: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What a written name means: the place if it is known for sure, else what it may be, likeliest first."""

    standing: Standing
    place: Place | None = None
    suggestions: tuple[Suggestion, ...] = ()


@dataclass
class _State:
    """What a cell or a text says of the state: nothing, one that is known, or words that are not."""

    lgd: int | None = None
    is_unread: bool = False


def name_keys(name: str, state: str = "") -> tuple[str, str]:
    """A written name and the state beside it as they are compared and kept when somebody confirms them."""
    return match_key(name), "" if is_blank(state) else match_key(state)


class Gazetteer:
    """All names of districts there are, with those that people have confirmed.

    A name is known only when it is, letter for letter, a name of one single district: of the state that
    stands beside it, or of the country where none does. `confirmed` holds names by `name_keys`, with the
    LGD code that was meant, or None for a place outside the register.
    """

    def __init__(
        self,
        places: Iterable[Place],
        names: Iterable[Name],
        states: Mapping[str, int],
        confirmed: Mapping[tuple[str, str], int | None] | None = None,
    ) -> None:
        self._places = {place.lgd: place for place in places}
        self._names = list(names)
        self._states = dict(states)
        self._confirmed = dict(confirmed or {})
        self._exact: dict[str, set[tuple[int, int]]] = {}
        for name in self._names:
            if name.kind in _SURE_KINDS:
                self._exact.setdefault(match_key(name.text), set()).add((name.state_lgd, name.lgd))
        self._likeness = _Likeness(self._names)
        self._read: dict[tuple[str, str], Reading] = {}
        self._known: dict[tuple[str, str], int | None] = {}

    def with_confirmed(self, confirmed: Mapping[tuple[str, str], int | None]) -> "Gazetteer":
        """The same names with these as what people have confirmed."""
        new = object.__new__(Gazetteer)
        new.__dict__.update(self.__dict__)
        new._confirmed, new._read, new._known = dict(confirmed), {}, {}
        return new

    def __call__(self, name: str, state: str = "") -> int | None:
        """The LGD code of a name that is known for sure, else None."""
        asked = (name, state)
        if asked not in self._known:
            reading = self._read[asked] if asked in self._read else self._understand(name, state)
            self._known[asked] = reading.place.lgd if reading.place else None
        return self._known[asked]

    def find_place(self, lgd: int) -> Place | None:
        """The district of a code, whether it is one of the programme's or not."""
        return self._places.get(lgd)

    def find_state(self, text: str) -> int | None:
        """The LGD code of a state by any of its names; two letters count in capitals only."""
        key = match_key(text)
        plain = text.replace(".", "").replace(" ", "")
        if key.isascii() and len(key) <= 2 and not plain.isupper():
            return None
        return self._states.get(key)

    def read(self, written: str, state: str = "") -> Reading:
        """What a written name means beside this state; the same question is answered from memory."""
        asked = (written, state)
        if asked not in self._read:
            self._read[asked] = self._understand(written, state, has_suggestions=True)
        return self._read[asked]

    def _understand(self, written: str, state: str, *, has_suggestions: bool = False) -> Reading:
        keys = name_keys(written, state)
        if keys in self._confirmed:
            lgd = self._confirmed[keys]
            place = None if lgd is None else self._places.get(lgd)
            return Reading(Standing.KNOWN if place else Standing.ELSEWHERE, place)
        if is_blank(written):
            return Reading(Standing.NOT_NAMED)
        beside = self._state_beside(state)
        whole = self._hits(written, beside)
        if len(whole) == 1 and not beside.is_unread:
            return Reading(Standing.KNOWN, self._places[whole.pop()])
        pieces, within = self._names_in(written)
        if within.lgd is not None:
            is_other = beside.lgd is not None and beside.lgd != within.lgd
            beside = _State(within.lgd, is_unread=is_other or beside.is_unread)
        named = _candidates(pieces)
        hits = [self._hits(piece.text, beside) for piece in named]
        found = set().union(*hits)
        if len(found) == 1 and not beside.is_unread and self._is_sure(named, hits):
            return Reading(Standing.KNOWN, self._places[found.pop()])
        if not has_suggestions:
            return Reading(Standing.UNKNOWN)
        suggestions = self._suggest([piece.text for piece in named] or [written], beside)
        return Reading(self._why_not(named, found, beside), None, suggestions)

    def _is_sure(self, named: Sequence[Piece], hits: Sequence[set[int]]) -> bool:
        """Whether one hit speaks for all: the last, as in an address, and no other like a district."""
        others = [piece.text for piece, hit in zip(named, hits, strict=True) if not hit]
        return bool(hits[-1]) and all(
            likeness < _LIKE_A_DISTRICT for text in others for _, likeness in self._likeness.nearest(text)
        )

    def _why_not(self, named: Sequence[Piece], found: set[int], beside: _State) -> Standing:
        if len(found) > 1:
            same_name = any(found <= self._hits(piece.text, _State()) for piece in named)
            return Standing.NEEDS_STATE if same_name and beside.lgd is None else Standing.SEVERAL
        if not found and beside.lgd is not None and any(self._hits(piece.text, _State()) for piece in named):
            return Standing.OTHER_STATE
        return Standing.UNKNOWN

    def _state_beside(self, state: str) -> _State:
        if is_blank(state):
            return _State()
        lgd = self.find_state(state)
        return _State(lgd, is_unread=lgd is None)

    def _hits(self, text: str, state: _State) -> set[int]:
        found = self._exact.get(match_key(text), set())
        return {lgd for home, lgd in found if state.lgd is None or home == state.lgd}

    def _names_in(self, written: str) -> tuple[list[Piece], _State]:
        """The pieces that may name a district, and the state that stands among them or at the end of one."""
        state = _State()
        kept: list[Piece] = []
        for piece in take_apart(written):
            lgd = None if kept == [] and match_key(piece.text) in self._exact else self.find_state(piece.text)
            if lgd is not None:
                state = _State(lgd)
                continue
            name, lgd = self._without_state(piece.text)
            if lgd is not None:
                state = _State(lgd)
            is_one = match_key(name) in self._exact
            kept += [Piece(part, piece.role) for part in ([name] if is_one else split_joined(name))]
        return kept, state

    def _without_state(self, text: str) -> tuple[str, int | None]:
        """A name without the state that ends it, as in "Balrampur UP"."""
        if match_key(text) in self._exact:
            return text, None
        words = text.split()
        for count in range(min(_LONGEST_STATE, len(words) - 1), 0, -1):
            lgd = self.find_state(" ".join(words[-count:]))
            if lgd is not None:
                return " ".join(words[:-count]).rstrip(" .-–"), lgd
        return text, None

    def _suggest(self, texts: Sequence[str], state: _State) -> tuple[Suggestion, ...]:
        best: dict[int, Suggestion] = {}
        for text in texts:
            for name, likeness in self._likeness.nearest(text):
                score = likeness - (_UNSURE_KIND if name.kind not in _SURE_KINDS else 0)
                if state.lgd is not None and name.state_lgd != state.lgd:
                    score -= _OTHER_STATE
                if score >= LEAST_SCORE and (name.lgd not in best or best[name.lgd].score < score):
                    best[name.lgd] = Suggestion(self._places[name.lgd], name.text, score)
        ordered = sorted(
            best.values(), key=lambda item: (-item.score, not item.place.is_listed, item.place.lgd)
        )
        return tuple(ordered[:MOST_SUGGESTIONS])


def _candidates(pieces: Sequence[Piece]) -> list[Piece]:
    """Where something is said to be the district only that counts; a village or block never does."""
    said = [piece for piece in pieces if piece.role is Role.DISTRICT]
    return said or [piece for piece in pieces if piece.role is Role.PLAIN]


class _Likeness:
    """How like written names are to known ones: by sound, and by letter where both are in one script."""

    def __init__(self, names: Sequence[Name]) -> None:
        self._names = names

    @cached_property
    def _folded(self) -> list[str]:
        return [fold(name.text) for name in self._names]

    @cached_property
    def _plain(self) -> list[str]:
        return [match_key(name.text) for name in self._names]

    def nearest(self, text: str) -> list[tuple[Name, int]]:
        """The names most like the text, each with its likeness from 0 to 100."""
        from rapidfuzz import fuzz, process
        from rapidfuzz.distance import JaroWinkler

        sound, letters = fold(text), match_key(text)
        if not sound:
            return []
        scores: dict[int, float] = {}
        for scorer, share in ((fuzz.ratio, 1.0), (fuzz.token_sort_ratio, 1.0), (fuzz.token_set_ratio, 0.92)):
            for _, score, index in process.extract(sound, self._folded, scorer=scorer, limit=30):
                scores[index] = max(scores.get(index, 0.0), share * score)
        found = []
        for index, score in scores.items():
            plain = self._plain[index]
            if letters.isascii() == plain.isascii():
                score = 0.65 * score + 0.35 * 100 * JaroWinkler.similarity(letters, plain)
            found.append((self._names[index], min(99 if letters != plain else 100, round(score))))
        return found


@cache
def shipped_gazetteer() -> Gazetteer:
    """The names that the product ships: of all districts and of the programme's own, in both scripts."""
    states = {state.lgd: state.name_en for state in read_states()}
    listed = {district.lgd: district for district in read_districts()}
    places = [
        Place(
            row.district_lgd,
            listed[row.district_lgd].name_en if row.district_lgd in listed else row.name_en,
            row.state_lgd,
            states[row.state_lgd],
            row.district_lgd in listed,
        )
        for row in read_country_districts()
    ]
    names = [Name(row.name_en, row.district_lgd, row.state_lgd, "name") for row in read_country_districts()]
    for district in listed.values():
        for text in _own_names(district.name_en, district.official_name_en, district.name_hi):
            names.append(Name(text, district.lgd, district.state_lgd, "name"))
    names += [Name(row.alias, row.lgd, row.state_lgd, row.kind) for row in read_district_aliases()]
    names += [
        Name(row.alias, row.district_lgd, row.state_lgd, row.kind) for row in read_country_district_aliases()
    ]
    return Gazetteer(places, names, _state_names())


def _own_names(*texts: str) -> Iterable[str]:
    """Names as given, and where one stands in brackets beside another both apart."""
    for text in texts:
        yield text
        if "(" in text:
            yield from (part.strip() for part in text.rstrip(")").split("(", 1))


def _state_names() -> dict[str, int]:
    names: dict[str, int] = {}
    for state in read_states():
        for text in (state.name_en, state.name_hi, state.iso):
            names[match_key(text)] = state.lgd
    for alias in read_state_aliases():
        names[match_key(alias.alias)] = alias.state_lgd
    return names
