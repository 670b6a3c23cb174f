"""The worker: threads that do jobs as they are told of them, and one that looks for those nobody told of."""

import logging
import threading
from typing import TYPE_CHECKING

from flask import Flask

from csrmatch.audit.recording import acting
from csrmatch.db import db, now, run_write, today
from csrmatch.jobs.queue import enqueue_daily, take_unattended
from csrmatch.jobs.rules import SWEEP_SECONDS
from csrmatch.jobs.transport import open_transport, send_message

if TYPE_CHECKING:
    from huey.consumer import Consumer

__all__ = ["run_worker", "start_worker_here", "sweep"]

_log = logging.getLogger(__name__)


def sweep() -> int:
    """Asks for the day's jobs and tells of every job that nobody works on; how many those are."""
    with acting("worker"):
        run_write(lambda: enqueue_daily(now(), today()))
        found = run_write(lambda: take_unattended(now()))
    for number in found:
        send_message(number)
    return len(found)


def _sweep_on(app: Flask, stop: threading.Event, seconds: float) -> None:
    while True:
        try:
            with app.app_context():
                sweep()
                db.session.remove()
        except Exception as error:
            _log.warning("a sweep failed and will be repeated: %s", type(error).__name__)
        if stop.wait(seconds):
            return


def _consumer(app: Flask, threads: int) -> "Consumer":
    from huey.consumer import Consumer

    return Consumer(
        open_transport(app),
        workers=threads,
        worker_type="thread",
        periodic=False,
        max_delay=1.0,
        graceful_signal="TERM",
    )


def run_worker(app: Flask, *, threads: int = 1, seconds: float = SWEEP_SECONDS) -> None:
    """Does jobs until the process is asked to stop; then those begun are finished."""
    stop = threading.Event()
    sweeper = threading.Thread(target=_sweep_on, args=(app, stop, seconds), name="sweeper", daemon=True)
    sweeper.start()
    try:
        _consumer(app, threads).run()
    finally:
        stop.set()
        sweeper.join(seconds)


def start_worker_here(app: Flask, *, seconds: float = SWEEP_SECONDS) -> None:
    """Does jobs in a thread of this process, for one machine; they end with it and go on when it is back."""
    consumer = _consumer(app, 1)
    # Signals belong to the process whose guest this is.
    consumer._set_signal_handlers = lambda: None
    consumer.start()
    stop = threading.Event()
    threading.Thread(target=_sweep_on, args=(app, stop, seconds), name="sweeper", daemon=True).start()
