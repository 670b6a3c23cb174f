"""The verbs of handing a need on inside the district, and of giving or taking it back."""

from datetime import date

from csrmatch.accounts.models import User
from csrmatch.audit.recording import set_reason
from csrmatch.db import db, now, today
from csrmatch.errors import Conflict, DomainError, NotAllowed
from csrmatch.i18n import _, lazy_
from csrmatch.registry.access import can_delegate_need
from csrmatch.registry.models import Need, NeedDelegation
from csrmatch.registry.rules.needs import task_of
from csrmatch.roles import Role

__all__ = ["delegate_need", "end_delegation"]


def delegate_need(*, need: Need, by: User, to: User, due_on: date, note: str) -> NeedDelegation:
    """Hands a need to a person of the same district, who may write but takes no step.

    The need must be locked, so that it is never in two hands.
    """
    task = task_of(need.status)
    if task is None or not can_delegate_need(by, need):
        raise NotAllowed
    is_here = to.organisation_id == by.organisation_id and to.role is Role.DISTRICT_OFFICER
    if not is_here or not to.is_enabled or to.id == by.id:
        raise DomainError(lazy_("Choose a person of this district who can sign in."))
    if due_on < today():
        raise DomainError(lazy_("The day by which it is due lies in the past."))
    delegation = NeedDelegation(
        task=task, to=to, due_on=due_on, note=note, given_by_id=by.id, given_at=now(), ended_note=""
    )
    need.delegations.append(delegation)
    db.session.flush()
    return delegation


def end_delegation(*, delegation: NeedDelegation, by: User, version: int | None, note: str) -> None:
    """Gives a need back, or takes it back; who had it, until when and the note stay on record."""
    if delegation.ended_at is not None or (version is not None and version != delegation.version):
        label = _("Note")
        raise Conflict({label: delegation.ended_note}, {label: note})
    if note:
        set_reason(note)
    delegation.ended_at, delegation.ended_by, delegation.ended_note = now(), by, note
    db.session.flush()
