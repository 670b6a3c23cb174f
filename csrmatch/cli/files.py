"""Commands about attached files."""

import click

from csrmatch.cli.context import in_application

__all__ = ["files_group"]


@click.group("files")
def files_group() -> None:
    """Check attached files, and remove what no record names."""


@files_group.command("check")
@in_application
def check() -> None:
    """Compare every attached file with the digest it had when it came."""
    from csrmatch.attachments.queries import list_damaged

    damaged = list_damaged()
    for attachment in damaged:
        click.echo(f"File {attachment.id} ({attachment.key}) is lost or was changed.", err=True)
    if damaged:
        raise SystemExit(1)
    click.echo("All attached files are as they came.")


@files_group.command("sweep")
@in_application
def sweep() -> None:
    """Remove files older than a day that no record names, left when a machine stopped half-way."""
    from csrmatch.attachments.services import sweep_attachments

    click.echo(f"{sweep_attachments():,} removed.")
