"""One import from the command line: taken in, tried and applied in one transaction, or not at all."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import click
from sqlalchemy import false, select

from csrmatch.accounts.models import Organisation, User
from csrmatch.db import db, run_write
from csrmatch.errors import Conflict, DomainError
from csrmatch.i18n import _
from csrmatch.imports.files import IN_BULK
from csrmatch.imports.kinds import ImportKind, find_kind
from csrmatch.imports.models import DataImport, ImportRow
from csrmatch.imports.queries import list_names, select_rows
from csrmatch.imports.rules import Counts, Decision, ImportState, Outcome
from csrmatch.imports.services import Progress, apply_import, check_import, receive_file
from csrmatch.imports.words import OUTCOMES, tell_finding
from csrmatch.places.models import District
from csrmatch.places.reconciling import shipped_gazetteer
from csrmatch.registry.models import Cpse
from csrmatch.roles import Permission, Role

__all__ = ["run_import"]

_WRONG_INPUT = 2
_SHOWN_AT_ONCE = 500
_LOOKS_FOR_RINGS = (50_000, 20, 20)
_LONGEST_LGD = 9


@dataclass
class _Answer:
    """What a run has to say, gathered before anything is taken back."""

    counts: Counts = field(default_factory=Counts)
    errors: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    number: int | None = None
    is_known: bool = False


class _TakenBack(Exception):
    """Ends the transaction without saving: the file is wrong, or it was only to be tried."""


def run_import(kind_code: str, file: Path, *, code: str, email: str | None, is_trial: bool) -> None:
    """Brings a file in for the office of a code, and says what was done; a wrong file ends with exit 2.

    The same verbs as the pages' run in one transaction; a trial runs them too and takes them back.
    """
    answer = _Answer()
    # What the program itself holds stays; a long run need not look through all of it again and again, nor
    # for rings among rows that hold none after every few hundred.
    gc.freeze()
    gc.set_threshold(*_LOOKS_FOR_RINGS)
    try:
        with _progress() as progress:
            run_write(lambda: _bring_in(answer, kind_code, file, code, email, is_trial, progress))
    except _TakenBack:
        pass
    except Conflict as clash:
        raise click.ClickException(_("Somebody changed these records meanwhile. Try it again.")) from clash
    except DomainError as refusal:
        answer.errors.append(f"{file.name}: {refusal.text}")
    _tell(answer, file, is_trial)
    if answer.errors:
        raise SystemExit(_WRONG_INPUT)


def _bring_in(
    answer: _Answer,
    kind_code: str,
    file: Path,
    code: str,
    email: str | None,
    is_trial: bool,
    progress: "_Bar",
) -> None:
    kind = find_kind(kind_code)
    if kind is None:
        raise AssertionError("every kind of a command is registered")
    by = _find_officer(kind, code, email)
    progress.show(_("Reading"))
    record, is_new = receive_file(
        by=by, kind_code=kind.code, file_name=file.name, content=_content(file), limits=IN_BULK
    )
    if not is_new and record.state is ImportState.APPLIED and not Counts(record.counts).waiting:
        answer.is_known, answer.number, answer.counts = True, record.id, Counts(record.counts)
        return
    progress.show(_("Trying"))
    check_import(record=record, by=by, progress=progress.advance)
    _gather(answer, kind, record, file)
    if not answer.errors and answer.counts.waiting:
        progress.show(_("Saving"))
        apply_import(record=record, by=by, version=record.version, progress=progress.advance)
    answer.number = record.id
    if answer.errors or is_trial:
        raise _TakenBack


def _content(file: Path) -> bytes:
    if file.stat().st_size > IN_BULK.megabytes * 1_000_000:
        raise DomainError(_("The file is larger than %(megabytes)s MB.", megabytes=IN_BULK.megabytes))
    return file.read_bytes()


def _find_officer(kind: ImportKind, code: str, email: str | None) -> User:
    """Who brings the kind in for an office and bears the record: the only one, or the one that is named."""
    office, role = _find_office(kind, code)
    query = select(User).where(User.organisation_id == office, User.role == role).order_by(User.id)
    officers = [user for user in db.session.scalars(query) if user.is_enabled and kind.owner_of(user)]
    if email is not None:
        officers = [user for user in officers if user.email == email.strip().lower()]
    if len(officers) == 1:
        return officers[0]
    if officers:
        raise click.UsageError(_("%(code)s has several officers: name one with --by.", code=code))
    raise click.UsageError(_("%(code)s has no such officer: make the account first.", code=code))


def _find_office(kind: ImportKind, code: str) -> tuple[int, Role]:
    """The office that a code names, and as whom its people act: a district's for needs, else a CPSE."""
    if kind.permission is Permission.EDIT_NEEDS:
        query = select(Organisation.id).join(District, District.id == Organisation.district_id)
        is_number = code.isdecimal() and len(code) <= _LONGEST_LGD
        query = query.where(District.lgd == int(code) if is_number else false())
        office, role = db.session.scalar(query.order_by(Organisation.id)), Role.DISTRICT_OFFICER
        refusal = _("There is no district with the LGD code %(code)s.", code=code)
    else:
        office = db.session.scalar(select(Cpse.organisation_id).where(Cpse.code == code.upper()))
        role, refusal = Role.CPSE_OFFICER, _("There is no CPSE with the code %(code)s.", code=code)
    if office is None:
        raise click.UsageError(refusal)
    return office, role


def _gather(answer: _Answer, kind: ImportKind, record: DataImport, file: Path) -> None:
    """Everything that is wrong or held back, with file, sheet, row and column."""
    answer.counts = Counts(record.counts)
    for item in record.errors:
        place = _place(file, str(item["sheet"]), item.get("row"), str(item.get("column") or ""))
        answer.errors.append(f"{place}: {tell_finding(item)}")
    outcomes = (Outcome.ERROR, Outcome.CONFLICT, Outcome.UNNAMED, Outcome.HELD)
    query = select_rows(record, outcomes).execution_options(yield_per=_SHOWN_AT_ONCE)
    for row in db.session.scalars(query):
        if row.outcome is Outcome.HELD and row.decision is not Decision.DROP:
            answer.held += _lines(kind, row, row.flags, file)
        elif row.outcome is Outcome.CONFLICT:
            told = OUTCOMES[Outcome.CONFLICT][0]
            answer.errors.append(f"{_place(file, row.sheet, row.number, '')}: {told}")
        else:
            answer.errors += _lines(kind, row, row.errors, file)
    answer.errors += _unknown_names(record, file)


def _lines(kind: ImportKind, row: ImportRow, findings: list[dict[str, object]], file: Path) -> list[str]:
    return [
        f"{_place(file, row.sheet, row.number, _column(kind, item))}: {tell_finding(item)}"
        for item in findings
    ]


def _column(kind: ImportKind, finding: dict[str, object]) -> str:
    column = str(finding.get("column") or "")
    label = kind.field_label(column) if column else ""
    return column if label in {"", column} else f"{column} ({label})"


def _place(file: Path, sheet: str, row: object, column: str) -> str:
    parts = [f"{file.name}", sheet]
    if row:
        parts.append(_("row %(row)s", row=row))
    if column:
        parts.append(_("column %(column)s", column=column))
    return ", ".join(part for part in parts if part)


def _unknown_names(record: DataImport, file: Path) -> list[str]:
    """Each name that nobody knows, in how many rows it stands, and what it may mean."""
    told = []
    for name in list_names(record):
        if name.chosen_at is not None:
            continue
        places = [(shipped_gazetteer().find_place(lgd), score) for lgd, score in name.suggestions]
        choices = "; ".join(
            f"{place.name}, {place.state} (LGD {place.lgd}, {score} %)" for place, score in places if place
        )
        written = ", ".join(part for part in (name.name, name.state) if part)
        words = _(
            "the district “%(name)s” is not known; it stands in %(count)s rows. It may be: %(choices)s",
            name=written,
            count=name.row_count,
            choices=choices or "–",
        )
        told.append(f"{file.name}: {words}")
    return told


def _tell(answer: _Answer, file: Path, is_trial: bool) -> None:
    for line in answer.held:
        click.echo(_("Held back: %(line)s", line=line), err=True)
    for line in answer.errors:
        click.echo(line, err=True)
    counts = ", ".join(
        f"{words}: {answer.counts.of(outcome):,}"
        for outcome, (words, _kind) in OUTCOMES.items()
        if answer.counts.of(outcome)
    )
    if answer.errors:
        told = _(
            "Errors in %(file)s: %(count)s. Nothing was changed.", count=len(answer.errors), file=file.name
        )
    elif answer.is_known:
        told = _(
            "%(file)s was brought in before, as import %(number)s.", file=file.name, number=answer.number
        )
    elif is_trial:
        told = _("%(file)s could be brought in; nothing was changed.", file=file.name)
    else:
        told = _("%(file)s was brought in, as import %(number)s.", file=file.name, number=answer.number)
    click.echo(f"{told} {counts}".strip(), err=bool(answer.errors))


class _Bar:
    """What a long import says of its progress; nothing where nobody looks."""

    def __init__(self, show: "Progress | None" = None) -> None:
        self._advance = show
        self.words = ""

    def show(self, words: str) -> None:
        """Begins a stage."""
        self.words = words
        self.advance(0.0)

    def advance(self, share: float) -> None:
        """Says how far the stage is, from 0 to 1."""
        if self._advance is not None:
            self._advance(share)


@contextmanager
def _progress() -> Iterator[_Bar]:
    """A bar on the terminal; none where the output goes elsewhere."""
    from rich.console import Console
    from rich.progress import Progress as RichProgress

    console = Console(stderr=True)
    if not console.is_terminal:
        yield _Bar()
        return
    with RichProgress(console=console, transient=True) as bar:
        task = bar.add_task("", total=1.0)
        shown = _Bar(lambda share: bar.update(task, completed=share, description=shown.words))
        yield shown
