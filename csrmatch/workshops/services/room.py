"""The verbs of the mapping in the room: holding an exercise, laying its pairs before the room, the pairs."""

from csrmatch.accounts.models import User
from csrmatch.audit.recording import set_reason
from csrmatch.db import db, now
from csrmatch.errors import DomainError, Missing, NotAllowed
from csrmatch.i18n import _, lazy_, name_of
from csrmatch.mapping.models import CpseChoice, Exercise, ExerciseScope, MappingRun
from csrmatch.mapping.queries import list_all_cpses, list_usual_cpse_ids, load_answer
from csrmatch.mapping.services import change_cpses, change_districts, create_exercise
from csrmatch.mapping.services.exercises import propose_capacities
from csrmatch.places.models import District
from csrmatch.places.queries import list_districts
from csrmatch.registry.models import Cpse
from csrmatch.workshops.access.room import can_bring_exercise, can_record
from csrmatch.workshops.models import HeldExercise, RoomPair, Workshop
from csrmatch.workshops.queries.room import find_held, find_holder, find_room_pair, list_room_pairs
from csrmatch.workshops.services.striking import strike

__all__ = [
    "hold_exercise",
    "lay_pairs",
    "make_exercise",
    "name_pair",
    "release_exercise",
    "strike_pair",
]


def hold_exercise(*, workshop: Workshop, exercise: Exercise, by: User) -> HeldExercise:
    """Brings an exercise into the room; the caller keeps others from both until it is written."""
    if not can_bring_exercise(by, workshop):
        raise NotAllowed
    if find_held(workshop) is not None:
        raise DomainError(lazy_("The workshop holds an exercise already: release that one first."))
    holder = find_holder(exercise)
    if holder is not None:
        raise DomainError(
            lazy_(
                "The exercise is held at another workshop now: %(title)s.",
                title=name_of(holder.workshop, "title"),
            )
        )
    held = HeldExercise(workshop_id=workshop.id, exercise=exercise, held_by_id=by.id, held_at=now())
    db.session.add(held)
    db.session.flush()
    return held


def make_exercise(
    *, workshop: Workshop, by: User, title_en: str, title_hi: str | None, financial_year: str
) -> HeldExercise:
    """Makes the exercise of a workshop from its districts, or from its state where it names none.

    Where the workshop has a state, the CPSEs are those usual for it; they can be changed afterwards.
    """
    if not can_bring_exercise(by, workshop):
        raise NotAllowed
    districts = [item.district for item in workshop.districts]
    state = workshop.state
    if not districts and state is None:
        raise DomainError(lazy_("Say of which districts or of which state the workshop is, then try again."))
    of_state = {row.id for row in list_districts(state.id)} if state else set()
    if state is not None and not of_state and not districts:
        raise DomainError(lazy_("The state of the workshop has no aspirational district."))
    is_whole = state is not None and (not districts or {row.id for row in districts} == of_state)
    exercise = create_exercise(
        by=by,
        title_en=title_en,
        title_hi=title_hi,
        financial_year=financial_year,
        scope=ExerciseScope.STATE if is_whole else ExerciseScope.PICKED,
        state=state if is_whole else None,
    )
    if not is_whole:
        change_districts(exercise=exercise, version=exercise.version, districts=districts)
        if state is not None:
            _choose_cpses(exercise, state.id, len(districts))
    return hold_exercise(workshop=workshop, exercise=exercise, by=by)


def _choose_cpses(exercise: Exercise, state_id: int, districts: int) -> None:
    usual = set(list_usual_cpse_ids(state_id))
    cpses = [cpse for cpse in list_all_cpses() if cpse.id in usual]
    if not cpses:
        return
    capacities = propose_capacities(cpses, districts, exercise.financial_year)
    choices = {cpse.id: CpseChoice(capacities[cpse.code]) for cpse in cpses}
    change_cpses(exercise=exercise, version=exercise.version, choices=choices)


def release_exercise(*, workshop: Workshop, by: User, version: int | None, reason: str) -> HeldExercise:
    """Lets the exercise go, with the reason; what was said in the room stays."""
    held = find_held(workshop)
    if held is None:
        raise Missing
    held.expect_version(version, mine={_("Reason"): reason})
    if not can_bring_exercise(by, workshop):
        raise NotAllowed
    if not reason.strip():
        raise DomainError(lazy_("Give the reason: it stays on record."))
    set_reason(reason)
    held.released_by_id, held.released_at, held.released_reason = by.id, now(), reason
    db.session.flush()
    return held


def lay_pairs(*, workshop: Workshop, run: MappingRun, answer: str, by: User) -> int:
    """Lays the pairs of a run before the room; how many were new there.

    Pairs that are there already stay with all that was said of them, and those taken off stay off.
    """
    held = find_held(workshop)
    if not can_bring_exercise(by, workshop):
        raise NotAllowed
    if held is None or run.exercise_id != held.exercise_id:
        raise DomainError(lazy_("The run is not one of the exercise that the workshop holds."))
    known = {(pair.district_id, pair.cpse_id) for pair in list_room_pairs(workshop, with_struck=True)}
    districts = {str(row.lgd): row for row in list_districts()}
    cpses = {row.code: row for row in list_all_cpses()}
    moment, count = now(), 0
    for pair in load_answer(run, answer).pairs:
        district, cpse = districts[pair.lgd], cpses[pair.cpse]
        if (district.id, cpse.id) in known:
            continue
        db.session.add(
            RoomPair(
                workshop_id=workshop.id,
                district=district,
                cpse=cpse,
                run_id=run.id,
                answer=answer,
                put_by_id=by.id,
                put_at=moment,
            )
        )
        count += 1
    db.session.flush()
    return count


def name_pair(*, workshop: Workshop, district: District, cpse: Cpse, by: User) -> RoomPair:
    """A pair named by those in the room; one that is there already is that one, one taken off is back.

    The caller holds the workshop, so that two who name the same pair at once make one of it.
    """
    if not can_record(by, workshop):
        raise NotAllowed
    pair = find_room_pair(workshop, district, cpse)
    if pair is None:
        pair = RoomPair(workshop_id=workshop.id, district=district, cpse=cpse, put_by_id=by.id, put_at=now())
        db.session.add(pair)
    elif pair.struck_at is not None:
        pair.struck_by_id, pair.struck_at, pair.struck_reason = None, None, ""
    db.session.flush()
    return pair


def strike_pair(*, pair: RoomPair, by: User, version: int | None, reason: str) -> None:
    """Takes a pair off the table, with the reason; what was said of it stays on record."""
    pair.expect_version(version, theirs={_("Reason"): pair.struck_reason}, mine={_("Reason"): reason})
    if not can_record(by, pair.workshop):
        raise NotAllowed
    if pair.struck_at is not None:
        raise DomainError(lazy_("The pair was taken off already."))
    strike(pair, by, reason)
