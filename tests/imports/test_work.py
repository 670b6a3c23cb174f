"""Large imports: received by the page, read, tried, applied and taken back by a worker, in view of people."""

import io
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from csrmatch import jobs
from csrmatch.accounts.models import User
from csrmatch.app import Application
from csrmatch.audit.queries import verify_log
from csrmatch.db import db, now, run_write
from csrmatch.errors import DomainError
from csrmatch.imports import services as verbs
from csrmatch.imports.models import DataImport, ImportRow
from csrmatch.imports.rules import Decision, ImportState, Outcome
from csrmatch.imports.services import ImportTask
from csrmatch.jobs import Job, JobState, rules
from csrmatch.jobs.queue import list_unattended
from csrmatch.jobs.running import run_job
from csrmatch.jobs.transport import Sign, keep_sign, open_transport
from csrmatch.registry.models import Project
from tests.conftest import sign_in
from tests.form_filling import read_form
from tests.imports.sheets import Sheet, do, outcomes_of, template
from tests.registry.projects import find_officer, make_project
from trials.imports import make_projects

MOST = 4
NEW = 9


class Killed(BaseException):
    """A worker dies here."""


@pytest.fixture(autouse=True)
def small_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of a few rows is a large one here."""
    for name in ("csrmatch.imports.views.AT_ONCE", "csrmatch.imports.services.asking.AT_ONCE"):
        monkeypatch.setattr(name, MOST)
    monkeypatch.setattr("csrmatch.imports.services.receiving._AT_ONCE", 4)
    monkeypatch.setattr("csrmatch.imports.services.checking.CHUNK", 4)
    monkeypatch.setattr("csrmatch.imports.services.applying.CHUNK", 4)
    monkeypatch.setattr("csrmatch.jobs.running.REST_SECONDS", 0.0)


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


@pytest.fixture
def page(app: Application, cpse_officer: FlaskClient) -> str:
    """The page of a large file that nobody has read yet."""
    answer = send(cpse_officer, make_projects(NEW))
    assert answer.status_code == 302
    return answer.location


@pytest.fixture
def tried(app: Application, page: str) -> str:
    """The page of a large file that a worker has read and tried."""
    assert work_off(app) == 1
    return page


class TestReading:
    def test_a_large_file_is_received_and_a_worker_reads_and_tries_it(
        self, app: Application, cpse_officer: FlaskClient, page: str
    ) -> None:
        number = number_of(page)
        assert load(number).state is ImportState.RECEIVED
        assert outcomes_of(number) == []
        text = cpse_officer.get(page).text
        assert "The file waits to be read" in text
        assert 'http-equiv="refresh"' in text
        assert work_off(app) == 1
        assert load(number).state is ImportState.CHECKED
        assert outcomes_of(number) == [Outcome.NEW] * NEW
        text = cpse_officer.get(page).text
        assert f"{NEW} rows can be applied" in text
        assert "data-job" not in text
        assert verify_log().sound

    def test_a_workbook_is_read_by_a_worker_too(self, app: Application, cpse_officer: FlaskClient) -> None:
        sheet = Sheet(template())
        for row in range(4, 4 + NEW):
            sheet.set(row, title_en=f"Well {row}", theme_AW=100)
        page = send(cpse_officer, sheet.save(), "large.xlsx").location
        assert load(number_of(page)).state is ImportState.RECEIVED
        work_off(app)
        assert outcomes_of(number_of(page)) == [Outcome.NEW] * NEW

    def test_a_small_file_is_tried_at_once_without_a_worker(
        self, app: Application, cpse_officer: FlaskClient
    ) -> None:
        page = send(cpse_officer, make_projects(MOST - 1)).location
        assert load(number_of(page)).state is ImportState.CHECKED
        assert load(number_of(page)).job_id is None

    def test_the_same_file_twice_is_one_import_with_one_job(
        self, app: Application, cpse_officer: FlaskClient, page: str
    ) -> None:
        assert send(cpse_officer, make_projects(NEW)).location == page
        assert db.session.scalar(select(func.count()).select_from(Job)) == 1

    def test_a_file_that_nobody_can_read_is_refused_in_words_and_may_be_sent_again(
        self, app: Application, cpse_officer: FlaskClient
    ) -> None:
        content = make_projects(NEW) + b'"never closed\r\n'
        page = send(cpse_officer, content).location
        work_off(app)
        record = load(number_of(page))
        assert (record.state, record.claim) == (ImportState.REFUSED, None)
        assert outcomes_of(record.id) == []
        assert "A quotation mark is not closed" in cpse_officer.get(page).text
        cpse_officer.get("/language/hi")
        assert "A quotation mark" not in cpse_officer.get(page).text
        assert send(cpse_officer, content).location != page

    def test_columns_that_nobody_knows_are_refused_by_the_worker(
        self, app: Application, cpse_officer: FlaskClient
    ) -> None:
        page = send(cpse_officer, b"a,b\r\n" + b"1,2\r\n" * NEW).location
        work_off(app)
        assert "The first row does not name the columns" in cpse_officer.get(page).text

    def test_a_file_with_macros_is_refused_however_large_it_is(self, app: Application) -> None:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as package:
            package.writestr("[Content_Types].xml", "macroEnabled")
            package.writestr("xl/workbook.xml", "x" * 11_000_000)
        content = stream.getvalue()

        def receive() -> object:
            by = find_officer("NMDC")
            return verbs.receive_file(
                by=by, kind_code="projects", file_name="a.xlsx", content=content, most_at_once=MOST
            )

        with pytest.raises(DomainError, match="macros"):
            run_write(receive)


class TestTheWorkerDies:
    @pytest.mark.parametrize("step", range(1, 8))
    def test_at_any_step_of_reading_and_trying_the_next_worker_comes_to_the_same_end(
        self, app: Application, page: str, step: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from csrmatch.jobs import running

        real, calls = running._run_part, []

        def run_part(*given: object) -> object:
            calls.append(1)
            if len(calls) == step:
                raise Killed
            return real(*given)  # type: ignore[arg-type]

        number = number_of(page)
        job = job_of(number).id
        monkeypatch.setattr(running, "_run_part", run_part)
        with pytest.raises(Killed):
            run_job(job)
        monkeypatch.setattr(running, "_run_part", real)
        assert job_of(number).state is JobState.RUNNING
        with time_machine.travel(now() + rules.LEASE + timedelta(seconds=1), tick=False):
            assert list_unattended(now()) == [job]
            assert run_job(job)
        assert outcomes_of(number) == [Outcome.NEW] * NEW
        assert load(number).state is ImportState.CHECKED

    def test_while_it_applies_no_row_stays_and_the_next_applies_all(
        self, app: Application, cpse_officer: FlaskClient, tried: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        number = number_of(tried)
        before = count_projects()
        post(cpse_officer, tried, "apply")
        job, calls = job_of(number).id, []

        def seal() -> None:
            calls.append(1)
            if len(calls) == 2:
                raise Killed

        with monkeypatch.context() as patch:
            patch.setattr("csrmatch.imports.services.applying.seal_so_far", seal)
            with pytest.raises(Killed):
                run_job(job)
        assert count_projects() == before
        assert load(number).state is ImportState.CHECKED
        with time_machine.travel(now() + rules.LEASE + timedelta(seconds=1), tick=False):
            assert run_job(job)
        assert count_projects() == before + NEW
        assert load(number).state is ImportState.APPLIED
        assert not run_job(job)
        assert verify_log().sound

    def test_a_worker_that_lost_its_job_saves_no_further_part(
        self, app: Application, page: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        number = number_of(page)
        job, real = job_of(number).id, verbs.read_import

        def steal() -> None:
            row = db.session.get_one(Job, job, populate_existing=True)
            row.attempts += 1

        def read(**given: Any) -> None:
            told: list[int] = []

            def take_over(rows: int) -> None:
                told.append(rows)
                if len(told) == 1:
                    run_write(steal)

            real(**{**given, "progress": take_over})

        monkeypatch.setattr("csrmatch.imports.tasks.verbs.read_import", read)
        assert run_job(job) is False
        assert db.session.scalar(select(func.count()).select_from(ImportRow)) == 4


class TestApplying:
    def test_a_worker_applies_it_and_takes_it_back(
        self, app: Application, cpse_officer: FlaskClient, tried: str
    ) -> None:
        before, number = count_projects(), number_of(tried)
        assert post(cpse_officer, tried, "apply").status_code == 302
        assert count_projects() == before
        assert "The rows wait to be applied" in cpse_officer.get(tried).text
        assert work_off(app) == 1
        assert count_projects() == before + NEW
        assert load(number).state is ImportState.APPLIED
        assert load(number).applied_by_id == find_officer("NMDC").id
        first = db.session.scalars(select(Project).order_by(Project.id.desc()).limit(1)).one()
        number_changed = first.id

        def change() -> None:
            from csrmatch.registry.services import projects

            row = db.session.get_one(Project, number_changed)
            projects.change_project_people(project=row, version=row.version, heads={})

        run_write(change)
        assert "these stay as they are" in cpse_officer.get(f"{tried}/undo").text
        assert post(cpse_officer, tried, "undo", reason="The wrong file.").status_code == 302
        assert count_projects() == before + NEW
        assert "waits to be taken back" in cpse_officer.get(tried).text
        assert work_off(app) == 1
        assert count_projects() == before + 1
        assert load(number).state is ImportState.UNDONE
        assert "1 record stays as it is" in cpse_officer.get(tried).text
        assert verify_log().sound

    def test_a_double_click_makes_one_job(
        self, app: Application, cpse_officer: FlaskClient, tried: str
    ) -> None:
        data = read_form(cpse_officer, tried, f"{tried}/apply")
        answers = [cpse_officer.post(f"{tried}/apply", data=data) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [302] * 3
        assert db.session.scalar(select(func.count()).where(Job.kind == ImportTask.APPLY)) == 1
        work_off(app)
        assert count_projects() == NEW

    def test_nobody_acts_on_it_meanwhile(
        self, app: Application, cpse_officer: FlaskClient, tried: str
    ) -> None:
        number = number_of(tried)
        row = db.session.scalar(select(ImportRow.id).where(ImportRow.import_id == number).limit(1))
        forms = {
            part: read_form(cpse_officer, tried, f"{tried}/{part}") for part in ("drop", "check", "apply")
        }
        post(cpse_officer, tried, "apply")
        run_write(lambda: setattr(job_of(number), "state", JobState.RUNNING))
        for part, data in forms.items():
            answer = cpse_officer.post(f"{tried}/{part}", data=data)
            assert (answer.status_code, answer.location) == (302, tried)
            assert "This file is being worked on" in cpse_officer.get(tried).text
        text = cpse_officer.get(tried).text
        assert f"{tried}/apply" not in text
        assert f"{tried}/drop" not in text
        assert cpse_officer.get(f"{tried}/rows/{row}").status_code in {302, 404}
        with pytest.raises(verbs.AtWork):
            do(
                number,
                lambda record, by: verbs.decide_row(
                    record=record,
                    row=db.session.get_one(ImportRow, row),
                    by=by,
                    version=None,
                    decision=Decision.DROP,
                    reason="Not ours.",
                ),
            )
        assert load(number).state is ImportState.CHECKED

    def test_a_record_that_changed_since_the_trial_stops_it_and_the_page_says_what_to_do(
        self, app: Application, cpse_officer: FlaskClient
    ) -> None:
        project = run_write(lambda: make_project().id)
        sheet = Sheet(template()).set(4, title_en="Renamed")
        for row in range(5, 5 + NEW):
            sheet.set(row, title_en=f"Well {row}", theme_AW=100)
        page = send(cpse_officer, sheet.save(), "large.xlsx").location
        work_off(app)
        post(cpse_officer, page, "apply")

        def change() -> None:
            from csrmatch.registry.services import projects

            row = db.session.get_one(Project, project)
            projects.change_project_people(project=row, version=row.version, heads={})

        run_write(change)
        work_off(app)
        assert job_of(number_of(page)).state is JobState.FAILED
        assert count_projects() == 1
        assert "a record was changed since the file was tried" in cpse_officer.get(page).text
        assert post(cpse_officer, page, "check").status_code == 302
        work_off(app)
        text = cpse_officer.get(page).text
        assert "a record was changed since" not in text
        assert "changed meanwhile" in text


class TestShowImport:
    def test_it_says_how_far_the_worker_is(
        self, app: Application, cpse_officer: FlaskClient, page: str
    ) -> None:
        number = number_of(page)

        def begin() -> None:
            job = job_of(number)
            job.state, job.attempts = JobState.RUNNING, 1
            job.heartbeat_at, job.lease_until = now(), now() + rules.LEASE

        run_write(begin)
        job = job_of(number).id
        keep_sign(job, Sign(0.1, "read", 5_000, 0, now().timestamp()))
        text = cpse_officer.get(page).text
        assert "The file is being read" in text
        assert "Row 5,000" in text
        assert 'value="' not in re.findall(r"<progress[^>]*>", text)[0]
        keep_sign(job, Sign(0.42, "try", 4_200, 10_000, now().timestamp()))
        text = cpse_officer.get(page).text
        assert "Row 4,200 of 10,000" in text
        assert 'value="42"' in re.findall(r"<progress[^>]*>", text)[0]
        cpse_officer.get("/language/hi")
        assert 'value="42"' in re.findall(r"<progress[^>]*>", cpse_officer.get(page).text)[0]
        cpse_officer.get("/language/en")
        with time_machine.travel(now() + 2 * rules.LEASE, tick=False):
            assert "no sign for more than a minute" in cpse_officer.get(page).text

    def test_it_says_when_no_worker_runs(
        self, app: Application, cpse_officer: FlaskClient, page: str
    ) -> None:
        assert "It begins in a moment" in cpse_officer.get(page).text
        with time_machine.travel(now() + rules.SOON, tick=False):
            text = cpse_officer.get(page).text
            assert "No worker has taken it up since" in text
            assert "Tell whoever runs this service" in text

            def begin() -> None:
                job = jobs.enqueue("other", {}, "other")
                job.state, job.lease_until = JobState.RUNNING, now() + rules.LEASE

            run_write(begin)
            text = cpse_officer.get(page).text
            assert "No worker has taken it up since" not in text
            assert "Other work is done first" in text

    def test_what_waits_for_a_worker_can_be_put_aside(
        self, app: Application, cpse_officer: FlaskClient, page: str
    ) -> None:
        assert post(cpse_officer, page, "drop").status_code == 302
        assert load(number_of(page)).state is ImportState.DROPPED
        work_off(app)
        assert load(number_of(page)).state is ImportState.DROPPED
        assert "flash-bad" not in cpse_officer.get(page).text

    def test_what_goes_wrong_on_our_side_is_told_and_can_be_tried_again(
        self, app: Application, cpse_officer: FlaskClient, page: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        job = job_of(number_of(page)).id
        with monkeypatch.context() as patch:
            patch.setattr("csrmatch.imports.tasks.count_lines", lambda _content: 1 // 0)
            run_job(job)
        assert "is tried again at" in cpse_officer.get(page).text

        def give_up() -> None:
            row = db.session.get_one(Job, job)
            row.state = JobState.FAILED

        run_write(give_up)
        text = cpse_officer.get(page).text
        assert "Something went wrong on our side" in text
        assert "ZeroDivisionError" not in text
        assert post(cpse_officer, page, "check").status_code == 302
        while work_off(app):
            pass
        assert load(number_of(page)).state is ImportState.CHECKED

    def test_the_job_of_a_person_whose_account_is_closed_does_nothing(
        self, app: Application, cpse_officer: FlaskClient, tried: str
    ) -> None:
        post(cpse_officer, tried, "apply")
        by = load(number_of(tried)).added_by_id
        run_write(lambda: setattr(db.session.get_one(User, by), "is_enabled", False))
        work_off(app)
        assert job_of(number_of(tried)).state is JobState.FAILED
        assert count_projects() == 0

    @pytest.mark.parametrize("part", ["", "/file", "/marked", "/undo"])
    def test_anothers_is_missing_in_every_state(self, app: Application, page: str, part: str) -> None:
        other = sign_in(app, "district_officer@example.test")
        assert other.get(f"{page}{part}").status_code == 404
        for act in ("apply", "check", "drop", "undo", "names"):
            assert other.post(f"{page}/{act}").status_code == 404

    def test_every_state_has_one_primary_button(
        self, app: Application, cpse_officer: FlaskClient, page: str
    ) -> None:
        assert count_primary(cpse_officer, page) == 1
        work_off(app)
        assert count_primary(cpse_officer, page) == 1
        post(cpse_officer, page, "apply")
        assert count_primary(cpse_officer, page) == 1
        work_off(app)
        assert count_primary(cpse_officer, page) == 1
        post(cpse_officer, page, "undo", reason="Wrong.")
        work_off(app)
        assert count_primary(cpse_officer, page) == 1
        for lines in (
            "title_en,theme_ED,district_1,share_1\r\nOne,100,Dantevadaa,100\r\n",
            "title_en,theme_ED\r\nOne,half\r\n",
            "title_en,theme_ED\r\nTwins,100\r\nTwins,100\r\n",
        ):
            found = send(cpse_officer, lines.encode()).location
            assert count_primary(cpse_officer, found) == 1, lines


def count_primary(client: FlaskClient, page: str) -> int:
    """How many primary buttons show, without those in what is still folded."""
    text = re.sub(r"<details class=\"confirm\".*?</details>", _summary, client.get(page).text, flags=re.S)
    return len(re.findall(r'class="btn btn-primary"', text))


def _summary(found: re.Match[str]) -> str:
    return "".join(re.findall(r"<summary.*?</summary>", found[0], flags=re.S))


class TestOthersMeanwhile:
    @pytest.fixture
    def held(self, sqlite_app: Application) -> Iterator[Application]:
        """SQLite whose one writer's place is taken by another process."""
        sqlite_app.config["WRITE_WAIT"] = 0.05
        path = sqlite_app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///")
        client = sign_in(sqlite_app, "cpse_officer@example.test")
        sqlite_app.extensions["the client"] = client
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        yield sqlite_app
        other.close()

    def test_they_read_on_and_who_saves_is_told_to_send_it_again(self, held: Application) -> None:
        client = held.extensions["the client"]
        assert client.get("/imports").status_code == 200
        answer = client.post("/imports/1/apply", data={"version": "1", "note": "kept <b>"})
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "30"
        assert "Much is being saved at this moment" in answer.text
        assert 'value="kept &lt;b&gt;"' in answer.text

    def test_no_password_is_handed_back(self, held: Application) -> None:
        answer = held.test_client().post(
            "/sign-in", data={"email": "cpse_officer@example.test", "password": "correct horse battery"}
        )
        assert answer.status_code == 503
        assert "correct horse" not in answer.text
