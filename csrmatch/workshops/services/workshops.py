"""The verbs of workshops: planning one, changing it, naming who holds it and who helps, its steps."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from csrmatch.accounts.models import Organisation, User
from csrmatch.audit.recording import set_reason
from csrmatch.db import db, now, today
from csrmatch.errors import DomainError, NotAllowed
from csrmatch.i18n import LazyText, _, lazy_, name_of
from csrmatch.places.models import District, State
from csrmatch.roles import Permission, Role, allows
from csrmatch.workshops.access.workshops import can_edit, can_hold
from csrmatch.workshops.models import (
    Workshop,
    WorkshopDay,
    WorkshopDistrict,
    WorkshopHelper,
    WorkshopOrganiser,
    WorkshopSeries,
    WorkshopTheme,
)
from csrmatch.workshops.queries.certificates import has_standing
from csrmatch.workshops.queries.report import find_final_number
from csrmatch.workshops.queries.workshops import find_of_ordinal, list_days, list_series
from csrmatch.workshops.rules.workshops import (
    STEPS,
    WITH_REASON,
    WorkshopStatus,
    WorkshopStep,
    find_hold_problem,
)
from csrmatch.workshops.wording.workshops import WORKSHOP_STATUSES, tell_hold_problem

__all__ = [
    "MOST_DAYS",
    "WorkshopText",
    "change_workshop",
    "create_workshop",
    "drop_helper",
    "ensure_series",
    "find_unmark_obstacle",
    "name_helper",
    "set_organisers",
    "step_workshop",
    "touch_workshop",
    "workshop_text_of",
]

MOST_DAYS = 10


@dataclass(frozen=True)
class WorkshopText:
    """What a workshop is; None is not known. Themes by code, the year as the calendar counts."""

    year: int
    title_en: str | None = None
    title_hi: str | None = None
    objective_en: str | None = None
    objective_hi: str | None = None
    series: WorkshopSeries | None = None
    ordinal: int | None = None
    state: State | None = None
    city_en: str | None = None
    city_hi: str | None = None
    venue_en: str | None = None
    venue_hi: str | None = None
    participants_told: int | None = None
    is_about: bool = False
    themes: tuple[str, ...] = ()
    districts: tuple[District, ...] = ()


_PLAIN = [item.name for item in fields(WorkshopText) if item.name not in {"themes", "districts"}]


def workshop_text_of(workshop: Workshop) -> WorkshopText:
    """The text a workshop holds now."""
    return WorkshopText(
        **{name: getattr(workshop, name) for name in _PLAIN},
        themes=tuple(sorted(item.theme_code for item in workshop.themes)),
        districts=tuple(item.district for item in workshop.districts),
    )


def ensure_series(name_en: str, name_hi: str | None = None) -> WorkshopSeries:
    """The series of that English name, made where there is none."""
    for series in list_series():
        if series.name_en.casefold() == name_en.casefold():
            return series
    series = WorkshopSeries(name_en=name_en, name_hi=name_hi)
    db.session.add(series)
    db.session.flush()
    return series


def create_workshop(
    *,
    by: User,
    text: WorkshopText,
    organisers: Sequence[Organisation],
    starts_on: date | None = None,
    days: int = 1,
) -> Workshop:
    """Plans a workshop with its days, which follow each other where the first has a date."""
    if not allows(by.role, Permission.EDIT_WORKSHOPS):
        raise NotAllowed
    _check(text, None)
    _check_organisers(by, organisers)
    if not 1 <= days <= MOST_DAYS:
        raise DomainError(lazy_("A workshop has 1 to %(most)s days.", most=MOST_DAYS))
    if starts_on is not None and starts_on.year != text.year:
        raise DomainError(lazy_("The first day is not in the year of the workshop."))
    moment = now()
    workshop = Workshop(
        status=WorkshopStatus.PLANNED,
        starts_on=starts_on,
        created_by_id=by.id,
        created_at=moment,
        changed_by_id=by.id,
        changed_at=moment,
        **{name: getattr(text, name) for name in _PLAIN},
    )
    db.session.add(workshop)
    db.session.flush()
    _put_themes(workshop, text.themes)
    _put_districts(workshop, text.districts)
    _put_organisers(workshop, organisers)
    for number in range(days):
        held_on = starts_on + timedelta(days=number) if starts_on else None
        db.session.add(WorkshopDay(workshop_id=workshop.id, number=number + 1, held_on=held_on))
    db.session.flush()
    return workshop


def change_workshop(*, workshop: Workshop, by: User, version: int | None, text: WorkshopText) -> None:
    """Changes what a workshop is; its days, organisers and agenda stay as they are."""
    _check(text, workshop)
    workshop.expect_version(version, theirs=_tell(workshop_text_of(workshop)), mine=_tell(text))
    if not can_edit(by, workshop):
        raise NotAllowed
    if workshop.starts_on is not None and workshop.starts_on.year != text.year:
        raise DomainError(lazy_("The first day is not in the year of the workshop."))
    for name in _PLAIN:
        setattr(workshop, name, getattr(text, name))
    _put_themes(workshop, text.themes)
    _put_districts(workshop, text.districts)
    touch_workshop(workshop, by)


def set_organisers(
    *, workshop: Workshop, by: User, version: int | None, organisers: Sequence[Organisation]
) -> None:
    """Says which offices hold a workshop, in the order in which they are named."""
    label = _("Organisers")
    theirs = "\n".join(name_of(item.organisation) for item in workshop.organisers)
    mine = "\n".join(name_of(office) for office in organisers)
    workshop.expect_version(version, theirs={label: theirs}, mine={label: mine})
    if not can_edit(by, workshop):
        raise NotAllowed
    _check_organisers(by, organisers)
    _put_organisers(workshop, organisers)
    touch_workshop(workshop, by)


def name_helper(
    *, workshop: Workshop, by: User, person: User, takes_notes: bool, checks_in: bool
) -> WorkshopHelper:
    """Names a person of any office who takes notes or stands at the door, or changes for what."""
    if not can_edit(by, workshop):
        raise NotAllowed
    if not takes_notes and not checks_in:
        raise DomainError(lazy_("Choose what the person does: taking notes, checking people in, or both."))
    if not allows(person.role, Permission.TAKE_NOTES):
        raise DomainError(lazy_("Somebody of this role can neither take notes nor check people in."))
    found = next((item for item in workshop.helpers if item.user_id == person.id), None)
    if found is None:
        found = WorkshopHelper(workshop_id=workshop.id, user=person)
        workshop.helpers.append(found)
    found.takes_notes, found.checks_in = takes_notes, checks_in
    db.session.flush()
    return found


def drop_helper(*, workshop: Workshop, by: User, helper: WorkshopHelper) -> None:
    """Takes a person from those who help."""
    if not can_edit(by, workshop):
        raise NotAllowed
    workshop.helpers.remove(helper)
    db.session.flush()


def step_workshop(
    *, workshop: Workshop, by: User, version: int | None, step: WorkshopStep, reason: str = ""
) -> None:
    """Takes a workshop a step on or back; what it needs a reason for is cancelled, or not held after all."""
    before, after = STEPS[step]
    stage, why = _("Stage"), _("Reason")
    workshop.expect_version(
        version,
        theirs={stage: WORKSHOP_STATUSES[workshop.status][0], why: workshop.cancelled_reason or None},
        mine={stage: WORKSHOP_STATUSES[after][0], why: reason or None},
    )
    if not can_hold(by, workshop):
        raise NotAllowed
    if workshop.status not in before:
        raise DomainError(lazy_("The workshop does not stand where this step begins."))
    if step in WITH_REASON:
        if not reason.strip():
            raise DomainError(lazy_("Give the reason: it stays on record."))
        set_reason(reason)
    obstacle = _find_obstacle(workshop, step)
    if obstacle is not None:
        raise DomainError(obstacle)
    if step is WorkshopStep.CANCEL:
        workshop.cancelled_reason = reason
    workshop.status = after
    touch_workshop(workshop, by)


def find_unmark_obstacle(workshop: Workshop) -> LazyText | None:
    """What is final and says that the workshop was held, so that it stays marked as held."""
    number = find_final_number(workshop)
    if number is not None:
        return lazy_(
            "Issue %(number)s of the report is final and says that the workshop was held: it stays so.",
            number=number,
        )
    if has_standing(workshop):
        return lazy_("Certificates of participation stand: withdraw them first.")
    return _find_undated(workshop)


def _find_undated(workshop: Workshop) -> LazyText | None:
    if all(day.held_on is not None for day in list_days(workshop)):
        return None
    return lazy_("Every day needs its date before the workshop is announced.")


def _find_obstacle(workshop: Workshop, step: WorkshopStep) -> LazyText | None:
    """What stands in the way of a step that may be taken from where the workshop stands."""
    if step is WorkshopStep.ANNOUNCE:
        return _find_undated(workshop)
    if step is WorkshopStep.HOLD:
        problem = find_hold_problem(workshop.year, workshop.starts_on, today())
        return None if problem is None else tell_hold_problem(problem, workshop.starts_on)
    return find_unmark_obstacle(workshop) if step is WorkshopStep.UNMARK else None


def touch_workshop(workshop: Workshop, by: User) -> None:
    """Notes who changed the workshop last, and when."""
    workshop.changed_by_id, workshop.changed_at = by.id, now()
    db.session.flush()


def _check(text: WorkshopText, workshop: Workshop | None) -> None:
    """Refuses a workshop without a title, of an impossible year, or with a number that is taken."""
    if not text.title_en and not text.title_hi:
        raise DomainError(lazy_("Enter a title, in English or in Hindi."))
    if not 1990 <= text.year <= 2100:
        raise DomainError(lazy_("Enter the year as in 2026."))
    if text.ordinal is not None and text.series is None:
        raise DomainError(lazy_("A number counts within a series: choose the series too."))
    if text.ordinal is not None and not 1 <= text.ordinal <= 999:
        raise DomainError(lazy_("The number in the series is from 1 to 999."))
    if text.series is not None and text.ordinal is not None:
        taken = find_of_ordinal(text.series, text.ordinal, but=workshop.id if workshop else None)
        if taken:
            raise DomainError(
                lazy_("The series already has a workshop of this number: %(code)s.", code=taken.code)
            )


def _check_organisers(by: User, organisers: Sequence[Organisation]) -> None:
    if not organisers:
        raise DomainError(lazy_("Choose at least one office that holds the workshop."))
    if len({office.id for office in organisers}) < len(organisers):
        raise DomainError(lazy_("An office is named twice among the organisers."))
    if by.role is not Role.DPE_STAFF and by.organisation_id not in {office.id for office in organisers}:
        raise DomainError(lazy_("Your own office stays among the organisers."))


def _put_themes(workshop: Workshop, codes: Sequence[str]) -> None:
    kept = {item.theme_code: item for item in workshop.themes}
    for code in kept.keys() - set(codes):
        workshop.themes.remove(kept[code])
    for code in sorted(set(codes) - kept.keys()):
        workshop.themes.append(WorkshopTheme(workshop_id=workshop.id, theme_code=code))


def _put_districts(workshop: Workshop, districts: Sequence[District]) -> None:
    wanted = {district.id: district for district in districts}
    kept = {item.district_id: item for item in workshop.districts}
    for number in kept.keys() - wanted.keys():
        workshop.districts.remove(kept[number])
    for number in sorted(wanted.keys() - kept.keys()):
        workshop.districts.append(WorkshopDistrict(workshop_id=workshop.id, district=wanted[number]))


def _put_organisers(workshop: Workshop, organisers: Sequence[Organisation]) -> None:
    places = {office.id: place for place, office in enumerate(organisers, 1)}
    kept = {item.organisation_id: item for item in workshop.organisers}
    for number in kept.keys() - places.keys():
        workshop.organisers.remove(kept[number])
    for office in organisers:
        if office.id in kept:
            kept[office.id].position = places[office.id]
        else:
            workshop.organisers.append(
                WorkshopOrganiser(workshop_id=workshop.id, organisation=office, position=places[office.id])
            )
    db.session.flush()
    db.session.expire(workshop, ["organisers"])


def _tell(text: WorkshopText) -> dict[str, Any]:
    """A workshop's text in words, field by field."""
    return {
        _("Title in English"): text.title_en,
        _("Title in Hindi"): text.title_hi,
        _("Series"): name_of(text.series) if text.series else None,
        _("Number in the series"): text.ordinal,
        _("Year"): text.year,
        _("State"): name_of(text.state) if text.state else None,
        _("City in English"): text.city_en,
        _("City in Hindi"): text.city_hi,
        _("Venue in English"): text.venue_en,
        _("Venue in Hindi"): text.venue_hi,
        _("Objective in English"): text.objective_en,
        _("Objective in Hindi"): text.objective_hi,
        _("Themes"): ", ".join(sorted(text.themes)) or None,
        _("Districts"): ", ".join(sorted(name_of(row) for row in text.districts)) or None,
        _("Participants, as the organisers say"): text.participants_told,
    }
