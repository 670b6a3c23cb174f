"""The verbs of the door: who came, who came unasked, what was wrong; whatever is sent twice counts once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from csrmatch.accounts.models import User
from csrmatch.db import db, now
from csrmatch.errors import NotAllowed
from csrmatch.workshops.access.participants import can_open_door
from csrmatch.workshops.models import Attendance, Participant, Workshop
from csrmatch.workshops.queries.check_in import list_doors
from csrmatch.workshops.rules.check_in import Act, DoorItem, Outcome
from csrmatch.workshops.rules.participants import ParticipantStatus

__all__ = ["Done", "record_check_ins"]


@dataclass(frozen=True)
class Done:
    """What became of one act: `participant_id` is who it was about, 0 where that is not known."""

    key: str
    outcome: Outcome
    participant_id: int = 0


def record_check_ins(
    *, workshop: Workshop, by: User, items: Sequence[DoorItem], read_code: Callable[[str], int | None]
) -> list[Done]:
    """Does what a phone sends, item by item; an item that was done before is told as known.

    The workshop's row is held meanwhile, so that two doors that send the same person at once count one.
    """
    if not can_open_door(by, workshop):
        raise NotAllowed
    db.session.execute(select(Workshop.id).where(Workshop.id == workshop.id).with_for_update())
    return _Door(workshop, by, items, read_code).do_all()


class _Door:
    """One batch: what is known of its people and keys is read at once, not item by item."""

    def __init__(
        self,
        workshop: Workshop,
        by: User,
        items: Sequence[DoorItem],
        read_code: Callable[[str], int | None],
    ) -> None:
        self._workshop, self._by, self._items = workshop, by, items
        self._moment = now()
        self._wanted = {item.key: item.participant_id or read_code(item.code) or 0 for item in items}
        doors = list_doors(workshop)
        self._days = {door.day.id for door in doors}
        self._day_of = {door.session.id: door.day.id for door in doors if door.session}
        keys = sorted(self._wanted)
        people = select(Participant).where(
            Participant.workshop_id == workshop.id,
            Participant.id.in_(sorted(set(self._wanted.values()))) | Participant.client_key.in_(keys),
        )
        found = db.session.scalars(people.order_by(Participant.id)).all()
        self._people = {row.id: row for row in found if row.status is not ParticipantStatus.CANCELLED}
        self._walk_ins = {row.client_key: row for row in found if row.client_key}
        marks = (
            select(Attendance)
            .join(Attendance.participant)
            .where(
                Participant.workshop_id == workshop.id,
                Attendance.participant_id.in_(sorted({row.id for row in found}))
                | Attendance.client_key.in_(keys),
            )
        )
        self._by_key: dict[str, Attendance] = {}
        self._standing: dict[tuple[int, int, int], Attendance] = {}
        self._undone: dict[tuple[int, int, int], Attendance] = {}
        for mark in db.session.scalars(marks.order_by(Attendance.id)):
            self._note(mark)

    def _note(self, mark: Attendance) -> None:
        self._by_key[mark.client_key] = mark
        known = self._standing if mark.undone_at is None else self._undone
        known[mark.participant_id, mark.day_id, mark.session_id or 0] = mark

    def do_all(self) -> list[Done]:
        """Does the items in their order."""
        return [self._do(item) for item in self._items]

    def _do(self, item: DoorItem) -> Done:
        if item.act is Act.UNDO:
            return self._undo(item)
        mark = self._by_key.get(item.key)
        if mark is not None:
            return Done(item.key, Outcome.KNOWN, mark.participant_id)
        day_id = self._find_day(item)
        if day_id is None:
            return Done(item.key, Outcome.REFUSED)
        if item.act is Act.WALK_IN:
            person: Participant | None = self._walk_ins.get(item.key) or self._add(item)
        else:
            person = self._people.get(self._wanted[item.key])
        if person is None:
            return Done(item.key, Outcome.REFUSED)
        if (person.id, day_id, item.session_id or 0) in self._standing:
            return Done(item.key, Outcome.KNOWN, person.id)
        mark = Attendance(
            participant_id=person.id,
            day_id=day_id,
            session_id=item.session_id,
            client_key=item.key,
            arrived_at=self._clamped(item.at),
            recorded_at=self._moment,
            recorded_by_id=self._by.id,
        )
        db.session.add(mark)
        db.session.flush()
        self._note(mark)
        return Done(item.key, Outcome.DONE, person.id)

    def _find_day(self, item: DoorItem) -> int | None:
        """The day of the door; a session that was moved since the phone read the list is on its new day."""
        if item.day_id not in self._days:
            return None
        return item.day_id if item.session_id is None else self._day_of.get(item.session_id)

    def _add(self, item: DoorItem) -> Participant:
        person = Participant(
            workshop_id=self._workshop.id,
            name_en=item.name,
            organisation_en=item.organisation or None,
            group=item.group,
            status=ParticipantStatus.WALK_IN,
            client_key=item.key,
            created_by_id=self._by.id,
            created_at=self._moment,
            changed_by_id=self._by.id,
            changed_at=self._moment,
        )
        db.session.add(person)
        db.session.flush()
        self._walk_ins[item.key], self._people[person.id] = person, person
        return person

    def _undo(self, item: DoorItem) -> Done:
        """Takes a check-in back; who came unasked by mistake stays on the list, to be taken off there.

        Where another door was first, the act of this one made no mark: then the standing one is meant.
        """
        mark = self._by_key.get(item.key)
        if mark is None:
            place = self._wanted[item.key], item.day_id, item.session_id or 0
            mark = self._standing.get(place) or self._undone.get(place)
        if mark is None:
            return Done(item.key, Outcome.REFUSED)
        if mark.undone_at is not None:
            return Done(item.key, Outcome.KNOWN, mark.participant_id)
        mark.undone_at, mark.undone_by_id = self._moment, self._by.id
        self._standing.pop((mark.participant_id, mark.day_id, mark.session_id or 0), None)
        self._note(mark)
        db.session.flush()
        return Done(item.key, Outcome.DONE, mark.participant_id)

    def _clamped(self, moment: datetime) -> datetime:
        """No arrival lies in the future, whatever the clock of a phone says."""
        return min(moment, self._moment)
