"""The command behind `make demo`."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from csrmatch.cli.context import in_application

if TYPE_CHECKING:
    from rich.table import Table

    from csrmatch.demo import DemoMapping

__all__ = ["demo_command"]


@click.command("demo")
@click.option("--no-serve", is_flag=True, help="Stop before serving.")
@click.option("--port", type=int, default=8000, show_default=True, envvar="PORT")
def demo_command(no_serve: bool, port: int) -> None:
    """Make the demonstration in the instance folder, print both mappings, and serve it."""
    _prepare()
    if not no_serve:
        click.echo(f"\nServing on http://127.0.0.1:{port} – stop with Ctrl+C.")
        arguments = ["-m", "csrmatch", "serve", "--port", str(port), "--with-worker"]
        sys.stdout.flush()
        os.execv(sys.executable, [sys.executable, *arguments])  # noqa: S606


@in_application
def _prepare() -> None:
    """Brings schema, facts, accounts and mappings to where the demonstration needs them."""
    from flask import current_app

    from csrmatch.demo import DEMO_DOMAIN, DEMO_PEOPLE, make_demo
    from csrmatch.errors import DomainError
    from csrmatch.migrating import upgrade_database
    from csrmatch.seeding import load_new_reference

    instance = Path(current_app.config["INSTANCE"])
    instance.mkdir(parents=True, exist_ok=True)
    password_file = instance / "demo-password.txt"
    upgrade_database()
    counts = load_new_reference()
    click.echo("Reference data: " + ", ".join(f"{count:,} {name}" for name, count in counts.items()) + ".")
    try:
        mappings = make_demo(password_file, step=lambda text: click.echo(f"Mapping: {text}"))
    except DomainError as error:
        raise click.ClickException(str(error.text)) from error
    _print_mappings(mappings)
    addresses = ", ".join(f"{account}@{DEMO_DOMAIN}" for account in DEMO_PEOPLE)
    click.echo(f"\nSign in as {addresses}")
    click.echo(f"Password of all: {password_file.read_text().strip()} (kept in {password_file})")


def _leads(mapping: "DemoMapping") -> "Table":
    """Who is proposed to lead which districts."""
    from rich.table import Table

    from csrmatch.mapping.queries import list_exercise_districts

    names = {str(district.lgd): district.name_en for district in list_exercise_districts(mapping.exercise)}
    led: dict[str, list[str]] = {}
    for lgd, cpse in mapping.run.summary.get("pairs", ()):
        led.setdefault(cpse, []).append(names.get(lgd, lgd))
    table = Table("Lead CPSE", "Districts proposed", title=mapping.exercise.title_en)
    for cpse, districts in sorted(led.items()):
        table.add_row(cpse, ", ".join(sorted(districts)))
    return table


def _print_mappings(mappings: "list[DemoMapping]") -> None:
    """A table of both mappings, with the verdict on each certificate re-checked from its stored files."""
    from rich.console import Console
    from rich.table import Table

    from csrmatch.mapping.documents.archive import unpack
    from csrmatch.mapping.documents.verifying import verify_files
    from csrmatch.mapping.queries import get_run_files

    table = Table(title="Proposals")
    for heading in ("Mapping", "Districts", "CPSEs", "Total fit", "Lowest fit", "Certificate"):
        table.add_column(heading, justify="left" if heading in {"Mapping", "Certificate"} else "right")
    broken = False
    for mapping in mappings:
        summary, (_input, result, _unknown) = mapping.run.summary, get_run_files(mapping.run.id)
        verified = result is not None and verify_files(unpack(result)).holds
        broken = broken or not verified
        table.add_row(
            mapping.exercise.title_en,
            str(summary["districts"]),
            str(summary["cpses"]),
            f"{summary['total']:.6f}" if verified else "-",
            f"{summary['worst']:.6f}" if verified else "-",
            "certificate verified" if verified else "NOT VERIFIED",
        )
    console = Console(width=110, file=sys.stdout)
    for mapping in mappings:
        console.print(_leads(mapping))
    console.print(table)
    if broken:
        raise SystemExit(1)
