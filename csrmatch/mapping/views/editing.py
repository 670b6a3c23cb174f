"""Pages that change an exercise: its name, its districts, its CPSEs and capacities."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.db import today
from csrmatch.i18n import _
from csrmatch.mapping.forms.exercises import (
    DistrictsForm,
    ExerciseForm,
    cpses_form,
    options,
    read_choices,
)
from csrmatch.mapping.models import Exercise
from csrmatch.mapping.queries import (
    find_free_money,
    find_last_run,
    get_exercise,
    list_all_cpses,
    list_exercise_cpses,
    list_exercise_districts,
)
from csrmatch.mapping.services import (
    change_cpses,
    change_districts,
    change_exercise,
    propose_capacities,
)
from csrmatch.mapping.views.exercises import EXERCISE, financial_years
from csrmatch.mapping.views.pages import blueprint, exercise_steps, exercise_trail
from csrmatch.mapping.wording.data import tell_money
from csrmatch.places.queries import list_districts
from csrmatch.roles import Permission
from csrmatch.web.guards import requires
from csrmatch.web.refusals import telling_refusals

__all__: list[str] = []


def _exercise(exercise_id: int) -> Exercise:
    return get_exercise(current_user, exercise_id, for_change=request.method == "POST")


def _saved(exercise: Exercise, endpoint: str = "mapping.show_exercise") -> ResponseReturnValue:
    flash(_("Saved."), "good")
    return redirect(url_for(endpoint, exercise_id=exercise.id))


@blueprint.route(EXERCISE + "/edit", methods=["GET", "POST"])
@requires(Permission.EDIT_EXERCISES)
def edit_exercise(exercise_id: int) -> ResponseReturnValue:
    """Changes the title and the year."""
    exercise = _exercise(exercise_id)
    form = ExerciseForm(obj=exercise)
    years = dict([(exercise.financial_year, exercise.financial_year), *financial_years(today())])
    form.financial_year.choices = options(sorted(years.items()))
    if form.validate_on_submit():
        change_exercise(
            exercise=exercise,
            version=form.version.data,
            title_en=form.title_en.data,
            title_hi=form.title_hi.data,
            financial_year=form.financial_year.data,
        )
        return _saved(exercise)
    return render_template(
        "mapping/edit_exercise.html", exercise=exercise, form=form, trail=exercise_trail(exercise)
    ), 422 if form.is_submitted() else 200


@blueprint.route(EXERCISE + "/districts", methods=["GET", "POST"])
@requires(Permission.EDIT_EXERCISES)
def edit_districts(exercise_id: int) -> ResponseReturnValue:
    """Chooses the districts that take part."""
    exercise = _exercise(exercise_id)
    districts = {district.lgd: district for district in list_districts()}
    form = DistrictsForm(version=exercise.version)
    form.districts.choices = options([(str(lgd), str(lgd)) for lgd in districts])
    if not form.is_submitted():
        form.districts.data = [str(district.lgd) for district in list_exercise_districts(exercise)]
    if form.validate_on_submit():
        change_districts(
            exercise=exercise,
            version=form.version.data,
            districts=[districts[int(lgd)] for lgd in form.districts.data],
        )
        return _saved(exercise, "mapping.edit_cpses")
    return render_template(
        "mapping/edit_districts.html",
        exercise=exercise,
        form=form,
        districts=list(districts.values()),
        chosen={int(lgd) for lgd in form.districts.data or () if lgd.isdecimal()},
        steps=exercise_steps(exercise, "scope", last_run=find_last_run(exercise)),
        trail=exercise_trail(exercise),
    ), 422 if form.is_submitted() else 200


@blueprint.route(EXERCISE + "/cpses", methods=["GET", "POST"])
@requires(Permission.EDIT_EXERCISES)
def edit_cpses(exercise_id: int) -> ResponseReturnValue:
    """Chooses the CPSEs that take part, how many districts each can lead and what money it has free."""
    exercise = _exercise(exercise_id)
    cpses = list_all_cpses()
    members = list_exercise_cpses(exercise)
    districts = len(list_exercise_districts(exercise))
    proposed = {}
    if request.args.get("capacities") == "formula":
        proposed = propose_capacities([member.cpse for member in members], districts, exercise.financial_year)
    form = cpses_form(cpses, members, proposed)
    if not form.is_submitted():
        form.version.data = exercise.version
    elif form.validate():
        with telling_refusals(form):
            change_cpses(exercise=exercise, version=form.version.data, choices=read_choices(form, cpses))
            return _saved(exercise)
    chosen = read_choices(form, cpses) if not form.errors else {}
    return render_template(
        "mapping/edit_cpses.html",
        exercise=exercise,
        form=form,
        cpses=cpses,
        known=find_free_money([cpse.id for cpse in cpses], exercise.financial_year, today()),
        tell_money=tell_money,
        districts=districts,
        room=sum(choice.capacity for choice in chosen.values()),
        members={member.cpse_id for member in members},
        steps=exercise_steps(exercise, "scope", last_run=find_last_run(exercise)),
        trail=exercise_trail(exercise),
    ), 422 if form.is_submitted() else 200
