"""Pages of exercises: the list, a new one, its own page, and the check of its data."""

from collections.abc import Mapping
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.db import today
from csrmatch.i18n import _, format_ist, lazy_, name_of
from csrmatch.mapping.checking import check_data
from csrmatch.mapping.forms.exercises import ExerciseFilter, NewExerciseForm, RunForm, options
from csrmatch.mapping.models import Exercise, ExerciseScope, MappingRun
from csrmatch.mapping.queries import (
    gather_input,
    get_exercise,
    list_last_runs,
    list_runs,
    list_years,
    search_exercises,
    title_order,
)
from csrmatch.mapping.queries.scenarios import list_scenarios
from csrmatch.mapping.services import create_exercise
from csrmatch.mapping.views.pages import OUTCOMES, blueprint, exercise_steps, exercise_trail, scope_words
from csrmatch.places.queries import list_states
from csrmatch.roles import Permission
from csrmatch.web.forms import all_or
from csrmatch.web.guards import requires
from csrmatch.web.panels import draw_panels
from csrmatch.web.tables import Column, asks_for_file, build_table, send_table

__all__ = ["financial_years"]

EXERCISE = "/exercises/<int(max=2147483647):exercise_id>"


def financial_years(day: date) -> list[tuple[str, str]]:
    """The years an exercise may be for: the present financial year, the one before and the two after."""
    first = day.year if day.month >= 4 else day.year - 1
    years = [f"{year}-{(year + 1) % 100:02d}" for year in range(first - 1, first + 3)]
    return [(year, year) for year in years]


@blueprint.get("/exercises")
@requires(Permission.VIEW_EXERCISES)
def list_exercises() -> ResponseReturnValue:
    """All exercises: filtered, sorted, paged, or as a file."""
    filters = ExerciseFilter(request.args)
    filters.year.choices = all_or(((year, year) for year in list_years()), _("All years"))
    last = list_last_runs()
    columns: list[Column[Exercise]] = [
        Column("title", lazy_("Title"), lambda row: name_of(row, "title"), [title_order()]),
        Column("scope", lazy_("Scope"), scope_words, [Exercise.scope]),
        Column("year", lazy_("Financial year"), lambda row: row.financial_year, [Exercise.financial_year]),
        Column("state", lazy_("State of work"), lambda row: _outcome_words(last, row)),
        Column("total", lazy_("Total fit"), lambda row: _total(last, row), numeric=True),
        Column("changed", lazy_("Changed"), lambda row: format_ist(row.changed_at), [Exercise.changed_at]),
    ]
    table = build_table(
        search_exercises(current_user, text=filters.q.data, year=filters.year.data),
        columns,
        default_sort="changed",
        tie=[Exercise.id],
        filters=filters,
    )
    if asks_for_file():
        return send_table(table, "exercises")
    return render_template("mapping/list_exercises.html", table=table, last=last, scope_words=scope_words)


def _outcome_words(last: Mapping[int, MappingRun], row: Exercise) -> str:
    run = last.get(row.id)
    return str(OUTCOMES[run.outcome if run else None][0])


def _total(last: Mapping[int, MappingRun], row: Exercise) -> float | None:
    run = last.get(row.id)
    return run.summary.get("total") if run else None


@blueprint.route("/exercises/new", methods=["GET", "POST"])
@requires(Permission.EDIT_EXERCISES)
def new_exercise() -> ResponseReturnValue:
    """Makes an exercise from its scope; districts, CPSEs and weights can be changed afterwards."""
    form = NewExerciseForm()
    years = financial_years(today())
    states = {str(state.lgd): state for state in sorted(list_states(), key=name_of)}
    form.financial_year.choices = options(years)
    form.state.choices = options(
        [("", _("Choose a state")), *((lgd, name_of(s)) for lgd, s in states.items())]
    )
    if not form.is_submitted():
        form.financial_year.data = years[1][0]
    if not form.validate_on_submit():
        return render_template("mapping/new_exercise.html", form=form), 422 if form.is_submitted() else 200
    scope = ExerciseScope(form.scope.data)
    exercise = create_exercise(
        by=current_user,
        title_en=form.title_en.data,
        title_hi=form.title_hi.data,
        financial_year=form.financial_year.data,
        scope=scope,
        state=states[form.state.data] if scope is ExerciseScope.STATE else None,
    )
    if scope is ExerciseScope.PICKED:
        return redirect(url_for("mapping.edit_districts", exercise_id=exercise.id))
    flash(_("The exercise is ready to be checked and run."), "good")
    return redirect(url_for("mapping.show_exercise", exercise_id=exercise.id))


@blueprint.get(EXERCISE)
@requires(Permission.VIEW_EXERCISES)
def show_exercise(exercise_id: int) -> ResponseReturnValue:
    """One exercise: its steps, what it asks, whether its last run still answers that, and all its runs."""
    exercise = get_exercise(current_user, exercise_id)
    runs = list_runs(exercise)
    gathered = gather_input(exercise, today())
    check = check_data(gathered)
    last = runs[0] if runs else None
    return render_template(
        "mapping/show_exercise.html",
        exercise=exercise,
        scope=scope_words(exercise),
        given=gathered.given,
        check=check,
        runs=runs,
        scenarios=list_scenarios(current_user, exercise),
        last_run=last,
        is_stale=last is not None and last.input_digest != gathered.given.digest,
        steps=exercise_steps(exercise, None, is_ready=check.is_ready, last_run=last),
        trail=exercise_trail(),
        form=RunForm(),
        panels=draw_panels("exercise.held", exercise),
    )
