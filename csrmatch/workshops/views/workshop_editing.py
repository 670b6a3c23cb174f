"""Pages that plan a workshop and change what it is, who holds it, and who helps."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.accounts.models import Organisation
from csrmatch.db import today
from csrmatch.i18n import _
from csrmatch.indicators.choices import theme_options
from csrmatch.places.choices import district_options, state_options
from csrmatch.places.queries import list_all_states, list_districts
from csrmatch.registry.forms.fields import options
from csrmatch.roles import Permission
from csrmatch.web.guards import requires
from csrmatch.web.refusals import telling_refusals
from csrmatch.workshops.forms import workshops as forms
from csrmatch.workshops.models import Workshop
from csrmatch.workshops.queries import workshops as reads
from csrmatch.workshops.services import workshops as verbs
from csrmatch.workshops.services.workshops import WorkshopText
from csrmatch.workshops.views import choices
from csrmatch.workshops.views.pages import WORKSHOP, blueprint, workshop_to_edit, workshop_trail

__all__: list[str] = []


def _fill_described(form: Any) -> None:
    form.series.choices = options([("", _("in no series")), *choices.series_options()])
    form.state.choices = options([("", _("not known")), *state_options(with_all=True)])
    form.themes.choices = options(theme_options())
    form.districts.choices = options(district_options())


def _fill_organisers(form: Any) -> None:
    offices = choices.office_options()
    for field in forms.organisers_of(form):
        field.choices = options([("", _("nobody")), *offices])


def _read_organisers(form: Any) -> list[Organisation]:
    offices = {str(row.id): row for row in reads.list_organising_offices()}
    return [offices[field.data] for field in forms.organisers_of(form) if field.data]


def _text(form: Any, year: int) -> WorkshopText:
    """What was typed; a new series is made where one is named."""
    series = next((row for row in reads.list_series() if str(row.id) == form.series.data), None)
    if form.series_en.data:
        series = verbs.ensure_series(form.series_en.data, form.series_hi.data or None)
    districts = {str(row.lgd): row for row in list_districts()}
    names = ("title", "objective", "city", "venue")
    return WorkshopText(
        year=year,
        series=series,
        ordinal=form.ordinal.data,
        state=next((row for row in list_all_states() if str(row.lgd) == form.state.data), None),
        participants_told=form.participants_told.data if "participants_told" in form else None,
        is_about=form.is_about.data if "is_about" in form else False,
        themes=tuple(form.themes.data or ()),
        districts=tuple(districts[lgd] for lgd in form.districts.data or ()),
        **{f"{name}_{code}": form[f"{name}_{code}"].data or None for name in names for code in ("en", "hi")},
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.EDIT_WORKSHOPS)
def new_workshop() -> ResponseReturnValue:
    """Plans a workshop; its agenda comes afterwards."""
    own = str(current_user.organisation_id)
    form = forms.NewWorkshopForm(year=today().year, organiser_1=own)
    _fill_described(form)
    _fill_organisers(form)
    if form.validate_on_submit():
        with telling_refusals(form):
            starts_on = form.starts_on.data
            workshop = verbs.create_workshop(
                by=current_user,
                text=_text(form, starts_on.year if starts_on else form.year.data),
                organisers=_read_organisers(form),
                starts_on=starts_on,
                days=form.days.data,
            )
            flash(_("The workshop is planned. Only its organisers see it until it is announced."), "good")
            return redirect(url_for("workshops.show_workshop", workshop_id=workshop.id))
    last = reads.find_last_workshop(current_user)
    page = render_template("workshops/new_workshop.html", form=form, last=last, trail=workshop_trail())
    return page, 422 if form.is_submitted() else 200


def _saved(workshop: Workshop, text: str) -> ResponseReturnValue:
    flash(text, "good")
    return redirect(url_for("workshops.show_workshop", workshop_id=workshop.id))


def _page(name: str, workshop: Workshop, form: Any, **given: object) -> ResponseReturnValue:
    trail = workshop_trail(workshop)
    page = render_template(f"workshops/{name}.html", workshop=workshop, form=form, trail=trail, **given)
    return page, 422 if form.is_submitted() else 200


@blueprint.route(WORKSHOP + "/edit", methods=["GET", "POST"])
@requires(Permission.EDIT_WORKSHOPS)
def edit_workshop(workshop_id: int) -> ResponseReturnValue:
    """Changes what the workshop is."""
    workshop = workshop_to_edit(workshop_id)
    form = forms.WorkshopForm(data=_stored(workshop))
    _fill_described(form)
    if form.validate_on_submit():
        with telling_refusals(form):
            text = _text(form, form.year.data)
            verbs.change_workshop(workshop=workshop, by=current_user, version=form.version.data, text=text)
            return _saved(workshop, _("Saved."))
    return _page("edit_workshop", workshop, form)


def _stored(workshop: Workshop) -> dict[str, object]:
    text = verbs.workshop_text_of(workshop)
    plain = {name: value for name, value in vars(text).items() if name not in {"series", "state"}}
    return {
        **plain,
        "version": workshop.version,
        "series": str(text.series.id) if text.series else "",
        "state": str(text.state.lgd) if text.state else "",
        "themes": list(text.themes),
        "districts": [str(row.lgd) for row in text.districts],
    }


@blueprint.route(WORKSHOP + "/organisers", methods=["GET", "POST"])
@requires(Permission.EDIT_WORKSHOPS)
def edit_organisers(workshop_id: int) -> ResponseReturnValue:
    """Says which offices hold the workshop, in their order."""
    workshop = workshop_to_edit(workshop_id)
    stored = {
        f"organiser_{place}": str(item.organisation_id) for place, item in enumerate(workshop.organisers, 1)
    }
    form = forms.OrganisersForm(data={"version": workshop.version, **stored})
    _fill_organisers(form)
    if form.validate_on_submit():
        with telling_refusals(form):
            verbs.set_organisers(
                workshop=workshop,
                by=current_user,
                version=form.version.data,
                organisers=_read_organisers(form),
            )
            return _saved(workshop, _("Saved."))
    return _page("edit_organisers", workshop, form)
