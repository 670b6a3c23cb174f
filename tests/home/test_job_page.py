"""The page of a job: for the person it is done for, and for DPE."""

from sqlalchemy import select

from csrmatch import jobs
from csrmatch.accounts.models import User
from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.roles import Role
from tests.conftest import sign_in


def test_a_job_is_shown_to_whom_it_is_for_and_to_dpe_alone(sqlite_app: Application) -> None:
    query = select(User.id).where(User.email == "cpse_officer@example.test")
    person = db.session.scalars(query).one()
    own = run_write(lambda: jobs.enqueue("digests", {}, "of a person", by_id=person).id)
    services = run_write(lambda: jobs.enqueue("digests", {}, "of the service").id)
    for role in Role:
        client = sign_in(sqlite_app, f"{role.value}@example.test")
        seen = [client.get(f"/jobs/{number}").status_code for number in (own, services)]
        sees_all = role is Role.DPE_STAFF
        assert seen == [200 if sees_all or role is Role.CPSE_OFFICER else 404, 200 if sees_all else 404]
