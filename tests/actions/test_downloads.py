"""The list of action points as a file: what it names, and what it says of how near each is."""

import csv
import io
import zipfile

import pytest
from flask.testing import FlaskClient

from csrmatch.actions import services
from csrmatch.actions.rules import ActionStatus
from csrmatch.app import Application
from csrmatch.db import run_write
from csrmatch.roles import Role
from tests.actions.points import make_action, report, somebody
from tests.conftest import sign_in

DPE, OWNER = Role.DPE_STAFF, Role.DISTRICT_OFFICER


@pytest.fixture
def dpe_page(sqlite_app: Application) -> FlaskClient:
    return sign_in(sqlite_app, "dpe_staff@example.test")


def plain(content: bytes) -> bytes:
    """All that a file says: a workbook is a packed folder."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as folder:
        return b"".join(folder.read(name) for name in folder.namelist())


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_names_no_person(dpe_page: FlaskClient, kind: str) -> None:
    run_write(lambda: make_action("Wells", owner_written="Shri Quokka", person=somebody(OWNER)))
    content = plain(dpe_page.get("/actions", query_string={"download": kind}).data)
    assert b"Wells" in content
    assert b"Quokka" not in content
    assert b"district_officer person" not in content


def test_calls_nothing_overdue_but_what_its_owner_has_in_hand_after_the_last_day(
    dpe_page: FlaskClient,
) -> None:
    def make() -> None:
        make_action("Late", due_in=-3)
        make_action("Soon", due_in=3)
        report(make_action("Done", due_in=-3))
        report(make_action("Done early", due_in=3))
        back = make_action("Back", due_in=-3)
        services.hand_back_action(action=back, by=somebody(OWNER), version=None, reason="Not ours.")
        closed, dropped = make_action("Closed", due_in=-3), make_action("Dropped", due_in=3)
        services.close_action(action=closed, by=somebody(DPE), version=None, note="Seen.")
        services.drop_action(action=dropped, by=somebody(DPE), version=None, reason="Not needed.")
        report(make_action("Behind", due_in=-3), ActionStatus.BEHIND)

    run_write(make)
    text = dpe_page.get("/actions?download=csv").data.decode("utf-8-sig")
    told = {row["Title"]: row["How near"] for row in csv.DictReader(io.StringIO(text))}
    assert {title for title, words in told.items() if words == "overdue"} == {"Late", "Behind"}
    assert {title for title, words in told.items() if not words} == {"Done", "Back", "Closed", "Dropped"}
