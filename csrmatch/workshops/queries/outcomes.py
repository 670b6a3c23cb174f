"""Reading what came of workshops: their notes, the pairs of the room, and how far each has come."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import String, cast, literal, null, or_, select, union_all
from sqlalchemy.orm import joinedload, selectinload

from csrmatch.accounts.models import User
from csrmatch.db import UtcDateTime, db, today
from csrmatch.errors import Missing
from csrmatch.i18n import IST
from csrmatch.mapping.access.proposals import can_see_pair_of
from csrmatch.mapping.queries.pasts import list_pasts
from csrmatch.places.models import District
from csrmatch.registry.models import Cpse
from csrmatch.workshops.access.workshops import only_visible_workshops
from csrmatch.workshops.models import (
    RoomPair,
    Takeaway,
    TakeawayHanding,
    TakeawayWork,
    Workshop,
    WorkshopDay,
    WorkshopSeries,
)
from csrmatch.workshops.queries.outcome_records import OutcomeRecord, list_outcome_records
from csrmatch.workshops.rules.outcomes import (
    FollowedKind,
    Horizon,
    OutcomeKind,
    OutcomeStage,
    Point,
    Step,
    Trace,
    due_days,
    note_point,
    pair_point,
    pasts_after,
)
from csrmatch.workshops.rules.takeaways import HandingState, TakeawayKind
from csrmatch.workshops.rules.workshops import WorkshopStatus

__all__ = ["Followed", "Outcome", "count_stages", "follow_series", "follow_workshop", "list_outcomes"]

# These are followed whatever came of them; any other note once something was made of it.
_ALWAYS = (TakeawayKind.COMMITMENT, TakeawayKind.REQUEST)
Counts = dict[OutcomeKind, dict[Horizon, dict[OutcomeStage, int]]]


@dataclass(frozen=True)
class Followed:
    """A workshop that is followed, and the last of its days; None where that is not known."""

    workshop: Workshop
    last_day: date | None


@dataclass(frozen=True)
class Outcome:
    """A note or a pair of a workshop with what it became, and how far that had come at each horizon."""

    kind: OutcomeKind
    followed: Followed
    note: Takeaway | None
    pair: RoomPair | None
    points: dict[Horizon, Point]
    records: list[OutcomeRecord] = field(default_factory=list)
    hidden: int = 0

    @property
    def code(self) -> str:
        """What the note or the pair is called by."""
        if self.note is not None:
            return self.note.code
        return f"{self.pair.district.lgd}-{self.pair.cpse.code}" if self.pair else ""

    @property
    def district(self) -> District | None:
        """The district it is about."""
        about = self.note or self.pair
        return about.district if about else None

    @property
    def cpse(self) -> Cpse | None:
        """The CPSE it is about."""
        about = self.note or self.pair
        return about.cpse if about else None


def follow_workshop(viewer: User, workshop_id: int) -> Followed:
    """A workshop that the person may see, with what its tabs ask for."""
    found = _follow(viewer, Workshop.id == workshop_id)
    if not found:
        raise Missing
    return found[0]


def follow_series(viewer: User, series_id: int) -> tuple[WorkshopSeries, list[Followed]]:
    """A series and its workshops that the person may see, the first first; cancelled ones are left out."""
    found = _follow(viewer, Workshop.series_id == series_id, Workshop.status != WorkshopStatus.CANCELLED)
    if not found or found[0].workshop.series is None:
        raise Missing
    return found[0].workshop.series, found


def _follow(viewer: User, *conditions: Any) -> list[Followed]:
    last = (
        select(WorkshopDay.held_on)
        .where(WorkshopDay.workshop_id == Workshop.id)
        .order_by(WorkshopDay.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    chosen: Any = select(Workshop, last).where(*conditions)
    query = only_visible_workshops(viewer, chosen).options(
        joinedload(Workshop.series),
        joinedload(Workshop.state),
        selectinload(Workshop.organisers),
        selectinload(Workshop.helpers),
    )
    rows = db.session.execute(query.order_by(Workshop.year, Workshop.ordinal.nulls_last(), Workshop.id))
    return [Followed(workshop, day) for workshop, day in rows]


def list_outcomes(viewer: User, followed: Sequence[Followed]) -> list[Outcome]:
    """What is followed of some workshops, by workshop, the notes before the pairs.

    Records that the person may not see are counted and not told. Seven statements at most, however many
    notes and pairs there are.
    """
    by_id = {item.workshop.id: item for item in followed}
    return [*_list_notes(viewer, by_id), *_list_pairs(viewer, by_id)]


def count_stages(outcomes: Sequence[Outcome]) -> Counts:
    """By kind and horizon how many have come how far; a kind of which there is none is left out."""
    found: Counts = {}
    for kind in OutcomeKind:
        of_kind = [outcome for outcome in outcomes if outcome.kind is kind]
        if of_kind:
            found[kind] = {horizon: dict.fromkeys(OutcomeStage, 0) for horizon in Horizon}
        for outcome in of_kind:
            for horizon, point in outcome.points.items():
                found[kind][horizon][point.stage] += 1
    return found


@dataclass(frozen=True)
class _Link:
    """A record made of a note, or an office to which it was handed."""

    kind: FollowedKind
    record_id: int
    since: date
    state: str | None
    ended: date | None


def _list_notes(viewer: User, by_id: dict[int, Followed]) -> list[Outcome]:
    chosen = Takeaway.workshop_id.in_(by_id), Takeaway.struck_at.is_(None)
    made = Takeaway.id.in_(select(TakeawayWork.takeaway_id))
    handed = Takeaway.id.in_(select(TakeawayHanding.takeaway_id))
    query = select(Takeaway).where(*chosen, or_(Takeaway.kind.in_(_ALWAYS), made, handed))
    query = query.options(
        joinedload(Takeaway.district).joinedload(District.state), joinedload(Takeaway.cpse)
    ).order_by(Takeaway.workshop_id, Takeaway.id)
    notes = list(db.session.scalars(query))
    links = _list_links(chosen) if notes else {}
    seen = _list_records(viewer, chosen) if links else {}
    now = today()
    return [_follow_note(note, by_id[note.workshop_id], links.get(note.id, []), seen, now) for note in notes]


def _list_links(chosen: tuple[Any, ...]) -> dict[int, list[_Link]]:
    """By note what was made of it and to whom it was handed, in one statement."""
    numbers = select(Takeaway.id).where(*chosen)
    works = select(
        TakeawayWork.takeaway_id,
        TakeawayWork.kind,
        TakeawayWork.record_id,
        TakeawayWork.made_at.label("since"),
        cast(null(), String).label("state"),
        cast(null(), UtcDateTime).label("ended"),
    ).where(TakeawayWork.takeaway_id.in_(numbers))
    handings = select(
        TakeawayHanding.takeaway_id,
        literal(FollowedKind.HANDING.value, String),
        TakeawayHanding.id,
        TakeawayHanding.handed_at,
        cast(TakeawayHanding.state, String),
        TakeawayHanding.answered_at,
    ).where(TakeawayHanding.takeaway_id.in_(numbers))
    whole = union_all(works, handings).subquery()
    found: dict[int, list[_Link]] = defaultdict(list)
    for row in db.session.execute(select(whole).order_by(whole.c.since, whole.c.kind, whole.c.record_id)):
        ended = None if row.ended is None else _day(row.ended)
        link = _Link(FollowedKind(row.kind), row.record_id, _day(row.since), row.state, ended)
        found[row.takeaway_id].append(link)
    return found


def _list_records(viewer: User, chosen: tuple[Any, ...]) -> dict[tuple[FollowedKind, int], OutcomeRecord]:
    def numbers(kind: FollowedKind) -> Any:
        of_notes = TakeawayWork.takeaway_id.in_(select(Takeaway.id).where(*chosen))
        return select(TakeawayWork.record_id).where(TakeawayWork.kind == kind.value, of_notes)

    return list_outcome_records(viewer, numbers)


def _follow_note(
    note: Takeaway,
    followed: Followed,
    links: Sequence[_Link],
    seen: dict[tuple[FollowedKind, int], OutcomeRecord],
    now: date,
) -> Outcome:
    traces, records, hidden = list[Trace](), list[OutcomeRecord](), list[date]()
    for link in links:
        record = seen.get((link.kind, link.record_id))
        if link.kind is FollowedKind.HANDING:
            traces.append(_handing(link))
        elif record is None:
            hidden.append(link.since)
        else:
            records.append(record)
            traces.append(Trace(link.kind, link.since, record.steps, record.now))
    points = {
        horizon: note_point(day, now, known_on=_day(note.received_at), traces=traces, hidden=hidden)
        for horizon, day in due_days(followed.last_day, now).items()
    }
    return Outcome(OutcomeKind(note.kind.value), followed, note, None, points, records, len(hidden))


def _handing(link: _Link) -> Trace:
    state = link.state or HandingState.WAITING.value
    steps = [Step(link.since, HandingState.WAITING.value)]
    if link.ended is not None:
        steps.append(Step(link.ended, state))
    return Trace(link.kind, link.since, tuple(steps), state)


def _list_pairs(viewer: User, by_id: dict[int, Followed]) -> list[Outcome]:
    query = select(RoomPair).where(RoomPair.workshop_id.in_(by_id), RoomPair.struck_at.is_(None))
    query = (
        query.join(RoomPair.district)
        .join(RoomPair.cpse)
        .options(
            joinedload(RoomPair.district).joinedload(District.state),
            joinedload(RoomPair.cpse),
            joinedload(RoomPair.run),
        )
    )
    pairs = list(db.session.scalars(query.order_by(RoomPair.workshop_id, District.name_en, Cpse.code)))
    pasts = list_pasts(viewer, {(pair.district_id, pair.cpse_id) for pair in pairs})
    now = today()
    found = []
    for pair in pairs:
        followed = by_id[pair.workshop_id]
        begin = followed.workshop.starts_on or date(followed.workshop.year, 1, 1)
        own = pasts_after(
            pasts[pair.district_id, pair.cpse_id], begin, pair.run.exercise_id if pair.run else None
        )
        is_hidden = not can_see_pair_of(viewer, pair.district, pair.cpse)
        points = {
            horizon: pair_point(day, now, known_on=_day(pair.put_at), pasts=own, is_hidden=is_hidden)
            for horizon, day in due_days(followed.last_day, now).items()
        }
        found.append(Outcome(OutcomeKind.PAIR, followed, None, pair, points))
    return found


def _day(moment: datetime) -> date:
    return moment.astimezone(IST).date()
