"""Tells an entry of the log in words: each slice registers the words for its tables and columns."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from csrmatch.i18n import LazyText, _, format_ist, lazy_

__all__ = [
    "ACTION_WORDS",
    "Change",
    "has_words",
    "list_tables_with_words",
    "object_words",
    "register_words",
    "tell_changes",
]

ACTION_WORDS: dict[str, LazyText] = {
    "insert": lazy_("added"),
    "update": lazy_("changed"),
    "delete": lazy_("removed"),
    "sign_in": lazy_("signed in"),
    "sign_out": lazy_("signed out"),
    "retry": lazy_("sent again"),
    "forget": lazy_("forgotten after its time"),
    "load_reference": lazy_("loaded"),
    "import_boundaries": lazy_("loaded"),
    "decide_row": lazy_("decided"),
    "check": lazy_("tried"),
    "ask": lazy_("asked for"),
}
_HIDDEN = "***"


@dataclass(frozen=True)
class _TableWords:
    label: LazyText
    columns: Mapping[str, LazyText] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, object]] = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """One column of one entry in words; without `old` and `new` it is a fact that goes with the entry."""

    label: str
    old: str
    new: str


_words: dict[str, _TableWords] = {}


def register_words(
    table: str,
    label: LazyText,
    *,
    columns: Mapping[str, LazyText],
    values: Mapping[str, Mapping[str, object]] | None = None,
) -> None:
    """Gives a table its words: what a row of it is called, its columns, and the words of stored codes."""
    _words[table] = _TableWords(label, columns, values or {})


def has_words(table: str, column: str) -> bool:
    """Whether a column of a table can be told in words."""
    return table in _words and column in _words[table].columns


def list_tables_with_words() -> dict[str, LazyText]:
    """What the rows of each table are called, by the table's name."""
    return {table: words.label for table, words in sorted(_words.items())}


def object_words(object_type: str, object_id: str) -> str:
    """Which record an entry is about: "Person 3"."""
    words = _words.get(object_type)
    return f"{words.label if words else object_type} {object_id}"


def tell_changes(object_type: str, changes: str, *, action: str = "update") -> list[Change]:
    """What an entry changed, column by column, in the language in force."""
    words = _words.get(object_type, _TableWords(lazy_("Record")))
    told = []
    for name, value in json.loads(changes).items():
        label = str(words.columns.get(name, name))
        codes = words.values.get(name, {})
        if not isinstance(value, list) or len(value) != 2:
            told.append(Change(label, "", _say(value, codes)))
        elif action == "insert" or _HIDDEN in value:
            told.append(Change(label, "", _say(value[1], codes)))
        else:
            told.append(Change(label, _say(value[0], codes), _say(value[1], codes)))
    return told


def _say(value: object, codes: Mapping[str, object]) -> str:
    """A stored value as people read it."""
    if value == _HIDDEN:
        return _("not shown")
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, str):
        return str(codes[value]) if value in codes else _moment(value)
    if isinstance(value, int | float):
        return str(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _moment(value: str) -> str:
    """A stored moment in Indian time; any other text as it is."""
    if len(value) < len("2026-01-01T00:00:00+00:00") or value[10:11] != "T":
        return value
    try:
        return format_ist(datetime.fromisoformat(value))
    except ValueError:
        return value


# What is loaded from files is one entry for the whole file, whichever slice its tables belong to.
register_words(
    "reference",
    lazy_("Reference data"),
    columns={"digest": lazy_("Digest of the files"), "counts": lazy_("Rows")},
)
register_words(
    "boundary",
    lazy_("District outlines"),
    columns={"file": lazy_("File"), "sha256": lazy_("Digest of the file"), "rows": lazy_("Rows")},
)
