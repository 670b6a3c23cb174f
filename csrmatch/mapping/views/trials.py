"""The page that tries what follows without a rule or with more places, and the act that carries it out."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.db import today
from csrmatch.errors import Missing
from csrmatch.i18n import _, name_of
from csrmatch.mapping.forms.rules import RelaxForm, read_pairs
from csrmatch.mapping.models import Exercise
from csrmatch.mapping.queries import find_last_run, get_exercise, get_rule
from csrmatch.mapping.queries.trials import (
    Change,
    Footing,
    LastPlan,
    Step,
    Trial,
    find_last_plan,
    load_footing,
    try_change,
)
from csrmatch.mapping.services.relaxing import relax_rules as relax
from csrmatch.mapping.views.clashes import list_clashes, list_parts, more_texts
from csrmatch.mapping.views.exercises import EXERCISE
from csrmatch.mapping.views.pages import blueprint, exercise_steps, exercise_trail
from csrmatch.roles import Permission
from csrmatch.web.guards import requires
from csrmatch.web.refusals import telling_refusals

__all__: list[str] = []

_MOST_STEPS = 200


@dataclass(frozen=True)
class Lead:
    """A district in the plan that would follow, and what the last plan says of it."""

    lgd: str
    district: str
    cpse: str
    fit: float
    before: str | None
    fit_before: float | None

    @property
    def has_moved(self) -> bool:
        """Whether another CPSE led it in the last plan."""
        return self.before is not None and self.before != self.cpse


@blueprint.get(EXERCISE + "/rules/trial")
@requires(Permission.VIEW_EXERCISES)
def try_rules(exercise_id: int) -> ResponseReturnValue:
    """What would follow without these rules or with more places; nothing of it is stored."""
    exercise = get_exercise(current_user, exercise_id)
    change = _read_change(exercise)
    footing = load_footing(exercise, today())
    form = RelaxForm(
        formdata=None,
        version=exercise.version,
        rules=" ".join(f"{rule.id}:{rule.version}" for rule in footing.rules if rule.id in change.without),
        more=" ".join(more_texts(change)),
    )
    return _page(exercise, footing, change, form)


@blueprint.post(EXERCISE + "/rules/relax")
@requires(Permission.EDIT_EXERCISES)
def relax_rules(exercise_id: int) -> ResponseReturnValue:
    """Lifts the rules and adds the places that were tried, with a reason; then the exercise can be run."""
    exercise = get_exercise(current_user, exercise_id, for_change=True)
    form = RelaxForm()
    seen, more = read_pairs(form.rules.data), read_pairs(form.more.data)
    if seen is None or more is None or not all(number.isdecimal() for number in seen):
        raise Missing
    rules = [(get_rule(exercise, _number(number)), version) for number, version in seen.items()]
    if form.validate_on_submit():
        with telling_refusals(form):
            relax(
                exercise=exercise,
                by=current_user,
                version=form.version.data,
                rules=rules,
                more=more,
                reason=form.reason.data,
            )
            flash(_("It is done, and stands on record with its reason. Run the exercise again."), "good")
            return redirect(url_for("mapping.list_exercise_rules", exercise_id=exercise.id))
    change = Change(frozenset(rule.id for rule, _version in rules), more)
    page = _page(exercise, load_footing(exercise, today()), change, form)
    return page, 422


def _number(text: str) -> int:
    if len(text) > 9:
        raise Missing
    return int(text)


def _read_change(exercise: Exercise) -> Change:
    """What the address asks for; rules of other exercises are not found, and nonsense means nothing."""
    numbers = [number for number in request.args.getlist("without") if number.isdecimal()][:_MOST_STEPS]
    more = read_pairs(" ".join(request.args.getlist("more")[:_MOST_STEPS])) or {}
    return Change(frozenset(get_rule(exercise, _number(number)).id for number in numbers), more)


def _page(exercise: Exercise, footing: Footing, change: Change, form: RelaxForm) -> str:
    codes = {row.code for row in footing.given.cpses}
    held = {rule.id for rule in footing.rules}
    change = Change(
        change.without & held, {code: by for code, by in change.more.items() if code in codes and by}
    )
    trial = try_change(footing, change)
    last = find_last_plan(exercise)
    steps = [Step(rule) for rule in footing.rules if rule.id in change.without]
    steps += [Step(None, code, by) for code, by in sorted(change.more.items())]
    leads = _leads(trial, last)
    return render_template(
        "mapping/try_rules.html",
        exercise=exercise,
        change=change,
        tried=list_parts(exercise, footing, steps, Change()),
        trial=trial,
        leads=leads,
        moved=[lead for lead in leads if lead.has_moved],
        last=last,
        worst=min(leads, key=lambda lead: (lead.fit, int(lead.lgd)), default=None),
        clashes=list_clashes(exercise, footing, trial.conflicts, trial.given, change),
        form=form,
        steps=exercise_steps(exercise, "rules", last_run=find_last_run(exercise)),
        trail=[
            *exercise_trail(exercise),
            (_("Rules"), url_for("mapping.list_exercise_rules", exercise_id=exercise.id)),
        ],
    )


def _leads(trial: Trial, last: LastPlan | None) -> list[Lead]:
    """The plan that would follow, by state and name; fits of then are counted with the figures of now."""
    if trial.plan is None or trial.problem is None:
        return []
    problem, former = trial.problem, {} if last is None else last.leads
    rows = {row.lgd: row for row in trial.given.districts}
    leads = []
    for (lgd, code), fit in zip(trial.plan.pairs, trial.plan.scores.tolist(), strict=True):
        before = former.get(lgd)
        column = None if before is None else problem.column.get(before)
        leads.append(
            Lead(
                lgd=lgd,
                district=name_of(rows[lgd]),
                cpse=code,
                fit=float(fit),
                before=before,
                fit_before=None if column is None else float(problem.fit[problem.row[lgd], column]),
            )
        )
    return sorted(leads, key=lambda lead: (rows[lead.lgd].state, lead.district))
