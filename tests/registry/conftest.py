"""A signed-in browser that many tests may read with, since reading changes nothing."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

import config
from csrmatch.app import create_app
from csrmatch.db import db
from csrmatch.roles import Role
from tests.conftest import sign_in


@pytest.fixture(scope="module")
def reader(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """DPE staff on a SQLite database of this module's own; for tests that only look."""
    path = tmp_path_factory.mktemp("reader") / "csrmatch.sqlite"
    shutil.copyfile(sqlite_template, path)
    settings = type("Settings", (config.Testing,), {"SQLALCHEMY_DATABASE_URI": f"sqlite:///{path}"})
    app = create_app(settings)
    yield sign_in(app, f"{Role.DPE_STAFF.value}@example.test")
    with app.app_context():
        db.engine.dispose()
