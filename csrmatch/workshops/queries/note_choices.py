"""What a note can be about: the agenda of its workshop, themes, districts, companies and offices."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from csrmatch.accounts.models import Organisation, OrganisationKind
from csrmatch.db import db
from csrmatch.i18n import IST
from csrmatch.indicators.models import Theme
from csrmatch.indicators.queries import list_themes
from csrmatch.places.models import District
from csrmatch.places.queries import list_districts
from csrmatch.registry.models import Cpse
from csrmatch.workshops.models import Talk, Workshop, WorkshopDay, WorkshopSession
from csrmatch.workshops.rules.takeaways import NoteSent, Slot

__all__ = ["Choices", "TakeawayText", "list_slots", "read_choices"]


@dataclass(frozen=True)
class TakeawayText:
    """What a takeaway says and what it is about; None is not known."""

    kind: str
    text: str
    session_id: int | None = None
    talk_id: int | None = None
    theme_code: str | None = None
    district_id: int | None = None
    organisation_id: int | None = None
    cpse_id: int | None = None
    organisation_name: str | None = None
    speaker_name: str | None = None
    by_whom: str | None = None
    due_on: date | None = None
    asked_of: str | None = None
    text_en: str | None = None
    text_hi: str | None = None


@dataclass(frozen=True)
class Choices:
    """All that notes of one workshop can be about, by the codes that forms and programs send."""

    days: Sequence[WorkshopDay]
    sessions: Mapping[str, WorkshopSession]
    talks: Mapping[str, Talk]
    themes: Mapping[str, Theme]
    districts: Mapping[str, District]
    cpses: Mapping[str, Cpse]
    offices: Mapping[str, Organisation]

    def resolve(self, sent: NoteSent) -> tuple[TakeawayText, list[str]]:
        """What was sent, with the records its codes mean; and the names of the fields that mean nothing.

        What means nothing is left out: an agenda may have changed while a note waited on a phone.
        """
        talk, session = self.talks.get(sent.item), self.sessions.get(sent.item)
        theme, district = self.themes.get(sent.theme), self.districts.get(sent.district)
        cpse, office = self.cpses.get(sent.organisation), self.offices.get(sent.organisation)
        known = {
            "item": talk or session,
            "theme": theme,
            "district": district,
            "organisation": cpse or office,
        }
        unknown = [name for name, found in known.items() if getattr(sent, name) and found is None]
        has_name = cpse is None and office is None
        text = TakeawayText(
            kind=sent.kind,
            text=sent.text.strip(),
            session_id=talk.session_id if talk else session.id if session else None,
            talk_id=talk.id if talk else None,
            theme_code=theme.code if theme else None,
            district_id=district.id if district else None,
            organisation_id=office.id if office else None,
            cpse_id=cpse.id if cpse else None,
            organisation_name=sent.organisation_name[:200] or None if has_name else None,
            speaker_name=sent.speaker_name[:160] or None,
            by_whom=sent.by_whom[:200] or None,
            due_on=sent.due_on,
            asked_of=sent.asked_of[:200] or None,
            text_en=sent.text_en or None,
            text_hi=sent.text_hi or None,
        )
        return text, unknown


def read_choices(workshop: Workshop) -> Choices:
    """What notes of a workshop can be about."""
    talks = selectinload(WorkshopDay.sessions).selectinload(WorkshopSession.talks)
    query = select(WorkshopDay).where(WorkshopDay.workshop_id == workshop.id)
    query = query.options(talks.selectinload(Talk.speakers), talks.joinedload(Talk.district))
    days = db.session.scalars(query.order_by(WorkshopDay.number)).all()
    sessions = [session for day in days for session in day.sessions]
    offices = select(Organisation).where(Organisation.kind != OrganisationKind.CPSE)
    offices = offices.options(joinedload(Organisation.district)).order_by(Organisation.id)
    cpses = select(Cpse).order_by(Cpse.code)
    return Choices(
        days=days,
        sessions={f"s{row.id}": row for row in sessions},
        talks={f"t{talk.id}": talk for row in sessions for talk in row.talks},
        themes={row.code: row for row in list_themes()},
        districts={str(row.lgd): row for row in list_districts()},
        cpses={f"cpse:{row.code}": row for row in db.session.scalars(cpses)},
        offices={f"office:{row.id}": row for row in db.session.scalars(offices)},
    )


def list_slots(days: Sequence[WorkshopDay]) -> list[Slot]:
    """When each session and each talk is on, in the order of the agenda, a session before its talks."""
    return [slot for day in days if day.held_on is not None for slot in _slots_of(day)]


def _slots_of(day: WorkshopDay) -> Iterator[Slot]:
    def at(clock: time | None) -> datetime | None:
        if clock is None or day.held_on is None:
            return None
        return datetime.combine(day.held_on, clock, IST)

    for session in day.sessions:
        yield Slot(f"s{session.id}", at(session.starts_at), at(session.ends_at))
        for number, talk in enumerate(session.talks):
            begins, ends = at(talk.starts_at), at(session.ends_at)
            if begins is not None and talk.minutes:
                ends = begins + timedelta(minutes=talk.minutes)
            elif following := next(
                (row.starts_at for row in session.talks[number + 1 :] if row.starts_at), None
            ):
                ends = at(following)
            yield Slot(f"t{talk.id}", begins, ends)
