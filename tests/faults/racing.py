"""Lets many act at the same moment on one database."""

import os
import threading
from collections.abc import Callable
from typing import TypeVar

from csrmatch.app import Application
from csrmatch.db import db

__all__ = ["EDITORS", "SAVES", "at_once"]

T = TypeVar("T")

EDITORS = 16
# Most of a race is in its first rounds, when all hold the same version; a trial goes on for 50.
SAVES = int(os.environ.get("CSRMATCH_SAVES", "12"))


def at_once(app: Application, count: int, act: Callable[[int], T]) -> list[T]:
    """Starts `act(0)` … `act(count - 1)` together, each in a thread and context of its own.

    What any of them raises is raised here.
    """
    start = threading.Barrier(count)
    results: dict[int, T] = {}
    failures: list[BaseException] = []

    def run(number: int) -> None:
        try:
            with app.app_context():
                start.wait(300)
                results[number] = act(number)
                db.session.remove()
        except BaseException as error:
            failures.append(error)

    db.session.remove()
    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return [results[number] for number in range(count)]
