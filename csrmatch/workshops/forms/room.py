"""The forms of the mapping in the room: the exercise, its pairs, what is said of each, and the filter."""

from wtforms import RadioField, SearchField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from csrmatch.i18n import lazy_
from csrmatch.registry.forms.fields import choose, options
from csrmatch.registry.forms.titles import Titled
from csrmatch.web.forms import CreateForm, EditForm, FilterForm, one_line
from csrmatch.workshops.wording.room import ROOM_SIDES, STANCES

__all__ = [
    "HoldForm",
    "LayForm",
    "NewVoiceForm",
    "RoomExerciseForm",
    "RoomFilter",
    "RoomPairForm",
    "RoomReasonForm",
    "VoiceForm",
]

_LONGEST_NOTE = 2_000
_LONGEST_REASON = 500


class RoomFilter(FilterForm):
    """By text, and by what was said."""

    q = SearchField(lazy_("District or CPSE"), [Optional(), Length(max=80)])
    outcome = SelectField(lazy_("Outcome"), default="")


class HoldForm(CreateForm):
    """Which exercise is brought into the room."""

    exercise = choose(lazy_("Exercise"), validators=[InputRequired(message=lazy_("Choose the exercise."))])


class RoomExerciseForm(Titled, CreateForm):
    """The exercise of a workshop: its title and year; its districts are the workshop's."""

    title_en = StringField(
        lazy_("Title in English"),
        [InputRequired(message=lazy_("Enter a title.")), Length(max=160)],
        filters=[one_line],
    )
    title_hi = StringField(lazy_("Title in Hindi"), [Optional(), Length(max=160)], filters=[one_line])
    financial_year = choose(lazy_("Financial year"))


class LayForm(CreateForm):
    """Which plan is laid before the room."""

    plan = RadioField(
        lazy_("Which plan?"), [InputRequired(message=lazy_("Choose the plan."))], validate_choice=True
    )


class RoomPairForm(CreateForm):
    """A pair named by those in the room."""

    district = choose(lazy_("District"), validators=[InputRequired(message=lazy_("Choose the district."))])
    cpse = choose(lazy_("CPSE"), validators=[InputRequired(message=lazy_("Choose the CPSE."))])


class _Voiced:
    """What somebody said, for whom, by name."""

    side = RadioField(
        lazy_("Speaks for"),
        [InputRequired(message=lazy_("Choose for whom the person speaks."))],
        choices=options((side.value, words) for side, words in ROOM_SIDES.items()),
    )
    stance = RadioField(
        lazy_("Says"),
        [InputRequired(message=lazy_("Choose what was said."))],
        choices=options((stance.value, words) for stance, (words, _kind) in STANCES.items()),
    )
    name = StringField(lazy_("Name"), [Optional(), Length(max=160)], filters=[one_line])
    designation = StringField(lazy_("Designation"), [Optional(), Length(max=200)], filters=[one_line])
    organisation = StringField(
        lazy_("Organisation"),
        [Optional(), Length(max=200)],
        filters=[one_line],
        description=lazy_("As on the day, whatever it is called today."),
    )
    note = TextAreaField(
        lazy_("Note"),
        [Optional(), Length(max=_LONGEST_NOTE)],
        description=lazy_("On which conditions, or why not. No telephone numbers or mail addresses."),
    )


class NewVoiceForm(_Voiced, CreateForm):
    """What somebody says, as it is said; who is known already is chosen instead of typed."""

    person = choose(
        lazy_("Who speaks"),
        default="",
        description=lazy_("Speakers of the agenda and whoever spoke in this room before; or type below."),
    )


class VoiceForm(_Voiced, EditForm):
    """What is on record of a voice."""

    name = StringField(
        lazy_("Name"),
        [
            InputRequired(message=lazy_("Enter who spoke, or choose the person from the list.")),
            Length(max=160),
        ],
        filters=[one_line],
    )


class RoomReasonForm(EditForm):
    """Why an exercise is released, a pair taken off or a voice struck."""

    reason = TextAreaField(
        lazy_("Reason"),
        [InputRequired(message=lazy_("Give the reason: it stays on record.")), Length(max=_LONGEST_REASON)],
        filters=[one_line],
        description=lazy_("Everyone who sees the workshop can read it."),
    )
