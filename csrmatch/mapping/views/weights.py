"""Pages of the weights: the seven numbers, what other numbers would change, and the comparison in pairs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from csrmatch.db import today
from csrmatch.i18n import _, lazy_, name_of
from csrmatch.mapping.comparing import (
    Answers,
    answers_from_weights,
    describe_misfit,
    field_of,
    pack_answers,
    read_answers,
    store_answers,
    stored_answers,
    unpack_answers,
)
from csrmatch.mapping.forms.exercises import ComparisonForm, WeightsForm
from csrmatch.mapping.models import Exercise
from csrmatch.mapping.queries import find_last_run, get_exercise, load_ground
from csrmatch.mapping.rules.pairwise import judge
from csrmatch.mapping.services import change_weights
from csrmatch.mapping.solving.weighing import Ground, Trial
from csrmatch.mapping.tables import CRITERIA, DEFAULT_WEIGHTS, InputRefused, Issue, Level, MappingInput
from csrmatch.mapping.views.exercises import EXERCISE
from csrmatch.mapping.views.pages import blueprint, exercise_steps, exercise_trail
from csrmatch.mapping.wording.codes import describe, describe_conflict
from csrmatch.optimiser import Infeasible, OutOfTime
from csrmatch.roles import Permission
from csrmatch.web.guards import requires

__all__ = ["PRESETS"]

PRESETS = {
    "usual": (lazy_("Usual"), dict(DEFAULT_WEIGHTS)),
    "need": (lazy_("Need first"), dict(zip(CRITERIA, (60, 15, 10, 5, 5, 0, 5), strict=True))),
    "near": (lazy_("Nearness first"), dict(zip(CRITERIA, (25, 50, 10, 5, 5, 0, 5), strict=True))),
    "money": (lazy_("Money first"), dict(zip(CRITERIA, (25, 15, 40, 5, 5, 5, 5), strict=True))),
}
_WEIGHTS = EXERCISE + "/weights"
_COMPARED = "compared"


@dataclass(frozen=True)
class Told:
    """A trial as the page shows it: with the names of the districts, or with what kept it from a plan.

    `way` is the step where that can be mended: scope, data or rules.
    """

    trial: Trial | None = None
    names: Mapping[str, str] | None = None
    troubles: tuple[str, ...] = ()
    way: str = ""


@dataclass(frozen=True)
class Preset:
    """Weights that one press fills in, under their name; `argument` is what the address says of them."""

    label: object
    weights: Mapping[str, int]
    argument: Mapping[str, str]


@blueprint.route(_WEIGHTS, methods=["GET", "POST"])
@requires(Permission.EDIT_EXERCISES)
def edit_weights(exercise_id: int) -> ResponseReturnValue:
    """Changes how much each criterion counts; shows what weights would change before they are saved."""
    exercise = get_exercise(current_user, exercise_id, for_change=request.method == "POST")
    presets = _presets(exercise)
    chosen = _chosen(exercise, presets)
    answers = unpack_answers(request.args.get(_COMPARED))
    shown = chosen.weights if chosen else judge(CRITERIA, answers).weights if answers else exercise.weights
    compared = pack_answers(answers) if answers else ""
    form = WeightsForm(data={**shown, "version": exercise.version, _COMPARED: compared})
    is_sound = form.validate_on_submit()
    if is_sound and not form.trying.data:
        given = unpack_answers(form.compared.data)
        change_weights(
            exercise=exercise,
            version=form.version.data,
            weights=form.weights(),
            comparisons=store_answers(given) if given else None,
        )
        flash(_("Saved."), "good")
        return redirect(url_for("mapping.show_exercise", exercise_id=exercise.id))
    weights = form.weights() if is_sound else shown
    ground, told = _look(exercise, weights, is_asked=is_sound or dict(weights) != exercise.weights)
    return render_template(
        "mapping/edit_weights.html",
        exercise=exercise,
        form=form,
        criteria=CRITERIA,
        presets=presets,
        others=_try_presets(ground, presets) if request.args.get("show") == "presets" else None,
        told=told,
        known=ground.known if ground else {},
        total=sum(form[name].data or 0 for name in CRITERIA),
        steps=exercise_steps(exercise, "weights", last_run=find_last_run(exercise)),
        trail=exercise_trail(exercise),
    ), 422 if form.is_submitted() and not is_sound else 200


@blueprint.get(_WEIGHTS + "/trial")
@requires(Permission.EDIT_EXERCISES)
def show_trial(exercise_id: int) -> ResponseReturnValue:
    """What the weights in the address would change, as a part of a page; nothing is stored."""
    exercise = get_exercise(current_user, exercise_id)
    form = WeightsForm(
        MultiDict({name: request.args.get(name, "") for name in CRITERIA} | {"version": "1"}),
        meta={"csrf": False},
    )
    if not form.validate():
        return _("Seven whole numbers that sum to 100 are needed."), 422
    _ground, told = _look(exercise, form.weights(), is_asked=True)
    return render_template("mapping/_trial.html", told=told, exercise=exercise)


@blueprint.get(_WEIGHTS + "/pairs")
@requires(Permission.EDIT_EXERCISES)
def compare_criteria(exercise_id: int) -> ResponseReturnValue:
    """The weights that follow from comparing the criteria two by two, and how far the answers agree."""
    exercise = get_exercise(current_user, exercise_id)
    answers = _answers(exercise)
    judged = judge(CRITERIA, answers)
    common: dict[str, Any] = {
        "exercise": exercise,
        "judged": judged,
        "compared": pack_answers(answers),
        "misfit": describe_misfit(judged.misfit) if judged.misfit else None,
        "misfit_field": field_of(judged.misfit.pair) if judged.misfit else None,
    }
    if request.headers.get("X-Part"):
        return render_template("mapping/_judged.html", **common)
    return render_template(
        "mapping/compare_criteria.html",
        form=ComparisonForm(data={f"{a}__{b}": str(said) for (a, b), said in answers.items()}),
        criteria=CRITERIA,
        trail=[
            *exercise_trail(exercise),
            (_("Weights"), url_for("mapping.edit_weights", exercise_id=exercise.id)),
        ],
        **common,
    )


def _presets(exercise: Exercise) -> list[Preset]:
    """The usual choices, the weights of the stored comparison if there is one, and those that are saved."""
    found = [Preset(label, weights, {"preset": key}) for key, (label, weights) in PRESETS.items()]
    answers = stored_answers(exercise.comparisons)
    if answers:
        weights = judge(CRITERIA, answers).weights
        found.append(Preset(lazy_("Comparison in pairs"), weights, {"preset": "pairs"}))
    return [*found, Preset(lazy_("As saved"), exercise.weights, {})]


def _chosen(exercise: Exercise, presets: list[Preset]) -> Preset | None:
    named = request.args.get("preset")
    return next((preset for preset in presets if named and preset.argument.get("preset") == named), None)


def _look(exercise: Exercise, weights: Mapping[str, int], *, is_asked: bool) -> tuple[Ground | None, Told]:
    """The trial of these weights; where a search would take long, only if it was asked for."""
    given: MappingInput | None = None
    try:
        ground = load_ground(exercise, today())
        given = ground.given
        if not (is_asked or ground.is_plain):
            return ground, Told()
        trial = ground.weigh(weights)
    except InputRefused as refused:
        return None, _refusal([issue for issue in refused.issues if issue.level is Level.ERROR])
    except Infeasible as clash:
        assert given is not None  # noqa: S101 - rules can clash only where there is an input.
        texts = [describe_conflict(conflict, given) for conflict in clash.conflicts]
        texts = texts or [_("The rules clash; the page of the rules says more.")]
        return ground, Told(troubles=tuple(texts), way="rules")
    except OutOfTime:
        return ground, Told(
            troubles=(
                _("Under the budgets and bounds no plan was found in the short time of a trial. Run it."),
            )
        )
    return ground, Told(trial, {row.lgd: name_of(row) for row in given.districts})


def _refusal(issues: list[Issue]) -> Told:
    """Why an input cannot be used; one without districts or CPSEs is only not begun."""
    if any(issue.code == "no_rows" for issue in issues):
        return Told(troubles=(_("No district or no CPSE takes part yet. Choose them first."),), way="scope")
    return Told(troubles=tuple(describe(issue) for issue in issues), way="data")


def _try_presets(ground: Ground | None, presets: list[Preset]) -> list[tuple[Preset, Trial | None]]:
    """What each preset would change; None where no plan was found."""
    found: list[tuple[Preset, Trial | None]] = []
    for preset in presets[:-1]:
        try:
            found.append((preset, ground.weigh(preset.weights) if ground else None))
        except (Infeasible, OutOfTime):
            found.append((preset, None))
    return found


def _answers(exercise: Exercise) -> Answers:
    """The answers in the address, or those nearest to the weights, or as stored, or all equal."""
    if request.args.get("from") == "weights":
        return answers_from_weights(exercise.weights)
    return (
        read_answers(request.args)
        or stored_answers(exercise.comparisons)
        or answers_from_weights(dict.fromkeys(CRITERIA, 1))
    )
