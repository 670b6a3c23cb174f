"""The forms of rules: one for each kind, asking only what that kind needs, and the filter of their list."""

import secrets
from collections.abc import Mapping
from typing import Any

from wtforms import HiddenField, IntegerField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from csrmatch.i18n import LazyText, lazy_
from csrmatch.mapping.forms.exercises import LiftForm, RuleForm, options
from csrmatch.mapping.models import RuleKind
from csrmatch.mapping.wording.rules import KINDS, STANDINGS
from csrmatch.web.forms import CreateForm, FilterForm, all_or

__all__ = [
    "ACTS",
    "RULE_FORMS",
    "BoundForm",
    "ChooseKindForm",
    "RelaxForm",
    "RuleFilter",
    "read_pairs",
]

_MOST_DISTRICTS = 1_000
_LONGEST_LIST = 8_000

# What a person can set, in the order of the page: its name, and what it says.
ACTS: Mapping[str, tuple[LazyText, LazyText]] = {
    "pin": (lazy_("Pin"), lazy_("This CPSE shall lead this district.")),
    "ban": (lazy_("Ban"), lazy_("This CPSE shall not lead this district.")),
    "ban_cpse": (lazy_("Ban a CPSE for several districts"), lazy_("One rule for each district.")),
    "ban_district": (
        lazy_("Keep a district for some CPSEs"),
        lazy_("All other CPSEs are banned there, one rule each."),
    ),
    "minimum": (lazy_("Minimum"), lazy_("A CPSE leads at least so many districts.")),
    "budget": (
        lazy_("Budget"),
        lazy_("What the districts of a CPSE ask stays within its free money."),
    ),
    "bound": (
        lazy_("Bound"),
        lazy_("A ministry's CPSEs, or a CPSE in one state, lead at least or at most so many districts."),
    ),
    "one_each": (
        lazy_("Everyone one before anyone two"),
        lazy_("No CPSE leads two districts while one that could lead leads none."),
    ),
}


def _kinds() -> RadioField:
    return RadioField(
        lazy_("What shall hold?"),
        [InputRequired(message=lazy_("Choose what shall hold."))],
        choices=options((act, words[0]) for act, words in ACTS.items()),
    )


def _count(label: LazyText, least: int) -> IntegerField:
    return IntegerField(
        label,
        [
            InputRequired(message=lazy_("Enter a number of districts.")),
            NumberRange(min=least, max=_MOST_DISTRICTS),
        ],
    )


class ChooseKindForm(CreateForm):
    """Only the question what shall hold, for a rule that was sent without an answer to it."""

    kind = _kinds()


class _WholeForm(RuleForm):
    """A rule that is not about one pair: its reason and last day alone."""

    kind = _kinds()
    district = None
    cpse = None
    run = None


class CpseBansForm(_WholeForm):
    """One CPSE that shall not lead any of several districts."""

    cpse = SelectField(lazy_("CPSE"), [InputRequired(message=lazy_("Choose a CPSE."))])
    districts = SelectMultipleField(
        lazy_("Districts that it shall not lead"),
        [InputRequired(message=lazy_("Choose at least one district.")), Length(max=_MOST_DISTRICTS)],
    )


class DistrictBansForm(_WholeForm):
    """One district that only some CPSEs may lead."""

    district = SelectField(lazy_("District"), [InputRequired(message=lazy_("Choose a district."))])
    cpses = SelectMultipleField(
        lazy_("CPSEs that may lead it"),
        [InputRequired(message=lazy_("Choose at least one CPSE.")), Length(max=_MOST_DISTRICTS)],
    )


class MinimumForm(_WholeForm):
    """The least number of districts that a CPSE leads."""

    cpse = SelectField(lazy_("CPSE"), [InputRequired(message=lazy_("Choose a CPSE."))])
    value = _count(lazy_("Least number of districts"), 1)


class BudgetForm(_WholeForm):
    """Whose districts may ask no more than its free money."""

    cpse = SelectField(lazy_("Whose budget is held?"), [Optional()])


class BoundForm(_WholeForm):
    """At least or at most so many districts: of a ministry's CPSEs, or of a CPSE in a state."""

    direction = RadioField(
        lazy_("At least or at most?"),
        [InputRequired(message=lazy_("Choose at least or at most."))],
        choices=options(
            [(RuleKind.GROUP_MIN.value, lazy_("At least")), (RuleKind.GROUP_MAX.value, lazy_("At most"))]
        ),
    )
    value = _count(lazy_("Number of districts"), 0)
    ministry = SelectField(lazy_("CPSEs of this ministry"), [Optional()])
    cpse = SelectField(lazy_("or this one CPSE"), [Optional()])
    state = SelectField(
        lazy_("Only districts of this state"),
        [Optional()],
        description=lazy_("A bound of one CPSE needs a state."),
    )

    def validate_value(self, field: Any) -> None:
        """A bound from below of none would say nothing."""
        if self.direction.data == RuleKind.GROUP_MIN and field.data == 0:
            raise ValidationError(lazy_("A bound from below is at least 1."))


class OneEachForm(_WholeForm):
    """Everyone one before anyone two: nothing but its reason."""


RULE_FORMS: Mapping[str, type[RuleForm]] = {
    "pin": RuleForm,
    "ban": RuleForm,
    "ban_cpse": CpseBansForm,
    "ban_district": DistrictBansForm,
    "minimum": MinimumForm,
    "budget": BudgetForm,
    "bound": BoundForm,
    "one_each": OneEachForm,
}


class RelaxForm(LiftForm):
    """Carries out what was tried: rules by number and version, places by CPSE, with the reason."""

    form_key = HiddenField(default=lambda: secrets.token_urlsafe(24))
    reason = RuleForm.reason
    rules = HiddenField(validators=[Length(max=_LONGEST_LIST)])
    more = HiddenField(validators=[Length(max=_LONGEST_LIST)])


def read_pairs(text: str | None) -> dict[str, int] | None:
    """Names with whole numbers, as `NAME:2 OTHER:1`; None where the text is anything else."""
    found: dict[str, int] = {}
    for part in (text or "").split():
        name, _colon, number = part.rpartition(":")
        if not name or not number.isascii() or not number.isdecimal() or len(number) > 9:
            return None
        found[name] = int(number)
    return found


class RuleFilter(FilterForm):
    """By what rules say, whom they speak of, and how they stand."""

    kind = SelectField(
        lazy_("Kind"), default="", choices=all_or((kind.value, words) for kind, words in KINDS.items())
    )
    cpse = SelectField(lazy_("CPSE"), default="")
    district = SelectField(lazy_("District"), default="")
    state = SelectField(lazy_("State"), default="")
    standing = SelectField(lazy_("Status"), default="", choices=all_or(STANDINGS.items()))
