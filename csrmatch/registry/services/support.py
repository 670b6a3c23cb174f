"""The verbs of support between CPSEs: asking, changing, closing, pledging, taking a pledge back."""

from dataclasses import dataclass, fields
from typing import Any

from csrmatch import jobs
from csrmatch.accounts.models import User
from csrmatch.audit.recording import set_reason
from csrmatch.db import db, now, today
from csrmatch.errors import DomainError, Missing, NotAllowed
from csrmatch.i18n import _, format_inr, format_inr_exact, lazy_, name_of
from csrmatch.places.models import District
from csrmatch.registry.access.support import can_ask_support, can_edit_support, can_pledge_support
from csrmatch.registry.models import Cpse, SupportPledge, SupportRequest
from csrmatch.registry.queries.support import find_pledge, sum_pledges
from csrmatch.registry.rules.support import (
    PledgeSum,
    SupportProblem,
    SupportStatus,
    check_closing,
    check_pledge,
)
from csrmatch.registry.rules.years import is_year
from csrmatch.registry.wording.support import SUPPORT_PROBLEMS, SUPPORT_STATUSES

__all__ = [
    "NEW",
    "PLEDGED",
    "SupportText",
    "ask_support",
    "change_support",
    "close_support",
    "pledge_support",
    "support_text_of",
    "withdraw_pledge",
]

# The version of a pledge that is not there yet.
NEW = 0
# The job that tells the company that asked.
PLEDGED = "tell_of_pledge"


@dataclass(frozen=True)
class SupportText:
    """What a company asks others for; None is not known, and no district means anywhere."""

    theme_code: str
    financial_year: str
    title_en: str | None = None
    title_hi: str | None = None
    district: District | None = None
    asked: str = ""
    ask_inr: int | None = None


def support_text_of(request: SupportRequest) -> SupportText:
    """The text a request holds now."""
    return SupportText(**{item.name: getattr(request, item.name) for item in fields(SupportText)})


def ask_support(*, by: User, cpse: Cpse, text: SupportText) -> SupportRequest:
    """Asks the other companies for support; the request is open at once."""
    if not can_ask_support(by) or cpse.organisation_id != by.organisation_id:
        raise NotAllowed
    _check(text)
    moment = now()
    request = SupportRequest(
        cpse=cpse,
        status=SupportStatus.OPEN,
        created_by_id=by.id,
        created_at=moment,
        changed_by_id=by.id,
        changed_at=moment,
        **_columns(text),
    )
    db.session.add(request)
    db.session.flush()
    return request


def change_support(*, request: SupportRequest, by: User, version: int | None, text: SupportText) -> None:
    """Changes what is asked while the request is open; pledges stay as they are."""
    _check(text)
    request.expect_version(version, theirs=_tell(support_text_of(request)), mine=_tell(text))
    if not can_edit_support(by, request):
        raise NotAllowed
    for name, value in _columns(text).items():
        setattr(request, name, value)
    _touch(request, by)


def close_support(
    *, request: SupportRequest, by: User, version: int | None, status: SupportStatus, reason: str
) -> None:
    """Closes a request as met or withdrawn, with the reason; its pledges stay on record."""
    stage, why = _("Stage"), _("Reason")
    request.expect_version(
        version,
        theirs={stage: SUPPORT_STATUSES[request.status][0], why: request.closed_reason or None},
        mine={stage: SUPPORT_STATUSES[status][0], why: reason},
    )
    problem = check_closing(request.status, reason)
    if problem is not None or status is SupportStatus.OPEN:
        raise DomainError(SUPPORT_PROBLEMS[problem or SupportProblem.NOT_OPEN])
    if not can_edit_support(by, request):
        raise NotAllowed
    set_reason(reason)
    request.status, request.closed_reason = status, reason
    _touch(request, by)


def pledge_support(
    *,
    request: SupportRequest,
    cpse: Cpse,
    by: User,
    version: int | None,
    amount_inr: int | None,
    note: str,
    means_more: bool = False,
) -> SupportPledge:
    """Pledges money or help in kind to an open request, or changes what the company pledged before.

    The caller holds the request, so that two pledges at once cannot pass what is asked unnoticed. A pledge
    that was taken back stands again. The company that asked is told by mail.
    """
    pledge = find_pledge(request, cpse)
    if version is not None and version != (pledge.version if pledge else NEW):
        _refuse_stale(pledge, amount_inr, note)
    if not can_pledge_support(by, request) or cpse.organisation_id != by.organisation_id:
        raise NotAllowed
    others = sum_pledges([request.id], but_of=cpse.id)[request.id]
    problem = check_pledge(request.ask_inr, others, amount_inr, note, means_more=means_more)
    if problem is SupportProblem.MORE_THAN_ASKED:
        raise DomainError(_more_than_asked(request, others, amount_inr or 0))
    if problem is not None or (amount_inr is not None and amount_inr <= 0):
        raise DomainError(SUPPORT_PROBLEMS[problem or SupportProblem.EMPTY_PLEDGE])
    if pledge is None:
        pledge = SupportPledge(request_id=request.id, cpse=cpse)
        db.session.add(pledge)
    pledge.amount_inr, pledge.note = amount_inr, note
    pledge.pledged_on, pledge.pledged_by = today(), by
    pledge.withdrawn_on, pledge.withdrawn_reason = None, ""
    db.session.flush()
    _tell_asking(pledge, by)
    return pledge


def withdraw_pledge(
    *, request: SupportRequest, cpse: Cpse, by: User, version: int | None, reason: str
) -> SupportPledge:
    """Takes a company's own pledge back, with the reason, which the company that asked is told by mail."""
    pledge = find_pledge(request, cpse)
    if pledge is None or pledge.withdrawn_on is not None:
        raise Missing
    pledge.expect_version(version, theirs=_tell_pledge(pledge.amount_inr, pledge.note), mine={})
    if not can_pledge_support(by, request) or cpse.organisation_id != by.organisation_id:
        raise NotAllowed
    if not reason.strip():
        raise DomainError(SUPPORT_PROBLEMS[SupportProblem.NO_REASON])
    set_reason(reason)
    pledge.withdrawn_on, pledge.withdrawn_reason = today(), reason
    db.session.flush()
    _tell_asking(pledge, by)
    return pledge


def _tell_asking(pledge: SupportPledge, by: User) -> None:
    """Asks for the mail to the company that asked; each wording of a pledge is told once."""
    key = f"{PLEDGED} {pledge.id} {pledge.version}"
    jobs.enqueue(PLEDGED, {"pledge_id": pledge.id, "version": pledge.version}, key, by_id=by.id)


def _refuse_stale(pledge: SupportPledge | None, amount_inr: int | None, note: str) -> None:
    mine = _tell_pledge(amount_inr, note)
    if pledge is None:
        raise Missing
    pledge.expect_version(NEW, theirs=_tell_pledge(pledge.amount_inr, pledge.note), mine=mine)


def _more_than_asked(request: SupportRequest, others: PledgeSum, amount_inr: int) -> object:
    over = others.inr + amount_inr - (request.ask_inr or 0)
    return _(
        "With what others pledged this is %(over)s more than the %(asked)s asked for. Pledge less, or say "
        "below that more is meant.",
        over=format_inr(over),
        asked=format_inr(request.ask_inr),
    )


def _columns(text: SupportText) -> dict[str, Any]:
    stored = {item.name: getattr(text, item.name) for item in fields(text) if item.name != "district"}
    return {**stored, "district": text.district}


def _check(text: SupportText) -> None:
    """Refuses a request without a title, theme or year, or with less than nothing."""
    if not text.title_en and not text.title_hi:
        raise DomainError(lazy_("Enter a title, in English or in Hindi."))
    if not text.theme_code:
        raise DomainError(lazy_("Choose the theme."))
    if not is_year(text.financial_year):
        raise DomainError(lazy_("Choose the year in which the support is wanted."))
    if text.ask_inr is not None and text.ask_inr < 0:
        raise DomainError(lazy_("An amount is 0 or more."))


def _tell(text: SupportText) -> dict[str, object]:
    """A request's text in words, field by field."""
    return {
        _("Title in English"): text.title_en,
        _("Title in Hindi"): text.title_hi,
        _("Theme"): text.theme_code,
        _("District"): name_of(text.district) if text.district else _("anywhere"),
        _("What is asked"): text.asked or None,
        _("Amount asked for"): None if text.ask_inr is None else format_inr_exact(text.ask_inr),
        _("Year"): text.financial_year,
    }


def _tell_pledge(amount_inr: int | None, note: str) -> dict[str, object]:
    """A pledge in words."""
    return {
        _("Amount"): None if amount_inr is None else format_inr_exact(amount_inr),
        _("Note"): note or None,
    }


def _touch(request: SupportRequest, by: User) -> None:
    request.changed_by_id, request.changed_at = by.id, now()
    db.session.flush()
