"""The forms of the agenda: days, sessions, talks with their speakers, moving a part, its files."""

from typing import Any

from wtforms import DateField, StringField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Length, Optional

from csrmatch.attachments.forms import DocumentForm
from csrmatch.i18n import lazy_
from csrmatch.registry.forms.fields import CountField, choose, options
from csrmatch.web.forms import CreateForm, EditForm, one_line
from csrmatch.workshops.rules.agenda import SessionKind
from csrmatch.workshops.wording.agenda import SESSION_KINDS

__all__ = [
    "MOST_SPEAKERS",
    "SPEAKER_PARTS",
    "DaysForm",
    "FileForm",
    "KeyForm",
    "MoveForm",
    "NewSessionForm",
    "NewTalkForm",
    "RemoveForm",
    "SessionForm",
    "TalkForm",
    "make_days_form",
    "speaker_fields",
]

_LONGEST_TEXT = 10_000
# How many people can share one talk, as those of a panel do.
MOST_SPEAKERS = 8
SPEAKER_PARTS = {
    "name_en": (lazy_("Name in English"), 160),
    "name_hi": (lazy_("Name in Hindi"), 160),
    "designation_en": (lazy_("Designation in English"), 200),
    "designation_hi": (lazy_("Designation in Hindi"), 200),
    "organisation_en": (lazy_("Organisation in English"), 200),
    "organisation_hi": (lazy_("Organisation in Hindi"), 200),
}


def _time_field(label: object) -> Any:
    return TimeField(label, [Optional()], format=["%H:%M", "%H:%M:%S"])


class _Session:
    """What a session is."""

    title_en = StringField(lazy_("Title in English"), [Length(max=300)], filters=[one_line])
    title_hi = StringField(
        lazy_("Title in Hindi"),
        [Length(max=300)],
        filters=[one_line],
        description=lazy_("One of the two is enough; readers of the other language see it as it is."),
    )
    kind = choose(
        lazy_("Kind"),
        choices=options((code.value, words) for code, words in SESSION_KINDS.items()),
        default=SessionKind.OTHER.value,
        description=lazy_("The report tells the sessions by their kind."),
    )
    starts_at = _time_field(lazy_("Begins at"))
    ends_at = _time_field(lazy_("Ends at"))
    room_en = StringField(lazy_("Room in English"), [Length(max=120)], filters=[one_line])
    room_hi = StringField(lazy_("Room in Hindi"), [Length(max=120)], filters=[one_line])
    said_en = TextAreaField(
        lazy_("What was said, in English"),
        [Length(max=_LONGEST_TEXT)],
        description=lazy_("What no talk holds, such as what a discussion came to."),
    )
    said_hi = TextAreaField(lazy_("What was said, in Hindi"), [Length(max=_LONGEST_TEXT)])


class NewSessionForm(_Session, CreateForm):
    """A new session."""


class SessionForm(_Session, EditForm):
    """What a session is."""


class _Talk:
    """What a talk is and who speaks."""

    # Whether more people spoke earlier than can be chosen from.
    is_cut = False
    topic_en = StringField(lazy_("Topic in English"), [Length(max=300)], filters=[one_line])
    topic_hi = StringField(lazy_("Topic in Hindi"), [Length(max=300)], filters=[one_line])
    starts_at = _time_field(lazy_("Begins at"))
    minutes = CountField(lazy_("Minutes"), most=1_440)
    theme = choose(lazy_("Theme"), default="")
    district = choose(lazy_("District it is about"), default="")
    cpse = choose(lazy_("CPSE it is about"), default="")
    said_en = TextAreaField(
        lazy_("What was said, in English"),
        [Length(max=_LONGEST_TEXT)],
        description=lazy_("In a few sentences, once it was said."),
    )
    said_hi = TextAreaField(lazy_("What was said, in Hindi"), [Length(max=_LONGEST_TEXT)])
    earlier_text = StringField(
        lazy_("Look for an earlier speaker"),
        [Length(max=80)],
        filters=[one_line],
        description=lazy_("A part of a name, designation or office, in either script."),
    )
    earlier = choose(lazy_("Take over an earlier speaker"), default="")


for _place in range(1, MOST_SPEAKERS + 1):
    for _part, (_label, _longest) in SPEAKER_PARTS.items():
        setattr(
            _Talk,
            f"speaker_{_place}_{_part}",
            StringField(_label, [Length(max=_longest)], filters=[one_line]),
        )


class NewTalkForm(_Talk, CreateForm):
    """A new talk."""


class TalkForm(_Talk, EditForm):
    """What a talk is and who speaks."""


def speaker_fields(form: Any) -> list[dict[str, Any]]:
    """The fields of each speaker, by what they ask."""
    return [
        {part: form[f"speaker_{place}_{part}"] for part in SPEAKER_PARTS}
        for place in range(1, MOST_SPEAKERS + 1)
    ]


class MoveForm(EditForm):
    """Where a part is to stand: the day or session, a colon, and the place among what is there."""

    to = StringField(validators=[InputRequired()])


class KeyForm(CreateForm):
    """A button that adds something or takes the last one away."""


class RemoveForm(EditForm):
    """A button that takes a part of the agenda away."""


class FileForm(DocumentForm):
    """A file of the workshop or of one talk."""

    talk = choose(lazy_("Of which talk"), default="")


class DaysForm(EditForm):
    """The dates of the days; there is one field for each."""


def make_days_form(days: int) -> type[DaysForm]:
    """A form with the date of each day."""
    dates = {
        f"day_{number}": DateField(lazy_("Day %(number)s", number=number), [Optional()])
        for number in range(1, days + 1)
    }
    return type("DaysFormOf", (DaysForm,), dates)
