"""Operations on workshops: list them, show one with its agenda."""

from datetime import date, datetime, time
from typing import Any, Literal

from flask import Response
from flask_login import current_user
from pydantic import Field

from csrmatch.i18n import lazy_
from csrmatch.roles import Permission
from csrmatch.web.api.answers import ChangedAsked, Order, answer_page, answer_record, cut_page
from csrmatch.web.api.document import allow_token, api, reads
from csrmatch.web.api.fields import Asked, Told, WholeNumber
from csrmatch.workshops.models import Speaker, Talk, Workshop, WorkshopDay, WorkshopSession
from csrmatch.workshops.queries import workshops as reads_of
from csrmatch.workshops.queries.agenda import get_agenda
from csrmatch.workshops.rules.agenda import SessionKind
from csrmatch.workshops.rules.workshops import WorkshopStatus

__all__: list[str] = []

_WORKSHOP = "/workshops/<int(max=2147483647):workshop_id>"
_ORDERS = {"id": Order(Workshop.id), "changed_at": Order(Workshop.changed_at, "moment")}


class WorkshopPath(Asked):
    """Which workshop."""

    workshop_id: WholeNumber = Field(ge=0, le=2**31 - 1)


class WorkshopsAsked(ChangedAsked):
    """Which workshops, in which order."""

    q: str | None = Field(None, max_length=80, description="A part of a title, place or series, or the code.")
    state: WholeNumber | None = Field(None, ge=0, le=999_999, description="The LGD code of the state.")
    year: WholeNumber | None = Field(None, ge=1990, le=2100)
    theme: str | None = Field(None, max_length=2)
    status: WorkshopStatus | None = None
    sort: Literal["id", "-id", "changed_at", "-changed_at"] = "id"


class SpeakerTold(Told):
    """Who speaks, by office as on the day: offices are named to programs, persons never."""

    id: int
    designation_en: str | None
    designation_hi: str | None
    organisation_en: str | None
    organisation_hi: str | None
    organisation_id: int | None


class AgendaTalkTold(Told):
    """One talk of a session."""

    id: int
    topic_en: str | None
    topic_hi: str | None
    starts_at: time | None
    minutes: int | None
    theme: str | None
    district_lgd: int | None
    cpse: str | None
    speakers: list[SpeakerTold]


class SessionTold(Told):
    """One session of a day; times are of the clock in India."""

    id: int
    kind: SessionKind
    title_en: str | None
    title_hi: str | None
    starts_at: time | None
    ends_at: time | None
    room_en: str | None
    room_hi: str | None
    talks: list[AgendaTalkTold]


class DayTold(Told):
    """One day of a workshop."""

    number: int
    held_on: date | None
    sessions: list[SessionTold]


class WorkshopTold(Told):
    """A workshop."""

    id: int
    code: str
    version: int
    title_en: str | None
    title_hi: str | None
    series_en: str | None
    series_hi: str | None
    ordinal: int | None
    objective_en: str | None
    objective_hi: str | None
    year: int
    starts_on: date | None
    state_lgd: int | None
    city_en: str | None
    city_hi: str | None
    venue_en: str | None
    venue_hi: str | None
    status: WorkshopStatus
    cancelled_reason: str
    participants_told: int | None
    is_about: bool
    themes: list[str]
    organisers: list[str]
    created_at: datetime
    changed_at: datetime


class WholeWorkshopTold(WorkshopTold):
    """A workshop with its agenda."""

    days: list[DayTold]


class WorkshopListTold(Told):
    """A page of workshops."""

    items: list[WorkshopTold]
    next: str | None


def _plain(row: Workshop) -> dict[str, Any]:
    same = set(WorkshopTold.model_fields) & {column.key for column in Workshop.__mapper__.column_attrs}
    return {
        **{name: getattr(row, name) for name in sorted(same)},
        "code": row.code,
        "series_en": row.series.name_en if row.series else None,
        "series_hi": row.series.name_hi if row.series else None,
        "state_lgd": row.state.lgd if row.state else None,
        "themes": [item.theme_code for item in row.themes],
        "organisers": [item.organisation.name_en for item in row.organisers],
    }


def _day(row: WorkshopDay) -> DayTold:
    return DayTold(
        number=row.number,
        held_on=row.held_on,
        sessions=[_session(session) for session in row.sessions],
    )


def _session(row: WorkshopSession) -> SessionTold:
    plain = {name: getattr(row, name) for name in SessionTold.model_fields if name != "talks"}
    return SessionTold(**plain, talks=[_talk(talk) for talk in row.talks])


def _talk(row: Talk) -> AgendaTalkTold:
    same = set(AgendaTalkTold.model_fields) & {column.key for column in Talk.__mapper__.column_attrs}
    return AgendaTalkTold(
        **{name: getattr(row, name) for name in sorted(same)},
        theme=row.theme_code,
        district_lgd=row.district.lgd if row.district else None,
        cpse=row.cpse.code if row.cpse else None,
        speakers=[_speaker(speaker) for speaker in row.speakers],
    )


def _speaker(row: Speaker) -> SpeakerTold:
    return SpeakerTold(**{name: getattr(row, name) for name in SpeakerTold.model_fields})


@api.get("/workshops", **reads(lazy_("Workshops"), WorkshopListTold))
@allow_token(Permission.VIEW_WORKSHOPS)
def list_workshops(query: WorkshopsAsked) -> Response:
    """The workshops that the token's office sees, filtered and sorted."""
    search = reads_of.WorkshopSearch(
        text=query.q, year=query.year, state_lgd=query.state, status=query.status, theme=query.theme
    )
    found = reads_of.search_workshops(current_user, search)
    rows, cursor = cut_page(found, query, _ORDERS, query.sort, Workshop.id)
    items = [WorkshopTold(**_plain(row)) for row in rows]
    return answer_page(WorkshopListTold(items=items, next=cursor), cursor)


@api.get(_WORKSHOP, **reads(lazy_("One workshop with its agenda"), WholeWorkshopTold))
@allow_token(Permission.VIEW_WORKSHOPS)
def show_workshop(path: WorkshopPath) -> Response:
    """A workshop with its days, sessions, talks, and the offices that speak."""
    row = reads_of.get_workshop(current_user, path.workshop_id)
    days = [_day(day) for day in get_agenda(row)]
    return answer_record(WholeWorkshopTold(**_plain(row), days=days), version=row.version)
