"""The words of invitations, of changes to them, and of calling off: when, where, and how to answer."""

from csrmatch.documents.calendars import Method
from csrmatch.i18n import _, name_of
from csrmatch.workshops.models import Participant, Workshop
from csrmatch.workshops.rules.invitations import WorkshopFacts
from csrmatch.workshops.wording.workshops import tell_span, tell_venue

__all__ = ["invitation_subject", "invitation_text", "tell_hours", "tell_where"]


def tell_hours(facts: WorkshopFacts) -> str:
    """The days and the hours of a workshop in one phrase."""
    if facts.first_day is None or facts.last_day is None:
        return _("the date is not set yet")
    days = tell_span(facts.first_day, facts.last_day)
    if facts.starts_at is None or facts.ends_at is None:
        return days
    hours = {"start": f"{facts.starts_at:%H:%M}", "end": f"{facts.ends_at:%H:%M}"}
    return _("%(days)s, %(start)s to %(end)s (IST)", days=days, **hours)


def tell_where(workshop: Workshop) -> str:
    """Where a workshop is held, or that this is not known yet."""
    return tell_venue(workshop) or _("the place is not set yet")


def invitation_subject(workshop: Workshop, method: Method, *, is_first: bool) -> str:
    """The subject line of the mail."""
    title = name_of(workshop, "title")
    if method is Method.CANCEL:
        return _("Called off: %(title)s", title=title)
    return _("Invitation: %(title)s", title=title) if is_first else _("Changed: %(title)s", title=title)


def invitation_text(
    row: Participant, facts: WorkshopFacts, method: Method, *, is_first: bool, link: str
) -> str:
    """The whole mail: what, when, where, and the link by which this one person answers."""
    workshop = row.workshop
    lines = [_("Dear %(name)s,", name=name_of(row)), ""]
    if method is Method.CANCEL:
        words = (
            _("the workshop named below is called off.")
            if facts.is_called_off
            else _("your invitation to the workshop named below is taken back.")
        )
        lines.append(words)
    elif is_first:
        lines.append(_("you are invited to the workshop named below."))
    else:
        lines.append(_("something has changed about the workshop named below. This is how it stands now."))
    lines += ["", name_of(workshop, "title"), tell_hours(facts), tell_where(workshop), ""]
    if method is Method.REQUEST:
        lines.append(_("Please say here whether you come; no account is needed: %(link)s", link=link))
        lines.append(_("The link is yours alone. You can change your answer until the workshop."))
        lines.append("")
    lines += ["-- ", _("csrmatch, Department of Public Enterprises. Nobody reads answers to this mail.")]
    return "\n".join(lines) + "\n"
