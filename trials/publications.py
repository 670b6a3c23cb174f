"""Trial: many publish one mapping at once, and edit, run, put and publish in random orders.

In every round all publishers see the same version in force and publish in its place. On SQLite, and on a
PostgreSQL started from the machine's binaries where there are any.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from csrmatch.app import Application, create_app
from csrmatch.audit.recording import acting
from csrmatch.db import db
from trials.figures import Figure

__all__ = ["TITLE", "figures"]

TITLE = "Racing publishers"
PUBLISHERS, ROUNDS = 16, 100
ORDERS, STEPS = 500, 12


def figures(_folder: Path | None, *, seconds: float) -> Iterator[Figure]:
    """The race and the orders on each database; the time limit of other trials is not needed."""
    for name, url in _databases():
        with _application(url) as app:
            yield _race(name, app)
            yield _orders(name, app)


def _race(name: str, app: Application) -> Figure:
    from tests.faults.publication_races import race

    begun = perf_counter()
    found = race(PUBLISHERS, ROUNDS, app=app)
    return Figure(
        f"{PUBLISHERS} publishers at once on {name}, {ROUNDS} rounds",
        f"one version in force and one let through in {ROUNDS} of {ROUNDS} rounds",
        f"{found.right} of {ROUNDS}",
        perf_counter() - begun,
        found.right == ROUNDS and found.let_through == ROUNDS,
        f"{found.refused} told that another was in force already",
    )


def _orders(name: str, app: Application) -> Figure:
    from tests.faults.publication_races import interleave

    begun = perf_counter()
    found = interleave(ORDERS, STEPS, app=app)
    return Figure(
        f"{found.orders} random orders of edit, run, put, answer, publish on {name}",
        "none published from a stale input or with a declined pair, none refused without cause",
        f"{found.stale} stale, {found.declined} declined, {found.wrongly_refused} refused without cause",
        perf_counter() - begun,
        not (found.stale or found.declined or found.wrongly_refused),
        f"{found.published} published, {found.refused} refused",
    )


def _databases() -> Iterator[tuple[str, str]]:
    from tests.conftest import _fill
    from tests.postgres import find_binaries, start_server

    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/trial.sqlite"
        _fill(url)
        yield "SQLite", url
    binaries = find_binaries()
    if binaries is not None:
        with start_server(binaries) as server:
            server.create_database("publications")
            _fill(server.url("publications"))
            yield "PostgreSQL", server.url("publications")


@contextmanager
def _application(url: str) -> Iterator[Application]:
    from tests.conftest import _settings

    app = create_app(_settings(url))
    with app.app_context(), acting("trial"):
        yield app
        db.session.remove()
        db.engine.dispose()
