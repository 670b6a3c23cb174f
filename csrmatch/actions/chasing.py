"""Who has to be reminded of which overdue action point, read from dates and from what was sent before."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from csrmatch.accounts.models import Organisation, OrganisationKind, User
from csrmatch.actions.models import ActionPoint, ActionReminder
from csrmatch.actions.queries import overdue_of
from csrmatch.actions.rules import Rung, is_overdue, rungs_due
from csrmatch.db import db, insert_once, now
from csrmatch.i18n import IST
from csrmatch.roles import Permission, Role, allows

__all__ = ["Call", "list_calls", "list_owner_people", "take_calls"]


@dataclass(frozen=True)
class Call:
    """One rung of one action point: whom to write to, as its owner or as whom it is told over."""

    action_id: int
    turn: int
    rung: Rung
    due_on: date
    people: Sequence[int]

    @property
    def is_to_owner(self) -> bool:
        """Whether it goes to those who have it in hand."""
        return self.rung is not Rung.CHAIR


def list_calls(day: date, *, again_days: int, chair_days: int) -> list[Call]:
    """Every rung whose day has come and that was not sent, by action point.

    It asks for dates and for what was sent, never whether the job ran: after nights without a worker the
    first rung is there, and the others follow it at their distance. One that nobody could read waits for the
    office to have people.
    """
    query = select(ActionPoint).where(overdue_of(day)).order_by(ActionPoint.id)
    query = query.options(joinedload(ActionPoint.assigned_by), joinedload(ActionPoint.person))
    actions = list(db.session.scalars(query))
    sent = _sent([action.id for action in actions])
    readers = _Readers(actions)
    calls = []
    for action in actions:
        due_rungs = rungs_due(
            action.due_on,
            day,
            sent[action.id, action.turn, action.due_on],
            is_heard=bool(readers.of(action, Rung.OVERDUE)),
            again_days=again_days,
            chair_days=chair_days,
        )
        for rung in due_rungs:
            if action.due_on is not None and (people := readers.of(action, rung)):
                calls.append(Call(action.id, action.turn, rung, action.due_on, people))
    return calls


def _sent(action_ids: Sequence[int]) -> Mapping[tuple[int, int, date | None], dict[Rung, date]]:
    """By action point, turn and last day which rungs were sent on which day in India."""
    query = select(ActionReminder).where(ActionReminder.action_id.in_(action_ids))
    found: dict[tuple[int, int, date | None], dict[Rung, date]] = defaultdict(dict)
    for row in db.session.scalars(query.order_by(ActionReminder.id)):
        found[row.action_id, row.turn, row.due_on][row.rung] = row.sent_at.astimezone(IST).date()
    return found


class _Readers:
    """The people of all offices and states that are to be written to, read at once."""

    def __init__(self, actions: Collection[ActionPoint]) -> None:
        offices = {action.owner_id for action in actions} | {action.assigner_id for action in actions}
        self._of_office = _people(select(User).where(User.organisation_id.in_(offices)))
        states = {action.state_id for action in actions if action.state_id is not None}
        chairs = (
            select(User)
            .join(User.organisation)
            .where(
                User.role == Role.CHAIR,
                Organisation.kind == OrganisationKind.STATE,
                Organisation.state_id.in_(states),
            )
        )
        self._chairs: dict[int | None, list[int]] = defaultdict(list)
        for person in _enabled(chairs):
            self._chairs[person.organisation.state_id].append(person.id)

    def of(self, action: ActionPoint, rung: Rung) -> list[int]:
        """Who is written to on a rung: the owner, or the chair of the state, or whoever gave it out."""
        if rung is not Rung.CHAIR:
            person = action.person
            if person is not None and person.is_enabled and person.organisation_id == action.owner_id:
                return [person.id]
            return self._owners(action)
        if action.state_id is not None and self._chairs[action.state_id]:
            return self._chairs[action.state_id]
        if action.assigned_by.is_enabled and action.assigned_by.organisation_id == action.assigner_id:
            return [action.assigned_by_id]
        found = self._of_office[action.assigner_id]
        return [person.id for person in found if allows(person.role, Permission.ASSIGN_ACTIONS)]

    def _owners(self, action: ActionPoint) -> list[int]:
        """The office's own people; the chair of a state is left for the last rung where it has others."""
        found = [
            person
            for person in self._of_office[action.owner_id]
            if allows(person.role, Permission.REPORT_ON_ACTIONS)
        ]
        others = [person for person in found if person.role is not Role.CHAIR]
        return [person.id for person in others or found]


def list_owner_people(action: ActionPoint) -> list[int]:
    """Who is written to as the owner: the person who has it in hand, or the people of the office."""
    return _Readers([action]).of(action, Rung.OVERDUE)


def _people(query: object) -> Mapping[int, list[User]]:
    found: dict[int, list[User]] = defaultdict(list)
    for person in _enabled(query):
        found[person.organisation_id].append(person)
    return found


def _enabled(query: object) -> Iterable[User]:
    """Those who may sign in and speak for the whole office."""
    may = User.is_enabled.is_(True), User.scope.is_(None)
    return db.session.scalars(query.where(*may).order_by(User.id))  # type: ignore[attr-defined]


def take_calls(calls: Sequence[Call], day: date) -> list[tuple[Call, ActionPoint]]:
    """Those of the calls that are still to be made, noted as made in the running transaction.

    What was answered since it was read is left out, and so is what another worker has taken.
    """
    query = select(ActionPoint).where(ActionPoint.id.in_({call.action_id for call in calls}))
    query = query.options(joinedload(ActionPoint.owner)).execution_options(populate_existing=True)
    actions = {action.id: action for action in db.session.scalars(query.order_by(ActionPoint.id))}
    taken = []
    for call in calls:
        action = actions[call.action_id]
        same = (action.turn, action.due_on) == (call.turn, call.due_on)
        if not same or not is_overdue(action.status, action.due_on, day):
            continue
        if insert_once(
            ActionReminder,
            action_id=call.action_id,
            turn=call.turn,
            rung=call.rung,
            due_on=call.due_on,
            sent_at=now(),
        ):
            taken.append((call, action))
    return taken
