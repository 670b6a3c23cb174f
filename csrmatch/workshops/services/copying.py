"""A workshop copied from an earlier one: what repeats is taken over, people and dates are not."""

from datetime import date, timedelta

from csrmatch.accounts.models import User
from csrmatch.db import db
from csrmatch.errors import Missing
from csrmatch.workshops.models import Workshop, WorkshopSession
from csrmatch.workshops.queries.agenda import get_agenda
from csrmatch.workshops.services.workshops import WorkshopText, create_workshop

__all__ = ["copy_workshop"]

_KEPT = ("kind", "position", "title_en", "title_hi", "starts_at", "ends_at")


def copy_workshop(
    *, source: Workshop, by: User, text: WorkshopText, starts_on: date | None = None
) -> Workshop:
    """Plans a workshop with the organisers, days and sessions of another one, each day as far from the first.

    Talks, speakers, helpers, files and what was said stay where they are: they were of that time.
    """
    days = get_agenda(source)
    if not days:
        raise Missing
    made = create_workshop(
        by=by,
        text=text,
        organisers=[item.organisation for item in source.organisers],
        starts_on=starts_on,
        days=len(days),
    )
    made.copied_from_id = source.id
    first = days[0].held_on
    for old, new in zip(days, get_agenda(made), strict=True):
        if starts_on is not None and first is not None and old.held_on is not None:
            new.held_on = starts_on + timedelta(days=(old.held_on - first).days)
        for session in old.sessions:
            kept = {name: getattr(session, name) for name in _KEPT}
            db.session.add(WorkshopSession(day=new, **kept))
    db.session.flush()
    return made
