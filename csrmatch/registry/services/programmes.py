"""The verbs of programmes: recording one, changing it, retiring it."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from csrmatch.accounts.models import User
from csrmatch.audit.recording import set_reason
from csrmatch.db import db, now, today
from csrmatch.errors import DomainError
from csrmatch.i18n import format_day, format_inr_exact, lazy_, name_of
from csrmatch.places.models import District, State
from csrmatch.reference import read_schemes
from csrmatch.registry.models import Programme, ProgrammeDistrict, ProgrammeGroup
from csrmatch.registry.rules.programmes import ProgrammeKind, ProgrammeReach
from csrmatch.registry.rules.projects import TargetGroup, is_in_order
from csrmatch.registry.services.overlaps import follow_record
from csrmatch.registry.wording.programmes import PROGRAMME_KINDS, PROGRAMME_REACHES
from csrmatch.registry.wording.projects import GROUPS
from csrmatch.roles import Role

__all__ = ["ProgrammeText", "change_programme", "create_programme", "programme_text_of", "retire_programme"]


@dataclass(frozen=True)
class ProgrammeText:
    """What a programme is, where it works, for whom and when; None is not known, or open where it ends."""

    kind: ProgrammeKind
    theme_code: str
    reach: ProgrammeReach
    run_by: str
    source: str
    source_on: date
    name_en: str | None = None
    name_hi: str | None = None
    what: str | None = None
    scheme_code: str | None = None
    state: State | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    money_inr: int | None = None
    districts: tuple[District, ...] = ()
    groups: frozenset[TargetGroup] = frozenset()


_PARTS = frozenset({"state", "districts", "groups"})
# Whose programmes an office keeps; DPE may keep any.
_KINDS = {
    Role.STATE_OFFICER: frozenset({ProgrammeKind.DEPARTMENT, ProgrammeKind.SCHEME}),
    Role.UNICEF_OFFICER: frozenset({ProgrammeKind.UNICEF}),
}


def create_programme(*, by: User, text: ProgrammeText) -> Programme:
    """Records a programme; the office of the person keeps it from then on."""
    _check(by, text)
    moment = now()
    programme = Programme(
        keeper_id=by.organisation_id, created_by_id=by.id, created_at=moment, changed_at=moment
    )
    _fill(programme, text)
    db.session.add(programme)
    db.session.flush()
    follow_record(programme)
    return programme


def change_programme(*, programme: Programme, by: User, version: int | None, text: ProgrammeText) -> None:
    """Changes what a programme is, where it works, for whom and when."""
    _check(by, text)
    programme.expect_version(version, theirs=_tell(programme_text_of(programme)), mine=_tell(text))
    _refuse_retired(programme)
    _fill(programme, text)
    programme.changed_at = now()
    db.session.flush()
    follow_record(programme)


def retire_programme(*, programme: Programme, version: int | None, reason: str) -> None:
    """Takes a programme out of use with the reason; it stays on record, and its overlaps end."""
    programme.expect_version(version, theirs=_tell(programme_text_of(programme)), mine={})
    _refuse_retired(programme)
    if not reason.strip():
        raise DomainError(lazy_("Give the reason: it stays on record."))
    set_reason(reason)
    programme.retired_on, programme.retired_reason, programme.changed_at = today(), reason, now()
    db.session.flush()
    follow_record(programme)


def programme_text_of(programme: Programme) -> ProgrammeText:
    """What a programme says now."""
    plain = {
        item.name: getattr(programme, item.name) for item in fields(ProgrammeText) if item.name not in _PARTS
    }
    return ProgrammeText(
        **plain,
        state=programme.state,
        districts=tuple(row.district for row in programme.districts),
        groups=frozenset(row.group for row in programme.groups),
    )


def _refuse_retired(programme: Programme) -> None:
    if programme.retired_on is not None:
        raise DomainError(lazy_("This programme is retired."))


def _check(by: User, text: ProgrammeText) -> None:
    """Refuses what contradicts itself, and what the person's office does not keep."""
    if not text.name_en and not text.name_hi:
        raise DomainError(lazy_("Enter a name, in English or in Hindi."))
    if text.kind not in _KINDS.get(by.role, frozenset(ProgrammeKind)):
        raise DomainError(lazy_("Programmes of this kind are kept by another office."))
    _check_places(by, text)
    if not is_in_order(text.starts_on, text.ends_on):
        raise DomainError(lazy_("The last day lies before the first day."))
    if text.money_inr is not None and text.money_inr < 0:
        raise DomainError(lazy_("An amount is 0 or more."))
    if text.source_on > today():
        raise DomainError(lazy_("The date of the source lies in the future."))
    if text.scheme_code and text.scheme_code not in {row.code for row in read_schemes()}:
        raise DomainError(lazy_("Choose a scheme of the list, or none."))


def _check_places(by: User, text: ProgrammeText) -> None:
    """A programme works somewhere; a state's office speaks for places in its own state alone."""
    if text.reach is ProgrammeReach.DISTRICTS and not text.districts:
        raise DomainError(lazy_("Choose the districts in which it works."))
    if text.reach is ProgrammeReach.STATE and text.state is None:
        raise DomainError(lazy_("Choose the state in which it works."))
    if by.role is not Role.STATE_OFFICER:
        return
    own = by.organisation.state_id
    named = {text.state.id} if text.state and text.reach is ProgrammeReach.STATE else set()
    if text.reach is ProgrammeReach.DISTRICTS:
        named = {district.state_id for district in text.districts}
    if text.reach is ProgrammeReach.ALL or named - {own}:
        raise DomainError(lazy_("Your office keeps programmes in its own state."))


def _fill(programme: Programme, text: ProgrammeText) -> None:
    for item in fields(ProgrammeText):
        if item.name not in _PARTS:
            setattr(programme, item.name, getattr(text, item.name))
    by_state = text.reach is ProgrammeReach.STATE
    programme.state = text.state if by_state else None
    programme.state_id = text.state.id if by_state and text.state else None
    wanted = {row.id for row in text.districts} if text.reach is ProgrammeReach.DISTRICTS else set()
    _set_rows(programme.districts, "district_id", wanted, ProgrammeDistrict)
    _set_rows(programme.groups, "group", text.groups, ProgrammeGroup)


def _set_rows(rows: list[Any], key: str, wanted: Collection[Any], model: type[Any]) -> None:
    """Makes the rows of a part say what is wanted, leaving those that say it already."""
    present = {getattr(row, key): row for row in rows}
    for gone in present.keys() - set(wanted):
        rows.remove(present[gone])
    for value in sorted(set(wanted) - present.keys()):
        rows.append(model(**{key: value}))


def _tell(text: ProgrammeText) -> dict[str, object]:
    """A programme in words, field by field."""
    return {
        str(lazy_("Kind")): PROGRAMME_KINDS[text.kind],
        str(lazy_("Name in English")): text.name_en,
        str(lazy_("Name in Hindi")): text.name_hi,
        str(lazy_("What it does")): text.what,
        str(lazy_("Scheme")): text.scheme_code,
        str(lazy_("Theme")): text.theme_code,
        str(lazy_("Where it works")): PROGRAMME_REACHES[text.reach],
        str(lazy_("State")): name_of(text.state) if text.state else None,
        str(lazy_("Districts")): ", ".join(sorted(name_of(row) for row in text.districts)) or None,
        str(lazy_("For whom")): ", ".join(str(GROUPS[row]) for row in sorted(text.groups)) or None,
        str(lazy_("First day")): format_day(text.starts_on) if text.starts_on else None,
        str(lazy_("Last day")): format_day(text.ends_on) if text.ends_on else None,
        str(lazy_("Money")): None if text.money_inr is None else format_inr_exact(text.money_inr),
        str(lazy_("Run by")): text.run_by,
        str(lazy_("Source")): text.source,
        str(lazy_("Date of the source")): format_day(text.source_on),
    }
