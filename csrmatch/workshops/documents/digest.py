"""What a report says as one sum: of the record itself, so that it can be told without writing the report."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date, time
from enum import Enum

from csrmatch.accounts.models import Organisation
from csrmatch.indicators.models import Theme
from csrmatch.places.models import District, State
from csrmatch.registry.models import Cpse
from csrmatch.workshops.documents.sections import ReportRecord
from csrmatch.workshops.models import (
    FeedbackQuestion,
    Speaker,
    Takeaway,
    Talk,
    Workshop,
    WorkshopDay,
    WorkshopDistrict,
    WorkshopOrganiser,
    WorkshopReport,
    WorkshopSeries,
    WorkshopSession,
    WorkshopTheme,
)
from csrmatch.workshops.queries.feedback_summary import FeedbackSummary, OptionCount, QuestionSummary
from csrmatch.workshops.queries.participants import GroupCount
from csrmatch.workshops.queries.room import OutcomeOfPair, OutcomeVoice
from csrmatch.workshops.rules.report import WAS_HELD

__all__ = ["digest_record"]

# One more when sections come to write something else of the same record, so that it can be issued anew.
_EDITION = 1


def _both(*names: str) -> tuple[str, ...]:
    """The fields that are kept in both languages."""
    return tuple(f"{name}_{language}" for name in names for language in ("en", "hi"))


# Of each kind of thing what sections tell of it, by its name or by where it lies: no number of a row, nobody
# who wrote it down, no moment. A field that a section tells and that is missing here is found by a test.
_TOLD: Mapping[type, Sequence[str]] = {
    Workshop: (
        *("code", "series", "ordinal", "year", "state", "participants_told", "is_about"),
        *("organisers", "themes", "districts"),
        *_both("title", "objective", "city", "venue"),
    ),
    WorkshopSeries: _both("name"),
    WorkshopOrganiser: ("organisation",),
    WorkshopTheme: ("theme",),
    WorkshopDistrict: ("district",),
    Organisation: _both("name"),
    Theme: _both("name"),
    State: ("lgd", *_both("name")),
    District: ("lgd", "state", "tile_column", "tile_row", *_both("name", "tile_code")),
    Cpse: ("code", *_both("name")),
    WorkshopDay: ("number", "held_on", "sessions"),
    WorkshopSession: ("kind", "starts_at", "ends_at", "talks", *_both("title", "room", "said")),
    Talk: ("speakers", *_both("topic", "said")),
    Speaker: _both("name", "designation", "organisation"),
    WorkshopReport: ("left_out", *_both("foreword", "participants", "thanks")),
    Takeaway: (
        *("kind", "text", "language", *_both("text"), "talk", "speaker_name", "district", "cpse"),
        *("organisation", "organisation_name", "by_whom", "due_on", "asked_of"),
    ),
    GroupCount: ("group", "listed", "coming", "present"),
    OutcomeOfPair: ("cpse", *_both("district", "cpse"), "outcome", "voices"),
    OutcomeVoice: ("side", "stance", "name", "designation", "organisation", "note"),
    FeedbackSummary: ("answers", "questions"),
    QuestionSummary: ("question", "options", "unanswered"),
    OptionCount: ("value", "count"),
    FeedbackQuestion: ("key", "kind", *_both("text")),
}


def digest_record(record: ReportRecord) -> str:
    """The SHA-256 sum of all that a report of this record says, in whichever language; it reads nothing."""
    told = {item.name: _plain(getattr(record, item.name)) for item in fields(record)}
    said = [_EDITION, record.workshop.status in WAS_HELD, told]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    """A value as JSON writes it; of a thing, what sections tell of it."""
    if isinstance(value, Enum):
        return _plain(value.value)
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(held) for held in value]
    return {name: _plain(getattr(value, name)) for name in _TOLD[type(value)]}
