"""Pages of rules: the list, a new pin or ban, and lifting one."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.i18n import _, name_of
from csrmatch.mapping.forms import LiftForm, RuleForm, RunForm, options
from csrmatch.mapping.models import Exercise, RuleKind
from csrmatch.mapping.queries import (
    find_last_run,
    get_exercise,
    get_pair,
    get_rule,
    list_exercise_cpses,
    list_exercise_districts,
    list_rules,
)
from csrmatch.mapping.services import add_rule, lift_rule
from csrmatch.mapping.services.rules import today
from csrmatch.mapping.views.exercises import EXERCISE
from csrmatch.mapping.views.pages import blueprint, exercise_steps, exercise_trail
from csrmatch.roles import Permission
from csrmatch.web.guards import requires
from csrmatch.web.refusals import telling_refusals

__all__ = ["fill_rule_form"]


def fill_rule_form(form: RuleForm, exercise: Exercise) -> None:
    """Gives the form the districts and CPSEs that take part."""
    districts = [
        (str(row.lgd), f"{name_of(row)} · {name_of(row.state)}") for row in list_exercise_districts(exercise)
    ]
    cpses = [
        (row.cpse.code, f"{row.cpse.code} · {name_of(row.cpse)}") for row in list_exercise_cpses(exercise)
    ]
    form.district.choices = options([("", _("Choose a district")), *districts])
    form.cpse.choices = options([("", _("Choose a CPSE")), *cpses])


@blueprint.get(EXERCISE + "/rules")
@requires(Permission.VIEW_EXERCISES)
def list_exercise_rules(exercise_id: int) -> ResponseReturnValue:
    """The pins and bans of an exercise, in force and lifted, each with who, when and why."""
    exercise = get_exercise(current_user, exercise_id)
    return render_template(
        "mapping/list_exercise_rules.html",
        exercise=exercise,
        rules=list_rules(exercise),
        day=today(),
        steps=exercise_steps(exercise, "rules", last_run=find_last_run(exercise)),
        trail=exercise_trail(exercise),
        form=RunForm(),
    )


@blueprint.route(EXERCISE + "/rules/new", methods=["GET", "POST"])
@requires(Permission.EDIT_EXERCISES)
def new_rule(exercise_id: int) -> ResponseReturnValue:
    """Pins or bans a pair; from a run's pair it leads back there with the offer to run again."""
    exercise = get_exercise(current_user, exercise_id, for_change=request.method == "POST")
    form = RuleForm(
        kind=request.args.get("kind"), district=request.args.get("district"), cpse=request.args.get("cpse")
    )
    fill_rule_form(form, exercise)
    if form.validate_on_submit():
        with telling_refusals(form):
            return _add(exercise, form)
    return render_template(
        "mapping/new_rule.html", exercise=exercise, form=form, trail=exercise_trail(exercise)
    ), 422 if form.is_submitted() else 200


def _add(exercise: Exercise, form: RuleForm) -> ResponseReturnValue:
    lgd, code = int(form.district.data), form.cpse.data
    district, cpse = get_pair(exercise, lgd, code)
    add_rule(
        exercise=exercise,
        by=current_user,
        kind=RuleKind(form.kind.data),
        district=district,
        cpse=cpse,
        reason=form.reason.data,
        expires_on=form.expires_on.data,
    )
    flash(_("The rule holds from the next run on."), "good")
    if form.run.data and form.run.data.isdecimal() and len(form.run.data) < 10:
        address = url_for(
            "mapping.show_pair", exercise_id=exercise.id, number=int(form.run.data), lgd=lgd, code=code
        )
        return redirect(address)
    return redirect(url_for("mapping.list_exercise_rules", exercise_id=exercise.id))


@blueprint.route(EXERCISE + "/rules/<int(max=2147483647):rule_id>/lift", methods=["GET", "POST"])
@requires(Permission.EDIT_EXERCISES)
def lift_exercise_rule(exercise_id: int, rule_id: int) -> ResponseReturnValue:
    """Takes a rule out of force; the record stays."""
    exercise = get_exercise(current_user, exercise_id, for_change=request.method == "POST")
    rule = get_rule(exercise, rule_id)
    form = LiftForm(version=rule.version)
    if form.validate_on_submit():
        lift_rule(rule=rule, by=current_user, version=form.version.data, reason=form.reason.data)
        flash(_("The rule is lifted. The record of it stays."), "good")
        return redirect(url_for("mapping.list_exercise_rules", exercise_id=exercise.id))
    return render_template(
        "mapping/lift_exercise_rule.html",
        exercise=exercise,
        rule=rule,
        form=form,
        trail=exercise_trail(exercise),
    ), 422 if form.is_submitted() else 200
