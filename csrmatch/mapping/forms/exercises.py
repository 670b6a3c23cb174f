"""The forms of the mapping: exercises, who takes part, weights, rules, runs."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SearchField,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from csrmatch.i18n import lazy_
from csrmatch.mapping.comparing import ANSWERS, PAIRS, answer_words, field_of
from csrmatch.mapping.models import CpseChoice, ExerciseCpse, ExerciseScope, RuleKind
from csrmatch.mapping.tables import CRITERIA
from csrmatch.mapping.tables.cells import CellError, clean_text
from csrmatch.mapping.wording.codes import CRITERION_NAMES, ERRORS
from csrmatch.registry.models import Cpse
from csrmatch.web.forms import CreateForm, EditForm, FilterForm, one_line, options

__all__ = [
    "ComparisonForm",
    "DistrictsForm",
    "ExerciseFilter",
    "ExerciseForm",
    "LiftForm",
    "NewExerciseForm",
    "PairFilter",
    "PlanFilter",
    "RuleForm",
    "RunForm",
    "WeightsForm",
    "cpses_form",
    "options",
    "read_choices",
]

_LONGEST_REASON = 500
_MOST_DISTRICTS = 1_000
_MOST_RUPEES = 10**15


def _readable(_form: object, field: Any) -> None:
    """A text that the input format could not hold is refused here, not when the exercise is run."""
    try:
        clean_text(field.data)
    except CellError as error:
        raise ValidationError(str(ERRORS[error.code]) % dict(error.params)) from None


class ExerciseFilter(FilterForm):
    """By a part of the title, and by year."""

    q = SearchField(lazy_("Title"), [Optional(), Length(max=80)])
    year = SelectField(lazy_("Financial year"), validate_choice=False)


class PlanFilter(FilterForm):
    """By district or CPSE."""

    q = SearchField(lazy_("District or CPSE"), [Optional(), Length(max=80)])


class PairFilter(FilterForm):
    """One pair: a district and a CPSE of a run."""

    district = SelectField(lazy_("District"))
    cpse = SelectField(lazy_("CPSE"))


class _Named:
    """What an exercise is called and for which year it is."""

    title_en = StringField(
        lazy_("Title in English"),
        [DataRequired(message=lazy_("Enter a title.")), Length(max=160), _readable],
    )
    title_hi = StringField(lazy_("Title in Hindi"), [Optional(), Length(max=160), _readable])
    financial_year = SelectField(lazy_("Financial year"))


class ExerciseForm(_Named, EditForm):
    """The title and the year of an exercise."""


class NewExerciseForm(_Named, CreateForm):
    """A new exercise: its name and whose districts it is about."""

    scope = RadioField(
        lazy_("Which districts?"),
        [InputRequired(message=lazy_("Choose which districts the exercise is about."))],
        choices=options(
            [
                (ExerciseScope.NATION.value, lazy_("The nation: all 112 and the CPSEs with known spending")),
                (
                    ExerciseScope.STATE.value,
                    lazy_("One state: its districts and the CPSEs with a place or spending there"),
                ),
                (ExerciseScope.PICKED.value, lazy_("Hand-picked districts and CPSEs")),
            ]
        ),
        default=ExerciseScope.NATION.value,
    )
    # Not marked optional, which would pass a blank by before the check below.
    state = SelectField(lazy_("State"), default="", description=lazy_("Only for an exercise of one state."))

    def validate_state(self, field: Any) -> None:
        """An exercise of one state needs that state."""
        if self.scope.data == ExerciseScope.STATE.value and not field.data:
            raise ValidationError(lazy_("Choose the state."))


class DistrictsForm(EditForm):
    """Which districts take part."""

    districts = SelectMultipleField(
        lazy_("Districts"),
        [
            InputRequired(message=lazy_("Choose at least one district.")),
            Length(max=_MOST_DISTRICTS),
        ],
    )


class _WeightsBase(EditForm):
    """The seven weights, which sum to 100, and the comparison in pairs they came from, if they did."""

    compared = HiddenField(validators=[Optional(), Length(max=100)])
    trying = SubmitField(lazy_("Show what would change"))

    def weights(self) -> dict[str, int]:
        """The weights by criterion."""
        return {name: self[name].data for name in CRITERIA}

    def validate(self, extra_validators: Any = None) -> bool:
        """Whole numbers of 0 or more that sum to 100."""
        if not super().validate(extra_validators):
            return False
        total = sum(self.weights().values())
        if total != 100:
            self.form_errors.append(str(lazy_("The weights sum to %(total)s, not to 100.", total=total)))
        return bool(total == 100)


def _weight_field(name: str) -> IntegerField:
    return IntegerField(
        CRITERION_NAMES[name],
        [
            InputRequired(message=lazy_("Enter a whole number for every criterion.")),
            NumberRange(min=0, max=100, message=lazy_("A weight is between 0 and 100.")),
        ],
    )


def _pair_field(pair: tuple[str, str]) -> SelectField:
    first, second = (CRITERION_NAMES[name] for name in pair)
    return SelectField(
        lazy_("%(first)s or %(second)s", first=first, second=second),
        choices=lambda: options((str(answer), answer_words(pair, answer)) for answer in ANSWERS),
    )


ComparisonForm = type("ComparisonForm", (FilterForm,), {field_of(pair): _pair_field(pair) for pair in PAIRS})
WeightsForm = type("WeightsForm", (_WeightsBase,), {name: _weight_field(name) for name in CRITERIA})


def _whole(text: str | None) -> int | None:
    """A count or an amount as people type it: Indian commas, blanks and ₹ are allowed; None where blank."""
    plain = re.sub(r"[\s,₹]", "", text or "")
    if not plain:
        return None
    if len(plain) > 16 or not plain.isdecimal():
        raise ValueError("not a whole number")
    return int(plain)


def _is_whole(form: Any, field: Any) -> None:
    try:
        value = _whole(field.data)
    except ValueError:
        raise ValidationError(
            lazy_("%(what)s: enter digits only, without decimals.", what=field.label.text)
        ) from None
    if value is not None and value > _MOST_RUPEES:
        raise ValidationError(lazy_("%(what)s: the number is too large.", what=field.label.text))


def cpses_form(cpses: Sequence[Cpse], members: Sequence[ExerciseCpse], proposed: Mapping[str, int]) -> Any:
    """The form of all CPSEs: who takes part, each with capacity, free money and a note.

    `proposed` holds by code the capacities that shall be shown instead of the stored ones.
    """
    fields: dict[str, Any] = {}
    for cpse in cpses:
        fields[f"in_{cpse.id}"] = BooleanField(lazy_("%(code)s takes part", code=cpse.code))
        fields[f"capacity_{cpse.id}"] = StringField(
            lazy_("Capacity of %(code)s", code=cpse.code), [_is_whole]
        )
        fields[f"free_{cpse.id}"] = StringField(
            lazy_("Free money of %(code)s in rupees", code=cpse.code), [_is_whole]
        )
        fields[f"note_{cpse.id}"] = StringField(lazy_("Note on %(code)s", code=cpse.code), [Length(max=200)])
    data: dict[str, Any] = {}
    for member in members:
        data[f"in_{member.cpse_id}"] = True
        data[f"capacity_{member.cpse_id}"] = str(proposed.get(member.cpse.code, member.capacity))
        data[f"free_{member.cpse_id}"] = "" if member.free_inr is None else str(member.free_inr)
        data[f"note_{member.cpse_id}"] = member.note
    return type("CpsesForm", (EditForm,), fields)(data=data)


def read_choices(form: Any, cpses: Sequence[Cpse]) -> dict[int, CpseChoice]:
    """What a valid form of CPSEs says, by id; a blank capacity means 1."""
    choices = {}
    for cpse in cpses:
        if form[f"in_{cpse.id}"].data:
            capacity = _whole(form[f"capacity_{cpse.id}"].data)
            choices[cpse.id] = CpseChoice(
                capacity=1 if capacity is None else min(capacity, _MOST_DISTRICTS),
                free_inr=_whole(form[f"free_{cpse.id}"].data),
                note=form[f"note_{cpse.id}"].data or "",
            )
    return choices


class RuleForm(CreateForm):
    """A pin or a ban: always with a reason, perhaps with a last day."""

    kind = RadioField(
        lazy_("What shall hold?"),
        [InputRequired(message=lazy_("Choose pin or ban."))],
        choices=options(
            [
                (RuleKind.PIN.value, lazy_("Pin: this CPSE shall lead this district")),
                (RuleKind.BAN.value, lazy_("Ban: this CPSE shall not lead this district")),
            ]
        ),
    )
    district = SelectField(lazy_("District"), [InputRequired(message=lazy_("Choose a district."))])
    cpse = SelectField(lazy_("CPSE"), [InputRequired(message=lazy_("Choose a CPSE."))])
    reason = TextAreaField(
        lazy_("Reason"),
        [
            DataRequired(message=lazy_("Give the reason: it stays on record with the rule.")),
            Length(max=_LONGEST_REASON),
            _readable,
        ],
        filters=[one_line],
    )
    expires_on = DateField(
        lazy_("Last day"),
        [Optional()],
        description=lazy_("Leave it blank if the rule shall hold until it is lifted."),
    )
    run = HiddenField()


class LiftForm(EditForm):
    """Why a rule is lifted."""

    reason = TextAreaField(
        lazy_("Why is the rule lifted?"),
        [
            DataRequired(message=lazy_("Give the reason: it stays on record with the rule.")),
            Length(max=_LONGEST_REASON),
            _readable,
        ],
        filters=[one_line],
    )


class RunForm(CreateForm):
    """A button: only the one-time key travels with it, so that a doubled click makes one run."""
