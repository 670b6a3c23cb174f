"""The forms of imports: sending a file, deciding on rows and names, applying, putting aside, taking back."""

from collections.abc import Iterable

from flask_wtf.file import FileField, FileRequired
from wtforms import IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from csrmatch.i18n import lazy_
from csrmatch.imports.models import ImportName
from csrmatch.imports.rules import Decision
from csrmatch.imports.showing import name_choices
from csrmatch.imports.words import DECISIONS, OUTCOMES, STATES
from csrmatch.web.forms import CreateForm, EditForm, FilterForm, all_or, one_line

__all__ = [
    "ActForm",
    "ImportFilter",
    "NewImportForm",
    "RowFilter",
    "UndoForm",
    "choices",
    "decision_choices",
    "decision_form",
    "name_field",
    "names_form",
    "read_names",
]


def choices(pairs: Iterable[tuple[object, object]]) -> list[SelectChoice]:
    """The options of a field from values and their words, which may be translated when shown."""
    return [SelectChoice(value=str(value), label=label) for value, label in pairs]


class NewImportForm(CreateForm):
    """A file and what kind of record it holds."""

    kind = RadioField(
        lazy_("What does the file hold?"), [InputRequired(message=lazy_("Choose what the file holds."))]
    )
    file = FileField(
        lazy_("File"),
        [FileRequired(message=lazy_("Choose a file."))],
        description=lazy_("The workbook as you downloaded and filled it (.xlsx), or a CSV in UTF-8."),
    )


class ImportFilter(FilterForm):
    """By kind and stage."""

    kind = SelectField(lazy_("Kind"), default="")
    state = SelectField(
        lazy_("Stage"),
        default="",
        choices=all_or((code.value, words[0]) for code, words in STATES.items()),
    )


class RowFilter(FilterForm):
    """By what becomes of a row."""

    outcome = SelectField(
        lazy_("What becomes of the row"),
        default="",
        choices=all_or((code.value, words[0]) for code, words in OUTCOMES.items()),
    )


class ActForm(EditForm):
    """A button that acts on an import; its version travels with it."""


class UndoForm(EditForm):
    """Takes an import back, with the reason; `kept` is how many records the person was told will stay."""

    kept = IntegerField(widget=HiddenInput(), validators=[Optional()])
    reason = TextAreaField(
        lazy_("Reason"),
        [DataRequired(message=lazy_("Give the reason: it stays on record.")), Length(max=500)],
        filters=[one_line],
    )


class _NamesForm(EditForm):
    """Which districts names in a file mean; a name left open stays open."""


def name_field(name: ImportName) -> str:
    """What the field of a name is called."""
    return f"lgd-{name.id}"


def names_form(names: Iterable[ImportName]) -> type[_NamesForm]:
    """The form in which each of some names is chosen a district for."""
    fields = {
        name_field(name): SelectField(
            lazy_("What “%(name)s” means", name=name.name),
            [Optional()],
            choices=choices(name_choices(name)),
            default=_lgd_of(name),
        )
        for name in names
    }
    return type("NamesForm", (_NamesForm,), fields)


def _lgd_of(name: ImportName) -> str:
    return "0" if name.is_elsewhere else str(name.chosen_lgd or "")


def read_names(form: EditForm, names: Iterable[ImportName]) -> dict[ImportName, int]:
    """The names that were given another meaning than they had: the LGD code, 0 outside the register."""
    given = ((name, form[name_field(name)].data or "") for name in names)
    return {name: int(lgd) for name, lgd in given if lgd and lgd != _lgd_of(name)}


class _DecisionForm(EditForm):
    """What shall be done with a row that was held back, and why."""

    decision = RadioField(
        lazy_("What shall be done with this row?"),
        [InputRequired(message=lazy_("Choose what shall be done."))],
    )
    reason = TextAreaField(
        lazy_("Reason"),
        [DataRequired(message=lazy_("Give the reason: it stays on record.")), Length(max=500)],
        filters=[one_line],
    )


def decision_form(fields: dict[str, tuple[str, str]]) -> type[_DecisionForm]:
    """The form of a decision, with a field for each cell that may be corrected: label and what it says."""
    made = {
        name: StringField(label, [Optional(), Length(max=2_000)], default=value)
        for name, (label, value) in fields.items()
    }
    return type("DecisionForm", (_DecisionForm,), made)


def decision_choices(*, can_correct: bool) -> list[SelectChoice]:
    """What can be done with a row; one that somebody changed meanwhile is not corrected here."""
    return choices(
        (code.value, words)
        for code, words in DECISIONS.items()
        if can_correct or code is not Decision.CORRECT
    )
