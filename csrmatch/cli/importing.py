"""Commands that bring an office's own files in."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import click

from csrmatch.cli.context import in_application

__all__ = ["import_group"]

_LARGEST = 64 * 1024 * 1024
Command = Callable[[Path, bool, str, str | None, str], None]


@click.group("import")
def import_group() -> None:
    """Bring an office's own files in."""


@import_group.command("boundaries")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@click.option("--lang", type=click.Choice(["en", "hi"]), default="en", show_default=True)
@in_application
def import_boundaries(file: Path, dry_run: bool, lang: str) -> None:
    """Take the outlines of districts from FILE, a GeoJSON of polygons in degrees (WGS 84).

    Features are joined on a property lgd, else on state and district name. None are shipped: use the
    depiction your office is entitled to publish.
    """
    from csrmatch.db import run_write
    from csrmatch.i18n import _, speaking
    from csrmatch.places.queries import list_known_names
    from csrmatch.places.services import replace_boundaries
    from csrmatch.places.tables import read_boundaries

    with speaking(lang):
        if file.stat().st_size > _LARGEST:
            click.echo(_("%(file)s is larger than 64 MB.", file=file.name), err=True)
            raise SystemExit(2)
        content = file.read_bytes()
        found = read_boundaries(content, list_known_names())
        for name in found.others:
            click.echo(_("Not one of the districts, left out: %(name)s", name=name), err=True)
        for error in found.errors:
            click.echo(f"{file.name}: {error}", err=True)
        if found.errors:
            raise SystemExit(2)
        if dry_run:
            click.echo(
                _("%(count)s outlines would be taken; nothing was changed.", count=len(found.outlines))
            )
            return
        count = run_write(
            lambda: replace_boundaries(
                outlines=found.outlines,
                source_name=file.name,
                source_digest=hashlib.sha256(content).hexdigest(),
            )
        )
        click.echo(_("%(count)s outlines taken from %(file)s.", count=count, file=file.name))


def _command(kind: str, organisation: str) -> Callable[[Command], click.Command]:
    """A command of the group that brings a file of one kind in; `organisation` says what its code is."""
    parts = (
        click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path)),
        click.option(
            "--dry-run",
            "--trial",
            "is_trial",
            is_flag=True,
            help="Say what would happen and change nothing.",
        ),
        click.option("--organisation", "code", required=True, help=organisation),
        click.option(
            "--by", "email", help="The officer in whose name it is recorded, where the office has several."
        ),
        click.option("--lang", type=click.Choice(["en", "hi"]), default="en", show_default=True),
    )

    def make(command: Command) -> click.Command:
        given = in_application(command)
        for part in reversed(parts):
            given = part(given)
        return import_group.command(kind)(given)

    return make


@_command("projects", "The code of the CPSE, as NTPC.")
def import_projects(file: Path, is_trial: bool, code: str, email: str | None, lang: str) -> None:
    """Bring in the projects of a CPSE from FILE, as a page of imports would: all of it or nothing.

    FILE is the workbook of projects (.xlsx), the same columns as CSV, or a filing as it was published. Rows
    that are held back wait on the page of the import for a decision; they stop no other.
    """
    _bring_in("projects", file, is_trial, code, email, lang)


@_command("needs", "The LGD code of the district, as 376: its collector's office posts the needs.")
def import_needs(file: Path, is_trial: bool, code: str, email: str | None, lang: str) -> None:
    """Bring in the needs of a district from FILE, as a page of imports would: all of it or nothing.

    FILE is the workbook of needs (.xlsx) or the same columns as CSV. New needs are drafts; rows that are held
    back wait on the page of the import for a decision and stop no other.
    """
    _bring_in("needs", file, is_trial, code, email, lang)


@_command("accounts", "The code of the CPSE, as NTPC.")
def import_accounts(file: Path, is_trial: bool, code: str, email: str | None, lang: str) -> None:
    """Bring in the CSR accounts of a CPSE from FILE, as a page of imports would: all of it or nothing.

    FILE is the workbook of accounts (.xlsx) or the same columns as CSV, one row for each financial year.
    """
    _bring_in("accounts", file, is_trial, code, email, lang)


def _bring_in(kind: str, file: Path, is_trial: bool, code: str, email: str | None, lang: str) -> None:
    from csrmatch.cli.import_run import run_import
    from csrmatch.i18n import speaking

    with speaking(lang):
        run_import(kind, file, code=code, email=email, is_trial=is_trial)
