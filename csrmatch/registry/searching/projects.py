"""Projects as they are found: by title, number, company, agency, district and theme."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from csrmatch.db import db
from csrmatch.i18n import lazy_, name_of
from csrmatch.registry.access import only_visible_projects
from csrmatch.registry.models import Cpse, Project, ProjectDistrict, ProjectTheme
from csrmatch.registry.searching.names import cpse_names, district_names, flatten, of_each, theme_names
from csrmatch.registry.wording.projects import PROJECT_STATUSES
from csrmatch.roles import Permission
from csrmatch.search.kinds import Entry, Kind, Shown

__all__ = ["KINDS"]


def _project_ids() -> Sequence[int]:
    return db.session.scalars(select(Project.id).order_by(Project.id)).all()


def _read_projects(ids: Sequence[int]) -> Iterable[Entry]:
    companies, districts, themes = cpse_names(), district_names(), theme_names()
    places = select(ProjectDistrict.project_id, ProjectDistrict.district_id)
    kinds = select(ProjectTheme.project_id, ProjectTheme.theme_code)
    in_districts = of_each(db.session.execute(places.where(ProjectDistrict.project_id.in_(ids))))
    of_themes = of_each(db.session.execute(kinds.where(ProjectTheme.project_id.in_(ids))))
    texts = (Project.title_en, Project.title_hi, Project.summary_en, Project.summary_hi)
    hands = (Project.agency_name, Project.agency_csr1, Project.asset_holder_name, Project.asset_holder_csr1)
    query = select(Project.id, Project.cpse_id, Project.number, *texts, *hands)
    for row in db.session.execute(query.where(Project.id.in_(ids)).order_by(Project.id)):
        company = companies[row.cpse_id]
        where = sorted(in_districts.get(row.id, []))
        about = sorted(of_themes.get(row.id, []))
        yield Entry(
            row.id,
            row.title_en,
            row.title_hi,
            (f"{company[0]}-{row.number:04d}",),
            (
                *(row.summary_en, row.summary_hi, row.agency_name, row.agency_csr1),
                *(row.asset_holder_name, row.asset_holder_csr1, *company),
                *flatten(districts[one] for one in where),
                *flatten(themes[one] for one in about),
            ),
        )


def _show_projects(ids: Sequence[int]) -> Mapping[int, Shown]:
    where = selectinload(Project.districts).joinedload(ProjectDistrict.district)
    query = select(Project).where(Project.id.in_(ids)).options(where).order_by(Project.id)
    return {
        row.id: Shown(
            name_of(row, "title"),
            (
                *(row.code, name_of(row.cpse)),
                *(name_of(share.district) for share in row.districts[:2]),
                str(PROJECT_STATUSES[row.status][0]),
            ),
            "registry.show_project",
            {"project_id": row.id},
        )
        for row in db.session.scalars(query)
    }


KINDS = (
    Kind(
        code="project",
        label=lazy_("Projects"),
        position=50,
        permission=Permission.VIEW_PROJECTS,
        list_ids=_project_ids,
        read=_read_projects,
        only_visible=lambda viewer: only_visible_projects(viewer, select(Project.id)),
        show=_show_projects,
        touches={
            Project: lambda row: [row.id],
            ProjectDistrict: lambda row: [row.project_id],
            ProjectTheme: lambda row: [row.project_id],
            Cpse: lambda row: select(Project.id).where(Project.cpse_id == row.id),
        },
    ),
)
