"""The day's reminders: each once, however often the job runs and whatever nights it missed."""

from datetime import date

from csrmatch import jobs, mail
from csrmatch.db import today
from csrmatch.i18n import speaking
from csrmatch.registry.queries.reminding import Reminder, list_reminders
from csrmatch.registry.wording.reminders import reminder_subject, reminder_text
from csrmatch.web.links import whole_url

__all__ = ["send_reminders"]

_HOUR = 7


@jobs.daily("reminders", hour=_HOUR)
def send_reminders(work: jobs.Work) -> jobs.Effect:
    """Posts what is in force today; a day that was missed is made up for by what is in force now."""
    day = today()
    letters = [_letter(reminder, day) for reminder in list_reminders(day)]

    def post() -> None:
        for letter in letters:
            mail.post(letter)

    return post


def _letter(reminder: Reminder, day: date) -> mail.Letter:
    person = reminder.person
    with speaking(person.language):
        return mail.Letter(
            key=reminder.key,
            kind="reminder",
            person_id=person.id,
            address=person.email,
            language=person.language,
            subject=reminder_subject(reminder),
            body=reminder_text(
                reminder, day, link=_link(reminder), settings_link=whole_url("accounts.show_account")
            ),
        )


def _link(reminder: Reminder) -> str:
    if reminder.duty is not None and reminder.cpse is not None:
        return whole_url("registry.show_csr_account", code=reminder.cpse.code, year=reminder.duty.year)
    return whole_url("registry.show_answers", organisation_id=reminder.office.id)
