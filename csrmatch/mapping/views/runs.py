"""Pages of runs: run an exercise, its plan or its clash, the files."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.errors import Missing
from csrmatch.i18n import _, current_language
from csrmatch.mapping.access import can_edit_exercise
from csrmatch.mapping.documents.archive import unpack
from csrmatch.mapping.forms import RunForm
from csrmatch.mapping.models import MappingRun, RunOutcome
from csrmatch.mapping.queries import (
    find_last_run,
    find_previous_solved,
    get_exercise,
    get_run,
    get_run_files,
    list_exercise_districts,
    load_result,
)
from csrmatch.mapping.results import Result
from csrmatch.mapping.services import run_exercise
from csrmatch.mapping.services.runs import solve_exercise
from csrmatch.mapping.views.clashes import list_troubles
from csrmatch.mapping.views.exercises import EXERCISE
from csrmatch.mapping.views.pages import blueprint, exercise_steps, exercise_trail
from csrmatch.mapping.views.plan import (
    Moved,
    lay_map,
    lead_legend,
    list_moved,
    plan_table,
)
from csrmatch.roles import Permission
from csrmatch.web.downloads import send_file_bytes
from csrmatch.web.guards import requires
from csrmatch.web.submissions import prepared_by
from csrmatch.web.tables import asks_for_file, send_table

__all__ = ["RUN"]

RUN = EXERCISE + "/runs/<int(max=2147483647):number>"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _solve(exercise_id: int) -> None:
    """Solves the exercise before anything is written, for whoever may run it."""
    if current_user.is_authenticated and can_edit_exercise(current_user):
        exercise = get_exercise(current_user, exercise_id)
        g.solved = solve_exercise(exercise=exercise, language=current_language())


@blueprint.post(EXERCISE + "/runs")
@requires(Permission.EDIT_EXERCISES)
@prepared_by(_solve)
def new_run(exercise_id: int) -> ResponseReturnValue:
    """Freezes what the exercise as it stands gives and shows it; the rest is worked out behind the page."""
    exercise = get_exercise(current_user, exercise_id, for_change=True)
    form = RunForm()
    if not form.validate_on_submit():
        raise Missing
    run = run_exercise(
        exercise=exercise, by=current_user, language=current_language(), solved=g.get("solved")
    )
    if run.outcome is RunOutcome.SOLVED:
        flash(_("The proposal is ready. It stays a proposal until both sides and the board agree."), "good")
    return redirect(url_for("mapping.show_run", exercise_id=exercise.id, number=run.number))


@blueprint.get(RUN)
@requires(Permission.VIEW_EXERCISES)
def show_run(exercise_id: int, number: int) -> ResponseReturnValue:
    """What came of a run: the plan as map and list, the rules that clash, or what is wrong."""
    exercise = get_exercise(current_user, exercise_id)
    run = get_run(exercise, number)
    last = find_last_run(exercise)
    common = {
        "exercise": exercise,
        "run": run,
        "is_last": last is not None and last.id == run.id,
        "steps": exercise_steps(exercise, "answers", last_run=last),
        "trail": exercise_trail(exercise),
        "form": RunForm(),
    }
    if run.outcome is not RunOutcome.SOLVED:
        return render_template("mapping/show_run.html", troubles=list_troubles(exercise, run), **common)
    result = load_result(run)
    table = plan_table(result)
    if asks_for_file():
        return send_table(table, f"plan-{exercise.id}-{run.number}")
    former = find_previous_solved(run)
    return render_template(
        "mapping/show_run.html",
        result=result,
        table=table,
        map=lay_map(exercise, run, result, list_exercise_districts(exercise)),
        legend=lead_legend(result),
        former=former,
        moved=_moved(result, former),
        **common,
    )


def _moved(result: Result, former: MappingRun | None) -> list[Moved]:
    """What moved since the run before; its fits are read from that run's own result."""
    if former is None:
        return []
    earlier = load_result(former)
    scores = earlier.plan.scores.tolist()
    before = {lgd: (code, float(scores[index])) for index, (lgd, code) in enumerate(earlier.plan.pairs)}
    return list_moved(result, before)


@blueprint.get(RUN + "/files/<any('result.zip', 'input.zip', 'mapping.xlsx'):name>")
@requires(Permission.VIEW_EXERCISES)
def download_run(exercise_id: int, number: int, name: str) -> ResponseReturnValue:
    """A run's files as they were frozen: the result folder, the input folder, the workbook."""
    exercise = get_exercise(current_user, exercise_id)
    run = get_run(exercise, number)
    input_zip, result_zip, _unknown = get_run_files(run.id)
    stem = f"csrmatch-{exercise.id}-{run.number}"
    if name == "input.zip":
        return send_file_bytes(input_zip, f"{stem}-input.zip", "application/zip")
    if result_zip is None:
        raise Missing
    if name == "result.zip":
        return send_file_bytes(result_zip, f"{stem}-result.zip", "application/zip")
    return send_file_bytes(unpack(result_zip)["mapping.xlsx"], f"{stem}.xlsx", _WORKBOOK)
