"""What a page says of an import: each row in words, old beside new, and the file with its errors marked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from csrmatch.attachments.queries import read_attachment
from csrmatch.documents.reading import Finding, Unreadable
from csrmatch.errors import DomainError
from csrmatch.i18n import _, format_ist, lazy_, name_of, ngettext
from csrmatch.imports.files import IN_BULK, read_sheet
from csrmatch.imports.kinds import ImportKind
from csrmatch.imports.layouts import SheetRow
from csrmatch.imports.models import DataImport, ImportName, ImportRow
from csrmatch.imports.queries import AppliedRow, select_errors
from csrmatch.imports.rules import Decision, ImportState, Outcome, RowError
from csrmatch.imports.words import OUTCOMES, tell_finding
from csrmatch.imports.workbook import write_marked
from csrmatch.places.queries import list_districts
from csrmatch.places.reconciling import shipped_gazetteer
from csrmatch.web.tables import Column

__all__ = [
    "Change",
    "Line",
    "kept_columns",
    "line_of",
    "list_errors",
    "marked_file",
    "name_choices",
    "read_corrections",
    "row_columns",
    "tell_stay",
]


@dataclass(frozen=True)
class Change:
    """A field as it is stored and as the file says it."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Line:
    """A row in words: what is wrong, what is doubtful, and what it changes."""

    errors: Sequence[tuple[str, str]]
    flags: Sequence[str]
    changes: Sequence[Change]

    @property
    def text(self) -> str:
        """All of it in one text, for a file."""
        told = [f"{column}: {words}" if column else words for column, words in self.errors]
        told += self.flags
        told += [f"{item.label}: {item.old} → {item.new}" for item in self.changes]
        return "; ".join(told)


def line_of(kind: ImportKind, row: ImportRow) -> Line:
    """A row in the language in force."""
    errors = [
        (kind.field_label(str(item["column"])) if item.get("column") else "", tell_finding(item))
        for item in row.errors
    ]
    return Line(errors, [tell_finding(item) for item in row.flags], _changes(kind, row))


def _changes(kind: ImportKind, row: ImportRow) -> list[Change]:
    if row.outcome in {Outcome.SAME, Outcome.ERROR, None}:
        return []
    before = row.before or {}
    named = [
        name
        for name, value in row.values.items()
        if (before.get(name) != value if row.before is not None else value not in (None, [], {}))
    ]
    new = kind.tell({name: row.values[name] for name in named})
    old = kind.tell({name: before.get(name) for name in named}) if row.before is not None else {}
    return [Change(kind.field_label(name), old.get(name, "–"), new[name]) for name in named]


def list_errors(record: DataImport) -> list[tuple[str, str]]:
    """What is wrong in a file beside its rows: where it stands, and what it is."""
    told = []
    for item in record.errors:
        place = str(item["sheet"])
        if item["row"] and not item["column"]:
            place = _("%(sheet)s, row %(row)s", sheet=place, row=item["row"])
        elif item["row"]:
            place = _(
                "%(sheet)s, cell %(column)s%(row)s", sheet=place, column=item["column"], row=item["row"]
            )
        told.append((place, tell_finding(item)))
    return told


def name_choices(name: ImportName) -> list[tuple[object, object]]:
    """The districts a name may mean: the likeliest first with their likeness, then all of the register."""
    listed = {row.lgd: f"{name_of(row)}, {name_of(row.state)}" for row in list_districts()}
    gazetteer = shipped_gazetteer()
    likely: list[tuple[object, object]] = []
    for lgd, score in name.suggestions:
        place = gazetteer.find_place(lgd)
        if lgd in listed:
            likely.append((lgd, f"{listed[lgd]} ({score})"))
        elif place is not None:
            words = _("%(place)s, outside the register", place=f"{place.name}, {place.state}")
            likely.append((0, f"{words} ({score})"))
    likely = _once(likely)
    first = {value for value, _words in likely}
    rest = sorted(
        ((lgd, words) for lgd, words in listed.items() if lgd not in first), key=lambda pair: pair[1]
    )
    outside = [] if 0 in first else [(0, _("A place outside the register"))]
    return [("", _("Choose a district")), *likely, *outside, *rest]


def _once(pairs: Iterable[tuple[object, object]]) -> list[tuple[object, object]]:
    """The pairs without those whose value came before."""
    first: dict[object, object] = {}
    for value, words in pairs:
        first.setdefault(value, words)
    return list(first.items())


def marked_file(record: DataImport, kind: ImportKind) -> bytes:
    """The rows of the file that are wrong, as a workbook: each wrong cell coloured, with why as a note."""
    wrong = {row.number: row for row in select_errors(record)}
    last = max(wrong, default=0)
    header: Sequence[object] = ()
    rows: list[tuple[Sequence[object], Mapping[int, str]]] = []
    try:
        for item in read_sheet(read_attachment(record.attachment), kind.sheet, IN_BULK):
            if isinstance(item, Finding):
                continue
            header = header or item.cells
            if item.number > last:
                break
            if item.number in wrong:
                rows.append(_marked_row(kind, header, item, wrong[item.number]))
    except Unreadable:
        rows = []
    return write_marked(["", *map(_text, header)], rows)


def _text(cell: object) -> str:
    return "" if cell is None else str(cell)


def _marked_row(
    kind: ImportKind, header: Sequence[object], item: SheetRow, row: ImportRow
) -> tuple[Sequence[object], Mapping[int, str]]:
    places = {_text(cell): index for index, cell in enumerate(header, start=1)}
    notes: dict[int, list[str]] = {}
    for error in row.errors:
        column = str(error.get("column") or "")
        notes.setdefault(places.get(column, 0), []).append(tell_finding(error))
    label = _("Row %(row)s", row=row.number)
    return [label, *item.cells], {index: "\n".join(texts) for index, texts in notes.items()}


def read_corrections(form: Any, kind: ImportKind, row: ImportRow, cells: Mapping[str, Any]) -> Any:
    """The values of a row with what was typed into the form of its cells; None where it is not corrected.

    Raises
    ------
    DomainError
        When a cell cannot be read, with the words for each.
    """
    if form.decision.data != Decision.CORRECT:
        return None
    given = {name: form[name].data or "" for name in cells}
    values, errors = kind.correct(row.values, given)
    if errors:
        told = (f"{kind.field_label(item.column)}: {_tell_error(item)}" for item in errors)
        raise DomainError(" ".join(told))
    return values


def _tell_error(item: RowError) -> str:
    return tell_finding({"code": item.code, "value": item.value, "params": dict(item.params)})


def row_columns(kind: ImportKind) -> list[Column[ImportRow]]:
    """The columns of the table of an import's rows."""

    def told(row: ImportRow) -> Line:
        return line_of(kind, row)

    return [
        Column("row", lazy_("Row"), lambda row: row.number, [ImportRow.id], numeric=True),
        Column("title", lazy_("Title"), lambda row: row.title, [ImportRow.title]),
        Column(
            "outcome",
            lazy_("What becomes of the row"),
            lambda row: OUTCOMES[row.outcome][0] if row.outcome else "",
            [ImportRow.outcome],
        ),
        Column("says", lazy_("What is told of it"), lambda row: told(row).text),
    ]


def kept_columns() -> list[Column[AppliedRow]]:
    """The columns of the file of the records that stay when an import is taken back."""
    return [
        Column("row", lazy_("Row"), lambda row: row.number),
        Column("title", lazy_("Title"), lambda row: row.title),
        Column(
            "outcome",
            lazy_("What became of the row"),
            lambda row: OUTCOMES[row.outcome][0] if row.outcome else "",
        ),
    ]


def tell_known(record: DataImport) -> str:
    """What is said of a file that was sent before."""
    moment = format_ist(record.applied_at or record.added_at)
    if record.state is ImportState.APPLIED:
        return _("This very file was applied on %(moment)s already; nothing was done again.", moment=moment)
    return _("This very file was sent on %(moment)s already; here is what it would do.", moment=moment)


def tell_stay(count: int) -> str:
    """What is said once an import was taken back and so many records stay."""
    return ngettext(
        "Taken back; %(num)s record stays as it was changed since.",
        "Taken back; %(num)s records stay as they were changed since.",
        count,
    )
