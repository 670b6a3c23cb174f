"""The page that exchanges the leads of two districts of a run."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.errors import Missing
from csrmatch.i18n import _, name_of
from csrmatch.mapping.arranging import find_swaps
from csrmatch.mapping.forms.exercises import options
from csrmatch.mapping.forms.matrix import SwapForm
from csrmatch.mapping.models import Exercise
from csrmatch.mapping.queries import get_exercise, get_pair, get_run, load_result
from csrmatch.mapping.results import Pair
from csrmatch.mapping.services import swap_leads as swap
from csrmatch.mapping.views.pages import blueprint, exercise_trail
from csrmatch.mapping.views.plan import pair_url
from csrmatch.mapping.views.runs import RUN
from csrmatch.roles import Permission
from csrmatch.web.guards import requires
from csrmatch.web.refusals import telling_refusals

__all__: list[str] = []


@blueprint.route(RUN + "/pairs/<int(max=2147483647):lgd>/<code>/swap", methods=["GET", "POST"])
@requires(Permission.EDIT_EXERCISES)
def swap_leads(exercise_id: int, number: int, lgd: int, code: str) -> ResponseReturnValue:
    """Exchanges a district's lead with that of one which the CPSE leads; back to the pair afterwards."""
    exercise = get_exercise(current_user, exercise_id, for_change=request.method == "POST")
    run = get_run(exercise, number)
    result = load_result(run)
    pair = result.pair(str(lgd), code)
    if pair is None:
        raise Missing
    names = {row.lgd: name_of(row) for row in result.given.districts}
    swaps = find_swaps(result, pair.lgd, code)
    form = SwapForm()
    form.other.choices = options((found.lgd, names[found.lgd]) for found in swaps)
    here = pair_url(exercise, run, pair.lgd, code)
    if form.validate_on_submit():
        with telling_refusals(form):
            _swap(exercise, pair, form)
            flash(_("Two pins hold from the next run on: the leads are swapped."), "good")
            return redirect(here)
    return render_template(
        "mapping/swap_leads.html",
        exercise=exercise,
        run=run,
        pair=pair,
        district=next(row for row in result.given.districts if row.lgd == pair.lgd),
        names=names,
        swaps=swaps,
        swap_form=form,
        trail=[*exercise_trail(exercise, run), (f"{names[pair.lgd]} – {code}", here)],
    ), 422 if form.is_submitted() else 200


def _swap(exercise: Exercise, pair: Pair, form: SwapForm) -> None:
    swap(
        exercise=exercise,
        by=current_user,
        pairs=(
            get_pair(exercise, int(pair.lgd), pair.cpse),
            get_pair(exercise, int(form.other.data), pair.lead),
        ),
        reason=form.reason.data,
        expires_on=form.expires_on.data,
    )
