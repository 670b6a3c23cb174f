"""The verbs by which offices keep CPSEs: adding one, its facts, and adding, changing and retiring places."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select

from csrmatch.accounts.models import Organisation, OrganisationKind, User
from csrmatch.audit.recording import set_reason
from csrmatch.db import db, lock_row, take_turn, today
from csrmatch.errors import DomainError
from csrmatch.i18n import format_day, lazy_, name_of
from csrmatch.places.models import District, State
from csrmatch.registry.access import can_set_identity
from csrmatch.registry.log_words.cpses import CPSE_WORDS, PLACE_WORDS
from csrmatch.registry.models import Cpse, CpsePlace
from csrmatch.registry.rules.locations import FARTHEST_KM, is_far_from, is_in_india
from csrmatch.registry.wording.cpses import PLACE_KINDS, STATUSES
from csrmatch.roles import Role

__all__ = ["PlaceFacts", "add_cpse", "add_place", "change_cpse", "change_place", "retire_place"]

_DPE_ONLY = {"name_en", "name_hi", "ministry_en", "ministry_hi", "sector", "status", "status_on"}


@dataclass(frozen=True)
class PlaceFacts:
    """What an office says of a place; degrees are WGS 84, the district only where it is one of the 112."""

    name: str
    kind: str
    latitude: float
    longitude: float
    state: State
    district: District | None


def add_cpse(*, by: User, code: str, parent: Cpse | None, values: Mapping[str, object]) -> Cpse:
    """Adds a company that the product was not delivered with, and the organisation for its people.

    `values` are its facts by the names in `CPSE_WORDS`; each stands over what a later delivery may ship.

    Raises
    ------
    DomainError
        When anybody but DPE adds it, or a company of that code or English name is known already.
    """
    if not can_set_identity(by):
        raise DomainError(lazy_("Only DPE adds a company."))
    # Two people may add the same company at once; the second must find the first one's.
    take_turn("cpses")
    name = str(values["name_en"])
    query = select(Cpse).where(or_(Cpse.code == code, func.lower(Cpse.name_en) == name.lower()))
    known = db.session.scalars(query.order_by(Cpse.code)).first()
    if known is not None:
        raise DomainError(
            lazy_("%(company)s is known already, as %(code)s.", company=name_of(known), code=known.code)
        )
    stamp = {"by": _side(by), "on": today().isoformat()}
    cpse = Cpse(
        code=code,
        parent=parent,
        source="office",
        **values,
        entered=dict.fromkeys((key for key, value in values.items() if value is not None), stamp),
        organisation=Organisation(
            kind=OrganisationKind.CPSE, name_en=name, name_hi=values.get("name_hi") or None
        ),
    )
    db.session.add(cpse)
    db.session.flush()
    return cpse


def change_cpse(*, cpse: Cpse, by: User, version: int | None, values: Mapping[str, object]) -> None:
    """Changes facts of a CPSE by the names in `CPSE_WORDS`; what is entered is kept over what is shipped.

    Raises
    ------
    DomainError
        When anybody but DPE changes what the company is, or its English name is taken away.
    """
    lock_row(cpse)
    cpse.expect_version(
        version,
        theirs={str(CPSE_WORDS[name]): _told(name, getattr(cpse, name)) for name in values},
        mine={str(CPSE_WORDS[name]): _told(name, value) for name, value in values.items()},
    )
    changed = {name: value for name, value in values.items() if getattr(cpse, name) != value}
    if changed.keys() & _DPE_ONLY and not can_set_identity(by):
        raise DomainError(
            lazy_("Only DPE says what a company is called, to which ministry it belongs, and its status.")
        )
    if not changed.get("name_en", cpse.name_en):
        raise DomainError(lazy_("Enter the company's name in English."))
    if not changed:
        return
    stamp = {"by": _side(by), "on": today().isoformat()}
    for name, value in changed.items():
        setattr(cpse, name, value)
    cpse.entered = {**cpse.entered, **dict.fromkeys(changed, stamp)}
    db.session.flush()


def add_place(*, cpse: Cpse, by: User, facts: PlaceFacts) -> CpsePlace:
    """Adds a place of work that the office knows of."""
    _check(cpse, facts, None)
    place = CpsePlace(cpse=cpse)
    _enter(place, by, facts)
    db.session.add(place)
    db.session.flush()
    return place


def change_place(*, place: CpsePlace, by: User, version: int | None, facts: PlaceFacts) -> None:
    """Changes a place; a shipped one is the office's own from then on."""
    lock_row(place)
    place.expect_version(version, theirs=_told_place(place), mine=_told_place(facts))
    _check(place.cpse, facts, place)
    _enter(place, by, facts)
    db.session.flush()


def retire_place(*, place: CpsePlace, version: int | None, reason: str) -> None:
    """Counts a place no more, from today; the record stays, with the reason."""
    lock_row(place)
    place.expect_version(version)
    set_reason(reason)
    place.retired_on, place.retired_reason = today(), reason
    db.session.flush()


def _enter(place: CpsePlace, by: User, facts: PlaceFacts) -> None:
    place.name, place.kind = facts.name, facts.kind
    place.latitude, place.longitude = facts.latitude, facts.longitude
    place.state, place.district = facts.state, facts.district
    place.basis, place.source = f"stated_by_{_side(by)}", "office"
    place.entered_on = today()


def _check(cpse: Cpse, facts: PlaceFacts, place: CpsePlace | None) -> None:
    """Refuses a point that cannot be where it is said to be, and a second place of the same name."""
    if not is_in_india(facts.latitude, facts.longitude):
        raise DomainError(lazy_("The point does not lie in India: are latitude and longitude exchanged?"))
    district = facts.district
    if district is not None and district.state_id != facts.state.id:
        raise DomainError(
            lazy_(
                "%(district)s is a district of %(state)s.",
                district=name_of(district),
                state=name_of(district.state),
            )
        )
    if district is not None and is_far_from(
        facts.latitude, facts.longitude, district.latitude, district.longitude
    ):
        raise DomainError(
            lazy_(
                "The point lies more than %(km)s km from the headquarters of %(district)s: check it.",
                km=FARTHEST_KM,
                district=name_of(district),
            )
        )
    query = select(CpsePlace.id).where(
        CpsePlace.cpse_id == cpse.id, CpsePlace.name == facts.name, CpsePlace.retired_on.is_(None)
    )
    same = set(db.session.scalars(query)) - {place.id if place else None}
    if same:
        raise DomainError(lazy_("There is a place of that name already."))


def _side(by: User) -> str:
    return "dpe" if by.role is Role.DPE_STAFF else "cpse"


def _told_place(place: CpsePlace | PlaceFacts) -> dict[str, object]:
    """A place as people read it, for the page that shows two texts side by side."""
    names = {"state_id": "state", "district_id": "district"}
    return {
        str(label): _told(name, getattr(place, names.get(name, name))) for name, label in PLACE_WORDS.items()
    }


def _told(name: str, value: Any) -> object:
    """A value as people read it."""
    if isinstance(value, State | District):
        return name_of(value)
    if isinstance(value, date):
        return format_day(value)
    if name == "status" and value:
        return str(STATUSES.get(value, value))
    if name == "kind":
        return str(PLACE_KINDS.get(value, value))
    return value
