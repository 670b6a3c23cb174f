"""What became of a takeaway, as its reader sees it, and on the page of a record what it was made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template
from flask_login import current_user

from csrmatch.accounts.models import User
from csrmatch.i18n import LazyText, name_of
from csrmatch.roles import Permission, allows
from csrmatch.web.panels import register_panel
from csrmatch.workshops.access.takeaways import can_answer_handing
from csrmatch.workshops.models import TakeawayHanding, TakeawayWork
from csrmatch.workshops.queries.conversions import list_sources
from csrmatch.workshops.queries.outcome_records import OutcomeRecord, list_outcome_records
from csrmatch.workshops.targets import Target, address_of, find_target, list_targets
from csrmatch.workshops.wording.outcomes import name_record, state_of
from csrmatch.workshops.wording.takeaways import HANDING_STATES, KINDS

__all__ = ["HandingTold", "LinkTold", "WorkTold", "register_sources", "tell_handings", "tell_work"]


@dataclass(frozen=True)
class WorkTold:
    """A record made of a takeaway as its reader sees it: what it is called, where it stands, its page."""

    title: str
    state: LazyText
    tag: str
    address: str


@dataclass(frozen=True)
class LinkTold:
    """A record made of a takeaway: what kind of record, and itself where the reader may see it."""

    word: LazyText | str
    told: WorkTold | None
    link: TakeawayWork


@dataclass(frozen=True)
class HandingTold:
    """To whom a takeaway was handed for what, where that stands, and whether the reader answers it."""

    word: LazyText | str
    to: str
    state: tuple[LazyText, str]
    row: TakeawayHanding
    target: Target | None
    may_answer: bool


def tell_work(viewer: User, links: Sequence[TakeawayWork]) -> list[LinkTold]:
    """The records made of a takeaway; those that the person may not see are only counted."""
    if not links:
        return []
    numbers: dict[str, list[int]] = {}
    for link in links:
        numbers.setdefault(link.kind, []).append(link.record_id)
    found = {
        (record.kind.value, record.id): _tell(record)
        for record in list_outcome_records(viewer, lambda kind: numbers.get(kind, [])).values()
    }
    return [LinkTold(_word(link.kind), found.get((link.kind, link.record_id)), link) for link in links]


def _tell(record: OutcomeRecord) -> WorkTold:
    return WorkTold(name_record(record), *state_of(record), address_of(record.kind, record.id))


def tell_handings(viewer: User, rows: Sequence[TakeawayHanding]) -> list[HandingTold]:
    """What was handed to whom."""
    return [
        HandingTold(
            _word(row.kind),
            name_of(row.district) if row.district else name_of(row.cpse) if row.cpse else "",
            HANDING_STATES[row.state],
            row,
            find_target(row.kind),
            can_answer_handing(viewer, row),
        )
        for row in rows
    ]


def _word(kind: str) -> LazyText | str:
    target = find_target(kind)
    return target.word if target else kind


def register_sources() -> None:
    """Shows on the page of every kind of record the takeaways it was made of."""
    for target in list_targets():
        register_panel(target.of_page, "takeaways", _drawing(target.kind), position=60)


def _drawing(kind: str) -> Callable[[Any], str | None]:
    def draw(record: Any) -> str | None:
        if not allows(current_user.role, Permission.VIEW_WORKSHOPS):
            return None
        rows = list_sources(current_user, kind, record.id)
        return render_template("workshops/_sources.html", rows=rows, kinds=KINDS) if rows else None

    return draw
