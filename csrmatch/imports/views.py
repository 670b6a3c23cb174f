"""Pages of imports: the list, a new one, what a file would do, deciding, applying, taking back."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.attachments.queries import read_attachment
from csrmatch.attachments.rules import CONTENT_TYPES
from csrmatch.db import today
from csrmatch.errors import Missing, NotAllowed
from csrmatch.i18n import _, format_ist, lazy_, ngettext
from csrmatch.imports import forms, queries
from csrmatch.imports import services as verbs
from csrmatch.imports.files import AT_ONCE, IN_BULK
from csrmatch.imports.kinds import ImportKind, find_kind, kinds_for
from csrmatch.imports.models import DataImport, ImportRow
from csrmatch.imports.rules import Counts, Decision, ImportState, Outcome, is_ready
from csrmatch.imports.showing import (
    kept_columns,
    line_of,
    list_errors,
    marked_file,
    read_corrections,
    row_columns,
    tell_known,
    tell_stay,
)
from csrmatch.imports.underway import is_withdrawable, tell_failure, tell_work
from csrmatch.imports.words import OUTCOMES, STATES
from csrmatch.places.queries import get_district
from csrmatch.roles import Permission
from csrmatch.web.downloads import send_file_bytes
from csrmatch.web.forms import all_or
from csrmatch.web.guards import requires
from csrmatch.web.navigation import NavigationEntry, register_navigation
from csrmatch.web.refusals import flashing_refusals, telling_refusals
from csrmatch.web.tables import Column, asks_for_file, build_table, send_rows, send_table
from csrmatch.web.uploads import take_large_files

__all__ = ["blueprint"]

blueprint = Blueprint("imports", __name__)
IMPORT = "/imports/<int(max=2147483647):import_id>"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OPEN = frozenset({ImportState.READ, ImportState.CHECKED, ImportState.APPLIED})
# So many unknown names are asked about at a time: each brings all districts to choose from.
_NAMES_AT_ONCE = 25
_KEPT_AT_ONCE = 50
_SECONDS = 5

take_large_files("imports.new_import", (IN_BULK.megabytes + 1) * 1_000_000)
register_navigation(
    NavigationEntry(
        lazy_("Imports"),
        "imports.list_imports",
        Permission.IMPORT_RECORDS,
        55,
        is_seldom=True,
        # Who works only on what is handed to them brings nothing in; asked on every page, so of the person.
        is_for=lambda person: not person.scope,
    )
)


def _trail(record: DataImport | None = None) -> list[tuple[str, str]]:
    trail = [(_("Imports"), url_for("imports.list_imports"))]
    if record is not None:
        label = _("Import %(number)s", number=record.id)
        trail.append((label, url_for("imports.show_import", import_id=record.id)))
    return trail


def _record(import_id: int) -> DataImport:
    return queries.get_import(current_user, import_id, for_change=request.method == "POST")


def _kind(record: DataImport) -> ImportKind:
    kind = find_kind(record.kind)
    if kind is None:
        raise Missing
    return kind


def _kinds() -> list[ImportKind]:
    """The kinds that the person's office brings in; who works only on what is handed to them has none."""
    kinds = kinds_for(current_user)
    if not kinds:
        raise NotAllowed
    return kinds


def _back(record: DataImport, part: str | None = None) -> ResponseReturnValue:
    return redirect(url_for("imports.show_import", import_id=record.id, _anchor=part))


@blueprint.errorhandler(verbs.AtWork)
def _tell_at_work(refusal: verbs.AtWork) -> ResponseReturnValue:
    """Shows how far the work is to whoever would act beside it."""
    flash(str(refusal.text), "warn")
    return redirect(url_for("imports.show_import", import_id=(request.view_args or {})["import_id"]))


@blueprint.get("/imports")
@requires(Permission.IMPORT_RECORDS)
def list_imports() -> ResponseReturnValue:
    """The files that the person's office brought in: filtered, sorted, paged, or as a file."""
    filters = forms.ImportFilter(request.args)
    kinds = _kinds()
    filters.kind.choices = all_or((kind.code, kind.label) for kind in kinds)
    chosen = filters.data if filters.validate() else {}
    query = queries.search_imports(current_user, chosen.get("kind"), chosen.get("state"))
    table = build_table(
        query, _columns(), default_sort="added", tie=[DataImport.id], filters=filters, newest_first=True
    )
    if asks_for_file():
        return send_table(table, "imports")
    return render_template(
        "imports/list_imports.html",
        table=table,
        kinds=kinds,
        states=STATES,
        label=_label,
        counts=lambda row: Counts(row.counts),
    )


def _label(record: DataImport) -> str:
    kind = find_kind(record.kind)
    return str(kind.label) if kind else record.kind


def _columns() -> list[Column[DataImport]]:
    return [
        Column("file", lazy_("File"), lambda row: row.attachment.file_name),
        Column("kind", lazy_("Kind"), _label, [DataImport.kind]),
        Column("state", lazy_("Stage"), lambda row: STATES[row.state][0], [DataImport.state]),
        Column("rows", lazy_("Rows"), lambda row: Counts(row.counts).total, numeric=True),
        Column("done", lazy_("Rows applied"), lambda row: Counts(row.counts).done, numeric=True),
        Column("added", lazy_("Added"), lambda row: format_ist(row.added_at), [DataImport.added_at]),
        Column("by", lazy_("Added by"), lambda row: row.added_by.name),
    ]


@blueprint.get("/imports/template/<kind_code>")
@requires(Permission.IMPORT_RECORDS)
def download_template(kind_code: str) -> ResponseReturnValue:
    """The workbook of a kind with the office's records of today."""
    kind = next((kind for kind in _kinds() if kind.code == kind_code), None)
    if kind is None:
        raise Missing
    owner = kind.owner_of(current_user)
    name = f"{kind.code}-{owner}-{today().isoformat()}.xlsx"
    return send_file_bytes(kind.template(current_user), name, _XLSX)


@blueprint.route("/imports/new", methods=["GET", "POST"])
@requires(Permission.IMPORT_RECORDS)
def new_import() -> ResponseReturnValue:
    """Takes a file in and tries it; the same file sent again leads to the same import."""
    form = forms.NewImportForm()
    kinds = _kinds()
    form.kind.choices = forms.choices((kind.code, kind.label) for kind in kinds)
    # Who comes from a page of needs or accounts means these.
    meant = kinds[0].code if len(kinds) == 1 else request.args.get("kind")
    if not form.kind.data and meant in {kind.code for kind in kinds}:
        form.kind.data = meant
    if form.validate_on_submit():
        received = None
        with telling_refusals(form):
            received = verbs.receive_file(
                by=current_user,
                kind_code=form.kind.data,
                file_name=form.file.data.filename or "",
                content=form.file.data.read(),
                most_at_once=AT_ONCE,
            )
        if received is not None:
            record, is_new = received
            if is_new:
                verbs.check_soon(record=record, by=current_user)
            else:
                flash(tell_known(record), "warn")
            return _back(record)
    return render_template(
        "imports/new_import.html", form=form, kinds=kinds, trail=_trail()
    ), 422 if form.is_submitted() else 200


@blueprint.get(IMPORT)
@requires(Permission.IMPORT_RECORDS)
def show_import(import_id: int) -> ResponseReturnValue:
    """What a file would do or has done, row by row, with what is still to be decided."""
    record = _record(import_id)
    kind = _kind(record)
    filters = forms.RowFilter(request.args)
    chosen = filters.outcome.data if filters.validate() else ""
    outcomes = [Outcome(chosen)] if chosen else []
    table = build_table(
        queries.select_rows(record, outcomes),
        row_columns(kind),
        default_sort="row",
        tie=[ImportRow.id],
        filters=filters,
    )
    if asks_for_file():
        return send_table(table, f"import-{record.id}")
    counts = Counts(record.counts)
    return render_template(
        "imports/show_import.html",
        record=record,
        kind=kind,
        table=table,
        lines={row.id: line_of(kind, row) for row in table.rows},
        counts=counts,
        outcomes=OUTCOMES,
        states=STATES,
        **_names_of(record),
        work=tell_work(record),
        failure=tell_failure(record),
        can_drop=is_withdrawable(record),
        seconds=_SECONDS,
        undecided_row=queries.find_undecided(record),
        file_errors=list_errors(record),
        can_apply=is_ready(record.state, counts) and not record.errors,
        is_open=record.state in _OPEN,
        act=forms.ActForm(formdata=None, version=record.version),
        trail=_trail(),
    )


def _names_of(record: DataImport) -> dict[str, Any]:
    """The unknown names that are asked about, each with its field, and how many more there are."""
    names = sorted(queries.list_names(record), key=lambda name: name.chosen_at is not None)
    form = forms.names_form(names[:_NAMES_AT_ONCE])(formdata=None, version=record.version)
    return {
        "names": [(name, form[forms.name_field(name)]) for name in names[:_NAMES_AT_ONCE]],
        "names_form": form,
        "open_names": sum(name.chosen_at is None for name in names),
        "more_names": max(0, len(names) - _NAMES_AT_ONCE),
    }


@blueprint.get(IMPORT + "/file")
@requires(Permission.IMPORT_RECORDS)
def download_import(import_id: int) -> ResponseReturnValue:
    """The file as it was sent."""
    attachment = _record(import_id).attachment
    return send_file_bytes(read_attachment(attachment), attachment.file_name, CONTENT_TYPES[attachment.kind])


@blueprint.get(IMPORT + "/marked")
@requires(Permission.IMPORT_RECORDS)
def download_marked(import_id: int) -> ResponseReturnValue:
    """The file as a workbook, with the cells that are wrong coloured and why beside them."""
    record = _record(import_id)
    return send_file_bytes(marked_file(record, _kind(record)), f"import-{record.id}-marked.xlsx", _XLSX)


@blueprint.post(IMPORT + "/names")
@requires(Permission.IMPORT_RECORDS)
def choose_names(import_id: int) -> ResponseReturnValue:
    """Says which districts names mean, and tries the file again once that can tell something new."""
    record = _record(import_id)
    names = queries.list_names(record)
    asked = [name for name in names if forms.name_field(name) in request.form]
    form = forms.names_form(asked)()
    chosen = forms.read_names(form, asked) if form.validate_on_submit() else {}
    if not chosen:
        flash(_("Choose a district."), "bad")
        return _back(record, "names")
    version = form.version.data
    for name, lgd in chosen.items():
        district = get_district(lgd) if lgd else None
        verbs.choose_name(record=record, name=name, by=current_user, version=version, district=district)
        version = None
    if not verbs.is_large(record) or all(name.chosen_at for name in names):
        verbs.check_soon(record=record, by=current_user)
    flash(
        ngettext(
            "Kept: %(num)s name is known from now on.",
            "Kept: %(num)s names are known from now on.",
            len(chosen),
        ),
        "good",
    )
    return _back(record, "names")


@blueprint.route(IMPORT + "/rows/<int(max=2147483647):row_id>", methods=["GET", "POST"])
@requires(Permission.IMPORT_RECORDS)
def decide_row(import_id: int, row_id: int) -> ResponseReturnValue:
    """Decides on a row that was held back: take it as it is, correct it, or leave it out."""
    record = _record(import_id)
    kind, row = _kind(record), queries.get_row(record, row_id)
    verbs.require_idle(record)
    is_decidable = row.outcome in {Outcome.HELD, Outcome.CONFLICT} or row.decision is not None
    if record.state not in _OPEN or row.version_after is not None or not is_decidable:
        raise Missing
    cells = kind.cells_to_correct(row.values) if row.outcome is not Outcome.CONFLICT else {}
    form = forms.decision_form(cells)(version=record.version)
    form.decision.choices = forms.decision_choices(can_correct=bool(cells))
    if form.validate_on_submit():
        with telling_refusals(form):
            corrected = read_corrections(form, kind, row, cells)
            verbs.decide_row(
                record=record,
                row=row,
                by=current_user,
                version=form.version.data,
                decision=Decision(form.decision.data),
                reason=form.reason.data,
                corrected=corrected,
            )
            verbs.check_row(record=record, row=row, by=current_user)
            flash(_("Saved."), "good")
            return _back(record, "rows")
    return render_template(
        "imports/decide_row.html",
        record=record,
        row=row,
        line=line_of(kind, row),
        form=form,
        cells=list(cells),
        outcomes=OUTCOMES,
        trail=_trail(record),
    ), 422 if form.is_submitted() else 200


@blueprint.post(IMPORT + "/apply")
@requires(Permission.IMPORT_RECORDS)
def apply_import(import_id: int) -> ResponseReturnValue:
    """Saves all rows that are new or changed, or none of them."""
    record, form = _record(import_id), forms.ActForm()
    if form.validate_on_submit():
        waiting = Counts(record.counts).waiting
        with flashing_refusals():
            if verbs.apply_soon(record=record, by=current_user, version=form.version.data):
                flash(ngettext("%(num)s row was applied.", "%(num)s rows were applied.", waiting), "good")
    return _back(record)


@blueprint.post(IMPORT + "/check")
@requires(Permission.IMPORT_RECORDS)
def check_import(import_id: int) -> ResponseReturnValue:
    """Tries the file again, against the records as they are now."""
    record, form = _record(import_id), forms.ActForm()
    if form.validate_on_submit() and verbs.check_soon(record=record, by=current_user):
        flash(_("Tried again."), "good")
    return _back(record)


@blueprint.post(IMPORT + "/drop")
@requires(Permission.IMPORT_RECORDS)
def drop_import(import_id: int) -> ResponseReturnValue:
    """Puts a file aside that is not to be applied."""
    record, form = _record(import_id), forms.ActForm()
    if form.validate_on_submit():
        verbs.drop_waiting(record=record, by=current_user, version=form.version.data)
        flash(_("Put aside: nothing of it was saved."), "good")
    return redirect(url_for("imports.list_imports"))


@blueprint.route(IMPORT + "/undo", methods=["GET", "POST"])
@requires(Permission.IMPORT_RECORDS)
def undo_import(import_id: int) -> ResponseReturnValue:
    """Takes an import back after asking; lists the records that stay because they were changed since."""
    record = _record(import_id)
    if record.state is not ImportState.APPLIED:
        raise Missing
    verbs.require_idle(record)
    form = forms.UndoForm(version=record.version)
    if form.validate_on_submit() and not asks_for_file():
        stay = verbs.undo_soon(
            record=record,
            by=current_user,
            version=form.version.data,
            reason=form.reason.data,
            kept=form.kept.data or 0,
        )
        if stay is not None:
            flash(tell_stay(stay) if stay else _("Taken back."), "good")
        return _back(record)
    # Every record is asked whether it stays, so only for who shall see it.
    kept = verbs.list_untouchable(record, current_user)
    if asks_for_file():
        return send_rows(kept_columns(), kept, f"import-{record.id}-kept")
    if not form.is_submitted():
        form.kept.data = len(kept)
    return render_template(
        "imports/undo_import.html",
        record=record,
        counts=Counts(record.counts),
        kept=kept,
        is_large=verbs.is_large(record),
        form=form,
        shown=_KEPT_AT_ONCE,
        trail=_trail(record),
    ), 422 if form.is_submitted() else 200
