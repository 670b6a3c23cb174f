"""A process that starts workers as fast as they are killed: it holds the application ready and forks.

`python -m trials.job_host DATABASE_URL QUEUE_URL MAIL_PORT`; each line it reads starts one worker, whose
process id it prints.
"""

import os
import random
import sys
import time
from datetime import timedelta

import huey.consumer  # noqa: F401  Loaded before the fork, so that a worker works at once.

import config
from csrmatch import jobs
from csrmatch.accounts.models import SignInAttempt
from csrmatch.app import create_app
from csrmatch.db import db, now
from csrmatch.jobs import queue, running, worker

__all__ = ["KIND", "host"]

KIND = "trial"
_LEASE = timedelta(seconds=1)


@jobs.task(KIND)
def try_hard(work: jobs.Work) -> jobs.Effect:
    """Takes its time before and while it writes the one row by which it is counted."""
    time.sleep(random.uniform(0, 0.03))  # noqa: S311
    work.progress(0.5)

    def write() -> None:
        db.session.add(SignInAttempt(key=f"job {work.id}", at=now()))
        db.session.flush()
        time.sleep(random.uniform(0, 0.01))  # noqa: S311

    return write


def host(database_url: str, queue_url: str, mail_port: int) -> None:
    """Forks a worker for each line read, until there are no more."""
    settings = {
        "SQLALCHEMY_DATABASE_URI": database_url,
        "QUEUE_URL": queue_url,
        "MAIL_HOST": "127.0.0.1",
        "MAIL_PORT": mail_port,
    }
    app = create_app(type("Trial", (config.Testing,), settings))
    # A dead worker's jobs are due again after a second instead of a minute; nothing is due each day.
    running.LEASE, queue.MESSAGE_LIFE = _LEASE, _LEASE  # type: ignore[attr-defined]
    queue.DAILY = {}  # type: ignore[attr-defined]
    for _line in sys.stdin:
        number = os.fork()
        if number == 0:
            worker.run_worker(app, threads=2, seconds=0.3)
            os._exit(0)
        print(number, flush=True)


if __name__ == "__main__":
    host(sys.argv[1], sys.argv[2], int(sys.argv[3]))
