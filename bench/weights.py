"""A slider of the weights at national size: the trial against one solve, and the server's whole answer."""

import tempfile
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

from bench.files import CPSES, wide_nation
from bench.measure import Row, medians
from csrmatch.mapping.solving.weighing import Ground
from csrmatch.mapping.tables import CRITERIA
from csrmatch.optimiser import Problem, solve, weighted_fit

DISTRICTS = 112
SIZE = f"{DISTRICTS} × {CPSES} real data"
# A slider drawn across: nearness takes what the first criterion gives.
STEPS = [dict(zip(CRITERIA, (35 - k, 20 + k, 15, 10, 10, 5, 5), strict=True)) for k in range(1, 36)]
REPEATS = 3 * len(STEPS)
_PASSWORD = "only for this bench, in a folder that goes"  # noqa: S105


def rows() -> Iterator[Row]:
    """The trial alone, and asked for through the pages on SQLite."""
    ground = Ground(wide_nation())
    moving, standing = cycle(STEPS), cycle(STEPS)
    problem = ground.encoded.problem
    fits = {id(step): weighted_fit(ground.encoded.criteria, step) for step in STEPS}

    def bare() -> object:
        fit = fits[id(next(standing))]
        return solve(Problem(problem.districts, problem.cpses, fit, problem.capacity))

    ours, one = medians(lambda: ground.weigh(next(moving)), bare, repeats=REPEATS)
    note = f"{ours * 1000:.1f} ms"
    yield Row(
        "a slider moved: solved again, the pairs that change told", SIZE, "one solve", ours / one, 2, note
    )
    with tempfile.TemporaryDirectory() as folder:
        yield _asked(Path(folder))


def _asked(folder: Path) -> Row:
    """The seconds from the request to the part of the page, once the input was gathered."""
    import config
    from csrmatch.app import create_app
    from csrmatch.db import db, run_write
    from csrmatch.migrating import upgrade_database
    from csrmatch.seeding import load_reference

    url = f"sqlite:///{folder / 'weights.sqlite'}"
    settings = {"SQLALCHEMY_DATABASE_URI": url, "WTF_CSRF_ENABLED": False}
    app = create_app(type("Settings", (config.Testing,), settings))
    with app.app_context():
        upgrade_database()
        load_reference()
        exercise_id = run_write(_make)
        db.session.remove()
    client = app.test_client()
    client.post("/sign-in", data={"email": "bench@example.test", "password": _PASSWORD})
    nation, moving = wide_nation(), cycle(STEPS)
    gathered = SimpleNamespace(given=nation)

    def ask() -> object:
        answer = client.get(f"/exercises/{exercise_id}/weights/trial", query_string=next(moving))
        assert answer.status_code == 200
        assert "Total fit" in answer.text
        return answer

    with patch("csrmatch.mapping.queries.grounds.gather_input", lambda *_given: gathered):
        (seconds,) = medians(ask, repeats=REPEATS)
    with app.app_context():
        db.engine.dispose()
    what = "the same as the server answers it, from the session to the part of the page"
    return Row(
        what, SIZE, "the clock", seconds, 0.2, f"{seconds * 1000:.0f} ms, input gathered before", unit="s"
    )


def _make() -> int:
    """Somebody who may try weights, and an exercise to try them on."""
    from csrmatch.accounts.services import add_user, ensure_organisation
    from csrmatch.mapping.models import ExerciseScope
    from csrmatch.mapping.services import create_exercise
    from csrmatch.roles import Role

    person = add_user(
        email="bench@example.test",
        name="Bench",
        role=Role.DPE_STAFF,
        organisation=ensure_organisation("dpe"),
        password=_PASSWORD,
    )
    return create_exercise(
        by=person,
        title_en="Bench",
        title_hi=None,
        financial_year="2026-27",
        scope=ExerciseScope.NATION,
    ).id
