"""Many editors of one project at once lose nothing, and a form sent many times at once makes one record."""

import itertools
import json
import re

import pytest
from sqlalchemy import func, select

from csrmatch.app import Application
from csrmatch.audit.models import AuditEvent
from csrmatch.audit.queries import verify_log
from csrmatch.db import db, run_write
from csrmatch.registry.models import Project, ProjectMilestone
from tests.conftest import sign_in
from tests.faults.racing import EDITORS, SAVES, at_once
from tests.form_filling import read_form
from tests.registry.projects import fill_project, find_agency, make_project

CLICKS = 8


@pytest.fixture
def project_id(app: Application) -> int:
    def make() -> int:
        project = make_project()
        fill_project(project, agency=find_agency())
        return project.id

    return run_write(make)


def _stored_version(number: int) -> int:
    db.session.rollback()
    return db.session.scalar(select(Project.version).where(Project.id == number)) or 0


def _titles(number: int) -> list[list[object]]:
    """Old and new of every accepted change of the title, in order."""
    db.session.rollback()
    query = select(AuditEvent.changes).where(
        AuditEvent.object_type == "project",
        AuditEvent.object_id == str(number),
        AuditEvent.action == "update",
    )
    changes = [json.loads(text) for text in db.session.scalars(query.order_by(AuditEvent.id))]
    return [change["title_en"] for change in changes if "title_en" in change]


class TestEditingAProject:
    def test_16_editors_lose_no_accepted_save(self, app: Application, project_id: int) -> None:
        page = f"/projects/{project_id}/edit"
        client = sign_in(app, "cpse_officer@example.test")
        form = read_form(client, page)
        headers = {"Cookie": f"csrmatch={client.get_cookie('csrmatch').value}"}

        def edit(editor: int) -> list[int]:
            answers = []
            browser = app.test_client(use_cookies=False)
            version = int(form["version"])
            for number in range(SAVES):
                data = {**form, "title_en": f"Editor {editor} save {number}", "version": str(version)}
                answer = browser.post(page, data=data, headers=headers)
                answers.append(answer.status_code)
                if answer.status_code == 409:
                    both = rf"Saved now</h4>Editor \d+ save \d+<.*Yours</h4>Editor {editor} save {number}<"
                    assert re.search(both, answer.text, re.DOTALL)
                # Half of the editors go on from what is stored now, the others from what they last saw.
                if answer.status_code == 302 or editor % 2:
                    version = _stored_version(project_id)
            return answers

        answers = [code for codes in at_once(app, EDITORS, edit) for code in codes]
        steps = _titles(project_id)
        print(f"\n{len(answers)} saves, {answers.count(302)} accepted, {answers.count(409)} refused")
        assert set(answers) == {302, 409}
        assert len(steps) == answers.count(302)
        assert all(before[1] == after[0] for before, after in itertools.pairwise(steps))
        assert db.session.get_one(Project, project_id).title_en == steps[-1][1]
        assert verify_log().sound


class TestAFormSentManyTimes:
    def _click(self, app: Application, email: str, address: str, **given: str) -> set[str]:
        client = sign_in(app, email)
        data = {**read_form(client, address), **given}
        headers = {"Cookie": f"csrmatch={client.get_cookie('csrmatch').value}"}

        def send(_number: int) -> str:
            answer = app.test_client(use_cookies=False).post(address, data=data, headers=headers)
            assert answer.status_code == 302, answer.text
            return str(answer.location)

        return set(at_once(app, CLICKS, send))

    def test_makes_one_project_with_one_number(self, app: Application, project_id: int) -> None:
        places = self._click(app, "cpse_officer@example.test", "/projects/new", title_en="Once")
        count = select(func.count()).where(Project.title_en == "Once")
        assert (len(places), db.session.scalar(count)) == (1, 1)

    def test_makes_one_milestone(self, app: Application, project_id: int) -> None:
        address = f"/projects/{project_id}/milestones/new"
        given = {"title": "Once", "due_on": "2026-12-31"}
        places = self._click(app, "agency@example.test", address, **given)
        count = select(func.count()).where(ProjectMilestone.title == "Once")
        assert (len(places), db.session.scalar(count)) == (1, 1)


class TestRecordingAtOnce:
    def test_no_two_projects_of_a_company_bear_one_number(self, app: Application) -> None:
        def record(number: int) -> int:
            return run_write(lambda: make_project(title=f"Project {number}").number)

        assert sorted(at_once(app, CLICKS, record)) == list(range(1, CLICKS + 1))
