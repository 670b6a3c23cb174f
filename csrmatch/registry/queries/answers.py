"""Reading who has answered for which quarter, from the log of changes and from what offices said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import joinedload

from csrmatch.accounts.models import Organisation, OrganisationKind, User
from csrmatch.audit.models import AuditEvent
from csrmatch.db import db
from csrmatch.errors import Missing
from csrmatch.i18n import IST
from csrmatch.places.models import District, State
from csrmatch.registry.access import can_say_nothing_to_report, only_visible_offices
from csrmatch.registry.models import Cpse, NothingToReport
from csrmatch.registry.rules.answers import (
    Answer,
    AnswerState,
    Quarter,
    due_day,
    first_day,
    is_open_for_word,
    judge_quarter,
    last_due,
    list_quarters,
    quarter_of,
    silent_run,
)
from csrmatch.registry.rules.years import shift_year, years_between

__all__ = [
    "OfficeAnswers",
    "OfficeSearch",
    "count_changes",
    "count_silent_offices",
    "find_word",
    "get_office",
    "judge_offices",
    "list_answer_years",
    "list_ministries",
    "list_office_ids",
    "list_waiting_quarters",
    "list_words",
    "look_back",
    "search_offices",
    "with_places",
]

_FIGURES = "project_quarter"
_RECORDS = (
    "project",
    "project_theme",
    "project_district",
    "project_group",
    "project_step",
    "project_milestone",
    "project_result",
    "project_document",
    "csr_account",
    "need",
    "need_group",
    "need_partner",
    "need_step",
)
_YEARS_BACK = 2
_MOST_WAITING = 2


@dataclass(frozen=True)
class OfficeSearch:
    """What the offices are narrowed by; None or an empty text narrows nothing."""

    text: str | None = None
    kind: OrganisationKind | None = None
    state_lgd: int | None = None
    ministry: str | None = None


@dataclass(frozen=True)
class OfficeAnswers:
    """An office's answers by quarter, and the quarters in a row for which it has been silent."""

    by_quarter: Mapping[Quarter, Answer]
    silent: Sequence[Quarter]

    @property
    def silent_since(self) -> date | None:
        """The day on which its silence began: the last on which the first of those answers was in time."""
        return due_day(self.silent[0]) if self.silent else None


def list_answer_years(day: date) -> list[str]:
    """The years that can be looked at, the latest first."""
    this = quarter_of(day).year
    return years_between(shift_year(this, -_YEARS_BACK), this)[::-1]


def look_back(day: date) -> list[Quarter]:
    """The quarters by which it is judged how long an office has been silent, the oldest first."""
    return [quarter for year in reversed(list_answer_years(day)) for quarter in list_quarters(year)]


def search_offices(viewer: User, search: OfficeSearch) -> Select[Organisation]:
    """The companies and collectors' offices whose answers the viewer may see."""
    query = (
        select(Organisation)
        .outerjoin(Cpse, Cpse.organisation_id == Organisation.id)
        .outerjoin(District, District.id == Organisation.district_id)
        .outerjoin(State, State.id == District.state_id)
    )
    query = only_visible_offices(viewer, query).where(_is_asked())
    if search.kind is not None:
        query = query.where(Organisation.kind == search.kind)
    if search.state_lgd is not None:
        query = query.where(State.lgd == search.state_lgd)
    if search.ministry:
        query = query.where(Cpse.ministry_en == search.ministry)
    if search.text:
        places = (Organisation.name_en, Organisation.name_hi, Cpse.code, District.name_en, District.name_hi)
        query = query.where(or_(*(place.icontains(search.text, autoescape=True) for place in places)))
    return query


def with_places(query: Select[Organisation]) -> Select[Organisation]:
    """The same offices, read with their districts and states."""
    return query.options(joinedload(Organisation.district).joinedload(District.state))


def _is_asked() -> ColumnElement[bool]:
    """Companies of the register and collectors' offices are asked each quarter."""
    return or_(
        and_(Organisation.kind == OrganisationKind.CPSE, Cpse.id.is_not(None)),
        and_(Organisation.kind == OrganisationKind.DISTRICT, Organisation.district_id.is_not(None)),
    )


def get_office(viewer: User, organisation_id: int) -> Organisation:
    """An office whose answers the viewer may see."""
    query = search_offices(viewer, OfficeSearch()).where(Organisation.id == organisation_id)
    office = db.session.scalar(query)
    if office is None:
        raise Missing
    return office


def list_office_ids(viewer: User, search: OfficeSearch) -> list[int]:
    """The ids of those offices."""
    query = search_offices(viewer, search).with_only_columns(Organisation.id)
    return list(db.session.scalars(query.order_by(Organisation.id)))


def count_silent_offices(viewer: User, day: date) -> int:
    """How many offices whose answers the viewer may see have not answered for the last quarter due."""
    last = last_due(day)
    # The quarter before takes with it what was changed while it could still be answered.
    quarters = [quarter for quarter in look_back(day) if quarter <= last][-2:]
    seen = set(list_office_ids(viewer, OfficeSearch()))
    judged = judge_offices(quarters, day)
    return sum(
        number in seen and found.by_quarter[last].state is AnswerState.SILENT
        for number, found in judged.items()
    )


def list_ministries() -> list[tuple[str, str | None]]:
    """The ministries of the CPSEs of the register by their English names, each with its name in Hindi."""
    query = select(Cpse.ministry_en, func.max(Cpse.ministry_hi)).group_by(Cpse.ministry_en)
    found = db.session.execute(query.order_by(Cpse.ministry_en))
    return [(english, hindi) for english, hindi in found if english]


def judge_offices(
    quarters: Sequence[Quarter], day: date, *, organisation_ids: Sequence[int] | None = None
) -> dict[int, OfficeAnswers]:
    """How offices stand with the quarters on a day, by the organisation's id; all unless some are named."""
    changed = _changed_on(quarters, organisation_ids)
    said = _said_on(quarters, organisation_ids)
    # From that moment on an office has somebody who can answer here.
    reachable = select(func.min(User.created_at)).where(User.organisation_id == Organisation.id)
    query = select(Organisation.id, reachable.scalar_subquery())
    query = query.outerjoin(Cpse, Cpse.organisation_id == Organisation.id).where(_is_asked())
    if organisation_ids is not None:
        query = query.where(Organisation.id.in_(organisation_ids))
    found = {}
    for number, reachable_at in db.session.execute(query.order_by(Organisation.id)):
        answers = [
            judge_quarter(
                quarter,
                day,
                changed_on=changed.get((number, quarter)),
                said_on=said.get((number, quarter)),
                reachable_on=_day(reachable_at) if reachable_at else None,
            )
            for quarter in quarters
        ]
        found[number] = OfficeAnswers({one.quarter: one for one in answers}, silent_run(answers))
    return found


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), IST)


def _counting_for(quarters: Sequence[Quarter]) -> ColumnElement[int]:
    """The place in the list of the quarter for which an entry of the log counts by its time."""
    ends = [(_start_of(due_day(one) + timedelta(days=1)), place) for place, one in enumerate(quarters)]
    return case(*((AuditEvent.at < end, place) for end, place in ends), else_=-1)


def _changes(quarters: Sequence[Quarter], ids: Sequence[int] | None) -> Select[int, int, datetime, int]:
    """Office, place of the quarter, first moment and number of the changes its own people made.

    Money of a project's quarter counts for the quarter it is about, whenever it was entered; so the project
    itself, which such an entry touches, is not counted with it.
    """
    place = _counting_for(quarters).label("place")
    start = _start_of(first_day(quarters[0]))
    end = _start_of(due_day(quarters[-1]) + timedelta(days=1))
    about_money = select(AuditEvent.request_id).where(AuditEvent.object_type == _FIGURES)
    query = (
        select(User.organisation_id, place, func.min(AuditEvent.at), func.count())
        .join(User, User.id == AuditEvent.actor_id)
        .where(AuditEvent.at >= start, AuditEvent.at < end, AuditEvent.object_type.in_(_RECORDS))
        .where(or_(AuditEvent.object_type != "project", AuditEvent.request_id.not_in(about_money)))
        .group_by(User.organisation_id, "place")
    )
    return query if ids is None else query.where(User.organisation_id.in_(ids))


def _figures(quarters: Sequence[Quarter], ids: Sequence[int] | None) -> Select[int, str, datetime, int]:
    """Office, record, first moment and number of the entries about the money of these quarters."""
    about = or_(*(AuditEvent.object_id.like(f"%.{one.year}.{one.number}") for one in quarters))
    query = (
        select(User.organisation_id, AuditEvent.object_id, func.min(AuditEvent.at), func.count())
        .join(User, User.id == AuditEvent.actor_id)
        .where(AuditEvent.object_type == _FIGURES, about)
        .group_by(User.organisation_id, AuditEvent.object_id)
    )
    return query if ids is None else query.where(User.organisation_id.in_(ids))


def _quarter_named(object_id: str) -> Quarter:
    _project, year, number = object_id.rsplit(".", 2)
    return Quarter(year, int(number))


def _day(moment: datetime) -> date:
    return moment.astimezone(IST).date()


def _changed_on(quarters: Sequence[Quarter], ids: Sequence[int] | None) -> dict[tuple[int, Quarter], date]:
    """The first day of a change that counts, by office and quarter."""
    found: dict[tuple[int, Quarter], date] = {}
    rows = [
        *(
            (office, quarters[place], at)
            for office, place, at, _n in db.session.execute(_changes(quarters, ids))
        ),
        *(
            (office, _quarter_named(record), at)
            for office, record, at, _n in db.session.execute(_figures(quarters, ids))
        ),
    ]
    for office, quarter, at in rows:
        key, day = (office, quarter), _day(at)
        found[key] = min(day, found.get(key, day))
    return found


def _said_on(quarters: Sequence[Quarter], ids: Sequence[int] | None) -> dict[tuple[int, Quarter], date]:
    years = sorted({quarter.year for quarter in quarters})
    query = select(NothingToReport).where(NothingToReport.financial_year.in_(years))
    if ids is not None:
        query = query.where(NothingToReport.organisation_id.in_(ids))
    return {
        (row.organisation_id, Quarter(row.financial_year, row.quarter)): _day(row.created_at)
        for row in db.session.scalars(query.order_by(NothingToReport.id))
    }


def count_changes(office: Organisation, quarters: Sequence[Quarter]) -> dict[Quarter, int]:
    """How many entries of the log count for each quarter of an office; quarters without any are absent."""
    found: dict[Quarter, int] = {}
    for _office, place, _at, count in db.session.execute(_changes(quarters, [office.id])):
        found[quarters[place]] = count
    for _office, record, _at, count in db.session.execute(_figures(quarters, [office.id])):
        quarter = _quarter_named(record)
        found[quarter] = found.get(quarter, 0) + count
    return found


def list_words(office: Organisation) -> dict[Quarter, NothingToReport]:
    """What an office said of quarters that brought nothing, by quarter."""
    query = select(NothingToReport).where(NothingToReport.organisation_id == office.id)
    rows = db.session.scalars(query.options(joinedload(NothingToReport.by)).order_by(NothingToReport.id))
    return {Quarter(row.financial_year, row.quarter): row for row in rows}


def find_word(office: Organisation, quarter: Quarter) -> NothingToReport | None:
    """What an office said of a quarter that brought nothing."""
    return db.session.scalar(
        select(NothingToReport).where(
            NothingToReport.organisation_id == office.id,
            NothingToReport.financial_year == quarter.year,
            NothingToReport.quarter == quarter.number,
        )
    )


def list_waiting_quarters(user: User, day: date) -> list[Answer]:
    """The last few quarters that are over and wait for an answer of the person's office, the oldest first."""
    if not can_say_nothing_to_report(user, user.organisation):
        return []
    quarters = look_back(day)
    answers = judge_offices(quarters, day, organisation_ids=[user.organisation_id])
    mine = answers.get(user.organisation_id)
    if mine is None:
        return []
    waiting = [
        answer
        for quarter, answer in sorted(mine.by_quarter.items())
        if answer.state is AnswerState.SILENT
        or (answer.state is AnswerState.NOT_DUE and is_open_for_word(quarter, day))
    ]
    return waiting[-_MOST_WAITING:]
