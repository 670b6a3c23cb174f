"""Workshops for the furnished demonstration: one with a full agenda, one bare, one closed, one cancelled."""

import sqlite3
from datetime import date, time
from pathlib import Path

from sqlalchemy import select

from csrmatch.accounts.models import Organisation, OrganisationKind, User
from csrmatch.db import db
from csrmatch.demo import DEMO_DOMAIN
from csrmatch.places.models import District, State
from csrmatch.registry.models import Cpse
from csrmatch.workshops.models import Workshop, WorkshopSession
from csrmatch.workshops.queries.workshops import list_days
from csrmatch.workshops.rules.agenda import SessionKind
from csrmatch.workshops.rules.workshops import WorkshopStep
from csrmatch.workshops.services import agenda
from csrmatch.workshops.services.agenda import SessionText, SpeakerText, TalkText
from csrmatch.workshops.services.documents import attach_workshop_document
from csrmatch.workshops.services.workshops import (
    WorkshopText,
    create_workshop,
    ensure_series,
    name_helper,
    step_workshop,
)

__all__ = ["hold_workshops", "workshop_pages"]

# The first workshop is that of Raipur, which the demonstration has of itself, with its sessions and talks.
_FULL, _BARE = "/workshops/2", "/workshops/3"
_PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

_PAGES: list[tuple[str, str, str, str]] = [
    ("workshops.list_workshops", "workshops", "/workshops", "dpe"),
    ("workshops.list_workshops", "workshops-none", "/workshops?q=zzzz", "cpse"),
    ("workshops.new_workshop", "workshop-new", "/workshops/new", "dpe"),
    ("workshops.show_workshop", "workshop", _FULL, "dpe"),
    ("workshops.show_workshop", "workshop-read", _FULL, "cpse"),
    ("workshops.show_workshop", "workshop-planned", _BARE, "dpe"),
    ("workshops.show_workshop", "workshop-cancelled", "/workshops/4", "cpse"),
    ("workshops.edit_workshop", "workshop-edit", f"{_FULL}/edit", "dpe"),
    ("workshops.edit_organisers", "workshop-organisers", f"{_FULL}/organisers", "dpe"),
    ("workshops.edit_helpers", "workshop-helpers", f"{_FULL}/helpers", "dpe"),
    ("workshops.copy_workshop", "workshop-copy", f"{_FULL}/copy", "dpe"),
    ("workshops.cancel_workshop", "workshop-cancel", f"{_FULL}/cancel", "dpe"),
    ("workshops.show_agenda", "agenda", f"{_FULL}/agenda", "cpse"),
    ("workshops.show_agenda", "agenda-own", f"{_FULL}/agenda", "dpe"),
    ("workshops.show_agenda", "agenda-arrange", f"{_FULL}/agenda?arrange=1", "dpe"),
    ("workshops.show_agenda", "agenda-bare", f"{_BARE}/agenda", "dpe"),
    ("workshops.edit_days", "agenda-days", f"{_FULL}/days", "dpe"),
    ("workshops.new_session", "session-new", f"{_FULL}/days/2/sessions/new", "dpe"),
    ("workshops.edit_session", "session-edit", f"{_FULL}/sessions/9/edit", "dpe"),
    ("workshops.new_talk", "talk-new", f"{_FULL}/sessions/12/talks/new", "dpe"),
    ("workshops.edit_talk", "talk-edit", f"{_FULL}/talks/22/edit", "dpe"),
    ("workshops.new_workshop_document", "workshop-file-new", f"{_FULL}/documents/new", "dpe"),
    ("workshops.strike_workshop_document", "workshop-file-strike", "strike", "dpe"),
]


def workshop_pages(database: Path) -> list[tuple[str, str, str, str]]:
    """Endpoint, name of the picture, address, who opens it."""
    with sqlite3.connect(database) as connection:
        file = connection.execute("select min(attachment_id) from workshop_document").fetchone()[0]
    connection.close()
    strike = f"{_FULL}/documents/{file}/strike"
    return [(*row[:2], strike if row[2] == "strike" else row[2], row[3]) for row in _PAGES]


def hold_workshops() -> None:
    """Invented workshops; speakers are named by their office, as no real person is put in a demonstration."""
    dpe = _user("dpe")
    offices = [_office(OrganisationKind.DPE), _office(OrganisationKind.UNICEF)]
    series = ensure_series("DPE–UNICEF Joint Workshop", "डीपीई–यूनिसेफ संयुक्त कार्यशाला")
    full = create_workshop(
        by=dpe,
        text=WorkshopText(
            year=2026,
            title_en="CSR of CPSEs for health, nutrition and education in districts of Chhattisgarh",
            title_hi="छत्तीसगढ़ के आकांक्षी ज़िलों में स्वास्थ्य, पोषण और शिक्षा के लिए सीपीएसई का सीएसआर",
            objective_en="Districts say what they need, CPSEs say what they can do, and each district "
            "leaves with a CPSE that leads for it.",
            objective_hi="ज़िले अपनी आवश्यकताएँ बताएँ, सीपीएसई अपनी क्षमता बताएँ, "
            "और हर ज़िले को एक अग्रणी सीपीएसई मिले।",
            series=series,
            ordinal=5,
            state=db.session.scalars(select(State).where(State.lgd == 22)).one(),
            city_en="Raipur",
            city_hi="रायपुर",
            venue_en="Conference centre, Nava Raipur (demonstration)",
            venue_hi="सम्मेलन केंद्र, नवा रायपुर (प्रदर्शन)",
            themes=("HN", "ED"),
            districts=tuple(
                db.session.scalars(
                    select(District).where(District.lgd.in_((376, 636, 637))).order_by(District.id)
                )
            ),
        ),
        organisers=offices,
        starts_on=date(2026, 12, 8),
        days=2,
    )
    _fill_agenda(full, dpe)
    helper = db.session.scalars(select(User).where(User.email == f"unicef@{DEMO_DOMAIN}")).first()
    if helper is not None:
        name_helper(workshop=full, by=dpe, person=helper, takes_notes=True, checks_in=False)
    _step(full, dpe, WorkshopStep.ANNOUNCE)
    bare = WorkshopText(year=2027, title_en="Sixth joint workshop", series=series, ordinal=6)
    create_workshop(by=dpe, text=bare, organisers=offices, days=2)
    off = WorkshopText(
        year=2026, title_en="Workshop on skills in Jharkhand", title_hi="झारखंड में कौशल पर कार्यशाला"
    )
    gone = create_workshop(by=dpe, text=off, organisers=offices[:1], starts_on=date(2026, 7, 2))
    reason = "The hall was needed for flood relief; the districts are heard in Raipur."
    step_workshop(workshop=gone, by=dpe, version=gone.version, step=WorkshopStep.CANCEL, reason=reason)
    past = WorkshopText(year=2023, title_en="Third joint workshop", series=series, ordinal=3)
    third = create_workshop(by=dpe, text=past, organisers=offices, days=1)
    _step(third, dpe, WorkshopStep.HOLD)
    _step(third, dpe, WorkshopStep.CLOSE)


def _step(workshop: Workshop, by: User, step: WorkshopStep) -> None:
    step_workshop(workshop=workshop, by=by, version=workshop.version, step=step)


def _fill_agenda(workshop: Workshop, by: User) -> None:
    """Two days with all kinds of sessions, one clash, and a talk that has slides."""
    days = list_days(workshop)
    rows = (
        (0, SessionKind.INAUGURAL, "Inaugural session", "उद्घाटन सत्र", (10, 0), (11, 0)),
        (0, SessionKind.BREAK, "Tea", "चाय", (11, 0), (11, 20)),
        (0, SessionKind.DISTRICTS, "What the districts need", "ज़िलों की आवश्यकताएँ", (11, 20), (13, 0)),
        (0, SessionKind.CPSES, "What the CPSEs can do", "सीपीएसई क्या कर सकते हैं", (14, 0), (15, 30)),
        (1, SessionKind.DISCUSSION, "Discussion in four groups", "चार समूहों में चर्चा", (10, 0), (12, 0)),
        (
            1,
            SessionKind.MAPPING,
            "Mapping of districts to CPSEs",
            "ज़िलों और सीपीएसई की मैपिंग",
            (12, 0),
            (13, 0),
        ),
        (1, SessionKind.THANKS, "Vote of thanks", "धन्यवाद ज्ञापन", (12, 45), (13, 15)),
    )
    made = []
    for day, kind, english, hindi, start, end in rows:
        text = SessionText(
            kind=kind,
            title_en=english,
            title_hi=hindi,
            starts_at=time(*start),
            ends_at=time(*end),
            room_en=None if kind is SessionKind.BREAK else "Main hall",
            room_hi=None if kind is SessionKind.BREAK else "मुख्य सभागार",
        )
        made.append(agenda.add_session(workshop=workshop, day=days[day], by=by, text=text))
    _add_talks(workshop, by, made)


def _person(name: tuple[str, str], post: tuple[str, str], office: tuple[str, str]) -> SpeakerText:
    return SpeakerText(*name, *post, *office)


def _add_talks(workshop: Workshop, by: User, sessions: list[WorkshopSession]) -> None:
    dpe = ("Department of Public Enterprises", "लोक उद्यम विभाग")
    secretary = _person(("Secretary (demo)", "सचिव (प्रदर्शन)"), ("Secretary", "सचिव"), dpe)
    chief = _person(
        ("Chief of Field Office (demo)", "क्षेत्रीय कार्यालय प्रमुख (प्रदर्शन)"),
        ("Chief of Field Office", "क्षेत्रीय कार्यालय प्रमुख"),
        ("UNICEF Chhattisgarh", "यूनिसेफ छत्तीसगढ़"),
    )
    collector = _person(
        ("Collector (demo)", "कलेक्टर (प्रदर्शन)"),
        ("Collector and District Magistrate", "कलेक्टर एवं ज़िला दंडाधिकारी"),
        ("District Administration, Dantewada", "ज़िला प्रशासन, दंतेवाड़ा"),
    )
    nodal = _person(
        ("Head of CSR (demo)", "सीएसआर प्रमुख (प्रदर्शन)"),
        ("General Manager (CSR)", "महाप्रबंधक (सीएसआर)"),
        ("NMDC", "एनएमडीसी"),
    )
    dantewada = db.session.scalars(select(District).where(District.lgd == 376)).one()
    nmdc = db.session.scalars(select(Cpse).where(Cpse.code == "NMDC")).one()
    given = (
        (
            0,
            TalkText(
                "Welcome and purpose of the workshop",
                "स्वागत और कार्यशाला का उद्देश्य",
                minutes=20,
                speakers=(secretary,),
            ),
        ),
        (
            0,
            TalkText(
                "Children first: what CSR can change",
                "बच्चे पहले: सीएसआर क्या बदल सकता है",
                minutes=25,
                speakers=(chief,),
            ),
        ),
        (
            2,
            TalkText(
                "Anaemia among adolescent girls, and vans that test in the villages",
                "किशोरियों में रक्ताल्पता, और गाँवों में जाँच करने वाले चल वाहन",
                minutes=30,
                theme_code="HN",
                district=dantewada,
                said_en="Testing reached 62 of 143 panchayats. What is missing is a second van and kits for "
                "a year.",
                said_hi="143 में से 62 पंचायतों में जाँच हुई। दूसरा वाहन और एक वर्ष के किट चाहिए।",
                speakers=(collector, chief),
            ),
        ),
        (
            3,
            TalkText(
                "Residential schools: from building to learning",
                None,
                minutes=30,
                theme_code="ED",
                cpse=nmdc,
                speakers=(nodal,),
            ),
        ),
    )
    talks = [
        agenda.add_talk(workshop=workshop, session=sessions[place], by=by, text=text) for place, text in given
    ]
    attach_workshop_document(
        workshop=workshop,
        by=by,
        talk=talks[2],
        title="Slides on anaemia in Dantewada",
        file_name="anaemia.pdf",
        content=_PDF,
    )
    attach_workshop_document(
        workshop=workshop, by=by, talk=None, title="Concept note", file_name="note.pdf", content=_PDF
    )


def _user(account: str) -> User:
    return db.session.scalars(select(User).where(User.email == f"{account}@{DEMO_DOMAIN}")).one()


def _office(kind: OrganisationKind) -> Organisation:
    query = select(Organisation).where(Organisation.kind == kind).order_by(Organisation.id)
    found = db.session.scalars(query.limit(1)).first()
    if found is None:
        raise LookupError(f"there is no office of kind {kind}")
    return found
