"""The mail that tells an owner what was put into its hands, in the language in force."""

from csrmatch.actions.models import ActionPoint, ActionStep
from csrmatch.actions.rules import Move, Priority
from csrmatch.i18n import LazyText, _, format_day, lazy_, name_of

__all__ = ["given_subject", "given_text"]

# The subject line and the first sentence, by what happened.
_TOLD: dict[Move, tuple[LazyText, LazyText]] = {
    Move.ASSIGN: (
        lazy_("For your office: %(code)s %(title)s"),
        lazy_("%(office)s gives your office an action point."),
    ),
    Move.REASSIGN: (
        lazy_("For your office: %(code)s %(title)s"),
        lazy_("%(office)s gives your office an action point that was given out before."),
    ),
    Move.NAME_PERSON: (
        lazy_("In your hands: %(code)s %(title)s"),
        lazy_("%(office)s has put this action point into your hands."),
    ),
    Move.CHANGE_DUE: (
        lazy_("Another last day: %(code)s %(title)s"),
        lazy_("%(office)s has changed the last day of this action point."),
    ),
    Move.RETURN: (
        lazy_("Not accepted as done: %(code)s %(title)s"),
        lazy_("%(office)s has not accepted this action point as done: it is with your office again."),
    ),
    Move.REOPEN: (
        lazy_("Open again: %(code)s %(title)s"),
        lazy_("%(office)s has reopened this action point: it is with your office again."),
    ),
}


def given_subject(step: ActionStep, action: ActionPoint) -> str:
    """The subject line: what happened to which action point."""
    return str(_TOLD[step.move][0]) % {"code": action.code, "title": name_of(action, "title")}


def given_text(step: ActionStep, action: ActionPoint, *, link: str, settings_link: str) -> str:
    """The whole mail: what is to be done for whom until when, why, and the page on which to answer."""
    lines = [str(_TOLD[step.move][1]) % {"office": name_of(step.office)}, ""]
    lines.append(f"{action.code}: {name_of(action, 'title')}")
    lines += [_("No. %(reference)s", reference=action.file_number)] if action.file_number else []
    lines += [action.asked] if action.asked else []
    lines.append("")
    due = format_day(action.due_on) if action.due_on else _("no date")
    lines.append(_("Last day: %(day)s", day=due))
    if step.move is Move.CHANGE_DUE and step.old_due_on is not None:
        lines.append(_("Before: %(day)s", day=format_day(step.old_due_on)))
    if action.priority is Priority.HIGH:
        lines.append(_("Priority: high. It is closed with a document and by two persons."))
    lines += [_("Reason: %(reason)s", reason=step.note)] if step.note else []
    lines += ["", _("Report on it here: %(link)s", link=link), "", "-- "]
    lines.append(_("csrmatch, Department of Public Enterprises. Nobody reads answers to this mail."))
    lines.append(_("What you are written to: %(link)s", link=settings_link))
    return "\n".join(lines) + "\n"
