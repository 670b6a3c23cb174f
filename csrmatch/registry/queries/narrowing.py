"""What lists of needs and projects can be narrowed by beyond their own columns: money, what is missing."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, and_, case, cast, func, or_, select

from csrmatch.i18n import IST
from csrmatch.registry.models import Need, NeedGroup, NeedPartner, Project, ProjectGroup, ProjectQuarter
from csrmatch.registry.rules.projects import Implementer, ProjectStatus
from csrmatch.registry.rules.years import last_day, quarter_start

__all__ = [
    "MoneyLeft",
    "NeedGap",
    "ProjectLook",
    "has_left",
    "is_within",
    "left_order",
    "need_lacks",
    "sum_of",
    "wants_look",
]


class MoneyLeft(StrEnum):
    """Whether money is still to be found for a need."""

    SOME = "some"
    NONE = "none"
    UNKNOWN = "unknown"


class NeedGap(StrEnum):
    """What is not recorded of a need."""

    COST = "cost"
    FIGURE = "figure"
    HEADS = "heads"
    PARTNER = "partner"
    BLOCK = "block"


class ProjectLook(StrEnum):
    """Why a project wants a look: it is late, spent too much, or something is not recorded."""

    LATE = "late"
    OVERSPENT = "overspent"
    OUTLAY = "outlay"
    SPENT = "spent"
    THEMES = "themes"
    PLACES = "places"
    DATES = "dates"
    HANDS = "hands"
    CSR1 = "csr1"
    HEADS = "heads"


def _covered() -> ColumnElement[int]:
    """What a scheme covers of a need in whole rupees, as the rules of needs count it."""
    share = (Need.cost_inr * Need.covered_percent + 50) // 100
    return case(
        (Need.scheme_code.is_(None), 0), (Need.covered_inr.is_not(None), Need.covered_inr), else_=share
    )


def _pledged() -> ColumnElement[int]:
    total = select(func.coalesce(func.sum(NeedPartner.pledged_inr), 0))
    return cast(total.where(NeedPartner.need_id == Need.id).scalar_subquery(), BigInteger)


def left_order() -> ColumnElement[int]:
    """What needs are sorted by when sorted by the money still to find; null where it is not known."""
    left = Need.cost_inr - _covered() - _pledged()
    is_unknown = Need.partners.any(NeedPartner.pledged_inr.is_(None))
    return case((is_unknown, None), (left < 0, 0), else_=left)


def has_left(left: MoneyLeft) -> ColumnElement[bool]:
    """Whether some money, none or nobody knows how much is still to be found for a need."""
    amount = left_order()
    if left is MoneyLeft.UNKNOWN:
        return amount.is_(None)
    return amount > 0 if left is MoneyLeft.SOME else amount == 0


def need_lacks(gap: NeedGap) -> ColumnElement[bool]:
    """Whether something is not recorded of a need."""
    lacks: dict[NeedGap, ColumnElement[bool]] = {
        NeedGap.COST: Need.cost_inr.is_(None),
        NeedGap.FIGURE: Need.figure_value.is_(None),
        NeedGap.HEADS: ~Need.groups.any(NeedGroup.heads.is_not(None)),
        NeedGap.PARTNER: ~Need.partners.any(),
        NeedGap.BLOCK: Need.block.is_(None),
    }
    return lacks[gap]


def is_within(moment: Any, year: str) -> ColumnElement[bool]:
    """Whether a moment lies in a financial year, by the calendar of India."""
    start = datetime.combine(quarter_start(year, 1), time(), IST)
    end = datetime.combine(last_day(year) + timedelta(days=1), time(), IST)
    return and_(moment >= start, moment < end)


def sum_of(column: Any) -> Any:
    """The sum of an amount over the quarters of a project; null where no amount is known."""
    return select(func.sum(column)).where(ProjectQuarter.project_id == Project.id).scalar_subquery()


def wants_look(look: ProjectLook, day: date) -> ColumnElement[bool]:
    """Whether a project wants a look for a reason, on a day."""
    quarters, is_agency = Project.quarters, Project.implementer == Implementer.AGENCY
    is_late = and_(Project.status == ProjectStatus.UNDER_WAY, Project.ends_on < day)
    wants: dict[ProjectLook, ColumnElement[bool]] = {
        ProjectLook.LATE: is_late,
        ProjectLook.OVERSPENT: sum_of(ProjectQuarter.spent_inr) > sum_of(ProjectQuarter.outlay_inr),
        ProjectLook.OUTLAY: ~quarters.any(ProjectQuarter.outlay_inr.is_not(None)),
        ProjectLook.SPENT: ~quarters.any(ProjectQuarter.spent_inr.is_not(None)),
        ProjectLook.THEMES: ~Project.themes.any(),
        ProjectLook.PLACES: Project.reach.is_(None),
        ProjectLook.DATES: or_(Project.starts_on.is_(None), Project.ends_on.is_(None)),
        ProjectLook.HANDS: Project.implementer.is_(None),
        ProjectLook.CSR1: and_(is_agency, or_(Project.agency_csr1.is_(None), Project.agency_csr1 == "")),
        ProjectLook.HEADS: ~Project.groups.any(ProjectGroup.heads.is_not(None)),
    }
    return wants[look]
