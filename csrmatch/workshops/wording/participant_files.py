"""The words for files of participants: what is wrong at a row, and why a file cannot be read at all."""

from csrmatch.i18n import LazyText, _, lazy_
from csrmatch.imports.words import FILE_WORDS
from csrmatch.imports.words import FINDINGS as CELL_WORDS
from csrmatch.workshops.tables.participant_rows import Fault
from csrmatch.workshops.tables.participant_workbook import LIMITS

__all__ = ["tell_fault", "tell_file"]

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
