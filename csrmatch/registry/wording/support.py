"""The words for requests for support between CPSEs and for the pledges to them."""

from csrmatch.i18n import LazyText, _, format_inr, lazy_, name_of, ngettext
from csrmatch.registry.models import SupportPledge
from csrmatch.registry.rules.support import PledgeSum, SupportProblem, SupportStatus

__all__ = ["SUPPORT_PROBLEMS", "SUPPORT_STATUSES", "pledge_subject", "pledge_text", "tell_pledged"]

# Each with the kind of its tag.
SUPPORT_STATUSES: dict[SupportStatus, tuple[LazyText, str]] = {
    SupportStatus.OPEN: (lazy_("open"), "here"),
    SupportStatus.MET: (lazy_("met"), "good"),
    SupportStatus.WITHDRAWN: (lazy_("withdrawn"), ""),
}

SUPPORT_PROBLEMS: dict[SupportProblem, LazyText] = {
    SupportProblem.NOT_OPEN: lazy_("The request is closed: nothing of it can be changed any more."),
    SupportProblem.NO_REASON: lazy_("Give the reason: it stays on record."),
    SupportProblem.EMPTY_PLEDGE: lazy_("Enter an amount, or say in the note what is given in kind."),
    SupportProblem.MORE_THAN_ASKED: lazy_("With this more would be pledged than is asked for."),
}


def tell_pledged(found: PledgeSum) -> str:
    """What stands pledged, in one phrase: the rupees, and how many pledge without naming an amount."""
    if not found.count:
        return _("nothing yet")
    unnamed = ngettext("%(num)s pledge without an amount", "%(num)s pledges without an amount", found.unnamed)
    if found.unnamed == found.count:
        return unnamed
    amount = format_inr(found.inr)
    return _("%(amount)s, and %(unnamed)s", amount=amount, unnamed=unnamed) if found.unnamed else amount


def pledge_subject(pledge: SupportPledge) -> str:
    """The subject line of the mail to the company that asked."""
    who = pledge.cpse.code
    if pledge.withdrawn_on is not None:
        return _("%(cpse)s takes its pledge back: %(what)s", cpse=who, what=_title(pledge))
    return _("%(cpse)s pledges support: %(what)s", cpse=who, what=_title(pledge))


def pledge_text(pledge: SupportPledge, *, link: str, settings_link: str) -> str:
    """The whole mail: who pledged what, or took it back and why, and where to read it."""
    request = pledge.request
    lines = [_("To: %(office)s", office=name_of(request.cpse)), ""]
    lines.append(f"{request.code}: {_title(pledge)}")
    if pledge.withdrawn_on is not None:
        lines.append(_("%(cpse)s has taken its pledge back.", cpse=name_of(pledge.cpse)))
        lines.append(_("Reason: %(reason)s", reason=pledge.withdrawn_reason))
    else:
        amount = _("in kind") if pledge.amount_inr is None else format_inr(pledge.amount_inr)
        lines.append(_("%(cpse)s pledges: %(amount)s", cpse=name_of(pledge.cpse), amount=amount))
        lines += [_("Note: %(note)s", note=pledge.note)] if pledge.note else []
        lines.append(_("A pledge is a proposal until the board of the company has agreed."))
    lines += ["", _("Open it here: %(link)s", link=link), "", "-- "]
    lines.append(_("csrmatch, Department of Public Enterprises. Nobody reads answers to this mail."))
    lines.append(_("What you are written to: %(link)s", link=settings_link))
    return "\n".join(lines) + "\n"


def _title(pledge: SupportPledge) -> str:
    return name_of(pledge.request, "title")
