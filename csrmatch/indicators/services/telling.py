"""The verbs of figures told by offices: telling one, and correcting it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from csrmatch.accounts.models import Organisation, User
from csrmatch.audit.recording import set_reason
from csrmatch.db import db, now, take_turn, today
from csrmatch.errors import DomainError, NotAllowed
from csrmatch.i18n import _, format_day, format_number, lazy_
from csrmatch.indicators.access import can_correct_figure, can_enter_figures
from csrmatch.indicators.models import Indicator, ReportedFigure, ReportedFigureVersion
from csrmatch.indicators.queries.reported import list_neighbour_values, list_past_values
from csrmatch.indicators.rules import FigureDoubt, TypedFigure, check_figure, find_doubts, value_of
from csrmatch.indicators.wording import FIGURE_PROBLEMS
from csrmatch.places.models import District

__all__ = ["FigureText", "correct_figure", "list_doubts", "tell_figure"]


@dataclass(frozen=True)
class FigureText:
    """A figure as typed, from what it was taken, and why it is as it is."""

    typed: TypedFigure
    source: str
    reason: str = ""


def list_doubts(
    district: District, indicator: Indicator, office: Organisation, typed: TypedFigure
) -> tuple[FigureDoubt, ...]:
    """The questions a figure raises beside its past and its neighbours; none where it is to be refused."""
    value = value_of(typed, indicator.unit)
    if value is None or check_figure(typed, indicator.unit, today()) is not None:
        return ()
    past = list_past_values(district, indicator, office, typed.ends_on)
    neighbours = list_neighbour_values(district, indicator)
    return find_doubts(value, indicator.unit, past=past, neighbours=neighbours)


def tell_figure(*, district: District, indicator: Indicator, by: User, text: FigureText) -> ReportedFigure:
    """Tells a figure for the person's office; an office has one for each indicator and period."""
    if not can_enter_figures(by, district):
        raise NotAllowed
    value, doubts = _checked(district, indicator, by.organisation, text)
    typed = text.typed
    # Two who tell the same figure at once must not both find that there is none.
    take_turn(f"figure {district.id} {indicator.id} {by.organisation_id}")
    same = select(ReportedFigure.id).where(
        ReportedFigure.district_id == district.id,
        ReportedFigure.indicator_id == indicator.id,
        ReportedFigure.organisation_id == by.organisation_id,
        ReportedFigure.starts_on == typed.starts_on,
        ReportedFigure.ends_on == typed.ends_on,
    )
    if db.session.scalar(same) is not None:
        raise DomainError(lazy_("Your office has entered a figure for these days already: correct that one."))
    figure = ReportedFigure(
        district=district,
        indicator=indicator,
        organisation_id=by.organisation_id,
        starts_on=typed.starts_on,
        ends_on=typed.ends_on,
        value=value,
        changed_at=now(),
    )
    db.session.add(figure)
    _add_version(figure, by, text, value, doubts)
    return figure


def correct_figure(*, figure: ReportedFigure, by: User, version: int | None, text: FigureText) -> None:
    """Gives a figure another wording, with the reason; the ones before stay with it."""
    if not can_correct_figure(by, figure):
        raise NotAllowed
    latest = figure.latest
    stored = TypedFigure(
        figure.starts_on,
        figure.ends_on,
        latest.dated_on,
        latest.value,
        latest.numerator,
        latest.denominator,
    )
    figure.expect_version(
        version,
        theirs=_tell(FigureText(stored, latest.source, latest.reason)),
        mine=_tell(text),
    )
    if not text.reason.strip():
        raise DomainError(lazy_("Say why the figure is corrected."))
    value, doubts = _checked(figure.district, figure.indicator, figure.organisation, text)
    set_reason(text.reason)
    figure.value, figure.changed_at = value, now()
    _add_version(figure, by, text, value, doubts)


def _checked(
    district: District, indicator: Indicator, office: Organisation, text: FigureText
) -> tuple[float, tuple[FigureDoubt, ...]]:
    """The value and its doubts; refused where it cannot be right, or is doubtful without an answer."""
    problem = check_figure(text.typed, indicator.unit, today())
    value = value_of(text.typed, indicator.unit)
    if problem is not None or value is None:
        raise DomainError(FIGURE_PROBLEMS[problem] if problem else "")
    doubts = list_doubts(district, indicator, office, text.typed)
    if doubts and not text.reason.strip():
        raise DomainError(lazy_("Answer the questions about this figure, or correct it."))
    return value, doubts


def _add_version(
    figure: ReportedFigure, by: User, text: FigureText, value: float, doubts: tuple[FigureDoubt, ...]
) -> None:
    figure.versions.append(
        ReportedFigureVersion(
            number=len(figure.versions) + 1,
            value=value,
            numerator=text.typed.numerator,
            denominator=text.typed.denominator,
            source=text.source,
            dated_on=text.typed.dated_on,
            doubts=",".join(doubts),
            reason=text.reason,
            by=by,
            created_at=now(),
        )
    )
    db.session.flush()


def _tell(text: FigureText) -> dict[str, object]:
    typed = text.typed
    return {
        _("Figure"): None if typed.value is None else format_number(typed.value, 2),
        _("Of these (part)"): typed.numerator,
        _("Out of (whole)"): typed.denominator,
        _("Taken from"): text.source,
        _("Dated"): _day(typed.dated_on),
        _("Reason"): text.reason or None,
    }


def _day(value: date) -> str:
    return format_day(value)
