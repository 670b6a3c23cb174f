"""Pages that change the agenda: its days, a session, moving and removing what is in it."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any, TypeVar

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import BadRequest

from csrmatch.i18n import _, name_of
from csrmatch.roles import Permission
from csrmatch.web.guards import requires
from csrmatch.web.refusals import flashing_refusals, telling_refusals
from csrmatch.workshops.forms import agenda as forms
from csrmatch.workshops.models import Workshop, WorkshopDay, WorkshopSession
from csrmatch.workshops.queries import agenda as reads
from csrmatch.workshops.queries.workshops import list_days
from csrmatch.workshops.rules.agenda import SessionKind
from csrmatch.workshops.rules.agenda_slots import clock_of, slot_of
from csrmatch.workshops.rules.clashes import propose_session
from csrmatch.workshops.services import agenda as verbs
from csrmatch.workshops.services.agenda import SessionText
from csrmatch.workshops.views.pages import WORKSHOP, blueprint, workshop_to_edit, workshop_trail
from csrmatch.workshops.wording.agenda import tell_day

__all__ = ["SESSION", "agenda_url", "edit_page", "move_part", "remove_part"]

SESSION = WORKSHOP + "/sessions/<int(max=2147483647):session_id>"
_DAY = WORKSHOP + "/days/<int(max=99):number>"
_LONGEST_DATE = 20

# What a part of the agenda stands in.
_Whole = TypeVar("_Whole", WorkshopDay, WorkshopSession)


def agenda_url(workshop: Workshop, anchor: str | None = None, *, arrange: int | None = None) -> str:
    """The agenda, at one of its parts."""
    return url_for("workshops.show_agenda", workshop_id=workshop.id, _anchor=anchor, arrange=arrange)


def edit_page(
    name: str, workshop: Workshop, form: Any, *, status: int | None = None, **given: object
) -> ResponseReturnValue:
    """A page below the agenda with a form: as it is opened, or as it was sent with what is wrong."""
    trail = [*workshop_trail(workshop), (_("Agenda"), agenda_url(workshop))]
    page = render_template(f"workshops/{name}.html", workshop=workshop, form=form, trail=trail, **given)
    return page, status or (422 if form.is_submitted() else 200)


def remove_part(workshop: Workshop, drop: Callable[..., None], told: str) -> ResponseReturnValue:
    """Takes a part from the agenda by its verb."""
    form = forms.RemoveForm()
    if not form.validate_on_submit():
        raise BadRequest
    with flashing_refusals():
        drop(workshop=workshop, by=current_user, version=form.version.data)
        flash(told, "good")
    return redirect(agenda_url(workshop))


def move_part(
    workshop: Workshop,
    anchor: str,
    whole_of: Callable[[int], _Whole],
    move: Callable[..., None],
    tell: Callable[[_Whole], str],
) -> ResponseReturnValue:
    """Puts a part where the button says that was pressed, or where it was dropped, and tells where that is.

    Raises
    ------
    BadRequest
        For what no button of the agenda sends.
    """
    form = forms.MoveForm()
    number, _colon, index = str(form.to.data or "").partition(":")
    if not form.validate_on_submit() or not all(
        part.isascii() and part.isdecimal() and len(part) < 10 for part in (number, index)
    ):
        raise BadRequest
    whole = whole_of(int(number))
    with flashing_refusals():
        move(whole, workshop=workshop, by=current_user, version=form.version.data, index=int(index))
        flash(tell(whole), "good")
    return redirect(agenda_url(workshop, anchor, arrange=1))


@blueprint.route(WORKSHOP + "/days", methods=["GET", "POST"])
@requires(Permission.EDIT_WORKSHOPS)
def edit_days(workshop_id: int) -> ResponseReturnValue:
    """Gives the days their dates; another page adds a day or takes the last one away."""
    workshop = workshop_to_edit(workshop_id)
    days = list_days(workshop)
    stored = {f"day_{day.number}": day.held_on for day in days}
    kind, given = forms.make_days_form(len(days)), {"version": workshop.version, **stored}
    # Dates that were typed when a day was added or removed come back in the address.
    form = kind(data=given) if request.method == "POST" else kind(request.args, data=given)
    if form.validate_on_submit():
        with telling_refusals(form):
            dates = [form[f"day_{day.number}"].data for day in days]
            verbs.date_days(workshop=workshop, by=current_user, version=form.version.data, dates=dates)
            flash(_("Saved."), "good")
            return redirect(agenda_url(workshop))
    return edit_page(
        "edit_days",
        workshop,
        form,
        days=days,
        tell_day=tell_day,
        is_unsaved=not stored.keys().isdisjoint(request.args),
        keys=[forms.KeyForm(formdata=None).form_key.data for _button in range(2)],
    )


def _back_to_days(workshop: Workshop) -> ResponseReturnValue:
    """The page of the days again, with the dates that were typed there and are not saved."""
    typed: dict[str, Any] = {}
    for day in list_days(workshop):
        name, held_on = f"day_{day.number}", day.held_on.isoformat() if day.held_on else ""
        text = request.form.get(name)
        if text is None:
            text = _day_after(typed.get(f"day_{day.number - 1}")) or held_on
        if text != held_on:
            typed[name] = text[:_LONGEST_DATE]
    if typed:
        typed["version"] = request.form.get("version", "")
    return redirect(url_for("workshops.edit_days", workshop_id=workshop.id, **typed))


def _day_after(text: str | None) -> str | None:
    try:
        return (date.fromisoformat(text or "") + timedelta(days=1)).isoformat()
    except (OverflowError, ValueError):
        return None


@blueprint.post(WORKSHOP + "/days/add")
@requires(Permission.EDIT_WORKSHOPS)
def add_day(workshop_id: int) -> ResponseReturnValue:
    """Adds a day at the end."""
    workshop = workshop_to_edit(workshop_id)
    with flashing_refusals():
        day = verbs.add_day(workshop=workshop, by=current_user)
        flash(_("Day %(number)s is added.", number=day.number), "good")
    return _back_to_days(workshop)


@blueprint.post(WORKSHOP + "/days/remove")
@requires(Permission.EDIT_WORKSHOPS)
def remove_day(workshop_id: int) -> ResponseReturnValue:
    """Takes the last day away, if it holds nothing."""
    workshop = workshop_to_edit(workshop_id)
    with flashing_refusals():
        verbs.drop_day(workshop=workshop, by=current_user)
        flash(_("The last day is removed."), "good")
    return _back_to_days(workshop)


def _text(form: Any) -> SessionText:
    texts = ("title_en", "title_hi", "room_en", "room_hi", "said_en", "said_hi")
    return SessionText(
        kind=SessionKind(form.kind.data),
        starts_at=form.starts_at.data,
        ends_at=form.ends_at.data,
        **{name: form[name].data or None for name in texts},
    )


@blueprint.route(_DAY + "/sessions/new", methods=["GET", "POST"])
@requires(Permission.EDIT_WORKSHOPS)
def new_session(workshop_id: int, number: int) -> ResponseReturnValue:
    """Adds a session to a day; when it may be follows from the sessions before it."""
    workshop = workshop_to_edit(workshop_id)
    day = reads.get_day(workshop, number)
    proposed = propose_session([slot_of(row) for row in day.sessions])
    start, end = (clock_of(at) for at in proposed) if proposed else (None, None)
    rooms = [row for row in day.sessions if row.room_en or row.room_hi]
    form = forms.NewSessionForm(
        starts_at=start,
        ends_at=end,
        room_en=rooms[-1].room_en if rooms else None,
        room_hi=rooms[-1].room_hi if rooms else None,
    )
    if form.validate_on_submit():
        with telling_refusals(form):
            row = verbs.add_session(workshop=workshop, day=day, by=current_user, text=_text(form))
            flash(_("Added to the agenda: %(title)s.", title=name_of(row, "title")), "good")
            return redirect(agenda_url(workshop, f"session-{row.id}"))
    return edit_page("new_session", workshop, form, lead=tell_day(day))


@blueprint.route(SESSION + "/edit", methods=["GET", "POST"])
@requires(Permission.EDIT_WORKSHOPS)
def edit_session(workshop_id: int, session_id: int) -> ResponseReturnValue:
    """Changes what a session is, or removes it."""
    workshop = workshop_to_edit(workshop_id)
    row = reads.get_session(workshop, session_id)
    stored = {**vars(verbs.session_text_of(row)), "kind": row.kind.value, "version": row.version}
    form = forms.SessionForm(data=stored)
    if form.validate_on_submit():
        with telling_refusals(form):
            verbs.change_session(
                workshop=workshop, session=row, by=current_user, version=form.version.data, text=_text(form)
            )
            flash(_("Saved."), "good")
            return redirect(agenda_url(workshop, f"session-{row.id}"))
    removal = forms.RemoveForm(formdata=None, version=row.version)
    return edit_page("edit_session", workshop, form, row=row, lead=tell_day(row.day), removal=removal)


@blueprint.post(SESSION + "/remove")
@requires(Permission.EDIT_WORKSHOPS)
def remove_session(workshop_id: int, session_id: int) -> ResponseReturnValue:
    """Takes a session with its talks from the agenda."""
    workshop = workshop_to_edit(workshop_id)
    drop = partial(verbs.drop_session, session=reads.get_session(workshop, session_id))
    return remove_part(workshop, drop, _("The session is removed from the agenda."))


@blueprint.post(SESSION + "/move")
@requires(Permission.EDIT_WORKSHOPS)
def move_session(workshop_id: int, session_id: int) -> ResponseReturnValue:
    """Puts a session to another place of its day or of another one."""
    workshop = workshop_to_edit(workshop_id)
    row = reads.get_session(workshop, session_id)

    def tell(day: WorkshopDay) -> str:
        return _(
            "%(title)s is now session %(place)s of day %(day)s.",
            title=name_of(row, "title"),
            place=day.sessions.index(row) + 1,
            day=day.number,
        )

    def move(day: WorkshopDay, **given: Any) -> None:
        verbs.move_session(session=row, day=day, **given)

    return move_part(workshop, f"session-{row.id}", partial(reads.get_day, workshop), move, tell)
