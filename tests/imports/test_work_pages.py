"""What the page of an import says while a worker is at it, and what others see meanwhile."""

import re
import sqlite3
from collections.abc import Iterator

import pytest
import time_machine
from flask.testing import FlaskClient

from csrmatch import jobs
from csrmatch.accounts.models import User
from csrmatch.app import Application
from csrmatch.db import db, now, run_write
from csrmatch.imports.rules import ImportState
from csrmatch.jobs import Job, JobState, rules
from csrmatch.jobs.running import run_job
from csrmatch.jobs.transport import Sign, keep_sign
from tests.conftest import sign_in
from tests.imports.large import count_projects, job_of, load, number_of, post, send, work_off

pytestmark = pytest.mark.usefixtures("small_limit")


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
