"""Who may change or report on a project, whatever way they found it."""

import pytest
from sqlalchemy import select

from csrmatch.accounts.models import User
from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.registry.access import can_edit_project, can_record_projects, can_report_on_project
from csrmatch.registry.models import Project
from csrmatch.registry.rules.projects import ProjectStatus
from csrmatch.roles import Role
from tests.registry.projects import find_agency, make_project


@pytest.fixture
def projects(sqlite_app: Application) -> dict[str, Project]:
    """A project of NMDC, one that is closed, and one of another company; the agency has the first two."""

    def make() -> dict[str, int]:
        made = {"own": make_project(), "closed": make_project(), "foreign": make_project("NTPC")}
        for name in ("own", "closed"):
            made[name].agency_id = find_agency().id
        made["closed"].status = ProjectStatus.CLOSED
        db.session.flush()
        return {name: project.id for name, project in made.items()}

    return {name: db.session.get_one(Project, number) for name, number in run_write(make).items()}


def _person(role: Role) -> User:
    return db.session.scalars(select(User).where(User.email == f"{role.value}@example.test")).one()


@pytest.mark.parametrize("role", list(Role))
def test_only_the_companys_officers_change_it_and_only_while_it_is_open(
    projects: dict[str, Project], role: Role
) -> None:
    person = _person(role)
    may = {name for name, project in projects.items() if can_edit_project(person, project)}
    assert may == ({"own"} if role is Role.CPSE_OFFICER else set())
    assert can_record_projects(person) == (role is Role.CPSE_OFFICER)


@pytest.mark.parametrize("role", list(Role))
def test_its_agency_reports_on_it_too_and_no_other(projects: dict[str, Project], role: Role) -> None:
    person = _person(role)
    may = {name for name, project in projects.items() if can_report_on_project(person, project)}
    assert may == ({"own"} if role in {Role.CPSE_OFFICER, Role.AGENCY} else set())
