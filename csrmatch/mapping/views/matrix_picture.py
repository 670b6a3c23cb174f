"""What the page of the matrix draws: rows, columns and cells with their marks, and the tiles of its map."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import numpy as np

from csrmatch.i18n import _, name_of
from csrmatch.mapping.arranging import find_inside, unknown_shares
from csrmatch.mapping.forms.matrix import MatrixFilter
from csrmatch.mapping.models import Exercise, MappingRun
from csrmatch.mapping.results import Result
from csrmatch.mapping.views.plan import pair_url
from csrmatch.mapping.wording.codes import name_of_state
from csrmatch.places.models import District
from csrmatch.places.queries import list_boundaries
from csrmatch.places.tiles import TileMap, lay_tiles
from csrmatch.web.shades import shade

__all__ = ["Figures", "Matrix", "lay_matrix", "lay_matrix_map", "say_finding"]


class Figures:
    """What the cells of a matrix say: the fit, what overruling costs, or how much is not known."""

    def __init__(self, result: Result, show: str) -> None:
        self.show = show
        self._fit = result.problem.fit
        self._costs = result.overrule
        self._gaps = unknown_shares(result) if show == "gaps" else None

    def value(self, row: int, column: int) -> float | int | str:
        """The figure of a cell as a file holds it; a cross where no plan can hold the pair."""
        if self._gaps is not None:
            return int(self._gaps[row, column])
        if self.show != "costs":
            return round(float(self._fit[row, column]), 6)
        cost = float(self._costs[row, column])
        return round(cost, 6) if np.isfinite(cost) else "×"

    def text(self, row: int, column: int) -> str:
        """The same in a cell of the picture: in hundredths, or per cent."""
        value = self.value(row, column)
        if isinstance(value, str) or self._gaps is not None:
            return str(value)
        return f"{value * 100:.0f}"

    def kind(self, row: int, column: int) -> str:
        """The class of colour: of the share that is not known where that is shown, else of the fit."""
        if self._gaps is not None:
            return shade(int(self._gaps[row, column]) / 100)
        return shade(float(self._fit[row, column]))


@dataclass(frozen=True)
class Cell:
    """One cell of the matrix: its classes, its text, and the same with its marks where it has any."""

    kind: str
    text: str
    label: str | None


@dataclass(frozen=True)
class Head:
    """The head of a column: the CPSE, where the rows are sorted by it, and the districts where it works."""

    key: str
    title: str
    url: str
    is_sorted: bool
    inside: str


@dataclass(frozen=True)
class Line:
    """A row: its district and state, the page of its lead's pair, and its cells."""

    key: str
    label: str
    state: str
    url: str
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Matrix:
    """Districts by CPSEs as the page wants them."""

    rows: Sequence[Line]
    columns: Sequence[Head]


def lay_matrix(
    exercise: Exercise,
    run: MappingRun,
    result: Result,
    *,
    rows: Sequence[int],
    columns: Sequence[int],
    figures: Figures,
    filters: MatrixFilter,
) -> Matrix:
    """These rows and columns in this order; the plan ringed, pins and bans marked.

    A row's heading leads to its lead's pair; scripts open any cell, so that the page stays light.
    """
    problem, inside = result.problem, find_inside(result)
    others = {name: text for name, text in filters.given.items() if name != "rows"}
    named = {row.code: name_of(row) for row in result.given.cpses}
    lines = []
    for row in rows:
        district = result.given.districts[row]
        lead = problem.cpses[int(result.plan.lead[row])]
        lines.append(
            Line(
                district.lgd,
                name_of(district),
                name_of_state(district.state),
                pair_url(exercise, run, district.lgd, lead),
                [_cell(result, figures, row, column) for column in columns],
            )
        )
    heads = []
    for column in columns:
        code = problem.cpses[column]
        sort = f"fit:{code}"
        heads.append(
            Head(
                code,
                named[code],
                "?" + urlencode({**others, "rows": sort}, safe=":"),
                filters.rows.data == sort,
                " ".join(inside.get(code, ())),
            )
        )
    return Matrix(lines, heads)


def _cell(result: Result, figures: Figures, row: int, column: int) -> Cell:
    problem, marks = result.problem, []
    kind, text = figures.kind(row, column), figures.text(row, column)
    if problem.banned is not None and problem.banned[row, column]:
        kind += " b"
        marks.append(_("banned"))
    if result.plan.lead[row] == column:
        is_pinned = problem.pins[row] == column
        kind += " n" if is_pinned else " p"
        marks.append(_("pinned") if is_pinned else _("proposed"))
    return Cell(kind, text, ", ".join((text, *marks)) if marks else None)


def lay_matrix_map(
    exercise: Exercise,
    run: MappingRun,
    result: Result,
    *,
    rows: Sequence[int],
    districts: Sequence[District],
) -> TileMap:
    """The districts of the run as tiles in the colour of their lead's fit; each leads to its row.

    A district that the matrix leaves out is pale, and leads to its pair.
    """
    lead = dict(result.plan.pairs)
    fit = dict(zip(result.problem.districts, result.plan.scores.tolist(), strict=True))
    shown = {result.problem.districts[row] for row in rows}

    def kind(district: District) -> str:
        lgd = str(district.lgd)
        return shade(fit[lgd]) if lgd in shown else "faint"

    def url(district: District) -> str:
        lgd = str(district.lgd)
        return f"#d{lgd}" if lgd in shown else pair_url(exercise, run, lgd, lead[lgd])

    return lay_tiles(
        [district for district in districts if str(district.lgd) in lead],
        kind=kind,
        label=lambda district: (
            f"{name_of(district)}: {lead[str(district.lgd)]}, {fit[str(district.lgd)]:.2f}"
        ),
        note=lambda district: lead[str(district.lgd)],
        url=url,
        boundaries=list_boundaries(),
    )


def say_finding(result: Result) -> str:
    """The one sentence that the matrix shows: who is worst served, and which CPSE is most contested."""
    plan, names = result.plan, result.given.districts
    worst = min(range(len(names)), key=lambda row: (float(plan.scores[row]), int(names[row].lgd)))
    facts = {
        "district": name_of(names[worst]),
        "lead": result.problem.cpses[int(plan.lead[worst])],
        "fit": f"{float(plan.scores[worst]):.2f}",
    }
    code = min(result.prices, key=lambda code: (-result.prices[code], code))
    if result.prices[code] <= 0:
        return _("%(district)s is served worst: %(lead)s fits it by %(fit)s. No CPSE is contested.", **facts)
    return _(
        "%(district)s is served worst: %(lead)s fits it by %(fit)s. %(cpse)s is the most contested CPSE: one "
        "more place there would raise the total by %(price)s.",
        cpse=code,
        price=f"{result.prices[code]:.2f}",
        **facts,
    )
