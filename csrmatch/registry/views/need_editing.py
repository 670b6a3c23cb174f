"""Pages that change a need, one for each of its parts, and the one that takes its next step."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.errors import NotAllowed
from csrmatch.i18n import _, format_day, format_number, name_of
from csrmatch.indicators.choices import theme_options
from csrmatch.indicators.models import ReportedFigure
from csrmatch.indicators.queries import Reading, list_readings
from csrmatch.indicators.queries.reported import find_reported_version, list_reported_in
from csrmatch.reference import read_schemes
from csrmatch.registry import access
from csrmatch.registry.forms import needs as forms
from csrmatch.registry.forms.fields import options
from csrmatch.registry.forms.projects import people_form, read_heads
from csrmatch.registry.models import Need
from csrmatch.registry.queries import needs as reads
from csrmatch.registry.rules.needs import NeedStatus, Urgency, next_need_steps
from csrmatch.registry.services import needs as verbs
from csrmatch.registry.services.need_texts import NeedText, need_columns, need_text_of
from csrmatch.registry.views.needs import NEED, need_trail
from csrmatch.registry.views.pages import blueprint
from csrmatch.registry.wording.needs import NEED_ACTS, NEED_STATUSES
from csrmatch.roles import Permission
from csrmatch.web.guards import requires
from csrmatch.web.refusals import telling_refusals

__all__ = ["need_to_change"]

# Begins the code of a figure that an office told.
_TOLD = "told-"
_SPARE_ROWS = 3


def need_to_change(need_id: int, allowed: Callable[..., bool]) -> Need:
    """A need the person may change: one they may not see is missing, one they may only read refused."""
    need = reads.get_need(current_user, need_id, for_change=request.method == "POST")
    if not allowed(current_user, need):
        raise NotAllowed
    return need


def _saved(need: Need) -> ResponseReturnValue:
    flash(_("Saved."), "good")
    return redirect(url_for("registry.show_need", need_id=need.id))


def _page(name: str, need: Need, form: object, **given: object) -> ResponseReturnValue:
    page = render_template(f"registry/{name}.html", need=need, form=form, trail=need_trail(need), **given)
    return page, 422 if form.is_submitted() else 200  # type: ignore[attr-defined]


@blueprint.route(NEED + "/edit", methods=["GET", "POST"])
@requires(Permission.EDIT_NEEDS)
def edit_need(need_id: int) -> ResponseReturnValue:
    """Changes what is asked, how urgently, at what cost, and what a scheme covers of it."""
    need = need_to_change(need_id, access.can_edit_need)
    form = forms.NeedForm(data=_need_codes(need))
    form.theme.choices = options(theme_options())
    schemes = sorted(((row.code, name_of(row)) for row in read_schemes()), key=lambda row: row[1])
    form.scheme.choices = options([("", _("none known")), *schemes])
    if form.validate_on_submit():
        with telling_refusals(form):
            text = NeedText(
                theme_code=form.theme.data,
                title_en=form.title_en.data or None,
                title_hi=form.title_hi.data or None,
                block=form.block.data or None,
                asked=form.asked.data or None,
                urgency=Urgency(form.urgency.data),
                urgency_reason=form.urgency_reason.data or "",
                cost_inr=form.cost_inr.data,
                scheme_code=form.scheme.data or None,
                covered_inr=form.covered_inr.data,
                covered_percent=form.covered_percent.data,
            )
            verbs.change_need(need=need, by=current_user, version=form.version.data, text=text)
            return _saved(need)
    return _page("edit_need", need, form)


def _need_codes(need: Need) -> dict[str, object]:
    stored = need_columns(need_text_of(need))
    return {
        **stored,
        "version": need.version,
        "theme": need.theme_code,
        "scheme": need.scheme_code or "",
        "urgency": need.urgency.value,
    }


@blueprint.route(NEED + "/figure", methods=["GET", "POST"])
@requires(Permission.EDIT_NEEDS)
def edit_need_figure(need_id: int) -> ResponseReturnValue:
    """Takes the figure the need is to move from the district's readings."""
    need = need_to_change(need_id, access.can_edit_need)
    readings = {row.indicator.code: row for row in list_readings(need.district)}
    told = {f"{_TOLD}{row.latest.id}": row for row in list_reported_in(need.district)}
    # One that was taken stays to be chosen, also where its office has corrected it since.
    taken = need.reported_version
    stored = need.indicator.code if need.indicator else ""
    if taken is not None:
        stored = f"{_TOLD}{taken.id}"
        told.setdefault(stored, taken.figure)
    told = {key: row for key, row in told.items() if row.indicator.code in readings}
    form = forms.FigureForm(version=need.version, indicator=stored)
    # Those of the need's own theme first.
    ordered = sorted(readings.values(), key=lambda row: row.indicator.theme_code != need.theme_code)
    form.indicator.choices = options(
        [
            ("", _("not known")),
            *((key, _told_label(row, key)) for key, row in told.items()),
            *((row.indicator.code, _reading_label(row)) for row in ordered),
        ]
    )
    if form.validate_on_submit():
        with telling_refusals(form):
            chosen = form.indicator.data
            reported = None
            if chosen in told:
                reported = find_reported_version(need.district, int(chosen.removeprefix(_TOLD)))
                chosen = told[chosen].indicator.code
            verbs.change_need_figure(
                need=need,
                by=current_user,
                version=form.version.data,
                reading=readings.get(chosen),
                reported=reported,
            )
            return _saved(need)
    return _page("edit_need_figure", need, form)


def _told_label(figure: ReportedFigure, key: str) -> str:
    version = next(row for row in figure.versions if key == f"{_TOLD}{row.id}")
    name = name_of(figure.indicator, "short" if figure.indicator.short_en else "name")
    days = f"{format_day(figure.starts_on)} – {format_day(figure.ends_on)}"
    return f"{name}: {format_number(version.value, 1)} ({name_of(figure.organisation)}, {days})"


def _reading_label(reading: Reading) -> str:
    name = name_of(reading.indicator, "short" if reading.indicator.short_en else "name")
    if reading.value is None:
        return _("%(name)s: not known", name=name)
    return f"{name}: {format_number(reading.value, 1)}"


@blueprint.route(NEED + "/people", methods=["GET", "POST"])
@requires(Permission.EDIT_NEEDS)
def edit_need_people(need_id: int) -> ResponseReturnValue:
    """Changes whom the need is about."""
    need = need_to_change(need_id, access.can_edit_need)
    form = people_form({row.group: row.heads for row in need.groups}, need.version)
    if form.validate_on_submit():
        with telling_refusals(form):
            verbs.change_need_people(
                need=need, by=current_user, version=form.version.data, heads=read_heads(form)
            )
            return _saved(need)
    return _page("edit_need_people", need, form)


@blueprint.route(NEED + "/partners", methods=["GET", "POST"])
@requires(Permission.EDIT_NEEDS)
def edit_need_partners(need_id: int) -> ResponseReturnValue:
    """Changes which CPSEs pledged to take part, and with how much; asked for more rows it shows them."""
    need = need_to_change(need_id, access.can_edit_need_partners)
    wants_more = request.method == "POST" and "more" in request.form
    cpses = {row.code: row for row in reads.list_partner_cpses()}
    sent = sum(1 for name in request.form if name.startswith("pledged_"))
    form = forms.partners_form(
        [(code, f"{code}, {name_of(row)}") for code, row in cpses.items()],
        (sent or len(need.partners) + _SPARE_ROWS) + (_SPARE_ROWS if wants_more else 0),
        dict(sorted((row.cpse.code, row.pledged_inr) for row in need.partners)),
        need.version,
    )
    if not wants_more and form.validate_on_submit():
        with telling_refusals(form):
            pledges = {cpses[code]: amount for code, amount in forms.read_pledges(form).items()}
            verbs.change_need_partners(need=need, by=current_user, version=form.version.data, pledges=pledges)
            return _saved(need)
    page = _page("edit_need_partners", need, form)
    return page[0] if wants_more else page  # type: ignore[index, return-value]


@blueprint.route(NEED + "/step", methods=["GET", "POST"])
@requires(Permission.STEP_NEEDS)
def step_need(need_id: int) -> ResponseReturnValue:
    """Takes the need to its next state."""
    need = need_to_change(need_id, access.can_step_need)
    form = forms.NeedStepForm(version=need.version)
    steps = next_need_steps(need.status, current_user.role)
    form.status.choices = options((step.value, NEED_ACTS[step]) for step in steps)
    if form.validate_on_submit():
        with telling_refusals(form):
            verbs.step_need(
                need=need,
                by=current_user,
                version=form.version.data,
                status=NeedStatus(form.status.data),
                reason=form.reason.data or "",
            )
            return _saved(need)
    return _page("step_need", need, form, statuses=NEED_STATUSES)
