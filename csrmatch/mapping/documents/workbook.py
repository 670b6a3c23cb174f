"""The result workbook for people: plan, matrices, the certificate as live formulas, explanations, notes."""

import io
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from csrmatch import __version__
from csrmatch.i18n import _, name_of, speaking
from csrmatch.mapping.documents.certificate_sheet import write_certificate
from csrmatch.mapping.documents.explanations import FORMULAS, explain_pair
from csrmatch.mapping.documents.sheets import Book, Layout
from csrmatch.mapping.documents.stability_sheet import write_stability
from csrmatch.mapping.solving.outcome import Outcome, find_flags, find_runner_up
from csrmatch.mapping.solving.pricing import is_plain
from csrmatch.mapping.wording.answers import describe_worst_proof, name_of_quality
from csrmatch.mapping.wording.codes import CRITERION_NAMES, describe, name_of_flag, name_of_state
from csrmatch.optimiser import Objective

__all__ = ["workbook_bytes"]

# A fixed day of making keeps the bytes the same on every run.
MADE_AT = datetime(2024, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def workbook_bytes(outcome: Outcome, language: str) -> bytes:
    """The workbook as bytes, its words in the given language; equal inputs give equal bytes."""
    import xlsxwriter

    stream = io.BytesIO()
    with speaking(language):
        raw = xlsxwriter.Workbook(
            stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        raw.set_properties({"title": _("Proposal: one lead CPSE for each district"), "created": MADE_AT})
        book = Book(raw)
        layout = _write_plan(book, outcome)
        fit = _write_matrix(book, outcome, _("Fit"), outcome.problem.fit, heat=True)
        for criterion in outcome.encoded.criteria:
            name = str(CRITERION_NAMES[criterion.name])
            _write_matrix(book, outcome, name, criterion.values, missing=criterion.missing)
        _write_matrix(book, outcome, _("Overrule"), outcome.overrule, note=_about_overrule(outcome))
        write_certificate(book, outcome, layout, fit)
        if outcome.plan.objective is Objective.STABLE:
            write_stability(book, outcome, layout)
        _write_explanations(book, outcome)
        _write_criteria(book, outcome)
        _write_notes(book, outcome)
        raw.close()
    return stream.getvalue()


def _write_plan(book: Book, outcome: Outcome) -> Layout:
    sheet = book.sheet(_("Plan"))
    sheet.write_string(0, 0, _("Proposal: one lead CPSE for each district"), book.title)
    sheet.write_string(
        1,
        0,
        _("A proposal until the board of the CPSE approves it: nobody can allot a company's CSR money."),
        book.quiet,
    )
    columns = [
        (_("LGD code"), 10),
        (_("District"), 24),
        (_("State"), 20),
        (_("Lead CPSE"), 42),
        (_("Code"), 12),
        (_("Fit"), 9),
        (_("Runner-up"), 12),
        (_("Its fit"), 9),
        (_("Margin"), 9),
        (_("Not known, or set by a rule"), 70),
    ]
    top = 3
    book.header(sheet, top, columns)
    for index, district in enumerate(outcome.given.districts):
        lead = int(outcome.plan.lead[index])
        second = find_runner_up(outcome.problem, index, lead)
        row = top + 1 + index
        sheet.write_number(row, 0, int(district.lgd))
        sheet.write_string(row, 1, name_of(district), book.strong)
        sheet.write_string(row, 2, name_of_state(district.state))
        sheet.write_string(row, 3, name_of(outcome.given.cpses[lead]))
        sheet.write_string(row, 4, outcome.problem.cpses[lead])
        sheet.write_number(row, 5, float(outcome.plan.scores[index]), book.fine)
        if second:
            sheet.write_string(row, 6, second.cpse)
            sheet.write_number(row, 7, second.fit, book.fine)
            sheet.write_number(row, 8, second.margin, book.fine)
        flags = find_flags(outcome, index)
        sheet.write_string(row, 9, "; ".join(name_of_flag(flag) for flag in flags), book.wrapped)
    last = top + len(outcome.given.districts)
    sheet.autofilter(top, 0, last, len(columns) - 1)
    sheet.freeze_panes(top + 1, 2)
    sheet.write_string(last + 2, 1, _("Total fit"), book.strong)
    sheet.write_formula(last + 2, 5, f"=SUM(F{top + 2}:F{last + 1})", book.fine, outcome.plan.total)
    sheet.write_string(last + 3, 1, _("Lowest fit"), book.strong)
    sheet.write_formula(last + 3, 5, f"=MIN(F{top + 2}:F{last + 1})", book.fine, outcome.plan.worst)
    return Layout(sheet.get_name(), top + 1, last)


def _write_matrix(
    book: Book,
    outcome: Outcome,
    name: str,
    values: NDArray[np.float64],
    *,
    missing: NDArray[np.bool_] | None = None,
    heat: bool = False,
    note: str = "",
) -> Layout:
    """Districts down, CPSEs across; the plan's cells are framed, those resting on missing data in italics."""
    sheet = book.sheet(name)
    book.header(sheet, 0, [(_("LGD code"), 10), (_("District"), 24)])
    for column, code in enumerate(outcome.problem.cpses):
        sheet.write_string(0, column + 2, code, book.head)
    sheet.set_column(2, 1 + len(outcome.problem.cpses), 10)
    leads = outcome.plan.lead.tolist()
    doubt = np.zeros(values.shape, dtype=bool) if missing is None else missing
    for row, district in enumerate(outcome.given.districts):
        sheet.write_number(row + 1, 0, int(district.lgd))
        sheet.write_string(row + 1, 1, name_of(district), book.strong)
    styles = [
        [book.cell(chosen=column == lead, doubtful=unsure) for column, unsure in enumerate(line)]
        for lead, line in zip(leads, doubt.tolist(), strict=True)
    ]
    sheet.write_matrix(1, 2, values.tolist(), styles, infinite=_("impossible"))
    last = len(leads)
    if heat:
        sheet.conditional_format(1, 2, last, 1 + len(outcome.problem.cpses), book.heat)
    sheet.freeze_panes(1, 2)
    foot = _("The proposed pairs are framed.")
    if doubt.any():
        foot += " " + _("Values in italics rest on missing data and are neutral.")
    sheet.write_string(last + 2, 1, foot, book.quiet)
    if note:
        sheet.write_string(last + 3, 1, note, book.quiet)
    return Layout(sheet.get_name(), 1, last)


def _about_overrule(outcome: Outcome) -> str:
    """What the costs of overruling are measured against, where that is not the plan shown, and exactly."""
    notes = []
    if outcome.best is not outcome.plan:
        notes.append(_("The costs are those of the plan with the greatest total, not of the plan shown."))
    if not is_plain(outcome.problem):
        notes.append(_("Under budgets and bounds a cost says how much is lost at least."))
    return " ".join(notes)


def _write_explanations(book: Book, outcome: Outcome) -> None:
    sheet = book.sheet(_("Explanations"))
    book.header(sheet, 0, [(_("District"), 24), (_("Lead CPSE"), 16), (_("Why"), 120)])
    for index, district in enumerate(outcome.given.districts):
        sheet.write_string(index + 1, 0, name_of(district), book.strong)
        sheet.write_string(index + 1, 1, outcome.problem.cpses[int(outcome.plan.lead[index])], book.top)
        sheet.write_string(index + 1, 2, explain_pair(outcome, index), book.wrapped)
    sheet.freeze_panes(1, 1)


def _write_criteria(book: Book, outcome: Outcome) -> None:
    sheet = book.sheet(_("Criteria"))
    book.header(sheet, 0, [(_("Criterion"), 24), (_("Weight"), 10), (_("Formula, each in 0 to 1"), 110)])
    for row, (name, weight) in enumerate(outcome.encoded.weights.items(), start=1):
        sheet.write_string(row, 0, str(CRITERION_NAMES[name]), book.strong)
        sheet.write_number(row, 1, weight, book.top)
        sheet.write_string(row, 2, str(FORMULAS[name]), book.wrapped)
    last = len(outcome.encoded.weights)
    sheet.write_string(last + 1, 0, _("Sum"), book.strong)
    sheet.write_formula(last + 1, 1, f"=SUM(B2:B{last + 1})", None, 100)
    sheet.write_string(
        last + 3,
        0,
        _("Fit = Σ weight × value ÷ 100, rounded to six decimals. What is not known counts as neutral."),
        book.quiet,
    )


def _write_notes(book: Book, outcome: Outcome) -> None:
    sheet = book.sheet(_("Notes"))
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, 1, 100)
    lines: list[tuple[str, Any]] = [
        (_("Status"), _("proposal")),
        (_("Objective"), name_of_quality(outcome)),
        (_("Version of csrmatch"), __version__),
        (_("Digest of the input"), outcome.given.digest),
        (_("Digest of the plan"), outcome.plan.digest),
    ]
    if outcome.worst_proof:
        lines.append((_("Why no plan has a better lowest fit"), describe_worst_proof(outcome)))
    if outcome.as_of:
        lines.append((_("Rules as of"), outcome.as_of.isoformat()))
    for row, (label, text) in enumerate(lines):
        sheet.write_string(row, 0, label, book.strong)
        sheet.write_string(row, 1, str(text), book.wrapped)
    start = len(lines) + 1
    sheet.write_string(start, 0, _("What is not known"), book.strong)
    for row, issue in enumerate(outcome.warnings):
        sheet.write_string(start + row, 1, describe(issue), book.wrapped)
