"""The body of a certificate sheet: the price of each district, the slack of every open cell as a formula."""

from dataclasses import dataclass
from typing import Any

from csrmatch.i18n import _, name_of
from csrmatch.mapping.documents.sheets import Book, Layout
from csrmatch.mapping.solving.outcome import Outcome
from csrmatch.mapping.solving.pricing import CRORE, GRID
from csrmatch.optimiser.integer.bounding import open_cells

__all__ = ["Frame", "write_slack"]


@dataclass(frozen=True)
class Frame:
    """Where the matrix begins, and in which rows the prices stand that a cell pays, all counted from 0.

    The price of the CPSE stands in `price_row`; of its budget, for each crore, in `budget_row`, what is
    asked in crore then in the column left of the matrix; of the groups from `group_row` on, in column C.
    """

    first: int
    left: int
    price_row: int = 9
    budget_row: int | None = None
    group_row: int = 0


def write_slack(book: Book, sheet: Any, outcome: Outcome, fit: Layout, frame: Frame) -> None:
    """Writes header, districts, their prices and the matrix; cells that are closed by a rule stay empty."""
    from xlsxwriter.utility import xl_col_to_name

    problem = outcome.problem
    columns = len(problem.cpses)
    headings = [(_("LGD code"), 12), (_("District"), 30), (_("Price"), 14)]
    if frame.budget_row is not None:
        headings.append((_("Asks, ₹ crore"), 14))
    book.header(sheet, frame.first - 1, headings)
    for column, code in enumerate(problem.cpses):
        sheet.write_string(frame.first - 1, frame.left + column, code, book.head)
    sheet.set_column(frame.left, frame.left + columns - 1, 10)
    names = [xl_col_to_name(frame.left + column) for column in range(columns)]
    fit_names = [xl_col_to_name(2 + column) for column in range(columns)]
    groups = _group_terms(outcome, frame)
    is_open = open_cells(problem)
    formulas = []
    for row, lgd in enumerate(problem.districts):
        at = frame.first + row
        sheet.write_number(at, 0, int(lgd))
        sheet.write_string(at, 1, name_of(outcome.given.districts[row]), book.strong)
        sheet.write_number(at, 2, int(outcome.prices.district[row]) / GRID, book.fine)
        if frame.budget_row is not None and problem.ask is not None:
            sheet.write_number(at, 3, int(problem.ask[row]) / CRORE)
        formulas.append(
            [
                f"ROUND($C{at + 1}+{name}${frame.price_row + 1}{_budget_term(frame, at, name)}"
                f"{groups[row][column]}-{fit.reference}!{fit_names[column]}{fit.first + row + 1},6)"
                if is_open[row, column]
                else ""
                for column, name in enumerate(names)
            ]
        )
    styles = [
        [book.cell(chosen=column == lead) for column in range(columns)] for lead in outcome.plan.lead.tolist()
    ]
    # Half a millionth goes up, as a spreadsheet rounds; no open cell has less than nought.
    slack = (outcome.prices.slack(problem) + CRORE // 2) // CRORE / GRID
    sheet.write_matrix(frame.first, frame.left, slack.tolist(), styles, formulas=formulas)
    sheet.freeze_panes(frame.first, frame.left)


def _budget_term(frame: Frame, at: int, name: str) -> str:
    return "" if frame.budget_row is None else f"+$D{at + 1}*{name}${frame.budget_row + 1}"


def _group_terms(outcome: Outcome, frame: Frame) -> list[list[str]]:
    """For each cell, the prices of the groups that count it."""
    problem = outcome.problem
    terms = [[""] * len(problem.cpses) for _lgd in problem.districts]
    for index, group in enumerate(problem.groups):
        for lgd in group.districts:
            for code in group.cpses:
                terms[problem.row[lgd]][problem.column[code]] += f"+$C${frame.group_row + index + 1}"
    return terms
