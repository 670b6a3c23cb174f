"""Cases of overlap as they are found: by number, by what both records may be known by, and by place."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from csrmatch.db import db
from csrmatch.i18n import lazy_
from csrmatch.registry.access import only_visible_overlaps
from csrmatch.registry.models import (
    Cpse,
    Need,
    OverlapCase,
    OverlapDistrict,
    OverlapSide,
    OverlapTheme,
    Programme,
    Project,
)
from csrmatch.registry.searching.names import Names, cpse_names, district_names, flatten, theme_names
from csrmatch.registry.wording.overlap_cards import label_of
from csrmatch.registry.wording.overlaps import CASE_STATES
from csrmatch.roles import Permission
from csrmatch.search.kinds import Entry, Kind, Shown

__all__ = ["KINDS"]

_SIDES = selectinload(OverlapCase.sides)
_RECORDS = (
    _SIDES.joinedload(OverlapSide.need),
    _SIDES.joinedload(OverlapSide.project).joinedload(Project.cpse),
    _SIDES.joinedload(OverlapSide.programme),
)
_CASES = select(OverlapSide.case_id)


def _ids() -> Sequence[int]:
    return db.session.scalars(select(OverlapCase.id).order_by(OverlapCase.id)).all()


def _read(ids: Sequence[int]) -> Iterable[Entry]:
    districts, themes, companies = district_names(), theme_names(), cpse_names()
    parts = (*_RECORDS, selectinload(OverlapCase.districts), selectinload(OverlapCase.themes))
    query = select(OverlapCase).where(OverlapCase.id.in_(ids)).options(*parts).order_by(OverlapCase.id)
    for row in db.session.scalars(query):
        places = flatten(districts[part.district_id] for part in row.districts)
        about = flatten(themes[part.theme_code] for part in row.themes)
        records = flatten(_told(side, companies) for side in row.sides)
        yield Entry(row.id, row.code, None, (), (*records, *places, *about, "overlap दोहराव"))


def _told(side: OverlapSide, companies: Mapping[int, Names]) -> Names:
    """What everybody who sees the case may know of a record: of a project only whose it is."""
    if side.need is not None:
        return side.need.title_en, side.need.title_hi, side.need.code
    if side.programme is not None:
        return side.programme.name_en, side.programme.name_hi, side.programme.code, side.programme.run_by
    return companies[side.project.cpse_id] if side.project is not None else ()


def _show(ids: Sequence[int]) -> Mapping[int, Shown]:
    query = select(OverlapCase).where(OverlapCase.id.in_(ids)).options(*_RECORDS).order_by(OverlapCase.id)
    return {
        row.id: Shown(
            row.code,
            (*map(_label, row.sides), str(CASE_STATES[row.state][0])),
            "registry.show_overlap",
            {"case_id": row.id},
        )
        for row in db.session.scalars(query)
    }


def _label(side: OverlapSide) -> str:
    record = side.need or side.project or side.programme
    return label_of(record, is_open=False) if record is not None else ""


KINDS = (
    Kind(
        code="overlap",
        label=lazy_("Overlaps"),
        position=57,
        permission=Permission.VIEW_OVERLAPS,
        list_ids=_ids,
        read=_read,
        only_visible=lambda viewer: only_visible_overlaps(viewer, select(OverlapCase.id)),
        show=_show,
        touches={
            OverlapCase: lambda row: [row.id],
            OverlapSide: lambda row: [row.case_id],
            OverlapDistrict: lambda row: [row.case_id],
            OverlapTheme: lambda row: [row.case_id],
            Need: lambda row: _CASES.where(OverlapSide.need_id == row.id),
            Programme: lambda row: _CASES.where(OverlapSide.programme_id == row.id),
            Cpse: lambda row: _CASES.where(OverlapSide.project.has(Project.cpse_id == row.id)),
        },
    ),
)
