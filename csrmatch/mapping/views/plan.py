"""What the pages of a run draw: the plan as a list, the tiles of its map, what moved."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from flask import request, url_for

from csrmatch.i18n import lazy_, name_of
from csrmatch.mapping.forms.exercises import PlanFilter
from csrmatch.mapping.models import Exercise, MappingRun
from csrmatch.mapping.queries import Kept, Robustness
from csrmatch.mapping.results import Result
from csrmatch.mapping.solving.outcome import find_runner_up
from csrmatch.mapping.views.lead_colours import lead_classes
from csrmatch.mapping.wording.codes import name_of_flag, name_of_state
from csrmatch.mapping.wording.firmness import tell_flip
from csrmatch.places.models import District
from csrmatch.places.queries import list_boundaries
from csrmatch.places.tiles import TileMap, lay_tiles
from csrmatch.web.held import HeldColumn, hold_table
from csrmatch.web.shades import shade
from csrmatch.web.tables import Table

__all__ = [
    "Moved",
    "PlanRow",
    "lay_map",
    "leads_of",
    "list_moved",
    "pair_url",
    "plan_table",
]


@dataclass(frozen=True)
class PlanRow:
    """One district of the plan; names are in the reader's language."""

    lgd: str
    district: str
    state: str
    cpse: str
    cpse_name: str
    fit: float
    runner_up: str | None
    runner_up_fit: float | None
    margin: float | None
    flags: tuple[str, ...]
    is_pinned: bool
    # How firm the pair is, where that is worked out; of another answer, who leads under the greatest total.
    kept: Kept | None = None
    instead: str | None = None
    instead_fit: float | None = None

    @property
    def gain(self) -> float | None:
        """How much better the district fares than under the greatest total; None where it keeps its lead."""
        return None if self.instead_fit is None else self.fit - self.instead_fit


@dataclass(frozen=True)
class Moved:
    """A district that another CPSE leads than in the run before, with its fit then and now."""

    lgd: str
    district: str
    before: str | None
    after: str
    fit_before: float | None
    fit_after: float


def plan_rows(
    result: Result, *, firm: Robustness | None = None, before: Mapping[str, tuple[str, float]] | None = None
) -> list[PlanRow]:
    """The plan in the order of the districts; `before` holds by LGD code the lead and fit to compare with."""
    names = {row.code: row for row in result.given.cpses}
    found = []
    for index, district in enumerate(result.given.districts):
        lead = int(result.plan.lead[index])
        code = result.problem.cpses[lead]
        second = find_runner_up(result.problem, index, lead)
        former = (before or {}).get(district.lgd)
        moved = former if former is not None and former[0] != code else (None, None)
        found.append(
            PlanRow(
                lgd=district.lgd,
                district=name_of(district),
                state=name_of_state(district.state),
                cpse=code,
                cpse_name=name_of(names[code]),
                fit=float(result.plan.scores[index]),
                runner_up=second.cpse if second else None,
                runner_up_fit=second.fit if second else None,
                margin=second.margin if second else None,
                flags=result.flags[index],
                is_pinned="pinned" in result.flags[index],
                kept=firm.kept.get(district.lgd) if firm else None,
                instead=moved[0],
                instead_fit=moved[1],
            )
        )
    return found


def _flip_words(row: PlanRow, most: int) -> str:
    kept = row.kept
    return tell_flip(kept.criterion, kept.points, kept.joins, most) if kept else ""


def _flip_order(row: PlanRow) -> int | None:
    points = row.kept.points if row.kept else None
    return None if points is None else abs(points)


_BEGIN = (
    HeldColumn[PlanRow]("district", lazy_("District"), lambda row: row.district, by=lambda row: row.district),
    HeldColumn[PlanRow](
        "lgd", lazy_("LGD code"), lambda row: row.lgd, numeric=True, by=lambda row: int(row.lgd)
    ),
    HeldColumn[PlanRow]("cpse", lazy_("Proposed lead"), lambda row: row.cpse, by=lambda row: row.cpse),
    HeldColumn[PlanRow]("fit", lazy_("Fit"), lambda row: row.fit, numeric=True, by=lambda row: row.fit),
)
_INSTEAD = (
    HeldColumn[PlanRow](
        "instead",
        lazy_("Under the greatest total"),
        lambda row: row.instead,
        by=lambda row: row.instead,
    ),
    HeldColumn[PlanRow](
        "gain",
        lazy_("Gained or lost"),
        lambda row: row.gain,
        numeric=True,
        by=lambda row: row.gain,
    ),
)
_SECOND = (
    HeldColumn[PlanRow](
        "runner_up", lazy_("Runner-up"), lambda row: row.runner_up, by=lambda row: row.runner_up
    ),
    HeldColumn[PlanRow](
        "margin",
        lazy_("Ahead by"),
        lambda row: row.margin,
        numeric=True,
        by=lambda row: row.margin,
    ),
)
_END = (
    HeldColumn[PlanRow](
        "flags",
        lazy_("Not known"),
        lambda row: "; ".join(name_of_flag(flag) for flag in row.flags),
        by=lambda row: len(row.flags),
    ),
)


def _firm_columns(most: int) -> tuple[HeldColumn[PlanRow], ...]:
    return (
        HeldColumn[PlanRow](
            "kept",
            lazy_("Kept in draws"),
            lambda row: row.kept.share if row.kept else None,
            numeric=True,
            by=lambda row: row.kept.share if row.kept else None,
        ),
        HeldColumn[PlanRow](
            "flip", lazy_("First flipped by"), lambda row: _flip_words(row, most), by=_flip_order
        ),
    )


def plan_table(
    result: Result, *, firm: Robustness | None = None, before: Mapping[str, tuple[str, float]] | None = None
) -> Table[PlanRow]:
    """The plan filtered and sorted by the request; whole on one page, for at most some hundred rows."""
    filters = PlanFilter(request.args)
    text = (filters.q.data or "").casefold()
    rows = [
        row
        for row in plan_rows(result, firm=firm, before=before)
        if text in f"{row.district} {row.lgd} {row.state} {row.cpse} {row.cpse_name}".casefold()
    ]
    middle = _SECOND if before is None else _INSTEAD
    shown = (*_BEGIN, *middle, *(_firm_columns(firm.most_points) if firm else ()), *_END)
    rows.sort(key=lambda row: int(row.lgd))
    return hold_table(rows, shown, default_sort="fit", filters=filters, is_whole=True)


def lay_map(
    exercise: Exercise,
    run: MappingRun,
    result: Result,
    districts: Sequence[District],
    moved: Container[str] = (),
) -> TileMap:
    """The districts as tiles, coloured by fit and marked with the proposed lead; those moved are ringed."""
    lead = dict(result.plan.pairs)
    fit = dict(zip(result.problem.districts, result.plan.scores.tolist(), strict=True))
    by_lead = request.args.get("map") == "lead"
    classes = lead_classes(lead.values())

    def kind(district: District) -> str:
        lgd = str(district.lgd)
        colour = classes[lead[lgd]] if by_lead else shade(fit[lgd])
        return f"{colour} ring" if lgd in moved else colour

    return lay_tiles(
        [district for district in districts if str(district.lgd) in lead],
        kind=kind,
        label=lambda district: (
            f"{name_of(district)}: {lead[str(district.lgd)]}, {fit[str(district.lgd)]:.2f}"
        ),
        note=lambda district: lead[str(district.lgd)],
        url=lambda district: pair_url(exercise, run, str(district.lgd), lead[str(district.lgd)]),
        boundaries=list_boundaries(),
    )


def pair_url(exercise: Exercise, run: MappingRun, lgd: str, code: str) -> str:
    """The page of a pair in a run."""
    return url_for("mapping.show_pair", exercise_id=exercise.id, number=run.number, lgd=lgd, code=code)


def leads_of(result: Result) -> dict[str, tuple[str, float]]:
    """By LGD code the lead and the fit of a plan."""
    scores = result.plan.scores.tolist()
    return {lgd: (code, float(scores[index])) for index, (lgd, code) in enumerate(result.plan.pairs)}


def list_moved(result: Result, before: Mapping[str, tuple[str, float]]) -> list[Moved]:
    """The districts whose lead changed since an earlier plan, given by LGD code as (lead, fit)."""
    found = []
    for index, (lgd, code) in enumerate(result.plan.pairs):
        former = before.get(lgd)
        if former is None or former[0] != code:
            found.append(
                Moved(
                    lgd=lgd,
                    district=name_of(result.given.districts[index]),
                    before=former[0] if former else None,
                    after=code,
                    fit_before=former[1] if former else None,
                    fit_after=float(result.plan.scores[index]),
                )
            )
    return found
