"""Pages of the catalogue of indicators, and of what surveys and offices say of a district."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms.fields import SelectChoice

from csrmatch.accounts.models import Organisation
from csrmatch.errors import NotAllowed
from csrmatch.i18n import _, format_day, lazy_, name_of
from csrmatch.indicators.access import can_correct_figure, can_enter_figures
from csrmatch.indicators.choices import theme_options
from csrmatch.indicators.forms import CorrectFigureForm, FigureFilter, IndicatorFilter, NewFigureForm
from csrmatch.indicators.models import Figure, Indicator, ReportedFigure, Theme
from csrmatch.indicators.queries import reported as reads
from csrmatch.indicators.rules import FigureDoubt, TypedFigure
from csrmatch.indicators.services import telling as verbs
from csrmatch.indicators.services.telling import FigureText
from csrmatch.indicators.trend import Trend, lay_trend
from csrmatch.indicators.wording import BETTER, FIGURE_DOUBTS, UNITS
from csrmatch.places.choices import district_options
from csrmatch.places.models import District
from csrmatch.places.queries import get_district
from csrmatch.reference import read_indicators, read_kpis, read_sources
from csrmatch.roles import Permission
from csrmatch.web.forms import all_or
from csrmatch.web.guards import requires
from csrmatch.web.navigation import NavigationEntry, register_navigation
from csrmatch.web.refusals import telling_refusals
from csrmatch.web.sorting import by_name, by_value
from csrmatch.web.tables import Column, asks_for_file, build_table, send_table

__all__ = ["blueprint"]

blueprint = Blueprint("indicators", __name__)

register_navigation(
    NavigationEntry(lazy_("Indicators"), "indicators.list_indicators", Permission.VIEW_DISTRICTS, 33)
)

_OF_DISTRICT = "/districts/<int(max=999999):lgd>/indicators/<code>"


def _theme_choices() -> list[SelectChoice]:
    return all_or(theme_options(), _("All themes"))


@blueprint.get("/indicators")
@requires(Permission.VIEW_DISTRICTS)
def list_indicators() -> ResponseReturnValue:
    """The catalogue: filtered, sorted, paged, or as a file."""
    filters = IndicatorFilter(request.args)
    filters.theme.choices = _theme_choices()
    chosen = filters.data if filters.validate() else {}
    nation = reads.list_national()
    columns: list[Column[Indicator]] = [
        Column("name", lazy_("Indicator"), name_of, [by_name(Indicator)]),
        Column("theme", lazy_("Theme"), lambda row: name_of(row.theme), [Theme.position, Indicator.position]),
        Column("unit", lazy_("Unit"), lambda row: UNITS.get(row.unit, row.unit), [Indicator.unit]),
        Column("better", lazy_("Direction"), lambda row: BETTER.get(row.better), [Indicator.better]),
        Column(
            "nation",
            lazy_("India, NFHS-5"),
            lambda row: nation.get(row.id),
            [by_value(Indicator.id, nation)],
            numeric=True,
        ),
    ]
    query = reads.search_indicators(chosen.get("q"), chosen.get("theme"))
    table = build_table(query, columns, default_sort="theme", tie=[Indicator.id], filters=filters)
    if asks_for_file():
        return send_table(table, "indicators")
    return render_template(
        "indicators/list_indicators.html", table=table, units=UNITS, better=BETTER, nation=nation
    )


@blueprint.get("/indicators/<code>")
@requires(Permission.VIEW_DISTRICTS)
def show_indicator(code: str) -> ResponseReturnValue:
    """One indicator: its definition, unit, direction, theme and source, and its benchmarks."""
    indicator = reads.get_indicator(code)
    entry = next((row for row in read_indicators() if row.code == code), None)
    nearest = entry.nearest_kpi if entry else None
    return render_template(
        "indicators/show_indicator.html",
        indicator=indicator,
        kpi=next((row for row in read_kpis() if row.code == nearest), None),
        benchmarks=reads.list_benchmarks(indicator),
        district=current_user.organisation.district,
        sources=_sources(),
        units=UNITS,
        better=BETTER,
        trail=_trail(),
    )


def _sources() -> dict[str, object]:
    return {source.id: source for source in read_sources()}


def _trail(indicator: Indicator | None = None, district: District | None = None) -> list[tuple[str, str]]:
    trail = [(_("Indicators"), url_for("indicators.list_indicators"))]
    if indicator is not None:
        trail.append((name_of(indicator), url_for("indicators.show_indicator", code=indicator.code)))
        if district is not None:
            trail.append((name_of(district), _page_of(district, indicator)))
    return trail


def _page_of(district: District, indicator: Indicator) -> str:
    return url_for("indicators.show_figures", lgd=district.lgd, code=indicator.code)


@blueprint.get("/figures")
@requires(Permission.VIEW_DISTRICTS)
def list_figures() -> ResponseReturnValue:
    """What offices say of the districts: filtered, sorted, paged, or as a file."""
    filters = FigureFilter(request.args)
    filters.theme.choices = _theme_choices()
    filters.district.choices = all_or(district_options(), _("All districts"))
    chosen = filters.data if filters.validate() else {}
    search = reads.FigureSearch(
        text=chosen.get("q"),
        lgd=int(chosen["district"]) if chosen.get("district") else None,
        theme=chosen.get("theme"),
    )
    columns: list[Column[ReportedFigure]] = [
        Column("indicator", lazy_("Indicator"), lambda row: name_of(row.indicator), [by_name(Indicator)]),
        Column("district", lazy_("District"), lambda row: name_of(row.district), [by_name(District)]),
        Column("value", lazy_("Figure"), lambda row: row.value, [ReportedFigure.value], numeric=True),
        Column("unit", lazy_("Unit"), lambda row: UNITS.get(row.indicator.unit, row.indicator.unit)),
        Column("starts", lazy_("First day"), lambda row: row.starts_on, [ReportedFigure.starts_on]),
        Column("ends", lazy_("Last day"), lambda row: row.ends_on, [ReportedFigure.ends_on]),
        Column("office", lazy_("Entered by"), lambda row: name_of(row.organisation), [by_name(Organisation)]),
        Column("source", lazy_("Taken from"), lambda row: row.latest.source),
        Column("changed", lazy_("Entered"), lambda row: row.changed_at, [ReportedFigure.changed_at]),
    ]
    table = build_table(
        reads.search_reported(search),
        columns,
        default_sort="changed",
        tie=[ReportedFigure.id],
        filters=filters,
        newest_first=True,
    )
    if asks_for_file():
        return send_table(table, "figures")
    return render_template("indicators/list_figures.html", table=table, trail=_trail(), units=UNITS)


@blueprint.get(_OF_DISTRICT)
@requires(Permission.VIEW_DISTRICTS)
def show_figures(lgd: int, code: str) -> ResponseReturnValue:
    """What surveys and offices say of one indicator in a district, over the years, each with its source."""
    district, indicator = get_district(lgd), reads.get_indicator(code)
    surveys = reads.list_survey_figures(district, indicator)
    told = reads.list_reported_of(district, indicator)
    benchmarks = {row.state_id: row for row in reads.list_benchmarks(indicator)}
    benchmark = benchmarks.get(district.state_id) or benchmarks.get(None)
    return render_template(
        "indicators/show_figures.html",
        district=district,
        indicator=indicator,
        surveys=surveys,
        told=told,
        benchmark=benchmark,
        trend=_trend(indicator, surveys, told, benchmark.value if benchmark else None),
        correctable={row.id for row in told if can_correct_figure(current_user, row)},
        can_enter=can_enter_figures(current_user, district),
        doubts=FIGURE_DOUBTS,
        doubts_of=_doubts_of,
        sources=_sources(),
        units=UNITS,
        better=BETTER,
        trail=_trail(indicator),
    )


def _doubts_of(codes: str) -> list[FigureDoubt]:
    return [FigureDoubt(code) for code in codes.split(",") if code]


def _trend(
    indicator: Indicator, surveys: list[Figure], told: list[ReportedFigure], benchmark: float | None
) -> Trend | None:
    figures = [
        (_("National Family Health Survey"), row.ends_on, row.value)
        for row in surveys
        if row.value is not None and row.ends_on is not None
    ]
    figures += [(name_of(row.organisation), row.ends_on, row.value) for row in told]
    return lay_trend(figures, benchmark, most=100.0 if indicator.unit == "percent" else None)


@blueprint.route(_OF_DISTRICT + "/new", methods=["GET", "POST"])
@requires(Permission.ENTER_FIGURES)
def new_figure(lgd: int, code: str) -> ResponseReturnValue:
    """Tells a figure for the person's own office; a question it raises is answered with a reason."""
    district, indicator = get_district(lgd), reads.get_indicator(code)
    if not can_enter_figures(current_user, district):
        raise NotAllowed
    form = NewFigureForm()
    questions: tuple[FigureDoubt, ...] = ()
    if form.validate_on_submit():
        typed = _typed(form, form.starts_on.data, form.ends_on.data)
        text = FigureText(typed, form.source.data, form.reason.data or "")
        with telling_refusals(form):
            verbs.tell_figure(district=district, indicator=indicator, by=current_user, text=text)
            flash(_("The figure is entered, for your office alone; no other figure is changed."), "good")
            return redirect(_page_of(district, indicator))
        questions = verbs.list_doubts(district, indicator, current_user.organisation, typed)
    return render_template(
        "indicators/new_figure.html",
        district=district,
        indicator=indicator,
        form=form,
        questions=[FIGURE_DOUBTS[doubt] for doubt in questions],
        units=UNITS,
        trail=_trail(indicator, district),
    ), 422 if form.is_submitted() else 200


def _typed(form: NewFigureForm | CorrectFigureForm, starts_on: date, ends_on: date) -> TypedFigure:
    """What a valid form says."""
    return TypedFigure(
        starts_on,
        ends_on,
        form.dated_on.data,
        form.value.data,
        form.numerator.data,
        form.denominator.data,
    )


@blueprint.route("/figures/<int(max=2147483647):figure_id>/edit", methods=["GET", "POST"])
@requires(Permission.ENTER_FIGURES)
def edit_figure(figure_id: int) -> ResponseReturnValue:
    """Corrects a figure of one's own office; what it said before stays with it."""
    figure = reads.get_reported_figure(figure_id, for_change=request.method == "POST")
    if not can_correct_figure(current_user, figure):
        raise NotAllowed
    latest = figure.latest
    form = CorrectFigureForm(
        version=figure.version,
        value=latest.value,
        numerator=latest.numerator,
        denominator=latest.denominator,
        source=latest.source,
        dated_on=latest.dated_on,
    )
    questions: tuple[FigureDoubt, ...] = ()
    if form.validate_on_submit():
        typed = _typed(form, figure.starts_on, figure.ends_on)
        text = FigureText(typed, form.source.data, form.reason.data or "")
        with telling_refusals(form):
            verbs.correct_figure(figure=figure, by=current_user, version=form.version.data, text=text)
            flash(_("The figure is corrected. What it said before stays with it."), "good")
            return redirect(_page_of(figure.district, figure.indicator))
        questions = verbs.list_doubts(figure.district, figure.indicator, figure.organisation, typed)
    return render_template(
        "indicators/edit_figure.html",
        figure=figure,
        days=f"{format_day(figure.starts_on)} – {format_day(figure.ends_on)}",
        form=form,
        questions=[FIGURE_DOUBTS[doubt] for doubt in questions],
        units=UNITS,
        trail=_trail(figure.indicator, figure.district),
    ), 422 if form.is_submitted() else 200
