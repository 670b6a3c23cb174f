"""A signed-in browser on SQLite only, for pages whose database use other tests cover."""

import pytest
from flask.testing import FlaskClient

from csrmatch.app import Application
from tests.conftest import sign_in


@pytest.fixture
def quick_dpe(sqlite_app: Application) -> FlaskClient:
    """DPE staff, signed in, on SQLite."""
    return sign_in(sqlite_app, "dpe_staff@example.test")
