"""The list of action points, a new one, one with its history, and changing its wording."""

import re
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.accounts.words import ROLE_WORDS
from csrmatch.actions import access, forms, services
from csrmatch.actions import queries as reads
from csrmatch.actions.choices import fill_offices, fill_places, read_new_action
from csrmatch.actions.models import ActionPoint, ActionStep
from csrmatch.actions.rules import OPEN, Due, Priority, due_of
from csrmatch.actions.subjects import find_about, find_subject
from csrmatch.actions.views.pages import (
    ACTION,
    action_to_change,
    action_trail,
    blueprint,
    saved,
    step_page,
)
from csrmatch.actions.wording import (
    ACTION_STATUSES,
    DUES,
    MOVES,
    PRIORITIES,
    owner_words,
    tell_changes,
    tell_overdue,
)
from csrmatch.attachments.words import FILE_KINDS
from csrmatch.db import today
from csrmatch.errors import NotAllowed
from csrmatch.i18n import _, lazy_, name_of
from csrmatch.places.choices import district_options, find_place, state_options
from csrmatch.places.models import District
from csrmatch.places.queries import list_districts
from csrmatch.roles import Permission
from csrmatch.web.forms import all_or
from csrmatch.web.guards import requires
from csrmatch.web.panels import draw_panels
from csrmatch.web.refusals import telling_refusals
from csrmatch.web.sorting import by_name
from csrmatch.web.tables import Column, asks_for_file, build_table, send_table

__all__ = ["read_filter", "read_search"]

_ABOUT = re.compile(r"([a-z_]{1,32})-([0-9]{1,9})")


def read_filter() -> forms.ActionFilter:
    """What the address narrows the list by; owners begin with what their own office is to do."""
    first = reads.Whose.ALL if access.looks_over_all(current_user) else reads.Whose.OURS
    filters = forms.ActionFilter(request.args, whose=first)
    stages = [(code.value, words) for code, (words, _kind) in ACTION_STATUSES.items()]
    filters.status.choices = all_or([(reads.ANY_OPEN, _("all that are open")), *stages])
    owners = reads.list_owners(current_user)
    filters.owner.choices = all_or(((str(row.id), name_of(row)) for row in owners), _("All offices"))
    filters.state.choices = all_or(state_options(with_all=True), _("All states"))
    filters.district.choices = all_or(district_options(), _("All districts"))
    return filters


def read_search(filters: forms.ActionFilter) -> reads.ActionSearch:
    """The same as the reads understand it; what means nothing narrows nothing."""
    if not filters.validate():
        return reads.ActionSearch()
    chosen = filters.data
    return reads.ActionSearch(
        text=chosen["q"],
        whose=chosen["whose"],
        status=chosen["status"],
        owner_id=int(chosen["owner"]) if chosen["owner"] else None,
        due=Due(chosen["due"]) if chosen["due"] else None,
        priority=Priority(chosen["priority"]) if chosen["priority"] else None,
        state_lgd=int(chosen["state"]) if chosen["state"] else None,
        lgd=int(chosen["district"]) if chosen["district"] else None,
    )


@blueprint.get("/actions")
@requires(Permission.VIEW_ACTIONS)
def list_actions() -> ResponseReturnValue:
    """The action points the reader may see: filtered, sorted, paged, or as a file."""
    filters = read_filter()
    reports: dict[int, ActionStep] = {}
    table = build_table(
        reads.search_actions(current_user, read_search(filters), today()),
        _columns(reports),
        default_sort="due",
        tie=[ActionPoint.id],
        filters=filters,
    )
    reports |= reads.latest_reports([row.id for row in table.rows])
    if asks_for_file():
        return send_table(table, "action-points")
    return render_template(
        "actions/list_actions.html",
        table=table,
        words={"statuses": ACTION_STATUSES, "priorities": PRIORITIES, "dues": DUES},
        overdue={row.id: tell_overdue(row, today()) for row in table.rows},
        can_assign=access.can_assign(current_user),
        chosen=filters.whose.data,
        print_arguments={key: value for key, value in request.args.items() if value and key in filters},
    )


def _columns(reports: dict[int, ActionStep]) -> list[Column[ActionPoint]]:
    """What the list and its file say of an action point; `reports` is filled once its rows are known."""
    return [
        Column("title", lazy_("Title"), lambda row: name_of(row, "title"), [reads.title_order()]),
        Column("number", lazy_("Number"), lambda row: row.code, [ActionPoint.id]),
        Column(
            "owner", lazy_("Office that is to do it"), lambda row: name_of(row.owner), [by_name(reads.Owner)]
        ),
        Column("district", lazy_("District or state"), _place, [by_name(District)]),
        Column("status", lazy_("Stage"), lambda row: ACTION_STATUSES[row.status][0], [reads.status_order()]),
        Column(
            "percent", lazy_("Done (per cent)"), lambda row: row.percent, [ActionPoint.percent], numeric=True
        ),
        Column(
            "priority", lazy_("Priority"), lambda row: PRIORITIES[row.priority][0], [reads.priority_order()]
        ),
        Column("due", lazy_("Last day"), lambda row: row.due_on or _("no date"), [ActionPoint.due_on]),
        *_file_columns(reports),
    ]


def _file_columns(reports: dict[int, ActionStep]) -> list[Column[ActionPoint]]:
    """What only the file says."""
    if not asks_for_file():
        return []
    return [
        Column("standing", lazy_("How near"), _how_near),
        Column("given", lazy_("Given out on"), lambda row: row.assigned_on),
        Column("assigner", lazy_("Given out by"), lambda row: name_of(row.assigner)),
        Column("file", lazy_("The office's own file number"), lambda row: row.file_number),
        Column("asked", lazy_("What is to be done"), lambda row: row.asked),
        Column("reported", lazy_("Reported on"), lambda row: row.reported_on),
        Column("said", lazy_("Last report"), lambda row: reports[row.id].note if row.id in reports else None),
    ]


def _how_near(row: ActionPoint) -> object:
    """How near the last day of what is open is; overdue is only what its owner still has in hand."""
    due = due_of(row.due_on, today())
    if row.status not in OPEN or (due is Due.OVERDUE and not reads.is_late(row, today())):
        return None
    return DUES[due]


def _place(row: ActionPoint) -> str:
    if row.district is not None:
        return f"{name_of(row.district)}, {name_of(row.district.state)}"
    return name_of(row.state) if row.state is not None else "–"


@blueprint.route("/actions/new", methods=["GET", "POST"])
@requires(Permission.ASSIGN_ACTIONS)
def new_action() -> ResponseReturnValue:
    """Gives an office something to do, perhaps about a record that the address names."""
    if not access.can_assign(current_user):
        raise NotAllowed
    given = _ABOUT.fullmatch(request.args.get("about", ""))
    links = [(given[1], int(given[2]))] if given else []
    about = [(find_subject(kind), find_about(current_user, kind, number)) for kind, number in links]
    form = forms.NewActionForm()
    fill_places(form, current_user)
    fill_offices(form, current_user)
    if form.validate_on_submit():
        with telling_refusals(form):
            given_out = read_new_action(form, current_user)
            action = services.assign_action(by=current_user, about=links, **given_out)
            told = _(
                "%(code)s is given out. The office is written to, and finds it under what waits for it.",
                code=action.code,
            )
            return saved(action, told)
    if not form.is_submitted():
        _prefill(form, [record for _kind, record in about])
    return render_template(
        "actions/new_action.html", form=form, about=about, trail=action_trail()
    ), 422 if form.is_submitted() else 200


def _prefill(form: forms.NewActionForm, records: list[Any]) -> None:
    form.assigned_on.data = today()
    wanted = next((row.district_id for row in records if row.district_id), None)
    if wanted is not None:
        form.district.data = next((str(row.lgd) for row in list_districts() if row.id == wanted), "")
    elif request.args.get("district", "").isdecimal():
        form.district.data = request.args["district"]


@blueprint.get(ACTION)
@requires(Permission.VIEW_ACTIONS)
def show_action(action_id: int) -> ResponseReturnValue:
    """One action point: what is asked of whom until when, how it stands, and all that was said of it."""
    action = reads.get_action(current_user, action_id)
    about = reads.list_about(current_user, [action])[action.id]
    papers: dict[int | None, list[Any]] = {}
    documents = reads.list_documents(action)
    steps = reads.list_steps(action)
    places = reads.list_named_places(steps)
    for document in documents:
        papers.setdefault(document.step_id, []).append(document)
    return render_template(
        "actions/show_action.html",
        row=action,
        owner=owner_words(action, current_user),
        overdue=tell_overdue(action, today()),
        about=[(find_subject(kind), record) for kind, record in about],
        steps=steps,
        changes={step.id: tell_changes(step, places) for step in steps if step.changes},
        documents=documents,
        papers=papers,
        words={"statuses": ACTION_STATUSES, "priorities": PRIORITIES, "moves": MOVES, "roles": ROLE_WORDS},
        file_kinds=FILE_KINDS,
        panels=draw_panels("action.more", action),
        may={
            name.removeprefix("can_"): getattr(access, name)(current_user, action)
            for name in access.__all__
            if name.startswith("can_") and name not in {"can_assign", "can_assign_to", "can_place_in"}
        },
        trail=action_trail(),
    )


@blueprint.route(ACTION + "/edit", methods=["GET", "POST"])
@requires(Permission.ASSIGN_ACTIONS)
def edit_action(action_id: int) -> ResponseReturnValue:
    """Changes the wording, the number, the priority and the place of an open action point."""
    action = action_to_change(action_id, access.can_change)
    form = forms.ActionForm(
        version=action.version,
        title_en=action.title_en,
        title_hi=action.title_hi,
        asked=action.asked,
        file_number=action.file_number,
        priority=action.priority.value,
        district=str(action.district.lgd) if action.district else "",
        state=str(action.state.lgd) if action.state else "",
    )
    fill_places(form, current_user, action)
    if form.validate_on_submit():
        with telling_refusals(form):
            state, district = find_place(form.state.data, form.district.data)
            values = {
                "title_en": form.title_en.data or None,
                "title_hi": form.title_hi.data or None,
                "asked": form.asked.data or "",
                "file_number": form.file_number.data or None,
                "priority": Priority(form.priority.data),
                "district": district,
                "state": state,
            }
            services.change_action(action=action, by=current_user, version=form.version.data, values=values)
            return saved(action, _("Saved."))
    return step_page(
        action,
        form,
        _("What is to be done"),
        _("Save"),
        lead=[_("Whoever can read the action point reads in its history what you change.")],
        template="edit_action",
    )
