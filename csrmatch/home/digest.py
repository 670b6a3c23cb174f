"""The summary by mail: what waits for a person and what changed since the last one, in their language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from csrmatch.accounts.models import Digest, User
from csrmatch.actions.queries import list_waiting_actions
from csrmatch.db import db
from csrmatch.i18n import _, format_day, name_of, ngettext
from csrmatch.mail import OutgoingMail
from csrmatch.mapping.fact_links import form_of
from csrmatch.mapping.queries.facts import list_wanted_facts
from csrmatch.mapping.wording.data import tell_ask
from csrmatch.practices.models import Practice
from csrmatch.practices.queries import list_waiting_practices
from csrmatch.practices.rules import PracticeStatus
from csrmatch.registry.access import only_visible_needs, only_visible_projects
from csrmatch.registry.models import Need, Project
from csrmatch.registry.queries import find_cpse_of
from csrmatch.registry.queries.answers import list_waiting_quarters
from csrmatch.registry.queries.csr_accounts import list_account_duties
from csrmatch.registry.queries.needs import list_waiting_needs
from csrmatch.registry.wording.accounts import DUTIES
from csrmatch.registry.wording.answers import quarter_words
from csrmatch.roles import Role
from csrmatch.web.links import whole_url

__all__ = ["Line", "Summary", "digest_key", "digest_text", "gather", "list_readers", "since_when"]

_MOST = 7
_FIRST_LOOK = timedelta(days=7)


@dataclass(frozen=True)
class Line:
    """One thing, in words, and the page it is on."""

    text: str
    link: str


@dataclass(frozen=True)
class Summary:
    """What waits and what changed; without either there is nothing to write."""

    waiting: Sequence[Line]
    changed: Sequence[Line]
    more_changed: int

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not self.waiting and not self.changed


def list_readers() -> list[User]:
    """The people who wish for a summary and may sign in."""
    query = select(User).where(User.is_enabled.is_(True), User.digest != Digest.NONE)
    return list(db.session.scalars(query.order_by(User.id)))


def digest_key(user: User, day: date) -> str:
    """One summary a day or a week: a week whose Monday was missed gets it on a later day."""
    when = day.isoformat() if user.digest is Digest.DAILY else "{}-W{:02d}".format(*day.isocalendar())
    return f"digest {when} to {user.id}"


def since_when(user: User, moment: datetime) -> datetime:
    """From when on changes are told: the last summary, however long ago; at first a week."""
    query = select(func.max(OutgoingMail.created_at)).where(
        OutgoingMail.person_id == user.id, OutgoingMail.kind == "digest"
    )
    return db.session.scalar(query) or moment - _FIRST_LOOK


def gather(user: User, day: date, since: datetime) -> Summary:
    """What waits for a person and what changed, narrowed to what they may see, in the language in force."""
    projects, project_count = _changed(Project, only_visible_projects, user, since)
    needs, need_count = _changed(Need, only_visible_needs, user, since)
    changed = [
        *(Line(_title(row), whole_url("registry.show_need", need_id=row.id)) for row in needs),
        *(Line(_title(row), whole_url("registry.show_project", project_id=row.id)) for row in projects),
    ]
    return Summary(_waiting(user, day), changed, need_count + project_count - len(changed))


def _title(row: Any) -> str:
    return f"{row.code}: {name_of(row, 'title')}"


def _changed(model: Any, only_visible: Any, user: User, since: datetime) -> tuple[list[Any], int]:
    """The first few records that changed since then, the newest first, and how many there are."""
    query = only_visible(user, select(model).where(model.changed_at >= since))
    count = db.session.scalar(select(func.count()).select_from(query.with_only_columns(model.id).subquery()))
    rows = db.session.scalars(query.order_by(model.changed_at.desc(), model.id).limit(_MOST))
    return list(rows.unique()), count or 0


def _waiting(user: User, day: date) -> list[Line]:
    """The same that the home page shows under this heading."""
    lines = [
        Line(
            _("Need %(title)s waits for you.", title=name_of(need, "title")),
            whole_url("registry.show_need", need_id=need.id),
        )
        for need, _sent_back in list_waiting_needs(user, _MOST)
    ]
    for item in list_wanted_facts(user, day)[:_MOST]:
        endpoint, values = form_of(item.fact, item.office)
        lines.append(Line(tell_ask(item.fact, item.office.account_year), whole_url(endpoint, **values)))
    lines += [
        Line(
            _("Action point %(code)s, %(title)s: by %(day)s", **words)
            if row.due_on
            else _("Action point %(code)s, %(title)s", **words),
            whole_url("actions.show_action", action_id=row.id),
        )
        for row in list_waiting_actions(user, day, _MOST)
        for words in [{"code": row.code, "title": name_of(row, "title"), "day": format_day(row.due_on)}]
    ]
    lines += [
        Line(f"{_title(row)} · {_task_of(row)}", whole_url("practices.show_practice", practice_id=row.id))
        for row in list_waiting_practices(user, _MOST)
    ]
    lines += [
        Line(
            _("Your office has not answered for %(quarter)s.", quarter=quarter_words(answer.quarter)),
            whole_url("registry.show_answers", organisation_id=user.organisation_id),
        )
        for answer in list_waiting_quarters(user, day)
    ]
    cpse = find_cpse_of(user.organisation_id) if user.role is Role.CPSE_OFFICER else None
    for duty in list_account_duties(user, cpse, day)[:_MOST] if cpse else []:
        link = whole_url("registry.show_csr_account", code=cpse.code, year=duty.year) if cpse else ""
        if duty.due is None:
            text = _("CSR account %(year)s is not filled in yet.", year=duty.year)
        else:
            what, last_day = DUTIES[duty.due.rule], format_day(duty.due.due_on)
            text = _("CSR account %(year)s, by %(day)s: %(what)s", year=duty.year, day=last_day, what=what)
        lines.append(Line(text, link))
    return lines


def _task_of(practice: Practice) -> str:
    if practice.status is PracticeStatus.OFFERED:
        return _("offered to the library: decide on it")
    return _("was sent back to you to be written again")


def digest_text(summary: Summary) -> str:
    """The whole mail."""
    lines: list[str] = []
    if summary.waiting:
        lines += [_("Waiting for you"), "", *_told(summary.waiting), ""]
    if summary.changed:
        lines += [_("What changed"), "", *_told(summary.changed)]
        if summary.more_changed > 0:
            lines.append(ngettext("… and %(num)s more", "… and %(num)s more", summary.more_changed))
        lines.append("")
    lines += [_("Everything: %(link)s", link=whole_url("home.show_home")), "", "-- "]
    lines.append(_("csrmatch, Department of Public Enterprises. Nobody reads answers to this mail."))
    lines.append(_("How often you are written to: %(link)s", link=whole_url("accounts.show_account")))
    return "\n".join(lines) + "\n"


def _told(lines: Sequence[Line]) -> list[str]:
    return [part for line in lines for part in (f"* {line.text}", f"  {line.link}")]
