"""Pages of fund plans: who could give what to which need beyond the leads, and on which terms."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.errors import Missing
from csrmatch.i18n import _, name_of
from csrmatch.indicators.queries import list_themes
from csrmatch.mapping.forms.funding import FundForm
from csrmatch.mapping.models import Exercise, MappingRun, RunAnalysis, RunOutcome
from csrmatch.mapping.queries import find_last_run, get_exercise, get_run
from csrmatch.mapping.queries.funding import count_fundable, list_fund_plans, load_funding
from csrmatch.mapping.services.funding import fund_soon
from csrmatch.mapping.solving.funding import Funding, FundTerms
from csrmatch.mapping.views import fund_plan as drawing
from csrmatch.mapping.views.pages import blueprint, exercise_steps, exercise_trail
from csrmatch.mapping.views.runs import RUN
from csrmatch.reference import read_dpe_themes
from csrmatch.registry.forms.fields import options
from csrmatch.roles import Permission
from csrmatch.web.guards import requires
from csrmatch.web.refusals import telling_refusals
from csrmatch.web.tables import asks_for_file, send_rows, send_table

__all__ = ["new_funding", "show_funding"]

_LAKH = 10**5
# What is offered first: gifts worth a board's paper, few enough partners to sit at one table.
_TICKET = 10 * _LAKH
_PARTNERS = 3
_THEME_SHARE = 60
# From so many needs on the picture goes by theme unless the reader asks otherwise.
_MANY_NEEDS = 12


def _solved(exercise: Exercise, number: int) -> MappingRun:
    run = get_run(exercise, number)
    if run.outcome is not RunOutcome.SOLVED:
        raise Missing
    return run


@blueprint.get(RUN + "/funding")
@requires(Permission.VIEW_EXERCISES)
def show_funding(exercise_id: int, number: int) -> ResponseReturnValue:
    """The newest fund plan of a run, or the one asked for; or what is missing for one."""
    exercise = get_exercise(current_user, exercise_id)
    run = _solved(exercise, number)
    plans = list_fund_plans(run)
    common = {
        "exercise": exercise,
        "run": run,
        "plans": plans,
        "steps": exercise_steps(exercise, "answers", last_run=find_last_run(exercise)),
        "trail": exercise_trail(exercise, run),
    }
    if not plans:
        counted = count_fundable(run)
        return render_template("mapping/show_funding.html", counted=counted, **common)
    plan = _choose(plans)
    funding = load_funding(plan)
    themes = {row.code: name_of(row) for row in list_themes()}
    table = drawing.need_table(funding, themes)
    if asks_for_file():
        return _send(table, funding, f"{exercise.id}-{run.number}-{plan.variant}")
    by_theme = _is_by_theme(funding)
    names = drawing.name_ends(funding, themes, by_theme=by_theme)
    return render_template(
        "mapping/show_funding.html",
        plan=plan,
        funding=funding,
        table=table,
        themes=themes,
        by_theme=by_theme,
        names=names,
        sankey=drawing.draw_bands(funding, names, by_theme=by_theme) if funding.plan.gifts else None,
        finding=drawing.find_finding(funding) if funding.plan.gifts else None,
        matrix=drawing.lay_fund_matrix(funding),
        need_url=drawing.need_url,
        tell_origin=drawing.tell_origin,
        **common,
    )


def _choose(plans: list[RunAnalysis]) -> RunAnalysis:
    """The plan whose number the address names; the newest where it names none."""
    asked = request.args.get("plan")
    if not asked:
        return plans[0]
    found = next((plan for plan in plans if str(plan.variant) == asked), None)
    if found is None:
        raise Missing
    return found


def _send(table: object, funding: Funding, name: str) -> ResponseReturnValue:
    if request.args.get("table") == "cpses":
        return send_rows(drawing.CPSE_COLUMNS, funding.cpses, f"fund-cpses-{name}")
    return send_table(table, f"fund-needs-{name}")  # type: ignore[arg-type]


def _is_by_theme(funding: Funding) -> bool:
    chosen = request.args.get("by")
    if chosen in {"theme", "need"}:
        return chosen == "theme"
    return len({gift.need for gift in funding.plan.gifts}) > _MANY_NEEDS


@blueprint.route(RUN + "/funding/new", methods=["GET", "POST"])
@requires(Permission.EDIT_EXERCISES)
def new_funding(exercise_id: int, number: int) -> ResponseReturnValue:
    """Asks for a fund plan of a run; a worker works it out."""
    exercise = get_exercise(current_user, exercise_id)
    run = _solved(exercise, number)
    theme = next((row for row in read_dpe_themes() if row.year == exercise.financial_year), None)
    known = theme is not None and theme.status != "not_known"
    form = FundForm(
        minimum_ticket=_TICKET,
        most_partners=_PARTNERS,
        theme_share=_THEME_SHARE if known else None,
        themes=list(theme.themes) if theme is not None and known else [],
    )
    form.themes.choices = options((row.code, name_of(row)) for row in list_themes())
    if form.validate_on_submit():
        with telling_refusals(form):
            job = fund_soon(run=run, by=current_user, terms=_terms(form))
            flash(_("The fund plan is being worked out."), "good")
            return redirect(url_for("home.show_job", job_id=job.id))
    page = render_template(
        "mapping/new_funding.html",
        form=form,
        exercise=exercise,
        run=run,
        theme=theme if known else None,
        counted=count_fundable(run),
        trail=[*exercise_trail(exercise, run), (_("Fund plan"), _address(exercise, run))],
    )
    return page, 422 if form.is_submitted() else 200


def _address(exercise: Exercise, run: MappingRun) -> str:
    return url_for("mapping.show_funding", exercise_id=exercise.id, number=run.number)


def _terms(form: FundForm) -> FundTerms:
    """The share and the themes count together or not at all."""
    share, themes = form.theme_share.data or 0, tuple(sorted(form.themes.data or ()))
    return FundTerms(
        minimum_ticket_inr=form.minimum_ticket.data or 0,
        most_partners=form.most_partners.data,
        themes=themes if share else (),
        theme_share=share if themes else 0,
        own_themes=form.own_themes.data,
    )
