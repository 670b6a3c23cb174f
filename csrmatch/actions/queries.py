"""The reads of action points: lists, one with its history and files, and what waits for whom."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from csrmatch.accounts.models import Organisation, User
from csrmatch.actions.access import can_assign, only_visible_actions
from csrmatch.actions.models import ActionDocument, ActionLink, ActionPoint, ActionStep
from csrmatch.actions.rules import CLAIMS, OPEN, WITH_OWNER, ActionStatus, Due, Move, Priority, is_overdue
from csrmatch.actions.subjects import About, read_about
from csrmatch.attachments.models import Attachment
from csrmatch.db import db
from csrmatch.errors import Missing
from csrmatch.i18n import current_language
from csrmatch.places.models import District, State
from csrmatch.roles import Permission, Role, allows

__all__ = [
    "ANY_OPEN",
    "PRINTED",
    "ActionCounts",
    "ActionSearch",
    "Owner",
    "Whose",
    "count_documents",
    "get_action",
    "get_action_document",
    "is_late",
    "latest_reports",
    "list_about",
    "list_actions_about",
    "list_actions_in",
    "list_documents",
    "list_for_report",
    "list_named_places",
    "list_owners",
    "list_people_of",
    "list_reporters",
    "list_steps",
    "list_waiting_actions",
    "overdue_of",
    "priority_order",
    "search_actions",
    "status_order",
    "title_order",
]

# The stage of a list that holds all that is not ended.
ANY_OPEN = "open"
# The owner's office, beside the assigner's, in queries that need both.
Owner = aliased(Organisation, name="owner")
_PLACES = ("district", "state")
_SOON = timedelta(days=14)
# A report of more would be no report; it says how many there are.
PRINTED = 500


class Whose:
    """Whose action points a list holds: those the own office is to do, those it gave out, or all."""

    OURS = "ours"
    GIVEN = "given"
    ALL = "all"


@dataclass(frozen=True)
class ActionSearch:
    """What a list of action points is narrowed by; None or an empty text narrows nothing."""

    text: str | None = None
    whose: str | None = None
    status: str | None = None
    owner_id: int | None = None
    due: Due | None = None
    priority: Priority | None = None
    state_lgd: int | None = None
    lgd: int | None = None


@dataclass(frozen=True)
class ActionCounts:
    """How many action points a list holds, how many stand where, and how many are overdue."""

    by_status: Mapping[ActionStatus, int]
    overdue: int

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.by_status.values())


def _parts() -> tuple[Any, ...]:
    return (
        joinedload(ActionPoint.owner),
        joinedload(ActionPoint.person),
        joinedload(ActionPoint.assigner),
        joinedload(ActionPoint.state),
        joinedload(ActionPoint.district).joinedload(District.state),
    )


def get_action(viewer: User, action_id: int, *, for_change: bool = False) -> ActionPoint:
    """An action point the person may see; `for_change` keeps others from it until this is done."""
    query = only_visible_actions(viewer, select(ActionPoint).where(ActionPoint.id == action_id))
    if for_change:
        query = query.with_for_update(of=ActionPoint).execution_options(populate_existing=True)
    else:
        people = joinedload(ActionPoint.assigned_by), joinedload(ActionPoint.closing_by)
        query = query.options(*_parts(), *people)
    action = db.session.scalar(query)
    if action is None:
        raise Missing
    return action


def search_actions(viewer: User, search: ActionSearch, day: date) -> Select[Any]:
    """The action points a person may see, narrowed, with their offices and places."""
    query = only_visible_actions(viewer, select(ActionPoint)).join(Owner, ActionPoint.owner_id == Owner.id)
    query = query.outerjoin(ActionPoint.district)
    office = viewer.organisation_id
    if search.whose == Whose.OURS:
        query = query.where(ActionPoint.owner_id == office)
    elif search.whose == Whose.GIVEN:
        query = query.where(ActionPoint.assigner_id == office)
    if search.status == ANY_OPEN:
        query = query.where(ActionPoint.status.in_(OPEN))
    elif search.status:
        query = query.where(ActionPoint.status == ActionStatus(search.status))
    if search.state_lgd is not None:
        query = query.where(ActionPoint.state.has(State.lgd == search.state_lgd))
    wanted: list[tuple[object, ColumnElement[bool]]] = [
        (search.owner_id, ActionPoint.owner_id == search.owner_id),
        (search.priority, ActionPoint.priority == search.priority),
        (search.lgd, District.lgd == search.lgd),
    ]
    query = query.where(*(condition for given, condition in wanted if given))
    if search.due is not None:
        query = query.where(_is_due(search.due, day))
    if search.text:
        query = query.where(_matches(search.text))
    return query.options(*_parts())


def list_for_report(viewer: User, search: ActionSearch, day: date) -> tuple[list[ActionPoint], ActionCounts]:
    """The first of them as they are printed, by owner and last day, and the counts of all."""
    query = search_actions(viewer, search, day)
    found = query.order_by(None).with_only_columns(ActionPoint.id)
    late = func.sum(case((overdue_of(day), 1), else_=0))
    counted = select(ActionPoint.status, func.count(), late).where(ActionPoint.id.in_(found))
    rows = db.session.execute(counted.group_by(ActionPoint.status)).all()
    counts = ActionCounts({status: count for status, count, _late in rows}, sum(row[2] for row in rows))
    order = Owner.name_en, ActionPoint.due_on.is_(None), ActionPoint.due_on, ActionPoint.id
    return list(db.session.scalars(query.order_by(*order).limit(PRINTED))), counts


def _matches(text: str) -> ColumnElement[bool]:
    """Whether a title, what is asked or the office's own number holds the text, or the number is it."""
    places = [ActionPoint.title_en, ActionPoint.title_hi, ActionPoint.asked, ActionPoint.file_number]
    found = [place.icontains(text, autoescape=True) for place in places]
    number = text.strip().upper().removeprefix("A-")
    if number.isascii() and number.isdecimal() and len(number) < 9:
        found.append(ActionPoint.id == int(number))
    return or_(*found)


def overdue_of(day: date) -> ColumnElement[bool]:
    """Whether the last day is over and the owner still has it in hand."""
    return and_(ActionPoint.status.in_(WITH_OWNER), ActionPoint.due_on < day)


def is_late(action: ActionPoint, day: date) -> bool:
    """The same of one that is loaded."""
    return is_overdue(action.status, action.due_on, day)


def _is_due(due: Due, day: date) -> ColumnElement[bool]:
    """How near the last day of what is open is, as `rules.due_of` says it of one."""
    week, month = day + timedelta(days=7), day + timedelta(days=30)
    if due is Due.OVERDUE:
        return overdue_of(day)
    spans = {
        Due.WEEK: ActionPoint.due_on.between(day, week),
        Due.MONTH: and_(ActionPoint.due_on > week, ActionPoint.due_on <= month),
        Due.LATER: ActionPoint.due_on > month,
        Due.NONE: ActionPoint.due_on.is_(None),
    }
    return and_(ActionPoint.status.in_(OPEN), spans[due])


def title_order() -> Any:
    """What action points are sorted by when sorted by the title as the reader is shown it."""
    titles = [ActionPoint.title_en, ActionPoint.title_hi]
    return func.lower(func.coalesce(*(titles[::-1] if current_language() == "hi" else titles)))


def status_order() -> Any:
    """What action points are sorted by when sorted by where they stand."""
    return case({status: place for place, status in enumerate(ActionStatus)}, value=ActionPoint.status)


def priority_order() -> Any:
    """What action points are sorted by when sorted by priority: the lowest first."""
    return case({item: place for place, item in enumerate(Priority)}, value=ActionPoint.priority)


def list_owners(viewer: User) -> list[Organisation]:
    """The offices that have an action point the person may see, by name."""
    owners = only_visible_actions(viewer, select(ActionPoint.owner_id))
    query = select(Organisation).where(Organisation.id.in_(owners))
    return list(db.session.scalars(query.order_by(Organisation.name_en, Organisation.id)))


def list_people_of(office_id: int) -> list[User]:
    """Who of an office can have an action point in hand, by name."""
    query = select(User).where(User.organisation_id == office_id, User.is_enabled.is_(True))
    people = db.session.scalars(query.order_by(User.name, User.id))
    return [user for user in people if allows(user.role, Permission.REPORT_ON_ACTIONS)]


def list_steps(action: ActionPoint) -> list[ActionStep]:
    """The history of an action point, the newest line first."""
    query = select(ActionStep).where(ActionStep.action_id == action.id)
    query = query.options(
        joinedload(ActionStep.by), joinedload(ActionStep.office), joinedload(ActionStep.owner)
    )
    return list(db.session.scalars(query.order_by(ActionStep.id.desc())))


def list_named_places(steps: Iterable[ActionStep]) -> dict[tuple[str, int], District | State]:
    """The places that lines of a history name, by kind and LGD code."""
    changes = [step.changes for step in steps if step.changes]
    codes = {name: {lgd for row in changes for lgd in row.get(name, ())} - {None} for name in _PLACES}
    found: dict[tuple[str, int], District | State] = {}
    if codes["district"]:
        districts = select(District).where(District.lgd.in_(codes["district"]))
        found |= {("district", row.lgd): row for row in db.session.scalars(districts)}
    if codes["state"]:
        states = select(State).where(State.lgd.in_(codes["state"]))
        found |= {("state", row.lgd): row for row in db.session.scalars(states)}
    return found


def latest_reports(action_ids: Iterable[int]) -> dict[int, ActionStep]:
    """By action point the last report of the office that has it in hand: none of an office before it."""
    last = select(func.max(ActionStep.id)).where(
        ActionStep.action_id.in_(list(action_ids)), ActionStep.move == Move.REPORT, _is_of_this_hand()
    )
    query = select(ActionStep).where(ActionStep.id.in_(last.group_by(ActionStep.action_id)))
    return {step.action_id: step for step in db.session.scalars(query.order_by(ActionStep.id))}


def list_reporters(action: ActionPoint) -> list[int]:
    """The numbers of all who reported on it since it was last given out."""
    query = select(ActionStep.by_id).where(
        ActionStep.action_id == action.id, ActionStep.move == Move.REPORT, _is_of_this_hand()
    )
    return list(db.session.scalars(query.distinct().order_by(ActionStep.by_id)))


def _is_of_this_hand() -> ColumnElement[bool]:
    """Whether a line of the history was written after the action point was last given out."""
    given = aliased(ActionStep)
    moves = given.move.in_([Move.ASSIGN, Move.REASSIGN])
    later = select(given.id).where(given.action_id == ActionStep.action_id, moves, given.id > ActionStep.id)
    return ~later.exists()


def list_documents(action: ActionPoint) -> list[ActionDocument]:
    """The files of an action point that are not struck, the newest first."""
    query = (
        select(ActionDocument)
        .join(ActionDocument.attachment)
        .where(ActionDocument.action_id == action.id, Attachment.struck_at.is_(None))
        .options(joinedload(ActionDocument.attachment).joinedload(Attachment.added_by))
    )
    return list(db.session.scalars(query.order_by(Attachment.id.desc())))


def count_documents(action: ActionPoint) -> int:
    """How many files it has that are not struck."""
    query = select(func.count()).select_from(ActionDocument).join(ActionDocument.attachment)
    query = query.where(ActionDocument.action_id == action.id, Attachment.struck_at.is_(None))
    return db.session.scalar(query) or 0


def get_action_document(action: ActionPoint, attachment_id: int) -> ActionDocument:
    """A file of an action point that is not struck."""
    document = db.session.get(ActionDocument, attachment_id)
    if document is None or document.action_id != action.id or document.attachment.struck_at is not None:
        raise Missing
    return document


def list_about(viewer: User, actions: Collection[ActionPoint]) -> dict[int, list[tuple[str, About]]]:
    """By action point what it is about, of that what the person may see: the kind and the record."""
    query = select(ActionLink).where(ActionLink.action_id.in_([row.id for row in actions]))
    links = list(db.session.scalars(query.order_by(ActionLink.id)))
    shown = read_about(viewer, {(link.kind, link.record_id) for link in links})
    found: dict[int, list[tuple[str, About]]] = {row.id: [] for row in actions}
    for link in links:
        if about := shown.get((link.kind, link.record_id)):
            found[link.action_id].append((link.kind, about))
    return found


def list_actions_about(viewer: User, kind: str, record_id: int, most: int) -> list[ActionPoint]:
    """The action points about a record that the person may see: open ones first, the nearest due first."""
    about = select(ActionLink.action_id).where(ActionLink.kind == kind, ActionLink.record_id == record_id)
    query = only_visible_actions(viewer, select(ActionPoint).where(ActionPoint.id.in_(about)))
    return list(db.session.scalars(_by_due(query).limit(most)))


def list_actions_in(viewer: User, district: District, most: int) -> list[ActionPoint]:
    """The open action points of a district that the person may see, the nearest due first."""
    query = only_visible_actions(viewer, select(ActionPoint))
    query = query.where(ActionPoint.district_id == district.id, ActionPoint.status.in_(OPEN))
    return list(db.session.scalars(_by_due(query).limit(most)))


def _by_due(query: Select[Any]) -> Select[Any]:
    ended = ActionPoint.status.not_in(OPEN)
    order = ended, ActionPoint.due_on.is_(None), ActionPoint.due_on, ActionPoint.id
    return query.options(joinedload(ActionPoint.owner)).order_by(*order)


def list_waiting_actions(viewer: User, day: date, most: int) -> list[ActionPoint]:
    """What waits for the person, the nearest due first.

    Of the own office's what nobody has reported on since it was given out, not accepted or reopened, what is
    behind or due within a fortnight; of what was given out what is reported done, handed back, or asked to
    be closed by somebody else.
    """
    if viewer.role is Role.AUDITOR:
        return []
    own = ActionPoint.owner_id == viewer.organisation_id
    mine = or_(ActionPoint.person_id.is_(None), ActionPoint.person_id == viewer.id)
    pressing = or_(
        ActionPoint.reported_on.is_(None),
        _is_unanswered(),
        ActionPoint.status == ActionStatus.BEHIND,
        ActionPoint.due_on <= day + _SOON,
    )
    waits = [and_(own, mine, ActionPoint.status.in_(WITH_OWNER), pressing)]
    if can_assign(viewer):
        back = ActionPoint.status.in_([ActionStatus.DONE, ActionStatus.HANDED_BACK])
        asked = and_(ActionPoint.status.in_(CLAIMS), ActionPoint.closing_by_id != viewer.id)
        given = ActionPoint.assigner_id == viewer.organisation_id
        not_own = or_(ActionPoint.reported_by_id.is_(None), ActionPoint.reported_by_id != viewer.id)
        waits.append(and_(given, not_own, back, ActionPoint.closing_by_id.is_(None)))
        # The second person may be one of the office, the chair, or DPE.
        second = viewer.role in {Role.CHAIR, Role.DPE_STAFF}
        waits.append(and_(asked, not_own) if second else and_(asked, not_own, given))
    query = only_visible_actions(viewer, select(ActionPoint)).where(or_(*waits))
    return list(db.session.scalars(_by_due(query).limit(most)))


def _is_unanswered() -> ColumnElement[bool]:
    """Whether it came back to its owner, not accepted or reopened, and nobody has reported since."""
    back, report = aliased(ActionStep), aliased(ActionStep)
    reported = select(report.id).where(
        report.action_id == back.action_id, report.move == Move.REPORT, report.id > back.id
    )
    came_back = back.action_id == ActionPoint.id, back.move.in_([Move.RETURN, Move.REOPEN])
    return select(back.id).where(*came_back, ~reported.exists()).exists()
