"""Settings of the three ways to run csrmatch; a deployment changes them by environment variables alone."""

import os
from pathlib import Path
from typing import ClassVar

ROOT = Path(__file__).parent
INSTANCE = Path(os.environ.get("CSRMATCH_INSTANCE", ROOT / "instance"))


def _database_url() -> str:
    url = os.environ.get("CSRMATCH_DATABASE_URL", f"sqlite:///{INSTANCE / 'csrmatch.sqlite'}")
    # Both spellings of PostgreSQL mean the driver that is installed.
    for old in ("postgres://", "postgresql://"):
        if url.startswith(old):
            return "postgresql+psycopg://" + url.removeprefix(old)
    return url


def _hosts(default: str) -> list[str]:
    """The names by which the service may be called; links are made from no other."""
    return [host.strip() for host in os.environ.get("CSRMATCH_HOSTS", default).split(",") if host.strip()]


class Base:
    """What all settings share."""

    INSTANCE = str(INSTANCE)
    SECRET_KEY = os.environ.get("CSRMATCH_SECRET_KEY", "")
    # Whether a missing secret key is made and kept in the instance folder.
    KEEPS_SECRET_KEY = False
    SQLALCHEMY_DATABASE_URI = _database_url()
    # How many seconds a page waits for SQLite's one writer before it tells that the database is taken.
    WRITE_WAIT = 10.0
    # Where attached files are kept; on several hosts a folder that all of them share.
    ATTACHMENTS = os.environ.get("CSRMATCH_ATTACHMENTS", str(Path(INSTANCE) / "attachments"))
    # How pages tell workers of jobs: a file of its own, `postgresql://…` or `redis://…`.
    QUEUE_URL = os.environ.get("CSRMATCH_QUEUE_URL", f"sqlite:///{Path(INSTANCE) / 'queue.sqlite'}")
    # Where mail is handed over; without a host it is written into a folder for whoever runs the service.
    MAIL_HOST = os.environ.get("CSRMATCH_MAIL_HOST", "")
    MAIL_PORT = int(os.environ.get("CSRMATCH_MAIL_PORT", "25"))
    # "" (none), "starttls", or "tls" from the first byte.
    MAIL_SECURITY = os.environ.get("CSRMATCH_MAIL_SECURITY", "")
    MAIL_USER = os.environ.get("CSRMATCH_MAIL_USER", "")
    MAIL_PASSWORD = os.environ.get("CSRMATCH_MAIL_PASSWORD", "")
    MAIL_SENDER = os.environ.get("CSRMATCH_MAIL_SENDER", "csrmatch@localhost")
    MAIL_FOLDER = os.environ.get("CSRMATCH_MAIL_FOLDER", str(Path(INSTANCE) / "mail"))
    # For how many days the text of a mail that was sent, and the row of a job that is done, are kept.
    KEPT_DAYS = int(os.environ.get("CSRMATCH_KEPT_DAYS", "180"))
    # How many days after its last day an action point is chased again, and when the chair is told.
    ACTION_AGAIN_DAYS = int(os.environ.get("CSRMATCH_ACTION_AGAIN_DAYS", "7"))
    ACTION_CHAIR_DAYS = int(os.environ.get("CSRMATCH_ACTION_CHAIR_DAYS", "14"))
    # The address that links in mail begin with.
    PUBLIC_URL = os.environ.get("CSRMATCH_PUBLIC_URL", "http://127.0.0.1:8000")
    # Whether this process of pages does jobs too, for one machine.
    WORKS_HERE = os.environ.get("CSRMATCH_WORKS_HERE", "") == "1"
    MAX_CONTENT_LENGTH = 20 * 1024 * 1024
    MAX_FORM_MEMORY_SIZE = 2 * 1024 * 1024
    MAX_FORM_PARTS = 5_000
    SESSION_COOKIE_HTTPONLY = True
    SESSION_COOKIE_SAMESITE = "Lax"
    SESSION_COOKIE_SECURE = False
    SESSION_COOKIE_NAME = "csrmatch"
    IDLE_SECONDS = int(os.environ.get("CSRMATCH_IDLE_SECONDS", "1800"))
    HTTPS_ONLY = False
    TRUSTED_HOSTS = _hosts("localhost,127.0.0.1")
    # How many requests one token of the API may send in a minute.
    API_PER_MINUTE = int(os.environ.get("CSRMATCH_API_PER_MINUTE", "300"))
    # How many proxies stand before the service and tell it the caller's address and scheme.
    PROXY_HOPS = int(os.environ.get("CSRMATCH_PROXY_HOPS", "0"))
    WTF_CSRF_TIME_LIMIT = None
    PASSWORD_COST: ClassVar[dict[str, int]] = {"time_cost": 3, "memory_cost": 65536, "parallelism": 1}
    SEND_FILE_MAX_AGE_DEFAULT = 31536000


class Development(Base):
    """One machine: SQLite in the instance folder, plain HTTP on the loopback address."""

    KEEPS_SECRET_KEY = True


class Testing(Base):
    """The test suite: cheap password hashes; the database is given by the fixtures."""

    TESTING = True
    SECRET_KEY = "only for tests"  # noqa: S105
    SQLALCHEMY_DATABASE_URI = "sqlite://"
    # Tests of many editors at once ask whether a save is lost, not whether the machine is quick.
    WRITE_WAIT = 300.0
    QUEUE_URL = "memory://"
    MAIL_HOST = ""
    PASSWORD_COST: ClassVar[dict[str, int]] = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}


class Production(Base):
    """A ministry: everything from the environment, HTTPS only."""

    SESSION_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-csrmatch"
    HTTPS_ONLY = True
    TRUSTED_HOSTS = _hosts("")
    PREFERRED_URL_SCHEME = "https"
