"""Commands about the log."""

import click

from csrmatch.cli.context import in_application

__all__ = ["log_group"]


@click.group("log")
def log_group() -> None:
    """Check the log, and print the anchor to keep outside."""


@log_group.command("verify")
@click.option("--anchor", "anchor_text", help="COUNT:HASH as printed earlier; sees a cut or re-written log.")
@in_application
def verify(anchor_text: str | None) -> None:
    """Re-compute every hash of the log."""
    from csrmatch.audit.queries import verify_log
    from csrmatch.audit.rules import Anchor

    try:
        anchor = Anchor.parse(anchor_text) if anchor_text else None
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
    verdict = verify_log(anchor)
    if not verdict.sound:
        click.echo(f"The log is {verdict.problem} at entry {verdict.first_bad}.", err=True)
        raise SystemExit(1)
    click.echo(f"The log is sound: {verdict.anchor.count:,} entries. Anchor: {verdict.anchor}")


@log_group.command("anchor")
@in_application
def anchor() -> None:
    """Print COUNT:HASH of the log; keep it where nobody who can write the database can change it."""
    from csrmatch.audit.queries import find_anchor

    click.echo(str(find_anchor()))
