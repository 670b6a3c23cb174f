"""The verbs that make and change an exercise: its name, its districts, its CPSEs and its weights."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select

from csrmatch.accounts.models import User
from csrmatch.db import db, now, today
from csrmatch.errors import Conflict, DomainError
from csrmatch.i18n import format_inr_exact, lazy_, name_of
from csrmatch.mapping.derivations import capacities_from_money
from csrmatch.mapping.models import CpseChoice, Exercise, ExerciseCpse, ExerciseDistrict, ExerciseScope
from csrmatch.mapping.queries import (
    find_free_money,
    list_exercise_cpses,
    list_exercise_districts,
    list_usual_cpse_ids,
    list_usual_district_ids,
)
from csrmatch.mapping.tables import CRITERIA, DEFAULT_WEIGHTS
from csrmatch.mapping.wording.codes import CRITERION_NAMES
from csrmatch.places.models import District, State
from csrmatch.registry.models import Cpse

__all__ = [
    "change_cpses",
    "change_districts",
    "change_exercise",
    "change_weights",
    "create_exercise",
    "propose_capacities",
]


def create_exercise(
    *,
    by: User,
    title_en: str,
    title_hi: str | None,
    financial_year: str,
    scope: ExerciseScope,
    state: State | None = None,
) -> Exercise:
    """Makes an exercise with the districts and CPSEs its scope suggests; hand-picked ones begin empty."""
    if (scope is ExerciseScope.STATE) != (state is not None):
        raise DomainError(lazy_("Choose a state for an exercise of one state, and none for any other."))
    moment = now()
    exercise = Exercise(
        title_en=title_en,
        title_hi=title_hi or None,
        financial_year=financial_year,
        scope=scope,
        state=state,
        weights=dict(DEFAULT_WEIGHTS),
        created_by=by,
        created_at=moment,
        changed_at=moment,
    )
    db.session.add(exercise)
    db.session.flush()
    if scope is not ExerciseScope.PICKED:
        state_id = state.id if state else None
        district_ids = list_usual_district_ids(state_id)
        cpses = _cpses_by_id(list_usual_cpse_ids(state_id))
        capacities = propose_capacities(list(cpses.values()), len(district_ids), financial_year)
        db.session.add_all(ExerciseDistrict(exercise_id=exercise.id, district_id=i) for i in district_ids)
        db.session.add_all(
            ExerciseCpse(exercise_id=exercise.id, cpse_id=cpse_id, capacity=capacities[cpse.code], note="")
            for cpse_id, cpse in cpses.items()
        )
        db.session.flush()
    return exercise


def propose_capacities(cpses: Sequence[Cpse], districts: int, financial_year: str) -> dict[str, int]:
    """By code, the capacity that follows from each CPSE's share of the known free money of the year."""
    if not cpses:
        return {}
    known = find_free_money([cpse.id for cpse in cpses], financial_year, today())
    money = {code: free.inr for code, free in known.items()}
    return capacities_from_money({cpse.code: money.get(cpse.code) for cpse in cpses}, districts)


def change_exercise(
    *, exercise: Exercise, version: int | None, title_en: str, title_hi: str | None, financial_year: str
) -> None:
    """Changes the title and the year."""
    mine = {"title_en": title_en, "title_hi": title_hi or None, "financial_year": financial_year}
    labels = {
        "title_en": lazy_("Title in English"),
        "title_hi": lazy_("Title in Hindi"),
        "financial_year": lazy_("Financial year"),
    }
    exercise.expect_version(
        version,
        theirs={str(label): getattr(exercise, field) for field, label in labels.items()},
        mine={str(label): mine[field] for field, label in labels.items()},
    )
    for field, value in mine.items():
        setattr(exercise, field, value)
    _touch(exercise)


def change_weights(
    *,
    exercise: Exercise,
    version: int | None,
    weights: Mapping[str, int],
    comparisons: Mapping[str, int] | None = None,
) -> None:
    """Changes the weights: whole numbers of 0 or more for every criterion, together 100.

    `comparisons` are the answers of a comparison in pairs; those that are stored stay where none are given.
    """
    if set(weights) != set(CRITERIA) or min(weights.values()) < 0 or sum(weights.values()) != 100:
        raise DomainError(lazy_("The weights are whole numbers of 0 or more that sum to 100."))
    exercise.expect_version(
        version,
        theirs={str(CRITERION_NAMES[name]): exercise.weights[name] for name in CRITERIA},
        mine={str(CRITERION_NAMES[name]): weights[name] for name in CRITERIA},
    )
    exercise.weights = {name: weights[name] for name in CRITERIA}
    if comparisons is not None:
        exercise.comparisons = dict(comparisons)
    _touch(exercise)


def change_districts(*, exercise: Exercise, version: int | None, districts: Iterable[District]) -> None:
    """Sets which districts take part."""
    chosen = {district.id: district for district in districts}
    if not chosen:
        raise DomainError(lazy_("Choose at least one district."))
    present = {district.id: district for district in list_exercise_districts(exercise)}
    label = str(lazy_("Districts"))
    exercise.expect_version(version, theirs={label: _names(present)}, mine={label: _names(chosen)})
    for district_id in present.keys() - chosen.keys():
        db.session.delete(db.session.get_one(ExerciseDistrict, (exercise.id, district_id)))
    db.session.add_all(
        ExerciseDistrict(exercise_id=exercise.id, district_id=district_id)
        for district_id in sorted(chosen.keys() - present.keys())
    )
    _touch(exercise)


def change_cpses(*, exercise: Exercise, version: int | None, choices: Mapping[int, CpseChoice]) -> None:
    """Sets which CPSEs take part, by id, with their capacity and what the office knows of their money."""
    if not choices:
        raise DomainError(lazy_("Choose at least one CPSE."))
    members = {member.cpse_id: member for member in list_exercise_cpses(exercise)}
    if version != exercise.version:
        theirs = {
            member.cpse.code: CpseChoice(member.capacity, member.free_inr, member.note)
            for member in members.values()
        }
        codes = {cpse_id: cpse.code for cpse_id, cpse in _cpses_by_id(list(choices)).items()}
        mine = {codes[cpse_id]: choice for cpse_id, choice in choices.items() if cpse_id in codes}
        differing = sorted(code for code in theirs.keys() | mine.keys() if theirs.get(code) != mine.get(code))
        raise Conflict(
            theirs={code: _told(theirs.get(code)) for code in differing},
            mine={code: _told(mine.get(code)) for code in differing},
            version=exercise.version,
        )
    for cpse_id in members.keys() - choices.keys():
        db.session.delete(members[cpse_id])
    for cpse_id, choice in sorted(choices.items()):
        member = members.get(cpse_id) or ExerciseCpse(exercise_id=exercise.id, cpse_id=cpse_id)
        member.capacity, member.free_inr, member.note = choice.capacity, choice.free_inr, choice.note
        db.session.add(member)
    _touch(exercise)


def _touch(exercise: Exercise) -> None:
    """Raises the version of the exercise, whichever of its parts was changed."""
    exercise.changed_at = now()
    db.session.flush()


def _cpses_by_id(cpse_ids: Sequence[int]) -> dict[int, Cpse]:
    query = select(Cpse).where(Cpse.id.in_(cpse_ids)).order_by(Cpse.code)
    return {cpse.id: cpse for cpse in db.session.scalars(query)}


def _names(districts: Mapping[int, District]) -> str:
    return ", ".join(sorted(name_of(district) for district in districts.values()))


def _told(choice: CpseChoice | None) -> str:
    """A CPSE's line in words, for the page that shows two texts side by side."""
    if choice is None:
        return str(lazy_("does not take part"))
    money = format_inr_exact(choice.free_inr) if choice.free_inr is not None else str(lazy_("as filed"))
    return str(
        lazy_(
            "capacity %(capacity)s, free money %(money)s. %(note)s",
            capacity=choice.capacity,
            money=money,
            note=choice.note,
        )
    ).strip()
