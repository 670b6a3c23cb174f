"""The commands that map from files: no database and no server."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from csrmatch.i18n import LANGUAGES, _, set_language
from csrmatch.mapping.tables.issues import Issue, Level

if TYPE_CHECKING:
    from csrmatch.mapping.solving.outcome import Outcome
    from csrmatch.mapping.tables import MappingInput

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
    from csrmatch.mapping.wording.codes import describe_all

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
    help="What the plan is to be best at.",
)
@click.option("--weights", metavar="FILE", type=_PATH, help="A weights file instead of that of the input.")
@click.option(
    "--as-of", metavar="DATE", type=click.DateTime(["%Y-%m-%d"]), help="Leave out rules that ended before."
)
@click.option(
    "--time-limit",
    metavar="SECONDS",
    type=click.FloatRange(min=0, min_open=True),
    help="How long to search where budgets or groups are in force; 30 if not said.",
)
@_language
def map_command(
    source: Path,
    target: Path,
    objective: str,
    weights: Path | None,
    as_of: datetime | None,
    time_limit: float | None,
    lang: str,
) -> None:
    """Propose a lead CPSE for every district of INPUT, a folder of CSV files or one workbook."""
    set_language(lang)
    from csrmatch.mapping.result_folder import Occupied, check_target, write_folder
    from csrmatch.mapping.tables.reading import InputRefused, load_input

    try:
        check_target(target)
        given, warnings = load_input(source, weights)
    except InputRefused as refused:
        raise _refuse(refused.issues) from None
    except Occupied as occupied:
        raise _refuse([Issue(occupied.code, str(target))]) from None

    from csrmatch.mapping.documents.folder import result_files
    from csrmatch.mapping.wording.answers import describe_outcome

    outcome = _solve(given, warnings, objective, as_of.date() if as_of else None, time_limit)
    try:
        write_folder(result_files(outcome, lang), target)
    except OSError as error:
        raise click.ClickException(
            _("The result cannot be written: %(reason)s", reason=error.strerror)
        ) from None
    for line in describe_outcome(outcome, str(target)):
        click.echo(line)
    if warnings:
        click.echo(_("%(count)s things are not known; csrmatch check lists them.", count=len(warnings)))


def _solve(
    given: "MappingInput",
    warnings: Sequence[Issue],
    objective: str,
    as_of: date | None,
    time_limit: float | None,
) -> "Outcome":
    """The answer, or the end of the command with what stands in its way in words."""
    from csrmatch.mapping.solving.outcome import solve_input
    from csrmatch.mapping.wording.codes import describe_conflict, describe_unavailable
    from csrmatch.optimiser import Infeasible, NotAvailable, Objective
    from csrmatch.optimiser.errors import OutOfTime

    with _shown() as progress:
        try:
            return solve_input(
                given,
                objective=Objective(objective),
                warnings=warnings,
                as_of=as_of,
                time_limit=time_limit,
                progress=progress,
            )
        except Infeasible as clash:
            lines, code = [describe_conflict(conflict, given) for conflict in clash.conflicts], CLASH
            if not lines:
                lines = [
                    _("The rules clash; which of them was not found in time. Allow more with --time-limit.")
                ]
        except NotAvailable as refusal:
            lines, code = [describe_unavailable(refusal, given)], CLASH
        except OutOfTime:
            lines, code = [_("No plan was found in time. Allow more with --time-limit.")], 1
    for line in lines:
        click.echo(line, err=True)
    raise SystemExit(code)


@contextmanager
def _shown() -> Iterator[Callable[[float], None] | None]:
    """Shows how far the search is, on a terminal only; None where nobody looks."""
    if not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=1000, label=_("Searching"), file=sys.stderr) as bar:
        yield lambda share: bar.update(round(share * 1000) - bar.pos)


@click.command("check")
@click.argument("source", metavar="INPUT", type=_PATH)
@click.option("--weights", metavar="FILE", type=_PATH, help="A weights file instead of that of the input.")
@_language
def check_command(source: Path, weights: Path | None, lang: str) -> None:
    """Say what is wrong and what is missing in INPUT; nothing is solved."""
    set_language(lang)
    from csrmatch.mapping.tables.reading import InputRefused, load_input
    from csrmatch.mapping.wording.codes import describe_all

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
    from csrmatch.mapping.wording.codes import describe_finding

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
    from csrmatch.mapping.wording.answers import describe_verdict

    for line in describe_verdict(verdict):
        click.echo(line)


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
