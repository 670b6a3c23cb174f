"""Workshops of the past with what came of them, each act on its own day, for tests."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time

import time_machine

from csrmatch.actions.services import assign_action
from csrmatch.db import db, now, run_write
from csrmatch.mapping.rules.consent import Answer, Side
from csrmatch.registry.models import Need, NeedStep
from csrmatch.registry.rules.needs import NeedStatus
from csrmatch.roles import Role
from csrmatch.workshops.models import TakeawayWork, Workshop
from csrmatch.workshops.rules.workshops import WorkshopStatus
from tests import factories
from tests.mapping import proposing
from tests.mapping.publishing import publish
from tests.registry.needs import make_need as post_need
from tests.workshops.factories import find_person, make_workshop
from tests.workshops.rooms import put_pair
from tests.workshops.takeaways import make_takeaway

__all__ = [
    "HELD",
    "TODAY",
    "agree_on_pair",
    "link",
    "make_action",
    "make_followed_workshop",
    "make_need",
    "make_note",
    "turn_to",
]

# The first day of the workshop, its last, and the day on which it is asked what came of it.
HELD = date(2026, 2, 9)
LAST = date(2026, 2, 10)
TODAY = date(2026, 11, 1)


def turn_to(day: date | datetime) -> time_machine.travel:
    """Noon of a day in India, or a moment."""
    moment = day if isinstance(day, datetime) else datetime.combine(day, time(6, 30), UTC)
    return time_machine.travel(moment, tick=True)


def make_followed_workshop(
    *, starts_on: date | None = HELD, ordinal: int | None = None, title: str = "Workshop followed"
) -> int:
    """A workshop of two days that was held, or of the year before without its days; gives its number."""

    def make() -> int:
        given = {"status": WorkshopStatus.HELD, "starts_on": starts_on, "ordinal": ordinal}
        given |= {"year": HELD.year - 1}
        return make_workshop(title, with_agenda=False, **given).id  # type: ignore[arg-type]

    with turn_to(starts_on or HELD):
        return run_write(make)


def make_note(number: int, text: str, kind: str, *, on: date | datetime = LAST, by_whom: str = "") -> int:
    """A note taken down in the room; gives its number."""
    with turn_to(on):
        return run_write(
            lambda: (
                make_takeaway(
                    db.session.get_one(Workshop, number),
                    find_person(Role.DPE_STAFF),
                    text,
                    kind=kind,
                    district="376",
                    by_whom=by_whom,
                ).id
            )
        )


def link(note: int, kind: str, record: int) -> None:
    """Ties a record to the note it was made of."""
    dpe = find_person(Role.DPE_STAFF)
    db.session.add(
        TakeawayWork(takeaway_id=note, kind=kind, record_id=record, made_by_id=dpe.id, made_at=now())
    )
    db.session.flush()


def make_need(note: int, steps: Mapping[NeedStatus, date | datetime], *, on: date = LAST) -> int:
    """A need of Dantewada that a note became, and its steps, each on its day; gives its number."""

    def make() -> int:
        need = post_need("A clinic for Kuakonda")
        link(note, "need", need.id)
        return need.id

    with turn_to(on):
        number = run_write(make)
    for status, day in steps.items():
        with turn_to(day):
            run_write(lambda status=status: _step(number, status))  # type: ignore[misc]
    return number


def _step(number: int, status: NeedStatus) -> None:
    need = db.session.get_one(Need, number)
    step = NeedStep(need_id=need.id, old_status=need.status, new_status=status, reason="", is_alone=False)
    step.by, step.created_at = find_person(Role.DPE_STAFF), now()
    need.status = status
    db.session.add(step)
    db.session.flush()


def make_action(note: int, *, on: date = LAST, due_on: date = date(2026, 12, 31)) -> int:
    """An action point that a note became, given by DPE to UNICEF; gives its number."""

    def make() -> int:
        action = assign_action(
            by=find_person(Role.DPE_STAFF),
            owner=factories.find_organisation(Role.UNICEF_OFFICER),
            title_en="Buy a mobile clinic",
            due_on=max(due_on, on),
        )
        link(note, "action", action.id)
        return action.id

    with turn_to(on):
        return run_write(make)


def agree_on_pair(
    number: int,
    *,
    proposed: date,
    agreed: date | None = None,
    declined: date | None = None,
    published: date | None = None,
) -> None:
    """NMDC and Dantewada, spoken of in the room, and what became of them in an exercise of the mapping."""
    with turn_to(LAST):
        run_write(lambda: put_pair(db.session.get_one(Workshop, number)).id)
    with turn_to(proposed):
        proposal = proposing.put(proposing.make_pinned_exercise())
    for side in Side if agreed else ():
        with turn_to(agreed or proposed):
            proposing.answer(proposal, 376, side, resolution="BR 12/2026" if side is Side.BOARD else "")
    if declined:
        with turn_to(declined):
            proposing.answer(proposal, 376, Side.CPSE, Answer.DECLINED, reason="Too far.")
    if published:
        with turn_to(published):
            publish(proposal)
