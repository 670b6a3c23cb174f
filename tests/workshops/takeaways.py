"""Makes takeaways for tests."""

import uuid
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from csrmatch.accounts.models import User
from csrmatch.db import db, today
from csrmatch.workshops.models import (
    Takeaway,
    Talk,
    Workshop,
    WorkshopDay,
    WorkshopHelper,
    WorkshopSession,
)
from csrmatch.workshops.rules.takeaways import NoteSent
from csrmatch.workshops.rules.workshops import WorkshopStatus
from csrmatch.workshops.services.takeaways import take_note
from tests.form_filling import read_form
from tests.workshops.factories import make_workshop

__all__ = ["fill", "find_talk", "make_held_workshop", "make_note_taker", "make_takeaway", "new_note"]


def new_note(text: str = "Remoteness in Dantewada", kind: str = "challenge", **given: Any) -> NoteSent:
    """A note as a phone sends it, under a mark of its own."""
    return NoteSent(**{"uuid": str(uuid.uuid4()), "kind": kind, "text": text, **given})


def make_takeaway(
    workshop: Workshop, by: User, text: str = "Remoteness in Dantewada", **given: Any
) -> Takeaway:
    """A note that was taken down."""
    return take_note(workshop=workshop, by=by, note=new_note(text, **given))


def make_note_taker(workshop: Workshop, user: User) -> User:
    """Names a person as a note taker of a workshop."""
    workshop.helpers.append(WorkshopHelper(user_id=user.id, takes_notes=True, checks_in=False))
    db.session.flush()
    return user


def make_held_workshop() -> Workshop:
    """A workshop that is going on today, with an agenda."""
    return make_workshop("Workshop held", status=WorkshopStatus.HELD, series=None, starts_on=today())


def find_talk(workshop: Workshop) -> Talk:
    """The talk on Dantewada of a workshop."""
    query = select(Talk).join(Talk.session).join(WorkshopSession.day)
    query = query.where(WorkshopDay.workshop_id == workshop.id, Talk.theme_code == "HN")
    return db.session.scalars(query).one()


def fill(client: FlaskClient, page: str, **changes: str) -> Any:
    """Opens the page, changes some fields of its form and sends it."""
    form = read_form(client, page)
    for name, value in changes.items():
        form[name] = value
    return client.post(page, data=form)
