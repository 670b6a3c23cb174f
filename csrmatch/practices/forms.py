"""The forms of practices: the filter, a new one, all of one, the next step."""

import re
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from wtforms import (
    DateField,
    RadioField,
    SearchField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from csrmatch.i18n import lazy_
from csrmatch.practices.rules import (
    LONGEST_LINE,
    EvidenceKind,
    OriginKind,
    join_changeable,
    split_changeable,
)
from csrmatch.practices.services import Changeable, PracticeText
from csrmatch.practices.services.texts import find_text_problems
from csrmatch.practices.wording import EVIDENCE, ORIGINS
from csrmatch.registry.forms.fields import MoneyField, choose, options
from csrmatch.registry.forms.titles import Titled
from csrmatch.registry.rules.projects import TargetGroup
from csrmatch.registry.wording.projects import GROUPS
from csrmatch.web.forms import CreateForm, EditForm, FilterForm, all_or, one_line

__all__ = ["NewPracticeForm", "PracticeFilter", "PracticeForm", "PracticeStepForm", "form_data", "read_text"]

_LONGEST_TEXT = 4_000
_MOST_LINES = 20
_NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,4})?")


class PracticeFilter(FilterForm):
    """By text, theme, place, company, evidence and stage; by where it is known from."""

    seldom = frozenset({"origin", "cpse"})

    q = SearchField(lazy_("Title, text or number"), [Optional(), Length(max=80)])
    theme = SelectField(lazy_("Theme"), default="")
    state = SelectField(lazy_("State"), default="")
    district = SelectField(lazy_("District"), default="")
    evidence = SelectField(
        lazy_("Evidence"),
        choices=all_or((code.value, words) for code, (words, _kind) in EVIDENCE.items()),
        default="",
    )
    status = SelectField(lazy_("Stage"), default="")
    cpse = SelectField(lazy_("CPSE that runs it"), default="")
    origin = SelectField(
        lazy_("Where it is known from"),
        choices=all_or((code.value, words) for code, words in ORIGINS.items()),
        default="",
    )


class _FigureField(StringField):  # type: ignore[misc]
    """A number in digits of either script; blank is None, not known."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:.4f}".rstrip("0").rstrip(".")

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Reads what was typed."""
        if not valuelist:
            return
        self.data = None
        plain = re.sub(r"[,\s%₹]", "", str(valuelist[0]))
        if plain and not _NUMBER.fullmatch(plain):
            raise ValueError(str(lazy_("%(what)s: enter a number, as in 45 or 45.2.", what=self.label.text)))
        self.data = float(plain) if plain else None


def _text(label: object, description: object = "") -> TextAreaField:
    return TextAreaField(label, [Optional(), Length(max=_LONGEST_TEXT)], description=description)


def _line(label: object, most: int, description: object = "") -> StringField:
    return StringField(label, [Optional(), Length(max=most)], filters=[one_line], description=description)


class _Started(Titled):
    """What a practice begins with: its name, the problem, what was done, and where it is known from."""

    themes = SelectMultipleField(lazy_("Themes"))
    problem = _text(lazy_("What problem it answers"), lazy_("What was wrong, for whom, and where."))
    done = _text(
        lazy_("What was done"), lazy_("Step by step, so that another could do it. No names of persons.")
    )
    origin = RadioField(
        lazy_("Where it is known from"),
        [InputRequired(message=lazy_("Say where the practice is known from."))],
        choices=options((code.value, words) for code, words in ORIGINS.items()),
        default=OriginKind.OWN_WORK.value,
    )
    citation = _line(
        lazy_("Source in full"),
        400,
        lazy_("Title, publisher and year, or the workshop and its day. Needed for a published source."),
    )


class NewPracticeForm(_Started, CreateForm):
    """The first few fields of a practice; all but a title can wait."""


class PracticeForm(_Started, EditForm):
    """All that is said of a practice; what is left blank is not known."""

    groups = SelectMultipleField(
        lazy_("For whom"), choices=options((code.value, words) for code, words in GROUPS.items())
    )
    places = SelectMultipleField(
        lazy_("States and districts in which it worked"),
        description=lazy_("A whole state, or the districts alone."),
    )
    elsewhere = _line(
        lazy_("Other places"), 300, lazy_("Districts that are not on the list, other countries.")
    )
    cpse = choose(lazy_("CPSE that runs it"), default="")
    run_by = _line(lazy_("Who else runs it"), 200, lazy_("An organisation, not a person."))
    core = _text(
        lazy_("Must stay"),
        lazy_("One part on each line, the most important first: without these it is another practice."),
    )
    changeable = _text(
        lazy_("May change"),
        lazy_("One part on each line, and how after a colon, as in: Food: what is grown and eaten here."),
    )
    cost_inr = MoneyField(
        lazy_("Cost in all"), description=lazy_("In rupees, lakh or crore; a blank is not known.")
    )
    unit_cost_inr = MoneyField(lazy_("Cost of one"))
    cost_unit = _line(lazy_("For one what"), 80, lazy_("A child, a centre, a village."))
    cost_period = _line(lazy_("Over which time"), 80, lazy_("As in: a year; three years, 2021 to 2024."))
    cost_note = _text(lazy_("Note on the cost"), lazy_("What is in it, what is not, and who paid."))
    evidence = choose(lazy_("Evidence"), default="")
    evidence_text = _text(lazy_("What the evidence says"))
    figure_what = _line(
        lazy_("What was measured"),
        200,
        lazy_("With its unit, as in: children under 5 who are wasted, per cent."),
    )
    figure_before = _FigureField(lazy_("Figure before"))
    figure_after = _FigureField(lazy_("Figure after"))
    figure_source = _line(lazy_("Source of the figures"), 200)
    figure_on = DateField(lazy_("Day of the later figure"), [Optional()])
    contact_office = _line(lazy_("Office to ask"), 200)
    contact_designation = _line(
        lazy_("Post of the person to ask"), 120, lazy_("The post, not the name of the person.")
    )
    contact_mail = _line(
        lazy_("Mail of the office"),
        120,
        lazy_("Shown only to offices and companies that are signed in; never in a file or to the public."),
    )
    contact_phone = _line(lazy_("Telephone of the office"), 40)

    def validate_core(self, field: Any) -> None:
        """A list of short lines."""
        _check_lines(field)

    def validate_changeable(self, field: Any) -> None:
        """A list of short lines."""
        _check_lines(field)

    def validate(self, extra_validators: Any = None) -> bool:
        """What the verb would refuse is told at its field."""
        if not super().validate(extra_validators):
            return False
        for name, problem in find_text_problems(read_text(self, {})):
            self[name].errors = [*self[name].errors, str(problem)]
        return not self.errors


class PracticeStepForm(EditForm):
    """The next step of a practice's life, and why."""

    status = RadioField(
        lazy_("What is the next step?"), [InputRequired(message=lazy_("Choose the next step."))]
    )
    reason = TextAreaField(
        lazy_("Reason"),
        [Length(max=500)],
        filters=[one_line],
        description=lazy_("Asked for where a practice is sent back, retired or brought back."),
    )


def _check_lines(field: Any) -> None:
    lines = _lines(field.data)
    if len(lines) > _MOST_LINES:
        raise ValidationError(lazy_("At most %(most)s lines.", most=_MOST_LINES))
    if any(len(line) > LONGEST_LINE for line in lines):
        raise ValidationError(lazy_("A line has at most %(most)s letters.", most=LONGEST_LINE))


def _lines(text: str | None) -> list[str]:
    found = (" ".join(line.split()) for line in (text or "").splitlines())
    return list(dict.fromkeys(line for line in found if line))


def form_data(text: PracticeText) -> dict[str, Any]:
    """What the form of a practice holds when it is opened."""
    data = asdict(text)
    return {
        **data,
        "themes": list(text.themes),
        "groups": [group.value for group in text.groups],
        "places": [f"s{state}" if lgd is None else f"d{lgd}" for state, lgd in text.places],
        "core": "\n".join(text.core),
        "changeable": "\n".join(join_changeable(it.what, it.how) for it in text.changeable),
        "evidence": text.evidence.value if text.evidence else "",
        "cpse": text.cpse or "",
        "origin": text.origin.value,
    }


def read_text(form: Any, states: dict[int, int]) -> PracticeText:
    """What a form says; `states` gives the state of each district, by LGD codes."""
    given = {field.name: field.data for field in form}
    plain: dict[str, Any] = {
        name: given.get(name) or ""
        for name in (
            "problem",
            "elsewhere",
            "done",
            "cost_unit",
            "cost_period",
            "cost_note",
            "evidence_text",
            "figure_what",
            "figure_source",
            "run_by",
            "contact_office",
            "contact_designation",
            "contact_mail",
            "contact_phone",
            "citation",
        )
    }
    known: dict[str, Any] = {
        name: given.get(name)
        for name in ("cost_inr", "unit_cost_inr", "figure_before", "figure_after", "figure_on")
    }
    return PracticeText(
        **plain,
        **known,
        title_en=given["title_en"] or None,
        title_hi=given["title_hi"] or None,
        themes=tuple(given["themes"] or ()),
        groups=tuple(TargetGroup(code) for code in given.get("groups") or ()),
        places=_places(given.get("places") or (), states),
        core=tuple(_lines(given.get("core"))),
        changeable=tuple(Changeable(*split_changeable(line)) for line in _lines(given.get("changeable"))),
        evidence=EvidenceKind(given["evidence"]) if given.get("evidence") else None,
        cpse=given.get("cpse") or None,
        origin=OriginKind(given["origin"]),
    )


def _places(chosen: Sequence[str], states: dict[int, int]) -> tuple[tuple[int, int | None], ...]:
    """The states and districts that were chosen; a district whose state is not told is left for the verb."""
    found: list[tuple[int, int | None]] = []
    for code in chosen:
        number = int(code[1:])
        found.append((number, None) if code[0] == "s" else (states.get(number, 0), number))
    return tuple(found)
