"""A list of people as a file holds it: rows of cells into what is written down of each, or what is wrong."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from csrmatch.workshops.rules.participants import ParticipantGroup, fold_name

__all__ = ["COLUMNS", "Fault", "ReadList", "column_letters", "read_list"]

# The columns of the template, in its order; the words of a heading may stand in either language.
COLUMNS = (
    "name_en",
    "name_hi",
    "group",
    "organisation_en",
    "organisation_hi",
    "designation_en",
    "designation_hi",
    "email",
    "phone",
    "language",
    "is_speaker",
)
_LONGEST = {"name_en": 160, "name_hi": 160, "email": 254, "phone": 40}
_MOST_LETTERS = 200
_YES, _NO = frozenset({"yes", "y", "1", "true", "हाँ", "हां"}), frozenset({"", "no", "n", "0", "false", "नहीं"})
_LANGUAGES = {"": "en", "en": "en", "english": "en", "hi": "hi", "hindi": "hi", "हिन्दी": "hi", "हिंदी": "hi"}


@dataclass(frozen=True)
class Fault:
    """What is wrong at a row and a column, as a code; `about` is what it is about, such as another row."""

    row: int
    column: str
    code: str
    about: str = ""


@dataclass
class ReadList:
    """What a file holds: people, what keeps it from being taken in, and what should be looked at."""

    rows: list[dict[str, object]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    doubts: list[Fault] = field(default_factory=list)


def column_letters(index: int) -> str:
    """What a spreadsheet calls its column: A, B … Z, AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def read_list(
    rows: Sequence[tuple[int, Sequence[str]]],
    *,
    groups: Mapping[str, ParticipantGroup],
    is_address: Callable[[str], bool],
    is_phone: Callable[[str], bool],
    known_names: frozenset[str],
    known_addresses: frozenset[str],
) -> ReadList:
    """The people of a file, its first row its headings; every fault with its row and column.

    `groups` gives the group of each way to write it; `known_names` and `known_addresses`, folded, are those
    of people on the list.
    """
    found = ReadList()
    if not rows:
        found.faults.append(Fault(1, "A", "no_rows"))
        return found
    head_number, head = rows[0]
    places = {fold_name(cell).replace(" ", "_"): index for index, cell in enumerate(head) if cell}
    for name in places:
        if name not in COLUMNS:
            found.faults.append(Fault(head_number, column_letters(places[name]), "unknown_column", name))
    if "group" not in places or not {"name_en", "name_hi"} & places.keys():
        found.faults.append(Fault(head_number, "A", "missing_columns"))
    if found.faults:
        return found
    reader = _Reader(found, places, groups, is_address, is_phone)
    # The two rows of words below the codes are those of the template.
    for number, cells in rows[1:]:
        if not _is_words(cells, places):
            reader.read(number, cells)
    if not found.rows and not found.faults:
        found.faults.append(Fault(head_number, "A", "no_rows"))
    _find_doubles(found, places, known_names, known_addresses)
    return found


def _is_words(cells: Sequence[str], places: Mapping[str, int]) -> bool:
    """Whether a row holds the words of the template's headings."""
    index = places.get("group", 0)
    return index < len(cells) and fold_name(cells[index]) in {"group", "समूह"}


@dataclass
class _Reader:
    found: ReadList
    places: Mapping[str, int]
    groups: Mapping[str, ParticipantGroup]
    is_address: Callable[[str], bool]
    is_phone: Callable[[str], bool]

    def read(self, number: int, cells: Sequence[str]) -> None:
        given = {
            name: " ".join(cells[index].split()) if index < len(cells) else ""
            for name, index in self.places.items()
        }
        if not any(given.values()):
            return
        faults = [
            Fault(number, column_letters(self.places[name]), "too_long")
            for name, text in given.items()
            if len(text) > _LONGEST.get(name, _MOST_LETTERS)
        ]

        def wrong(name: str, code: str) -> None:
            faults.append(Fault(number, column_letters(self.places.get(name, 0)), code, given.get(name, "")))

        if not given.get("name_en") and not given.get("name_hi"):
            wrong("name_en" if "name_en" in self.places else "name_hi", "no_name")
        group = self.groups.get(fold_name(given["group"]))
        if group is None:
            wrong("group", "unknown_group" if given["group"] else "no_group")
        if given.get("email") and not self.is_address(given["email"]):
            wrong("email", "bad_address")
        if given.get("phone") and not self.is_phone(given["phone"]):
            wrong("phone", "bad_phone")
        language = _LANGUAGES.get(given.get("language", "").casefold())
        if language is None:
            wrong("language", "unknown_language")
        speaks = given.get("is_speaker", "").casefold()
        if speaks not in _YES | _NO:
            wrong("is_speaker", "not_yes_or_no")
        self.found.faults += faults
        if not faults and group is not None:
            values: dict[str, object] = {name: given.get(name) or None for name in COLUMNS}
            values |= {"group": group.value, "language": language, "is_speaker": speaks in _YES}
            self.found.rows.append(values)
            self.found.numbers.append(number)


def _find_doubles(
    found: ReadList,
    places: Mapping[str, int],
    known_names: frozenset[str],
    known_addresses: frozenset[str],
) -> None:
    """Flags names and addresses that stand twice, in the file or on the list."""
    first_at: dict[str, int] = {}
    for number, row in zip(found.numbers, found.rows, strict=True):
        for column in ("name_en", "name_hi", "email"):
            text = row.get(column)
            if not isinstance(text, str):
                continue
            folded = fold_name(text) if column != "email" else text.casefold()
            key = f"{column == 'email'} {folded}"
            letters = column_letters(places[column])
            if key in first_at and first_at[key] != number:
                found.doubts.append(Fault(number, letters, "twice_in_file", str(first_at[key])))
            elif folded in (known_addresses if column == "email" else known_names):
                found.doubts.append(Fault(number, letters, "on_list"))
            first_at.setdefault(key, number)
