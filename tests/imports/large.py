"""Large imports as their tests send them, and the worker that works them off."""

import io
import re

from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from csrmatch.app import Application
from csrmatch.db import db
from csrmatch.imports.models import DataImport
from csrmatch.jobs import Job
from csrmatch.jobs.transport import open_transport
from csrmatch.registry.models import Project
from tests.form_filling import read_form

MOST = 4
NEW = 9


def send(client: FlaskClient, content: bytes, name: str = "large.csv") -> TestResponse:
    data = {**read_form(client, "/imports/new"), "kind": "projects", "file": (io.BytesIO(content), name)}
    return client.post("/imports/new", data=data, content_type="multipart/form-data")


def post(client: FlaskClient, page: str, part: str, **changes: str) -> TestResponse:
    data = read_form(client, page if part != "undo" else f"{page}/undo", f"{page}/{part}")
    for name, value in changes.items():
        data.setlist(name, [value])
    return client.post(f"{page}/{part}", data=data)


def number_of(page: str) -> int:
    return int(re.findall(r"/imports/(\d+)", page)[0])


def load(number: int) -> DataImport:
    db.session.rollback()
    return db.session.get_one(DataImport, number, populate_existing=True)


def job_of(number: int) -> Job:
    job = load(number).job
    assert job is not None
    db.session.refresh(job)
    return job


def work_off(app: Application) -> int:
    """Does what a worker would do now, by the messages it gets; how many those were."""
    huey, count = open_transport(app), 0
    while (task := huey.dequeue()) is not None:
        huey.execute(task)
        count += 1
    return count


def count_projects() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Project)) or 0
