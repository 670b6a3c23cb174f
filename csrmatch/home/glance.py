"""What is open in the part of the register a person sees: each with its count and the list that shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ScalarSelect, Select, func, select

from csrmatch.accounts.models import User
from csrmatch.actions.models import ActionPoint
from csrmatch.actions.queries import ActionSearch, search_actions
from csrmatch.actions.rules import Due
from csrmatch.db import db
from csrmatch.i18n import LazyText, lazy_
from csrmatch.imports.models import DataImport
from csrmatch.imports.queries import search_imports
from csrmatch.imports.rules import ImportState
from csrmatch.mail import MailState, OutgoingMail
from csrmatch.registry.models import Cpse, Need, OverlapCase, Project, SupportRequest
from csrmatch.registry.queries.answers import count_silent_offices
from csrmatch.registry.queries.csr_accounts import AccountSearch, search_cpses_by_account
from csrmatch.registry.queries.narrowing import ProjectLook
from csrmatch.registry.queries.needs import NeedSearch, search_needs
from csrmatch.registry.queries.overlaps import OverlapSearch, search_overlaps
from csrmatch.registry.queries.projects import ProjectSearch, search_projects
from csrmatch.registry.queries.support import SupportSearch, search_support
from csrmatch.registry.rules.needs import NeedStatus
from csrmatch.registry.rules.overlaps import CaseState
from csrmatch.registry.rules.support import SupportStatus
from csrmatch.registry.rules.years import shift_year, year_of
from csrmatch.roles import Permission, Role, allows
from csrmatch.workshops.models import Workshop
from csrmatch.workshops.queries.workshops import WorkshopSearch, search_workshops
from csrmatch.workshops.rules.workshops import WorkshopStatus

__all__ = ["Glance", "list_glances"]

# Which stage of needs is open for whom: drafts for the district, verified ones for who opens them.
_STAGES: Mapping[Role, tuple[NeedStatus, LazyText]] = {
    Role.DISTRICT_OFFICER: (NeedStatus.DRAFT, lazy_("Needs that are drafts")),
    Role.STATE_OFFICER: (NeedStatus.VERIFIED, lazy_("Needs verified and not yet open to companies")),
}
_OPEN = (NeedStatus.OPEN, lazy_("Needs open to companies"))


@dataclass(frozen=True)
class Glance:
    """Something that is open: in words, how often, and the list that shows just that."""

    words: LazyText
    count: int
    endpoint: str
    chosen: Mapping[str, str]


def list_glances(user: User, day: date) -> list[Glance]:
    """What is open where the person may look, without what is not there at all; counted in one statement."""
    wanted = [row for row in _wanted(user, day) if allows(user.role, row[0])]
    counts = db.session.execute(select(*(count for _right, _words, count, _list, _chosen in wanted))).one()
    found = [
        Glance(words, count, endpoint, chosen)
        for (_right, words, _count, endpoint, chosen), count in zip(wanted, counts, strict=True)
    ]
    return [*_silence(user, day), *(glance for glance in found if glance.count)]


def _silence(user: User, day: date) -> list[Glance]:
    """The offices that have not answered, for those who look after more offices than their own."""
    looks_after = {Role.DPE_STAFF, Role.STATE_OFFICER, Role.CHAIR, Role.AUDITOR}
    if user.role not in looks_after or not allows(user.role, Permission.VIEW_ANSWERS):
        return []
    count = count_silent_offices(user, day)
    words = lazy_("Offices that have not answered")
    return [Glance(words, count, "registry.list_answers", {"standing": "silent"})] if count else []


def _number(query: Select[Any], key: Any) -> ScalarSelect[int]:
    wanted = query.order_by(None).with_only_columns(key).subquery()
    return select(func.count()).select_from(wanted).scalar_subquery()


def _wanted(
    user: User, day: date
) -> list[tuple[Permission, LazyText, ScalarSelect[int], str, dict[str, str]]]:
    """What is counted: the right to see it, its words, the count, the list, and what is chosen there."""
    year = shift_year(year_of(day), -1)
    stage, stage_words = _STAGES.get(user.role, _OPEN)
    overlaps = search_overlaps(user, OverlapSearch(case_state=CaseState.OPEN))
    late = search_projects(user, ProjectSearch(look=ProjectLook.LATE, day=day))
    empty = search_cpses_by_account(user, year, AccountSearch(state="missing"), {})
    held = search_imports(user, None, ImportState.CHECKED)
    failed = select(OutgoingMail).where(OutgoingMail.state == MailState.FAILED)
    overdue = search_actions(user, ActionSearch(due=Due.OVERDUE), day)
    return [
        (
            Permission.VIEW_ACTIONS,
            lazy_("Action points that are overdue"),
            _number(overdue, ActionPoint.id),
            "actions.list_actions",
            {"whose": "all", "due": Due.OVERDUE.value},
        ),
        (
            Permission.VIEW_OVERLAPS,
            lazy_("Overlaps that wait for an answer"),
            _number(overlaps, OverlapCase.id),
            "registry.list_overlaps",
            {"stage": CaseState.OPEN.value},
        ),
        (
            Permission.IMPORT_RECORDS,
            lazy_("Imports that wait for your word"),
            _number(held, DataImport.id),
            "imports.list_imports",
            {"state": ImportState.CHECKED.value},
        ),
        (
            Permission.VIEW_NEEDS,
            stage_words,
            _number(search_needs(user, NeedSearch(status=stage)), Need.id),
            "registry.list_needs",
            {"status": stage.value},
        ),
        (
            Permission.ASK_SUPPORT,
            lazy_("Requests of CPSEs for support"),
            _number(search_support(SupportSearch(status=SupportStatus.OPEN)), SupportRequest.id),
            "registry.list_support",
            {"status": SupportStatus.OPEN.value},
        ),
        (
            Permission.VIEW_PROJECTS,
            lazy_("Projects past their last day and still under way"),
            _number(late, Project.id),
            "registry.list_projects",
            {"look": ProjectLook.LATE.value},
        ),
        (
            Permission.VIEW_CSR_ACCOUNTS,
            lazy_("CSR accounts of %(year)s not filled in", year=year),
            _number(empty, Cpse.id),
            "registry.list_csr_accounts",
            {"state": "missing", "year": year},
        ),
        *(
            (
                Permission.EDIT_WORKSHOPS,
                words,
                _number(search_workshops(user, WorkshopSearch(status=status)), Workshop.id),
                "workshops.list_workshops",
                {"status": status.value},
            )
            for status, words in (
                (WorkshopStatus.PLANNED, lazy_("Workshops to be announced")),
                (WorkshopStatus.HELD, lazy_("Workshops held whose record is to be closed")),
            )
        ),
        (
            Permission.VIEW_MAIL,
            lazy_("Mails given up"),
            _number(failed, OutgoingMail.id),
            "home.list_mail",
            {"state": MailState.FAILED.value},
        ),
    ]
