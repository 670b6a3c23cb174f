"""How severe a need is, and the needs that follow from the gaps of survey figures."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from csrmatch.mapping.tables.rows import NeedRow

__all__ = ["Measured", "needs_from_gaps", "severity_of"]


@dataclass(frozen=True)
class Measured:
    """One indicator of one district beside its benchmark; `value` is None where it is suppressed."""

    lgd: str
    theme: str
    indicator: str
    label: str
    value: float | None
    benchmark: float | None
    better: str


def severity_of(need: NeedRow) -> float | None:
    """How severe a need is, in [0, 1]: as given, else its shortfall against the benchmark, else None.

    The shortfall is 1 − value / benchmark where more is better and 1 − benchmark / value where less is
    better, 0 where the benchmark is reached: half the benchmark, or twice it, is a severity of 0.5.
    """
    if need.severity is not None:
        return need.severity
    return _shortfall(need.value, need.benchmark, need.better)


def _shortfall(value: float | None, benchmark: float | None, better: str | None) -> float | None:
    if value is None or benchmark is None or better is None:
        return None
    worse, aim = (value, benchmark) if better == "higher" else (benchmark, value)
    if worse >= aim or aim <= 0:
        return 0.0
    return min(1.0, 1.0 - worse / aim)


def needs_from_gaps(measured: Iterable[Measured]) -> list[NeedRow]:
    """One need for each district and theme, named after its worst indicator.

    The severity is the mean, over the theme's indicators that are known, of the shortfall against the
    benchmark (`severity_of`: 1 − value / benchmark where more is better, 1 − benchmark / value where less
    is, 0 where it is reached), rounded to six decimals. A suppressed figure counts neither way. A theme
    without a gap makes no need, unless the district has no gap in any theme. What a need costs is not known.
    """
    cells: dict[tuple[str, str], list[tuple[float, Measured]]] = defaultdict(list)
    for item in measured:
        gap = _shortfall(item.value, item.benchmark, item.better)
        if gap is not None:
            cells[item.lgd, item.theme].append((gap, item))
    needs = [_need(lgd, theme, gaps) for (lgd, theme), gaps in sorted(cells.items())]
    behind = {need.lgd for need in needs if need.severity}
    return [need for need in needs if need.severity or need.lgd not in behind]


def _need(lgd: str, theme: str, gaps: Sequence[tuple[float, Measured]]) -> NeedRow:
    _, worst = min(gaps, key=lambda gap: (-gap[0], gap[1].indicator))
    return NeedRow(
        lgd=lgd,
        theme=theme,
        title=worst.label,
        severity=round(math.fsum(gap for gap, _ in gaps) / len(gaps), 6),
        indicator=worst.indicator,
        value=worst.value,
        benchmark=worst.benchmark,
        better=worst.better,
    )
