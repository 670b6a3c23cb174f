"""Pages by which offices keep CPSEs: a new one, its facts, and its places of work."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.errors import Missing
from csrmatch.i18n import _, name_of
from csrmatch.places.models import District, State
from csrmatch.places.queries import list_all_states, list_districts
from csrmatch.registry.access import can_edit_cpse, can_set_identity
from csrmatch.registry.forms.cpses import (
    CpseForm,
    IdentityForm,
    NewCpseForm,
    NewPlaceForm,
    PlaceForm,
    RetireForm,
)
from csrmatch.registry.forms.fields import options
from csrmatch.registry.models import Cpse, CpsePlace
from csrmatch.registry.queries import get_cpse, get_place
from csrmatch.registry.queries.answers import list_ministries
from csrmatch.registry.queries.needs import list_partner_cpses
from csrmatch.registry.services.cpses import (
    PlaceFacts,
    add_cpse,
    add_place,
    change_cpse,
    change_place,
    retire_place,
)
from csrmatch.registry.views.choices import ministry_options
from csrmatch.registry.views.pages import blueprint
from csrmatch.roles import Permission
from csrmatch.web.guards import requires
from csrmatch.web.refusals import telling_refusals

__all__ = ["edit_cpse"]

_CPSE = "/cpses/<code>"
_PLACE = _CPSE + "/places/<int(max=2147483647):place_id>"
_Places = tuple[dict[str, State], dict[str, District]]


def _cpse_for_change(code: str) -> Cpse:
    """The CPSE, if the person may keep its page: to anybody else it is missing."""
    cpse = get_cpse(code)
    if not can_edit_cpse(current_user, cpse):
        raise Missing
    return cpse


def _saved(cpse: Cpse) -> ResponseReturnValue:
    flash(_("Saved."), "good")
    return redirect(url_for("registry.show_cpse", code=cpse.code))


@blueprint.route("/cpses/new", methods=["GET", "POST"])
@requires(Permission.ADD_CPSES)
def new_cpse() -> ResponseReturnValue:
    """Adds a company that is not listed yet, with the organisation for its people."""
    form = NewCpseForm()
    holders = {row.code: row for row in sorted(list_partner_cpses(), key=name_of)}
    form.offer(ministry_options(), [(code, name_of(row)) for code, row in holders.items()])
    if form.validate_on_submit():
        with telling_refusals(form):
            values, chosen = form.values(), form.chosen_ministry
            if chosen is not None:
                values |= {"ministry_en": chosen, "ministry_hi": dict(list_ministries())[chosen]}
            parent = holders.get(form.parent.data)
            cpse = add_cpse(by=current_user, code=form.code.data, parent=parent, values=values)
            flash(_("The company is listed. Invite its nodal officer, and add where it works."), "good")
            return redirect(url_for("registry.show_cpse", code=cpse.code))
    return render_template("registry/new_cpse.html", form=form), 422 if form.is_submitted() else 200


@blueprint.route(_CPSE + "/edit", methods=["GET", "POST"])
@requires(Permission.EDIT_CPSES)
def edit_cpse(code: str) -> ResponseReturnValue:
    """Changes website and headquarters, and for DPE also name, ministry, sector and status."""
    cpse = _cpse_for_change(code)
    kind = IdentityForm if can_set_identity(current_user) else CpseForm
    form = kind(obj=cpse)
    if form.validate_on_submit():
        change_cpse(cpse=cpse, by=current_user, version=form.version.data, values=form.values())
        return _saved(cpse)
    return render_template(
        "registry/edit_cpse.html", cpse=cpse, form=form
    ), 422 if form.is_submitted() else 200


def _offer_places(form: NewPlaceForm | PlaceForm) -> _Places:
    """Gives the form its states and districts, and gives them back by what the form calls them."""
    districts = list_districts()
    states = sorted(list_all_states(), key=name_of)
    form.state.choices = options([(str(state.lgd), name_of(state)) for state in states])
    names = [(str(row.lgd), f"{name_of(row)} · {name_of(row.state)}") for row in districts]
    form.district.choices = options([("", _("none of the 112")), *names])
    return {str(row.lgd): row for row in states}, {str(row.lgd): row for row in districts}


def _facts(form: NewPlaceForm | PlaceForm, places: _Places) -> PlaceFacts:
    states, districts = places
    return PlaceFacts(
        name=form.name.data,
        kind=form.kind.data,
        latitude=form.latitude.data,
        longitude=form.longitude.data,
        state=states[form.state.data],
        district=districts.get(form.district.data),
    )


@blueprint.route(_CPSE + "/places/new", methods=["GET", "POST"])
@requires(Permission.EDIT_CPSES)
def new_place(code: str) -> ResponseReturnValue:
    """Adds a place of work."""
    cpse = _cpse_for_change(code)
    form = NewPlaceForm()
    places = _offer_places(form)
    if form.validate_on_submit():
        with telling_refusals(form):
            add_place(cpse=cpse, by=current_user, facts=_facts(form, places))
            return _saved(cpse)
    return render_template(
        "registry/new_place.html", cpse=cpse, form=form
    ), 422 if form.is_submitted() else 200


@blueprint.route(_PLACE + "/edit", methods=["GET", "POST"])
@requires(Permission.EDIT_CPSES)
def edit_place(code: str, place_id: int) -> ResponseReturnValue:
    """Puts a place of work right."""
    cpse, place = _place_for_change(code, place_id)
    form = PlaceForm(obj=place)
    places = _offer_places(form)
    if not form.is_submitted():
        form.state.data = str(place.state.lgd) if place.state else ""
        form.district.data = str(place.district.lgd) if place.district else ""
    elif form.validate():
        with telling_refusals(form):
            version = form.version.data
            change_place(place=place, by=current_user, version=version, facts=_facts(form, places))
            return _saved(cpse)
    return render_template(
        "registry/edit_place.html",
        cpse=cpse,
        place=place,
        form=form,
        retire_form=RetireForm(formdata=None, version=place.version),
    ), 422 if form.is_submitted() else 200


@blueprint.post(_PLACE + "/retire")
@requires(Permission.EDIT_CPSES)
def retire_place_of_work(code: str, place_id: int) -> ResponseReturnValue:
    """Counts a place no more; the record stays."""
    cpse, place = _place_for_change(code, place_id)
    form = RetireForm()
    if form.validate_on_submit():
        retire_place(place=place, version=form.version.data, reason=form.reason.data)
        flash(_("The place counts no more. The record of it stays."), "good")
        return redirect(url_for("registry.show_cpse", code=cpse.code))
    for errors in form.errors.values():
        flash(str(errors[0]), "bad")
    return redirect(url_for("registry.edit_place", code=cpse.code, place_id=place.id))


def _place_for_change(code: str, place_id: int) -> tuple[Cpse, CpsePlace]:
    cpse = _cpse_for_change(code)
    return cpse, get_place(cpse, place_id, for_change=request.method == "POST")
