"""What a reminder of overdue action points says, in the language in force."""

from collections.abc import Sequence
from datetime import date

from csrmatch.actions.models import ActionPoint
from csrmatch.actions.wording import tell_overdue
from csrmatch.i18n import _, format_day, name_of, ngettext

__all__ = ["reminder_subject", "reminder_text"]


def reminder_subject(actions: Sequence[ActionPoint], *, is_to_owner: bool) -> str:
    """The subject line: the one action point, or how many there are."""
    if len(actions) == 1:
        return _("Overdue: %(code)s %(title)s", code=actions[0].code, title=name_of(actions[0], "title"))
    if is_to_owner:
        return ngettext(
            "%(num)s action point of your office is overdue",
            "%(num)s action points of your office are overdue",
            len(actions),
        )
    return ngettext(
        "%(num)s action point is overdue and has been chased",
        "%(num)s action points are overdue and have been chased",
        len(actions),
    )


def reminder_text(
    actions: Sequence[tuple[ActionPoint, str]], day: date, *, is_to_owner: bool, settings_link: str
) -> str:
    """The whole mail: each action point with its last day and the page on which to answer."""
    if is_to_owner:
        lines = [
            _("The last day is over, and no report says that it is done. Report on it, or say what it needs.")
        ]
    else:
        lines = [_("The offices were reminded and have not reported these as done.")]
    for action, link in actions:
        lines += [
            "",
            f"* {action.code}: {name_of(action, 'title')}",
            f"  {name_of(action.owner)}",
            "  " + _("Last day: %(day)s", day=format_day(action.due_on)) + f" · {tell_overdue(action, day)}",
            f"  {link}",
        ]
    lines += ["", "-- "]
    lines.append(_("csrmatch, Department of Public Enterprises. Nobody reads answers to this mail."))
    lines.append(_("What you are written to: %(link)s", link=settings_link))
    return "\n".join(lines) + "\n"
