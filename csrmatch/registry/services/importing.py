"""Projects as a kind that files bring in: the office's own, by the verbs of the forms."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select, true
from sqlalchemy.orm import selectinload

from csrmatch.accounts.models import User
from csrmatch.db import db, today
from csrmatch.errors import Conflict, Missing
from csrmatch.i18n import LazyText, _, lazy_
from csrmatch.imports.kinds import Checker, Stored, is_trial, register_kind
from csrmatch.imports.layouts import Layout
from csrmatch.imports.rules import RowError, UnknownName, split_place_key
from csrmatch.places.models import District
from csrmatch.registry.models import (
    Cpse,
    Project,
    ProjectQuarter,
)
from csrmatch.registry.queries import find_cpse_of
from csrmatch.registry.rules.projects import ProjectStatus
from csrmatch.registry.rules.years import shift_year, year_of
from csrmatch.registry.services import project_batches as batches
from csrmatch.registry.services import project_records as records
from csrmatch.registry.services.account_importing import AccountImports
from csrmatch.registry.services.kind_parts import list_bare, refusal
from csrmatch.registry.services.need_importing import NeedImports
from csrmatch.registry.services.overlaps import follow_new_projects, list_spoken_of, not_following
from csrmatch.registry.tables.filed_projects import FILED_LAYOUT
from csrmatch.registry.tables.project_columns import find_column
from csrmatch.registry.tables.project_rows import PROJECT_LAYOUT, cells_of, correct_cells, correctable_columns
from csrmatch.registry.tables.project_workbook import project_workbook, tell_values
from csrmatch.roles import Permission, Role

__all__ = ["ProjectImports"]

Values = Mapping[str, Any]
_FIELDS: Mapping[str, LazyText] = {
    "themes": lazy_("Themes"),
    "districts": lazy_("Districts"),
    "groups": lazy_("For whom"),
    "money": lazy_("Money"),
}
_PARTS = {
    "title": "title_en",
    "theme": "themes",
    "district": "districts",
    "share": "districts",
    "reach": "districts",
    "elsewhere": "districts",
    "heads": "groups",
    "outlay": "money",
    "spent": "money",
    "money": "money",
    "agency": "agency_name",
    "asset": "agency_name",
    "implementer": "agency_name",
    "starts": "title_en",
    "ends": "title_en",
}
_OWN_PARTS = frozenset(
    {
        "project_theme",
        "project_district",
        "project_group",
        "project_quarter",
        "project_step",
        # A case on which nobody has said anything goes with the project.
        "overlap_side",
    }
)


@dataclass(frozen=True)
class _Register:
    """The districts of the register by their codes, or those alone of which something is asked; read once."""

    asked: ColumnElement[bool] = field(default_factory=true)

    @classmethod
    def about(cls, project: Project, values: Values) -> "_Register":
        """The districts that a project has or that values name."""
        present = [row.district_id for row in project.districts]
        named = [int(lgd) for lgd in values.get("districts") or {}]
        return cls(or_(District.id.in_(present), District.lgd.in_(named)))

    @cached_property
    def by_lgd(self) -> dict[int, District]:
        query = select(District).where(self.asked).order_by(District.id)
        return {row.lgd: row for row in db.session.scalars(query)}

    @cached_property
    def id_by_lgd(self) -> dict[int, int]:
        query = select(District.lgd, District.id).where(self.asked).order_by(District.id)
        return {lgd: number for lgd, number in db.session.execute(query)}

    @cached_property
    def lgd_by_id(self) -> dict[int, int]:
        return {number: lgd for lgd, number in self.id_by_lgd.items()}


class ProjectImports:
    """Projects of a CPSE."""

    code = "projects"
    label: LazyText = lazy_("Projects")
    permission = Permission.EDIT_PROJECTS
    sheet = "projects"
    layouts: Sequence[Layout] = (PROJECT_LAYOUT, FILED_LAYOUT)

    def owner_of(self, by: User) -> str:
        """The code of the CPSE whose officer the person is."""
        cpse = find_cpse_of(by.organisation_id) if by.role is Role.CPSE_OFFICER else None
        return cpse.code if cpse else ""

    def _cpse(self, by: User) -> Cpse:
        cpse = find_cpse_of(by.organisation_id) if by.role is Role.CPSE_OFFICER else None
        if cpse is None:
            raise Missing
        return cpse

    def template(self, by: User) -> bytes:
        """The CPSE's projects of today with the money of three years, and of any other that has some."""
        cpse, register = self._cpse(by), _Register()
        this_year = year_of(today())
        query = (
            select(ProjectQuarter.financial_year)
            .join(Project, Project.id == ProjectQuarter.project_id)
            .where(Project.cpse_id == cpse.id)
            .distinct()
            .order_by(ProjectQuarter.financial_year)
        )
        years = {shift_year(this_year, -1), this_year, shift_year(this_year, 1), *db.session.scalars(query)}
        projects = db.session.scalars(self._own(cpse).order_by(Project.number))
        rows = [
            {"id": row.id, "version": row.version, "code": f"{cpse.code}-{row.number:04d}"}
            | records.values_of(row, register.lgd_by_id)
            for row in projects
        ]
        return project_workbook(rows, sorted(years))

    def _own(self, cpse: Cpse) -> Select[Project]:
        parts = (Project.themes, Project.districts, Project.groups, Project.quarters)
        return (
            select(Project).where(Project.cpse_id == cpse.id).options(*(selectinload(part) for part in parts))
        )

    def resolve(self, values: Values, chosen: Mapping[UnknownName, int]) -> tuple[Values, bool]:
        """The values with the districts that were chosen for names; those outside go to their share."""
        places: Mapping[str, int] = values.get("districts") or {}
        names = {key: name for key in places if (name := split_place_key(key))}
        if not names:
            return values, True
        shares: dict[str, int] = {}
        elsewhere = int(values.get("elsewhere_percent") or 0)
        is_named = True
        for key, share in places.items():
            lgd = chosen.get(names[key]) if key in names else None
            if key in names and lgd is None:
                is_named = False
            if lgd == 0:
                elsewhere += share
            else:
                settled = str(lgd) if lgd else key
                shares[settled] = shares.get(settled, 0) + share
        return {**values, "districts": shares, "elsewhere_percent": elsewhere}, is_named

    def checker(self, by: User) -> Checker:
        """Says what the rules of the law and of the register refuse in a project."""
        cpse = self._cpse(by)
        return lambda values, before: self._check(by, cpse, values, before)

    def _check(self, by: User, cpse: Cpse, values: Values, before: Stored | None) -> list[RowError]:
        whole = {**before.values, **values} if before else values
        old = ProjectStatus(str(before.values["status"])) if before else ProjectStatus.PROPOSED
        if old is ProjectStatus.CLOSED:
            return [refusal("status", lazy_("A project that is closed is not changed any more."))]
        record = records.record_of(whole)
        return [refusal(field, text) for field, text in records.find_refusals(cpse, by, record, old)]

    def find_stored(self, by: User, ids: Iterable[int]) -> dict[int, Stored]:
        """The CPSE's own projects of these ids."""
        wanted = list(ids)
        if not wanted:
            return {}
        cpse, register = self._cpse(by), _Register()
        query = self._own(cpse).where(Project.id.in_(wanted)).execution_options(populate_existing=True)
        return {
            row.id: Stored(
                row.version,
                f"{cpse.code}-{row.number:04d}",
                records.values_of(row, register.lgd_by_id),
            )
            for row in db.session.scalars(query.order_by(Project.id))
        }

    def find_versions(self, by: User, ids: Iterable[int]) -> dict[int, int]:
        """The versions of the CPSE's own projects of these ids."""
        query = select(Project.id, Project.version).where(Project.cpse_id == self._cpse(by).id)
        rows = db.session.execute(query.where(Project.id.in_(list(ids))).order_by(Project.id))
        return {row.id: row.version for row in rows}

    def likeness(self, values: Values) -> str:
        """The title without its accidents, with where and when: two projects that share it are likely one."""
        title = " ".join(str(values.get("title_en") or values.get("title_hi") or "").casefold().split())
        places = ",".join(sorted(values.get("districts") or {}))
        years = ",".join(sorted(name for name, amounts in values.items() if name[:6] == "money." and amounts))
        return f"{title}|{places}|{values.get('starts_on') or ''}|{years}" if title else ""

    def find_likenesses(self, by: User) -> Mapping[str, str]:
        """The likeness of each project of the CPSE, with its number."""
        cpse, register = self._cpse(by), _Register()
        query = self._own(cpse).order_by(Project.id).execution_options(yield_per=500)
        return {
            self.likeness(records.values_of(row, register.lgd_by_id)): f"{cpse.code}-{row.number:04d}"
            for row in db.session.scalars(query)
        }

    def create(self, by: User, rows: Sequence[Values], source: str) -> Sequence[tuple[int, int]]:
        """Records the projects, each with its first steps."""
        given = [records.record_of(values) for values in rows]
        named = {lgd for record in given for lgd in record.districts}
        ids = batches.create_records(
            by=by,
            cpse=self._cpse(by),
            records=given,
            districts=_Register(District.lgd.in_(named)).id_by_lgd,
            reason=source,
            is_checked=is_trial(),
        )
        if not is_trial():
            follow_new_projects(ids)
        return [(number, 1) for number in ids]

    def change(self, by: User, record_id: int, version: int, values: Values, source: str) -> int:
        """Changes the parts of a project that differ."""
        project = self._project(by, record_id)
        register = _Register.about(project, values)
        with not_following() if is_trial() else nullcontext():
            records.change_record(
                project=project,
                by=by,
                version=version,
                values=values,
                lgd_codes=register.lgd_by_id,
                districts=register.by_lgd,
                reason=source,
            )
        return project.version

    def restore(self, by: User, record_id: int, version: int, before: Values, source: str) -> None:
        """Puts back what a project said before."""
        project = self._project(by, record_id)
        register = _Register.about(project, before)
        records.restore_record(
            project=project,
            by=by,
            version=version,
            before=before,
            lgd_codes=register.lgd_by_id,
            districts=register.by_lgd,
            reason=source,
        )

    def remove(self, by: User, record_id: int, version: int) -> None:
        """Removes a project that a file recorded."""
        records.remove_record(project=self._project(by, record_id), version=version)

    def _project(self, by: User, project_id: int) -> Project:
        query = self._own(self._cpse(by)).where(Project.id == project_id)
        project = db.session.scalar(query)
        if project is None:
            raise Conflict
        return project

    def is_untouched(self, by: User, ids: Iterable[int]) -> set[int]:
        """The projects on which nothing hangs but their own parts: no milestone, file, answered overlap."""
        wanted = list(ids)
        return list_bare(Project.__table__, _OWN_PARTS, wanted) - list_spoken_of(wanted)

    def cells_to_correct(self, values: Values) -> dict[str, tuple[str, str]]:
        """The titles, and the money of the years that the row names."""
        columns = correctable_columns(values)
        cells = cells_of(columns, values, {})
        return {
            column.code: (str(column.label), "" if cell is None else str(cell))
            for column, cell in zip(columns, cells, strict=True)
        }

    def correct(self, values: Values, given: Mapping[str, str]) -> tuple[Values, list[RowError]]:
        """The values with titles and money as an officer typed them."""
        return correct_cells(values, given)

    def title_of(self, values: Values) -> str:
        """The title in the language it has one in."""
        return str(values.get("title_en") or values.get("title_hi") or "")

    def field_of(self, column: str) -> str:
        """The part of a project that a column fills, alone or with others."""
        return _PARTS.get(column.partition("_")[0].partition(".")[0], column)

    def field_label(self, name: str) -> str:
        """The words of a column, or of a field that several columns make up."""
        if name.startswith("money."):
            return _("Money of %(year)s", year=name.removeprefix("money."))
        column = find_column(name)
        return str(column.label if column else _FIELDS.get(name, name))

    def tell(self, values: Values) -> dict[str, str]:
        """A project's values in words, as its own page has them."""
        names = {str(row.lgd): row for row in _Register().by_lgd.values()}
        return tell_values(values, names)


register_kind(ProjectImports())
register_kind(NeedImports())
register_kind(AccountImports())
