"""Pages that bring an exercise into the room: making it, choosing one, laying its pairs, letting it go."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.db import today
from csrmatch.errors import Missing
from csrmatch.i18n import _, format_ist, name_of
from csrmatch.mapping.models import AnalysisKind, Exercise, MappingRun, RunOutcome
from csrmatch.mapping.queries import get_exercise, get_run, list_analyses, list_runs
from csrmatch.registry.forms.fields import options
from csrmatch.registry.rules.years import shift_year, year_of
from csrmatch.roles import Permission
from csrmatch.web.guards import requires
from csrmatch.web.panels import register_panel
from csrmatch.web.refusals import telling_refusals
from csrmatch.workshops.forms import room as forms
from csrmatch.workshops.models import Workshop
from csrmatch.workshops.queries import room as reads
from csrmatch.workshops.queries.workshops import list_days
from csrmatch.workshops.services import room as verbs
from csrmatch.workshops.views.pages import WORKSHOP, blueprint
from csrmatch.workshops.views.room_pages import room_trail, workshop_to_bring_to
from csrmatch.workshops.wording.room import ANSWERS_OF_RUNS, PROPOSAL_NOTE
from csrmatch.workshops.wording.workshops import tell_place, tell_series, tell_when

__all__ = ["draw_holder"]

_RUNS = 5
_KINDS = {"fairest": AnalysisKind.FAIREST, "stable": AnalysisKind.STABLE}


def _to_room(workshop: Workshop, text: str) -> ResponseReturnValue:
    flash(text, "good")
    return redirect(url_for("workshops.show_room", workshop_id=workshop.id))


def _page(name: str, workshop: Workshop, form: object, **given: object) -> ResponseReturnValue:
    trail = room_trail(workshop)
    given |= {"proposal_note": PROPOSAL_NOTE, "trail": trail}
    page = render_template(f"workshops/{name}.html", workshop=workshop, form=form, **given)
    return page, 422 if form.is_submitted() else 200  # type: ignore[attr-defined]


@blueprint.route(WORKSHOP + "/mapping/hold", methods=["GET", "POST"])
@requires(Permission.EDIT_EXERCISES)
def hold_exercise(workshop_id: int) -> ResponseReturnValue:
    """Brings an exercise that is there into the room."""
    workshop = workshop_to_bring_to(workshop_id)
    form = forms.HoldForm()
    form.exercise.choices = options(
        [
            ("", _("Choose an exercise")),
            *((str(row.id), _title(row)) for row in reads.list_free_exercises(current_user)),
        ]
    )
    if form.validate_on_submit():
        with telling_refusals(form):
            exercise = get_exercise(current_user, int(form.exercise.data), for_change=True)
            verbs.hold_exercise(workshop=workshop, exercise=exercise, by=current_user)
            return _to_room(workshop, _("The workshop holds the exercise."))
    return _page("hold_exercise", workshop, form)


def _title(exercise: Exercise) -> str:
    return f"{name_of(exercise, 'title')} ({exercise.financial_year})"


@blueprint.route(WORKSHOP + "/mapping/new", methods=["GET", "POST"])
@requires(Permission.EDIT_EXERCISES)
def new_room_exercise(workshop_id: int) -> ResponseReturnValue:
    """Makes the exercise of the workshop from its districts or its state."""
    workshop = workshop_to_bring_to(workshop_id)
    this = year_of(today())
    years = [shift_year(this, number) for number in (-1, 0, 1, 2)]
    form = forms.RoomExerciseForm(financial_year=this, **_proposed_titles(workshop))
    form.financial_year.choices = options((year, year) for year in years)
    if form.validate_on_submit():
        with telling_refusals(form):
            verbs.make_exercise(
                workshop=workshop,
                by=current_user,
                title_en=form.title_en.data,
                title_hi=form.title_hi.data or None,
                financial_year=form.financial_year.data,
            )
            return _to_room(workshop, _("The exercise is made, and the workshop holds it."))
    return _page("new_room_exercise", workshop, form)


def _proposed_titles(workshop: Workshop) -> dict[str, str]:
    """What the exercise may be called: as the workshop is, in each of its languages."""
    found = {"title_en": workshop.title_en, "title_hi": workshop.title_hi}
    return {name: text[:160] for name, text in found.items() if text}


@blueprint.route(WORKSHOP + "/mapping/release", methods=["GET", "POST"])
@requires(Permission.EDIT_EXERCISES)
def release_exercise(workshop_id: int) -> ResponseReturnValue:
    """Lets the exercise go; what was said in the room stays."""
    workshop = workshop_to_bring_to(workshop_id)
    held = reads.find_held(workshop)
    if held is None:
        raise Missing
    form = forms.RoomReasonForm(version=held.version)
    if form.validate_on_submit():
        with telling_refusals(form):
            verbs.release_exercise(
                workshop=workshop,
                by=current_user,
                version=form.version.data,
                reason=form.reason.data or "",
            )
            return _to_room(workshop, _("The exercise is released. What was said stays on record."))
    return _page("release_exercise", workshop, form, held=held)


@blueprint.route(WORKSHOP + "/mapping/lay", methods=["GET", "POST"])
@requires(Permission.EDIT_EXERCISES)
def lay_room_pairs(workshop_id: int) -> ResponseReturnValue:
    """Lays the pairs of a run before the room, where everyone who sees the workshop sees them."""
    workshop = workshop_to_bring_to(workshop_id)
    held = reads.find_held(workshop)
    if held is None:
        raise Missing
    plans = _plans(held.exercise)
    form = forms.LayForm(plan=next(iter(plans), ""))
    form.plan.choices = options(plans.items())
    if form.validate_on_submit():
        with telling_refusals(form):
            number, answer = form.plan.data.split(":")
            run = get_run(held.exercise, int(number))
            count = verbs.lay_pairs(workshop=workshop, run=run, answer=answer, by=current_user)
            return _to_room(workshop, _("New pairs before the room: %(count)s.", count=count))
    return _page("lay_room_pairs", workshop, form, held=held, plans=plans)


def _plans(exercise: Exercise) -> dict[str, str]:
    """The plans of the newest runs: number of the run and which of its answers, with their words."""
    solved = [run for run in list_runs(exercise) if run.outcome is RunOutcome.SOLVED]
    return {
        f"{run.number}:{answer}": _plan_words(run, answer) for run in solved[:_RUNS] for answer in _of(run)
    }


def _of(run: MappingRun) -> list[str]:
    found = list_analyses(run)
    others = [name for name, kind in _KINDS.items() if kind in found and found[kind].summary.get("available")]
    return ["total", *others]


def _plan_words(run: MappingRun, answer: str) -> str:
    words = _("Run %(number)s", number=run.number)
    return f"{words}, {ANSWERS_OF_RUNS[answer]} · {format_ist(run.created_at)}"


def draw_holder(exercise: Exercise) -> str | None:
    """On the page of an exercise: at which workshop it is held now."""
    held = reads.find_holder(exercise)
    if held is None:
        return None
    workshop = held.workshop
    days = [day.held_on for day in list_days(workshop)]
    return render_template(
        "workshops/_held.html",
        workshop=workshop,
        title=tell_series(workshop) or name_of(workshop, "title"),
        place=tell_place(workshop),
        when=tell_when(workshop, days),
    )


register_panel("exercise.held", "workshop", draw_holder)
