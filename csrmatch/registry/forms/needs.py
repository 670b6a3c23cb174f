"""The forms of needs: posting one, its parts, its partners, the steps of its life, and the filter."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import RadioField, SearchField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from csrmatch.i18n import _, lazy_
from csrmatch.indicators.choices import theme_options
from csrmatch.registry.forms.fields import CountField, MoneyField, choose, options
from csrmatch.registry.forms.titles import Titled
from csrmatch.registry.rules.needs import Urgency
from csrmatch.registry.services.need_texts import NeedText
from csrmatch.registry.wording.filters import MONEY_LEFT, NEED_GAPS
from csrmatch.registry.wording.needs import URGENCIES
from csrmatch.registry.wording.projects import GROUPS
from csrmatch.web.forms import CreateForm, EditForm, FilterForm, all_or, one_line

__all__ = [
    "FigureForm",
    "NeedFilter",
    "NeedForm",
    "NeedStepForm",
    "NewNeedForm",
    "fill_new_need",
    "partners_form",
    "read_new_need",
    "read_pledges",
]

_LONGEST_TEXT = 2_000
_MOST_PARTNERS = 30


class NeedFilter(FilterForm):
    """By text, place, theme, stage, urgency; by whom it is for, who takes part, money, what is missing."""

    seldom = frozenset({"group", "cpse", "scheme", "year", "left", "gap"})

    q = SearchField(lazy_("Title, text or number"), [Optional(), Length(max=80)])
    state = SelectField(lazy_("State"), default="")
    district = SelectField(lazy_("District"), default="")
    theme = SelectField(lazy_("Theme"), default="")
    status = SelectField(lazy_("Stage"), default="")
    urgency = SelectField(lazy_("Urgency"), default="")
    group = SelectField(
        lazy_("For whom"),
        choices=all_or((code.value, words) for code, words in GROUPS.items()),
        default="",
    )
    cpse = SelectField(lazy_("CPSE that takes part"), default="")
    scheme = SelectField(lazy_("Scheme that covers a part"), default="")
    year = SelectField(lazy_("Posted in"), default="")
    left = SelectField(
        lazy_("Money still to find"),
        choices=all_or((code.value, words) for code, words in MONEY_LEFT.items()),
        default="",
    )
    gap = SelectField(
        lazy_("Not known"),
        choices=all_or((code.value, words) for code, words in NEED_GAPS.items()),
        default="",
    )


class _Asked(Titled):
    """What is asked for, of what theme, where, and what it costs."""

    theme = choose(lazy_("Theme"), validators=[InputRequired(message=lazy_("Choose the theme."))])
    block = StringField(lazy_("Block"), [Optional(), Length(max=80)], filters=[one_line])
    asked = TextAreaField(
        lazy_("What is asked"),
        [Optional(), Length(max=_LONGEST_TEXT)],
        description=lazy_("What shall be there in the end, where, and who will run it. No names of persons."),
    )
    cost_inr = MoneyField(
        lazy_("Cost"), description=lazy_("In rupees, lakh or crore; leave it blank if it is not known yet.")
    )


class NewNeedForm(_Asked, CreateForm):
    """The first few fields of a new need; all of them but a title and the theme can wait."""


def fill_new_need(form: Any) -> None:
    """Fills the themes of the form of a new need."""
    form.theme.choices = options([("", _("Choose a theme")), *theme_options()])


def read_new_need(form: Any) -> NeedText:
    """What the form of a new need says."""
    return NeedText(
        theme_code=form.theme.data,
        title_en=form.title_en.data or None,
        title_hi=form.title_hi.data or None,
        block=form.block.data or None,
        asked=form.asked.data or None,
        cost_inr=form.cost_inr.data,
    )


class NeedForm(_Asked, EditForm):
    """What is asked for, how urgently, and what a scheme covers of it."""

    urgency = RadioField(
        lazy_("How urgent is it?"),
        choices=options((code.value, words) for code, (words, _kind) in URGENCIES.items()),
    )
    urgency_reason = TextAreaField(
        lazy_("Why it is urgent"), [Optional(), Length(max=500)], filters=[one_line]
    )
    scheme = SelectField(
        lazy_("Scheme that covers a part"),
        default="",
        description=lazy_("CSR adds to what the government does; it does not replace it."),
    )
    covered_inr = MoneyField(lazy_("Covered by the scheme"))
    covered_percent = CountField(
        lazy_("Share covered, in per cent"),
        most=100,
        description=lazy_("Only where the share is known and the amount is not. A blank is not known."),
    )

    def validate_urgency_reason(self, field: Any) -> None:
        """Urgent needs a reason."""
        if self.urgency.data == Urgency.HIGH and not field.data:
            raise ValidationError(lazy_("Say why it is urgent."))


class FigureForm(EditForm):
    """The indicator a need is to move."""

    indicator = choose(
        lazy_("Which figure shall it move?"),
        default="",
        description=lazy_(
            "The figure, its benchmark and its source are kept as they are today, whatever comes later."
        ),
    )


class NeedStepForm(EditForm):
    """The next step of a need's life, and why."""

    status = RadioField(
        lazy_("What is the next step?"), [InputRequired(message=lazy_("Choose the next step."))]
    )
    reason = TextAreaField(
        lazy_("Reason"),
        [Length(max=500)],
        filters=[one_line],
        description=lazy_(
            "Asked for where a need is sent back or withdrawn; for one that is met, what was reached."
        ),
    )


class _PartnersForm(EditForm):
    """Rows of a CPSE and its pledge, which `partners_form` adds."""

    rows = 0

    def validate(self, extra_validators: Any = None) -> bool:
        """No CPSE stands twice, and no pledge without its CPSE."""
        if not super().validate(extra_validators):
            return False
        seen: set[str] = set()
        for number in range(self.rows):
            cpse, pledged = self[f"cpse_{number}"], self[f"pledged_{number}"]
            if pledged.data is not None and not cpse.data:
                cpse.errors = [*cpse.errors, str(lazy_("Choose the CPSE that pledged this."))]
            if cpse.data and cpse.data in seen:
                cpse.errors = [*cpse.errors, str(lazy_("This CPSE stands twice."))]
            seen.add(cpse.data)
        return not self.errors


def partners_form(
    cpses: Sequence[tuple[str, str]], rows: int, pledges: Mapping[str, int | None], version: int
) -> Any:
    """The form of a need's partners with so many rows of a CPSE and what it pledged."""
    rows = min(rows, _MOST_PARTNERS)
    fields: dict[str, Any] = {"rows": rows}
    data: dict[str, Any] = {"version": version}
    for number in range(rows):
        fields[f"cpse_{number}"] = choose(
            lazy_("CPSE %(number)s", number=number + 1),
            choices=options([("", lazy_("Choose a CPSE")), *cpses]),
            default="",
        )
        fields[f"pledged_{number}"] = MoneyField(lazy_("Pledge %(number)s", number=number + 1))
    for number, (code, amount) in enumerate(pledges.items()):
        data |= {f"cpse_{number}": code, f"pledged_{number}": amount}
    return type("PartnersForm", (_PartnersForm,), fields)(data=data)


def read_pledges(form: Any) -> dict[str, int | None]:
    """What the CPSEs of a valid form of partners pledged, by code."""
    pairs = ((form[f"cpse_{n}"].data, form[f"pledged_{n}"].data) for n in range(form.rows))
    return {code: amount for code, amount in pairs if code}
