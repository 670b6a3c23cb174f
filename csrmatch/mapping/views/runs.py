"""Pages of runs: run an exercise, its plan or its clash, the files."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.errors import Missing
from csrmatch.i18n import _, current_language
from csrmatch.mapping.access.exercises import can_edit_exercise
from csrmatch.mapping.documents.archive import unpack
from csrmatch.mapping.forms.exercises import RunForm
from csrmatch.mapping.models import AnalysisKind, Exercise, MappingRun, RunOutcome
from csrmatch.mapping.queries import (
    find_analysis,
    find_last_run,
    find_previous_solved,
    get_analysis_files,
    get_exercise,
    get_run,
    get_run_files,
    list_analyses,
    list_exercise_districts,
    load_answer_result,
    load_result,
    load_robustness,
)
from csrmatch.mapping.services import run_exercise
from csrmatch.mapping.services.runs import analyse_soon, solve_exercise
from csrmatch.mapping.views.answers import lay_cards, list_blocking, tell_underway
from csrmatch.mapping.views.clashes import list_troubles
from csrmatch.mapping.views.exercises import EXERCISE
from csrmatch.mapping.views.frontier import draw_frontier
from csrmatch.mapping.views.lead_colours import lead_legend
from csrmatch.mapping.views.pages import blueprint, exercise_steps, exercise_trail
from csrmatch.mapping.views.plan import lay_map, leads_of, list_moved, plan_table
from csrmatch.mapping.wording.firmness import ANSWER_NAMES, FIRMNESS
from csrmatch.roles import Permission
from csrmatch.web.downloads import send_file_bytes
from csrmatch.web.guards import requires
from csrmatch.web.submissions import prepared_by
from csrmatch.web.tables import asks_for_file, send_table

__all__ = ["RUN"]

RUN = EXERCISE + "/runs/<int(max=2147483647):number>"
# How often the page looks for what was worked out meanwhile, where no script does it.
_SECONDS = 5
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
    if run.outcome is not RunOutcome.SOLVED:
        troubles = list_troubles(exercise, run)
        return render_template("mapping/show_run.html", troubles=troubles, **_common(exercise, run))
    return _show_answer(exercise, run, "total")


@blueprint.get(RUN + "/answers/<answer>")
@requires(Permission.VIEW_EXERCISES)
def show_answer(exercise_id: int, number: int, answer: str) -> ResponseReturnValue:
    """Another answer of a run: the fairest, the stable, or a point of the trade-offs."""
    exercise = get_exercise(current_user, exercise_id)
    return _show_answer(exercise, get_run(exercise, number), answer)


def _common(exercise: Exercise, run: MappingRun) -> dict[str, object]:
    last = find_last_run(exercise)
    return {
        "exercise": exercise,
        "run": run,
        "is_last": last is not None and last.id == run.id,
        "steps": exercise_steps(exercise, "answers", last_run=last),
        "trail": exercise_trail(exercise),
        "form": RunForm(),
    }


def _show_answer(exercise: Exercise, run: MappingRun, answer: str) -> ResponseReturnValue:
    result = load_answer_result(run, answer)
    whole, analyses = load_result(run), list_analyses(run)
    parts = {
        "exercise": exercise,
        "run": run,
        "answer": answer,
        "underway": tell_underway(run, analyses),
        "cards": lay_cards(run, whole, analyses, answer),
        "curve": draw_frontier(run, analyses, answer),
        "frontier": analyses.get(AnalysisKind.FRONTIER),
        "firm": analyses.get(AnalysisKind.ROBUSTNESS),
        "whole": whole,
        "again": RunForm(formdata=None),
        "ANSWER_NAMES": ANSWER_NAMES,
        "FIRMNESS": FIRMNESS,
    }
    if request.headers.get("X-Part"):
        return render_template("mapping/_answers.html", **parts)
    is_total = answer == "total"
    before = None if is_total else leads_of(whole)
    table = plan_table(result, firm=load_robustness(run) if is_total else None, before=before)
    if asks_for_file():
        return send_table(table, f"plan-{exercise.id}-{run.number}-{answer}")
    former = find_previous_solved(run) if is_total else None
    compared = leads_of(load_result(former)) if former else before
    moved = list_moved(result, compared) if compared else []
    ringed = set() if is_total else {item.lgd for item in moved}
    return render_template(
        "mapping/show_run.html",
        result=result,
        table=table,
        map=lay_map(exercise, run, result, list_exercise_districts(exercise), ringed),
        legend=lead_legend(code for _lgd, code in result.plan.pairs),
        former=former,
        moved=moved,
        blocking=list_blocking(result),
        seconds=_SECONDS,
        **{**_common(exercise, run), **parts},
    )


@blueprint.post(RUN + "/analyses")
@requires(Permission.EDIT_EXERCISES)
def analyse_run(exercise_id: int, number: int) -> ResponseReturnValue:
    """Asks once more for what is worked out of a run, where that failed or was never asked for."""
    exercise = get_exercise(current_user, exercise_id)
    run = get_run(exercise, number)
    form = RunForm()
    if not form.validate_on_submit():
        raise Missing
    analyse_soon(run=run, by=current_user)
    return redirect(url_for("mapping.show_run", exercise_id=exercise.id, number=run.number))


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


@blueprint.get(
    RUN
    + "/analyses/<any('fairest.zip', 'fairest.xlsx', 'stable.zip', 'stable.xlsx', 'frontier.zip', "
    + "'robustness.zip'):name>"
)
@requires(Permission.VIEW_EXERCISES)
def download_analysis(exercise_id: int, number: int, name: str) -> ResponseReturnValue:
    """The files of what was worked out of a run: an answer's result folder or workbook, other tables."""
    exercise = get_exercise(current_user, exercise_id)
    run = get_run(exercise, number)
    kind, _dot, ending = name.partition(".")
    analysis = find_analysis(run, AnalysisKind(kind))
    if analysis is None or not analysis.summary.get("available"):
        raise Missing
    content = get_analysis_files(analysis.id)
    file_name = f"csrmatch-{exercise.id}-{run.number}-{name}"
    if ending == "zip":
        return send_file_bytes(content, file_name, "application/zip")
    return send_file_bytes(unpack(content)["mapping.xlsx"], file_name, _WORKBOOK)
