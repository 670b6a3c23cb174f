"""Reading portfolios: the money of recorded projects split by theme, place and year."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Subquery, case, func, literal, null, select, union_all

from csrmatch.accounts.models import User
from csrmatch.db import db
from csrmatch.indicators.models import Theme
from csrmatch.places.models import District
from csrmatch.registry.access import only_visible_projects
from csrmatch.registry.models import Cpse, Project, ProjectDistrict, ProjectQuarter, ProjectTheme

__all__ = ["Cell", "list_cells_in", "list_cells_of"]


@dataclass(frozen=True)
class Cell:
    """What the projects the viewer may see put into one theme, place and year.

    Whole rupees, None where no amount is known; a theme, district or year of None is not known or not
    split. A project with several themes or places is counted in each of them.
    """

    cpse: Cpse
    theme: Theme | None
    district: District | None
    year: str | None
    projects: int
    outlay_inr: int | None
    spent_inr: int | None


def list_cells_of(viewer: User, cpse: Cpse) -> list[Cell]:
    """The portfolio of a CPSE as far as the viewer may see it, by year, theme and district."""
    return _cells(viewer, cpse_id=cpse.id)


def list_cells_in(viewer: User, district: District) -> list[Cell]:
    """What the projects the viewer may see put into a district, by CPSE and theme."""
    return _cells(viewer, district_id=district.id)


def _themes() -> Subquery:
    """The themes of every project with their shares; one row without a theme where none is known."""
    known = select(ProjectTheme.project_id, ProjectTheme.theme_code, ProjectTheme.percent)
    bare = Project.id.not_in(select(ProjectTheme.project_id))
    unknown = select(Project.id, null().label("theme_code"), literal(100).label("percent")).where(bare)
    return union_all(known, unknown).subquery("theme_share")


def _places() -> Subquery:
    """The districts of every project with their shares; what goes elsewhere is a row without a district."""
    known = select(ProjectDistrict.project_id, ProjectDistrict.district_id, ProjectDistrict.percent)
    has_district = Project.id.in_(select(ProjectDistrict.project_id))
    share = case((has_district, Project.elsewhere_percent), else_=100)
    rest = select(Project.id, null().label("district_id"), share.label("percent")).where(share > 0)
    return union_all(known, rest).subquery("place_share")


def _money(*, by_year: bool) -> Subquery:
    """Set aside and spent by project, and by year where asked."""
    year = ProjectQuarter.financial_year if by_year else null()
    keys: list[Any] = [ProjectQuarter.project_id, *([ProjectQuarter.financial_year] if by_year else [])]
    query = select(
        ProjectQuarter.project_id,
        year.label("year"),
        func.sum(ProjectQuarter.outlay_inr).label("outlay"),
        func.sum(ProjectQuarter.spent_inr).label("spent"),
    )
    return query.group_by(*keys).subquery("money")


def _cells(viewer: User, *, cpse_id: int | None = None, district_id: int | None = None) -> list[Cell]:
    themes, places, money = _themes(), _places(), _money(by_year=cpse_id is not None)
    is_wanted = places.c.district_id == district_id if cpse_id is None else Project.cpse_id == cpse_id
    share = themes.c.percent * places.c.percent
    visible = only_visible_projects(viewer, select(Project.id))
    keys = [Project.cpse_id, themes.c.theme_code, places.c.district_id, money.c.year]
    grouped = (
        select(
            *keys,
            func.count(Project.id.distinct()).label("projects"),
            func.sum(money.c.outlay * share).label("outlay"),
            func.sum(money.c.spent * share).label("spent"),
        )
        .join(themes, themes.c.project_id == Project.id)
        .join(places, places.c.project_id == Project.id)
        .outerjoin(money, money.c.project_id == Project.id)
        .where(Project.id.in_(visible), is_wanted)
        .group_by(*keys)
        .subquery()
    )
    query = (
        select(Cpse, Theme, District, grouped.c.year, grouped.c.projects, grouped.c.outlay, grouped.c.spent)
        .join(grouped, grouped.c.cpse_id == Cpse.id)
        .outerjoin(Theme, Theme.code == grouped.c.theme_code)
        .outerjoin(District, District.id == grouped.c.district_id)
        .order_by(Cpse.code, Theme.position.nulls_last(), grouped.c.year, District.lgd.nulls_last())
    )
    return [
        Cell(cpse, theme, district, year, projects, _rupees(outlay), _rupees(spent))
        for cpse, theme, district, year, projects, outlay, spent in db.session.execute(query)
    ]


def _rupees(shared: Any) -> int | None:
    """Rupees times two shares in per cent, as whole rupees."""
    return None if shared is None else round(int(shared) / 10_000)
