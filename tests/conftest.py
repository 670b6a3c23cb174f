"""What all tests share: both databases, an application on each, and a signed-in browser for each role."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import sqlalchemy
from flask import g
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache

import config
from csrmatch.app import Application, create_app
from csrmatch.audit.recording import acting
from csrmatch.db import db
from csrmatch.i18n import speaking
from csrmatch.migrating import upgrade_database
from csrmatch.roles import Role
from csrmatch.seeding import load_reference
from tests import factories
from tests.postgres import Server, find_binaries, start_server

PASSWORD = "correct horse battery"


def pytest_configure(config: pytest.Config) -> None:
    """A run that decides a landing needs both databases."""
    if os.environ.get("CI") and find_binaries() is None:
        raise pytest.UsageError("PostgreSQL's server binaries are missing: install the package postgresql")


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
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filled SQLite file that each test copies."""
    path = tmp_path_factory.mktemp("template") / "template.sqlite"
    _fill(f"sqlite:///{path}")
    connection = sqlalchemy.create_engine(f"sqlite:///{path}").connect()
    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    connection.engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres: Server) -> str:
    """The name of a filled PostgreSQL database that each test copies."""
    postgres.create_database("template_filled")
    _fill(postgres.url("template_filled"))
    return "template_filled"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a filled database of this test's own, on each kind in turn."""
    if request.param == "sqlite":
        path = tmp_path / "csrmatch.sqlite"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    server: Server = request.getfixturevalue("postgres")
    template: str = request.getfixturevalue("postgres_template")
    name = server.copy_database(template)
    yield server.url(name)
    server.drop_database(name)


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A filled SQLite database, for what does not depend on the kind of database."""
    path = tmp_path / "csrmatch.sqlite"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


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
    with TemporaryDirectory() as files, app.app_context(), acting("tests"), speaking("en"):
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
