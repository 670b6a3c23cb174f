"""Files of participants: the template that goes out, and what a file that comes back holds."""

from collections.abc import Callable, Mapping, Sequence

from csrmatch.documents.guarding import unguarded
from csrmatch.documents.reading import Finding, Limits
from csrmatch.i18n import LANGUAGES, LazyText, lazy_, speaking
from csrmatch.imports.files import read_sheet
from csrmatch.imports.workbook import SheetColumn, write_template
from csrmatch.workshops.rules.participants import ParticipantGroup, fold_name
from csrmatch.workshops.tables.participant_rows import Fault, ReadList, read_list

__all__ = ["COLUMN_WORDS", "LIMITS", "Groups", "participant_template", "read_participants"]

# The groups with their words.
Groups = Mapping[ParticipantGroup, LazyText]
LIMITS = Limits(megabytes=5, rows=2_000, columns=40)
_SHEET = "people"

COLUMN_WORDS: dict[str, LazyText] = {
    "name_en": lazy_("Name in English"),
    "name_hi": lazy_("Name in Hindi"),
    "group": lazy_("Group"),
    "organisation_en": lazy_("Organisation in English"),
    "organisation_hi": lazy_("Organisation in Hindi"),
    "designation_en": lazy_("Designation in English"),
    "designation_hi": lazy_("Designation in Hindi"),
    "email": lazy_("E-mail"),
    "phone": lazy_("Phone"),
    "language": lazy_("Language of the invitation"),
    "is_speaker": lazy_("Speaks at the workshop"),
}

_INSTRUCTIONS = (
    lazy_("People of a workshop: how to fill in this workbook"),
    lazy_(
        "One row is one person. The name, in one language, and the group are needed; the rest may stay blank."
    ),
    lazy_("Choose the group from the list of its column."),
    lazy_("E-mail and phone are seen by the organisers and by the person's own office alone."),
    lazy_("Language: en or hi; the invitation is written in it."),
    lazy_(
        "Keep the first row. Nothing is taken in before you have seen it and agree; and then all or nothing."
    ),
)


def participant_template(groups: Groups) -> bytes:
    """An empty workbook with the columns, their lists and how to fill it in."""
    offers = {"group": "groups", "language": "languages", "is_speaker": "yes_no"}
    return write_template(
        sheet=_SHEET,
        columns=[
            SheetColumn(name, words, width=12 if name in offers else 28, offers=offers.get(name, ""))
            for name, words in COLUMN_WORDS.items()
        ],
        rows=[],
        lists={
            "groups": [_both(words) for words in groups.values()],
            "languages": list(LANGUAGES),
            "yes_no": ["yes / हाँ", "no / नहीं"],
        },
        instructions=_INSTRUCTIONS,
    )


def _both(words: LazyText) -> str:
    """A text in both languages, as a list offers it."""
    told = []
    for language in LANGUAGES:
        with speaking(language):
            told.append(str(words))
    return " / ".join(dict.fromkeys(told))


def _known(groups: Groups) -> Mapping[str, ParticipantGroup]:
    """The group of each way to write it: its code, its words in either language, both as the list offers."""
    found: dict[str, ParticipantGroup] = {}
    for group, words in groups.items():
        found[fold_name(group.value)] = found[fold_name(_both(words))] = group
        for language in LANGUAGES:
            with speaking(language):
                found[fold_name(str(words))] = group
    return found


def read_participants(
    content: bytes,
    *,
    groups: Groups,
    known_names: frozenset[str],
    known_addresses: frozenset[str],
    is_address: Callable[[str], bool],
    is_phone: Callable[[str], bool],
) -> ReadList:
    """What a file holds, held against the folded names and the addresses that are on the list.

    Raises
    ------
    Unreadable
        When the file cannot be read at all.
    """
    rows: list[tuple[int, Sequence[str]]] = []
    broken: list[Fault] = []
    for found in read_sheet(content, _SHEET, LIMITS):
        if isinstance(found, Finding):
            broken.append(Fault(found.row or 1, found.column or "A", found.code))
        else:
            rows.append((found.number, [_plain(cell) for cell in found.cells]))
    read = read_list(
        rows,
        groups=_known(groups),
        is_address=is_address,
        is_phone=is_phone,
        known_names=known_names,
        known_addresses=known_addresses,
    )
    read.faults = sorted(
        [*broken, *read.faults], key=lambda fault: (fault.row, len(fault.column), fault.column)
    )
    return read


def _plain(cell: object) -> str:
    """A cell as text; a number that a spreadsheet made of a phone number is one again."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = unguarded(str(cell)).strip()
    return text.split(" / ")[0] if text in {"yes / हाँ", "no / नहीं"} else text
