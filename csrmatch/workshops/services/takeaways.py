"""The verbs of takeaways: taking notes down, correcting, striking and restoring one."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from csrmatch.accounts.models import User
from csrmatch.db import db, now, take_turn
from csrmatch.errors import Conflict, DomainError, NotAllowed
from csrmatch.i18n import LazyText, _, format_day
from csrmatch.workshops.access.takeaways import can_write_notes
from csrmatch.workshops.models import Takeaway, TakeawayWording, Workshop
from csrmatch.workshops.queries.note_choices import Choices, TakeawayText, read_choices
from csrmatch.workshops.queries.takeaways import find_by_uuids
from csrmatch.workshops.rules.takeaways import (
    NoteProblem,
    NoteSent,
    NoteState,
    TakeawayKind,
    bound_taken_at,
    check_note,
    guess_language,
    is_uuid,
)
from csrmatch.workshops.services.striking import strike
from csrmatch.workshops.wording.takeaways import KINDS, NOTE_PROBLEMS

__all__ = [
    "NoteAnswer",
    "change_takeaway",
    "restore_takeaway",
    "strike_takeaway",
    "take_note",
    "take_notes",
    "text_of",
]


@dataclass(frozen=True)
class NoteAnswer:
    """What became of one note that was sent."""

    uuid: str
    state: NoteState
    takeaway: Takeaway | None = None
    problem: LazyText | None = None


def take_notes(*, workshop: Workshop, by: User, notes: Sequence[NoteSent]) -> list[NoteAnswer]:
    """Takes down what a phone sends, each note once however often it comes; one refused stops no other.

    What a note says it is about and no longer exists is left out of it, so that no note is lost for it.
    """
    # The same note sent twice at the same moment must find the first.
    take_turn(f"notes of {by.id}")
    known = find_by_uuids([note.uuid for note in notes])
    choices = read_choices(workshop)
    may = can_write_notes(by, workshop)
    answers = []
    for note in notes:
        answer = _take(workshop, by, note, known.get(note.uuid), choices, may=may)
        answers.append(answer)
        if answer.takeaway is not None:
            known[note.uuid] = answer.takeaway
    return answers


def take_note(*, workshop: Workshop, by: User, note: NoteSent) -> Takeaway:
    """Takes one note down, or gives the one that came under its mark before; refused it says why."""
    answer = take_notes(workshop=workshop, by=by, notes=[note])[0]
    if answer.takeaway is None:
        raise DomainError(answer.problem)
    return answer.takeaway


def _take(
    workshop: Workshop, by: User, note: NoteSent, before: Takeaway | None, choices: Choices, *, may: bool
) -> NoteAnswer:
    if before is not None and before.taken_by_id == by.id and before.workshop_id == workshop.id:
        return NoteAnswer(note.uuid, NoteState.KNOWN, before)
    problem = _problem_of(note, before, may=may)
    if problem is not None:
        return NoteAnswer(note.uuid, NoteState.REFUSED, problem=NOTE_PROBLEMS[problem])
    text, _unknown = choices.resolve(note)
    moment = now()
    row = Takeaway(
        workshop_id=workshop.id,
        uuid=note.uuid,
        language=guess_language(text.text),
        taken_by=by,
        taken_at=bound_taken_at(note.taken_at, moment),
        received_at=moment,
        changed_by_id=by.id,
        changed_at=moment,
        wordings=[TakeawayWording(number=1, text=text.text, written_by_id=by.id, written_at=moment)],
        **_columns(text),
    )
    db.session.add(row)
    db.session.flush()
    return NoteAnswer(note.uuid, NoteState.SAVED, row)


def _problem_of(note: NoteSent, before: Takeaway | None, *, may: bool) -> NoteProblem | None:
    if not may:
        return NoteProblem.NOT_NOW
    if not is_uuid(note.uuid):
        return NoteProblem.NO_UUID
    if before is not None:
        # Another's note, or one of another workshop: nothing of it is told.
        return NoteProblem.FOREIGN
    return check_note(note.text, note.kind)


def text_of(row: Takeaway) -> TakeawayText:
    """What a takeaway says now."""
    given = {item.name: getattr(row, item.name) for item in fields(TakeawayText)}
    return TakeawayText(**{**given, "kind": row.kind.value})


def change_takeaway(*, takeaway: Takeaway, by: User, version: int | None, text: TakeawayText) -> None:
    """Corrects a takeaway; the wordings before stay with it, each with its author."""
    if not can_write_notes(by, takeaway.workshop):
        raise NotAllowed
    if takeaway.struck_at is not None:
        raise Conflict
    problem = check_note(text.text, text.kind)
    if problem is not None:
        raise DomainError(NOTE_PROBLEMS[problem])
    takeaway.expect_version(version, theirs=tell_text(text_of(takeaway)), mine=tell_text(text))
    moment = now()
    if text.text != takeaway.text:
        number = len(takeaway.wordings) + 1
        wording = TakeawayWording(number=number, text=text.text, written_by_id=by.id, written_at=moment)
        takeaway.wordings.append(wording)
        takeaway.language = guess_language(text.text)
    for name, value in _columns(text).items():
        setattr(takeaway, name, value)
    takeaway.changed_by_id, takeaway.changed_at = by.id, moment
    db.session.flush()


def strike_takeaway(*, takeaway: Takeaway, by: User, version: int | None, reason: str) -> None:
    """Takes a takeaway out of the list; who, when and why stay to be seen, its words stay on record."""
    label = _("Why it was struck")
    if takeaway.struck_at is not None or version not in {None, takeaway.version}:
        raise Conflict({_("Note"): takeaway.text, label: takeaway.struck_reason}, {label: reason})
    if not can_write_notes(by, takeaway.workshop):
        raise NotAllowed
    takeaway.changed_by_id, takeaway.changed_at = by.id, now()
    strike(takeaway, by, reason)


def restore_takeaway(*, takeaway: Takeaway, by: User) -> None:
    """Puts a struck takeaway back among the others; one that is not struck stays as it is."""
    if not can_write_notes(by, takeaway.workshop):
        raise NotAllowed
    if takeaway.struck_at is None:
        return
    takeaway.struck_at, takeaway.struck_by, takeaway.struck_reason = None, None, None
    _touch(takeaway, by)


def _touch(takeaway: Takeaway, by: User) -> None:
    takeaway.changed_by_id, takeaway.changed_at = by.id, now()
    db.session.flush()


def _columns(text: TakeawayText) -> dict[str, Any]:
    return {**asdict(text), "kind": TakeawayKind(text.kind)}


def tell_text(text: TakeawayText) -> Mapping[str, object]:
    """A takeaway in words, for a reader who has to choose between two of them."""
    return {
        _("Note"): text.text,
        _("Kind"): KINDS[TakeawayKind(text.kind)],
        _("Speaker"): text.speaker_name,
        _("Commitment: by whom"): text.by_whom,
        _("By when"): format_day(text.due_on) if text.due_on else None,
        _("Asked of"): text.asked_of,
    }
