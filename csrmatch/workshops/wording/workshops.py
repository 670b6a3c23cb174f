"""The words for workshops: where one stands, what it is called in its series, when and where it is held."""

from collections.abc import Sequence
from datetime import date

from csrmatch.i18n import LazyText, _, current_language, format_day, lazy_, name_of
from csrmatch.workshops.models import Workshop
from csrmatch.workshops.rules.workshops import (
    HoldProblem,
    WorkshopStatus,
    WorkshopStep,
    english_ordinal,
    hindi_ordinal,
)

__all__ = [
    "WORKSHOP_STATUSES",
    "WORKSHOP_STEPS",
    "tell_dates",
    "tell_hold_problem",
    "tell_place",
    "tell_series",
    "tell_span",
    "tell_venue",
    "tell_when",
]

# Each with the kind of its tag.
WORKSHOP_STATUSES: dict[WorkshopStatus, tuple[LazyText, str]] = {
    WorkshopStatus.PLANNED: (lazy_("planned"), "warn"),
    WorkshopStatus.ANNOUNCED: (lazy_("announced"), "here"),
    WorkshopStatus.HELD: (lazy_("held"), "good"),
    WorkshopStatus.CLOSED: (lazy_("record closed"), ""),
    WorkshopStatus.CANCELLED: (lazy_("cancelled"), "bad"),
}

# Of each step its button, what it means, and what is said when it is done.
WORKSHOP_STEPS: dict[WorkshopStep, tuple[LazyText, LazyText, LazyText]] = {
    WorkshopStep.ANNOUNCE: (
        lazy_("Announce the workshop"),
        lazy_("Everyone signed in will see the workshop and its agenda; both can still be changed."),
        lazy_("The workshop is announced: everyone signed in sees it."),
    ),
    WorkshopStep.HOLD: (
        lazy_("Mark as held"),
        lazy_("The workshop has taken place. What was said can still be written down."),
        lazy_("The workshop is marked as held."),
    ),
    WorkshopStep.CLOSE: (
        lazy_("Close the record"),
        lazy_("Nothing of the workshop can be changed after that, unless the record is opened again."),
        lazy_("The record of the workshop is closed."),
    ),
    WorkshopStep.REOPEN: (
        lazy_("Open the record again"),
        lazy_("The workshop and its agenda can be changed again; the log says who changed what."),
        lazy_("The record of the workshop is open again."),
    ),
    WorkshopStep.CANCEL: (
        lazy_("Cancel the workshop"),
        lazy_("It stays on record with the reason; its number in the series is free again."),
        lazy_("The workshop is cancelled."),
    ),
    WorkshopStep.UNMARK: (
        lazy_("Mark as not held"),
        lazy_("The workshop stands as announced; what was written down stays."),
        lazy_("The workshop is no longer marked as held: it stands as announced."),
    ),
}


def tell_hold_problem(problem: HoldProblem, first: date | None) -> LazyText:
    """Why the workshop cannot be marked as held today, and what is missing or waited for."""
    if problem is HoldProblem.NO_DATE or first is None:
        return lazy_("The workshop can be marked as held once its first day has a date.")
    return lazy_("The workshop can be marked as held from its first day on: %(day)s.", day=format_day(first))


def tell_series(workshop: Workshop) -> str:
    """What a workshop is in its series, as "4th DPE–UNICEF Joint Workshop"; nothing where it is in none."""
    if workshop.series is None:
        return ""
    name = name_of(workshop.series)
    if workshop.ordinal is None:
        return name
    count = hindi_ordinal if current_language() == "hi" else english_ordinal
    return f"{count(workshop.ordinal)} {name}"


def tell_place(workshop: Workshop) -> str:
    """City and state, or what is known of them."""
    parts = [name_of(workshop, "city"), name_of(workshop.state) if workshop.state else ""]
    # A union territory that is a city is said once.
    return ", ".join(dict.fromkeys(part for part in parts if part))


def tell_venue(workshop: Workshop) -> str:
    """The house, the city and the state, or what is known of them."""
    return ", ".join(part for part in (name_of(workshop, "venue"), tell_place(workshop)) if part)


def tell_span(first: date, last: date) -> str:
    """From one day to another, in few words: 8–9 February 2024."""
    from babel.dates import format_date

    if first == last:
        return format_day(first)
    if first.year != last.year:
        return f"{format_day(first)} – {format_day(last)}"
    if first.month == last.month:
        return f"{first.day}–{format_day(last)}"
    locale = "hi_IN" if current_language() == "hi" else "en_IN"
    return f"{format_date(first, format='d MMMM', locale=locale)} – {format_day(last)}"


def tell_dates(year: int, days: Sequence[date | None]) -> str:
    """When a workshop is held: its dates where all are known, one after another, else what is known."""
    known = [day for day in days if day is not None]
    if not known:
        return _("%(year)s, dates not known", year=year)
    if (known[-1] - known[0]).days == len(known) - 1:
        return tell_span(known[0], known[-1])
    return ", ".join(format_day(day) for day in known)


def tell_when(workshop: Workshop, days: Sequence[date | None]) -> str:
    """When and where, in one line."""
    return " · ".join(part for part in (tell_dates(workshop.year, days), tell_place(workshop)) if part)
