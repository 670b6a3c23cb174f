"""Many editors of one project at once lose nothing, and a form sent many times at once makes one record."""

import pytest
from sqlalchemy import func, select

from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.registry.models import Project, ProjectMilestone
from tests.conftest import sign_in
from tests.faults.edit_races import race_editors
from tests.faults.racing import at_once
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


class TestEditingAProject:
    def test_16_editors_lose_no_accepted_save(self, app: Application, project_id: int) -> None:
        race_editors(
            app,
            email="cpse_officer@example.test",
            page=f"/projects/{project_id}/edit",
            field="title_en",
            column=Project.title_en,
            of={"id": project_id},
            version=Project.version,
        )


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
