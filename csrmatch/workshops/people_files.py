"""Files of lists of people: the template that goes out, and what a file that comes back holds."""

from collections.abc import Callable, Mapping, Sequence

from csrmatch.documents.guarding import unguarded
from csrmatch.documents.reading import Finding, Limits
from csrmatch.i18n import LANGUAGES, LazyText, _, lazy_, speaking
from csrmatch.imports.files import read_sheet
from csrmatch.imports.words import FILE_WORDS
from csrmatch.imports.words import FINDINGS as CELL_WORDS
from csrmatch.imports.workbook import SheetColumn, write_template
from csrmatch.workshops.models import Participant
from csrmatch.workshops.rules.participants import ParticipantGroup, fold_name
from csrmatch.workshops.rules.people_list import Fault, ReadList, read_list
from csrmatch.workshops.wording.participants import GROUPS

__all__ = ["COLUMN_WORDS", "LIMITS", "people_template", "read_people", "tell_fault", "tell_file"]

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

_FAULTS: dict[str, LazyText] = {
    **CELL_WORDS,
    "no_rows": lazy_("Nobody stands in the file."),
    "missing_columns": lazy_("The file needs the column “group”, and “name_en” or “name_hi”."),
    "unknown_column": lazy_("The column “%(about)s” is not known. Keep the first row of the template."),
    "too_long": lazy_("The text is too long."),
    "no_name": lazy_("The name is missing."),
    "no_group": lazy_("The group is missing."),
    "unknown_group": lazy_("“%(about)s” is no group: see the sheet “lists” of the template."),
    "bad_address": lazy_("“%(about)s” is no address for mail."),
    "bad_phone": lazy_("“%(about)s” is no phone number."),
    "unknown_language": lazy_("“%(about)s” is neither en nor hi."),
    "not_yes_or_no": lazy_("“%(about)s” is neither yes nor no."),
    "twice_in_file": lazy_("The same stands in row %(about)s."),
    "on_list": lazy_("Somebody with this name or address is on the list already."),
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


def people_template() -> bytes:
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
            "groups": [_both(words) for words in GROUPS.values()],
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


def _groups() -> Mapping[str, ParticipantGroup]:
    """The group of each way to write it: its code, its words in either language, both as the list offers."""
    found: dict[str, ParticipantGroup] = {}
    for group, words in GROUPS.items():
        found[fold_name(group.value)] = found[fold_name(_both(words))] = group
        for language in LANGUAGES:
            with speaking(language):
                found[fold_name(str(words))] = group
    return found


def read_people(
    content: bytes,
    people: Sequence[Participant],
    *,
    is_address: Callable[[str], bool],
    is_phone: Callable[[str], bool],
) -> ReadList:
    """What a file holds, held against the people on the list.

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
        groups=_groups(),
        is_address=is_address,
        is_phone=is_phone,
        known_names=frozenset(
            fold_name(name) for row in people for name in (row.name_en, row.name_hi) if name
        ),
        known_addresses=frozenset(row.email.casefold() for row in people if row.email),
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


def tell_fault(fault: Fault) -> str:
    """A fault in words."""
    words = _FAULTS.get(fault.code)
    if words is None:
        return fault.code
    try:
        return str(words) % {"about": fault.about[:60], "value": fault.about[:60]}
    except (KeyError, ValueError):
        return str(words)


def tell_file(code: str) -> str:
    """Why a file cannot be read at all."""
    words = FILE_WORDS.get(code)
    limits = {"megabytes": LIMITS.megabytes, "rows": LIMITS.rows, "columns": LIMITS.columns}
    return _(words.text, **limits) if words else code
