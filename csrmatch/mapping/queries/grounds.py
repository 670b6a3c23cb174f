"""What trials of weights start from, gathered once per state of the database and kept for a while."""

from datetime import date
from functools import lru_cache

from csrmatch.audit.queries import find_anchor
from csrmatch.db import db
from csrmatch.mapping.models import Exercise
from csrmatch.mapping.queries.inputs import gather_input
from csrmatch.mapping.results import read_input
from csrmatch.mapping.solving.weighing import Ground
from csrmatch.mapping.tables.writing import input_files

__all__ = ["load_ground"]

_KEPT = 4


def load_ground(exercise: Exercise, day: date) -> Ground:
    """What the exercise would be solved from on that day, checked as a run checks it.

    Every change leaves an entry in the log, and the chain of the log lets nobody commit between two entries:
    as long as its last entry is the same, so is everything that was gathered. Raises `InputRefused`.
    """
    return _gather(exercise.id, day, find_anchor().head)


@lru_cache(maxsize=_KEPT)
def _gather(exercise_id: int, day: date, _head: str) -> Ground:
    exercise = db.session.get_one(Exercise, exercise_id)
    given, _warnings = read_input(input_files(gather_input(exercise, day).given))
    return Ground(given)
