"""Operations on action points: list, show, give out, report."""

from datetime import date, datetime
from typing import Any

from flask import Response, url_for
from flask_login import current_user
from pydantic import Field

from csrmatch.accounts.queries import list_organisations
from csrmatch.accounts.signing_in import signed_in_person
from csrmatch.actions import access, services
from csrmatch.actions import queries as reads_of
from csrmatch.actions.models import ActionPoint, ActionStep
from csrmatch.actions.rules import ActionStatus, Due, Move, Priority
from csrmatch.db import today
from csrmatch.errors import DomainError, Missing, NotAllowed
from csrmatch.i18n import lazy_
from csrmatch.places.queries import list_all_states, list_districts
from csrmatch.roles import Permission
from csrmatch.web.api.answers import ChangedAsked, Order, answer_page, answer_record, cut_page
from csrmatch.web.api.document import allow_token, api, reads, writes
from csrmatch.web.api.fields import Asked, NewConditions, Sent, Told, WholeNumber, line, lines

__all__: list[str] = []

_ACTION = "/actions/<int(max=2147483647):action_id>"
_ORDERS = {"id": Order(ActionPoint.id), "changed_at": Order(ActionPoint.changed_at, "moment")}


class ActionPath(Asked):
    """Which action point."""

    action_id: WholeNumber = Field(ge=0, le=2**31 - 1)


class ActionsAsked(ChangedAsked):
    """Which action points, in which order."""

    owner: WholeNumber | None = Field(None, ge=0, le=2**31 - 1, description="The number of the office.")
    status: ActionStatus | None = None
    is_open: bool | None = Field(None, description="True leaves out what is closed or dropped.")
    due: Due | None = None
    priority: Priority | None = None
    state: WholeNumber | None = Field(None, ge=0, le=999, description="The LGD code of the state.")
    district: WholeNumber | None = Field(None, ge=0, le=999_999, description="The LGD code of the district.")
    text: str | None = Field(
        None, max_length=80, description="Part of a title, of what is asked, or a number."
    )
    sort: str = Field("id", pattern="^-?(id|changed_at)$")


class ActionOfficeTold(Told):
    """An office by its number and its names."""

    id: int
    name_en: str
    name_hi: str | None


class ActionStepTold(Told):
    """A line of the history: a report of the owner, or a move of either side."""

    id: int
    move: Move
    old_status: ActionStatus | None
    new_status: ActionStatus
    note: str
    percent: int | None
    old_due_on: date | None
    new_due_on: date | None
    changes: dict[str, list[str | int | None]] | None = Field(
        description="What else was changed, by field: what it was and what it is; places by their LGD codes."
    )
    office_id: int
    created_at: datetime


class ActionAboutTold(Told):
    """A record that an action point is about."""

    kind: str
    id: int
    code: str


class ActionTold(Told):
    """What one office is to do; without `due_on` it has no last day."""

    id: int
    code: str
    version: int
    file_number: str | None
    title_en: str | None
    title_hi: str | None
    asked: str
    owner: ActionOfficeTold
    assigner: ActionOfficeTold
    assigned_on: date
    due_on: date | None
    is_overdue: bool
    priority: Priority
    needs_second: bool = Field(description="Whether it is closed only by two persons and with a document.")
    state_lgd: int | None
    district_lgd: int | None
    status: ActionStatus
    percent: int | None
    reported_on: date | None
    ended_on: date | None
    created_at: datetime
    changed_at: datetime


class WholeActionTold(ActionTold):
    """The same with what it is about and its history, the newest line first."""

    about: list[ActionAboutTold]
    history: list[ActionStepTold]


class ActionListTold(Told):
    """A page of action points."""

    items: list[ActionTold]
    next: str | None


class ActionAboutSent(Sent):
    """A record that the action point is about, such as a need."""

    kind: str = Field(max_length=32)
    id: int = Field(ge=0, le=2**31 - 1)


class ActionSent(Sent):
    """What is to be done by whom; a title in one language and the office are enough."""

    owner_id: int = Field(ge=0, le=2**31 - 1, description="The number of the office that is to do it.")
    title_en: line(200) = None  # type: ignore[valid-type]
    title_hi: line(200) = None  # type: ignore[valid-type]
    asked: lines(4_000) = None  # type: ignore[valid-type]
    file_number: line(60) = None  # type: ignore[valid-type]
    due_on: date | None = Field(None, description="Null is no last day.")
    priority: Priority = Priority.NORMAL
    state_lgd: WholeNumber | None = Field(None, ge=0, le=999)
    district_lgd: WholeNumber | None = Field(None, ge=0, le=999_999)
    about: list[ActionAboutSent] = Field(default_factory=list, max_length=20)


class ActionReportSent(Sent):
    """What the owner says was done, and how it stands."""

    status: ActionStatus
    text: lines(4_000)  # type: ignore[valid-type]
    percent: int | None = Field(None, ge=0, le=100)


def _fields(row: ActionPoint) -> dict[str, Any]:
    same = set(ActionTold.model_fields) & {column.key for column in ActionPoint.__mapper__.column_attrs}
    return {
        **{name: getattr(row, name) for name in sorted(same)},
        "code": row.code,
        "owner": _office(row.owner),
        "assigner": _office(row.assigner),
        "is_overdue": reads_of.is_late(row, today()),
        "state_lgd": row.state.lgd if row.state else None,
        "district_lgd": row.district.lgd if row.district else None,
    }


def _office(row: Any) -> ActionOfficeTold:
    return ActionOfficeTold(id=row.id, name_en=row.name_en, name_hi=row.name_hi)


def _step(row: ActionStep) -> ActionStepTold:
    return ActionStepTold(**{name: getattr(row, name) for name in ActionStepTold.model_fields})


@api.get("/actions", **reads(lazy_("Action points"), ActionListTold))
@allow_token(Permission.VIEW_ACTIONS)
def list_actions(query: ActionsAsked) -> Response:
    """The action points that are for this token, filtered and sorted."""
    stage = reads_of.ANY_OPEN if query.is_open and query.status is None else query.status
    search = reads_of.ActionSearch(
        text=query.text,
        status=stage,
        owner_id=query.owner,
        due=query.due,
        priority=query.priority,
        state_lgd=query.state,
        lgd=query.district,
    )
    found = reads_of.search_actions(current_user, search, today())
    rows, cursor = cut_page(found, query, _ORDERS, query.sort, ActionPoint.id)
    items = [ActionTold(**_fields(row)) for row in rows]
    return answer_page(ActionListTold(items=items, next=cursor), cursor)


@api.get(_ACTION, **reads(lazy_("One action point"), WholeActionTold))
@allow_token(Permission.VIEW_ACTIONS)
def show_action(path: ActionPath) -> Response:
    """An action point with what it is about and its history."""
    return _answer(reads_of.get_action(current_user, path.action_id))


def _answer(row: ActionPoint, *, status: int = 200) -> Response:
    about = reads_of.list_about(current_user, [row])[row.id]
    told = WholeActionTold(
        **_fields(row),
        about=[ActionAboutTold(kind=kind, id=record.record_id, code=record.code) for kind, record in about],
        history=[_step(step) for step in reads_of.list_steps(row)],
    )
    location = url_for("api.show_action", action_id=row.id) if status == 201 else None
    return answer_record(told, version=row.version, status=status, location=location)


@api.post("/actions", **writes(lazy_("Give out an action point"), WholeActionTold, makes=True))
@allow_token(Permission.ASSIGN_ACTIONS)
def create_action(body: ActionSent, header: NewConditions) -> Response:
    """Gives an office something to do, in the name of one's own."""
    if not access.can_assign(current_user):
        raise NotAllowed
    owner = next((row for row in list_organisations() if row.id == body.owner_id), None)
    if owner is None:
        raise DomainError(lazy_("There is no office of this number."))
    state = next((row for row in list_all_states() if row.lgd == body.state_lgd), None)
    district = next((row for row in list_districts() if row.lgd == body.district_lgd), None)
    if (state is None and body.state_lgd is not None) or (district is None and body.district_lgd is not None):
        raise DomainError(lazy_("The place is one of the codes of the lists of states and districts."))
    try:
        action = services.assign_action(
            by=signed_in_person(),
            owner=owner,
            title_en=body.title_en,
            title_hi=body.title_hi,
            asked=body.asked or "",
            due_on=body.due_on,
            priority=body.priority,
            state=state,
            district=district,
            file_number=body.file_number,
            about=[(item.kind, item.id) for item in body.about],
        )
    except Missing:
        told = lazy_("It is to be about a record that does not exist, or is not for you.")
        raise DomainError(told) from None
    return _answer(action, status=201)


@api.post(_ACTION + "/reports", **writes(lazy_("Report on an action point"), WholeActionTold, makes=True))
@allow_token(Permission.REPORT_ON_ACTIONS)
def report_on_action(path: ActionPath, body: ActionReportSent, header: NewConditions) -> Response:
    """The owner says what was done and how it stands."""
    row = reads_of.get_action(current_user, path.action_id, for_change=True)
    if not access.can_report(current_user, row):
        raise NotAllowed
    services.report_on_action(
        action=row,
        by=signed_in_person(),
        version=None,
        status=body.status,
        text=body.text or "",
        percent=body.percent,
    )
    return _answer(row, status=201)
