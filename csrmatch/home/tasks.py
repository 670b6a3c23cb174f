"""The day's summaries: one a person and day or week, and none where there is nothing to tell."""

from datetime import date

from sqlalchemy import select

from csrmatch import jobs, mail
from csrmatch.accounts.models import User
from csrmatch.db import db, now, today
from csrmatch.home.digest import digest_key, digest_text, gather, list_readers, since_when
from csrmatch.i18n import _, format_day, speaking

__all__ = ["send_digests"]

_HOUR = 7


@jobs.daily("digests", hour=_HOUR)
def send_digests(work: jobs.Work) -> jobs.Effect:
    """Posts the summaries of the day; a person who has had theirs gets no second one."""
    day = today()
    readers = list_readers()
    keys = {digest_key(user, day): user for user in readers}
    sent = set(db.session.scalars(select(mail.OutgoingMail.key).where(mail.OutgoingMail.key.in_(keys))))
    letters = []
    for place, (key, user) in enumerate(keys.items()):
        work.progress(place / len(keys))
        if key not in sent and (letter := _letter(user, key, day)) is not None:
            letters.append(letter)

    def post() -> None:
        for letter in letters:
            mail.post(letter)

    return post


def _letter(user: User, key: str, day: date) -> mail.Letter | None:
    with speaking(user.language):
        summary = gather(user, day, since_when(user, now()))
        if summary.is_empty:
            return None
        return mail.Letter(
            key=key,
            kind="digest",
            person_id=user.id,
            address=user.email,
            language=user.language,
            subject=_("What waits for you: %(day)s", day=format_day(day)),
            body=digest_text(summary),
        )
