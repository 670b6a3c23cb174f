"""What came of a workshop of seven months ago, for the furnished demonstration: all words invented."""

import sqlite3
import uuid
from contextlib import closing
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from csrmatch.accounts.models import User
from csrmatch.actions import services
from csrmatch.actions.models import ActionStep
from csrmatch.actions.rules import ActionStatus
from csrmatch.db import db, today
from csrmatch.demo import DEMO_DOMAIN
from csrmatch.places.models import District, State
from csrmatch.registry.models import Cpse
from csrmatch.workshops.models import Takeaway, TakeawayWork, Workshop
from csrmatch.workshops.rules.takeaways import NoteSent
from csrmatch.workshops.rules.workshops import WorkshopStep
from csrmatch.workshops.services.conversions import hand_on
from csrmatch.workshops.services.room import name_pair
from csrmatch.workshops.services.takeaways import take_note
from csrmatch.workshops.services.workshops import (
    WorkshopText,
    create_workshop,
    ensure_series,
    step_workshop,
)
from csrmatch.workshops.targets import find_target

__all__ = ["follow_workshop_up", "outcome_pages"]

_TITLE = "Workshop seven months ago (demo)"
_DAYS = 220


def follow_workshop_up() -> None:
    """Commitments, a request and pairs; their rows are dated back to when they would have been written."""
    dpe, held_on = _user("dpe"), today() - timedelta(days=_DAYS)
    text = WorkshopText(
        year=held_on.year,
        title_en=_TITLE,
        title_hi="सात माह पूर्व की कार्यशाला (प्रदर्शन)",
        series=ensure_series("Follow-up workshop (demo)", "अनुवर्ती कार्यशाला (प्रदर्शन)"),
        ordinal=1,
        state=db.session.scalars(select(State).where(State.lgd == 22)).one(),
        city_en="Raipur",
        city_hi="रायपुर",
        districts=(_district(376), _district(381)),
    )
    organisers = [dpe.organisation, _user("unicef").organisation]
    workshop = create_workshop(by=dpe, text=text, organisers=organisers, starts_on=held_on, days=1)
    step_workshop(workshop=workshop, by=dpe, version=workshop.version, step=WorkshopStep.HOLD)
    van = _take(
        workshop,
        "commitment",
        "A mobile laboratory for Kuakonda by the end of the year.",
        organisation="cpse:NMDC",
        district="376",
        by_whom="NMDC, CSR division",
        due_on=today() + timedelta(days=40),
    )
    _take(workshop, "commitment", "Two smart classrooms in each block.", district="381")
    asked = _take(workshop, "request", "ALIMCO से सहायक उपकरणों के लिए सहयोग माँगा गया।", district="376")
    trained = _take(workshop, "commitment", "Training of fifty anganwadi workers.", district="376")
    _give_out(van, 20, (ActionStatus.ON_SCHEDULE, 150))
    _give_out(trained, 30, (ActionStatus.DONE, 100))
    target = find_target("support")
    if target is None:
        raise LookupError("the target is not registered")
    company = db.session.scalars(select(Cpse).where(Cpse.code == "NMDC")).one()
    handing = hand_on(takeaway=asked, by=dpe, target=target, note="", cpse=company)
    handing.handed_at = _moment(10)
    for lgd in (376, 381):
        pair = name_pair(workshop=workshop, district=_district(lgd), cpse=company, by=dpe)
        pair.put_at = _moment(0)
    db.session.flush()
    step_workshop(workshop=workshop, by=dpe, version=workshop.version, step=WorkshopStep.CLOSE)


def _moment(after: int) -> datetime:
    """Noon in India so many days after the workshop."""
    return datetime.combine(today() - timedelta(days=_DAYS - after), time(6, 30), UTC)


def _take(workshop: Workshop, kind: str, text: str, **about: Any) -> Takeaway:
    note = NoteSent(uuid=str(uuid.uuid4()), kind=kind, text=text, **about)
    row = take_note(workshop=workshop, by=_user("dpe"), note=note)
    row.taken_at = row.received_at = _moment(0)
    return row


def _give_out(row: Takeaway, after: int, report: tuple[ActionStatus, int]) -> None:
    """The commitment became an action point of UNICEF's, who reported on it."""
    dpe, owner = _user("dpe"), _user("unicef")
    action = services.assign_action(
        by=dpe, owner=owner.organisation, title_en=row.text[:80], due_on=today() + timedelta(days=40)
    )
    db.session.add(
        TakeawayWork(
            takeaway_id=row.id, kind="action", record_id=action.id, made_by_id=dpe.id, made_at=_moment(after)
        )
    )
    services.report_on_action(
        action=action, by=owner, version=action.version, status=report[0], text="As promised (demo)."
    )
    steps = select(ActionStep).where(ActionStep.action_id == action.id).order_by(ActionStep.id)
    for step, day in zip(db.session.scalars(steps), (after, report[1]), strict=True):
        step.created_at = _moment(day)
    if report[0] is ActionStatus.DONE:
        services.close_action(
            action=action, by=dpe, version=action.version, note="Seen by the district (demo)."
        )
        last = db.session.scalars(steps.order_by(None).order_by(ActionStep.id.desc())).first()
        if last is not None:
            last.created_at = _moment(report[1] + 20)
    db.session.flush()


def outcome_pages(database: Path) -> list[tuple[str, str, str, str]]:
    """Endpoint, name of the picture, address, who opens it."""
    with closing(sqlite3.connect(database)) as connection:

        def one(query: str, *given: object) -> str:
            return str(connection.execute(query, given).fetchone()[0])

        number = one("select id from workshop where title_en = ?", _TITLE)
        series = one("select series_id from workshop where id = ?", number)
        bare = one("select id from workshop where title_en = 'Third joint workshop'")
    page = f"/workshops/{number}/outcomes"
    return [
        ("workshops.show_outcomes", "outcomes", page, "dpe"),
        ("workshops.show_outcomes", "outcomes-company", page, "cpse"),
        ("workshops.show_outcomes", "outcomes-auditor", page, "auditor"),
        ("workshops.show_outcomes", "outcomes-narrowed", f"{page}?kind=pair&stage=done", "dpe"),
        ("workshops.show_outcomes", "outcomes-none", f"/workshops/{bare}/outcomes", "dpe"),
        (
            "workshops.show_series_outcomes",
            "outcomes-series",
            f"/workshops/series/{series}/outcomes",
            "dpe",
        ),
    ]


def _user(account: str) -> User:
    return db.session.scalars(select(User).where(User.email == f"{account}@{DEMO_DOMAIN}")).one()


def _district(lgd: int) -> District:
    return db.session.scalars(select(District).where(District.lgd == lgd)).one()
