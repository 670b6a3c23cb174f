"""Pages that write practices: a new one, all of one, the next step."""

from operator import itemgetter
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.errors import NotAllowed
from csrmatch.i18n import _, name_of
from csrmatch.indicators.choices import theme_options
from csrmatch.places.queries import list_all_states, list_districts
from csrmatch.practices import access, services
from csrmatch.practices.forms import NewPracticeForm, PracticeForm, PracticeStepForm, form_data, read_text
from csrmatch.practices.models import Practice
from csrmatch.practices.queries import list_all_cpses
from csrmatch.practices.rules import PracticeStatus, next_practice_steps
from csrmatch.practices.services.texts import text_of
from csrmatch.practices.views.pages import PRACTICE, blueprint, practice_to_change, practice_trail
from csrmatch.practices.wording import EVIDENCE, PRACTICE_STATUSES, STEP_WORDS
from csrmatch.registry.forms.fields import options
from csrmatch.roles import Permission
from csrmatch.web.guards import requires
from csrmatch.web.refusals import telling_refusals

__all__: list[str] = []


@blueprint.route("/practices/new", methods=["GET", "POST"])
@requires(Permission.EDIT_PRACTICES)
def new_practice() -> ResponseReturnValue:
    """Writes a practice down as a draft of the person's office."""
    if not access.can_write_practices(current_user):
        raise NotAllowed
    form = NewPracticeForm()
    form.themes.choices = options(theme_options())
    if form.validate_on_submit():
        with telling_refusals(form):
            practice = services.add_practice(by=current_user, text=read_text(form, {}))
            flash(_("The practice is a draft of your office. Add what is known, then offer it."), "good")
            return redirect(url_for("practices.show_practice", practice_id=practice.id))
    page = render_template("practices/new_practice.html", form=form, trail=practice_trail())
    return page, 422 if form.is_submitted() else 200


@blueprint.route(PRACTICE + "/edit", methods=["GET", "POST"])
@requires(Permission.EDIT_PRACTICES)
def edit_practice(practice_id: int) -> ResponseReturnValue:
    """Changes all that is said of a practice; what one of the library said before is kept."""
    practice = practice_to_change(practice_id, access.can_edit_practice)
    form = PracticeForm(data={**form_data(text_of(practice)), "version": practice.version})
    states = _fill_choices(form)
    if form.validate_on_submit():
        with telling_refusals(form):
            services.change_practice(
                practice=practice, by=current_user, version=form.version.data, text=read_text(form, states)
            )
            return _saved(practice, _("Saved."))
    return _page("edit_practice", practice, form)


def _fill_choices(form: Any) -> dict[int, int]:
    """What can be chosen; gives the state of each district, by LGD codes."""
    form.themes.choices = options(theme_options())
    whole = [
        (f"s{row.lgd}", _("%(state)s, the whole state", state=name_of(row))) for row in list_all_states()
    ]
    districts = list_districts()
    single = [(f"d{row.lgd}", f"{name_of(row)}, {name_of(row.state)}") for row in districts]
    form.places.choices = options(sorted([*whole, *single], key=itemgetter(1)))
    companies = [(row.code, f"{row.code}: {name_of(row)}") for row in list_all_cpses()]
    form.cpse.choices = options([("", _("none, or not known")), *companies])
    words = ((code.value, words) for code, (words, _kind) in EVIDENCE.items())
    form.evidence.choices = options([("", _("not known")), *words])
    return {row.lgd: row.state.lgd for row in districts}


def _saved(practice: Practice, text: str) -> ResponseReturnValue:
    flash(text, "good")
    return redirect(url_for("practices.show_practice", practice_id=practice.id))


def _page(name: str, practice: Practice, form: Any, **given: object) -> ResponseReturnValue:
    page = render_template(
        f"practices/{name}.html", practice=practice, form=form, trail=practice_trail(practice), **given
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.route(PRACTICE + "/step", methods=["GET", "POST"])
@requires(Permission.EDIT_PRACTICES)
def step_practice(practice_id: int) -> ResponseReturnValue:
    """Offers a practice, decides on an offer, retires one, with the reason."""
    practice = practice_to_change(practice_id, access.can_step_practice)
    form = PracticeStepForm(version=practice.version)
    steps = next_practice_steps(
        practice.status,
        is_of_office=access.is_of_office(current_user, practice),
        is_keeper=access.is_keeper(current_user),
        was_in_library=practice.was_in_library,
    )
    form.status.choices = options((step.value, STEP_WORDS[practice.status, step]) for step in steps)
    if form.validate_on_submit():
        with telling_refusals(form):
            services.step_practice(
                practice=practice,
                by=current_user,
                version=form.version.data,
                status=PracticeStatus(form.status.data),
                reason=form.reason.data or "",
            )
            return _saved(practice, _("The step is recorded."))
    return _page("step_practice", practice, form, statuses=PRACTICE_STATUSES)
