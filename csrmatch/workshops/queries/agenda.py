"""Reading the agenda of a workshop: days with sessions, talks and speakers, its files, earlier speakers."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from csrmatch.accounts.models import Organisation, User
from csrmatch.attachments.models import Attachment
from csrmatch.db import db
from csrmatch.errors import Missing
from csrmatch.folding import fold
from csrmatch.places.models import District
from csrmatch.registry.models import Cpse
from csrmatch.workshops.access.workshops import only_visible_workshops
from csrmatch.workshops.models import (
    SessionRevision,
    Speaker,
    Talk,
    Workshop,
    WorkshopDay,
    WorkshopDocument,
    WorkshopSession,
)
from csrmatch.workshops.rules.clashes import name_keys

__all__ = [
    "MOST_OFFERED",
    "find_cpse",
    "find_office_id",
    "get_agenda",
    "get_day",
    "get_document",
    "get_session",
    "get_talk",
    "list_cpses",
    "list_documents",
    "list_earlier_speakers",
    "list_office_names",
    "list_revisions",
]

# How many people can be picked from; the others are looked for.
MOST_OFFERED = 200


def get_agenda(workshop: Workshop) -> list[WorkshopDay]:
    """The days of a workshop with all that happens on them, in a few statements however much that is."""
    talks = selectinload(WorkshopDay.sessions).selectinload(WorkshopSession.talks)
    query = (
        select(WorkshopDay)
        .where(WorkshopDay.workshop_id == workshop.id)
        .options(
            talks.selectinload(Talk.speakers),
            talks.joinedload(Talk.theme),
            talks.joinedload(Talk.cpse),
            talks.joinedload(Talk.district).joinedload(District.state),
        )
        .order_by(WorkshopDay.number)
    )
    return list(db.session.scalars(query))


def list_revisions(workshop: Workshop) -> dict[int, SessionRevision]:
    """How often the sessions of a workshop were changed, by session, where they ever were."""
    query = (
        select(SessionRevision)
        .join(WorkshopSession, WorkshopSession.id == SessionRevision.session_id)
        .join(WorkshopSession.day)
        .where(WorkshopDay.workshop_id == workshop.id)
        .order_by(SessionRevision.session_id)
    )
    return {row.session_id: row for row in db.session.scalars(query)}


def get_day(workshop: Workshop, number: int) -> WorkshopDay:
    """One day of a workshop by its number."""
    query = select(WorkshopDay).where(WorkshopDay.workshop_id == workshop.id, WorkshopDay.number == number)
    day = db.session.scalar(query)
    if day is None:
        raise Missing
    return day


def get_session(workshop: Workshop, session_id: int) -> WorkshopSession:
    """A session of this workshop."""
    session = db.session.get(WorkshopSession, session_id)
    if session is None or session.day.workshop_id != workshop.id:
        raise Missing
    return session


def get_talk(workshop: Workshop, talk_id: int) -> Talk:
    """A talk of this workshop."""
    talk = db.session.get(Talk, talk_id)
    if talk is None or talk.session.day.workshop_id != workshop.id:
        raise Missing
    return talk


def list_documents(workshop: Workshop) -> dict[int | None, list[WorkshopDocument]]:
    """The files that are not struck, by the talk they belong to; None is the whole workshop."""
    query = (
        select(WorkshopDocument)
        .join(WorkshopDocument.attachment)
        .where(WorkshopDocument.workshop_id == workshop.id, Attachment.struck_at.is_(None))
        .options(joinedload(WorkshopDocument.attachment).joinedload(Attachment.added_by))
    )
    found: dict[int | None, list[WorkshopDocument]] = defaultdict(list)
    for row in db.session.scalars(query.order_by(Attachment.id.desc())):
        found[row.talk_id].append(row)
    return found


def get_document(workshop: Workshop, attachment_id: int) -> WorkshopDocument:
    """A file of this workshop that is not struck."""
    document = db.session.get(WorkshopDocument, attachment_id)
    if document is None or document.workshop_id != workshop.id or document.attachment.struck_at is not None:
        raise Missing
    return document


def list_earlier_speakers(viewer: User, text: str = "") -> tuple[list[Speaker], bool]:
    """Those who have spoken at a workshop the person sees, each once as last written down, by name.

    Those only whose name, designation or office holds the text, however it is written. Of many those who
    were written down last, and whether there are more.
    """
    visible = only_visible_workshops(viewer, select(Workshop)).with_only_columns(Workshop.id)
    query = (
        select(Speaker)
        .join(Speaker.talk)
        .join(Talk.session)
        .join(WorkshopSession.day)
        .where(WorkshopDay.workshop_id.in_(visible))
        .order_by(Speaker.id.desc())
    )
    found: list[Speaker] = []
    seen: set[str] = set()
    wanted = fold(text)
    rows = db.session.scalars(query.execution_options(yield_per=MOST_OFFERED))
    for speaker in rows:
        keys = name_keys(speaker.name_en, speaker.name_hi)
        if not keys & seen and wanted in _told_of(speaker):
            found.append(speaker)
        seen |= keys
        if len(found) > MOST_OFFERED:
            break
    rows.close()
    shown = sorted(found[:MOST_OFFERED], key=lambda row: (row.name_en or row.name_hi or "").casefold())
    return shown, len(found) > MOST_OFFERED


def _told_of(speaker: Speaker) -> str:
    parts = ("name", "designation", "organisation")
    texts = (getattr(speaker, f"{part}_{language}") for part in parts for language in ("en", "hi"))
    return " ".join(fold(text) for text in texts if text)


def list_cpses() -> list[Cpse]:
    """Every company by its code."""
    return list(db.session.scalars(select(Cpse).order_by(Cpse.code)))


def find_cpse(code: str) -> Cpse | None:
    """The company of a code."""
    return db.session.scalar(select(Cpse).where(Cpse.code == code))


def list_office_names() -> list[tuple[int, str, str | None]]:
    """Every office with its names, to be offered and to be known again."""
    query = select(Organisation.id, Organisation.name_en, Organisation.name_hi)
    return [(row[0], row[1], row[2]) for row in db.session.execute(query.order_by(Organisation.name_en))]


def find_office_id(*names: str | None) -> int | None:
    """The office of this system that one of the names is of: its whole name in either script, or its code."""
    wanted = {fold(name) for name in names if name}
    if not wanted:
        return None
    codes: Iterable[tuple[int | None, str]] = (
        (row[0], row[1])
        for row in db.session.execute(select(Cpse.organisation_id, Cpse.code).order_by(Cpse.code))
    )
    for number, code in codes:
        if number is not None and fold(code) in wanted:
            return number
    for office_id, english, hindi in list_office_names():
        if {fold(english), fold(hindi or english)} & wanted:
            return office_id
    return None
