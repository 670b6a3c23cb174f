"""Commands that make and fill the database."""

import click

from csrmatch.cli.context import in_application

__all__ = ["db_group", "seed_command"]


@click.group("db")
def db_group() -> None:
    """Make, upgrade and downgrade the database schema."""


@db_group.command("upgrade")
@click.argument("revision", default="head")
@in_application
def upgrade(revision: str) -> None:
    """Bring the schema to REVISION (the newest, unless one is named)."""
    from csrmatch.migrating import upgrade_database

    upgrade_database(revision)
    click.echo(f"Schema is at {revision}.")


@db_group.command("downgrade")
@click.argument("revision")
@in_application
def downgrade(revision: str) -> None:
    """Take the schema back to REVISION; data of newer tables is lost."""
    from csrmatch.migrating import downgrade_database

    click.confirm("This removes tables or columns and what is in them. Go on?", abort=True)
    downgrade_database(revision)
    click.echo(f"Schema is at {revision}.")


@click.command("seed")
@in_application
def seed_command() -> None:
    """Load the reference data; running it again changes only what the product's files changed."""
    from csrmatch.seeding import load_reference

    for name, count in load_reference().items():
        click.echo(f"{name:<24}{count:>8,}")
