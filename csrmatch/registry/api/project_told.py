"""What a program is told of a project and sends of one."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from csrmatch.registry.models import Project, ProjectMilestone, ProjectResult
from csrmatch.registry.queries.projects import list_milestones, list_results
from csrmatch.registry.rules.projects import (
    AssetHolder,
    Implementer,
    ProjectReach,
    ProjectStatus,
    TargetGroup,
    Totals,
    sum_quarters,
)
from csrmatch.web.api.fields import Money, Sent, SentMoney, Told, line, lines

__all__ = [
    "DistrictShare",
    "GroupHeads",
    "GroupSent",
    "MilestoneTold",
    "NewProject",
    "ProjectChanges",
    "ProjectTold",
    "ProjectWhole",
    "ProjectsTold",
    "QuartersSent",
    "ResultTold",
    "tell_milestone",
    "tell_project",
    "tell_result",
    "tell_whole",
]

_MOST_PEOPLE = 10**9
Percent = Annotated[int, Field(ge=1, le=100)]


class ThemeShare(Told):
    """The share of the money that goes to a theme."""

    theme: str
    percent: int


class DistrictShare(Told):
    """The share of the money that goes to a district of the register."""

    lgd: int
    percent: int


class GroupHeads(Told):
    """A group of people, with their number where it is known."""

    group: TargetGroup
    heads: int | None


class QuarterTold(Told):
    """What was set aside and spent in one quarter."""

    financial_year: str
    quarter: int
    outlay_inr: Money
    spent_inr: Money


class MilestoneTold(Told):
    """Something to be reached by a day; `done_on` is null until it is."""

    id: int
    version: int
    title: str
    due_on: date
    done_on: date | None
    note: str | None


class ResultTold(Told):
    """A figure before, the one aimed at and the one reached, with what proves it."""

    id: int
    version: int
    indicator: str
    unit: str
    baseline: float | None
    target: float | None
    actual: float | None
    measured_on: date | None
    evidence: str | None


class ProjectTold(Told):
    """A CSR project of one CPSE in a list; its totals are of all quarters that are known."""

    id: int
    code: str
    version: int
    cpse: str
    reference: str | None
    title_en: str | None
    title_hi: str | None
    status: ProjectStatus
    starts_on: date | None
    ends_on: date | None
    reach: ProjectReach | None
    themes: list[ThemeShare]
    districts: list[DistrictShare]
    elsewhere_percent: int
    outlay_inr: Money
    spent_inr: Money
    created_at: datetime
    changed_at: datetime


class ProjectWhole(ProjectTold):
    """A project with all its parts."""

    summary_en: str | None
    summary_hi: str | None
    is_ongoing: bool | None
    schedule_vii_items: list[int]
    sdgs: list[int]
    target_groups: list[GroupHeads]
    implementer: Implementer | None
    agency_name: str | None
    agency_csr1: str | None
    creates_asset: bool | None
    asset_holder: AssetHolder | None
    asset_holder_name: str | None
    asset_holder_csr1: str | None
    quarters: list[QuarterTold]
    milestones: list[MilestoneTold]
    results: list[ResultTold]


class ProjectsTold(Told):
    """A page of projects."""

    items: list[ProjectTold]
    next: str | None


class _ProjectText(Sent):
    title_en: line(200) = None  # type: ignore[valid-type]
    title_hi: line(200) = None  # type: ignore[valid-type]
    reference: line(60) = None  # type: ignore[valid-type]
    summary_en: lines(2_000) = None  # type: ignore[valid-type]
    summary_hi: lines(2_000) = None  # type: ignore[valid-type]
    starts_on: date | None = None
    ends_on: date | None = None
    is_ongoing: bool | None = None


class NewProject(_ProjectText):
    """A project to record as proposed; a title in one language is enough to begin."""

    theme: str | None = Field(None, max_length=2, description="All of it, until it is split.")
    district_lgd: int | None = Field(None, ge=0, le=999_999, description="All of it, until it is split.")


class ThemeSent(Sent):
    """The share of the money that goes to a theme."""

    theme: str = Field(max_length=2)
    percent: Percent


class DistrictSent(Sent):
    """The share of the money that goes to a district of the register."""

    lgd: int = Field(ge=0, le=999_999)
    percent: Percent


class GroupSent(Sent):
    """A group of people, with their number where it is known."""

    group: TargetGroup
    heads: int | None = Field(None, ge=0, le=_MOST_PEOPLE)


class ProjectChanges(_ProjectText):
    """What shall change of a project; what is left out stays, what is null becomes not known."""

    themes: list[ThemeSent] | None = Field(None, max_length=6, description="The shares sum to 100.")
    schedule_vii_items: list[Annotated[int, Field(ge=1, le=12)]] | None = Field(None, max_length=12)
    sdgs: list[Annotated[int, Field(ge=1, le=17)]] | None = Field(None, max_length=17)
    reach: ProjectReach | None = None
    districts: list[DistrictSent] | None = Field(None, max_length=112)
    elsewhere_percent: int | None = Field(None, ge=0, le=100, description="Outside the register.")
    target_groups: list[GroupSent] | None = Field(None, max_length=10)
    implementer: Implementer | None = None
    agency_name: line(160) = None  # type: ignore[valid-type]
    agency_csr1: line(20) = None  # type: ignore[valid-type]
    creates_asset: bool | None = None
    asset_holder: AssetHolder | None = None
    asset_holder_name: line(160) = None  # type: ignore[valid-type]
    asset_holder_csr1: line(20) = None  # type: ignore[valid-type]


class QuarterSent(Sent):
    """What was set aside and spent in one quarter."""

    quarter: int = Field(ge=1, le=4)
    outlay_inr: SentMoney = None
    spent_inr: SentMoney = None


class QuartersSent(Sent):
    """The quarters of a year that shall change; those that are left out stay as they are."""

    quarters: list[QuarterSent] = Field(min_length=1, max_length=4)


def tell_project(row: Project, totals: Totals | None = None) -> dict[str, object]:
    """A project as a list tells it; the totals are counted where they are not given."""
    if totals is None:
        totals = sum_quarters([(quarter.outlay_inr, quarter.spent_inr) for quarter in row.quarters])
    same = ("id", "code", "version", "reference", "title_en", "title_hi", "status", "starts_on", "ends_on")
    return {
        **{name: getattr(row, name) for name in (*same, "reach", "elsewhere_percent")},
        "cpse": row.cpse.code,
        "themes": [ThemeShare(theme=part.theme_code, percent=part.percent) for part in row.themes],
        "districts": [DistrictShare(lgd=part.district.lgd, percent=part.percent) for part in row.districts],
        "outlay_inr": totals.outlay_inr,
        "spent_inr": totals.spent_inr,
        "created_at": row.created_at,
        "changed_at": row.changed_at,
    }


def tell_milestone(row: ProjectMilestone) -> MilestoneTold:
    """A milestone as it is stored."""
    return MilestoneTold(**{name: getattr(row, name) for name in MilestoneTold.model_fields})


def tell_result(row: ProjectResult) -> ResultTold:
    """A result as it is stored."""
    return ResultTold(**{name: getattr(row, name) for name in ResultTold.model_fields})


def tell_whole(row: Project) -> ProjectWhole:
    """A project with all its parts."""
    same = ("summary_en", "summary_hi", "is_ongoing", "implementer", "agency_name", "agency_csr1")
    more = ("creates_asset", "asset_holder", "asset_holder_name", "asset_holder_csr1")
    told = {
        **tell_project(row),
        **{name: getattr(row, name) for name in (*same, *more)},
        "schedule_vii_items": row.schedule_items,
        "sdgs": row.goals,
        "target_groups": [GroupHeads(group=part.group, heads=part.heads) for part in row.groups],
        "quarters": [
            QuarterTold(**{name: getattr(part, name) for name in QuarterTold.model_fields})
            for part in row.quarters
        ],
        "milestones": [tell_milestone(part) for part in list_milestones(row)],
        "results": [tell_result(part) for part in list_results(row)],
    }
    return ProjectWhole.model_validate(told)
