"""Pages of workshops: the list and one workshop."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.db import today
from csrmatch.i18n import _, lazy_, name_of
from csrmatch.indicators.choices import theme_options
from csrmatch.places.choices import state_options
from csrmatch.places.models import State
from csrmatch.roles import Permission, allows
from csrmatch.web.forms import all_or
from csrmatch.web.guards import requires
from csrmatch.web.sorting import by_name
from csrmatch.web.tables import Column, asks_for_file, build_table, send_table
from csrmatch.workshops.access import workshops as access
from csrmatch.workshops.forms import workshops as forms
from csrmatch.workshops.models import Workshop, WorkshopDay, WorkshopSeries
from csrmatch.workshops.queries import workshops as reads
from csrmatch.workshops.rules.workshops import (
    WITH_REASON,
    WorkshopStatus,
    WorkshopStep,
    find_hold_problem,
    list_steps,
)
from csrmatch.workshops.views.choices import series_options
from csrmatch.workshops.views.pages import WORKSHOP, blueprint, workshop_trail
from csrmatch.workshops.wording.agenda import tell_day
from csrmatch.workshops.wording.workshops import (
    WORKSHOP_STATUSES,
    WORKSHOP_STEPS,
    tell_dates,
    tell_hold_problem,
    tell_place,
    tell_series,
    tell_when,
)

__all__: list[str] = []


def _fill_filter(filters: forms.WorkshopFilter) -> None:
    years = reads.list_workshop_years(current_user)
    filters.year.choices = all_or(((str(year), str(year)) for year in years), _("All years"))
    filters.state.choices = all_or(state_options(with_all=True), _("All states"))
    filters.status.choices = all_or((code.value, words) for code, (words, _kind) in WORKSHOP_STATUSES.items())
    filters.series.choices = all_or(series_options())
    filters.theme.choices = all_or(theme_options(), _("All themes"))


def _read_search(filters: forms.WorkshopFilter) -> reads.WorkshopSearch:
    if not filters.validate():
        return reads.WorkshopSearch()
    chosen = filters.data
    return reads.WorkshopSearch(
        text=chosen["q"],
        year=int(chosen["year"]) if chosen["year"] else None,
        state_lgd=int(chosen["state"]) if chosen["state"] else None,
        series_id=int(chosen["series"]) if chosen["series"] else None,
        status=WorkshopStatus(chosen["status"]) if chosen["status"] else None,
        theme=chosen["theme"],
    )


@blueprint.get("")
@requires(Permission.VIEW_WORKSHOPS)
def list_workshops() -> ResponseReturnValue:
    """The workshops a person sees: filtered, sorted, paged, or as a file."""
    filters = forms.WorkshopFilter(request.args)
    _fill_filter(filters)
    days: dict[int, list[WorkshopDay]] = {}
    table = build_table(
        reads.search_workshops(current_user, _read_search(filters)),
        _columns(days),
        default_sort="when",
        tie=[Workshop.id],
        filters=filters,
        newest_first=True,
    )
    days |= reads.list_days_of([row.id for row in table.rows])
    if asks_for_file():
        return send_table(table, "workshops")
    return render_template(
        "workshops/list_workshops.html",
        table=table,
        days=days,
        statuses=WORKSHOP_STATUSES,
        tell_dates=_tell_dates,
        tell_place=tell_place,
        can_add=allows(current_user.role, Permission.EDIT_WORKSHOPS),
    )


def _tell_dates(workshop: Workshop, days: list[WorkshopDay]) -> str:
    return tell_dates(workshop.year, [day.held_on for day in days])


def _columns(days: dict[int, list[WorkshopDay]]) -> list[Column[Workshop]]:
    """What the list and its file say of a workshop; `days` is filled once its rows are known."""
    return [
        Column("title", lazy_("Title"), lambda row: name_of(row, "title"), [reads.workshop_title_order()]),
        Column("number", lazy_("Number"), lambda row: row.code, [Workshop.id]),
        Column("series", lazy_("Series"), tell_series, [by_name(WorkshopSeries), Workshop.ordinal]),
        Column(
            "when",
            lazy_("Days"),
            lambda row: _tell_dates(row, days[row.id]),
            [Workshop.year, Workshop.starts_on],
        ),
        Column("place", lazy_("Place"), tell_place, [by_name(State)]),
        Column("themes", lazy_("Themes"), lambda row: ", ".join(name_of(item.theme) for item in row.themes)),
        Column(
            "organisers",
            lazy_("Organisers"),
            lambda row: ", ".join(name_of(item.organisation) for item in row.organisers),
        ),
        Column(
            "status",
            lazy_("Stage"),
            lambda row: WORKSHOP_STATUSES[row.status][0],
            [reads.workshop_status_order()],
        ),
    ]


@blueprint.get(WORKSHOP)
@requires(Permission.VIEW_WORKSHOPS)
def show_workshop(workshop_id: int) -> ResponseReturnValue:
    """One workshop: what it is for, when and where, who holds it and who helps."""
    workshop = reads.get_workshop(current_user, workshop_id)
    days = reads.list_days(workshop)
    steps = list_steps(workshop.status) if access.can_hold(current_user, workshop) else []
    problem = find_hold_problem(workshop.year, workshop.starts_on, today())
    waits = problem is not None and WorkshopStep.HOLD in steps
    shown = [step for step in steps if step not in WITH_REASON]
    return render_template(
        "workshops/show_workshop.html",
        workshop=workshop,
        days=days,
        when=tell_when(workshop, [day.held_on for day in days]),
        place=tell_place(workshop),
        statuses=WORKSHOP_STATUSES,
        steps=[step for step in shown if not (waits and step is WorkshopStep.HOLD)],
        not_yet=tell_hold_problem(problem, workshop.starts_on) if problem and waits else None,
        can_cancel=WorkshopStep.CANCEL in steps,
        can_unmark=WorkshopStep.UNMARK in steps,
        can_copy=access.can_hold(current_user, workshop) and workshop.status is not WorkshopStatus.CANCELLED,
        tell_day=tell_day,
        step_words=WORKSHOP_STEPS,
        can_edit=access.can_edit(current_user, workshop),
        trail=workshop_trail(),
    )
