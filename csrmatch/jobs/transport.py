"""The messages between pages and workers, through huey: fast, and allowed to be lost."""

import json
import logging
from contextlib import suppress
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app

if TYPE_CHECKING:
    from huey.api import Huey

__all__ = ["Sign", "find_share", "find_sign", "keep_sign", "open_transport", "send_message"]

_EXTENSION = "csrmatch_jobs"
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sign:
    """How far a job is, from 0 to 1: at which stage of it, at which thing of how many, 0 if not known.

    `at` is when it was said, in seconds since 1970.
    """

    share: float
    stage: str = ""
    done: int = 0
    total: int = 0
    at: float = 0.0


def open_transport(app: Flask) -> "Huey":
    """The application's huey, made on first use; its one task takes the number of a job."""
    found = app.extensions.get(_EXTENSION)
    if found is None:
        found = _make(app.config["QUEUE_URL"])
        found.run_job = found.task(name="run_job")(lambda number: _run_in(app, number))
        app.extensions[_EXTENSION] = found
    return found


def _run_in(app: Flask, number: int) -> None:
    from csrmatch.jobs.running import run_job

    with app.app_context():
        run_job(number)


def _make(url: str) -> "Huey":
    """A transport of the kind the address names: a file, PostgreSQL, Redis, or this process's memory.

    Its messages are JSON: whoever can write into the queue can name a job, not run code.
    """
    from huey.api import MemoryHuey, PostgresHuey, RedisHuey, SqliteHuey
    from huey.registry import Message
    from huey.serializer import Serializer

    class JsonSerializer(Serializer):  # type: ignore[misc]
        """Writes messages and plain values as JSON."""

        def _serialize(self, data: object) -> bytes:
            is_message = isinstance(data, Message)
            return json.dumps([is_message, list(data) if is_message else data]).encode()  # type: ignore[call-overload]

        def _deserialize(self, data: bytes) -> object:
            is_message, value = json.loads(data)
            return Message(*value) if is_message else value

    options: dict[str, Any] = {"name": "csrmatch", "results": False, "serializer": JsonSerializer()}
    if url.startswith("sqlite:///"):
        return SqliteHuey(filename=url.removeprefix("sqlite:///"), timeout=30, **options)
    if url.startswith("postgresql"):
        return PostgresHuey(dsn=url.replace("postgresql+psycopg://", "postgresql://", 1), **options)
    if url.startswith("redis"):
        return RedisHuey(url=url, **options)
    return MemoryHuey(**options)


def _here() -> "Huey":
    return open_transport(current_app._get_current_object())  # type: ignore[attr-defined]


def send_message(number: int) -> None:
    """Tells the workers of a job; should that fail, they find it themselves."""
    try:
        _here().run_job(number)
    except Exception:
        _log.warning("no message went out about job %s: a worker will find it", number, exc_info=True)


def keep_sign(number: int, sign: Sign) -> None:
    """Notes how far a job is while its transaction is open and its row cannot say so; never fails."""
    with suppress(Exception):
        _here().put(f"sign {number}", list(astuple(sign)))


def find_sign(number: int) -> Sign | None:
    """What was noted of a job last."""
    found = _here().get(f"sign {number}", peek=True)
    return None if found is None else Sign(*found)


def find_share(number: int) -> float | None:
    """How far a job was when it said so last."""
    sign = find_sign(number)
    return None if sign is None else sign.share
