"""The page of a run's matrix: every district against every CPSE, sorted, narrowed, beside its map."""

from collections.abc import Sequence

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms.fields import SelectChoice

from csrmatch.i18n import _, name_of
from csrmatch.mapping.arranging import order_columns, order_rows
from csrmatch.mapping.forms.exercises import PairFilter
from csrmatch.mapping.forms.matrix import ZOOMS, MatrixFilter, fill_matrix_filter
from csrmatch.mapping.queries import (
    find_last_run,
    get_exercise,
    get_run,
    list_exercise_districts,
    load_result,
)
from csrmatch.mapping.results import Result
from csrmatch.mapping.views.matrix_picture import Figures, lay_matrix, lay_matrix_map, say_finding
from csrmatch.mapping.views.pages import blueprint, exercise_steps, exercise_trail
from csrmatch.mapping.views.plan import pair_url
from csrmatch.mapping.views.runs import RUN
from csrmatch.mapping.wording.codes import name_of_state
from csrmatch.roles import Permission
from csrmatch.web.guards import requires
from csrmatch.web.tables import Column, asks_for_file, send_rows

__all__ = ["matrix_columns"]


@blueprint.get(RUN + "/matrix")
@requires(Permission.VIEW_EXERCISES)
def show_matrix(exercise_id: int, number: int) -> ResponseReturnValue:
    """Every district against every CPSE, the plan ringed; any cell opens the explanation of its pair."""
    exercise = get_exercise(current_user, exercise_id)
    run = get_run(exercise, number)
    result = load_result(run)
    pair = _pair_filter(result)
    if pair.validate():
        return redirect(pair_url(exercise, run, pair.district.data, pair.cpse.data))
    filters = MatrixFilter(request.args)
    fill_matrix_filter(filters, result)
    rows = order_rows(result, filters.rows.data, state=filters.state.data, text=filters.find.data or "")
    columns = order_columns(
        result, filters.columns.data, text=filters.company.data or "", only_leads=filters.led.data
    )
    figures = Figures(result, filters.show.data)
    if asks_for_file():
        return send_rows(matrix_columns(result, figures, columns), rows, f"matrix-{exercise.id}-{run.number}")
    return render_template(
        "mapping/show_matrix.html",
        pair=pair,
        exercise=exercise,
        run=run,
        result=result,
        filters=filters,
        zooms=ZOOMS,
        matrix=lay_matrix(
            exercise, run, result, rows=rows, columns=columns, figures=figures, filters=filters
        ),
        map=lay_matrix_map(exercise, run, result, rows=rows, districts=list_exercise_districts(exercise)),
        finding=say_finding(result),
        panel_url=url_for(
            "mapping.show_pair", exercise_id=exercise.id, number=run.number, lgd=0, code="__column__"
        ).replace("/pairs/0/", "/pairs/__row__/"),
        steps=exercise_steps(exercise, "answers", last_run=find_last_run(exercise)),
        trail=exercise_trail(exercise, run),
    )


def _pair_filter(result: Result) -> PairFilter:
    """The choice of one pair by name, which needs neither sight of the matrix nor scripts."""
    form = PairFilter(request.args)
    names = sorted((name_of(row), row.lgd) for row in result.given.districts)
    form.district.choices = [SelectChoice(lgd, name) for name, lgd in names]
    form.cpse.choices = [SelectChoice(code, code) for code in sorted(result.problem.cpses)]
    return form


def matrix_columns(result: Result, figures: Figures, shown: Sequence[int]) -> list[Column[int]]:
    """The matrix as a file holds it: the district, its proposed lead, and a column for each CPSE shown."""
    given, problem, plan = result.given.districts, result.problem, result.plan
    heads = [
        Column[int]("lgd", _("LGD code"), lambda row: int(given[row].lgd)),
        Column[int]("district", _("District"), lambda row: name_of(given[row])),
        Column[int]("state", _("State"), lambda row: name_of_state(given[row].state)),
        Column[int]("lead", _("Proposed lead"), lambda row: problem.cpses[int(plan.lead[row])]),
    ]
    return [*heads, *(_figure_column(problem.cpses[column], column, figures) for column in shown)]


def _figure_column(code: str, column: int, figures: Figures) -> Column[int]:
    return Column(code, code, lambda row: figures.value(row, column))
