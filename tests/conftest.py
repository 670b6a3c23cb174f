"""What all tests share: both databases, an application on each, and a signed-in browser for each role."""

import os
import shutil
import time
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
import sqlalchemy
from flask import g
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache

import config
from csrmatch.app import Application, create_app
from csrmatch.audit.recording import acting
from csrmatch.db import db, today
from csrmatch.i18n import speaking
from csrmatch.migrating import upgrade_database
from csrmatch.roles import Role
from csrmatch.seeding import load_reference
from tests import factories
from tests.compiling import compile_each_address_once, compile_each_statement_once
from tests.postgres import Server, find_binaries, start_server
from tests.scratch import scratch

if TYPE_CHECKING:
    from tests.faults.world import World

PASSWORD = "correct horse battery"


def pytest_configure(config: pytest.Config) -> None:
    """A run that decides a landing needs both databases."""
    if os.environ.get("CI") and find_binaries() is None:
        raise pytest.UsageError("PostgreSQL's server binaries are missing: install the package postgresql")
    compile_each_address_once()
    compile_each_statement_once()


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A PostgreSQL server of this test process's own."""
    binaries = find_binaries()
    if binaries is None:
        pytest.skip("no PostgreSQL server binaries on this machine: install the package postgresql")
    with start_server(binaries) as server:
        yield server


def _settings(url: str) -> type[config.Testing]:
    return type("TestSettings", (config.Testing,), {"SQLALCHEMY_DATABASE_URI": url})


def _fill(url: str) -> None:
    """Migrates and seeds an empty database, and adds a person of each role."""
    app = create_app(_settings(url))
    with app.app_context(), acting("tests"):
        upgrade_database()
        load_reference()
        factories.make_people(PASSWORD)
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def sqlite_template() -> Iterator[Path]:
    """A filled SQLite file that each test copies."""
    with TemporaryDirectory(dir=scratch()) as folder:
        path = Path(folder) / "template.sqlite"
        _fill(f"sqlite:///{path}")
        _put_into_one_file(path)
        yield path


def _put_into_one_file(path: Path) -> None:
    """Takes what stands in SQLite's log into the file itself, so that the file can be copied."""
    connection = sqlalchemy.create_engine(f"sqlite:///{path}").connect()
    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    connection.engine.dispose()


@pytest.fixture(scope="session")
def postgres_template(postgres: Server) -> str:
    """The name of a filled PostgreSQL database that each test copies."""
    postgres.create_database("template_filled")
    _fill(postgres.url("template_filled"))
    return "template_filled"


@dataclass
class _Populated:
    """A database that holds the world of the tests of faults, to be copied; with its attached files."""

    world: "World"
    place: str
    files: Path
    day: date
    made_at: float

    @property
    def is_fresh(self) -> bool:
        """Whether those signed in still are, and today is still the day on which all was made."""
        return time.monotonic() - self.made_at < _FRESH_SECONDS and self.day == today()


# Less than half of the time after which somebody who does nothing is signed out.
_FRESH_SECONDS = 600


class _Worlds:
    """The populated databases of this test process, one of each kind."""

    def __init__(self, request: pytest.FixtureRequest, folder: Path) -> None:
        self._request, self._folder = request, folder
        self.kept: dict[str, _Populated] = {}

    def place(self, kind: str) -> str:
        """The file or the name of the database to copy, made anew where it has grown too old."""
        if kind not in self.kept or not self.kept[kind].is_fresh:
            self.kept[kind] = self._on_sqlite() if kind == "sqlite" else self._on_postgres()
        return self.kept[kind].place

    def _on_sqlite(self) -> _Populated:
        place = self._folder / f"{time.monotonic_ns()}.sqlite"
        shutil.copyfile(self._request.getfixturevalue("sqlite_template"), place)
        made = _populate(f"sqlite:///{place}", str(place), place.with_suffix(""))
        _put_into_one_file(place)
        return made

    def _on_postgres(self) -> _Populated:
        server: Server = self._request.getfixturevalue("postgres")
        place = server.copy_database(self._request.getfixturevalue("postgres_template"))
        return _populate(server.url(place), place, self._folder / place)


@pytest.fixture(scope="session")
def _worlds(request: pytest.FixtureRequest) -> Iterator[_Worlds]:
    """The populated databases, each made when a test first asks for it."""
    with TemporaryDirectory(dir=scratch()) as folder:
        yield _Worlds(request, Path(folder))


def _populate(url: str, place: str, files: Path) -> _Populated:
    from tests.faults.world import make_world  # It signs people in by this file.

    day, made_at = today(), time.monotonic()
    making = _application(url)
    app = next(making)
    world = make_world(app)
    db.session.remove()
    shutil.copytree(app.config["ATTACHMENTS"], files)
    for _ in making:
        raise AssertionError("an application is given once")
    return _Populated(world, place, files, day, made_at)


def _copy_sqlite(request: pytest.FixtureRequest, folder: str) -> str:
    source = request.getfixturevalue("sqlite_template")
    if "world" in request.fixturenames:
        source = request.getfixturevalue("_worlds").place("sqlite")
    path = Path(folder) / "csrmatch.sqlite"
    shutil.copyfile(source, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a filled database of this test's own, on each kind in turn."""
    if request.param == "sqlite":
        with TemporaryDirectory(dir=scratch()) as folder:
            yield _copy_sqlite(request, folder)
        return
    server: Server = request.getfixturevalue("postgres")
    template: str = request.getfixturevalue("postgres_template")
    if "world" in request.fixturenames:
        template = request.getfixturevalue("_worlds").place("postgresql")
    name = server.copy_database(template)
    yield server.url(name)
    server.drop_database(name)


@pytest.fixture
def sqlite_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A filled SQLite database, for what does not depend on the kind of database."""
    with TemporaryDirectory(dir=scratch()) as folder:
        yield _copy_sqlite(request, folder)


@pytest.fixture
def world(request: pytest.FixtureRequest) -> "World":
    """What is in the database of a test that asks for this: a copy of one with everybody in it."""
    app: Application = request.getfixturevalue("app" if "app" in request.fixturenames else "sqlite_app")
    populated: _Populated = request.getfixturevalue("_worlds").kept[db.engine.dialect.name]
    shutil.copytree(populated.files, app.config["ATTACHMENTS"], dirs_exist_ok=True)
    app.config["WTF_CSRF_ENABLED"] = False
    return deepcopy(populated.world)


def _forget_last_request() -> None:
    """Tests hold one application context open; neither who was signed in nor what was read lives on in it."""
    for name in list(g):
        g.pop(name)
    db.session.rollback()


def _application(url: str) -> Iterator[Application]:
    app = create_app(_settings(url))
    app.before_request_funcs[None].insert(0, _forget_last_request)
    # Each test makes an application of its own; compiling the templates anew would be most of a test's time.
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache()
    with TemporaryDirectory(dir=scratch()) as files, app.app_context(), acting("tests"), speaking("en"):
        app.config["ATTACHMENTS"] = files
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def app(database_url: str) -> Iterator[Application]:
    """The application on a database of this test's own, on SQLite and on PostgreSQL."""
    yield from _application(database_url)


@pytest.fixture
def sqlite_app(sqlite_url: str) -> Iterator[Application]:
    """The application on SQLite only, for pages whose database use other tests cover."""
    yield from _application(sqlite_url)


def sign_in(app: Application, email: str, password: str = PASSWORD) -> FlaskClient:
    """A browser in which this person has signed in through the form; forms need no token in it."""
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    with app.app_context():
        answer = client.post("/sign-in", data={"email": email, "password": password})
    assert answer.status_code == 302, answer.text
    return client


@pytest.fixture
def client(app: Application) -> FlaskClient:
    """A browser nobody has signed in with."""
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()


def _email(role: Role) -> str:
    return f"{role.value}@example.test"


@pytest.fixture
def dpe(app: Application) -> FlaskClient:
    """DPE staff, signed in."""
    return sign_in(app, _email(Role.DPE_STAFF))


@pytest.fixture
def cpse_officer(app: Application) -> FlaskClient:
    """The nodal officer of NMDC, signed in."""
    return sign_in(app, _email(Role.CPSE_OFFICER))


@pytest.fixture
def district_officer(app: Application) -> FlaskClient:
    """The officer of Dantewada, signed in."""
    return sign_in(app, _email(Role.DISTRICT_OFFICER))


@pytest.fixture
def auditor(app: Application) -> FlaskClient:
    """The auditor, signed in."""
    return sign_in(app, _email(Role.AUDITOR))
