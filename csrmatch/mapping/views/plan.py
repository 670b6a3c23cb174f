"""What the pages of a run draw: the plan as a list, the tiles of its map, what moved."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask import request, url_for

from csrmatch.i18n import lazy_, name_of
from csrmatch.mapping.forms import PlanFilter
from csrmatch.mapping.models import Exercise, MappingRun
from csrmatch.mapping.outcome import find_runner_up
from csrmatch.mapping.results import Result
from csrmatch.mapping.wording import name_of_flag, name_of_state
from csrmatch.places.models import District
from csrmatch.places.queries import list_boundaries
from csrmatch.places.tiles import TileMap, lay_tiles
from csrmatch.web.shades import shade
from csrmatch.web.tables import Column, Table

__all__ = ["Moved", "PlanRow", "lay_map", "lead_legend", "list_moved", "pair_url", "plan_table"]

_CATEGORIES = 12


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


@dataclass(frozen=True)
class SortedColumn(Column[PlanRow]):
    """A column of a list that is held in memory: sorted by a key of the row."""

    by: Callable[[PlanRow], tuple[object, ...]] = lambda row: (row.lgd,)

    @property
    def sortable(self) -> bool:
        """Every column of a plan can be sorted by."""
        return True


@dataclass(frozen=True)
class Moved:
    """A district that another CPSE leads than in the run before, with its fit then and now."""

    lgd: str
    district: str
    before: str | None
    after: str
    fit_before: float | None
    fit_after: float


def plan_rows(result: Result) -> list[PlanRow]:
    """The plan in the order of the districts."""
    names = {row.code: row for row in result.given.cpses}
    found = []
    for index, district in enumerate(result.given.districts):
        lead = int(result.plan.lead[index])
        code = result.problem.cpses[lead]
        second = find_runner_up(result.problem, index, lead)
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
            )
        )
    return found


_COLUMNS = (
    SortedColumn("district", lazy_("District"), lambda row: row.district, by=lambda row: (row.district,)),
    SortedColumn("lgd", lazy_("LGD code"), lambda row: row.lgd, numeric=True, by=lambda row: (int(row.lgd),)),
    SortedColumn("cpse", lazy_("Proposed lead"), lambda row: row.cpse, by=lambda row: (row.cpse,)),
    SortedColumn("fit", lazy_("Fit"), lambda row: row.fit, numeric=True, by=lambda row: (row.fit,)),
    SortedColumn(
        "runner_up", lazy_("Runner-up"), lambda row: row.runner_up, by=lambda row: (row.runner_up or "",)
    ),
    SortedColumn(
        "margin",
        lazy_("Ahead by"),
        lambda row: row.margin,
        numeric=True,
        by=lambda row: (row.margin is None, row.margin or 0.0),
    ),
    SortedColumn(
        "flags",
        lazy_("Not known"),
        lambda row: "; ".join(name_of_flag(flag) for flag in row.flags),
        by=lambda row: (len(row.flags),),
    ),
)


def plan_table(result: Result) -> Table[PlanRow]:
    """The plan filtered and sorted by the request; whole on one page, for at most some hundred rows."""
    filters = PlanFilter(request.args)
    text = (filters.q.data or "").casefold()
    rows = [
        row
        for row in plan_rows(result)
        if text in f"{row.district} {row.lgd} {row.state} {row.cpse} {row.cpse_name}".casefold()
    ]
    columns = {column.key: column for column in _COLUMNS}
    sort = request.args.get("sort", "fit")
    sort = sort if sort in columns else "fit"
    descending = request.args.get("order") == "desc"
    rows.sort(key=lambda row: int(row.lgd))
    rows.sort(key=columns[sort].by, reverse=descending)
    arguments = {key: value for key, value in request.args.items() if value and key != "map"}
    return Table(_COLUMNS, rows, len(rows), 1, 1, sort, descending, filters, len(rows), arguments)


def lead_classes(result: Result) -> dict[str, str]:
    """A class of colour for each CPSE that leads; the smallest share the last one."""
    count = Counter(code for _, code in result.plan.pairs)
    order = sorted(count, key=lambda code: (-count[code], code))
    return {code: f"c{min(index, _CATEGORIES - 1)}" for index, code in enumerate(order)}


def lead_legend(result: Result) -> list[tuple[str, str]]:
    """Each class of colour with the CPSEs that share it."""
    shared: dict[str, list[str]] = {}
    for code, kind in lead_classes(result).items():
        shared.setdefault(kind, []).append(code)
    return [(kind, ", ".join(codes)) for kind, codes in shared.items()]


def lay_map(exercise: Exercise, run: MappingRun, result: Result, districts: Sequence[District]) -> TileMap:
    """The districts as tiles, coloured by fit and marked with the proposed lead."""
    lead = dict(result.plan.pairs)
    fit = dict(zip(result.problem.districts, result.plan.scores.tolist(), strict=True))
    by_lead = request.args.get("map") == "lead"
    classes = lead_classes(result)

    def kind(district: District) -> str:
        lgd = str(district.lgd)
        return classes[lead[lgd]] if by_lead else shade(fit[lgd])

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
