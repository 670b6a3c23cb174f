"""The filter of what came of a workshop or of a series."""

from wtforms import SelectField

from csrmatch.i18n import lazy_
from csrmatch.web.forms import FilterForm, all_or
from csrmatch.workshops.rules.outcomes import Horizon
from csrmatch.workshops.wording.outcomes import HORIZONS, OUTCOME_KINDS, OUTCOME_STAGES

__all__ = ["OutcomeFilter", "SeriesOutcomeFilter"]


class OutcomeFilter(FilterForm):
    """By kind, by how far it had come at a horizon, and by what it is about."""

    kind = SelectField(
        lazy_("Kind"),
        choices=all_or((code.value, words) for code, words in OUTCOME_KINDS.items()),
        default="",
    )
    stage = SelectField(
        lazy_("How far it came"),
        choices=all_or((code.value, words) for code, (words, _kind) in OUTCOME_STAGES.items()),
        default="",
    )
    at = SelectField(
        lazy_("When"),
        choices=all_or(
            ((code.value, words) for code, words in HORIZONS.items() if code is not Horizon.TODAY),
            HORIZONS[Horizon.TODAY],
        ),
        default="",
    )
    state = SelectField(lazy_("State"), default="")
    district = SelectField(lazy_("District"), default="")
    cpse = SelectField(lazy_("CPSE"), default="")


class SeriesOutcomeFilter(OutcomeFilter):
    """The same, and by the workshop."""

    workshop = SelectField(lazy_("Workshop"), default="")
