"""Commands about the search index."""

import click

from csrmatch.cli.context import in_application

__all__ = ["search_group"]


@click.group("search")
def search_group() -> None:
    """Keep the index that search reads."""


@search_group.command("rebuild")
@in_application
def rebuild() -> None:
    """Make the whole index equal to the records; running it again mends nothing."""
    from csrmatch.db import run_write
    from csrmatch.search.indexing import rebuild_index

    for kind, count in run_write(rebuild_index).items():
        click.echo(f"{kind:<24}{count:>8,}")
