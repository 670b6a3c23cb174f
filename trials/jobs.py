"""Trial: workers are killed at random moments; no job is lost, none is done twice, no mail is another.

Each worker is killed with SIGKILL up to 0.4 s after it began to do jobs that leave one row each and to send
mail to a server of the trial's own. On SQLite; on PostgreSQL too where `CSRMATCH_TRIAL_POSTGRES` names an
empty database made ready by `csrmatch db upgrade`.
"""

import os
import random
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from aiosmtpd.controller import Controller
from sqlalchemy import func, select

import config
from csrmatch import jobs
from csrmatch.accounts.models import SignInAttempt, User
from csrmatch.accounts.services import add_user, ensure_organisation
from csrmatch.app import create_app
from csrmatch.audit.recording import acting
from csrmatch.db import db, run_write
from csrmatch.jobs.models import Job
from csrmatch.mail import Letter, post
from csrmatch.migrating import upgrade_database
from csrmatch.roles import Role
from trials.figures import Figure

__all__ = ["TITLE", "Outcome", "figures", "kill_workers"]

TITLE = "Killed workers"
KILLS = 100
_SEED = 20261122
_JOBS_A_KILL, _MAILS_A_KILL = 12, 4
_LONGEST = 0.4
_PATIENCE = 600.0


@dataclass(frozen=True)
class Outcome:
    """What was left after the kills, once a last worker had been let alone."""

    kills: int
    interrupted: int
    asked: int
    lost: int
    doubled: int
    mails: int
    mails_lost: int
    repeated: int
    most_repeats: int
    strangers: int

    @property
    def is_met(self) -> bool:
        """Nothing lost, nothing doubled, each kill repeated one mail a thread at most, as the same mail."""
        return not (self.lost or self.doubled or self.mails_lost or self.strangers) and self.repeated <= (
            2 * self.kills
        )


class _Post:
    """Counts mail by its id."""

    def __init__(self) -> None:
        self.got: Counter[str] = Counter()
        self.texts: dict[str, set[bytes]] = {}

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Takes a mail."""
        number = str(message_from_bytes(envelope.content)["Message-ID"])
        self.got[number] += 1
        self.texts.setdefault(number, set()).add(envelope.content)
        return "250 taken"


def kill_workers(database_url: str, queue_url: str, kills: int, *, seed: int = _SEED) -> Outcome:
    """Kills so many workers of a ready database and tells what became of their work.

    The database needs an account; each kill is given some jobs and mails to be in the middle of.
    """
    post_office, port = _Post(), _free_port()
    controller = Controller(post_office, hostname="127.0.0.1", port=port)
    controller.start()
    settings = {"SQLALCHEMY_DATABASE_URI": database_url, "QUEUE_URL": queue_url}
    app = create_app(type("Trial", (config.Testing,), settings))
    command = [sys.executable, "-m", "trials.job_host", database_url, queue_url, str(port)]
    host = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent
    )
    try:
        with app.app_context(), acting("trial"):
            chance, interrupted = random.Random(seed), 0  # noqa: S311
            for round_ in range(kills):
                run_write(lambda number=round_: _ask(number))  # type: ignore[misc]
                before = _count_begun()
                worker = _start(host)
                _until(lambda: _count_begun() > before)  # noqa: B023
                time.sleep(chance.uniform(0.0, _LONGEST))
                os.kill(worker, signal.SIGKILL)
                interrupted += _count_running() > 0
            worker = _start(host)
            _until(_all_done)
            os.kill(worker, signal.SIGKILL)
            return _judge(kills, interrupted, post_office)
    finally:
        if host.stdin:
            host.stdin.close()
        host.wait(30)
        if host.stdout:
            host.stdout.close()
        controller.stop()
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _ask(number: int) -> None:
    """The jobs and mails of one round."""
    for place in range(_JOBS_A_KILL):
        jobs.enqueue("trial", {}, f"trial {number} {place}")
    person = db.session.scalars(select(User).order_by(User.id).limit(1)).one()
    for place in range(_MAILS_A_KILL):
        key = f"trial mail {number} {place}"
        post(Letter(key, "reminder", person.id, person.email, "hi", "स्मरण", "नमस्ते\n"))


def _start(host: "subprocess.Popen[str]") -> int:
    if host.stdin is None or host.stdout is None:
        raise RuntimeError("the host has no pipes")
    host.stdin.write("go\n")
    host.stdin.flush()
    return int(host.stdout.readline())


def _count_running() -> int:
    query = select(func.count()).where(Job.state == jobs.JobState.RUNNING)
    count = db.session.scalar(query) or 0
    db.session.rollback()
    return count


def _count_begun() -> int:
    """How many tries of jobs there have been."""
    count = db.session.scalar(select(func.sum(Job.attempts))) or 0
    db.session.rollback()
    return int(count)


def _all_done() -> bool:
    left = db.session.scalar(select(func.count()).where(Job.state != jobs.JobState.DONE))
    db.session.rollback()
    return not left


def _until(is_so: Callable[[], bool]) -> None:
    """Waits for something, or until patience ends."""
    end = perf_counter() + _PATIENCE
    while not is_so() and perf_counter() < end:
        time.sleep(0.02)


def _judge(kills: int, interrupted: int, post_office: _Post) -> Outcome:
    of_trial = Job.kind == "trial"
    numbers = list(db.session.scalars(select(Job.id).where(of_trial).order_by(Job.id)))
    rows = Counter(db.session.scalars(select(SignInAttempt.key).where(SignInAttempt.key.like("job %"))))
    mails = db.session.scalar(select(func.count()).where(Job.kind == "send_mail")) or 0
    return Outcome(
        kills=kills,
        interrupted=interrupted,
        asked=len(numbers),
        lost=sum(not rows[f"job {number}"] for number in numbers),
        doubled=sum(count > 1 for count in rows.values()),
        mails=mails,
        mails_lost=mails - len(post_office.got),
        repeated=sum(count - 1 for count in post_office.got.values()),
        most_repeats=max(post_office.got.values(), default=1) - 1,
        strangers=sum(len(texts) > 1 for texts in post_office.texts.values()),
    )


def _make_ready(url: str) -> None:
    """Schema and one account."""
    app = create_app(type("Trial", (config.Testing,), {"SQLALCHEMY_DATABASE_URI": url}))
    with app.app_context(), acting("trial"):
        upgrade_database()

        def add() -> None:
            office = ensure_organisation("dpe")
            add_user(
                email="reader@example.test",
                name="Reader",
                role=Role.DPE_STAFF,
                organisation=office,
                password=secrets.token_urlsafe(12),
            )

        if db.session.scalar(select(func.count()).select_from(User)) == 0:
            run_write(add)
        db.session.remove()
        db.engine.dispose()


def figures(folder: Path | None, *, seconds: float) -> Iterator[Figure]:
    """One figure for each kind of database."""
    with TemporaryDirectory() as place:
        urls = {"SQLite": f"sqlite:///{place}/trial.sqlite"}
        if given := os.environ.get("CSRMATCH_TRIAL_POSTGRES"):
            urls["PostgreSQL"] = given
        for name, url in urls.items():
            began = perf_counter()
            _make_ready(url)
            queue = f"sqlite:///{place}/queue-{name}.sqlite" if name == "SQLite" else url
            found = kill_workers(url, queue, KILLS)
            yield Figure(
                what=f"{KILLS} workers killed on {name}, {found.asked} jobs, {found.mails} mails",
                expected="0 lost, 0 done twice; a mail again only as the same mail",
                found=f"{found.lost + found.mails_lost} lost, {found.doubled} done twice, "
                f"{found.repeated} mails sent again, {found.strangers} of them different",
                seconds=perf_counter() - began,
                is_met=found.is_met,
                note=f"{found.interrupted} of {found.kills} kills in the middle of a job",
            )
