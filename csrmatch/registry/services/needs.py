"""The verbs of needs: posting one, changing its parts, its partners, and the steps of its life."""

from collections.abc import Mapping

from sqlalchemy import func, select

from csrmatch.accounts.models import User
from csrmatch.attachments.services import add_attachment, strike_attachment
from csrmatch.audit.recording import set_reason
from csrmatch.db import db, now, take_turn, today
from csrmatch.errors import DomainError
from csrmatch.i18n import lazy_
from csrmatch.indicators.models import ReportedFigureVersion
from csrmatch.indicators.queries import Reading
from csrmatch.places.models import District
from csrmatch.registry.access import is_in_own_hands
from csrmatch.registry.models import Cpse, Need, NeedDocument, NeedGroup, NeedPartner, NeedStep
from csrmatch.registry.queries.needs import has_second_officer
from csrmatch.registry.rules.needs import NeedStatus, StepFacts, check_need_step, task_of
from csrmatch.registry.rules.projects import TargetGroup
from csrmatch.registry.services import need_texts as texts
from csrmatch.registry.services.need_delegations import end_delegation
from csrmatch.registry.services.need_texts import NeedText
from csrmatch.registry.services.overlaps import follow_record
from csrmatch.registry.services.project_texts import tell_people
from csrmatch.registry.wording.needs import NEED_STATUSES, NEED_STEP_PROBLEMS

__all__ = [
    "NeedText",
    "attach_need_document",
    "change_need",
    "change_need_figure",
    "change_need_partners",
    "change_need_people",
    "create_need",
    "step_need",
    "strike_need_document",
]


def create_need(*, by: User, district: District, text: NeedText) -> Need:
    """Posts a need of a district as a draft."""
    texts.check_need_text(text)
    moment = now()
    # Two who post at once must not take the same number.
    take_turn(f"need number {district.id}")
    last = db.session.scalar(select(func.max(Need.number)).where(Need.district_id == district.id)) or 0
    need = Need(
        district=district,
        number=last + 1,
        status=NeedStatus.DRAFT,
        created_by_id=by.id,
        created_at=moment,
        changed_by_id=by.id,
        changed_at=moment,
        **texts.need_columns(text),
    )
    db.session.add(need)
    db.session.flush()
    _add_step(need, None, NeedStatus.DRAFT, "", by)
    return need


def change_need(*, need: Need, by: User, version: int | None, text: NeedText) -> None:
    """Changes what a draft asks for."""
    texts.check_need_text(text)
    need.expect_version(version, theirs=texts.tell_need(texts.need_text_of(need)), mine=texts.tell_need(text))
    for name, value in texts.need_columns(text).items():
        setattr(need, name, value)
    _touch(need, by)


def change_need_figure(
    *,
    need: Need,
    by: User,
    version: int | None,
    reading: Reading | None,
    reported: ReportedFigureVersion | None = None,
) -> None:
    """Takes the figure a need is to move, with its benchmark and source, as it is today.

    It is the survey's, or where `reported` is given an office's own figure of the same indicator.
    """
    value = reported.value if reported else reading.value if reading else None
    if reading is None:
        mine = texts.tell_figure(None, None, None)
    else:
        mine = texts.tell_figure(reading.indicator, value, _benchmark(reading))
    theirs = texts.tell_figure(need.indicator, need.figure_value, need.benchmark_value)
    need.expect_version(version, theirs=theirs, mine=mine)
    latest = reading.latest if reading and reported is None else None
    need.indicator_id = reading.indicator.id if reading else None
    need.figure_value = value
    need.reported_version_id = reported.id if reported else None
    need.figure_round = latest.round if latest else None
    need.figure_source = latest.source if latest else None
    need.figure_taken_on = today() if reading else None
    need.benchmark_value = _benchmark(reading) if reading else None
    need.benchmark_is_state = reading.state is not None if reading else None
    _touch(need, by)


def _benchmark(reading: Reading) -> float | None:
    return reading.nation if reading.state is None else reading.state


def change_need_people(
    *, need: Need, by: User, version: int | None, heads: Mapping[TargetGroup, int | None]
) -> None:
    """Changes whom the need is about; a number that is None is not known."""
    if any(number is not None and number < 0 for number in heads.values()):
        raise DomainError(lazy_("A number of people is 0 or more."))
    present = {row.group: row for row in need.groups}
    stored = {group: row.heads for group, row in present.items()}
    need.expect_version(version, theirs=tell_people(stored), mine=tell_people(heads))
    for group in present.keys() - heads.keys():
        need.groups.remove(present[group])
    for group, number in heads.items():
        if group in present:
            present[group].heads = number
        else:
            need.groups.append(NeedGroup(group=group, heads=number))
    _touch(need, by)


def change_need_partners(
    *, need: Need, by: User, version: int | None, pledges: Mapping[Cpse, int | None]
) -> None:
    """Changes which CPSEs pledged to take part, and with how much; one that is taken up keeps a partner."""
    if any(amount is not None and amount < 0 for amount in pledges.values()):
        raise DomainError(lazy_("An amount is 0 or more."))
    present = {row.cpse: row for row in need.partners}
    stored = {cpse: row.pledged_inr for cpse, row in present.items()}
    need.expect_version(version, theirs=texts.tell_partners(stored), mine=texts.tell_partners(pledges))
    if not pledges and need.status is NeedStatus.TAKEN_UP:
        raise DomainError(
            lazy_(
                "A need that is taken up has a partner. If all fell away, open it to companies again first."
            )
        )
    for gone in present.keys() - pledges.keys():
        need.partners.remove(present[gone])
    for cpse, amount in pledges.items():
        if cpse in present:
            present[cpse].pledged_inr = amount
        else:
            need.partners.append(NeedPartner(cpse_id=cpse.id, pledged_inr=amount))
    _touch(need, by)


def step_need(*, need: Need, by: User, version: int | None, status: NeedStatus, reason: str) -> None:
    """Takes a need to its next state; the steps before stay on record."""
    stage, why = str(lazy_("Stage")), str(lazy_("Reason"))
    need.expect_version(
        version,
        theirs={stage: NEED_STATUSES[need.status][0]},
        mine={stage: NEED_STATUSES[status][0], why: reason},
    )
    facts = StepFacts(
        role=by.role,
        wrote_last=need.changed_by_id == by.id,
        is_only_officer=not has_second_officer(by),
        has_partner=bool(need.partners),
        reason=reason,
        is_delegate=is_in_own_hands(by, need),
    )
    problem = check_need_step(need.status, status, facts)
    if problem is not None:
        raise DomainError(NEED_STEP_PROBLEMS[problem])
    if reason:
        set_reason(reason)
    is_alone = status is NeedStatus.VERIFIED and facts.wrote_last
    old, need.status = need.status, status
    db.session.flush()
    _add_step(need, old, status, reason, by, is_alone=is_alone)
    # What was asked of whom it was handed to ends with the stage it was asked in.
    if need.delegation is not None and need.delegation.task is not task_of(status):
        end_delegation(delegation=need.delegation, by=by, version=None, note="")


def attach_need_document(*, need: Need, by: User, title: str, file_name: str, content: bytes) -> NeedDocument:
    """Keeps a file with a need; with a draft it is part of what a second officer verifies."""
    attachment = add_attachment(by=by, title=title, file_name=file_name, content=content)
    document = NeedDocument(attachment_id=attachment.id, need_id=need.id)
    db.session.add(document)
    db.session.flush()
    if need.status is NeedStatus.DRAFT:
        _touch(need, by)
    return document


def strike_need_document(
    *, need: Need, document: NeedDocument, by: User, version: int | None, reason: str
) -> None:
    """Takes a document of a need out of sight, with the reason; its record stays."""
    strike_attachment(attachment=document.attachment, by=by, version=version, reason=reason)
    if need.status is NeedStatus.DRAFT:
        _touch(need, by)


def _add_step(
    need: Need, old: NeedStatus | None, new: NeedStatus, reason: str, by: User, *, is_alone: bool = False
) -> None:
    step = NeedStep(
        need_id=need.id,
        old_status=old,
        new_status=new,
        reason=reason,
        is_alone=is_alone,
        by=by,
        created_at=now(),
    )
    db.session.add(step)
    db.session.flush()
    follow_record(need)


def _touch(need: Need, by: User) -> None:
    """Raises the version of the need, whichever of its parts was changed, and notes who wrote last."""
    need.changed_by_id, need.changed_at = by.id, now()
    db.session.flush()
    follow_record(need)
