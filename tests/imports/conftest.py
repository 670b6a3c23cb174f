"""What the tests of large imports share."""

import pytest
from flask.testing import FlaskClient

from csrmatch.app import Application
from tests.imports.large import MOST, NEW, send, work_off
from trials.imports import make_projects


@pytest.fixture
def small_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of a few rows is a large one here."""
    for name in ("csrmatch.imports.views.AT_ONCE", "csrmatch.imports.services.asking.AT_ONCE"):
        monkeypatch.setattr(name, MOST)
    monkeypatch.setattr("csrmatch.imports.services.receiving._AT_ONCE", 4)
    monkeypatch.setattr("csrmatch.imports.services.checking.CHUNK", 4)
    monkeypatch.setattr("csrmatch.imports.services.applying.CHUNK", 4)
    monkeypatch.setattr("csrmatch.jobs.running.REST_SECONDS", 0.0)


@pytest.fixture
def page(small_limit: None, cpse_officer: FlaskClient) -> str:
    """The page of a large file that nobody has read yet."""
    answer = send(cpse_officer, make_projects(NEW))
    assert answer.status_code == 302
    return answer.location


@pytest.fixture
def tried(app: Application, page: str) -> str:
    """The page of a large file that a worker has read and tried."""
    assert work_off(app) == 1
    return page
