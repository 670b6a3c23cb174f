"""Who may answer for which office, whatever the pages let them reach."""

from sqlalchemy import select

from csrmatch.accounts.models import User
from csrmatch.app import Application
from csrmatch.db import db
from csrmatch.registry.access import can_say_nothing_to_report
from csrmatch.roles import Role
from tests import factories

SPEAKERS = (Role.CPSE_OFFICER, Role.DISTRICT_OFFICER)


def test_an_office_is_spoken_for_by_its_own_people_alone(sqlite_app: Application) -> None:
    offices = {role: factories.find_organisation(role) for role in Role}
    for role in Role:
        person = db.session.scalars(select(User).where(User.email == f"{role.value}@example.test")).one()
        allowed = {of for of, office in offices.items() if can_say_nothing_to_report(person, office)}
        assert allowed == ({role} if role in SPEAKERS else set())
