"""What every verb of action points does: refusing, minding the version, writing the history."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from csrmatch import jobs
from csrmatch.accounts.models import Organisation, User
from csrmatch.actions.models import ActionPoint, ActionStep
from csrmatch.actions.rules import TOLD, ActionProblem, ActionStatus, Move
from csrmatch.actions.wording import ACTION_PROBLEMS, ACTION_STATUSES
from csrmatch.audit.recording import set_reason
from csrmatch.db import db, now
from csrmatch.errors import DomainError
from csrmatch.i18n import _, format_day, lazy_

__all__ = [
    "GIVEN",
    "check_person",
    "check_titles",
    "day_words",
    "expect_version",
    "forget_closing",
    "refuse",
    "touch",
    "write_step",
]

# The job that tells the owner of what was put into its hands.
GIVEN = "tell_of_action"


def write_step(
    action: ActionPoint,
    by: User,
    move: Move,
    old_status: ActionStatus | None,
    note: str = "",
    *,
    percent: int | None = None,
    old_due_on: date | None = None,
    new_due_on: date | None = None,
    changes: dict[str, list[Any]] | None = None,
) -> ActionStep:
    """Writes the line of the history, and asks for the mail of what the owner is to know.

    The log carries its reason.
    """
    if note:
        set_reason(note)
    step = ActionStep(
        action_id=action.id,
        move=move,
        old_status=old_status,
        new_status=action.status,
        note=note,
        percent=percent,
        old_due_on=old_due_on,
        new_due_on=new_due_on,
        changes=changes,
        owner_id=action.owner.id,
        by_id=by.id,
        office_id=by.organisation_id,
        created_at=now(),
    )
    db.session.add(step)
    touch(action, by)
    if move in TOLD:
        payload = {"step_id": step.id, "turn": action.turn, "person_id": action.person_id}
        jobs.enqueue(GIVEN, payload, f"{GIVEN} {step.id}")
    return step


def touch(action: ActionPoint, by: User) -> None:
    """Notes who changed it last, and writes."""
    action.changed_by_id, action.changed_at = by.id, now()
    db.session.flush()


def forget_closing(action: ActionPoint) -> None:
    """Takes back that somebody asked for the closing."""
    action.closing_by_id, action.closing_note = None, ""


def expect_version(
    action: ActionPoint,
    version: int | None,
    text: str,
    *,
    theirs: Mapping[str, object] | None = None,
    mine: Mapping[str, object] | None = None,
) -> None:
    """Refuses what was begun on an older version, and shows where it stands now and what was typed."""
    stands = {_("Stage"): ACTION_STATUSES[action.status][0], **(theirs or {})}
    action.expect_version(version, theirs=stands, mine={_("Text"): text or None, **(mine or {})})


def refuse(problem: ActionProblem | None) -> None:
    """Refuses in words what the rules found wrong, if anything."""
    if problem is not None:
        raise DomainError(ACTION_PROBLEMS[problem])


def check_titles(title_en: str | None, title_hi: str | None) -> None:
    """Refuses an action point without a title in either language."""
    if not title_en and not title_hi:
        raise DomainError(lazy_("Enter a title, in English or in Hindi."))


def check_person(person: User | None, owner: Organisation) -> None:
    """Refuses a person of another office than the owner's."""
    if person is not None and person.organisation_id != owner.id:
        raise DomainError(lazy_("The person does not belong to the office that is to do it."))


def day_words(day: date | None) -> str:
    """A last day as the history and a conflict tell it."""
    return format_day(day) if day else _("no date")
