"""The command that does the jobs."""

import logging

import click

from csrmatch.cli.context import settings_path

__all__ = ["worker_command"]


@click.command("worker")
@click.option(
    "--threads", type=int, default=1, show_default=True, help="Jobs at once; one is right for SQLite."
)
@click.option("--sweep", type=float, default=None, help="Seconds between looks for forgotten jobs.")
def worker_command(threads: int, sweep: float | None) -> None:
    """Do jobs until stopped: send mail, write reminders and summaries, run long imports."""
    from csrmatch.app import create_app
    from csrmatch.jobs.rules import SWEEP_SECONDS
    from csrmatch.jobs.worker import run_worker

    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s", level=logging.INFO)
    # What was called with which numbers is in the table of jobs.
    logging.getLogger("huey").setLevel(logging.WARNING)
    run_worker(create_app(settings_path()), threads=threads, seconds=sweep or SWEEP_SECONDS)
