"""The people of a workshop for the furnished demonstration: a list, answers, a door; all names invented."""

import sqlite3
import uuid
from datetime import time, timedelta
from pathlib import Path

from itsdangerous import URLSafeSerializer
from sqlalchemy import select

from csrmatch.accounts.models import Organisation, OrganisationKind, User
from csrmatch.db import db, now, today
from csrmatch.demo import DEMO_DOMAIN
from csrmatch.workshops.models import Participant, Workshop, WorkshopDay
from csrmatch.workshops.queries.invitations import facts_of
from csrmatch.workshops.queries.workshops import list_days
from csrmatch.workshops.rules.agenda import SessionKind
from csrmatch.workshops.rules.check_in import Act, DoorItem
from csrmatch.workshops.rules.invitations import facts_digest
from csrmatch.workshops.rules.participants import ParticipantGroup, ParticipantStatus
from csrmatch.workshops.rules.workshops import WorkshopStep
from csrmatch.workshops.services import agenda
from csrmatch.workshops.services.agenda import SessionText
from csrmatch.workshops.services.check_in import record_check_ins
from csrmatch.workshops.services.participants import (
    ParticipantText,
    add_participant,
    add_users,
    cancel_participant,
    keep_list,
)
from csrmatch.workshops.services.workshops import WorkshopText, create_workshop, step_workshop
from csrmatch.workshops.tables.participant_rows import Fault, ReadList

__all__ = ["bring_participants", "participant_pages"]

_TITLE = "Workshop with invitations and a door"
_G, _S = ParticipantGroup, ParticipantStatus
# Name in English and Hindi, designation, organisation, group, answer.
_PEOPLE = (
    (
        "Asha Verma (demo)",
        "आशा वर्मा (नमूना)",
        "Director",
        "Department of Public Enterprises",
        _G.DPE,
        _S.ACCEPTED,
    ),
    ("Ravi Kumar (demo)", "रवि कुमार (नमूना)", "Collector", "Dantewada", _G.DISTRICT, _S.ACCEPTED),
    ("Meena Sahu (demo)", "मीना साहू (नमूना)", "Collector", "Bijapur", _G.DISTRICT, _S.MAYBE),
    (
        "John Ekka (demo)",
        None,
        "Joint Secretary",
        "Department of Health, Chhattisgarh",
        _G.STATE,
        _S.ACCEPTED,
    ),
    (None, "सुनीता मरकाम (नमूना)", "Deputy Director", "महिला एवं बाल विकास", _G.STATE, _S.INVITED),
    ("Farida Khan (demo)", None, "CSR Specialist", "UNICEF India", _G.UNICEF, _S.ACCEPTED),
    ("Peter D'Souza (demo)", None, "Chief Manager (CSR)", "SECL", _G.CPSE, _S.DECLINED),
    ("Lakshmi Iyer (demo)", None, "General Manager", "NTPC Limited", _G.CPSE, _S.ACCEPTED),
    ("Imran Ali (demo)", None, "Programme lead", "A water trust", _G.AGENCY, _S.LISTED),
    (
        "Prof. Nirmala Venkatasubramanian-Krishnamurthy (demo)",
        None,
        "Professor",
        "IIT Bhilai",
        _G.EXPERT,
        _S.ACCEPTED,
    ),
)


def bring_participants() -> None:
    """A workshop in three weeks whose people are invited, and a list that was tried."""
    dpe = _user("dpe")
    unicef = db.session.scalars(
        select(Organisation).where(Organisation.kind == OrganisationKind.UNICEF).order_by(Organisation.id)
    ).first()
    workshop = create_workshop(
        by=dpe,
        text=WorkshopText(
            year=(today() + timedelta(days=21)).year,
            title_en=_TITLE,
            title_hi="आमंत्रण और उपस्थिति वाली कार्यशाला",
            city_en="Raipur",
            city_hi="रायपुर",
            venue_en="Circuit House",
            venue_hi="सर्किट हाउस",
        ),
        organisers=[dpe.organisation, *([unicef] if unicef else [])],
        starts_on=today() + timedelta(days=21),
        days=2,
    )
    for day in list_days(workshop):
        _hold(workshop, day, dpe)
    step_workshop(workshop=workshop, by=dpe, version=workshop.version, step=WorkshopStep.ANNOUNCE, reason="")
    people = [_add(workshop, dpe, *given) for given in _PEOPLE]
    add_users(workshop=workshop, by=dpe, user_ids=[_user("cpse").id])
    colleague = db.session.scalars(select(Participant).where(Participant.user_id == _user("cpse").id)).one()
    gone = _add(workshop, dpe, "Former guest (demo)", None, "", "", _G.OTHER, _S.LISTED)
    cancel_participant(workshop=workshop, row=gone, by=dpe, version=gone.version, reason="Transferred.")
    digest = facts_digest(facts_of(workshop))
    for row in (*people[:8], colleague):
        row.sequence, row.told = 0, digest
    # One who is still to be told of the new place.
    people[1].told = "older"
    colleague.status = _S.INVITED
    _check_some_in(workshop, dpe, people)
    faults = [
        Fault(4, "C", "unknown_group", "press"),
        Fault(7, "H", "bad_address", "nobody at example"),
        Fault(9, "A", "no_name"),
    ]
    rows: list[dict[str, object]] = [
        {"name_en": name, "group": "cpse", "organisation_en": "SAIL", "email": None}
        for name in ("Guest one (demo)", "Guest two (demo)")
    ]
    keep_list(workshop=workshop, by=dpe, file_name="people-wrong.xlsx", read=ReadList(rows, [2, 3], faults))
    doubts = [Fault(3, "A", "twice_in_file", "2")]
    keep_list(workshop=workshop, by=dpe, file_name="people.xlsx", read=ReadList(rows, [2, 3], [], doubts))


def _hold(workshop: Workshop, day: WorkshopDay, by: User) -> None:
    for kind, title, hindi, start, end in (
        (SessionKind.INAUGURAL, "Inaugural", "उद्घाटन", 10, 11),
        (SessionKind.MAPPING, "Mapping exercise", "मैपिंग अभ्यास", 14, 16),
    ):
        text = SessionText(
            kind=kind, title_en=title, title_hi=hindi, starts_at=time(start), ends_at=time(end)
        )
        agenda.add_session(workshop=workshop, day=day, by=by, text=text)


def _add(
    workshop: Workshop,
    by: User,
    name_en: str | None,
    name_hi: str | None,
    designation: str,
    organisation: str,
    group: ParticipantGroup,
    status: ParticipantStatus,
) -> Participant:
    text = ParticipantText(
        group=group,
        name_en=name_en,
        name_hi=name_hi,
        designation_en=designation or None,
        organisation_en=organisation or None,
        email=f"guest{len(name_en or name_hi or '')}@{DEMO_DOMAIN}",
        phone="+91 00000 00000",
        language="hi" if name_en is None else "en",
        is_speaker=group in {_G.DISTRICT, _G.EXPERT},
    )
    row = add_participant(workshop=workshop, by=by, text=text)
    row.status = status
    return row


def _check_some_in(workshop: Workshop, by: User, people: list[Participant]) -> None:
    day = list_days(workshop)[0]
    items = [
        DoorItem(key=str(uuid.uuid4()), act=Act.CHECK_IN, at=now(), day_id=day.id, participant_id=row.id)
        for row in people[:5]
    ]
    guest = DoorItem(
        key=str(uuid.uuid4()),
        act=Act.WALK_IN,
        at=now(),
        day_id=day.id,
        name="Late guest (demo)",
        group=_G.OTHER,
    )
    record_check_ins(workshop=workshop, by=by, items=[*items, guest], read_code=lambda _code: None)


def participant_pages(folder: Path) -> list[tuple[str, str, str, str | None]]:
    """Endpoint, name of the picture, address, who opens it."""
    with sqlite3.connect(folder / "csrmatch.sqlite") as connection:
        number = connection.execute("select id from workshop where title_en = ?", (_TITLE,)).fetchone()[0]
        person, gone = (
            connection.execute("select id from participant where name_en = ?", (name,)).fetchone()[0]
            for name in ("Ravi Kumar (demo)", "Former guest (demo)")
        )
        wrong, right = (
            connection.execute("select id from participant_list where file_name = ?", (name,)).fetchone()[0]
            for name in ("people-wrong.xlsx", "people.xlsx")
        )
    base = f"/workshops/{number}"
    # The link as the demonstration itself signs it.
    secret = (folder / "secret-key").read_text().strip()
    token = URLSafeSerializer(secret, salt="workshop answer").dumps([person, 1])
    return [
        ("workshops.list_participants", "people", f"{base}/people", "dpe"),
        ("workshops.list_participants", "people-read", f"{base}/people", "cpse"),
        ("workshops.new_participant", "people-new", f"{base}/people/new", "dpe"),
        ("workshops.edit_participant", "people-edit", f"{base}/people/{person}/edit", "dpe"),
        ("workshops.edit_participant", "people-edit-gone", f"{base}/people/{gone}/edit", "dpe"),
        ("workshops.cancel_participant", "people-cancel", f"{base}/people/{person}/cancel", "dpe"),
        ("workshops.pick_participants", "people-pick", f"{base}/people/pick", "dpe"),
        ("workshops.import_participants", "people-import", f"{base}/people/import", "dpe"),
        ("workshops.show_participant_list", "people-list-wrong", f"{base}/people/import/{wrong}", "dpe"),
        ("workshops.show_participant_list", "people-list", f"{base}/people/import/{right}", "dpe"),
        ("workshops.send_invitations", "people-invitations", f"{base}/people/invitations", "dpe"),
        ("workshops.answer_invitation", "people-answer", f"/workshops/answer/{token}", None),
        ("workshops.list_attendance", "people-attendance", f"{base}/people/attendance", "dpe"),
        ("workshops.check_in_people", "people-door", f"{base}/check-in?q=a", "dpe"),
    ]


def _user(account: str) -> User:
    return db.session.scalars(select(User).where(User.email == f"{account}@{DEMO_DOMAIN}")).one()
