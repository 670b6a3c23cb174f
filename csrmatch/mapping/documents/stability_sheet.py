"""Stability as live formulas: a reader's own spreadsheet finds that no pair would both rather be one."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from csrmatch.i18n import _, name_of
from csrmatch.mapping.documents.sheets import Book, Layout
from csrmatch.mapping.solving.outcome import Outcome

__all__ = ["write_stability"]

LOAD, CAPACITY, LEAST, HEAD = 5, 6, 7, 8
FIRST, LEFT = 9, 3
ABOVE = 3
"""More than any view can be: views are at most 2."""


def write_stability(book: Book, outcome: Outcome, plan: Layout) -> None:
    """Writes what either side wants, and for every open cell a 1 where both would rather have each other.

    A district would rather have a CPSE that it wants more than its lead. A CPSE would rather have a district
    if it has room, or wants it more than one that it leads; a district that is pinned is never given up.
    """
    district = _write_view(book, outcome, _("What districts want"), outcome.views.district)
    cpse = _write_view(book, outcome, _("What CPSEs want"), outcome.views.cpse)
    sheet = book.sheet(_("Stability"))
    _top(book, sheet, outcome, plan, cpse)
    _body(book, sheet, outcome, plan, (district, cpse))


def _write_view(book: Book, outcome: Outcome, name: str, view: NDArray[np.float64]) -> Layout:
    problem = outcome.problem
    sheet = book.sheet(name)
    book.header(sheet, 0, [(_("LGD code"), 10), (_("District"), 24)])
    for column, code in enumerate(problem.cpses):
        sheet.write_string(0, column + 2, code, book.head)
    sheet.set_column(2, 1 + len(problem.cpses), 10)
    leads = outcome.plan.lead.tolist()
    for row, district in enumerate(outcome.given.districts):
        sheet.write_number(row + 1, 0, int(district.lgd))
        sheet.write_string(row + 1, 1, name_of(district), book.strong)
    styles = [[book.cell(chosen=column == lead) for column in range(len(problem.cpses))] for lead in leads]
    sheet.write_matrix(1, 2, view.tolist(), styles)
    sheet.freeze_panes(1, 2)
    sheet.write_string(
        len(leads) + 2,
        1,
        _("The ranks that the side stated come first, from 2 downwards; the fit decides between all others."),
        book.quiet,
    )
    return Layout(sheet.get_name(), 1, len(leads))


def _top(book: Book, sheet: Any, outcome: Outcome, plan: Layout, cpse: Layout) -> None:
    from xlsxwriter.utility import xl_col_to_name

    problem = outcome.problem
    last = xl_col_to_name(LEFT + len(problem.cpses) - 1)
    body = f"${xl_col_to_name(LEFT)}${FIRST + 1}:${last}${FIRST + len(problem.districts)}"
    sheet.write_string(
        0, 0, _("Stability: no district and CPSE would both rather have each other"), book.title
    )
    sheet.write_string(1, 0, _("Below: 1 where both would. Empty cells are closed by a rule."), book.quiet)
    sheet.write_string(2, 0, _("Pairs that would both rather have each other (must be 0)"))
    blocking = len(outcome.blocking_pairs)
    sheet.write_formula(2, 2, f"=SUM({body})", book.whole, blocking)
    sheet.write_string(3, 0, _("Verdict"), book.strong)
    good, bad = _("stable"), _("NOT stable")
    sheet.write_formula(3, 2, f'=IF(C3=0,"{good}","{bad}")', book.good, bad if blocking else good)
    sheet.conditional_format(
        3, 2, 3, 2, {"type": "cell", "criteria": "==", "value": f'"{bad}"', "format": book.bad}
    )
    labels = {
        LOAD: _("Districts it leads"),
        CAPACITY: _("Its capacity"),
        LEAST: _("How much it wants the district it would give up first"),
    }
    for row, label in labels.items():
        sheet.write_string(row, 0, label, book.strong)
    codes = f"{plan.reference}!$E${plan.first + 1}:$E${plan.last + 1}"
    free = f'$B${FIRST + 1}:$B${FIRST + len(problem.districts)}<>""'
    least = _least(outcome)
    load = np.bincount(outcome.plan.lead, minlength=len(problem.cpses))
    for column, code in enumerate(problem.cpses):
        at, name = LEFT + column, xl_col_to_name(2 + column)
        view = f"{cpse.reference}!${name}${cpse.first + 1}:${name}${cpse.last + 1}"
        mine = f'EXACT({codes},"{code}")'
        sheet.write_formula(LOAD, at, f"=SUMPRODUCT(--{mine})", book.whole, int(load[column]))
        sheet.write_number(CAPACITY, at, int(problem.capacity[column]), book.whole)
        formula = f"=ROUND({ABOVE}-SUMPRODUCT(MAX({mine}*({free})*({ABOVE}-{view}))),6)"
        sheet.write_formula(LEAST, at, formula, book.fine, float(least[column]))


def _least(outcome: Outcome) -> NDArray[np.float64]:
    """(C,) what each CPSE wants least of the districts it may give up; `ABOVE` where there is none."""
    problem, lead = outcome.problem, outcome.plan.lead
    least = np.full(len(problem.cpses), float(ABOVE))
    free = np.flatnonzero(problem.pins < 0)
    np.minimum.at(least, lead[free], outcome.views.cpse[free, lead[free]])
    return least


def _body(book: Book, sheet: Any, outcome: Outcome, plan: Layout, views: tuple[Layout, Layout]) -> None:
    from xlsxwriter.utility import xl_col_to_name

    problem, lead = outcome.problem, outcome.plan.lead
    columns = len(problem.cpses)
    book.header(sheet, HEAD, [(_("District"), 30), (_("May be given up"), 16), (_("Wants its lead"), 14)])
    for column, code in enumerate(problem.cpses):
        sheet.write_string(HEAD, LEFT + column, code, book.head)
    names = [xl_col_to_name(LEFT + column) for column in range(columns)]
    cells = [xl_col_to_name(2 + column) for column in range(columns)]
    district, cpse = views
    across = f"{district.reference}!${cells[0]}{{0}}:${cells[-1]}{{0}}"
    head = f"{district.reference}!${cells[0]}$1:${cells[-1]}$1"
    is_free = (problem.pins < 0).tolist()
    formulas = []
    for row in range(len(problem.districts)):
        at = FIRST + row
        sheet.write_string(at, 0, name_of(outcome.given.districts[row]), book.strong)
        sheet.write_string(at, 1, _("yes") if is_free[row] else "")
        there = district.first + row + 1
        own = (
            f"=SUMPRODUCT(--EXACT({head},{plan.reference}!$E${plan.first + row + 1}),{across.format(there)})"
        )
        sheet.write_formula(at, 2, own, book.fine, float(outcome.views.district[row, lead[row]]))
        formulas.append(
            [
                f"IF(AND({district.reference}!{cell}{there}>$C{at + 1},OR({name}${LOAD + 1}"
                f"<{name}${CAPACITY + 1},{cpse.reference}!{cell}{there}>{name}${LEAST + 1})),1,0)"
                if is_open
                else ""
                for name, cell, is_open in zip(names, cells, problem.allowed[row].tolist(), strict=True)
            ]
        )
    values = np.zeros((len(problem.districts), columns))
    for lgd, code in outcome.blocking_pairs:
        values[problem.row[lgd], problem.column[code]] = 1
    styles = [
        [book.cell(chosen=True) if column == own else book.whole for column in range(columns)]
        for own in lead.tolist()
    ]
    sheet.write_matrix(FIRST, LEFT, values.tolist(), styles, formulas=formulas)
    sheet.freeze_panes(FIRST, LEFT)
