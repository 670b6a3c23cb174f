"""What offices say of the districts, as it is found: by indicator, district, office and source."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from csrmatch.accounts.models import Organisation
from csrmatch.db import db
from csrmatch.i18n import format_day, lazy_, name_of
from csrmatch.indicators.models import Indicator, ReportedFigure, ReportedFigureVersion
from csrmatch.places.models import District
from csrmatch.roles import Permission
from csrmatch.search.kinds import Entry, Kind, Shown, register_kind

__all__ = ["KIND"]


def _ids() -> Sequence[int]:
    return db.session.scalars(select(ReportedFigure.id).order_by(ReportedFigure.id)).all()


def _select(ids: Sequence[int]) -> Select[Any]:
    parts = (
        joinedload(ReportedFigure.organisation),
        joinedload(ReportedFigure.indicator),
        joinedload(ReportedFigure.district).joinedload(District.state),
        joinedload(ReportedFigure.versions),
    )
    query = select(ReportedFigure).where(ReportedFigure.id.in_(ids))
    return query.options(*parts).order_by(ReportedFigure.id)


def _read(ids: Sequence[int]) -> Iterable[Entry]:
    for row in db.session.scalars(_select(ids)).unique():
        indicator, district, office = row.indicator, row.district, row.organisation
        yield Entry(
            row.id,
            _title(indicator.short_en, district.name_en),
            _title(indicator.short_hi, district.name_hi),
            (),
            (
                *(indicator.name_en, indicator.name_hi, office.name_en, office.name_hi),
                *(district.state.name_en, district.state.name_hi, row.latest.source),
                "figure आँकड़ा",
            ),
        )


def _title(indicator: str | None, district: str | None) -> str | None:
    return f"{indicator}, {district}" if indicator and district else None


def _show(ids: Sequence[int]) -> Mapping[int, Shown]:
    return {
        row.id: Shown(
            f"{name_of(row.indicator, 'short')}, {name_of(row.district)}",
            (name_of(row.organisation), f"{format_day(row.starts_on)} – {format_day(row.ends_on)}"),
            "indicators.show_figures",
            {"lgd": row.district.lgd, "code": row.indicator.code},
        )
        for row in db.session.scalars(_select(ids)).unique()
    }


KIND = Kind(
    code="figure",
    label=lazy_("Figures of offices"),
    position=77,
    permission=Permission.VIEW_DISTRICTS,
    list_ids=_ids,
    read=_read,
    only_visible=lambda _viewer: None,
    show=_show,
    touches={
        ReportedFigure: lambda row: [row.id],
        ReportedFigureVersion: lambda row: [row.figure_id],
        Indicator: lambda row: select(ReportedFigure.id).where(ReportedFigure.indicator_id == row.id),
        Organisation: lambda row: select(ReportedFigure.id).where(ReportedFigure.organisation_id == row.id),
    },
)
register_kind(KIND)
