"""The certificate where prices bound the total of any plan: budgets, groups, and other objectives."""

from typing import Any

import numpy as np

from csrmatch.i18n import _
from csrmatch.mapping.documents.sheets import Book, Layout
from csrmatch.mapping.documents.slack_matrix import Frame, write_slack
from csrmatch.mapping.solving.outcome import Outcome
from csrmatch.mapping.solving.pricing import CRORE, GRID
from csrmatch.optimiser import Objective

__all__ = ["write_bound"]

PRICE_ROW = 9


def write_bound(book: Book, outcome: Outcome, plan: Layout, fit: Layout) -> None:
    """Writes prices, slack of every open cell and the sum that no plan's total can exceed.

    Slack = price of the district + price of the CPSE + what is asked in crore × price of the budget + prices
    of the groups that count the pair − fit. If no slack is negative, then no plan that keeps the rules has a
    total above the sum of all prices, each times its capacity, budget or bound.
    """
    problem = outcome.problem
    sheet = book.sheet(_("Certificate"))
    has_budget = problem.budget is not None
    budget_row = PRICE_ROW + 3 if has_budget else None
    group_row = PRICE_ROW + (5 if has_budget else 3)
    frame = Frame(
        first=group_row + len(problem.groups) + 1,
        left=4 if has_budget else 3,
        price_row=PRICE_ROW,
        budget_row=budget_row,
        group_row=group_row,
    )
    _cpse_rows(book, sheet, outcome, plan, frame)
    _group_rows(book, sheet, outcome, frame)
    _summary(book, sheet, outcome, plan, frame)
    write_slack(book, sheet, outcome, fit, frame)


def _across(outcome: Outcome, frame: Frame, top: int, bottom: int) -> str:
    """The cells above or in the matrix from one row to another, as a formula writes them."""
    from xlsxwriter.utility import xl_col_to_name

    last = xl_col_to_name(frame.left + len(outcome.problem.cpses) - 1)
    return f"${xl_col_to_name(frame.left)}${top + 1}:${last}${bottom + 1}"


def _summary(book: Book, sheet: Any, outcome: Outcome, plan: Layout, frame: Frame) -> None:
    problem, total = outcome.problem, outcome.plan.total
    last = frame.first + len(problem.districts) - 1
    prices = f"SUM($C${frame.first + 1}:$C${last + 1})"
    prices += f"+SUMPRODUCT({_across(outcome, frame, 9, 9)},{_across(outcome, frame, 11, 11)})"
    if frame.budget_row is not None:
        at = frame.budget_row
        prices += f"+SUMPRODUCT({_across(outcome, frame, at, at)},{_across(outcome, frame, at + 1, at + 1)})"
    if problem.groups:
        rows = frame.group_row + 1, frame.group_row + len(problem.groups)
        prices += f"+SUMPRODUCT($C${rows[0]}:$C${rows[1]},$D${rows[0]}:$D${rows[1]})"
    sheet.write_string(0, 0, _("Certificate: no plan has a total above the sum of the prices"), book.title)
    sheet.write_string(
        1,
        0,
        _("Below: all prices that a pair pays − its fit. Empty cells are closed by a rule."),
        book.quiet,
    )
    slack = _across(outcome, frame, frame.first, last)
    fits = f"{plan.reference}!$F${plan.first + 1}:$F${plan.last + 1}"
    lines = [
        (_("Pairs whose fit is above their prices (must be 0)"), f'=COUNTIF({slack},"<0")', 0),
        (
            _("Sum of all prices: no plan has a greater total"),
            f"=ROUNDUP(ROUND({prices},9),6)",
            outcome.total_bound,
        ),
        (_("Total fit of this plan"), f"=ROUND(SUM({fits}),6)", total),
        (_("Difference"), "=ROUND(C4-C5,6)", round(outcome.total_bound - total, 6)),
    ]
    for row, (label, formula, value) in enumerate(lines, start=2):
        sheet.write_string(row, 0, label)
        sheet.write_formula(row, 2, formula, book.whole if row == 2 else book.fine, value)
    sheet.write_string(6, 0, _("Verdict"), book.strong)
    proven, refuted = _("bound proven"), _("NOT proven")
    sheet.write_formula(6, 2, f'=IF(AND(C3=0,C6>=0),"{proven}","{refuted}")', book.good, proven)
    sheet.conditional_format(
        6, 2, 6, 2, {"type": "cell", "criteria": "==", "value": f'"{refuted}"', "format": book.bad}
    )
    sheet.write_string(7, 0, _what_else(outcome), book.quiet)


def _what_else(outcome: Outcome) -> str:
    """What the prices leave open, and who answers for it."""
    if outcome.plan.objective is Objective.STABLE:
        return _("That the plan is stable is proved on the sheet “Stability”.")
    if not outcome.plan.proven:
        return _(
            "Time was over before the solver could prove the plan: the difference is what may be missing."
        )
    if outcome.plan.objective is Objective.TOTAL:
        return _("That no plan is better was proven by the solver; the prices alone prove the sum above.")
    return _(
        "That no plan is fairer was proven by the solver; the difference is what fairness costs at most."
    )


def _cpse_rows(book: Book, sheet: Any, outcome: Outcome, plan: Layout, frame: Frame) -> None:
    problem, prices = outcome.problem, outcome.prices
    labels = [
        _("Price of the CPSE"),
        _("Districts it leads"),
        _("Its capacity, or its minimum where the price is negative"),
    ]
    if frame.budget_row is not None:
        labels += [_("Price of its budget, for each ₹ crore"), _("Its budget, ₹ crore")]
    for row, label in enumerate(labels, start=PRICE_ROW):
        sheet.write_string(row, 0, label, book.strong)
    codes = f"{plan.reference}!$E${plan.first + 1}:$E${plan.last + 1}"
    load = np.bincount(outcome.plan.lead, minlength=len(problem.cpses))
    for column, code in enumerate(problem.cpses):
        at, price = frame.left + column, int(prices.cpse[column])
        bound = problem.capacity if price >= 0 or problem.minimum is None else problem.minimum
        sheet.write_number(PRICE_ROW, at, price / GRID, book.fine)
        formula = f'=SUMPRODUCT(--EXACT({codes},"{code}"))'
        sheet.write_formula(PRICE_ROW + 1, at, formula, book.whole, int(load[column]))
        sheet.write_number(PRICE_ROW + 2, at, int(bound[column]), book.whole)
        if frame.budget_row is not None and problem.budget is not None and prices.budget is not None:
            sheet.write_number(frame.budget_row, at, int(prices.budget[column]) / GRID, book.fine)
            sheet.write_number(frame.budget_row + 1, at, int(problem.budget[column]) / CRORE)


def _group_rows(book: Book, sheet: Any, outcome: Outcome, frame: Frame) -> None:
    if outcome.prices.group is None:
        return
    groups = zip(outcome.problem.groups, outcome.prices.group.tolist(), strict=True)
    for row, (group, price) in enumerate(groups, start=frame.group_row):
        is_least = price < 0 or group.at_most is None
        text = _("At least, in the group %(name)s") if is_least else _("At most, in the group %(name)s")
        sheet.write_string(row, 0, text % {"name": group.name}, book.strong)
        sheet.write_number(row, 2, price / GRID, book.fine)
        sheet.write_number(row, 3, group.at_least if is_least else int(group.at_most or 0), book.whole)
