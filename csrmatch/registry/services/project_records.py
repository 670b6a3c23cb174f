"""Whole projects as files say them: checked by what the forms check, changed, put back, removed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select

from csrmatch.accounts.models import Organisation, User
from csrmatch.db import db, now, today
from csrmatch.errors import Conflict, DomainError
from csrmatch.places.models import District
from csrmatch.registry.models import (
    Cpse,
    Project,
    ProjectStep,
)
from csrmatch.registry.rules.projects import (
    AssetHolder,
    Implementer,
    ProjectReach,
    ProjectStatus,
    StepProblem,
    TargetGroup,
    steps_between,
)
from csrmatch.registry.rules.years import QUARTERS
from csrmatch.registry.services import project_texts as texts
from csrmatch.registry.services import projects as verbs
from csrmatch.registry.services.overlaps import drop_cases, following_later
from csrmatch.registry.services.project_texts import ProjectHands, ProjectText
from csrmatch.registry.wording.projects import STEP_PROBLEMS

__all__ = [
    "ProjectRecord",
    "change_record",
    "find_refusals",
    "record_of",
    "remove_record",
    "restore_record",
    "steps_to",
    "values_of",
]

Values = Mapping[str, Any]
Pair = tuple[int | None, int | None]
Quarters = Mapping[int, Pair]

_TEXT = (
    "title_en",
    "title_hi",
    "reference",
    "summary_en",
    "summary_hi",
    "starts_on",
    "ends_on",
    "is_ongoing",
)
_PURPOSE = ("themes", "schedule_items", "goals")
_PLACES = ("reach", "districts", "elsewhere_percent")
_HANDS = (
    "implementer",
    "agency_name",
    "agency_csr1",
    "creates_asset",
    "asset_holder",
    "asset_holder_name",
    "asset_holder_csr1",
)
_MONEY = "money."
_NOT_KNOWN: Pair = (None, None)


class ProjectRecord(NamedTuple):
    """A whole project; districts by LGD code, money by year and quarter."""

    text: ProjectText
    themes: Mapping[str, int]
    schedule_items: Sequence[int]
    goals: Sequence[int]
    reach: ProjectReach | None
    districts: Mapping[int, int]
    elsewhere_percent: int
    groups: Mapping[TargetGroup, int | None]
    years: Mapping[str, Quarters]
    hands: ProjectHands
    status: ProjectStatus


def record_of(values: Values, agency: Organisation | None = None) -> ProjectRecord:
    """A project from plain values; what they do not say is not known."""
    get = values.get
    reach, implementer, holder = get("reach"), get("implementer"), get("asset_holder")
    return ProjectRecord(
        text=ProjectText(
            title_en=get("title_en"),
            title_hi=get("title_hi"),
            reference=get("reference"),
            summary_en=get("summary_en"),
            summary_hi=get("summary_hi"),
            starts_on=_day(get("starts_on")),
            ends_on=_day(get("ends_on")),
            is_ongoing=get("is_ongoing"),
        ),
        themes=get("themes") or {},
        schedule_items=get("schedule_items") or [],
        goals=get("goals") or [],
        reach=ProjectReach(reach) if reach else None,
        districts={int(lgd): share for lgd, share in (get("districts") or {}).items()},
        elsewhere_percent=get("elsewhere_percent") or 0,
        groups={TargetGroup(code): heads for code, heads in (get("groups") or {}).items()},
        years={
            name.removeprefix(_MONEY): _quarters(amounts)
            for name, amounts in values.items()
            if name.startswith(_MONEY)
        },
        hands=ProjectHands(
            implementer=Implementer(implementer) if implementer else None,
            agency_name=get("agency_name"),
            agency_csr1=get("agency_csr1"),
            agency=agency,
            creates_asset=get("creates_asset"),
            asset_holder=AssetHolder(holder) if holder else None,
            asset_holder_name=get("asset_holder_name"),
            asset_holder_csr1=get("asset_holder_csr1"),
        ),
        status=ProjectStatus(get("status") or ProjectStatus.PROPOSED),
    )


def _day(text: object) -> date | None:
    return date.fromisoformat(str(text)) if text else None


def _quarters(amounts: Mapping[str, Sequence[int | None]] | None) -> Quarters:
    """All four quarters of a year; those not given are not known."""
    quarters = dict.fromkeys(QUARTERS, _NOT_KNOWN)
    for number, (outlay, spent) in (amounts or {}).items():
        quarters[int(number)] = (outlay, spent)
    return quarters


def values_of(project: Project, lgd_codes: Mapping[int, int]) -> dict[str, object]:
    """A project as plain values; `lgd_codes` gives the code of each district's id."""
    money: dict[str, dict[str, list[int | None]]] = {}
    for row in project.quarters:
        year = money.setdefault(_MONEY + row.financial_year, {})
        year[str(row.quarter)] = [row.outlay_inr, row.spent_inr]
    values: dict[str, object] = {name: _plain(getattr(project, name)) for name in (*_TEXT, *_HANDS)}
    return {
        **values,
        "status": project.status.value,
        "themes": {row.theme_code: row.percent for row in project.themes},
        "schedule_items": list(project.schedule_items),
        "goals": list(project.goals),
        "reach": _plain(project.reach),
        "districts": {str(lgd_codes[row.district_id]): row.percent for row in project.districts},
        "elsewhere_percent": project.elsewhere_percent,
        "groups": {row.group.value: row.heads for row in project.groups},
        **money,
    }


def _plain(value: Any) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return getattr(value, "value", value)


def find_refusals(
    cpse: Cpse, by: User, record: ProjectRecord, old: ProjectStatus
) -> list[tuple[str, object]]:
    """Everything that the rules refuse in a project: the field it is about, and the text of the refusal."""
    shares = list(record.districts.values())
    pairs = [pair for amounts in record.years.values() for pair in amounts.values()]
    checks: list[tuple[str, Callable[..., object], tuple[object, ...]]] = [
        ("title_en", texts.check_text, (record.text,)),
        ("themes", texts.check_themes, (record.themes,)),
        ("districts", texts.check_places, (record.reach, shares, record.elsewhere_percent)),
        ("groups", texts.check_heads, (record.groups,)),
        ("agency_name", texts.check_hands, (record.hands, cpse)),
        ("status", steps_to, (by, old, record.status)),
        *((_MONEY + item[0], texts.check_amounts, item) for item in record.years.items()),
        ("money", texts.check_totals, (pairs,)),
    ]
    found: list[tuple[str, object]] = []
    for field, check, given in checks:
        try:
            check(*given)
        except DomainError as refusal:
            found.append((field, refusal.text))
    return found


def steps_to(by: User, old: ProjectStatus, new: ProjectStatus) -> tuple[ProjectStatus, ...]:
    """The steps to a state, or the refusal of one to which no step leads."""
    steps = steps_between(old, new, by.role)
    if steps is None:
        raise DomainError(STEP_PROBLEMS[StepProblem.NOT_NEXT])
    return steps


def change_record(
    *,
    project: Project,
    by: User,
    version: int,
    values: Values,
    lgd_codes: Mapping[int, int],
    districts: Mapping[int, District],
    reason: str,
) -> None:
    """Changes those parts of a project in which the values differ, each by the verb of its form."""
    stored = values_of(project, lgd_codes)
    changed = {name for name, value in values.items() if stored.get(name) != value}
    if not changed:
        project.expect_version(version)
        return
    record = record_of({**stored, **values}, project.agency)
    expected: int | None = version
    with following_later():
        for fields, act in _acts(project, by, record, changed, districts, reason):
            if changed & set(fields):
                act(expected)
                # The first verb has seen that nobody else changed it; the others follow in the same
                # transaction.
                expected = None


def _acts(
    project: Project,
    by: User,
    record: ProjectRecord,
    changed: set[str],
    districts: Mapping[int, District],
    reason: str,
) -> list[tuple[Iterable[str], Callable[[int | None], None]]]:
    years = {name.removeprefix(_MONEY) for name in changed if name.startswith(_MONEY)}

    def step(version: int | None) -> None:
        for status in steps_to(by, project.status, record.status):
            verbs.step_project(
                project=project, by=by, version=version, status=status, on=today(), reason=reason
            )
            version = None

    return [
        (_TEXT, lambda v: verbs.change_project(project=project, version=v, text=record.text)),
        (
            _PURPOSE,
            lambda v: verbs.change_project_purpose(
                project=project,
                version=v,
                themes=record.themes,
                schedule_items=record.schedule_items,
                goals=record.goals,
            ),
        ),
        (
            _PLACES,
            lambda v: verbs.change_project_places(
                project=project,
                version=v,
                reach=record.reach,
                districts={districts[lgd]: share for lgd, share in record.districts.items()},
                elsewhere_percent=record.elsewhere_percent,
            ),
        ),
        (("groups",), lambda v: verbs.change_project_people(project=project, version=v, heads=record.groups)),
        (
            [_MONEY + year for year in sorted(years)],
            lambda v: verbs.change_project_years(
                project=project, version=v, years={year: record.years[year] for year in sorted(years)}
            ),
        ),
        (_HANDS, lambda v: verbs.change_project_hands(project=project, version=v, hands=record.hands)),
        # Last, because a project that is closed takes no other change.
        (("status",), step),
    ]


def restore_record(
    *,
    project: Project,
    by: User,
    version: int,
    before: Values,
    lgd_codes: Mapping[int, int],
    districts: Mapping[int, District],
    reason: str,
) -> None:
    """Puts back what a project said before, its stage too: the steps since then go, the log keeps them."""
    old = ProjectStatus(before["status"]) if before.get("status") else project.status
    if old is not project.status:
        project.expect_version(version)
        _take_steps_back(project, old, reason)
        version = project.version
    plain = {name: value for name, value in before.items() if name != "status"}
    change_record(
        project=project,
        by=by,
        version=version,
        values=plain,
        lgd_codes=lgd_codes,
        districts=districts,
        reason=reason,
    )


def _take_steps_back(project: Project, old: ProjectStatus, reason: str) -> None:
    query = select(ProjectStep).where(ProjectStep.project_id == project.id, ProjectStep.reason == reason)
    for step in db.session.scalars(query.order_by(ProjectStep.id)):
        db.session.delete(step)
    project.status, project.changed_at = old, now()
    db.session.flush()


def remove_record(*, project: Project, version: int) -> None:
    """Removes a project that was recorded by a file and not touched since; the log keeps what it said."""
    if version != project.version:
        raise Conflict
    query = select(ProjectStep).where(ProjectStep.project_id == project.id).order_by(ProjectStep.id)
    for step in db.session.scalars(query):
        db.session.delete(step)
    drop_cases(project)
    db.session.flush()
    db.session.delete(project)
