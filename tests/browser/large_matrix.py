"""A demonstration whose matrix is as large as it gets: the 112 districts by a hundred CPSEs."""

from pathlib import Path

from sqlalchemy import select

import config
from csrmatch.accounts.models import User
from csrmatch.app import create_app
from csrmatch.audit.recording import acting
from csrmatch.db import db, run_write
from csrmatch.demo import DEMO_DOMAIN
from csrmatch.mapping.models import CpseChoice, ExerciseScope
from csrmatch.mapping.queries import list_all_cpses
from csrmatch.mapping.services import change_cpses, create_exercise, run_exercise
from csrmatch.registry.models import Cpse

__all__ = ["CPSES", "make_large_matrix"]

CPSES = 100


def make_large_matrix(folder: Path) -> str:
    """Adds the CPSEs that are missing to the demonstration in a folder, maps them all; where it is shown."""
    url = f"sqlite:///{folder / 'csrmatch.sqlite'}"
    settings = {"SQLALCHEMY_DATABASE_URI": url, "ATTACHMENTS": str(folder / "attachments")}
    app = create_app(type("Large", (config.Testing,), settings))
    with app.app_context(), acting("large matrix"):
        run_write(_add_cpses)
        address = run_write(_map_all)
        db.session.remove()
        db.engine.dispose()
    return address


def _add_cpses() -> None:
    known = list_all_cpses()
    like = known[0]
    for number in range(CPSES - len(known)):
        columns = {
            column.key: getattr(like, column.key)
            for column in Cpse.__mapper__.column_attrs
            if column.key not in {"id", "code", "version", "organisation_id", "cin"}
        }
        names = {"name_en": f"Trial Enterprise {number} Limited", "name_hi": f"परीक्षण उद्यम {number} लिमिटेड"}
        db.session.add(Cpse(**{**columns, **names, "code": f"TRIAL{number}"}))


def _map_all() -> str:
    dpe = db.session.scalars(select(User).where(User.email == f"dpe@{DEMO_DOMAIN}")).one()
    exercise = create_exercise(
        by=dpe,
        title_en="As large as it gets",
        title_hi="सबसे बड़ी मैपिंग",
        financial_year="2026-27",
        scope=ExerciseScope.NATION,
    )
    choices = {cpse.id: CpseChoice(2) for cpse in list_all_cpses()}
    change_cpses(exercise=exercise, version=exercise.version, choices=choices)
    run = run_exercise(exercise=exercise, by=dpe, language="en")
    return f"/exercises/{exercise.id}/runs/{run.number}/matrix"
