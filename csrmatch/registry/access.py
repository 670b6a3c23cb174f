"""Which records of the registry a person may see and change."""

from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, false, or_, select

from csrmatch.accounts.models import Organisation, OrganisationKind, User
from csrmatch.comments.models import Comment
from csrmatch.places.models import District
from csrmatch.registry.models import (
    Cpse,
    CsrAccount,
    Need,
    NeedDelegation,
    NeedThread,
    OverlapCase,
    OverlapDistrict,
    OverlapSide,
    Programme,
    Project,
    ProjectDistrict,
)
from csrmatch.registry.rules.needs import OPEN_TO_ALL, NeedStatus, next_need_steps, task_of
from csrmatch.registry.rules.overlaps import CaseState
from csrmatch.registry.rules.projects import ProjectStatus
from csrmatch.roles import Permission, Role, allows

__all__ = [
    "can_answer_overlap",
    "can_attach_to_need",
    "can_comment_on_need",
    "can_delegate_need",
    "can_edit_account",
    "can_edit_cpse",
    "can_edit_need",
    "can_edit_need_partners",
    "can_edit_programme",
    "can_edit_project",
    "can_keep_programmes",
    "can_post_needs",
    "can_record_projects",
    "can_reopen_overlap",
    "can_report_on_project",
    "can_return_need",
    "can_say_nothing_to_report",
    "can_see_gaps",
    "can_set_status",
    "can_step_need",
    "can_strike_comment",
    "is_in_own_hands",
    "only_announced_projects",
    "only_own_overlaps",
    "only_visible_accounts",
    "only_visible_needs",
    "only_visible_offices",
    "only_visible_overlaps",
    "only_visible_projects",
    "only_visible_threads",
]

S = TypeVar("S", bound=Select[Any])

_SEE_ALL_PROJECTS = frozenset({Role.DPE_STAFF, Role.AUDITOR, Role.UNICEF_OFFICER})
_SEE_ALL_NEEDS = _SEE_ALL_PROJECTS


def only_visible_accounts(viewer: User, query: S) -> S:
    """DPE and the auditor see every CSR account, a CPSE its own, all others those that are published."""
    if allows(viewer.role, Permission.VIEW_CSR_ACCOUNTS):
        return query
    published = CsrAccount.published_at.is_not(None)
    if viewer.role is Role.CPSE_OFFICER:
        return query.where(
            or_(published, CsrAccount.cpse.has(Cpse.organisation_id == viewer.organisation_id))
        )
    return query.where(published)


def can_see_gaps(viewer: User, cpse: Cpse) -> bool:
    """Whether a person is told that a CPSE has not filled in an account: itself, DPE and the auditor are."""
    return allows(viewer.role, Permission.VIEW_CSR_ACCOUNTS) or _acts_for(viewer, cpse)


def can_edit_account(viewer: User, cpse: Cpse) -> bool:
    """The CPSE's own nodal officer and DPE staff keep its CSR account."""
    return allows(viewer.role, Permission.EDIT_CSR_ACCOUNTS) and _reaches(viewer, cpse)


def can_edit_cpse(viewer: User, cpse: Cpse) -> bool:
    """The CPSE's own nodal officer and DPE staff keep its page and its places of work."""
    return allows(viewer.role, Permission.EDIT_CPSES) and _reaches(viewer, cpse)


def can_set_status(viewer: User) -> bool:
    """The status is DPE's to say: no company calls itself a Maharatna."""
    return viewer.role is Role.DPE_STAFF


def _reaches(viewer: User, cpse: Cpse) -> bool:
    return viewer.role is Role.DPE_STAFF or _acts_for(viewer, cpse)


def _acts_for(viewer: User, cpse: Cpse) -> bool:
    return viewer.role is Role.CPSE_OFFICER and cpse.organisation_id == viewer.organisation_id


def only_visible_projects(viewer: User, query: S) -> S:
    """A CPSE sees its own projects, an agency those it implements, a district and a state those in it.

    DPE, the auditor and UNICEF see all.
    """
    if viewer.role in _SEE_ALL_PROJECTS:
        return query
    office = viewer.organisation
    if viewer.role is Role.CPSE_OFFICER:
        return query.where(Project.cpse.has(Cpse.organisation_id == office.id))
    if viewer.role is Role.AGENCY:
        return query.where(Project.agency_id == office.id)
    if viewer.role is Role.DISTRICT_OFFICER:
        return query.where(Project.districts.any(ProjectDistrict.district_id == office.district_id))
    if viewer.role in {Role.STATE_OFFICER, Role.CHAIR}:
        is_here = ProjectDistrict.district.has(District.state_id == office.state_id)
        return query.where(Project.districts.any(is_here))
    return query.where(false())


def can_record_projects(viewer: User) -> bool:
    """Whether the person records projects of a CPSE at all."""
    return viewer.role is Role.CPSE_OFFICER


def can_edit_project(viewer: User, project: Project) -> bool:
    """The CPSE's own officers may change a project until it is closed."""
    is_own = viewer.role is Role.CPSE_OFFICER and project.cpse.organisation_id == viewer.organisation_id
    return is_own and project.status is not ProjectStatus.CLOSED


def can_report_on_project(viewer: User, project: Project) -> bool:
    """Milestones, results and documents also come from the agency that implements the project."""
    implements = viewer.role is Role.AGENCY and project.agency_id == viewer.organisation_id
    return can_edit_project(viewer, project) or (implements and project.status is not ProjectStatus.CLOSED)


def only_visible_needs(viewer: User, query: S) -> S:
    """A district sees its own needs and a state those of its districts; others see them once they are open.

    DPE, the auditor and UNICEF see all.
    """
    if viewer.role in _SEE_ALL_NEEDS:
        return query
    is_open = Need.status.in_(OPEN_TO_ALL)
    office = viewer.organisation
    if viewer.role is Role.DISTRICT_OFFICER and viewer.scope:
        # A block or a line department reads of its district's drafts those that were handed to it.
        return query.where(or_(is_open, Need.delegations.any(_is_in_hands_of(viewer))))
    if viewer.role is Role.DISTRICT_OFFICER:
        return query.where(or_(is_open, Need.district_id == office.district_id))
    if viewer.role in {Role.STATE_OFFICER, Role.CHAIR}:
        return query.where(or_(is_open, Need.district.has(District.state_id == office.state_id)))
    return query.where(is_open)


def can_post_needs(viewer: User) -> bool:
    """Whether the person posts needs of a district at all."""
    is_collector = viewer.role is Role.DISTRICT_OFFICER and not viewer.scope
    return is_collector and viewer.organisation.district_id is not None


def can_edit_need(viewer: User, need: Need) -> bool:
    """The collector's own office, and whom it handed the need to, may change it while it is a draft."""
    return _writes(viewer, need) and need.status is NeedStatus.DRAFT


def can_attach_to_need(viewer: User, need: Need) -> bool:
    """Documents are added and struck by who may write, but not between verifying and opening."""
    return _writes(viewer, need) and need.status in {NeedStatus.DRAFT, *OPEN_TO_ALL}


def can_delegate_need(viewer: User, need: Need) -> bool:
    """The collector's own office hands on a need that is in nobody's hands."""
    return _is_of_office(viewer, need) and task_of(need.status) is not None and need.delegation is None


def can_return_need(viewer: User, need: Need) -> bool:
    """The office takes a need back at will, and whoever has it in hand gives it back."""
    return need.delegation is not None and _writes(viewer, need)


def can_comment_on_need(viewer: User, need: Need, cpse: Cpse) -> bool:
    """On an open need its office, whom it was handed to, and the company whose thread it is may speak."""
    if need.status not in OPEN_TO_ALL or not allows(viewer.role, Permission.COMMENT_ON_NEEDS):
        return False
    return _writes(viewer, need) or _acts_for(viewer, cpse)


def can_strike_comment(viewer: User, need: Need, comment: Comment) -> bool:
    """The author's own office strikes a comment, and the collector's office any about its need."""
    if not allows(viewer.role, Permission.COMMENT_ON_NEEDS) or comment.struck_at is not None:
        return False
    return _is_of_office(viewer, need) or comment.organisation_id == viewer.organisation_id


def can_edit_need_partners(viewer: User, need: Need) -> bool:
    """The collector's own office records the partners of a need that is open or taken up."""
    return _is_of_office(viewer, need) and need.status in {NeedStatus.OPEN, NeedStatus.TAKEN_UP}


def can_step_need(viewer: User, need: Need) -> bool:
    """Whether the person can take some step of a need: of the own district, the own state, or as DPE."""
    reaches = {
        Role.DISTRICT_OFFICER: _is_of_office(viewer, need) and not is_in_own_hands(viewer, need),
        Role.STATE_OFFICER: need.district.state_id == viewer.organisation.state_id,
        Role.DPE_STAFF: True,
    }
    return reaches.get(viewer.role, False) and bool(next_need_steps(need.status, viewer.role))


def _is_of_office(viewer: User, need: Need) -> bool:
    """Whether the person speaks for the collector's office: a block or a line department does not."""
    is_here = need.district_id == viewer.organisation.district_id
    return viewer.role is Role.DISTRICT_OFFICER and is_here and not viewer.scope


def is_in_own_hands(viewer: User, need: Need) -> bool:
    """Whether the need was handed to the person."""
    return need.delegation is not None and need.delegation.to_id == viewer.id


def _writes(viewer: User, need: Need) -> bool:
    return _is_of_office(viewer, need) or is_in_own_hands(viewer, need)


def _is_in_hands_of(viewer: User) -> ColumnElement[bool]:
    return and_(NeedDelegation.to_id == viewer.id, NeedDelegation.ended_at.is_(None))


def only_visible_threads(viewer: User, query: S) -> S:
    """A company reads its own thread, a district those about its needs, a state those of its districts.

    DPE, the auditor and UNICEF read all; nobody else reads any, and no company another's. Who may not see
    the need sees no thread about it either.
    """
    query = query.where(NeedThread.need_id.in_(only_visible_needs(viewer, select(Need.id))))
    if viewer.role in _SEE_ALL_NEEDS:
        return query
    office = viewer.organisation
    if viewer.role is Role.CPSE_OFFICER:
        return query.where(NeedThread.cpse.has(Cpse.organisation_id == office.id))
    if viewer.role is Role.DISTRICT_OFFICER and viewer.scope:
        return query.where(NeedThread.need.has(Need.delegations.any(_is_in_hands_of(viewer))))
    if viewer.role is Role.DISTRICT_OFFICER:
        return query.where(NeedThread.need.has(Need.district_id == office.district_id))
    if viewer.role in {Role.STATE_OFFICER, Role.CHAIR}:
        return query.where(NeedThread.need.has(Need.district.has(District.state_id == office.state_id)))
    return query.where(false())


def only_visible_offices(viewer: User, query: S) -> S:
    """Whose answers are seen: by DPE and the auditor all, by a state its districts', by an office its own."""
    if viewer.role in {Role.DPE_STAFF, Role.AUDITOR}:
        return query
    office = viewer.organisation
    if viewer.role in {Role.STATE_OFFICER, Role.CHAIR}:
        is_here = Organisation.district.has(District.state_id == office.state_id)
        return query.where(Organisation.kind == OrganisationKind.DISTRICT, is_here)
    return query.where(Organisation.id == office.id)


def can_say_nothing_to_report(viewer: User, office: Organisation) -> bool:
    """Only an office itself can say so, by somebody who works on all of its records."""
    speaks = allows(viewer.role, Permission.GIVE_ANSWERS) and not viewer.scope
    return speaks and viewer.organisation_id == office.id


# What a board has decided is no secret of the company; what it only proposes is.
_ANNOUNCED = frozenset(
    {
        ProjectStatus.APPROVED,
        ProjectStatus.UNDER_WAY,
        ProjectStatus.SUSPENDED,
        ProjectStatus.COMPLETED,
    }
)
_SEE_ALL_OVERLAPS = _SEE_ALL_PROJECTS


def can_keep_programmes(viewer: User) -> bool:
    """State departments keep their programmes, UNICEF its own, DPE those of ministries and all others."""
    return allows(viewer.role, Permission.EDIT_PROGRAMMES)


def can_edit_programme(viewer: User, programme: Programme) -> bool:
    """The office that keeps a programme may change and retire it, and DPE any, until it is retired."""
    is_own = programme.keeper_id == viewer.organisation_id or viewer.role is Role.DPE_STAFF
    return can_keep_programmes(viewer) and is_own and programme.retired_on is None


def only_announced_projects(query: S) -> S:
    """Of these every office may learn the company, theme, district, years and stage, and nothing else."""
    return query.where(Project.status.in_(_ANNOUNCED))


def only_visible_overlaps(viewer: User, query: S) -> S:
    """DPE, UNICEF and the auditor see all cases; a district and a state those there, a company its own.

    And of these only those of which both records may be known to the viewer, be it by their bare facts.
    """
    query = query.where(~OverlapCase.sides.any(~_may_know(viewer)))
    if viewer.role in _SEE_ALL_OVERLAPS:
        return query
    office = viewer.organisation
    if viewer.role is Role.DISTRICT_OFFICER:
        return query.where(OverlapCase.districts.any(OverlapDistrict.district_id == office.district_id))
    if viewer.role in {Role.STATE_OFFICER, Role.CHAIR}:
        is_here = OverlapDistrict.district.has(District.state_id == office.state_id)
        return query.where(OverlapCase.districts.any(is_here))
    return query.where(OverlapCase.sides.any(_is_side_of(viewer)))


def only_own_overlaps(viewer: User, query: S) -> S:
    """The cases that wait for the viewer's own office: it keeps one of the two records."""
    return only_visible_overlaps(viewer, query).where(OverlapCase.sides.any(_is_side_of(viewer)))


def _may_know(viewer: User) -> ColumnElement[bool]:
    """Whether the viewer may know of a side: a programme, a need they see, a project seen or announced."""
    known = or_(
        Project.id.in_(only_visible_projects(viewer, select(Project.id))),
        Project.id.in_(only_announced_projects(select(Project.id))),
    )
    # Each part is never null, so that what is denied above is denied.
    return or_(
        OverlapSide.programme_id.is_not(None),
        OverlapSide.need.has(Need.id.in_(only_visible_needs(viewer, select(Need.id)))),
        OverlapSide.project.has(known),
    )


def _is_side_of(viewer: User) -> ColumnElement[bool]:
    """Whether a side is a record of the viewer's own office."""
    office = viewer.organisation
    if viewer.role is Role.CPSE_OFFICER:
        return OverlapSide.project.has(Project.cpse.has(Cpse.organisation_id == office.id))
    if viewer.role is Role.AGENCY:
        return OverlapSide.project.has(Project.agency_id == office.id)
    if viewer.role is Role.DISTRICT_OFFICER and not viewer.scope:
        return OverlapSide.need.has(Need.district_id == office.district_id)
    if viewer.role in {Role.STATE_OFFICER, Role.UNICEF_OFFICER}:
        return OverlapSide.programme.has(Programme.keeper_id == office.id)
    return false()


def can_answer_overlap(viewer: User, case: OverlapCase) -> bool:
    """The offices of both records and DPE say what an overlap is, as long as it waits for a word."""
    return case.state is CaseState.OPEN and _speaks_on(viewer, case)


def can_reopen_overlap(viewer: User, case: OverlapCase) -> bool:
    """Who may give a verdict may also open the case again."""
    return case.state is CaseState.ANSWERED and _speaks_on(viewer, case)


def _speaks_on(viewer: User, case: OverlapCase) -> bool:
    if not allows(viewer.role, Permission.ANSWER_OVERLAPS):
        return False
    return viewer.role is Role.DPE_STAFF or any(_keeps_side(viewer, side) for side in case.sides)


def _keeps_side(viewer: User, side: OverlapSide) -> bool:
    if side.need is not None:
        return _is_of_office(viewer, side.need)
    if side.project is not None:
        return _acts_for(viewer, side.project.cpse)
    offices = {Role.STATE_OFFICER, Role.UNICEF_OFFICER}
    is_keeper = side.programme is not None and side.programme.keeper_id == viewer.organisation_id
    return viewer.role in offices and is_keeper
