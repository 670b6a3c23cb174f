"""Ending action points: closing by one or by two, not accepting, dropping, reopening."""

from datetime import date

from csrmatch.accounts.models import User
from csrmatch.actions import access
from csrmatch.actions.models import ActionPoint
from csrmatch.actions.queries import count_documents, list_reporters
from csrmatch.actions.rules import (
    ActionProblem,
    ActionStatus,
    Closing,
    Move,
    check_closing,
    check_move,
    status_on_return,
)
from csrmatch.actions.services.steps import expect_version, forget_closing, refuse, write_step
from csrmatch.actions.wording import ACTION_PROBLEMS
from csrmatch.db import today
from csrmatch.errors import DomainError, NotAllowed
from csrmatch.i18n import _

__all__ = ["close_action", "drop_action", "reopen_action", "return_action"]


def close_action(*, action: ActionPoint, by: User, version: int | None, note: str) -> Move:
    """Closes it with a note of what came of it; of high priority the first of two people asks for it.

    Nobody closes who has it in hand or reported on it since it was given out, nor counts as the first of two.
    The caller holds the row, and the version says what the person had seen: of two who close at once the
    later is told of the earlier, so that nobody is made the second person unawares. Gives what was done.
    """
    expect_version(action, version, note, theirs={_("Note"): action.closing_note or None})
    refuse(check_move(Move.CLOSE, action.status, note))
    if not access.can_close(by, action):
        raise NotAllowed
    workers = {action.person_id, *list_reporters(action)} - {None}
    needs_two = action.needs_second
    found = check_closing(
        Closing(
            by_id=by.id,
            worker_ids=frozenset(number for number in workers if number is not None),
            needs_second=needs_two,
            documents=count_documents(action) if needs_two else 0,
            asked_by_id=action.closing_by_id,
        )
    )
    if isinstance(found, ActionProblem):
        raise DomainError(ACTION_PROBLEMS[found])
    old = action.status
    if found is Move.ASK_CLOSING:
        action.closing_by_id, action.closing_note = by.id, note
    else:
        # Of two who close, both notes tell what came of it.
        action.closing_note = "\n".join(filter(None, [action.closing_note, note]))
        action.status, action.ended_on = ActionStatus.CLOSED, today()
    write_step(action, by, found, old, note)
    return found


def return_action(*, action: ActionPoint, by: User, version: int | None, reason: str) -> None:
    """Says that what was reported done is not; it is the owner's again and is chased anew."""
    expect_version(action, version, reason)
    refuse(check_move(Move.RETURN, action.status, reason))
    if not access.can_return(by, action):
        raise NotAllowed
    old, action.status = action.status, status_on_return(action.due_on, today())
    action.percent = None
    action.turn += 1
    forget_closing(action)
    write_step(action, by, Move.RETURN, old, reason)


def drop_action(*, action: ActionPoint, by: User, version: int | None, reason: str) -> None:
    """Ends it undone, with the reason."""
    expect_version(action, version, reason)
    refuse(check_move(Move.DROP, action.status, reason))
    if not access.can_change(by, action):
        raise NotAllowed
    old, action.status, action.ended_on = action.status, ActionStatus.DROPPED, today()
    forget_closing(action)
    write_step(action, by, Move.DROP, old, reason)


def reopen_action(
    *, action: ActionPoint, by: User, version: int | None, due_on: date | None, reason: str
) -> None:
    """Takes up again what was ended, with the reason and a last day to come, or none."""
    expect_version(action, version, reason)
    refuse(check_move(Move.REOPEN, action.status, reason))
    refuse(ActionProblem.DUE_IN_PAST if due_on is not None and due_on < today() else None)
    if not access.can_reopen(by, action):
        raise NotAllowed
    old, old_due = action.status, action.due_on
    action.due_on, action.ended_on, action.percent = due_on, None, None
    action.status = status_on_return(due_on, today())
    action.turn += 1
    forget_closing(action)
    write_step(action, by, Move.REOPEN, old, reason, old_due_on=old_due, new_due_on=due_on)
