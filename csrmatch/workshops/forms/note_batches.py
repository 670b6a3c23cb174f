"""Notes as phones and programs send them in JSON, each read by itself: a broken one stops no other."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from csrmatch.web.forms import clean_text, one_line
from csrmatch.workshops.rules.takeaways import LONGEST_NOTE, MOST_NOTES_AT_ONCE, NoteSent

__all__ = ["read_notes"]


class _Note(BaseModel):
    """One note of a batch; what it does not know of a page of later or earlier making is left out."""

    model_config = ConfigDict(extra="ignore")

    uuid: str = Field(max_length=36)
    kind: str = Field(max_length=20)
    text: str = Field(max_length=LONGEST_NOTE * 2)
    taken_at: datetime | None = None
    item: str = Field("", max_length=20)
    theme: str = Field("", max_length=8)
    district: str = Field("", max_length=8)
    organisation: str = Field("", max_length=60)
    organisation_name: str = Field("", max_length=400)
    speaker_name: str = Field("", max_length=400)
    by_whom: str = Field("", max_length=400)
    due_on: date | None = None
    asked_of: str = Field("", max_length=400)


_LINES = ("organisation_name", "speaker_name", "by_whom", "asked_of")


def read_notes(body: object) -> tuple[list[NoteSent], list[str]]:
    """The notes of a batch that can be read, and the marks of those that cannot; None of it for no batch."""
    given = body.get("notes") if isinstance(body, dict) else None
    if not isinstance(given, list) or len(given) > MOST_NOTES_AT_ONCE:
        return [], []
    notes, broken = [], []
    for item in given:
        note = _read(item)
        if note is not None:
            notes.append(note)
        elif isinstance(item, dict):
            broken.append(str(item.get("uuid", ""))[:36])
    return notes, broken


def _read(item: object) -> NoteSent | None:
    # A field left empty on the page is as good as none.
    plain = {key: value for key, value in item.items() if value != ""} if isinstance(item, dict) else item
    try:
        values: dict[str, Any] = _Note.model_validate(plain).model_dump()
    except ValidationError:
        return None
    values["text"] = clean_text(values["text"]) or ""
    for name in _LINES:
        values[name] = one_line(clean_text(values[name])) or ""
    if any("\0" in value for value in values.values() if isinstance(value, str)):
        return None
    return NoteSent(**values)
