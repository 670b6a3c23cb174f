"""Giving action points out: to whom, about what, by when; changing that, and giving them out anew."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from csrmatch.accounts.models import Organisation, User
from csrmatch.actions import access
from csrmatch.actions.models import ActionLink, ActionPoint
from csrmatch.actions.rules import (
    ActionProblem,
    ActionStatus,
    Move,
    Priority,
    check_due,
    check_move,
    needs_second_person,
)
from csrmatch.actions.services.steps import (
    check_person,
    check_titles,
    day_words,
    expect_version,
    forget_closing,
    refuse,
    write_step,
)
from csrmatch.actions.subjects import About, find_about, read_about
from csrmatch.actions.wording import FIELDS, PRIORITIES
from csrmatch.db import db, now, today
from csrmatch.errors import DomainError, NotAllowed
from csrmatch.i18n import _, lazy_, name_of
from csrmatch.places.models import District, State

__all__ = ["assign_action", "change_action", "change_due_date", "reassign_action"]


def assign_action(
    *,
    by: User,
    owner: Organisation,
    title_en: str | None = None,
    title_hi: str | None = None,
    asked: str = "",
    due_on: date | None = None,
    priority: Priority = Priority.NORMAL,
    person: User | None = None,
    owner_written: str = "",
    state: State | None = None,
    district: District | None = None,
    file_number: str | None = None,
    assigned_on: date | None = None,
    about: Iterable[tuple[str, int]] = (),
) -> ActionPoint:
    """Gives an office something to do; its number can be told at once.

    `about` names what it is about, each by a kind registered in `subjects` and a number; the first that has
    a place gives the action point its own where none is given. Without any, it is the owner's own place.
    """
    if not access.can_assign_to(by, owner):
        raise NotAllowed
    given_on = assigned_on or today()
    if given_on > today():
        raise DomainError(lazy_("The day on which it is given out lies in the future."))
    refuse(check_due(due_on, given_on))
    check_titles(title_en, title_hi)
    check_person(person, owner)
    links = list(dict.fromkeys(about))
    records = [find_about(by, kind, number) for kind, number in links]
    district_id, state_id = _place(state, district, records, owner)
    if state is None and district is None and not access.can_place_in(by, state_id):
        # Nobody chose the place of the record it is about.
        district_id, state_id = _place_of(owner)
    _check_place(by, state_id)
    moment = now()
    action = ActionPoint(
        file_number=file_number or None,
        title_en=title_en or None,
        title_hi=title_hi or None,
        asked=asked,
        owner=owner,
        person=person,
        owner_written=owner_written,
        assigner_id=by.organisation_id,
        assigned_by_id=by.id,
        assigned_on=given_on,
        due_on=due_on,
        priority=priority,
        needs_second=needs_second_person(priority, needed_before=False),
        state_id=state_id,
        district_id=district_id,
        status=ActionStatus.NOT_STARTED,
        turn=1,
        created_at=moment,
        changed_by_id=by.id,
        changed_at=moment,
    )
    db.session.add(action)
    db.session.flush()
    db.session.add_all(ActionLink(action_id=action.id, kind=kind, record_id=number) for kind, number in links)
    write_step(action, by, Move.ASSIGN, None, new_due_on=due_on)
    return action


def change_action(*, action: ActionPoint, by: User, version: int | None, values: Mapping[str, Any]) -> None:
    """Changes the wording, the numbers, the priority and the place of an open action point.

    The history keeps what each of them was; what is saved as it was leaves no line.
    """
    told = {name: getattr(action, name) for name in values}
    action.expect_version(version, theirs=_tell(told), mine=_tell(values))
    if not access.can_change(by, action):
        raise NotAllowed
    check_titles(
        values.get("title_en", action.title_en),
        values.get("title_hi", action.title_hi),
    )
    before = _plain_values(action)
    for name, value in values.items():
        setattr(action, name, value)
    if action.district is not None:
        action.state = action.district.state
    elif action.state is None and (number := access.state_of(action.owner)) is not None:
        action.state = db.session.get_one(State, number)
    after = _plain_values(action)
    changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    if "state" in changes:
        _check_place(by, action.state.id if action.state else None)
    if changes:
        action.needs_second = needs_second_person(action.priority, needed_before=action.needs_second)
        write_step(action, by, Move.EDIT, action.status, changes=changes)


def _plain_values(action: ActionPoint) -> dict[str, str | int | None]:
    """What can be changed of an action point, as its history keeps it: places by their LGD codes."""
    return {
        "title_en": action.title_en or None,
        "title_hi": action.title_hi or None,
        "asked": action.asked or None,
        "file_number": action.file_number or None,
        "priority": action.priority.value,
        "district": action.district.lgd if action.district else None,
        "state": action.state.lgd if action.state else None,
    }


def change_due_date(
    *, action: ActionPoint, by: User, version: int | None, due_on: date | None, reason: str
) -> None:
    """Moves the last day, or takes it away, with the reason; the history keeps the old one."""
    label = _("Last day")
    expect_version(
        action, version, reason, theirs={label: day_words(action.due_on)}, mine={label: day_words(due_on)}
    )
    refuse(check_move(Move.CHANGE_DUE, action.status, reason) or check_due(due_on, action.assigned_on))
    refuse(ActionProblem.SAME_DUE if due_on == action.due_on else None)
    if not access.can_change(by, action):
        raise NotAllowed
    old, action.due_on = action.due_on, due_on
    write_step(action, by, Move.CHANGE_DUE, action.status, reason, old_due_on=old, new_due_on=due_on)


def reassign_action(
    *,
    action: ActionPoint,
    by: User,
    version: int | None,
    owner: Organisation,
    due_on: date | None,
    reason: str,
    owner_written: str = "",
) -> None:
    """Gives it to another office, or to the same once more, with a last day to come, or none.

    Chasing begins anew. A place that was no more than the old owner's goes with that owner, unless
    whoever gives it anew can give nothing out where the new one is.
    """
    expect_version(action, version, reason)
    refuse(check_move(Move.REASSIGN, action.status, reason) or check_due(due_on, action.assigned_on))
    refuse(ActionProblem.DUE_IN_PAST if due_on is not None and due_on < today() else None)
    if not access.can_reassign(by, action) or not access.can_assign_to(by, owner):
        raise NotAllowed
    old, old_due = action.status, action.due_on
    if (action.district_id, action.state_id) == _place_of(action.owner):
        place = _place(None, None, _records_of(action, by), owner)
        if not access.can_place_in(by, place[1]):
            place = _place_of(owner) if access.state_of(owner) is not None else place
        if access.can_place_in(by, place[1]):
            action.district_id, action.state_id = place
    action.owner, action.person, action.owner_written = owner, None, owner_written
    action.due_on, action.status, action.percent = due_on, ActionStatus.NOT_STARTED, None
    action.reported_by_id = action.reported_on = None
    action.state_id = action.state_id or access.state_of(owner)
    action.turn += 1
    forget_closing(action)
    write_step(action, by, Move.REASSIGN, old, reason, old_due_on=old_due, new_due_on=due_on)


def _check_place(by: User, state_id: int | None) -> None:
    if not access.can_place_in(by, state_id):
        raise DomainError(lazy_("A State gives out action points for its own places only."))


def _place(
    state: State | None, district: District | None, records: Iterable[About], owner: Organisation
) -> tuple[int | None, int | None]:
    """Where it is to be done: where was said, else where its first record is, else where its owner is."""
    if district is not None:
        return district.id, district.state_id
    if state is not None:
        return None, state.id
    for row in records:
        if row.district_id or row.state_id:
            return row.district_id, _state_of(row.district_id) or row.state_id
    return _place_of(owner)


def _place_of(office: Organisation) -> tuple[int | None, int | None]:
    return office.district_id, access.state_of(office)


def _records_of(action: ActionPoint, viewer: User) -> list[About]:
    """What it is about, of that what the person may see, in the order in which it was said."""
    query = select(ActionLink).where(ActionLink.action_id == action.id).order_by(ActionLink.id)
    links = [(link.kind, link.record_id) for link in db.session.scalars(query)]
    shown = read_about(viewer, set(links))
    return [shown[link] for link in links if link in shown]


def _state_of(district_id: int | None) -> int | None:
    return db.session.get_one(District, district_id).state_id if district_id is not None else None


def _tell(values: Mapping[str, Any]) -> dict[str, object]:
    """Some of an action point's values in words, field by field."""
    told: dict[str, object] = {}
    for name, value in values.items():
        if isinstance(value, Priority):
            told[str(FIELDS[name])] = PRIORITIES[value][0]
        elif isinstance(value, District | State):
            told[str(FIELDS[name])] = name_of(value)
        else:
            told[str(FIELDS[name])] = value or None
    return told
