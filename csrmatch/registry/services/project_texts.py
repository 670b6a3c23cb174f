"""What the parts of a project say: as given, checked, and told in words where two texts are shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from csrmatch.accounts.models import Organisation
from csrmatch.db import today
from csrmatch.errors import DomainError
from csrmatch.i18n import _, format_day, format_inr, format_inr_exact, format_number, lazy_, name_of
from csrmatch.places.models import District
from csrmatch.registry.models import Cpse, Project
from csrmatch.registry.rules.projects import (
    AssetHolder,
    Implementer,
    ProjectReach,
    TargetGroup,
    has_begun,
    is_csr1,
    is_in_order,
    is_international_body,
    sum_quarters,
    sums_to_hundred,
)
from csrmatch.registry.wording.projects import ASSET_HOLDERS, GROUPS, IMPLEMENTERS, REACHES

__all__ = [
    "ProjectHands",
    "ProjectText",
    "check_amounts",
    "check_hands",
    "check_heads",
    "check_places",
    "check_text",
    "check_themes",
    "check_totals",
    "columns_of",
    "hands_of",
    "set_shares",
    "tell_hands",
    "tell_money",
    "tell_people",
    "tell_places",
    "tell_purpose",
    "tell_text",
    "text_of",
]


@dataclass(frozen=True)
class ProjectText:
    """What a project is called and when it runs; None is not known."""

    title_en: str | None = None
    title_hi: str | None = None
    reference: str | None = None
    summary_en: str | None = None
    summary_hi: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    is_ongoing: bool | None = None


@dataclass(frozen=True)
class ProjectHands:
    """Who carries a project out and who holds what it builds; None is not known."""

    implementer: Implementer | None = None
    agency_name: str | None = None
    agency_csr1: str | None = None
    agency: Organisation | None = None
    creates_asset: bool | None = None
    asset_holder: AssetHolder | None = None
    asset_holder_name: str | None = None
    asset_holder_csr1: str | None = None


def columns_of(text: ProjectText) -> dict[str, Any]:
    """The columns of a project that a text fills."""
    return {item.name: getattr(text, item.name) for item in fields(text)}


def text_of(project: Project) -> ProjectText:
    """The text a project holds now."""
    return ProjectText(**{item.name: getattr(project, item.name) for item in fields(ProjectText)})


def hands_of(project: Project) -> ProjectHands:
    """Who carries a project out and holds what it builds as it is stored now."""
    return ProjectHands(**{item.name: getattr(project, item.name) for item in fields(ProjectHands)})


def check_text(text: ProjectText) -> None:
    """Refuses a project without a title, and one that ends before it starts."""
    if not text.title_en and not text.title_hi:
        raise DomainError(lazy_("Enter a title, in English or in Hindi."))
    if not is_in_order(text.starts_on, text.ends_on):
        raise DomainError(lazy_("The last day lies before the first day."))


def check_amounts(year: str, amounts: Mapping[int, tuple[int | None, int | None]]) -> None:
    """Refuses amounts below 0, and money spent in a quarter that has not begun."""
    for quarter, (outlay, spent) in amounts.items():
        if (outlay is not None and outlay < 0) or (spent is not None and spent < 0):
            raise DomainError(lazy_("An amount is 0 or more."))
        if spent and not has_begun(year, quarter, today()):
            raise DomainError(
                lazy_(
                    "Quarter %(quarter)s of %(year)s has not begun: nothing can be spent in it yet.",
                    quarter=quarter,
                    year=year,
                )
            )


def check_totals(amounts: Iterable[tuple[int | None, int | None]]) -> None:
    """Refuses that more is spent than was set aside over all years."""
    totals = sum_quarters(amounts)
    if totals.is_overspent:
        raise DomainError(
            lazy_(
                "%(spent)s would be spent of %(outlay)s set aside over all years. If the board has set "
                "more aside, enter that first.",
                spent=format_inr(totals.spent_inr),
                outlay=format_inr(totals.outlay_inr),
            )
        )


def check_themes(themes: Mapping[str, int]) -> None:
    """Refuses a split by theme that does not make up the whole; an empty one is not known."""
    if themes and not sums_to_hundred(themes.values()):
        raise DomainError(
            lazy_("The shares of the themes sum to %(total)s, not to 100.", total=sum(themes.values()))
        )


def check_places(reach: ProjectReach | None, shares: Sequence[int], elsewhere_percent: int) -> None:
    """Refuses shares of districts that do not make up the whole, or that have no meaning."""
    if reach is not ProjectReach.DISTRICTS and (shares or elsewhere_percent):
        raise DomainError(lazy_("A project that is not bound to districts has no shares of districts."))
    given = [*shares, *([elsewhere_percent] if elsewhere_percent else [])]
    if reach is ProjectReach.DISTRICTS and not sums_to_hundred(given):
        raise DomainError(
            lazy_("The shares of the districts sum to %(total)s, not to 100.", total=sum(given))
        )


def check_heads(heads: Mapping[TargetGroup, int | None]) -> None:
    """Refuses numbers of people below 0."""
    if any(number is not None and number < 0 for number in heads.values()):
        raise DomainError(lazy_("A number of people is 0 or more."))


def check_hands(hands: ProjectHands, cpse: Cpse) -> None:
    """Refuses who may not implement, who may not hold an asset, and numbers that are none.

    Source: CSR Rules 2014, rules 4(1) to (3) and 7(4).
    """
    if hands.agency_name and is_international_body(hands.agency_name):
        raise DomainError(
            lazy_(
                "An international organisation may design, monitor and evaluate a project and build "
                "capacity; it may not implement it (CSR Rules 2014, rule 4(3))."
            )
        )
    if hands.implementer is Implementer.AGENCY and not hands.agency_name:
        raise DomainError(lazy_("Enter the name of the implementing agency."))
    if hands.creates_asset and _is_company(hands.asset_holder_name, cpse):
        raise DomainError(
            lazy_("The company cannot hold the asset it pays for from CSR (CSR Rules 2014, rule 7(4)).")
        )
    for number in (hands.agency_csr1, hands.asset_holder_csr1):
        if number and not is_csr1(number):
            raise DomainError(lazy_("A CSR-1 number is CSR followed by eight digits, as in CSR00001234."))


def _is_company(name: str | None, cpse: Cpse) -> bool:
    names = {(own or "").casefold() for own in (cpse.code, cpse.name_en, cpse.name_hi)} - {""}
    return bool(name) and (name or "").casefold() in names


def set_shares(rows: list[Any], key: str, wanted: Mapping[Any, int], model: type[Any]) -> None:
    """Makes the rows of a split say what is wanted, leaving those that say it already."""
    present = {getattr(row, key): row for row in rows}
    for gone in present.keys() - wanted.keys():
        rows.remove(present[gone])
    for identity, percent in wanted.items():
        if identity in present:
            present[identity].percent = percent
        else:
            rows.append(model(**{key: identity, "percent": percent}))


def tell_text(text: ProjectText) -> dict[str, object]:
    """A project's text in words, field by field."""
    return {
        _("Title in English"): text.title_en,
        _("Title in Hindi"): text.title_hi,
        _("Number in your own files"): text.reference,
        _("What it does, in English"): text.summary_en,
        _("What it does, in Hindi"): text.summary_hi,
        _("First day"): _day(text.starts_on),
        _("Last day"): _day(text.ends_on),
        _("Recorded as ongoing by the board"): _yes_no(text.is_ongoing),
    }


def tell_purpose(
    themes: Mapping[str, int], schedule_items: Sequence[int], goals: Sequence[int]
) -> dict[str, object]:
    """What a project is for in words."""
    return {
        _("Themes"): ", ".join(f"{code} {share} %" for code, share in sorted(themes.items())) or None,
        _("Items of Schedule VII"): ", ".join(map(str, sorted(schedule_items))) or None,
        _("Sustainable Development Goals"): ", ".join(map(str, sorted(goals))) or None,
    }


def tell_places(
    reach: ProjectReach | None, districts: Mapping[District, int], elsewhere: int
) -> dict[str, object]:
    """Where a project's money goes in words."""
    shares = ", ".join(sorted(f"{name_of(district)} {share} %" for district, share in districts.items()))
    return {
        _("Where the money goes"): str(REACHES[reach]) if reach else None,
        _("Districts"): shares or None,
        _("Places outside the register"): f"{elsewhere} %",
    }


def tell_people(heads: Mapping[TargetGroup, int | None]) -> dict[str, object]:
    """For whom a project is in words."""
    told = [
        f"{GROUPS[group]}: {_('not known') if number is None else format_number(number)}"
        for group, number in sorted(heads.items())
    ]
    return {_("For whom"): "\n".join(told) or None}


def tell_money(year: str, amounts: Mapping[int, tuple[int | None, int | None]]) -> dict[str, object]:
    """The money of a year's quarters in words."""
    told: dict[str, object] = {}
    for quarter in (1, 2, 3, 4):
        outlay, spent = amounts.get(quarter, (None, None))
        told[_("Quarter %(quarter)s of %(year)s", quarter=quarter, year=year)] = _(
            "set aside %(outlay)s, spent %(spent)s", outlay=_rupees(outlay), spent=_rupees(spent)
        )
    return told


def tell_hands(hands: ProjectHands) -> dict[str, object]:
    """Who carries a project out and holds what it builds in words."""
    return {
        _("Who carries it out"): str(IMPLEMENTERS[hands.implementer]) if hands.implementer else None,
        _("Name of the agency"): hands.agency_name,
        _("CSR-1 number of the agency"): hands.agency_csr1,
        _("The agency's people here"): name_of(hands.agency) if hands.agency else None,
        _("Does it build or buy something lasting?"): _yes_no(hands.creates_asset),
        _("Who holds it"): str(ASSET_HOLDERS[hands.asset_holder]) if hands.asset_holder else None,
        _("Name of the holder"): hands.asset_holder_name,
        _("CSR-1 number of the holder"): hands.asset_holder_csr1,
    }


def _day(value: date | None) -> str | None:
    return format_day(value) if value else None


def _yes_no(value: bool | None) -> str | None:
    return None if value is None else _("yes") if value else _("no")


def _rupees(amount: int | None) -> str:
    return _("not known") if amount is None else format_inr_exact(amount)
