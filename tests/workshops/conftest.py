"""Who looks at the pages of workshops."""

import pytest
from flask.testing import FlaskClient

from csrmatch.app import Application
from tests.conftest import sign_in


@pytest.fixture
def dpe_page(sqlite_app: Application) -> FlaskClient:
    """DPE staff, signed in."""
    return sign_in(sqlite_app, "dpe_staff@example.test")


@pytest.fixture
def reader_page(sqlite_app: Application) -> FlaskClient:
    """An officer of a company, who holds no workshop."""
    return sign_in(sqlite_app, "cpse_officer@example.test")
