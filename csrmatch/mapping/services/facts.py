"""The verb that asks offices for the facts an exercise lacks: one letter to each of their officers."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from csrmatch import mail
from csrmatch.accounts.models import User
from csrmatch.db import db, now, take_turn
from csrmatch.errors import DomainError, NotAllowed
from csrmatch.i18n import lazy_, speaking
from csrmatch.mapping.access.exercises import can_edit_exercise
from csrmatch.mapping.models import Exercise, FactRequest
from csrmatch.mapping.queries.facts import list_fact_requests
from csrmatch.mapping.rules.facts import ASKED_AGAIN_AFTER, Fact, facts_to_ask

__all__ = ["OfficeAsk", "ask_for_facts"]

# What one person is written, in the language in force: the subject and the text.
Write = Callable[["OfficeAsk", Sequence[Fact]], tuple[str, str]]


@dataclass(frozen=True)
class OfficeAsk:
    """One office that is to be asked, for what, and the people who can supply it."""

    key: str
    facts: tuple[Fact, ...]
    officers: tuple[User, ...]
    district_id: int | None = None
    cpse_id: int | None = None


def ask_for_facts(
    *, exercise: Exercise, by: User, asks: Iterable[OfficeAsk], note: str, write: Write
) -> list[FactRequest]:
    """Writes to the officers of each office for what it was not asked for in the last days.

    Two people who ask at once take turns, so that nobody gets two letters about the same. `write` is called
    in the language of each reader.

    Raises
    ------
    DomainError
        Where nobody is left to be written to.
    """
    if not can_edit_exercise(by):
        raise NotAllowed
    take_turn(f"facts {exercise.id}")
    moment = now()
    lately: dict[tuple[int | None, int | None], set[str]] = {}
    for row in list_fact_requests(exercise):
        if moment - row.asked_at < ASKED_AGAIN_AFTER:
            lately.setdefault((row.district_id, row.cpse_id), set()).update(row.facts)
    made = []
    for ask in asks:
        facts = facts_to_ask(ask.facts, lately.get((ask.district_id, ask.cpse_id), ()))
        if not facts or not ask.officers:
            continue
        request = FactRequest(
            exercise_id=exercise.id,
            district_id=ask.district_id,
            cpse_id=ask.cpse_id,
            facts=[fact.value for fact in facts],
            note=note,
            recipients=len(ask.officers),
            asked_at=moment,
            asked_by_id=by.id,
        )
        db.session.add(request)
        made.append(request)
        for person in ask.officers:
            mail.post(_letter(exercise, ask, facts, person, moment.isoformat(), write))
    if not made:
        raise DomainError(lazy_("Nobody is left to be asked: choose other offices."))
    db.session.flush()
    return made


def _letter(
    exercise: Exercise, ask: OfficeAsk, facts: Sequence[Fact], person: User, when: str, write: Write
) -> mail.Letter:
    with speaking(person.language):
        subject, body = write(ask, facts)
    what = hashlib.sha256(f"{ask.key} {' '.join(facts)} {when}".encode()).hexdigest()[:24]
    return mail.Letter(
        key=f"facts {exercise.id} {what} to {person.id}",
        kind="fact_request",
        person_id=person.id,
        address=person.email,
        language=person.language,
        subject=subject,
        body=body,
    )
