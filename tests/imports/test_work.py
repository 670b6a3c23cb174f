"""Large imports: received by the page, read, tried, applied and taken back by a worker, in view of people."""

import csv
import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import func, select

from csrmatch.app import Application
from csrmatch.audit.queries import verify_log
from csrmatch.db import db, now, run_write
from csrmatch.errors import DomainError
from csrmatch.imports import services as verbs
from csrmatch.imports.files import count_lines
from csrmatch.imports.models import ImportRow
from csrmatch.imports.rules import Decision, ImportState, Outcome
from csrmatch.imports.services import ImportTask
from csrmatch.jobs import Job, JobState, rules
from csrmatch.jobs.queue import list_unattended
from csrmatch.jobs.running import run_job
from csrmatch.registry.models import Project
from csrmatch.registry.services import projects
from tests.form_filling import read_form
from tests.imports.large import MOST, NEW, count_projects, job_of, load, number_of, post, send, work_off
from tests.imports.sheets import Sheet, do, outcomes_of, rows_of, template
from tests.registry.projects import find_officer, make_project
from trials.imports import make_projects

pytestmark = pytest.mark.usefixtures("small_limit")


class Killed(BaseException):
    """A worker dies here."""


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


class TestUploads:
    def test_only_the_page_of_imports_takes_more_than_other_pages(
        self, app: Application, cpse_officer: FlaskClient
    ) -> None:
        app.config["MAX_CONTENT_LENGTH"] = 300
        assert send(cpse_officer, make_projects(NEW)).status_code == 302
        assert cpse_officer.post("/imports/1/drop", data={"version": "1" * 400}).status_code == 413

    def test_about_how_many_rows_a_file_holds_is_known_before_it_is_read(self) -> None:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as package:
            package.writestr("xl/worksheets/sheet1.xml", '<worksheet><dimension ref="A1:T100001"/>')
            package.writestr("xl/worksheets/sheet2.xml", '<worksheet><dimension ref="A1:B7"/>')
        assert count_lines(stream.getvalue()) == 100_001
        assert count_lines(make_projects(NEW)) == NEW + 1
        assert count_lines(b"PK\x03\x04damaged") == 0


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
            row = db.session.get_one(Project, number_changed)
            projects.change_project_people(project=row, version=row.version, heads={})

        run_write(change)
        asking = cpse_officer.get(f"{tried}/undo").text
        assert "1 record stays as it is" in asking
        assert f"{NEW - 1} rows go back" in asking
        assert "What somebody changes until then stays too" in asking
        assert post(cpse_officer, tried, "undo", reason="The wrong file.").status_code == 302
        assert count_projects() == before + NEW
        assert "waits to be taken back" in cpse_officer.get(tried).text
        assert work_off(app) == 1
        assert count_projects() == before + 1
        assert load(number).state is ImportState.UNDONE
        assert "1 record stays as it is" in cpse_officer.get(tried).text
        assert verify_log().sound

    def test_records_that_stay_are_listed_beforehand_the_first_few_and_all_in_a_file(
        self, app: Application, cpse_officer: FlaskClient, tried: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("csrmatch.imports.views._KEPT_AT_ONCE", 2)
        post(cpse_officer, tried, "apply")
        assert work_off(app) == 1
        # Of the first and the last of the pieces in which the rows are read, and one between.
        changed = [row for row in rows_of(number_of(tried)) if row.number in {2, 7, 10}]
        titles = {row.title for row in changed}
        assert len(titles) == 3

        def change() -> None:
            for row in changed:
                project = db.session.get_one(Project, row.record_id)
                projects.change_project_people(project=project, version=project.version, heads={})

        run_write(change)
        asking = cpse_officer.get(f"{tried}/undo").text
        assert "3 records stay as they are" in asking
        assert f"{NEW - 3} rows go back" in asking
        assert sum(title in asking for title in titles) == 2
        assert "1 more record comes after these" in asking
        content = cpse_officer.get(f"{tried}/undo?download=csv").data.decode("utf-8-sig")
        assert {row["Title"] for row in csv.DictReader(io.StringIO(content))} == titles
        before = count_projects()
        post(cpse_officer, tried, "undo", reason="The wrong file.")
        work_off(app)
        assert count_projects() == before - (NEW - 3)

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
