"""Needs as a kind that files bring in: the drafts of the collector's office, by the verbs of the forms."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from csrmatch.accounts.models import User
from csrmatch.db import db
from csrmatch.errors import Conflict, Missing
from csrmatch.i18n import LazyText, lazy_
from csrmatch.imports.kinds import Stored, is_trial
from csrmatch.imports.layouts import Layout
from csrmatch.imports.rules import RowError, UnknownName
from csrmatch.registry.access import can_edit_need, can_post_needs
from csrmatch.registry.models import Need
from csrmatch.registry.rules.needs import NeedStatus
from csrmatch.registry.services import need_records as records
from csrmatch.registry.services.kind_parts import list_bare, refusal
from csrmatch.registry.services.overlaps import list_spoken_of, not_following
from csrmatch.registry.tables.need_columns import find_need_column
from csrmatch.registry.tables.need_rows import NEED_LAYOUT, correct_need_cells, correctable_need_columns
from csrmatch.registry.tables.need_workbook import need_workbook, tell_need_values
from csrmatch.registry.tables.sheets import plain_cell
from csrmatch.roles import Permission

__all__ = ["NeedImports"]

Values = Mapping[str, Any]
_PARTS = {"title": "title_en", "heads": "groups", "covered": "covered_inr", "scheme": "covered_inr"}
# A case on which nobody has said anything goes with the need.
_OWN_PARTS = frozenset({"need_group", "need_step", "overlap_side"})


class NeedImports:
    """Needs of a district."""

    code = "needs"
    label: LazyText = lazy_("Needs")
    permission = Permission.EDIT_NEEDS
    sheet = "needs"
    layouts: Sequence[Layout] = (NEED_LAYOUT,)

    def owner_of(self, by: User) -> str:
        """The LGD code of the district of the collector's office; a block or a department has none."""
        district = by.organisation.district if can_post_needs(by) else None
        return str(district.lgd) if district else ""

    def _own(self, by: User) -> Select[Need]:
        """The needs of the person's own office."""
        if not can_post_needs(by):
            raise Missing
        parts = (selectinload(Need.groups), selectinload(Need.delegations))
        return select(Need).where(Need.district_id == by.organisation.district_id).options(*parts)

    def template(self, by: User) -> bytes:
        """The drafts of the office as they are today."""
        query = self._own(by).where(Need.status == NeedStatus.DRAFT).order_by(Need.number)
        return need_workbook(
            [
                {"id": row.id, "version": row.version, "code": row.code} | records.need_values_of(row)
                for row in db.session.scalars(query)
            ]
        )

    def resolve(self, values: Values, chosen: Mapping[UnknownName, int]) -> tuple[Values, bool]:
        """The values as they are: they name no place."""
        return values, True

    def checker(self, by: User) -> Callable[[Values, Stored | None], list[RowError]]:
        """Says what the rules refuse in a need of the person's office."""
        return self._check

    @staticmethod
    def _check(values: Values, before: Stored | None) -> list[RowError]:
        """What the rules refuse in a need, and any change of one that is no draft."""
        whole = {**before.values, **values} if before else values
        if before is not None and before.values["status"] != NeedStatus.DRAFT:
            return [refusal("code", lazy_("Only a draft is changed. Send the need back on its page first."))]
        return [refusal(field, text) for field, text in records.find_need_refusals(whole)]

    def find_stored(self, by: User, ids: Iterable[int]) -> dict[int, Stored]:
        """The office's own needs of these ids."""
        wanted = list(ids)
        if not wanted:
            return {}
        query = self._own(by).where(Need.id.in_(wanted)).execution_options(populate_existing=True)
        return {
            row.id: Stored(row.version, row.code, {**records.need_values_of(row), "status": row.status.value})
            for row in db.session.scalars(query.order_by(Need.id))
        }

    def find_versions(self, by: User, ids: Iterable[int]) -> dict[int, int]:
        """The versions of the office's own needs of these ids."""
        if not can_post_needs(by):
            raise Missing
        query = select(Need.id, Need.version).where(Need.district_id == by.organisation.district_id)
        rows = db.session.execute(query.where(Need.id.in_(list(ids))).order_by(Need.id))
        return {row.id: row.version for row in rows}

    def likeness(self, values: Values) -> str:
        """The title without its accidents, with the block: two needs that share it are likely one."""
        title = " ".join(str(values.get("title_en") or values.get("title_hi") or "").casefold().split())
        return f"{title}|{str(values.get('block') or '').casefold()}" if title else ""

    def find_likenesses(self, by: User) -> Mapping[str, str]:
        """The likeness of each need of the office that is not withdrawn, with its number."""
        query = self._own(by).where(Need.status != NeedStatus.WITHDRAWN).order_by(Need.id)
        return {self.likeness(records.need_values_of(row)): row.code for row in db.session.scalars(query)}

    def create(self, by: User, rows: Sequence[Values], source: str) -> Sequence[tuple[int, int]]:
        """Posts each as a draft."""
        with not_following() if is_trial() else nullcontext():
            made = records.create_need_records(by=by, rows=rows)
        return [(need.id, need.version) for need in made]

    def change(self, by: User, record_id: int, version: int, values: Values, source: str) -> int:
        """Changes the parts of a draft that differ."""
        need = self._draft(by, record_id)
        with not_following() if is_trial() else nullcontext():
            records.change_need_record(need=need, by=by, version=version, values=values)
        return need.version

    def restore(self, by: User, record_id: int, version: int, before: Values, source: str) -> None:
        """Puts back what a draft said before; whoever does wrote last."""
        need = self._draft(by, record_id)
        records.change_need_record(need=need, by=by, version=version, values=before)

    def remove(self, by: User, record_id: int, version: int) -> None:
        """Removes a draft that a file posted."""
        records.remove_need_record(need=self._draft(by, record_id), by=by, version=version)

    def _draft(self, by: User, need_id: int) -> Need:
        need = db.session.scalar(self._own(by).where(Need.id == need_id))
        if need is None or not can_edit_need(by, need):
            raise Conflict
        return need

    def is_untouched(self, by: User, ids: Iterable[int]) -> set[int]:
        """The needs that are in nobody's hands, and on which no file, talk or answered overlap hangs."""
        wanted = list(ids)
        return list_bare(Need.__table__, _OWN_PARTS, wanted) - list_spoken_of(wanted, Need)

    def cells_to_correct(self, values: Values) -> dict[str, tuple[str, str]]:
        """The titles and the block."""
        return {
            column.code: (str(column.label), str(plain_cell(column, values, {}) or ""))
            for column in correctable_need_columns()
        }

    def correct(self, values: Values, given: Mapping[str, str]) -> tuple[Values, list[RowError]]:
        """The values with titles and block as an officer typed them."""
        return correct_need_cells(values, given)

    def title_of(self, values: Values) -> str:
        """The title in the language it has one in."""
        return str(values.get("title_en") or values.get("title_hi") or "")

    def field_of(self, column: str) -> str:
        """The part of a need that a column fills, alone or with others."""
        return _PARTS.get(column.partition("_")[0], column)

    def field_label(self, name: str) -> str:
        """The words of a column, or of the groups that several columns make up."""
        column = find_need_column(name)
        return str(column.label if column else lazy_("For whom") if name == "groups" else name)

    def tell(self, values: Values) -> dict[str, str]:
        """A need's values in words."""
        return tell_need_values(values)
