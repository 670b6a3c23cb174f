"""The certificate as live formulas: a reader's own spreadsheet finds that no other plan can be better."""

from typing import Any

import numpy as np

from csrmatch.i18n import _
from csrmatch.mapping.documents.bound_sheet import write_bound
from csrmatch.mapping.documents.sheets import Book, Layout
from csrmatch.mapping.documents.slack_matrix import Frame, write_slack
from csrmatch.mapping.solving.outcome import Outcome
from csrmatch.mapping.solving.pricing import is_plain

__all__ = ["write_certificate"]

FIRST = 14
LEFT = 3


def write_certificate(book: Book, outcome: Outcome, plan: Layout, fit: Layout) -> None:
    """Writes prices, slack of every open cell and the four sums that prove the plan best.

    Slack = price of the district + price of the CPSE − fit. The proof holds if no slack is negative, the
    slack of every chosen pair is 0, a price stands only where a capacity (or a minimum) binds, and the
    prices add up to the total of the plan. Slack is rounded to the six decimals that were solved.

    Under budgets or groups, and for a plan of another objective, the prices bound the total of any plan:
    see `write_bound`.
    """
    if outcome.best is not outcome.plan or not is_plain(outcome.problem):
        write_bound(book, outcome, plan, fit)
        return
    from xlsxwriter.utility import xl_col_to_name

    sheet = book.sheet(_("Certificate"))
    problem = outcome.problem
    last = xl_col_to_name(LEFT + len(problem.cpses) - 1)
    codes = f"{plan.reference}!$E${plan.first + 1}:$E${plan.last + 1}"
    fits = f"{plan.reference}!$F${plan.first + 1}:$F${plan.last + 1}"
    across = f"${xl_col_to_name(LEFT)}{{}}:${last}{{}}"
    _summary(book, sheet, outcome, across, (FIRST + 1, FIRST + len(problem.districts)), fits)
    _cpse_rows(book, sheet, outcome, codes)
    write_slack(book, sheet, outcome, fit, Frame(FIRST, LEFT))


def _summary(book: Book, sheet: Any, outcome: Outcome, across: str, body: tuple[int, int], fits: str) -> None:
    """The four checks and the verdict, each a formula with its present value."""
    top, bottom = body
    slack = across.format(top, bottom)
    prices = f"$C${top}:$C${bottom}"
    total = outcome.plan.total
    sheet.write_string(0, 0, _("Certificate: no other plan has a greater total"), book.title)
    sheet.write_string(
        1,
        0,
        _("Below: price of the district + price of the CPSE − fit. Empty cells are closed by a rule."),
        book.quiet,
    )
    lines = [
        (_("Pairs whose fit is above their prices (must be 0)"), f'=COUNTIF({slack},"<0")', 0),
        (_("Slack of the chosen pairs (must be 0)"), _chosen_slack(outcome), 0),
        (
            _("Prices where no capacity or minimum binds (must be 0)"),
            f"=SUM({across.format(13, 13)})",
            0,
        ),
        (
            _("Sum of all prices"),
            f"=ROUND(SUM({prices})+SUMPRODUCT({across.format(10, 10)},{across.format(12, 12)}),6)",
            total,
        ),
        (_("Total fit of the plan"), f"=ROUND(SUM({fits}),6)", total),
    ]
    for row, (label, formula, value) in enumerate(lines, start=2):
        sheet.write_string(row, 0, label)
        sheet.write_formula(row, 2, formula, book.fine if value else book.whole, value)
    sheet.write_string(7, 0, _("Verdict"), book.strong)
    proven, refuted = _("proven best"), _("NOT proven")
    sheet.write_formula(7, 2, f'=IF(AND(C3=0,C4=0,C5=0,C6=C7),"{proven}","{refuted}")', book.good, proven)
    sheet.conditional_format(
        7, 2, 7, 2, {"type": "cell", "criteria": "==", "value": f'"{refuted}"', "format": book.bad}
    )


def _chosen_slack(outcome: Outcome) -> str:
    """Sums the price sides of the plan against its fit: 0 if every chosen pair is tight."""
    from xlsxwriter.utility import xl_col_to_name

    last = xl_col_to_name(LEFT + len(outcome.problem.cpses) - 1)
    first = xl_col_to_name(LEFT)
    bottom = FIRST + len(outcome.problem.districts)
    prices = f"SUM($C${FIRST + 1}:$C${bottom})"
    return f"=ROUND({prices}+SUMPRODUCT(${first}$10:${last}$10,${first}$11:${last}$11)-C7,6)"


def _cpse_rows(book: Book, sheet: Any, outcome: Outcome, codes: str) -> None:
    """Above the matrix: price, districts led, places counted, and a 1 where a price should not stand."""
    from xlsxwriter.utility import xl_col_to_name

    problem = outcome.problem
    labels = [
        _("Price of the CPSE"),
        _("Districts it leads"),
        _("Its capacity, or its minimum where the price is negative"),
        _("A price without a bound that binds"),
    ]
    for row, label in enumerate(labels, start=9):
        sheet.write_string(row, 0, label, book.strong)
    load = np.bincount(outcome.plan.lead, minlength=len(problem.cpses))
    for column, code in enumerate(problem.cpses):
        at, name = LEFT + column, xl_col_to_name(LEFT + column)
        price = int(outcome.prices.cpse[column]) / 1e6
        bound = problem.capacity if price >= 0 or problem.minimum is None else problem.minimum
        sheet.write_number(9, at, price, book.fine)
        sheet.write_formula(10, at, f'=SUMPRODUCT(--EXACT({codes},"{code}"))', book.whole, int(load[column]))
        sheet.write_number(11, at, int(bound[column]), book.whole)
        sheet.write_formula(12, at, f"=IF(AND({name}10<>0,{name}11<>{name}12),1,0)", book.whole, 0)
