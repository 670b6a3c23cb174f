"""The verbs of the list of participants: adding, picking, changing, taking off, taking in a whole list."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select

from csrmatch.accounts.models import Organisation, OrganisationKind, User
from csrmatch.audit.recording import note_event, set_reason
from csrmatch.db import db, now, take_turn
from csrmatch.errors import DomainError, NotAllowed
from csrmatch.i18n import LANGUAGES, _, lazy_, name_of
from csrmatch.workshops.access.workshops import can_hold
from csrmatch.workshops.models import Participant, ParticipantList, Speaker, Workshop
from csrmatch.workshops.queries.participants import list_pickable_speakers, list_pickable_users
from csrmatch.workshops.rules.invitations import STALE, UNTOLD
from csrmatch.workshops.rules.participants import ParticipantGroup, ParticipantStatus
from csrmatch.workshops.rules.workshops import WorkshopStatus
from csrmatch.workshops.services.invitations import Write, take_back
from csrmatch.workshops.tables.participant_rows import ReadList

__all__ = [
    "ParticipantText",
    "add_participant",
    "add_speakers",
    "add_users",
    "cancel_participant",
    "change_participant",
    "forget_lists",
    "keep_list",
    "participant_text_of",
    "restore_participant",
    "take_list_in",
]

_KEPT = timedelta(days=1)
_GROUP_OF_OFFICE = {
    OrganisationKind.DPE: ParticipantGroup.DPE,
    OrganisationKind.CPSE: ParticipantGroup.CPSE,
    OrganisationKind.DISTRICT: ParticipantGroup.DISTRICT,
    OrganisationKind.STATE: ParticipantGroup.STATE,
    OrganisationKind.UNICEF: ParticipantGroup.UNICEF,
    OrganisationKind.AGENCY: ParticipantGroup.AGENCY,
}


@dataclass(frozen=True)
class ParticipantText:
    """What is written down of a person; None is not known."""

    group: ParticipantGroup
    name_en: str | None = None
    name_hi: str | None = None
    designation_en: str | None = None
    designation_hi: str | None = None
    organisation: Organisation | None = None
    organisation_en: str | None = None
    organisation_hi: str | None = None
    email: str | None = None
    phone: str | None = None
    language: str = "en"
    is_speaker: bool = False
    wishes: str | None = None


def participant_text_of(row: Participant) -> ParticipantText:
    """What is written down of a person now."""
    return ParticipantText(**{item.name: getattr(row, item.name) for item in fields(ParticipantText)})


def add_participant(
    *, workshop: Workshop, by: User, text: ParticipantText, user: User | None = None
) -> Participant:
    """Puts a person on the list of a workshop that is not over."""
    _check_keeper(workshop, by)
    _check(text)
    return _add(workshop, by, text, user)


def _add(workshop: Workshop, by: User, text: ParticipantText, user: User | None) -> Participant:
    moment = now()
    row = Participant(
        workshop_id=workshop.id,
        user_id=user.id if user else None,
        status=ParticipantStatus.LISTED,
        created_by_id=by.id,
        created_at=moment,
        changed_by_id=by.id,
        changed_at=moment,
        **_columns(text),
    )
    db.session.add(row)
    db.session.flush()
    return row


def add_users(*, workshop: Workshop, by: User, user_ids: Iterable[int]) -> int:
    """Puts people with an account on the list; who is there already is passed over. Gives how many."""
    _check_keeper(workshop, by)
    take_turn(f"participants {workshop.id}")
    wanted = set(user_ids)
    gone = {
        row.user_id: row
        for row in db.session.scalars(
            select(Participant)
            .where(Participant.workshop_id == workshop.id, Participant.user_id.in_(wanted))
            .order_by(Participant.id)
        )
    }
    count = 0
    for user in list_pickable_users(by, workshop, user_ids=wanted):
        if user.id in gone:
            restore_participant(workshop=workshop, row=gone[user.id], by=by)
        else:
            _add(workshop, by, _text_of_user(user), user)
        count += 1
    return count


def _text_of_user(user: User) -> ParticipantText:
    office = user.organisation
    return ParticipantText(
        group=_GROUP_OF_OFFICE.get(office.kind, ParticipantGroup.OTHER),
        name_en=user.name,
        designation_en=user.designation or None,
        organisation=office,
        organisation_en=office.name_en,
        organisation_hi=office.name_hi,
        email=user.email,
        language=user.language,
    )


def add_speakers(*, workshop: Workshop, by: User, speaker_ids: Iterable[int]) -> int:
    """Puts speakers of the agenda on the list, with what the agenda says of them. Gives how many."""
    _check_keeper(workshop, by)
    take_turn(f"participants {workshop.id}")
    wanted = set(speaker_ids)
    chosen = [speaker for speaker in list_pickable_speakers(workshop) if speaker.id in wanted]
    for speaker in chosen:
        _add(workshop, by, _text_of_speaker(speaker), None)
    return len(chosen)


def _text_of_speaker(speaker: Speaker) -> ParticipantText:
    office = speaker.organisation
    group = _GROUP_OF_OFFICE.get(office.kind, ParticipantGroup.OTHER) if office else ParticipantGroup.EXPERT
    return ParticipantText(
        group=group,
        name_en=speaker.name_en,
        name_hi=speaker.name_hi,
        designation_en=speaker.designation_en,
        designation_hi=speaker.designation_hi,
        organisation=office,
        organisation_en=speaker.organisation_en,
        organisation_hi=speaker.organisation_hi,
        is_speaker=True,
    )


def change_participant(
    *,
    workshop: Workshop,
    row: Participant,
    by: User,
    version: int | None,
    text: ParticipantText,
    write: Write,
) -> None:
    """Changes what is written down of a person; an address that was invited is told that it no longer is."""
    _check(text)
    row.expect_version(version, theirs=_tell(participant_text_of(row)), mine=_tell(text))
    _check_keeper(workshop, by)
    if row.email != text.email:
        # A link that went to another address is worth nothing any more, and this one is still to be told.
        take_back(row, write)
        row.link_number += 1
        row.told = ""
    for name, value in _columns(text).items():
        setattr(row, name, value)
    _touch(row, by)


def cancel_participant(
    *, workshop: Workshop, row: Participant, by: User, version: int | None, reason: str
) -> None:
    """Takes a person off the list, with the reason; who was invited is told by the next invitations."""
    row.expect_version(version, theirs={_("Status"): row.status.value}, mine={_("Reason"): reason})
    _check_keeper(workshop, by)
    if not reason.strip():
        raise DomainError(lazy_("Give the reason: it stays on record."))
    if row.status is ParticipantStatus.CANCELLED:
        raise DomainError(lazy_("The person is off the list already."))
    set_reason(reason)
    row.status, row.cancelled_reason = ParticipantStatus.CANCELLED, reason
    row.link_number += 1
    _touch(row, by)


def restore_participant(*, workshop: Workshop, row: Participant, by: User) -> None:
    """Puts a person back on the list."""
    _check_keeper(workshop, by)
    if row.status is not ParticipantStatus.CANCELLED:
        raise DomainError(lazy_("The person is on the list."))
    row.status, row.cancelled_reason = ParticipantStatus.LISTED, ""
    # The link went when the person was taken off: who has not heard of that yet is sent the new one.
    row.told = row.told if row.told in UNTOLD else STALE
    _touch(row, by)


def keep_list(*, workshop: Workshop, by: User, file_name: str, read: ReadList) -> ParticipantList:
    """Keeps what was read of a file until the person says to take it in; forgets those of yesterday."""
    _check_keeper(workshop, by)
    forget_lists()
    kept = ParticipantList(
        workshop_id=workshop.id,
        by_id=by.id,
        file_name=file_name[:120],
        rows=read.rows,
        faults=[list(astuple(fault)) for fault in read.faults],
        doubts=[list(astuple(fault)) for fault in read.doubts],
        created_at=now(),
    )
    db.session.add(kept)
    db.session.flush()
    note_event("check", "participant_list", kept.id, people=len(read.rows), faults=len(read.faults))
    return kept


def forget_lists() -> None:
    """Forgets the lists that were tried more than a day ago and not taken in."""
    db.session.execute(delete(ParticipantList).where(ParticipantList.created_at < now() - _KEPT))


def take_list_in(*, workshop: Workshop, by: User, kept: ParticipantList) -> int:
    """Puts everybody of a tried list on the list of participants, all or nobody, and forgets the file."""
    _check_keeper(workshop, by)
    if kept.faults:
        raise DomainError(lazy_("The file has errors: nobody of it can be added."))
    for given in kept.rows:
        values: dict[str, Any] = {**given, "group": ParticipantGroup(given["group"])}
        text = ParticipantText(**values)
        _check(text)
        _add(workshop, by, text, None)
    count = len(kept.rows)
    db.session.delete(kept)
    db.session.flush()
    return count


def _check_keeper(workshop: Workshop, by: User) -> None:
    if not can_hold(by, workshop):
        raise NotAllowed
    if workshop.status in {WorkshopStatus.CLOSED, WorkshopStatus.CANCELLED}:
        raise DomainError(lazy_("The workshop is over: its list of participants is closed."))


def _columns(text: ParticipantText) -> dict[str, Any]:
    stored = {item.name: getattr(text, item.name) for item in fields(text)}
    office = stored.pop("organisation")
    return {**stored, "organisation_id": office.id if office else None}


def _check(text: ParticipantText) -> None:
    if not text.name_en and not text.name_hi:
        raise DomainError(lazy_("Enter the name, in English or in Hindi."))
    if text.language not in LANGUAGES:
        raise DomainError(lazy_("Choose the language."))


def _tell(text: ParticipantText) -> dict[str, object]:
    """What is written down of a person, in words, field by field."""
    return {
        _("Name in English"): text.name_en,
        _("Name in Hindi"): text.name_hi,
        _("Designation in English"): text.designation_en,
        _("Designation in Hindi"): text.designation_hi,
        _("Group"): text.group.value,
        _("Office"): name_of(text.organisation) if text.organisation else None,
        _("Organisation in English"): text.organisation_en,
        _("Organisation in Hindi"): text.organisation_hi,
        _("E-mail"): text.email,
        _("Phone"): text.phone,
        _("What the person eats or needs"): text.wishes,
    }


def _touch(row: Participant, by: User) -> None:
    row.changed_by_id, row.changed_at = by.id, now()
    db.session.flush()
