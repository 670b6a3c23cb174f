"""Makes for tests what goes on about needs: comments, documents, hands they are in, and told figures."""

from datetime import date

from csrmatch.accounts.models import User
from csrmatch.comments.models import Comment
from csrmatch.indicators.models import ReportedFigure
from csrmatch.indicators.queries.reported import get_indicator
from csrmatch.indicators.rules import TypedFigure
from csrmatch.indicators.services.telling import FigureText, tell_figure
from csrmatch.registry.models import Cpse, Need, NeedDocument
from csrmatch.registry.services.need_threads import comment_on_need
from csrmatch.registry.services.needs import attach_need_document
from tests.registry.projects import PDF, find_district

__all__ = ["attach_paper", "say_on_need", "tell_water"]


def say_on_need(need: Need, cpse: Cpse, by: User, text: str = "Which hamlets?") -> Comment:
    """Something a person says about a need, in the thread of a company."""
    return comment_on_need(need=need, cpse=cpse, by=by, text=text)


def attach_paper(need: Need, by: User, title: str = "Estimate") -> NeedDocument:
    """A document of a need."""
    return attach_need_document(need=need, by=by, title=title, file_name="estimate.pdf", content=PDF)


def tell_water(
    by: User,
    *,
    lgd: int = 376,
    value: float | None = 82.0,
    starts_on: date = date(2025, 4, 1),
    ends_on: date = date(2026, 3, 31),
    reason: str = "Counted house by house.",
    source: str = "District office, annual sheet",
) -> ReportedFigure:
    """A figure of drinking water that an office tells of a district."""
    typed = TypedFigure(starts_on, ends_on, ends_on, value)
    return tell_figure(
        district=find_district(lgd),
        indicator=get_indicator("improved_water"),
        by=by,
        text=FigureText(typed, source, reason),
    )
