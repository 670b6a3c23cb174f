"""Pages of what came of a workshop and of a series: how far each note and pair had come, and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.accounts.access import can_see_names
from csrmatch.db import today
from csrmatch.i18n import _, lazy_, name_of, ngettext
from csrmatch.mapping.access.proposals import sees_every_answer
from csrmatch.roles import Permission
from csrmatch.web.forms import all_or
from csrmatch.web.guards import requires
from csrmatch.web.held import HeldColumn, hold_table
from csrmatch.web.tables import Table, asks_for_file, send_table
from csrmatch.workshops.access.takeaways import can_write_notes
from csrmatch.workshops.access.workshops import can_edit
from csrmatch.workshops.forms.outcomes import OutcomeFilter, SeriesOutcomeFilter
from csrmatch.workshops.queries import outcomes as reads
from csrmatch.workshops.queries.outcome_records import OutcomeRecord
from csrmatch.workshops.queries.outcomes import Followed, Outcome
from csrmatch.workshops.rules.outcomes import Horizon, OutcomeKind, OutcomeStage, due_days
from csrmatch.workshops.targets import address_of
from csrmatch.workshops.views.pages import WORKSHOP, blueprint, workshop_trail
from csrmatch.workshops.wording.outcomes import (
    HORIZONS,
    OUTCOME_KINDS,
    OUTCOME_STAGES,
    tell_kind,
    tell_outcome,
    tell_point,
    tell_record,
)
from csrmatch.workshops.wording.workshops import tell_series

__all__: list[str] = []

_ORDER = list(OutcomeKind)
_STAGES = list(OutcomeStage)
# These have a column of figures also where none has come that far.
_ALWAYS_SHOWN = frozenset(
    {
        OutcomeStage.DONE,
        OutcomeStage.UNDER_WAY,
        OutcomeStage.PUT,
        OutcomeStage.NOTHING,
        OutcomeStage.DROPPED,
    }
)


@dataclass(frozen=True)
class _Chosen:
    """What a list is narrowed by; an empty text narrows nothing."""

    kind: str = ""
    stage: str = ""
    at: str = ""
    state: str = ""
    district: str = ""
    cpse: str = ""
    workshop: str = ""

    def takes(self, outcome: Outcome) -> bool:
        """Whether a note or a pair is in the list."""
        district, cpse = outcome.district, outcome.cpse
        point = outcome.points[Horizon(self.at or Horizon.TODAY)]
        pairs = (
            (self.kind, outcome.kind.value),
            (self.stage, point.stage.value),
            (self.state, str(district.state.lgd) if district else None),
            (self.district, str(district.lgd) if district else None),
            (self.cpse, cpse.code if cpse else None),
            (self.workshop, str(outcome.followed.workshop.id)),
        )
        return all(not wanted or wanted == given for wanted, given in pairs)


def _fill_filter(filters: OutcomeFilter, outcomes: Sequence[Outcome]) -> None:
    """Offers the places and companies that are in the list."""
    districts = {row.lgd: row for row in (outcome.district for outcome in outcomes) if row}
    states = {row.state.lgd: row.state for row in districts.values()}
    companies = {row.code: row for row in (outcome.cpse for outcome in outcomes) if row}
    filters.state.choices = all_or(_named(states), _("All states"))
    filters.district.choices = all_or(_named(districts), _("All districts"))
    filters.cpse.choices = all_or((code, code) for code in sorted(companies))


def _named(rows: dict[int, Any]) -> list[tuple[str, str]]:
    return sorted(((str(lgd), name_of(row)) for lgd, row in rows.items()), key=lambda pair: pair[1])


def _hold(filters: OutcomeFilter, outcomes: Sequence[Outcome], horizons: Sequence[Horizon]) -> Table[Outcome]:
    chosen = _Chosen(**filters.data) if filters.validate() else _Chosen()
    rows = [outcome for outcome in outcomes if chosen.takes(outcome)]
    columns = _columns(horizons, of_series=isinstance(filters, SeriesOutcomeFilter))
    return hold_table(rows, columns, default_sort="kind", filters=filters)


def _columns(horizons: Sequence[Horizon], *, of_series: bool) -> list[HeldColumn[Outcome]]:
    """What the list and its file say of a note or a pair."""
    places = [
        HeldColumn[Outcome]("state", lazy_("State"), _state_words, by=lambda row: _state_words(row) or None),
        HeldColumn[Outcome](
            "district", lazy_("District"), _district_words, by=lambda row: _district_words(row) or None
        ),
        HeldColumn[Outcome]("cpse", lazy_("CPSE"), _cpse_words, by=lambda row: _cpse_words(row) or None),
    ]
    workshop = HeldColumn[Outcome](
        "workshop",
        lazy_("Workshop"),
        lambda row: row.followed.workshop.code,
        by=lambda row: row.followed.workshop.id,
    )
    return [
        HeldColumn("what", lazy_("What was said or spoken of"), tell_outcome, by=tell_outcome),
        HeldColumn("number", lazy_("Number"), lambda row: row.code, by=lambda row: row.code),
        HeldColumn("kind", lazy_("Kind"), tell_kind, by=lambda row: _ORDER.index(row.kind)),
        *([workshop] if of_series else []),
        *places,
        HeldColumn("by", lazy_("Who is to do it"), _by_words),
        HeldColumn("due", lazy_("By when"), _due_words, by=lambda row: row.note.due_on if row.note else None),
        HeldColumn("records", lazy_("What became of it"), _record_words),
        *(_horizon_column(horizon) for horizon in horizons),
    ]


def _horizon_column(horizon: Horizon) -> HeldColumn[Outcome]:
    def tell(row: Outcome) -> str:
        point = row.points[horizon]
        stage, told = str(OUTCOME_STAGES[point.stage][0]), tell_point(point)
        return f"{stage} ({told})" if told else stage

    return HeldColumn(
        f"at_{horizon.value}",
        HORIZONS[horizon],
        tell,
        by=lambda row: _STAGES.index(row.points[horizon].stage),
    )


def _state_words(row: Outcome) -> str:
    return name_of(row.district.state) if row.district else ""


def _district_words(row: Outcome) -> str:
    return name_of(row.district) if row.district else ""


def _cpse_words(row: Outcome) -> str:
    return row.cpse.code if row.cpse else ""


def _by_words(row: Outcome) -> str:
    """Who stands for it or was asked, to whoever may read names."""
    if row.note is None or not can_see_names(current_user):
        return ""
    return row.note.by_whom or row.note.asked_of or ""


def _due_words(row: Outcome) -> object:
    return (row.note.due_on if row.note else None) or ""


def _record_words(row: Outcome) -> str:
    told = [tell_record(record) for record in row.records]
    return "; ".join([*told, *([_hidden_words(row)] if row.hidden else [])])


def _hidden_words(row: Outcome) -> str:
    return ngettext("%(num)s record is not shown to you", "%(num)s records are not shown to you", row.hidden)


def _address(row: Outcome) -> str:
    """The page of a note or of a pair."""
    workshop = row.followed.workshop.id
    if row.note is not None:
        return url_for("workshops.show_takeaway", workshop_id=workshop, takeaway_id=row.note.id)
    return url_for("workshops.show_room_pair", workshop_id=workshop, pair_id=row.pair.id if row.pair else 0)


def _record_address(record: OutcomeRecord) -> str:
    return address_of(record.kind, record.id)


def _answer(
    page: str, table: Table[Outcome], outcomes: Sequence[Outcome], horizons: Sequence[Horizon], **given: Any
) -> ResponseReturnValue:
    """The page of what came of it, or its list as a file."""
    if asks_for_file():
        return send_table(table, "outcomes")
    counts = reads.count_stages(outcomes)
    shown = [by[horizon] for by in counts.values() for horizon in horizons]
    met = {stage for by_stage in shown for stage, count in by_stage.items() if count}
    return render_template(
        page,
        table=table,
        counts=counts,
        horizons=horizons,
        tells_part=OutcomeKind.PAIR in counts and not sees_every_answer(current_user),
        shown_stages=[stage for stage in OUTCOME_STAGES if stage in _ALWAYS_SHOWN | met],
        kinds=OUTCOME_KINDS,
        stages=OUTCOME_STAGES,
        horizon_words=HORIZONS,
        tell=tell_outcome,
        tell_kind=tell_kind,
        tell_point=tell_point,
        tell_record=tell_record,
        tell_hidden=_hidden_words,
        tell_by=_by_words,
        address=_address,
        record_address=_record_address,
        figure_url=_figure_url,
        **given,
    )


def _figure_url(kind: OutcomeKind, stage: OutcomeStage, horizon: Horizon) -> str:
    """The list of those that a figure counts, on the same page."""
    at = "" if horizon is Horizon.TODAY else horizon.value
    given: dict[str, Any] = {"kind": kind.value, "stage": stage.value, **({"at": at} if at else {})}
    return url_for(request.endpoint or "", **(request.view_args or {}), **given, _anchor="list")


@blueprint.get(WORKSHOP + "/outcomes")
@requires(Permission.VIEW_WORKSHOPS)
def show_outcomes(workshop_id: int) -> ResponseReturnValue:
    """What came of a workshop: its commitments, requests and pairs after 3, 6, 12 months and today."""
    followed = reads.follow_workshop(current_user, workshop_id)
    outcomes = reads.list_outcomes(current_user, [followed])
    horizons = list(Horizon)
    filters = OutcomeFilter(request.args)
    if followed.last_day is None:
        horizons = [Horizon.TODAY]
        del filters.at
    _fill_filter(filters, outcomes)
    workshop = followed.workshop
    return _answer(
        "workshops/show_outcomes.html",
        _hold(filters, outcomes, horizons),
        outcomes,
        horizons,
        workshop=workshop,
        last_day=followed.last_day,
        days=due_days(followed.last_day, today()),
        may_write=can_write_notes(current_user, workshop),
        may_date=can_edit(current_user, workshop),
        trail=workshop_trail(workshop),
    )


@blueprint.get("/series/<int(max=2147483647):series_id>/outcomes")
@requires(Permission.VIEW_WORKSHOPS)
def show_series_outcomes(series_id: int) -> ResponseReturnValue:
    """What came of all workshops of a series that the person sees, counted and listed."""
    series, followed = reads.follow_series(current_user, series_id)
    outcomes = reads.list_outcomes(current_user, followed)
    filters = SeriesOutcomeFilter(request.args)
    _fill_filter(filters, outcomes)
    filters.workshop.choices = all_or(_workshop_options(followed))
    return _answer(
        "workshops/show_series_outcomes.html",
        _hold(filters, outcomes, list(Horizon)),
        outcomes,
        list(Horizon),
        series=series,
        followed=followed,
        undated=[item for item in followed if item.last_day is None],
        trail=workshop_trail(),
    )


def _workshop_options(followed: Sequence[Followed]) -> list[tuple[str, str]]:
    return [
        (str(item.workshop.id), f"{item.workshop.code} {tell_series(item.workshop)}") for item in followed
    ]
