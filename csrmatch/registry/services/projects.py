"""The verbs of projects: recording one, changing its parts, and the steps of its life."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import func, select

from csrmatch.accounts.models import User
from csrmatch.audit.recording import set_reason
from csrmatch.db import db, now, take_turn, today
from csrmatch.errors import DomainError
from csrmatch.i18n import lazy_
from csrmatch.places.models import District
from csrmatch.registry.models import (
    Cpse,
    Project,
    ProjectDistrict,
    ProjectGroup,
    ProjectQuarter,
    ProjectStep,
    ProjectTheme,
)
from csrmatch.registry.queries.projects import last_step_day
from csrmatch.registry.rules.projects import (
    ProjectReach,
    ProjectStatus,
    TargetGroup,
    check_step,
)
from csrmatch.registry.services import project_texts as texts
from csrmatch.registry.services.overlaps import follow_record
from csrmatch.registry.services.project_texts import ProjectHands, ProjectText
from csrmatch.registry.wording.projects import PROJECT_STATUSES, STEP_PROBLEMS

__all__ = [
    "ProjectHands",
    "ProjectText",
    "change_project",
    "change_project_hands",
    "change_project_money",
    "change_project_people",
    "change_project_places",
    "change_project_purpose",
    "change_project_years",
    "create_project",
    "step_project",
]


def create_project(
    *,
    by: User,
    cpse: Cpse,
    text: ProjectText,
    theme_code: str | None = None,
    district: District | None = None,
    reach: ProjectReach | None = None,
) -> Project:
    """Records a project as proposed; a theme or district given has all of it until it is split."""
    texts.check_text(text)
    moment = now()
    # Two who record at once must not take the same number.
    take_turn(f"project number {cpse.id}")
    last = db.session.scalar(select(func.max(Project.number)).where(Project.cpse_id == cpse.id)) or 0
    project = Project(
        cpse=cpse,
        number=last + 1,
        status=ProjectStatus.PROPOSED,
        reach=ProjectReach.DISTRICTS if district else reach,
        elsewhere_percent=0,
        created_by=by,
        created_at=moment,
        changed_at=moment,
        **texts.columns_of(text),
    )
    if theme_code:
        project.themes = [ProjectTheme(theme_code=theme_code, percent=100)]
    if district:
        project.districts = [ProjectDistrict(district_id=district.id, percent=100)]
    db.session.add(project)
    db.session.flush()
    _add_step(project, None, ProjectStatus.PROPOSED, today(), "", by)
    follow_record(project)
    return project


def change_project(*, project: Project, version: int | None, text: ProjectText) -> None:
    """Changes the titles, the summary, the dates and whether the board recorded it as ongoing."""
    texts.check_text(text)
    project.expect_version(
        version, theirs=texts.tell_text(texts.text_of(project)), mine=texts.tell_text(text)
    )
    for name, value in texts.columns_of(text).items():
        setattr(project, name, value)
    _touch(project)


def change_project_purpose(
    *,
    project: Project,
    version: int | None,
    themes: Mapping[str, int],
    schedule_items: Sequence[int],
    goals: Sequence[int],
) -> None:
    """Changes the split by theme, the items of Schedule VII and the goals; an empty split is not known."""
    texts.check_themes(themes)
    present = {row.theme_code: row.percent for row in project.themes}
    project.expect_version(
        version,
        theirs=texts.tell_purpose(present, project.schedule_items, project.goals),
        mine=texts.tell_purpose(themes, schedule_items, goals),
    )
    texts.set_shares(project.themes, "theme_code", themes, ProjectTheme)
    project.schedule_items, project.goals = sorted(schedule_items), sorted(goals)
    _touch(project)


def change_project_places(
    *,
    project: Project,
    version: int | None,
    reach: ProjectReach | None,
    districts: Mapping[District, int],
    elsewhere_percent: int = 0,
) -> None:
    """Changes where the money goes: shares by district, and the share of places outside the register."""
    texts.check_places(reach, list(districts.values()), elsewhere_percent)
    project.expect_version(
        version,
        theirs=texts.tell_places(
            project.reach,
            {row.district: row.percent for row in project.districts},
            project.elsewhere_percent,
        ),
        mine=texts.tell_places(reach, districts, elsewhere_percent),
    )
    project.reach, project.elsewhere_percent = reach, elsewhere_percent
    by_id = {district.id: share for district, share in districts.items()}
    texts.set_shares(project.districts, "district_id", by_id, ProjectDistrict)
    _touch(project)


def change_project_people(
    *, project: Project, version: int | None, heads: Mapping[TargetGroup, int | None]
) -> None:
    """Changes for whom the project is; a number that is None is not known."""
    texts.check_heads(heads)
    present = {row.group: row for row in project.groups}
    project.expect_version(
        version,
        theirs=texts.tell_people({group: row.heads for group, row in present.items()}),
        mine=texts.tell_people(heads),
    )
    for group in present.keys() - heads.keys():
        project.groups.remove(present[group])
    for group, number in heads.items():
        if group in present:
            present[group].heads = number
        else:
            project.groups.append(ProjectGroup(group=group, heads=number))
    _touch(project)


def change_project_money(
    *,
    project: Project,
    version: int | None,
    financial_year: str,
    amounts: Mapping[int, tuple[int | None, int | None]],
) -> None:
    """Changes what was set aside and spent in the four quarters of a year, in whole rupees."""
    change_project_years(project=project, version=version, years={financial_year: amounts})


def change_project_years(
    *,
    project: Project,
    version: int | None,
    years: Mapping[str, Mapping[int, tuple[int | None, int | None]]],
) -> None:
    """Changes what was set aside and spent in the quarters of some years, all of them at once."""
    stored: dict[str, dict[int, ProjectQuarter]] = {year: {} for year in years}
    others = []
    for row in project.quarters:
        if row.financial_year in years:
            stored[row.financial_year][row.quarter] = row
        else:
            others.append((row.outlay_inr, row.spent_inr))
    theirs: dict[str, object] = {}
    mine: dict[str, object] = {}
    for year, amounts in years.items():
        texts.check_amounts(year, amounts)
        rows = stored[year].items()
        theirs |= texts.tell_money(year, {number: (row.outlay_inr, row.spent_inr) for number, row in rows})
        mine |= texts.tell_money(year, amounts)
    project.expect_version(version, theirs=theirs, mine=mine)
    texts.check_totals([*others, *(pair for amounts in years.values() for pair in amounts.values())])
    for year, amounts in years.items():
        _set_quarters(project, year, stored[year], amounts)
    _touch(project)


def _set_quarters(
    project: Project,
    year: str,
    present: Mapping[int, ProjectQuarter],
    amounts: Mapping[int, tuple[int | None, int | None]],
) -> None:
    for number, (outlay, spent) in amounts.items():
        row = present.get(number)
        if outlay is None and spent is None:
            if row is not None:
                project.quarters.remove(row)
            continue
        if row is None:
            row = ProjectQuarter(financial_year=year, quarter=number)
            project.quarters.append(row)
        row.outlay_inr, row.spent_inr = outlay, spent


def change_project_hands(*, project: Project, version: int | None, hands: ProjectHands) -> None:
    """Changes who carries the project out and who holds what it builds."""
    texts.check_hands(hands, project.cpse)
    project.expect_version(
        version, theirs=texts.tell_hands(texts.hands_of(project)), mine=texts.tell_hands(hands)
    )
    for name in ProjectHands.__dataclass_fields__:
        if name != "agency":
            setattr(project, name, getattr(hands, name))
    project.agency_id = hands.agency.id if hands.agency else None
    _touch(project)


def step_project(
    *,
    project: Project,
    by: User,
    version: int | None,
    status: ProjectStatus,
    on: date,
    reason: str,
) -> None:
    """Takes a project to its next state on a day, with the reason; the steps before stay on record."""
    label = str(lazy_("Stage"))
    project.expect_version(
        version,
        theirs={label: PROJECT_STATUSES[project.status][0]},
        mine={label: PROJECT_STATUSES[status][0], str(lazy_("Reason")): reason},
    )
    problem = check_step(
        project.status, status, role=by.role, on=on, last_on=last_step_day(project), today=today()
    )
    if problem is not None:
        raise DomainError(STEP_PROBLEMS[problem])
    set_reason(reason)
    _add_step(project, project.status, status, on, reason, by)
    project.status = status
    _touch(project)


def _add_step(
    project: Project, old: ProjectStatus | None, new: ProjectStatus, on: date, reason: str, by: User
) -> None:
    db.session.add(
        ProjectStep(
            project_id=project.id,
            old_status=old,
            new_status=new,
            taken_on=on,
            reason=reason,
            by=by,
            created_at=now(),
        )
    )
    db.session.flush()


def _touch(project: Project) -> None:
    """Raises the version of the project, whichever of its parts was changed."""
    project.changed_at = now()
    db.session.flush()
    follow_record(project)
