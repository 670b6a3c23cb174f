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
@click.option("--with-worker", is_flag=True, help="Do jobs in the same process; needs --workers 1.")
def serve_command(host: str, port: int, workers: int, threads: int, with_worker: bool) -> None:
    """Serve csrmatch on HOST:PORT until stopped."""
    if with_worker and workers != 1:
        raise click.UsageError("--with-worker is for one process: start `csrmatch worker` beside several.")
    os.environ["CSRMATCH_WORKS_HERE"] = "1" if with_worker else ""
    os.environ.setdefault("CSRMATCH_PUBLIC_URL", f"http://{host}:{port}")
    arguments = ["gunicorn", "wsgi:app", "--bind", f"{host}:{port}", "--worker-class", "gthread"]
    arguments += ["--workers", str(workers), "--threads", str(threads), "--access-logfile", "-"]
    arguments += ["--no-control-socket", "--timeout", "120", "--graceful-timeout", "20"]
    os.execv(sys.executable, [sys.executable, "-m", *arguments])  # noqa: S606
