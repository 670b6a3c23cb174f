"""Schemes and indicators as they are found, with where the product speaks of them."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from csrmatch.db import db
from csrmatch.i18n import _, lazy_, name_of
from csrmatch.indicators.models import Indicator
from csrmatch.reference import read_schemes
from csrmatch.registry.searching.names import theme_names
from csrmatch.roles import Permission
from csrmatch.search.kinds import Entry, Kind, Shown

__all__ = ["KINDS"]


def _scheme_ids() -> Sequence[int]:
    """Schemes stand in a file: each goes by the number of its row."""
    return range(1, len(read_schemes()) + 1)


def _read_schemes(ids: Sequence[int]) -> Iterable[Entry]:
    themes, schemes = theme_names(), read_schemes()
    for number in ids:
        if number <= len(schemes):
            row = schemes[number - 1]
            about = (row.what_en, row.run_by_en, *themes.get(row.theme, ()), "scheme योजना")
            yield Entry(number, row.name_en, row.name_hi, (row.code,), about)


def _show_schemes(ids: Sequence[int]) -> Mapping[int, Shown]:
    schemes = read_schemes()
    return {
        number: Shown(
            name_of(schemes[number - 1]),
            (_("scheme"), schemes[number - 1].run_by_en, _("needs of its theme")),
            "registry.list_needs",
            {"theme": schemes[number - 1].theme},
        )
        for number in ids
        if number <= len(schemes)
    }


def _indicator_ids() -> Sequence[int]:
    return db.session.scalars(select(Indicator.id).order_by(Indicator.id)).all()


def _read_indicators(ids: Sequence[int]) -> Iterable[Entry]:
    themes = theme_names()
    for row in db.session.scalars(select(Indicator).where(Indicator.id.in_(ids)).order_by(Indicator.id)):
        about = (*themes.get(row.theme_code, ()), "indicator संकेतक")
        yield Entry(row.id, row.name_en, row.name_hi, (row.short_en, row.short_hi), about)


def _show_indicators(ids: Sequence[int]) -> Mapping[int, Shown]:
    query = select(Indicator).where(Indicator.id.in_(ids)).options(joinedload(Indicator.theme))
    return {
        row.id: Shown(
            name_of(row, "short"),
            (_("indicator"), name_of(row.theme)),
            "indicators.show_indicator",
            {"code": row.code},
        )
        for row in db.session.scalars(query.order_by(Indicator.id))
    }


KINDS = (
    Kind(
        code="scheme",
        label=lazy_("Schemes"),
        position=70,
        permission=Permission.VIEW_NEEDS,
        list_ids=_scheme_ids,
        read=_read_schemes,
        only_visible=lambda _viewer: None,
        show=_show_schemes,
    ),
    Kind(
        code="indicator",
        label=lazy_("Indicators"),
        position=75,
        permission=Permission.VIEW_DISTRICTS,
        list_ids=_indicator_ids,
        read=_read_indicators,
        only_visible=lambda _viewer: None,
        show=_show_indicators,
        touches={Indicator: lambda row: [row.id]},
    ),
)
