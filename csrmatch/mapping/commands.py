"""The commands that map from files: no database and no server."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from csrmatch.i18n import LANGUAGES, _, set_language
from csrmatch.mapping.tables.issues import Issue, Level

__all__ = ["check_command", "map_command", "sample_command", "template_command", "verify_command"]

WRONG_INPUT = 2
CLASH = 3

_language = click.option(
    "--lang",
    type=click.Choice(list(LANGUAGES)),
    default="en",
    show_default=True,
    help="Language of the words.",
)
_PATH = click.Path(path_type=Path)


def _refuse(issues: Sequence[Issue], code: int = WRONG_INPUT) -> SystemExit:
    from csrmatch.mapping.wording import describe_all

    for line in describe_all(issue for issue in issues if issue.level is Level.ERROR):
        click.echo(line, err=True)
    return SystemExit(code)


@click.command("map")
@click.argument("source", metavar="INPUT", type=_PATH)
@click.option("--out", "target", metavar="DIR", type=_PATH, required=True, help="Where the result goes.")
@click.option(
    "--objective",
    type=click.Choice(["total", "fairest", "stable"]),
    default="total",
    show_default=True,
    help="What the plan is to be best at; only total is available yet.",
)
@click.option("--weights", metavar="FILE", type=_PATH, help="A weights file instead of that of the input.")
@click.option(
    "--as-of", metavar="DATE", type=click.DateTime(["%Y-%m-%d"]), help="Leave out rules that ended before."
)
@_language
def map_command(
    source: Path, target: Path, objective: str, weights: Path | None, as_of: datetime | None, lang: str
) -> None:
    """Propose a lead CPSE for every district of INPUT, a folder of CSV files or one workbook."""
    set_language(lang)
    from csrmatch.mapping.result_folder import Occupied, check_target, write_folder
    from csrmatch.mapping.tables.reading import InputRefused, load_input

    if objective != "total":
        raise _refuse([Issue("objective_not_available", params=(("objective", objective),))])
    try:
        check_target(target)
        given, warnings = load_input(source, weights)
    except InputRefused as refused:
        raise _refuse(refused.issues) from None
    except Occupied as occupied:
        raise _refuse([Issue(occupied.code, str(target))]) from None

    from csrmatch.mapping.documents.folder import result_files
    from csrmatch.mapping.outcome import solve_input
    from csrmatch.mapping.wording import describe_conflict
    from csrmatch.optimiser.errors import Infeasible

    try:
        outcome = solve_input(given, warnings=warnings, as_of=as_of.date() if as_of else None)
    except Infeasible as clash:
        for conflict in clash.conflicts:
            click.echo(describe_conflict(conflict, given), err=True)
        raise SystemExit(CLASH) from None
    try:
        write_folder(result_files(outcome, lang), target)
    except OSError as error:
        raise click.ClickException(
            _("The result cannot be written: %(reason)s", reason=error.strerror)
        ) from None
    click.echo(
        _(
            "Proposal for %(districts)s districts and %(cpses)s CPSEs written to %(folder)s: total fit "
            "%(total)s, lowest %(worst)s, proven best.",
            districts=len(given.districts),
            cpses=len(given.cpses),
            folder=target,
            total=f"{outcome.plan.total:.6f}",
            worst=f"{outcome.plan.worst:.6f}",
        )
    )
    if warnings:
        click.echo(_("%(count)s things are not known; csrmatch check lists them.", count=len(warnings)))


@click.command("check")
@click.argument("source", metavar="INPUT", type=_PATH)
@click.option("--weights", metavar="FILE", type=_PATH, help="A weights file instead of that of the input.")
@_language
def check_command(source: Path, weights: Path | None, lang: str) -> None:
    """Say what is wrong and what is missing in INPUT; nothing is solved."""
    set_language(lang)
    from csrmatch.mapping.tables.reading import InputRefused, load_input
    from csrmatch.mapping.wording import describe_all

    try:
        given, warnings = load_input(source, weights)
    except InputRefused as refused:
        raise _refuse(refused.issues) from None
    for line in describe_all(warnings):
        click.echo(line)
    click.echo(
        _(
            "No errors: %(districts)s districts, %(cpses)s CPSEs, %(warnings)s things not known.",
            districts=len(given.districts),
            cpses=len(given.cpses),
            warnings=len(warnings),
        )
    )


@click.command("verify")
@click.argument("folder", metavar="DIR", type=_PATH)
@_language
def verify_command(folder: Path, lang: str) -> None:
    """Check a result folder again by arithmetic alone, without the solver."""
    set_language(lang)
    from csrmatch.mapping.documents.verifying import verify_folder
    from csrmatch.mapping.wording import describe_finding

    if not folder.is_dir():
        raise _refuse([Issue("no_input", str(folder))])
    try:
        verdict = verify_folder(folder)
    except OSError:
        raise _refuse([Issue("cannot_open", str(folder))]) from None
    for finding in verdict.findings:
        click.echo(describe_finding(finding.code, finding.file, finding.row, finding.column), err=True)
    if not verdict.holds:
        click.echo(_("Not verified."), err=True)
        raise SystemExit(1)
    click.echo(
        _(
            "Verified: %(districts)s districts, total fit %(total)s, rules kept, prices prove it best.",
            districts=verdict.districts,
            total=f"{verdict.total:.6f}",
        )
    )


@click.command("template")
@click.argument("file", metavar="FILE.xlsx", type=_PATH)
def template_command(file: Path) -> None:
    """Write an empty input workbook with drop-downs and instructions in both languages."""
    from csrmatch.mapping.documents.template import template_bytes

    if file.exists():
        raise click.ClickException(_("%(file)s exists already.", file=file))
    try:
        file.write_bytes(template_bytes())
    except OSError as error:
        raise click.ClickException(
            _("The file cannot be written: %(reason)s", reason=error.strerror)
        ) from None
    click.echo(_("Written: %(file)s", file=file))


@click.command("sample")
@click.argument("folder", metavar="DIR", type=_PATH)
@click.option("--scope", type=click.Choice(["raipur", "nation"]), default="raipur", show_default=True)
def sample_command(folder: Path, scope: str) -> None:
    """Write a real input built from the reference data: one state, or the whole nation."""
    from csrmatch.mapping.sample import build_sample, write_sample

    try:
        if folder.exists() and any(folder.iterdir()):
            raise click.ClickException(_("%(folder)s is not empty.", folder=folder))
        write_sample(build_sample(scope), folder)
    except OSError as error:
        raise click.ClickException(
            _("The file cannot be written: %(reason)s", reason=error.strerror)
        ) from None
    click.echo(_("Written: %(file)s", file=folder))
