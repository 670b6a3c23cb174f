"""The mails of action points: what was put into an owner's hands, and the day's chasing of the overdue."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date

from flask import current_app
from sqlalchemy import select

from csrmatch import jobs, mail
from csrmatch.accounts.models import User
from csrmatch.actions.chasing import Call, list_calls, list_owner_people, take_calls
from csrmatch.actions.given_words import given_subject, given_text
from csrmatch.actions.models import ActionPoint, ActionStep
from csrmatch.actions.reminder_words import reminder_subject, reminder_text
from csrmatch.actions.rules import WITH_OWNER, Move
from csrmatch.actions.services.steps import GIVEN
from csrmatch.db import db, today
from csrmatch.i18n import speaking
from csrmatch.web.links import whole_url

__all__ = ["CHASE", "chase_actions", "tell_of_action"]

CHASE = "action-reminders"
_HOUR = 7


@jobs.task(GIVEN)
def tell_of_action(work: jobs.Work) -> jobs.Effect | None:
    """Posts one letter to each who has it in hand; what was overtaken meanwhile is not told any more."""
    step = db.session.get(ActionStep, work.payload["step_id"])
    action = db.session.get(ActionPoint, step.action_id) if step is not None else None
    if step is None or action is None or not _stands(step, action, work.payload):
        return None
    ids = [number for number in list_owner_people(action) if number != step.by_id]
    people = db.session.scalars(select(User).where(User.id.in_(ids)).order_by(User.id))
    letters = [_letter_of_step(step, action, person) for person in people]

    def post() -> None:
        for letter in letters:
            mail.post(letter)

    return post


def _stands(step: ActionStep, action: ActionPoint, payload: Mapping[str, object]) -> bool:
    """Whether the owner still has in hand what the line of the history says."""
    if action.status not in WITH_OWNER or action.turn != payload["turn"]:
        return False
    if step.move is Move.NAME_PERSON:
        # A colleague who left meanwhile is not written to, nor the whole office in their place.
        is_same = action.person_id is not None and action.person_id == payload["person_id"]
        return is_same and list_owner_people(action) == [action.person_id]
    return step.move is not Move.CHANGE_DUE or action.due_on == step.new_due_on


def _letter_of_step(step: ActionStep, action: ActionPoint, person: User) -> mail.Letter:
    with speaking(person.language):
        return mail.Letter(
            key=f"action step {step.id} to {person.id}",
            kind="action",
            person_id=person.id,
            address=person.email,
            language=person.language,
            subject=given_subject(step, action),
            body=given_text(
                step,
                action,
                link=whole_url("actions.show_action", action_id=action.id),
                settings_link=whole_url("accounts.show_account"),
            ),
        )


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
