"""Makes workshops with their agenda for tests."""

from datetime import date, time

from sqlalchemy import select

from csrmatch.accounts.models import Organisation, User
from csrmatch.db import db
from csrmatch.places.models import State
from csrmatch.roles import Role
from csrmatch.workshops.models import Workshop, WorkshopDay
from csrmatch.workshops.queries.workshops import list_days
from csrmatch.workshops.rules.agenda import SessionKind
from csrmatch.workshops.rules.workshops import WorkshopStatus, WorkshopStep
from csrmatch.workshops.services import agenda
from csrmatch.workshops.services.agenda import SessionText, SpeakerText, TalkText
from csrmatch.workshops.services.workshops import (
    WorkshopText,
    create_workshop,
    ensure_series,
    step_workshop,
)
from tests import factories
from tests.registry.projects import find_district

__all__ = ["find_person", "make_agenda", "make_workshop", "take_workshop_to"]

_WAYS: dict[WorkshopStatus, tuple[WorkshopStep, ...]] = {
    WorkshopStatus.PLANNED: (),
    WorkshopStatus.ANNOUNCED: (WorkshopStep.ANNOUNCE,),
    WorkshopStatus.HELD: (WorkshopStep.HOLD,),
    WorkshopStatus.CLOSED: (WorkshopStep.HOLD, WorkshopStep.CLOSE),
    WorkshopStatus.CANCELLED: (WorkshopStep.CANCEL,),
}


def find_person(role: Role) -> User:
    """The standard person of a role."""
    return db.session.scalars(select(User).where(User.email == f"{role.value}@example.test")).one()


def make_workshop(
    title: str = "Fourth joint workshop",
    *,
    by: User | None = None,
    organisers: list[Organisation] | None = None,
    status: WorkshopStatus = WorkshopStatus.ANNOUNCED,
    series: str | None = "DPE–UNICEF Joint Workshop",
    ordinal: int | None = None,
    starts_on: date | None = date(2026, 2, 9),
    year: int = 2026,
    days: int = 2,
    with_agenda: bool = True,
) -> Workshop:
    """A two-day workshop in Raipur held by DPE and UNICEF, with an agenda, at the status wished.

    The year counts where its first day is not known.
    """
    by = by or find_person(Role.DPE_STAFF)
    offices = [factories.find_organisation(role) for role in (Role.DPE_STAFF, Role.UNICEF_OFFICER)]
    text = WorkshopText(
        year=starts_on.year if starts_on else year,
        title_en=title,
        title_hi="चौथी संयुक्त कार्यशाला",
        objective_en="To bring districts and CPSEs together.",
        series=ensure_series(series, "डीपीई–यूनिसेफ संयुक्त कार्यशाला") if series else None,
        ordinal=ordinal,
        state=db.session.scalars(select(State).where(State.lgd == 22)).one(),
        city_en="Raipur",
        city_hi="रायपुर",
        venue_en="Hotel in Raipur",
        themes=("HN", "ED"),
        districts=(find_district(376), find_district(636)),
    )
    workshop = create_workshop(
        by=by, text=text, organisers=organisers or offices, starts_on=starts_on, days=days
    )
    if with_agenda:
        make_agenda(workshop, by)
    take_workshop_to(workshop, by, status)
    return workshop


def take_workshop_to(workshop: Workshop, by: User, status: WorkshopStatus) -> None:
    """Takes a planned workshop to a status by the steps people take."""
    for step in _WAYS[status]:
        step_workshop(workshop=workshop, by=by, version=workshop.version, step=step, reason="A reason.")


def make_agenda(workshop: Workshop, by: User) -> list[WorkshopDay]:
    """On the first day an inaugural and talks of districts, on the second a discussion and the thanks."""
    days = list_days(workshop)

    def session(day: WorkshopDay, kind: SessionKind, title: str, start: int, end: int) -> object:
        text = SessionText(
            kind=kind, title_en=title, starts_at=time(start), ends_at=time(end), room_en="Hall A"
        )
        return agenda.add_session(workshop=workshop, day=day, by=by, text=text)

    opening = session(days[0], SessionKind.INAUGURAL, "Inaugural session", 10, 11)
    districts = session(days[0], SessionKind.DISTRICTS, "What districts need", 11, 13)
    welcome = SpeakerText(
        name_en="Asha Verma",
        name_hi="आशा वर्मा",
        designation_en="Additional Secretary",
        organisation_en="Department of Public Enterprises",
    )
    agenda.add_talk(
        workshop=workshop,
        session=opening,
        by=by,
        text=TalkText(topic_en="Welcome address", minutes=20, speakers=(welcome,)),
    )
    collector = SpeakerText(name_en="Ravi Kumar", designation_en="Collector", organisation_en="Dantewada")
    agenda.add_talk(
        workshop=workshop,
        session=districts,
        by=by,
        text=TalkText(
            topic_en="Anaemia among young women in Dantewada",
            topic_hi="दंतेवाड़ा की युवतियों में रक्ताल्पता",
            starts_at=time(11),
            minutes=30,
            theme_code="HN",
            district=find_district(376),
            said_en="Every second young woman is anaemic.",
            speakers=(collector, SpeakerText(name_hi="मीना साहू")),
        ),
    )
    if len(days) > 1:
        session(days[1], SessionKind.DISCUSSION, "Discussion", 10, 12)
        session(days[1], SessionKind.THANKS, "Vote of thanks", 12, 13)
    return days
