"""The day's chasing of overdue action points: each rung once, whatever nights were missed."""

import hashlib
from collections.abc import Sequence
from datetime import date

from flask import current_app
from sqlalchemy import select

from csrmatch import jobs, mail
from csrmatch.accounts.models import User
from csrmatch.actions.chasing import Call, list_calls, take_calls
from csrmatch.actions.models import ActionPoint
from csrmatch.actions.reminder_words import reminder_subject, reminder_text
from csrmatch.db import db, today
from csrmatch.i18n import speaking
from csrmatch.web.links import whole_url

__all__ = ["CHASE", "chase_actions"]

CHASE = "action-reminders"
_HOUR = 7


@jobs.daily(CHASE, hour=_HOUR)
def chase_actions(work: jobs.Work) -> jobs.Effect | None:
    """Posts what is to be sent by now; a rung and its mail are noted together or not at all."""
    day = today()
    calls = list_calls(
        day,
        again_days=current_app.config["ACTION_AGAIN_DAYS"],
        chair_days=current_app.config["ACTION_CHAIR_DAYS"],
    )
    if not calls:
        return None

    def post() -> None:
        for letter in _letters(take_calls(calls, day), day):
            mail.post(letter)

    return post


def _letters(taken: Sequence[tuple[Call, ActionPoint]], day: date) -> list[mail.Letter]:
    """One mail to each person for all that is theirs, and one to each chair for all that is told over."""
    gathered: dict[tuple[int, bool], dict[int, tuple[Call, ActionPoint]]] = {}
    for call, action in taken:
        for number in call.people:
            # Of two rungs to the same person the later one speaks for both.
            gathered.setdefault((number, call.is_to_owner), {})[action.id] = (call, action)
    ids = {number for number, _is_to_owner in gathered}
    people = {user.id: user for user in db.session.scalars(select(User).where(User.id.in_(ids)))}
    return [
        _letter(people[number], list(found.values()), day, is_to_owner=is_to_owner)
        for (number, is_to_owner), found in sorted(gathered.items())
    ]


def _letter(
    person: User, found: Sequence[tuple[Call, ActionPoint]], day: date, *, is_to_owner: bool
) -> mail.Letter:
    told = " ".join(f"{call.action_id}.{call.turn}.{call.rung}.{call.due_on}" for call, _action in found)
    digest = hashlib.sha256(told.encode()).hexdigest()[:24]
    actions = [action for _call, action in found]
    with speaking(person.language):
        return mail.Letter(
            key=f"action points {digest} to {person.id}",
            kind="reminder",
            person_id=person.id,
            address=person.email,
            language=person.language,
            subject=reminder_subject(actions, is_to_owner=is_to_owner),
            body=reminder_text(
                [(action, whole_url("actions.show_action", action_id=action.id)) for action in actions],
                day,
                is_to_owner=is_to_owner,
                settings_link=whole_url("accounts.show_account"),
            ),
        )
