"""The words of imports: what is wrong or doubtful in a row, how far an import is, and those of the log."""

from collections.abc import Mapping

from csrmatch.audit.words import register_words
from csrmatch.documents.reading import Limits, Unreadable
from csrmatch.i18n import LazyText, _, lazy_
from csrmatch.imports.rules import Decision, ImportState, Outcome

__all__ = ["DECISIONS", "OUTCOMES", "STATES", "tell_finding", "tell_unreadable"]

FILE_WORDS: dict[str, LazyText] = {
    "file_too_large": lazy_("The file is larger than %(megabytes)s MB."),
    "not_a_workbook": lazy_("This is not an Excel workbook (.xlsx)."),
    "workbook_locked": lazy_("The workbook is locked with a password. Save it without one."),
    "workbook_too_heavy": lazy_("The workbook needs too much memory or time to be read safely."),
    "workbook_broken": lazy_("The workbook is damaged and cannot be read. Save it again as .xlsx."),
    "too_large": lazy_("More than %(rows)s rows or %(columns)s columns: the sheet is too large to be read."),
    "empty_file": lazy_("The file is empty: not even a header stands in it."),
    "utf16": lazy_("The file is in UTF-16. Save it as “CSV UTF-8”."),
    "not_utf8": lazy_("The file is not in UTF-8 (perhaps Windows-1252). Save it as “CSV UTF-8”."),
    "nul_byte": lazy_("The file holds a NUL byte and is not plain text."),
    "not_text": lazy_("The file is a workbook with the name of a CSV file."),
    "bad_csv": lazy_("A quotation mark is not closed or stands in the wrong place."),
}

FINDINGS: dict[str, LazyText] = {
    **FILE_WORDS,
    "merged_cells": lazy_("The sheet holds merged cells. Undo the merging: every row needs its own value."),
    "formula_cell": lazy_("The cell holds a formula. Paste its value instead."),
    "error_cell": lazy_("The cell holds a spreadsheet error such as #N/A."),
    "cell_too_long": lazy_("The cell holds more text than a cell may."),
    "second_sheet": lazy_(
        "Only the first sheet is read. Move what stands here into it, or remove the sheet."
    ),
    "letters_lost": lazy_("“%(value)s” has lost its letters when it was saved. Type it again in Unicode."),
    "mojibake": lazy_("“%(value)s” was saved in the wrong encoding. Save the file as “CSV UTF-8”."),
    "control_character": lazy_("The text holds an invisible control character."),
    "text_too_long": lazy_("The text is longer than %(most)s characters."),
    "not_whole": lazy_("“%(value)s” is not a whole number."),
    "not_money": lazy_("“%(value)s” is not an amount in whole rupees, written in digits only."),
    "money_not_whole": lazy_("“%(value)s” is not whole: money is in whole rupees."),
    "mixed_digits": lazy_("“%(value)s” mixes digits of two scripts. Type it again in one of them."),
    "negative": lazy_("“%(value)s” is negative."),
    "out_of_range": lazy_("“%(value)s” is not between %(least)s and %(most)s."),
    "bad_choice": lazy_("“%(value)s” is not one of: %(choices)s."),
    "not_listed": lazy_("“%(value)s” is not in the list of this column: see the sheet “lists”."),
    "bad_items": lazy_("“%(value)s” is not a list of numbers such as 1, 4: only %(choices)s are taken."),
    "bad_date": lazy_("“%(value)s” is not a date such as 2026-03-31."),
    "unlikely_date": lazy_(
        "“%(value)s” is too far away. Perhaps the workbook counts days from 1900 or 1904: type the date."
    ),
    "not_yes_no": lazy_("“%(value)s” is neither yes nor no."),
    "unknown_column": lazy_("The column “%(value)s” is not known. Keep the first row as it was downloaded."),
    "repeated_column": lazy_("The column stands there twice."),
    "unnamed_column": lazy_("A value stands in a column without a name."),
    "share_missing": lazy_("Enter the share of this district."),
    "district_missing": lazy_("Choose the district of this share."),
    "district_twice": lazy_("This district stands twice."),
    "year_and_quarters": lazy_("Enter either the whole year or its quarters, not both."),
    "unknown_record": lazy_(
        "There is no record of your office with the number “%(value)s”. Leave the number blank for a new one."
    ),
    "repeated_record": lazy_("The record with the number “%(value)s” stands in a row above already."),
    "version_missing": lazy_(
        "The version of this record is missing. Download the workbook again and keep its locked columns."
    ),
    "repeats_record": lazy_("This looks like a record that is there already: %(record)s."),
    "repeats_row": lazy_("This looks like row %(row)s of the file."),
    "unit_suspect": lazy_("The amount may be in another unit than rupees: %(value)s."),
    "outlay_suspect": lazy_(
        "The amount set aside is many times what was spent all through this year: %(value)s. Perhaps it is "
        "in another unit."
    ),
    "rollup_suspect": lazy_("One work cannot have cost so much: %(value)s may be the total of the year."),
    "single_row_year": lazy_(
        "This is the only row of its year: %(value)s may be the total of all its works."
    ),
    "duplicate": lazy_("This row stands in the file already: %(value)s."),
    "negative_spend": lazy_(
        "The amount is below zero: %(value)s. If the row is taken, it counts as not known."
    ),
    "bad_year": lazy_("“%(value)s” is not a financial year such as 2024-25."),
    "unknown_company": lazy_("It is not known which company “%(value)s” is."),
    "suspect": lazy_("This row is doubtful: %(value)s."),
}

STATES: dict[ImportState, tuple[LazyText, str]] = {
    ImportState.RECEIVED: (lazy_("received, not read yet"), ""),
    ImportState.READ: (lazy_("read"), ""),
    ImportState.CHECKED: (lazy_("checked, nothing saved yet"), "here"),
    ImportState.APPLIED: (lazy_("applied"), "good"),
    ImportState.UNDONE: (lazy_("taken back"), "warn"),
    ImportState.DROPPED: (lazy_("put aside"), ""),
    ImportState.REFUSED: (lazy_("could not be read"), "bad"),
}

OUTCOMES: dict[Outcome, tuple[LazyText, str]] = {
    Outcome.NEW: (lazy_("new"), "good"),
    Outcome.CHANGED: (lazy_("changes"), "here"),
    Outcome.SAME: (lazy_("as it is"), ""),
    Outcome.ERROR: (lazy_("in error"), "bad"),
    Outcome.HELD: (lazy_("held back"), "warn"),
    Outcome.CONFLICT: (lazy_("changed meanwhile"), "warn"),
    Outcome.UNNAMED: (lazy_("name not known"), "warn"),
    Outcome.LEFT_OUT: (lazy_("left out"), ""),
}

DECISIONS: dict[Decision, LazyText] = {
    Decision.TAKE: lazy_("Take it as it is"),
    Decision.CORRECT: lazy_("Correct it"),
    Decision.DROP: lazy_("Leave it out"),
}


def tell_finding(finding: Mapping[str, object]) -> str:
    """What is wrong or doubtful, in the language in force; a refusal of the rules in the rules' own words."""
    given = finding.get("params")
    params = dict(given) if isinstance(given, dict) else {}
    if finding["code"] == "refused":
        text = str(params.pop("text", ""))
        return _(text, **params) if text else ""
    words = FINDINGS.get(str(finding["code"]), FINDINGS["suspect"])
    value = finding.get("value") or finding["code"]
    limits = Limits()
    known = {"value": value, "megabytes": limits.megabytes, "rows": limits.rows, "columns": limits.columns}
    return _(words.text, **{**known, **params})


def tell_unreadable(error: Unreadable, limits: Limits) -> LazyText:
    """Why a file cannot be read at all within these limits, with the row where it is known."""
    words = FILE_WORDS.get(error.code, FILE_WORDS["workbook_broken"])
    known = {"megabytes": limits.megabytes, "rows": limits.rows, "columns": limits.columns}
    if error.row is None:
        return lazy_(words.text, **known)
    why = lazy_(words.text, **known)
    return lazy_("Row %(row)s: %(why)s", row=error.row, why=why)


register_words(
    "data_import",
    lazy_("Import"),
    columns={
        "id": lazy_("Number"),
        "kind": lazy_("Kind"),
        "layout": lazy_("Layout of the file"),
        "organisation_id": lazy_("Office"),
        "attachment_id": lazy_("Attached file"),
        "sha256": lazy_("Digest of the file"),
        "claim": lazy_("Mark of the file"),
        "state": lazy_("Stage"),
        "counts": lazy_("Rows"),
        "errors": lazy_("What is wrong in the file"),
        "added_by_id": lazy_("Added by"),
        "added_at": lazy_("Added"),
        "applied_by_id": lazy_("Applied by"),
        "applied_at": lazy_("Applied"),
        "ended_by_id": lazy_("Taken back or put aside by"),
        "ended_at": lazy_("Taken back or put aside"),
        "ended_reason": lazy_("Reason"),
        "job_id": lazy_("Work behind the pages"),
        "version": lazy_("Version"),
    },
    values={"state": {code.value: words for code, (words, _kind) in STATES.items()}},
)
register_words(
    "import_name",
    lazy_("Name in a file"),
    columns={
        "id": lazy_("Number"),
        "import_id": lazy_("Import"),
        "name": lazy_("Name"),
        "state": lazy_("State"),
        "row_count": lazy_("Rows"),
        "suggestions": lazy_("What it may mean"),
        "chosen_lgd": lazy_("LGD code meant"),
        "is_elsewhere": lazy_("Outside the register"),
        "chosen_by_id": lazy_("Decided by"),
        "chosen_at": lazy_("Decided"),
    },
)
register_words(
    "import_row",
    lazy_("Row of an import"),
    columns={
        "row": lazy_("Row"),
        "decision": lazy_("Decision"),
        "reason": lazy_("Reason"),
    },
    values={"decision": {code.value: words for code, words in DECISIONS.items()}},
)
register_words(
    "confirmed_name",
    lazy_("Confirmed name of a place"),
    columns={
        "id": lazy_("Number"),
        "name_key": lazy_("Name as it is compared"),
        "state_key": lazy_("State as it is compared"),
        "name": lazy_("Name"),
        "state_name": lazy_("State"),
        "district_id": lazy_("District"),
        "confirmed_by_id": lazy_("Decided by"),
        "confirmed_at": lazy_("Decided"),
    },
)
