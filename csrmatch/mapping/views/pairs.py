"""The page of one pair in a run: why, what overruling costs and who would pay, and pin or ban from there."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.db import today
from csrmatch.errors import Missing
from csrmatch.i18n import _, name_of
from csrmatch.mapping.arranging import find_nearest, find_swaps
from csrmatch.mapping.forms.exercises import RuleForm, RunForm
from csrmatch.mapping.forms.matrix import SwapForm
from csrmatch.mapping.models import MappingRule
from csrmatch.mapping.queries import find_last_run, get_exercise, get_run, list_rules, load_result
from csrmatch.mapping.results import Pair, Result
from csrmatch.mapping.views.pages import blueprint, exercise_steps, exercise_trail
from csrmatch.mapping.views.runs import RUN
from csrmatch.roles import Permission
from csrmatch.web.guards import requires

__all__ = ["headline"]


@blueprint.get(RUN + "/pairs/<int(max=2147483647):lgd>/<code>")
@requires(Permission.VIEW_EXERCISES)
def show_pair(exercise_id: int, number: int, lgd: int, code: str) -> ResponseReturnValue:
    """Explains one pair of a run; scripts ask for the panel alone, which then stands beside the matrix."""
    exercise = get_exercise(current_user, exercise_id)
    run = get_run(exercise, number)
    result = load_result(run)
    pair = result.pair(str(lgd), code)
    if pair is None:
        raise Missing
    day = today()
    rules = [rule for rule in list_rules(exercise, lifted=False) if rule.is_in_force(day)]
    last = find_last_run(exercise)
    facts = {
        "exercise": exercise,
        "run": run,
        "pair": pair,
        "district": next(row for row in result.given.districts if row.lgd == pair.lgd),
        "cpse": next(row for row in result.given.cpses if row.code == code),
        "names": {row.lgd: name_of(row) for row in result.given.districts},
        "headline": headline(result, pair),
        "here": _find_rule(rules, lgd, code),
        "pin": next((rule for rule in rules if rule.kind == "pin" and _pair_of(rule)[0] == lgd), None),
        "has_new_rules": any(rule.created_at > run.created_at for rule in rules),
        "rule_forms": {kind: RuleForm(formdata=None) for kind in ("pin", "ban")},
        "form": RunForm(formdata=None),
        "nearest": find_nearest(result, pair.lgd, code),
        "swaps": find_swaps(result, pair.lgd, code),
        "swap_form": SwapForm(formdata=None),
        "matrix_url": url_for("mapping.show_matrix", exercise_id=exercise.id, number=run.number),
    }
    if request.headers.get("X-Part"):
        return render_template("mapping/_pair.html", in_panel=True, **facts)
    return render_template(
        "mapping/show_pair.html",
        in_panel=False,
        steps=exercise_steps(exercise, "answers", last_run=last),
        trail=exercise_trail(exercise, run),
        **facts,
    )


def _find_rule(rules: list[MappingRule], lgd: int, code: str) -> MappingRule | None:
    return next((rule for rule in rules if _pair_of(rule) == (lgd, code)), None)


def _pair_of(rule: MappingRule) -> tuple[int, str] | tuple[None, None]:
    return (None, None) if rule.pair is None else (rule.pair[0].lgd, rule.pair[1].code)


def headline(result: Result, pair: Pair) -> str:
    """The sentence that answers "why" for a pair."""
    district = name_of(next(row for row in result.given.districts if row.lgd == pair.lgd))
    facts = {"cpse": pair.cpse, "district": district, "fit": f"{pair.fit:.2f}", "lead": pair.lead}
    if pair.is_proposed:
        return _headline_of_lead(pair, facts)
    if pair.cost is None:
        return _("No plan that keeps the other rules can give %(district)s to %(cpse)s.", **facts)
    facts["cost"] = f"{pair.cost:.2f}"
    if pair.pinned_to:
        return _(
            "%(district)s is pinned to %(lead)s. Led by %(cpse)s instead, the whole plan would change by "
            "%(gain)s.",
            gain=f"{-pair.cost:+.2f}",
            **facts,
        )
    if pair.cost < 0.000_000_5:
        return _(
            "%(cpse)s could lead %(district)s at no loss to the whole plan; %(lead)s is proposed by the "
            "stated order of ties.",
            **facts,
        )
    if pair.fit > pair.lead_fit:
        return _(
            "%(cpse)s would fit %(district)s better than %(lead)s, but it is needed more elsewhere: the "
            "whole plan would lose %(cost)s.",
            **facts,
        )
    return _(
        "%(cpse)s fits %(district)s less well than %(lead)s: the whole plan would lose %(cost)s.", **facts
    )


def _headline_of_lead(pair: Pair, facts: dict[str, str]) -> str:
    if pair.is_pinned:
        return _("%(cpse)s is proposed to lead %(district)s, because a rule pins it.", **facts)
    second = pair.runner_up
    if second is None:
        return _("%(cpse)s is proposed to lead %(district)s; no other CPSE may.", **facts)
    facts = {**facts, "second": second.cpse, "margin": f"{abs(second.margin):.2f}"}
    if second.margin < 0:
        return _(
            "%(cpse)s is proposed to lead %(district)s with a fit of %(fit)s. %(second)s would fit better by "
            "%(margin)s, but is needed more elsewhere.",
            **facts,
        )
    return _(
        "%(cpse)s is proposed to lead %(district)s with a fit of %(fit)s, %(margin)s ahead of %(second)s.",
        **facts,
    )
