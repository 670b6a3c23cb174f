"""The forms about a run's matrix: what of it is shown and how, and the swap of two leads."""

from typing import ClassVar

from wtforms import BooleanField, HiddenField, RadioField, SearchField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from csrmatch.i18n import lazy_, name_of
from csrmatch.mapping.forms.exercises import RuleForm, options
from csrmatch.mapping.results import Result
from csrmatch.mapping.wording.codes import name_of_state
from csrmatch.web.forms import CreateForm, FilterForm, all_or

__all__ = ["ZOOMS", "MatrixFilter", "SwapForm", "fill_matrix_filter"]

ZOOMS = {"s": lazy_("Small"), "m": lazy_("Medium"), "l": lazy_("Large")}
_FIGURES = {
    "fit": lazy_("Fit"),
    "costs": lazy_("Cost of overruling"),
    "gaps": lazy_("Data not known"),
}
_ROWS = {
    "worst": lazy_("Worst served first"),
    "name": lazy_("By name"),
    "state": lazy_("By state"),
}
_COLUMNS = {
    "price": lazy_("Most contested first"),
    "name": lazy_("By name"),
    "led": lazy_("Most districts led first"),
}
_USUAL = {"show": "fit", "rows": "worst", "columns": "price", "zoom": "m"}


class MatrixFilter(FilterForm):
    """Which districts and CPSEs are shown, in which order, with which figures, how large."""

    seldom: ClassVar[frozenset[str]] = frozenset({"state", "find", "company", "led"})

    show = SelectField(lazy_("Figures"), validate_choice=False)
    rows = SelectField(lazy_("Order of the districts"), validate_choice=False)
    columns = SelectField(lazy_("Order of the CPSEs"), validate_choice=False)
    state = SelectField(lazy_("State"), validate_choice=False)
    find = SearchField(lazy_("District"), [Optional(), Length(max=80)])
    company = SearchField(lazy_("CPSE or ministry"), [Optional(), Length(max=80)])
    led = BooleanField(lazy_("Only CPSEs that lead"))
    zoom = HiddenField()

    @property
    def given(self) -> dict[str, str]:
        """What is asked for beside the usual, as an address says it."""
        said = {item.name: "1" if item.data is True else item.data or "" for item in self}
        return {name: text for name, text in said.items() if text and text != _USUAL.get(name)}

    @property
    def narrows(self) -> bool:
        """Whether some districts or CPSEs are left out."""
        return any(self[name].data for name in self.seldom)


def fill_matrix_filter(form: MatrixFilter, result: Result) -> None:
    """Gives the form the words of a run; what means nothing there becomes the usual."""
    districts = sorted((name_of(row), row.lgd) for row in result.given.districts)
    form.show.choices = options(_FIGURES.items())
    form.rows.choices = [
        *options(_ROWS.items()),
        *(
            SelectChoice(f"fit:{code}", code, optgroup=lazy_("Best fit first with"))
            for code in sorted(result.problem.cpses)
        ),
    ]
    form.columns.choices = [
        *options(_COLUMNS.items()),
        *(SelectChoice(f"fit:{lgd}", name, optgroup=lazy_("Best fit first for")) for name, lgd in districts),
    ]
    states = sorted((name_of_state(name), name) for name in {row.state for row in result.given.districts})
    form.state.choices = all_or((name, words) for words, name in states)
    for field in (form.show, form.rows, form.columns, form.state):
        if field.data not in {choice.value for choice in field.choices}:
            field.data = field.choices[0].value
    if form.zoom.data not in ZOOMS:
        form.zoom.data = _USUAL["zoom"]
    form.validate()


class SwapForm(CreateForm):
    """With which district the leads are exchanged, and why: one reason for both pins."""

    other = RadioField(
        lazy_("Swap with"), [InputRequired(message=lazy_("Choose the district to swap with."))]
    )
    reason = RuleForm.reason
    expires_on = RuleForm.expires_on
