"""A workshop that is being held, with what was taken down at it, for the furnished demonstration."""

import sqlite3
import uuid
from contextlib import closing
from datetime import time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from csrmatch.accounts.models import User
from csrmatch.db import db, today
from csrmatch.demo import DEMO_DOMAIN
from csrmatch.places.models import District, State
from csrmatch.registry.models import Cpse
from csrmatch.registry.services.need_texts import NeedText
from csrmatch.registry.services.needs import create_need
from csrmatch.workshops.models import Takeaway, TakeawayWork, Workshop
from csrmatch.workshops.queries.workshops import list_days
from csrmatch.workshops.rules.agenda import SessionKind
from csrmatch.workshops.rules.takeaways import NoteSent
from csrmatch.workshops.rules.workshops import WorkshopStep
from csrmatch.workshops.services.agenda import (
    SessionText,
    SpeakerText,
    TalkText,
    add_session,
    add_talk,
)
from csrmatch.workshops.services.conversions import hand_on
from csrmatch.workshops.services.takeaways import strike_takeaway, take_note
from csrmatch.workshops.services.workshops import WorkshopText, create_workshop, step_workshop
from csrmatch.workshops.targets import find_target

__all__ = ["hold_workshop", "takeaway_pages"]

_TITLE = "Workshop on health and learning (demo)"


def hold_workshop() -> None:
    """A workshop of today with two sessions, notes of five kinds, and what became of them."""
    dpe = _user("dpe")
    text = WorkshopText(
        year=today().year,
        title_en=_TITLE,
        title_hi="स्वास्थ्य और शिक्षा पर कार्यशाला (प्रदर्शन)",
        state=db.session.scalars(select(State).where(State.lgd == 22)).one(),
        city_en="Raipur",
        city_hi="रायपुर",
        themes=("HN", "ED"),
        districts=(_district(376), _district(636)),
    )
    organisers = [dpe.organisation, _user("unicef").organisation]
    workshop = create_workshop(by=dpe, text=text, organisers=organisers, starts_on=today(), days=1)
    talk = _agenda(workshop, dpe)
    step_workshop(workshop=workshop, by=dpe, version=workshop.version, step=WorkshopStep.HOLD)
    about = {"item": f"t{talk}", "theme": "HN", "district": "376", "speaker_name": "Collector, Dantewada"}
    far = _take(workshop, "challenge", "Remoteness in Dantewada: the next laboratory is 80 km away.", **about)
    _take(workshop, "practice", "दूरस्थ बसाहटों में बाइक एम्बुलेंस से प्रसव समय पर अस्पताल पहुँचते हैं।", **about)
    asked = _take(
        workshop,
        "request",
        "ALIMCO asks other CPSEs for support with assistive devices.",
        organisation="cpse:ALIMCO",
        asked_of="All CPSEs present",
    )
    _take(
        workshop,
        "commitment",
        "Two mobile haemoglobin vans before the rains.",
        organisation="cpse:NMDC",
        by_whom="NMDC, CSR division",
        due_on=today() + timedelta(days=120),
    )
    _take(workshop, "insight", "बिजली नियमित हो तो शीत शृंखला स्वयं चलती है।", theme="HN")
    wrong = _take(workshop, "insight", "Said by nobody.")
    strike_takeaway(takeaway=wrong, by=dpe, version=None, reason="Taken down in the wrong hall.")
    _become(far)
    need, support = find_target("need"), find_target("support")
    if need is None or support is None:
        raise LookupError("the targets are not registered")
    hand_on(takeaway=far, by=dpe, target=need, note="Named by the collector.", district=_district(376))
    company = db.session.scalars(select(Cpse).where(Cpse.code == "NMDC")).one()
    hand_on(takeaway=asked, by=dpe, target=support, note="", cpse=company)


def _agenda(workshop: Workshop, by: User) -> int:
    [day] = list_days(workshop)
    opening = SessionText(
        kind=SessionKind.INAUGURAL,
        title_en="Inaugural session",
        title_hi="उद्घाटन सत्र",
        starts_at=time(0, 1),
        ends_at=time(0, 30),
    )
    add_session(workshop=workshop, day=day, by=by, text=opening)
    districts = SessionText(
        kind=SessionKind.DISTRICTS,
        title_en="What the districts need",
        title_hi="ज़िलों की आवश्यकताएँ",
        starts_at=time(0, 30),
        ends_at=time(23, 59),
    )
    session = add_session(workshop=workshop, day=day, by=by, text=districts)
    text = TalkText(
        topic_en="Health in Dantewada",
        topic_hi="दंतेवाड़ा में स्वास्थ्य",
        theme_code="HN",
        district=_district(376),
        speakers=(SpeakerText(name_en="Collector, Dantewada", name_hi="कलेक्टर, दंतेवाड़ा"),),
    )
    return add_talk(workshop=workshop, session=session, by=by, text=text).id


def _take(workshop: Workshop, kind: str, text: str, **about: Any) -> Takeaway:
    note = NoteSent(uuid=str(uuid.uuid4()), kind=kind, text=text, **about)
    return take_note(workshop=workshop, by=_user("dpe"), note=note)


def _become(row: Takeaway) -> None:
    """The note became a need of the district, as its officer posted it."""
    officer = _user("district")
    text = NeedText(theme_code="HN", title_en="A laboratory nearer to remote villages", asked=row.text)
    need = create_need(by=officer, district=_district(376), text=text)
    link = TakeawayWork(
        takeaway_id=row.id, kind="need", record_id=need.id, made_by_id=officer.id, made_at=need.created_at
    )
    db.session.add(link)


def _user(account: str) -> User:
    return db.session.scalars(select(User).where(User.email == f"{account}@{DEMO_DOMAIN}")).one()


def _district(lgd: int) -> District:
    return db.session.scalars(select(District).where(District.lgd == lgd)).one()


def takeaway_pages(database: Path) -> list[tuple[str, str, str, str]]:
    """Endpoint, name of the picture, address, who opens it."""
    with closing(sqlite3.connect(database)) as connection:
        [number] = connection.execute("select id from workshop where title_en = ?", [_TITLE]).fetchone()
        rows = "select id from takeaway where workshop_id = ? order by id"
        first, second, third, _due, _insight, struck = [row[0] for row in connection.execute(rows, [number])]
        handed = "select id from takeaway_handing where takeaway_id = ?"
        [handing] = connection.execute(handed, [first]).fetchone()
        found = "select record_id from takeaway_work where takeaway_id = ? and kind = 'need'"
        [need] = connection.execute(found, [first]).fetchone()
    notes = f"/workshops/{number}/notes"
    return [
        ("workshops.unmark_workshop", "workshop-unmark", f"/workshops/{number}/unmark", "dpe"),
        ("workshops.show_report", "report-open", f"/workshops/{number}/report", "dpe"),
        ("workshops.make_report", "report-make-draft", f"/workshops/{number}/report/make", "dpe"),
        ("workshops.list_takeaways", "notes", notes, "dpe"),
        ("workshops.list_takeaways", "notes-none", f"{notes}?q=zzzz", "district"),
        ("workshops.take_notes", "notes-live", f"{notes}/take", "dpe"),
        ("workshops.show_offline_notes", "notes-offline", f"{notes}/offline", "dpe"),
        ("workshops.show_takeaway", "note-worked", f"{notes}/{first}", "dpe"),
        ("workshops.show_takeaway", "note-handed", f"{notes}/{first}", "district"),
        ("workshops.show_takeaway", "note-plain", f"{notes}/{second}", "cpse"),
        ("workshops.show_takeaway", "note-struck", f"{notes}/{struck}", "dpe"),
        ("workshops.edit_takeaway", "note-edit", f"{notes}/{third}/edit", "dpe"),
        ("workshops.strike_takeaway", "note-strike", f"{notes}/{third}/strike", "dpe"),
        ("workshops.convert_takeaway", "note-to-need", f"{notes}/{first}/become/need", "district"),
        ("workshops.convert_takeaway", "note-to-overlap", f"{notes}/{first}/become/overlap", "dpe"),
        ("workshops.hand_on_takeaway", "note-hand-on", f"{notes}/{third}/hand-on/support", "dpe"),
        (
            "workshops.decline_handing",
            "note-decline",
            f"{notes}/{first}/handed/{handing}/decline",
            "district",
        ),
        ("registry.show_need", "need-from-workshop", f"/needs/{need}", "district"),
    ]
