"""The matrix of a run: every district against every CPSE, the plan ringed."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.i18n import name_of
from csrmatch.mapping.forms import PairFilter
from csrmatch.mapping.models import Exercise, MappingRun
from csrmatch.mapping.queries import find_last_run, get_exercise, get_run, load_result
from csrmatch.mapping.results import Result
from csrmatch.mapping.views.pages import blueprint, exercise_steps, exercise_trail
from csrmatch.mapping.views.plan import pair_url
from csrmatch.mapping.views.runs import RUN
from csrmatch.roles import Permission
from csrmatch.web.guards import requires
from csrmatch.web.shades import shade

__all__ = ["Matrix", "lay_matrix"]


@dataclass(frozen=True)
class Cell:
    """One cell of the matrix: its classes, its text, and the page of the pair."""

    kind: str
    text: str
    url: str | None = None


@dataclass(frozen=True)
class Head:
    """The head of a row or a column of the matrix."""

    key: str
    label: str
    url: str | None


@dataclass(frozen=True)
class Line(Head):
    """A row of the matrix with its cells."""

    cells: Sequence[Cell]


@dataclass(frozen=True)
class Matrix:
    """Districts by CPSEs as the component of the heat map wants them."""

    rows: Sequence[Line]
    columns: Sequence[Head]


def lay_matrix(exercise: Exercise, run: MappingRun, result: Result, *, costs: bool) -> Matrix:
    """The whole matrix: rows by worst served, columns by contested price; the plan ringed.

    With `costs` the cells tell what overruling costs, in hundredths; pinned and banned cells are marked.
    A row's heading leads to its lead's pair; scripts open any cell, so that the page stays light.
    """
    problem, plan = result.problem, result.plan
    order = sorted(
        range(len(problem.districts)), key=lambda row: (plan.scores[row], int(problem.districts[row]))
    )
    across = sorted(
        range(len(problem.cpses)), key=lambda c: (-result.prices[problem.cpses[c]], problem.cpses[c])
    )
    rows = []
    for row in order:
        lgd = problem.districts[row]
        cells = [_cell(result, row, column, costs=costs) for column in across]
        lead = problem.cpses[int(plan.lead[row])]
        rows.append(
            Line(lgd, name_of(result.given.districts[row]), pair_url(exercise, run, lgd, lead), cells)
        )
    return Matrix(rows, [Head(problem.cpses[c], problem.cpses[c], None) for c in across])


def _cell(result: Result, row: int, column: int, *, costs: bool) -> Cell:
    problem = result.problem
    kind = shade(float(problem.fit[row, column]))
    if problem.banned is not None and problem.banned[row, column]:
        kind += " b"
    if result.plan.lead[row] == column:
        kind += " n" if problem.pins[row] == column else " p"
    if not costs:
        return Cell(kind, f"{problem.fit[row, column] * 100:.0f}")
    cost = result.overrule[row, column]
    return Cell(kind, "×" if cost == float("inf") else f"{cost * 100:.0f}")


@blueprint.get(RUN + "/matrix")
@requires(Permission.VIEW_EXERCISES)
def show_matrix(exercise_id: int, number: int) -> ResponseReturnValue:
    """Every district against every CPSE, the plan ringed; any cell opens the explanation of its pair."""
    exercise = get_exercise(current_user, exercise_id)
    run = get_run(exercise, number)
    result = load_result(run)
    costs = request.args.get("show") == "costs"
    matrix = lay_matrix(exercise, run, result, costs=costs)
    chosen = PairFilter(request.args)
    chosen.district.choices = sorted(((row.key, row.label) for row in matrix.rows), key=lambda item: item[1])
    chosen.cpse.choices = sorted((column.key, column.label) for column in matrix.columns)
    if chosen.validate():
        return redirect(pair_url(exercise, run, chosen.district.data, chosen.cpse.data))
    return render_template(
        "mapping/show_matrix.html",
        chosen=chosen,
        exercise=exercise,
        run=run,
        result=result,
        costs=costs,
        matrix=matrix,
        panel_url=url_for(
            "mapping.show_pair", exercise_id=exercise.id, number=run.number, lgd=0, code="__column__"
        ).replace("/pairs/0/", "/pairs/__row__/"),
        steps=exercise_steps(exercise, "answers", last_run=find_last_run(exercise)),
        trail=exercise_trail(exercise, run),
    )
