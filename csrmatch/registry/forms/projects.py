"""The forms of projects: recording one, its parts, the steps of its life, and the filter of the list."""

from collections.abc import Iterable, Mapping, Sequence
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
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from csrmatch.i18n import lazy_
from csrmatch.registry.forms.fields import CountField, MoneyField, YesNoField, choose, options
from csrmatch.registry.forms.titles import Titled
from csrmatch.registry.rules.projects import ProjectReach, TargetGroup
from csrmatch.registry.rules.years import QUARTERS
from csrmatch.registry.wording.filters import PROJECT_LOOKS
from csrmatch.registry.wording.projects import ASSET_HOLDERS, GROUPS, IMPLEMENTERS, REACHES
from csrmatch.web.forms import CreateForm, EditForm, FilterForm, all_or, one_line

__all__ = [
    "HandsForm",
    "NewProjectForm",
    "PlacesForm",
    "ProjectFilter",
    "ProjectForm",
    "StepForm",
    "money_form",
    "people_form",
    "places_form",
    "purpose_form",
    "read_districts",
    "read_heads",
    "read_quarters",
    "read_themes",
]

_LONGEST_TEXT = 2_000
_MOST_ROWS = 112


def _upper(value: str | None) -> str | None:
    return "".join(value.split()).upper() if value else value


class ProjectFilter(FilterForm):
    """By text, CPSE, theme, place, year and stage; by agency, whom it is for, and what wants a look."""

    seldom = frozenset({"agency", "group", "look"})

    q = SearchField(lazy_("Title, agency or number"), [Optional(), Length(max=80)])
    cpse = SelectField(lazy_("CPSE"), default="")
    theme = SelectField(lazy_("Theme"), default="")
    state = SelectField(lazy_("State"), default="")
    district = SelectField(lazy_("District"), default="")
    year = SelectField(lazy_("Financial year"), default="")
    status = SelectField(lazy_("Stage"), default="")
    agency = SelectField(lazy_("Implementing agency"), default="")
    group = SelectField(
        lazy_("For whom"),
        choices=all_or((code.value, words) for code, words in GROUPS.items()),
        default="",
    )
    look = SelectField(
        lazy_("To look at"),
        choices=all_or((code.value, words) for code, words in PROJECT_LOOKS.items()),
        default="",
    )


class _Dated:
    """From which day to which a project runs."""

    starts_on = DateField(lazy_("First day"), [Optional()])
    ends_on = DateField(lazy_("Last day"), [Optional()], description=lazy_("As planned today."))

    def validate_ends_on(self, field: Any) -> None:
        """The end does not come before the beginning."""
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(lazy_("The last day lies before the first day."))


class NewProjectForm(Titled, _Dated, CreateForm):
    """The first few fields of a new project; all of them but a title can wait."""

    theme = choose(lazy_("Main theme"), default="")
    place = choose(
        lazy_("District"),
        default="",
        description=lazy_("If there are several, choose one now and split the money afterwards."),
    )


class ProjectForm(Titled, _Dated, EditForm):
    """Titles, summary, dates, and whether the board recorded the project as ongoing."""

    reference = StringField(lazy_("Number in your own files"), [Optional(), Length(max=60)])
    summary_en = TextAreaField(lazy_("What it does, in English"), [Optional(), Length(max=_LONGEST_TEXT)])
    summary_hi = TextAreaField(lazy_("What it does, in Hindi"), [Optional(), Length(max=_LONGEST_TEXT)])
    is_ongoing = YesNoField(
        lazy_("Has the board recorded it as an ongoing project?"),
        description=lazy_(
            "In the meaning of s. 135(6) of the Companies Act: a project of several years, at most three "
            "after the year in which it starts. Only its unspent money can be kept for it."
        ),
    )


class StepForm(EditForm):
    """The next step of a project's life, its day and the reason."""

    status = RadioField(
        lazy_("What is the new stage?"), [InputRequired(message=lazy_("Choose the new stage."))]
    )
    on = DateField(lazy_("On which day?"), [InputRequired(message=lazy_("Enter the day."))])
    reason = TextAreaField(
        lazy_("Reason"),
        [DataRequired(message=lazy_("Give the reason: it stays on record.")), Length(max=500)],
        filters=[one_line],
        description=lazy_("For an approval, the number and date of the board's resolution."),
    )


class HandsForm(EditForm):
    """Who carries the project out, and who holds what it builds."""

    implementer = RadioField(
        lazy_("Who carries it out?"),
        choices=options(
            [
                *((code.value, words) for code, words in IMPLEMENTERS.items()),
                ("", lazy_("not known")),
            ]
        ),
        default="",
    )
    agency_name = StringField(
        lazy_("Name of the agency"),
        [Length(max=160)],
        filters=[one_line],
        description=lazy_(
            "A section 8 company, registered public trust or society. UNICEF and other international "
            "organisations may design, monitor and evaluate, not implement."
        ),
    )
    agency_csr1 = StringField(
        lazy_("CSR-1 number of the agency"),
        [Length(max=20)],
        filters=[_upper],
        description=lazy_("As in CSR00001234."),
    )
    agency = choose(
        lazy_("The agency's people here"),
        default="",
        description=lazy_("Its people can then read the project and report milestones and results."),
    )
    creates_asset = YesNoField(lazy_("Does it build or buy something lasting?"))
    asset_holder = RadioField(
        lazy_("Who holds it?"),
        choices=options(
            [
                *((code.value, words) for code, words in ASSET_HOLDERS.items()),
                ("", lazy_("not known")),
            ]
        ),
        default="",
        description=lazy_("The company itself cannot hold it (CSR Rules 2014, rule 7(4))."),
    )
    asset_holder_name = StringField(lazy_("Name of the holder"), [Length(max=160)], filters=[one_line])
    asset_holder_csr1 = StringField(lazy_("CSR-1 number of the holder"), [Length(max=20)], filters=[_upper])


def purpose_form(
    themes: Sequence[tuple[str, str]],
    items: Sequence[tuple[str, str]],
    goals: Sequence[tuple[str, str]],
    data: Mapping[str, Any],
) -> Any:
    """The form of what a project is for: a share for each theme, items of Schedule VII, goals."""
    fields: dict[str, Any] = {f"theme_{code}": CountField(name, most=100) for code, name in themes}
    fields["schedule_items"] = SelectMultipleField(
        lazy_("Items of Schedule VII"), choices=options(items), validate_choice=True
    )
    fields["goals"] = SelectMultipleField(
        lazy_("Sustainable Development Goals"), choices=options(goals), validate_choice=True
    )
    return type("PurposeForm", (EditForm,), fields)(data=data)


def read_themes(form: Any, codes: Iterable[str]) -> dict[str, int]:
    """The shares of the themes that have one."""
    shares = {code: form[f"theme_{code}"].data for code in codes}
    return {code: share for code, share in shares.items() if share}


class PlacesForm(EditForm):
    """Where the money goes; rows of district and share come with `places_form`."""

    reach = RadioField(
        lazy_("Where does the money go?"),
        choices=options(
            [
                *((code.value, words) for code, words in REACHES.items()),
                ("", lazy_("not known")),
            ]
        ),
        default="",
    )
    elsewhere = CountField(
        lazy_("Share of places outside the register, in %"),
        most=100,
        description=lazy_("Districts that are not among the 112."),
    )

    rows = 0

    def validate(self, extra_validators: Any = None) -> bool:
        """Every row has both a district and a share, and no district stands twice."""
        if not super().validate(extra_validators):
            return False
        seen: set[str] = set()
        for number in range(self.rows):
            self._check_row(self[f"district_{number}"], self[f"share_{number}"], seen)
        return not self.errors

    def _check_row(self, district: Any, share: Any, seen: set[str]) -> None:
        if share.data and not district.data:
            district.errors = [*district.errors, str(lazy_("Choose the district of this share."))]
        if district.data and not share.data:
            share.errors = [*share.errors, str(lazy_("Enter the share of this district."))]
        if district.data and district.data in seen:
            district.errors = [*district.errors, str(lazy_("This district stands twice."))]
        seen.add(district.data)


def places_form(districts: Sequence[tuple[str, str]], rows: int, data: Mapping[str, Any]) -> Any:
    """The form of a project's places with so many rows of a district and its share."""
    rows = min(rows, _MOST_ROWS)
    fields: dict[str, Any] = {"rows": rows}
    for number in range(rows):
        fields[f"district_{number}"] = choose(
            lazy_("District %(number)s", number=number + 1),
            choices=options([("", lazy_("Choose a district")), *districts]),
            default="",
        )
        fields[f"share_{number}"] = CountField(lazy_("Share %(number)s in %%", number=number + 1), most=100)
    return type("PlacesForm", (PlacesForm,), fields)(data=data)


def read_districts(form: Any) -> dict[int, int]:
    """The shares by LGD code that a valid form of places holds."""
    pairs = ((form[f"district_{n}"].data, form[f"share_{n}"].data) for n in range(form.rows))
    if form.reach.data != ProjectReach.DISTRICTS:
        return {}
    return {int(lgd): share for lgd, share in pairs if lgd and share}


def people_form(heads: Mapping[TargetGroup, int | None], version: int) -> Any:
    """The form of the groups a project is for: which ones, and how many people where that is known."""
    fields: dict[str, Any] = {
        "groups": SelectMultipleField(
            lazy_("For whom"), choices=options((code.value, words) for code, words in GROUPS.items())
        )
    }
    data: dict[str, Any] = {"version": version, "groups": [group.value for group in heads]}
    for group, words in GROUPS.items():
        fields[f"heads_{group.value}"] = CountField(words)
        data[f"heads_{group.value}"] = heads.get(group)
    return type("PeopleForm", (EditForm,), fields)(data=data)


def read_heads(form: Any) -> dict[TargetGroup, int | None]:
    """The groups chosen or counted, with their numbers."""
    chosen = set(form.groups.data or ())
    counts = {group: form[f"heads_{group.value}"].data for group in TargetGroup}
    return {group: count for group, count in counts.items() if group.value in chosen or count is not None}


def money_form(amounts: Mapping[int, tuple[int | None, int | None]], version: int) -> Any:
    """The form of a year's money: what was set aside and spent in each quarter."""
    fields: dict[str, Any] = {}
    data: dict[str, Any] = {"version": version}
    for quarter in QUARTERS:
        fields[f"outlay_{quarter}"] = MoneyField(lazy_("Quarter %(quarter)s, set aside", quarter=quarter))
        fields[f"spent_{quarter}"] = MoneyField(lazy_("Quarter %(quarter)s, spent", quarter=quarter))
        data[f"outlay_{quarter}"], data[f"spent_{quarter}"] = amounts.get(quarter, (None, None))
    return type("MoneyForm", (EditForm,), fields)(data=data)


def read_quarters(form: Any) -> dict[int, tuple[int | None, int | None]]:
    """The amounts a valid form of a year's money holds, by quarter."""
    return {quarter: (form[f"outlay_{quarter}"].data, form[f"spent_{quarter}"].data) for quarter in QUARTERS}
