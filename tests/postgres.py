"""A PostgreSQL server of the tests' own, started from the machine's binaries on a free port."""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.scratch import scratch

__all__ = ["Server", "find_binaries", "start_server"]


def find_binaries() -> Path | None:
    """The folder of initdb and pg_ctl, the newest version first."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: path.parts, reverse=True
    )
    if found:
        return found[0].parent
    path = shutil.which("initdb")
    return Path(path).resolve().parent if path else None


@dataclass
class Server:
    """A running server; `url` gives the address of one of its databases."""

    port: int
    user: str
    is_in_memory: bool = False

    def url(self, name: str) -> str:
        """The address of a database as SQLAlchemy wants it."""
        return f"postgresql+psycopg://{self.user}@127.0.0.1:{self.port}/{name}"

    def _run(self, statement: str) -> None:
        with psycopg.connect(
            f"postgresql://{self.user}@127.0.0.1:{self.port}/postgres", autocommit=True
        ) as connection:
            connection.execute(statement)  # type: ignore[arg-type]

    def create_database(self, name: str) -> None:
        """Makes an empty database."""
        self._run(f'CREATE DATABASE "{name}"')

    def copy_database(self, template: str) -> str:
        """Makes a copy of a database nobody is connected to, and gives its name."""
        name = f"test_{secrets.token_hex(6)}"
        # Files in memory are copied at once; on a disk the checkpoint that this takes is slower than the log.
        way = "STRATEGY FILE_COPY" if self.is_in_memory else ""
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}" {way}')
        return name

    def drop_database(self, name: str) -> None:
        """Removes a database, whoever is connected."""
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _knows_ways(binaries: Path) -> bool:
    """Whether this PostgreSQL can be told how to copy a database: since version 15."""
    told = subprocess.run([binaries / "postgres", "--version"], check=True, capture_output=True, text=True)
    return int(told.stdout.split()[2].split(".")[0]) >= 15


@contextmanager
def start_server(binaries: Path) -> Iterator[Server]:
    """Starts a server in a temporary folder and stops it afterwards; root starts it as `postgres`."""
    folder = Path(tempfile.mkdtemp(prefix="csrmatch-pg-", dir=scratch()))
    prefix: list[str] = []
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        prefix = ["runuser", "-u", "postgres", "--"]
    folder.chmod(0o755)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [*prefix, str(binaries / program), *arguments],
            check=True,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    data = str(folder / "data")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200"
    # Its worker would look into a database at the very moment that a copy of it is asked for.
    options += " -c autovacuum=off"
    try:
        run("initdb", "-D", data, "-A", "trust", "-U", "csr", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        run("pg_ctl", "-D", data, "-w", "-o", options, "-l", str(folder / "log"), "start")
        yield Server(port, "csr", is_in_memory=scratch() is not None and _knows_ways(binaries))
    finally:
        subprocess.run(
            [*prefix, str(binaries / "pg_ctl"), "-D", data, "-m", "immediate", "stop"],
            check=False,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        shutil.rmtree(folder, ignore_errors=True)
