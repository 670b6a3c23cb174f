"""Operations on figures: what surveys and offices say of an indicator in a district, and telling one."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from flask import Response, url_for
from flask_login import current_user
from pydantic import Field

from csrmatch.accounts.signing_in import signed_in_person
from csrmatch.errors import DomainError, NotAllowed
from csrmatch.i18n import lazy_
from csrmatch.indicators.access import can_correct_figure, can_enter_figures
from csrmatch.indicators.models import Benchmark, Figure, ReportedFigure
from csrmatch.indicators.queries import reported as reads_of
from csrmatch.indicators.rules import FigureDoubt, TypedFigure
from csrmatch.indicators.services.telling import FigureText, correct_figure, tell_figure
from csrmatch.places.queries import get_district
from csrmatch.registry.api.districts import DistrictPath
from csrmatch.roles import Permission
from csrmatch.web.api.answers import Order, PageAsked, answer_page, answer_record, cut_page, expected_version
from csrmatch.web.api.document import allow_token, api, reads, writes
from csrmatch.web.api.fields import Asked, Conditions, NewConditions, Sent, Told, WholeNumber, line

__all__: list[str] = []

_FIGURE = "/figures/<int(max=2147483647):figure_id>"
_OF_DISTRICT = "/districts/<int(max=999999):lgd>/indicators/<code>"
_ORDERS = {
    "id": Order(ReportedFigure.id),
    "changed_at": Order(ReportedFigure.changed_at, "moment"),
}
_Count = Annotated[int | None, Field(ge=0, le=10**9)]


class FigurePath(Asked):
    """Which figure that an office told."""

    figure_id: WholeNumber = Field(ge=0, le=2**31 - 1)


class FiguresPath(DistrictPath):
    """Which indicator of which district."""

    code: str = Field(max_length=60, description="The code of the indicator.")


class FiguresAsked(PageAsked):
    """Which figures that offices told, in which order."""

    q: str | None = Field(None, max_length=80, description="A part of the name of an indicator or office.")
    district: WholeNumber | None = Field(None, ge=0, le=999_999, description="The LGD code of the district.")
    theme: str | None = Field(None, max_length=2)
    indicator: str | None = Field(None, max_length=60)
    sort: Literal["id", "-id", "changed_at", "-changed_at"] = "id"


class ToldFigure(Told):
    """What one office says of an indicator in a district over a period, and from what it was taken."""

    id: int
    version: int
    district_lgd: int
    indicator: str
    unit: str
    organisation_id: int
    organisation_en: str | None
    organisation_hi: str | None
    starts_on: date
    ends_on: date
    value: float
    numerator: int | None
    denominator: int | None
    source: str
    dated_on: date
    doubts: list[FigureDoubt]
    reason: str | None
    changed_at: datetime


class FiguresTold(Told):
    """A page of figures that offices told."""

    items: list[ToldFigure]
    next: str | None


class SurveyTold(Told):
    """What a survey found in the district."""

    round: str
    starts_on: date | None
    ends_on: date | None
    value: float | None
    flag: str
    basis: str
    source: str


class BenchmarkTold(Told):
    """The latest value of the state, or of India where no state is named."""

    state_lgd: int | None
    round: str
    value: float
    source: str


class IndicatorOfDistrict(Told):
    """One indicator in a district over the years: each figure stands beside the others with its source."""

    district_lgd: int
    indicator: str
    unit: str
    better: str | None
    surveys: list[SurveyTold]
    told: list[ToldFigure]
    benchmarks: list[BenchmarkTold]


class FigureCorrection(Sent):
    """Another value for the days of a figure, and from what it was taken."""

    value: float | None = Field(None, ge=0, le=1e12)
    numerator: _Count = Field(None, description="For a share: how many of those counted.")
    denominator: _Count = None
    source: line(200) = None  # type: ignore[valid-type]
    dated_on: date
    reason: line(500) = Field(  # type: ignore[valid-type]
        None, description="Needed for a correction, and where the figure raises a question."
    )


class FigureSent(FigureCorrection):
    """A figure for some days, and from what it was taken; a share may be told by its two counts instead."""

    starts_on: date
    ends_on: date


def _told(row: ReportedFigure) -> ToldFigure:
    latest = row.latest
    same: dict[str, Any] = {
        **{name: getattr(row, name) for name in ("id", "version", "organisation_id", "changed_at")},
        **{name: getattr(row, name) for name in ("starts_on", "ends_on", "value")},
        **{name: getattr(latest, name) for name in ("numerator", "denominator", "source", "dated_on")},
    }
    return ToldFigure(
        **same,
        district_lgd=row.district.lgd,
        indicator=row.indicator.code,
        unit=row.indicator.unit,
        organisation_en=row.organisation.name_en,
        organisation_hi=row.organisation.name_hi,
        doubts=[FigureDoubt(code) for code in latest.doubts.split(",") if code],
        reason=latest.reason or None,
    )


def _survey(row: Figure) -> SurveyTold:
    return SurveyTold(**{name: getattr(row, name) for name in SurveyTold.model_fields})


def _benchmark(row: Benchmark) -> BenchmarkTold:
    state = row.state.lgd if row.state else None
    return BenchmarkTold(state_lgd=state, round=row.round, value=row.value, source=row.source)


@api.get("/figures", **reads(lazy_("Figures that offices told"), FiguresTold))
@allow_token(Permission.VIEW_DISTRICTS)
def list_figures(query: FiguresAsked) -> Response:
    """What offices say of districts, filtered and sorted."""
    search = reads_of.FigureSearch(
        text=query.q, lgd=query.district, theme=query.theme, indicator=query.indicator
    )
    found = reads_of.search_reported(search)
    rows, cursor = cut_page(found, query, _ORDERS, query.sort, ReportedFigure.id)
    return answer_page(FiguresTold(items=[_told(row) for row in rows], next=cursor), cursor)


@api.get(_FIGURE, **reads(lazy_("One figure that an office told"), ToldFigure))
@allow_token(Permission.VIEW_DISTRICTS)
def show_figure(path: FigurePath) -> Response:
    """A figure as it stands, with its source."""
    row = reads_of.get_reported_figure(path.figure_id)
    return answer_record(_told(row), version=row.version)


@api.get(_OF_DISTRICT, **reads(lazy_("One indicator in a district"), IndicatorOfDistrict))
@allow_token(Permission.VIEW_DISTRICTS)
def show_figures(path: FiguresPath) -> Response:
    """What surveys and offices say of an indicator in a district, the earliest first."""
    district, indicator = get_district(path.lgd), reads_of.get_indicator(path.code)
    benchmarks = [
        row for row in reads_of.list_benchmarks(indicator) if row.state_id in {None, district.state_id}
    ]
    told = IndicatorOfDistrict(
        district_lgd=district.lgd,
        indicator=indicator.code,
        unit=indicator.unit,
        better=indicator.better,
        surveys=[_survey(row) for row in reads_of.list_survey_figures(district, indicator)],
        told=[_told(row) for row in reads_of.list_reported_of(district, indicator)],
        benchmarks=[_benchmark(row) for row in benchmarks],
    )
    return answer_record(told)


@api.post(_OF_DISTRICT + "/figures", **writes(lazy_("Tell a figure"), ToldFigure, makes=True))
@allow_token(Permission.ENTER_FIGURES)
def create_figure(path: FiguresPath, body: FigureSent, header: NewConditions) -> Response:
    """Tells a figure for the own office; no other figure is changed."""
    district, indicator = get_district(path.lgd), reads_of.get_indicator(path.code)
    if not can_enter_figures(current_user, district):
        raise NotAllowed
    text = _text(body, body.starts_on, body.ends_on)
    row = tell_figure(district=district, indicator=indicator, by=signed_in_person(), text=text)
    address = url_for("api.show_figure", figure_id=row.id)
    return answer_record(_told(row), version=row.version, status=201, location=address)


def _text(body: FigureCorrection, starts_on: date, ends_on: date) -> FigureText:
    """What was sent of a figure for these days, once it says from what it was taken."""
    if not body.source:
        raise DomainError(lazy_("Say from what the figure was taken."))
    typed = TypedFigure(starts_on, ends_on, body.dated_on, body.value, body.numerator, body.denominator)
    return FigureText(typed, body.source, body.reason or "")


@api.put(_FIGURE, **writes(lazy_("Correct a figure"), ToldFigure))
@allow_token(Permission.ENTER_FIGURES)
def change_figure(path: FigurePath, body: FigureCorrection, header: Conditions) -> Response:
    """Corrects a figure of the own office, with the reason; what it said before stays on record."""
    row = reads_of.get_reported_figure(path.figure_id, for_change=True)
    if not can_correct_figure(current_user, row):
        raise NotAllowed
    version = expected_version(header)
    text = _text(body, row.starts_on, row.ends_on)
    correct_figure(figure=row, by=signed_in_person(), version=version, text=text)
    return answer_record(_told(row), version=row.version)
