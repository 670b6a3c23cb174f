"""The section of what was said and worth keeping: requests, commitments, challenges, practices, insights."""

from collections.abc import Sequence

from csrmatch.documents.parts import Heading, Items, Part
from csrmatch.i18n import LazyText, _, current_language, format_day, lazy_, name_of
from csrmatch.workshops.documents.sections import ReportRecord, register_section
from csrmatch.workshops.models import Takeaway
from csrmatch.workshops.rules.takeaways import TakeawayKind

__all__: list[str] = []

# What the report calls each kind, in the order in which it tells them.
_HEADS: dict[TakeawayKind, LazyText] = {
    TakeawayKind.REQUEST: lazy_("Requests"),
    TakeawayKind.COMMITMENT: lazy_("Commitments"),
    TakeawayKind.CHALLENGE: lazy_("Challenges"),
    TakeawayKind.PRACTICE: lazy_("Practices"),
    TakeawayKind.INSIGHT: lazy_("Insights"),
}


def _takeaways(record: ReportRecord) -> Sequence[Part]:
    """Every note that was not struck, by kind, with who said it and what it is about."""
    parts: list[Part] = []
    for kind, head in _HEADS.items():
        told = [_tell(row) for row in record.takeaways if row.kind is kind]
        parts += [Heading(str(head), 2), Items(told)] if told else []
    return parts


def _tell(row: Takeaway) -> str:
    """A note as it is worded in the language in force, or as it was taken down, which it says."""
    own = getattr(row, f"text_{current_language()}")
    if not own and row.language == current_language():
        own = row.text
    text = own or name_of(row, "text") or row.text
    if not own and (row.text_en or row.text_hi or row.language != current_language()):
        text = _("%(told)s [not translated]", told=text)
    about = [
        _speaker(row),
        _office(row),
        name_of(row.district) if row.district else "",
        _("asked of %(whom)s", whom=row.asked_of) if row.asked_of else "",
        _("by %(whom)s", whom=row.by_whom) if row.by_whom else "",
        _("until %(day)s", day=format_day(row.due_on)) if row.due_on else "",
    ]
    known = "; ".join(part for part in about if part)
    return f"{text} ({known})" if known else text


def _speaker(row: Takeaway) -> str:
    """The speaker as the agenda names them in this language, where it does."""
    for speaker in row.talk.speakers if row.talk else ():
        if row.speaker_name in {speaker.name_en, speaker.name_hi}:
            return name_of(speaker)
    return row.speaker_name or ""


def _office(row: Takeaway) -> str:
    if row.cpse is not None:
        return name_of(row.cpse)
    return name_of(row.organisation) if row.organisation else row.organisation_name or ""


register_section("takeaways", lazy_("Takeaways"), 75, _takeaways)
