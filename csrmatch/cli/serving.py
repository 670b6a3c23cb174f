"""The command that serves the pages."""

import os
import sys

import click

__all__ = ["serve_command"]


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=int, default=8000, show_default=True, envvar="PORT")
@click.option("--workers", type=int, default=1, show_default=True, help="Processes; one is right for SQLite.")
@click.option("--threads", type=int, default=8, show_default=True)
def serve_command(host: str, port: int, workers: int, threads: int) -> None:
    """Serve csrmatch on HOST:PORT until stopped."""
    arguments = ["gunicorn", "wsgi:app", "--bind", f"{host}:{port}", "--worker-class", "gthread"]
    arguments += ["--workers", str(workers), "--threads", str(threads), "--access-logfile", "-"]
    arguments += ["--no-control-socket", "--timeout", "120", "--graceful-timeout", "20"]
    os.execv(sys.executable, [sys.executable, "-m", *arguments])  # noqa: S606
