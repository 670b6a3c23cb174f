"""Where overlaps are: a heat map of districts by themes, and bars of CPSEs."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from csrmatch.i18n import name_of
from csrmatch.indicators.models import Theme
from csrmatch.places.models import District
from csrmatch.registry.models import Cpse
from csrmatch.registry.rules.overlaps import CaseState
from csrmatch.web.shades import shade

__all__ = ["CpseBar", "OverlapGrid", "draw_cpses", "draw_places"]


@dataclass(frozen=True)
class _Head:
    label: str
    url: str
    key: str


@dataclass(frozen=True)
class _Cell:
    kind: str
    text: str
    url: str


@dataclass(frozen=True)
class _Row:
    label: str
    url: str
    key: str
    cells: list[_Cell]


@dataclass(frozen=True)
class OverlapGrid:
    """Districts by themes with the number of cases that wait, and the row with the most of them."""

    rows: list[_Row]
    columns: list[_Head]
    most_label: str | None
    most: int


@dataclass(frozen=True)
class CpseBar:
    """A CPSE with its cases by state."""

    cpse: Cpse
    waiting: int
    answered: int
    ended: int


def draw_places(
    counts: Sequence[tuple[int, str, CaseState, int]],
    districts: Iterable[District],
    themes: Sequence[Theme],
    *,
    url: Callable[[int, str], str],
) -> OverlapGrid:
    """The districts that have running cases, those with the most waiting first, by theme."""
    waiting: dict[tuple[int, str], int] = {}
    running: set[int] = set()
    for district_id, theme, state, count in counts:
        if state is CaseState.OPEN:
            waiting[district_id, theme] = waiting.get((district_id, theme), 0) + count
        if state is not CaseState.ENDED:
            running.add(district_id)
    largest = max(waiting.values(), default=0)

    def total(district: District) -> int:
        return sum(waiting.get((district.id, theme.code), 0) for theme in themes)

    chosen = sorted(
        (row for row in districts if row.id in running), key=lambda row: (-total(row), name_of(row))
    )
    rows = [
        _Row(
            name_of(district),
            url(district.lgd, ""),
            str(district.lgd),
            [
                _cell(waiting.get((district.id, theme.code), 0), largest, url(district.lgd, theme.code))
                for theme in themes
            ],
        )
        for district in chosen
    ]
    columns = [_Head(name_of(theme), "", theme.code) for theme in themes]
    most = total(chosen[0]) if chosen else 0
    return OverlapGrid(rows, columns, name_of(chosen[0]) if most else None, most)


def _cell(count: int, largest: int, url: str) -> _Cell:
    """A count and its shade; a cell without a case is the lightest, since that nothing waits is known."""
    return _Cell(shade(count / largest if largest else 0.0), str(count), url)


def draw_cpses(counts: Sequence[tuple[Cpse, CaseState, int]]) -> list[CpseBar]:
    """The CPSEs that have cases, those with the most waiting first."""
    found: dict[int, tuple[Cpse, dict[CaseState, int]]] = {}
    for cpse, state, count in counts:
        found.setdefault(cpse.id, (cpse, {}))[1][state] = count
    bars = [
        CpseBar(
            cpse,
            by.get(CaseState.OPEN, 0),
            by.get(CaseState.ANSWERED, 0),
            by.get(CaseState.ENDED, 0),
        )
        for cpse, by in found.values()
    ]
    return sorted(bars, key=lambda bar: (-bar.waiting, -bar.answered, bar.cpse.code))
