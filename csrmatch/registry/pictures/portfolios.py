"""Portfolios as pictures: who helps in a district, where and on what a CPSE works, and what that shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import url_for

from csrmatch.i18n import _, format_inr, lazy_, name_of, ngettext
from csrmatch.indicators.models import Theme
from csrmatch.registry.models import CpsePlace, CpseSpending
from csrmatch.registry.pictures.dots import Amount, DotMatrix, Heading, draw_dots
from csrmatch.registry.queries.portfolios import Cell
from csrmatch.registry.rules import split_suspect
from csrmatch.registry.wording.cpses import BASES, PLACE_KINDS, SCOPES
from csrmatch.web.tables import Column

__all__ = [
    "PLACE_COLUMNS",
    "PORTFOLIO_COLUMNS",
    "PortfolioPicture",
    "draw_filed",
    "draw_helpers",
    "draw_portfolio",
]

_UNKNOWN = "-"
_MOST_PARTNERS = 4

PORTFOLIO_COLUMNS: list[Column[Cell]] = [
    Column("year", lazy_("Year"), lambda row: row.year),
    Column("theme", lazy_("Theme"), lambda row: _theme(row.theme).label),
    Column("lgd", lazy_("LGD code"), lambda row: row.district.lgd if row.district else None),
    Column("district", lazy_("District"), lambda row: _place(row).label),
    Column("projects", lazy_("Projects"), lambda row: row.projects, numeric=True),
    Column("outlay", lazy_("Set aside (₹)"), lambda row: row.outlay_inr, numeric=True),
    Column("spent", lazy_("Spent (₹)"), lambda row: row.spent_inr, numeric=True),
]

PLACE_COLUMNS: list[Column[CpsePlace]] = [
    Column("name", lazy_("Place"), lambda row: row.name),
    Column("kind", lazy_("Kind"), lambda row: PLACE_KINDS.get(row.kind, row.kind)),
    Column("latitude", lazy_("Latitude"), lambda row: row.latitude, numeric=True),
    Column("longitude", lazy_("Longitude"), lambda row: row.longitude, numeric=True),
    Column("state", lazy_("State"), lambda row: name_of(row.state) if row.state else None),
    Column(
        "district",
        lazy_("Aspirational district"),
        lambda row: name_of(row.district) if row.district else None,
    ),
    Column("basis", lazy_("How it is known"), lambda row: BASES.get(row.basis, row.basis)),
]


@dataclass(frozen=True)
class PortfolioPicture:
    """A matrix of dots, and the sentence of what it shows."""

    title: str
    matrix: DotMatrix


def draw_helpers(cells: Sequence[Cell]) -> PortfolioPicture | None:
    """Themes by CPSE with what they set aside for a district; None where no project is there to be seen."""
    if not cells:
        return None
    partners = _partners(cells)
    amounts = [
        Amount(_theme(cell.theme), partners[cell.cpse.code], cell.outlay_inr, cell.projects) for cell in cells
    ]
    columns = sorted(set(partners.values()), key=lambda heading: heading.position)
    matrix = draw_dots(amounts, columns, most_rows=len(amounts))
    first = matrix.largest_column
    if first is None:
        count = len({cell.cpse.code for cell in cells})
        return PortfolioPicture(
            ngettext(
                "%(num)s CPSE works here; how much it set aside is not known",
                "%(num)s CPSEs work here; how much they set aside is not known",
                count,
            ),
            matrix,
        )
    title = _(
        "%(cpse)s set aside %(amount)s of the %(all)s known for this district",
        cpse=first[0].label,
        amount=format_inr(first[1]),
        all=format_inr(matrix.inr),
    )
    return PortfolioPicture(title, matrix)


def _partners(cells: Sequence[Cell]) -> dict[str, Heading]:
    """A column for each of the largest CPSEs, and one for all others, by code."""
    money: dict[str, int] = {}
    for cell in cells:
        money[cell.cpse.code] = money.get(cell.cpse.code, 0) + (cell.outlay_inr or 0)
    order = sorted(money, key=lambda code: (-money[code], code))
    kept = order if len(order) <= _MOST_PARTNERS else order[: _MOST_PARTNERS - 1]
    others = Heading("*", _("others"), position=len(order))
    return {
        code: Heading(code, code, url_for("registry.show_cpse", code=code), place) if code in kept else others
        for place, code in enumerate(order)
    }


def draw_portfolio(cells: Iterable[Cell], *, year: str | None, theme: str | None) -> PortfolioPicture | None:
    """Districts by theme with what the CPSE set aside, of one year or theme where asked; None if empty."""
    amounts = [
        Amount(_place(cell), _theme(cell.theme), cell.outlay_inr, cell.projects)
        for cell in cells
        if (not year or cell.year == year) and (not theme or (cell.theme and cell.theme.code == theme))
    ]
    return _told(amounts, _("set aside")) if amounts else None


def draw_filed(
    rows: Iterable[CpseSpending], themes: Sequence[tuple[str, str]], *, year: str | None, theme: str | None
) -> PortfolioPicture | None:
    """Places by theme with what was filed as spent, without doubtful rows; None where nothing is left.

    `themes` are the codes and names of all themes in their order.
    """
    known = {code: Heading(code, name, position=place) for place, (code, name) in enumerate(themes)}
    trusted, _doubtful = split_suspect(rows)
    amounts = [
        Amount(_filed_place(row), known[row.theme_code], row.spent_inr, row.projects)
        for row in trusted
        if (not year or row.financial_year == year) and (not theme or row.theme_code == theme)
    ]
    return _told(amounts, _("spent, as filed")) if amounts else None


def _told(amounts: Sequence[Amount], what: str) -> PortfolioPicture:
    matrix = draw_dots(amounts, _themes(amounts), most_rows=9, rest=Heading("*", _("other places")))
    theme, place = matrix.largest_column, matrix.largest_row
    if theme is None or place is None:
        return PortfolioPicture(_("Where it works is known, its money is not"), matrix)
    title = _(
        "%(theme)s takes the most: %(amount)s of %(all)s %(what)s",
        theme=theme[0].label,
        amount=format_inr(theme[1]),
        all=format_inr(matrix.inr),
        what=what,
    )
    return PortfolioPicture(title, matrix)


def _themes(amounts: Iterable[Amount]) -> list[Heading]:
    """The themes that occur, in the order in which the reads give them."""
    found = {item.column.key: item.column for item in amounts}
    return sorted(found.values(), key=lambda heading: (heading.position, heading.label))


def _theme(theme: Theme | None) -> Heading:
    if theme is None:
        return Heading(_UNKNOWN, _("theme not known"), position=99)
    return Heading(theme.code, name_of(theme), position=theme.position)


def _place(cell: Cell) -> Heading:
    if cell.district is None:
        return Heading(_UNKNOWN, _("elsewhere or not split"))
    url = url_for("registry.show_district", lgd=cell.district.lgd)
    return Heading(str(cell.district.lgd), name_of(cell.district), url)


def _filed_place(row: CpseSpending) -> Heading:
    if row.district is not None:
        url = url_for("registry.show_district", lgd=row.district.lgd)
        return Heading(f"d{row.district.lgd}", name_of(row.district), url)
    if row.state is not None:
        return Heading(f"s{row.state_id}", name_of(row.state))
    return Heading(row.scope, str(SCOPES[row.scope]))
