"""What a reminder says, in the language in force."""

from datetime import date

from csrmatch.i18n import _, format_day, format_inr, name_of, ngettext
from csrmatch.registry.queries.reminding import Reminder
from csrmatch.registry.rules import CITATIONS
from csrmatch.registry.wording.accounts import CITED, DUTIES
from csrmatch.registry.wording.answers import quarter_words

__all__ = ["reminder_subject", "reminder_text"]


def reminder_subject(reminder: Reminder) -> str:
    """The subject line: what, and by when."""
    last_day = format_day(reminder.due_on)
    if reminder.duty is not None:
        what = str(DUTIES[reminder.duty.rule])
    else:
        what = _("Answer for %(quarter)s", quarter=_quarter(reminder))
    if reminder.stage > 0:
        return _("Overdue since %(day)s: %(what)s", day=last_day, what=what)
    return _("By %(day)s: %(what)s", day=last_day, what=what)


def reminder_text(reminder: Reminder, day: date, *, link: str, settings_link: str) -> str:
    """The whole mail: what is due, why, by when, where to do it, and how to be reminded less."""
    lines = [_("To: %(office)s", office=name_of(reminder.office)), ""]
    lines += _about_duty(reminder) if reminder.duty is not None else _about_quarter(reminder)
    lines += ["", _how_long(reminder, day), "", _("Open it here: %(link)s", link=link), "", "-- "]
    lines.append(_("csrmatch, Department of Public Enterprises. Nobody reads answers to this mail."))
    lines.append(_("What you are written to: %(link)s", link=settings_link))
    return "\n".join(lines) + "\n"


def _about_duty(reminder: Reminder) -> list[str]:
    duty = reminder.duty
    if duty is None:
        return []
    return [
        _("CSR account %(year)s: %(what)s.", year=duty.year, what=DUTIES[duty.rule]),
        _("Amount: %(amount)s", amount=format_inr(duty.amount_inr)),
        _("Rule: %(rule)s", rule=CITED[CITATIONS[duty.rule]]),
    ]


def _about_quarter(reminder: Reminder) -> list[str]:
    return [
        _("Your office has not answered for %(quarter)s.", quarter=_quarter(reminder)),
        _("Bring your records up to date, or say that there is nothing to report. Silence is no answer."),
    ]


def _quarter(reminder: Reminder) -> str:
    return quarter_words(reminder.quarter) if reminder.quarter else ""


def _how_long(reminder: Reminder, day: date) -> str:
    last_day, days = format_day(reminder.due_on), (reminder.due_on - day).days
    if days > 0:
        return ngettext(
            "The last day is %(day)s: %(num)s day is left.",
            "The last day is %(day)s: %(num)s days are left.",
            days,
            day=last_day,
        )
    if days == 0:
        return _("The last day is today, %(day)s.", day=last_day)
    return ngettext(
        "The last day was %(day)s: it is %(num)s day overdue.",
        "The last day was %(day)s: it is %(num)s days overdue.",
        -days,
        day=last_day,
    )
