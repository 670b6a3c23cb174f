"""The forms of overlaps: the verdict, opening a case again, and the filter of the register."""

from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from csrmatch.i18n import lazy_
from csrmatch.registry.forms.fields import options
from csrmatch.registry.wording.overlaps import VERDICT_ACTS
from csrmatch.web.forms import EditForm, FilterForm, one_line

__all__ = ["OverlapFilter", "ReopenForm", "VerdictForm"]


class OverlapFilter(FilterForm):
    """By place, CPSE, theme, state of the case and verdict; by the kind of its records, and its year."""

    seldom = frozenset({"kind", "year"})

    state = SelectField(lazy_("State"), default="")
    district = SelectField(lazy_("District"), default="")
    cpse = SelectField(lazy_("CPSE"), default="")
    theme = SelectField(lazy_("Theme"), default="")
    stage = SelectField(lazy_("Stage"), default="")
    verdict = SelectField(lazy_("Verdict"), default="")
    kind = SelectField(lazy_("One of the records"), default="")
    year = SelectField(lazy_("Opened in"), default="")


class _Reasoned(EditForm):
    """An act on a case with its reason."""

    reason = TextAreaField(
        lazy_("Reason"),
        [DataRequired(message=lazy_("Give the reason: it stays on record.")), Length(max=500)],
        filters=[one_line],
        description=lazy_("The offices of both records read it."),
    )


class VerdictForm(_Reasoned):
    """What an overlap is, and why."""

    verdict = RadioField(
        lazy_("What is to be said of it?"),
        [InputRequired(message=lazy_("Choose a verdict."))],
        choices=options((code.value, words) for code, words in VERDICT_ACTS.items()),
    )


class ReopenForm(_Reasoned):
    """Why an answered case is opened again."""
