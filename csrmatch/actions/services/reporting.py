"""What the owner of an action point does: naming a person, reporting, handing back, attaching files."""

from csrmatch.accounts.models import User
from csrmatch.actions import access
from csrmatch.actions.models import ActionDocument, ActionPoint, ActionStep
from csrmatch.actions.rules import (
    ActionStatus,
    Move,
    check_move,
    check_percent,
)
from csrmatch.actions.services.steps import (
    check_person,
    expect_version,
    forget_closing,
    refuse,
    touch,
    write_step,
)
from csrmatch.actions.wording import ACTION_STATUSES
from csrmatch.attachments.models import Attachment
from csrmatch.attachments.services import add_attachment, strike_attachment
from csrmatch.db import db, today
from csrmatch.errors import NotAllowed
from csrmatch.i18n import _

__all__ = [
    "attach_action_document",
    "hand_back_action",
    "name_person",
    "report_on_action",
    "strike_action_document",
]


def name_person(*, action: ActionPoint, by: User, version: int | None, person: User | None) -> None:
    """The owner's office says who of it has the action point in hand; None is the office as a whole."""
    action.expect_version(version)
    refuse(check_move(Move.NAME_PERSON, action.status, ""))
    if not access.can_name_person(by, action):
        raise NotAllowed
    check_person(person, action.owner)
    if action.person is person:
        return
    action.person = person
    write_step(action, by, Move.NAME_PERSON, action.status)


def report_on_action(
    *,
    action: ActionPoint,
    by: User,
    version: int | None,
    status: ActionStatus,
    text: str,
    percent: int | None = None,
) -> ActionStep:
    """The owner says what was done and how it stands; done is a claim, closing is for others.

    A report after the closing was asked for takes that asking back: something new is known.
    """
    stage = _("Stage")
    expect_version(
        action,
        version,
        text,
        theirs={stage: ACTION_STATUSES[action.status][0]},
        mine={stage: ACTION_STATUSES[status][0]},
    )
    refuse(check_move(Move.REPORT, action.status, text) or check_percent(status, percent))
    if not access.can_report(by, action):
        raise NotAllowed
    old, action.status, action.percent = action.status, status, percent
    action.reported_by_id, action.reported_on = by.id, today()
    forget_closing(action)
    return write_step(action, by, Move.REPORT, old, text, percent=percent)


def hand_back_action(*, action: ActionPoint, by: User, version: int | None, reason: str) -> None:
    """The owner's office says why it is not its own; it waits for whoever gave it out."""
    expect_version(action, version, reason)
    refuse(check_move(Move.HAND_BACK, action.status, reason))
    if not access.can_hand_back(by, action):
        raise NotAllowed
    old, action.status = action.status, ActionStatus.HANDED_BACK
    forget_closing(action)
    write_step(action, by, Move.HAND_BACK, old, reason)


def attach_action_document(
    *,
    action: ActionPoint,
    by: User,
    title: str,
    file_name: str,
    content: bytes,
    step: ActionStep | None = None,
) -> Attachment:
    """Attaches a file to an open action point, or to one report about it."""
    if not access.can_attach(by, action):
        raise NotAllowed
    attachment = add_attachment(by=by, title=title, file_name=file_name, content=content)
    step_id = step.id if step is not None else None
    db.session.add(ActionDocument(attachment=attachment, action_id=action.id, step_id=step_id))
    touch(action, by)
    return attachment


def strike_action_document(
    *, action: ActionPoint, document: ActionDocument, by: User, version: int | None, reason: str
) -> None:
    """Takes a file out of sight; its record stays. An asking for closing that built on it falls."""
    if not access.can_attach(by, action):
        raise NotAllowed
    strike_attachment(attachment=document.attachment, by=by, version=version, reason=reason)
    forget_closing(action)
    touch(action, by)
