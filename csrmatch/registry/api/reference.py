"""Lists that records refer to by code: themes, indicators, Schedule VII, goals, schemes, groups, sources."""

from datetime import date

from flask import Response

from csrmatch.i18n import LazyText, lazy_, speaking
from csrmatch.indicators.queries import list_themes as find_themes
from csrmatch.places.queries import list_all_states
from csrmatch.reference import (
    read_indicators,
    read_schedule_vii,
    read_schemes,
    read_sdgs,
    read_sources,
)
from csrmatch.registry.rules.projects import TargetGroup
from csrmatch.registry.wording.projects import GROUPS
from csrmatch.roles import Permission
from csrmatch.web.api.answers import answer_page
from csrmatch.web.api.document import allow_token, api, reads
from csrmatch.web.api.fields import Named, Told

__all__ = ["in_both"]


class StateTold(Told):
    """A state or union territory by its LGD code."""

    lgd: int
    name_en: str
    name_hi: str | None


class ThemeTold(Named):
    """A theme of the programme, with its weight in per cent."""

    weight_percent: int


class IndicatorTold(Named):
    """What a figure measures, in which unit, and whether higher or lower is better."""

    unit: str
    better: str | None
    theme: str
    source: str


class ItemTold(Told):
    """An item of Schedule VII of the Companies Act, 2013."""

    number: int
    item: str
    name_en: str
    name_hi: str
    themes: list[str]
    source: str


class GoalTold(Told):
    """A Sustainable Development Goal."""

    number: int
    name_en: str
    name_hi: str


class SchemeTold(Named):
    """A scheme of the Government that may cover a part of a need."""

    theme: str
    source: str


class SourceTold(Told):
    """Where figures and facts come from."""

    id: str
    title: str
    publisher: str
    address: str | None
    licence: str
    read_on: date


class StatesTold(Told):
    """All states; there is no further page."""

    items: list[StateTold]
    next: str | None = None


class ThemesTold(Told):
    """All themes; there is no further page."""

    items: list[ThemeTold]
    next: str | None = None


class IndicatorsTold(Told):
    """All indicators; there is no further page."""

    items: list[IndicatorTold]
    next: str | None = None


class ItemsTold(Told):
    """All items; there is no further page."""

    items: list[ItemTold]
    next: str | None = None


class GoalsTold(Told):
    """All goals; there is no further page."""

    items: list[GoalTold]
    next: str | None = None


class SchemesTold(Told):
    """All schemes; there is no further page."""

    items: list[SchemeTold]
    next: str | None = None


class GroupsTold(Told):
    """All groups; there is no further page."""

    items: list[Named]
    next: str | None = None


class SourcesTold(Told):
    """All sources; there is no further page."""

    items: list[SourceTold]
    next: str | None = None


def in_both(words: LazyText) -> dict[str, str]:
    """A code's words as names in both languages."""
    found = {}
    for language in ("en", "hi"):
        with speaking(language):
            found[f"name_{language}"] = str(words)
    return found


@api.get("/states", **reads(lazy_("States and union territories"), StatesTold))
@allow_token(Permission.VIEW_DISTRICTS)
def list_states() -> Response:
    """By name, also those without an aspirational district."""
    items = [StateTold(lgd=row.lgd, name_en=row.name_en, name_hi=row.name_hi) for row in list_all_states()]
    return answer_page(StatesTold(items=items), None)


@api.get("/themes", **reads(lazy_("Themes of the programme"), ThemesTold))
@allow_token(Permission.VIEW_DISTRICTS)
def list_themes() -> Response:
    """In the order of the programme; OT is all other work."""
    items = [
        ThemeTold(code=row.code, name_en=row.name_en, name_hi=row.name_hi, weight_percent=row.weight_percent)
        for row in find_themes()
    ]
    return answer_page(ThemesTold(items=items), None)


@api.get("/indicators", **reads(lazy_("Indicators of the survey"), IndicatorsTold))
@allow_token(Permission.VIEW_DISTRICTS)
def list_indicators() -> Response:
    """By their number in the fact sheets."""
    items = [
        IndicatorTold(
            code=row.code,
            name_en=row.label_en,
            name_hi=row.label_hi,
            unit=row.unit,
            better=row.better,
            theme=row.theme,
            source=row.source,
        )
        for row in read_indicators()
    ]
    return answer_page(IndicatorsTold(items=items), None)


@api.get("/schedule-vii-items", **reads(lazy_("Items of Schedule VII"), ItemsTold))
@allow_token(Permission.VIEW_DISTRICTS)
def list_schedule_vii_items() -> Response:
    """In the order of the law."""
    items = [
        ItemTold(
            number=row.number,
            item=row.item,
            name_en=row.name_en,
            name_hi=row.name_hi,
            themes=list(row.themes),
            source=row.source,
        )
        for row in read_schedule_vii()
    ]
    return answer_page(ItemsTold(items=items), None)


@api.get("/sdgs", **reads(lazy_("Sustainable Development Goals"), GoalsTold))
@allow_token(Permission.VIEW_DISTRICTS)
def list_sdgs() -> Response:
    """Goals 1 to 17."""
    items = [GoalTold(number=row.number, name_en=row.name_en, name_hi=row.name_hi) for row in read_sdgs()]
    return answer_page(GoalsTold(items=items), None)


@api.get("/schemes", **reads(lazy_("Schemes of the Government"), SchemesTold))
@allow_token(Permission.VIEW_DISTRICTS)
def list_schemes() -> Response:
    """By theme; a need names the scheme that covers a part of it by its code."""
    items = [
        SchemeTold(
            code=row.code, name_en=row.name_en, name_hi=row.name_hi, theme=row.theme, source=row.source
        )
        for row in read_schemes()
    ]
    return answer_page(SchemesTold(items=items), None)


@api.get("/target-groups", **reads(lazy_("Groups of people"), GroupsTold))
@allow_token(Permission.VIEW_DISTRICTS)
def list_target_groups() -> Response:
    """For whom projects and needs are; one person may be in several, so heads are never added up."""
    items = [Named(code=group.value, **in_both(GROUPS[group])) for group in TargetGroup]
    return answer_page(GroupsTold(items=items), None)


@api.get("/sources", **reads(lazy_("Sources of figures and facts"), SourcesTold))
@allow_token(Permission.VIEW_DISTRICTS)
def list_sources() -> Response:
    """Every source that the other answers name in `source`."""
    items = [
        SourceTold(
            id=row.id,
            title=row.title,
            publisher=row.publisher,
            address=row.address,
            licence=row.licence,
            read_on=row.read_on,
        )
        for row in read_sources()
    ]
    return answer_page(SourcesTold(items=items), None)
