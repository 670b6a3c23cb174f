"""Exercises made for tests, and small readers of pages and archives."""

import io
import zipfile
from pathlib import Path

from sqlalchemy import select

from csrmatch.accounts.models import User
from csrmatch.db import db, run_write
from csrmatch.mapping.models import Exercise, ExerciseScope, MappingRule, MappingRun, RuleKind
from csrmatch.mapping.queries import get_exercise, get_pair
from csrmatch.mapping.services import add_rule, create_exercise, run_exercise
from csrmatch.places.models import State

CHHATTISGARH = 22
DANTEWADA = 376
BASTAR = 374


def find_user(role: str = "dpe_staff") -> User:
    return db.session.scalars(select(User).where(User.email == f"{role}@example.test")).one()


def make_exercise(scope: str = "state", *, title: str = "Raipur 2026") -> int:
    """An exercise of Chhattisgarh, of the nation, or empty; gives its id."""

    def make() -> int:
        state = db.session.scalars(select(State).where(State.lgd == CHHATTISGARH)).one()
        return create_exercise(
            by=find_user(),
            title_en=title,
            title_hi=None,
            financial_year="2026-27",
            scope=ExerciseScope(scope),
            state=state if scope == "state" else None,
        ).id

    return run_write(make)


def load_exercise(exercise_id: int) -> Exercise:
    return get_exercise(find_user(), exercise_id)


def make_rule(exercise_id: int, kind: str, lgd: int, code: str, **changes: object) -> int:
    """A rule of the DPE person; gives its id."""

    def make() -> int:
        exercise = load_exercise(exercise_id)
        district, cpse = get_pair(exercise, lgd, code)
        facts = {"reason": "Asked for in Raipur.", **changes}
        return add_rule(
            exercise=exercise, by=find_user(), kind=RuleKind(kind), district=district, cpse=cpse, **facts
        ).id

    return run_write(make)


def make_run(exercise_id: int, language: str = "en") -> MappingRun:
    """A run of the exercise as it stands."""

    def make() -> int:
        return run_exercise(exercise=load_exercise(exercise_id), by=find_user(), language=language).id

    return db.session.get_one(MappingRun, run_write(make))


def load_rule(rule_id: int) -> MappingRule:
    return db.session.get_one(MappingRule, rule_id, populate_existing=True)


def unzip(content: bytes, folder: Path) -> Path:
    """Writes the files of a zip into a folder."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(folder)
    return folder
