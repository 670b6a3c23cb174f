"""How far a district and a CPSE had come with each other on a day: dated facts in, a word out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from csrmatch.mapping.rules.consent import Answer, Side, Standing, standing_of

__all__ = ["PairPast", "PairStage", "Published", "Put", "Said", "furthest_stage", "stage_on"]


class PairStage(StrEnum):
    """How far a pair has come, the furthest first; before the board's approval it is a proposal."""

    PUBLISHED = "published"
    BOARD = "board"
    PUBLISHED_AS_PROPOSAL = "published_as_proposal"
    CONSENT = "consent"
    PROPOSED = "proposed"
    DECLINED = "declined"
    NO_LONGER = "no_longer"
    NOT_PROPOSED = "not_proposed"


_OF_STANDING = {
    Standing.WAITING: PairStage.PROPOSED,
    Standing.DECLINED: PairStage.DECLINED,
    Standing.ACCEPTED: PairStage.CONSENT,
    Standing.APPROVED: PairStage.BOARD,
}
_ORDER = {stage: place for place, stage in enumerate(PairStage)}


@dataclass(frozen=True)
class Put:
    """A proposal that held the pair, from the day it was put until it was replaced or withdrawn."""

    begins: date
    ends: date | None


@dataclass(frozen=True)
class Said:
    """What a side said, from the day of its answer until that was corrected or reopened."""

    side: Side
    answer: Answer
    begins: date
    ends: date | None


@dataclass(frozen=True)
class Published:
    """A published mapping that held the pair, with how far it had come by then."""

    standing: Standing
    begins: date
    ends: date | None


@dataclass(frozen=True)
class PairPast:
    """All that is dated of a district and a CPSE in one exercise, as far as its reader may know."""

    exercise_id: int
    district_id: int
    cpse_id: int
    puts: tuple[Put, ...] = ()
    said: tuple[Said, ...] = ()
    published: tuple[Published, ...] = ()

    @property
    def first_on(self) -> date | None:
        """The day on which the two were first put together in this exercise."""
        days = [item.begins for item in self.puts] + [item.begins for item in self.published]
        return min(days, default=None)


def stage_on(past: PairPast, day: date) -> PairStage:
    """How far the pair had come in this exercise when the day ended."""
    said = {item.side: item.answer for item in past.said if _holds(item, day)}
    standing = standing_of(said)
    found = [PairStage.NOT_PROPOSED]
    if any(_holds(item, day) for item in past.puts):
        found.append(_OF_STANDING[standing])
    elif any(item.begins <= day for item in past.puts):
        found.append(PairStage.DECLINED if standing is Standing.DECLINED else PairStage.NO_LONGER)
    for item in past.published:
        if _holds(item, day):
            is_approved = Standing.APPROVED in {item.standing, standing}
            found.append(PairStage.PUBLISHED if is_approved else PairStage.PUBLISHED_AS_PROPOSAL)
    return min(found, key=_ORDER.__getitem__)


def furthest_stage(pasts: Sequence[PairPast], day: date) -> PairStage:
    """How far the two had come on a day in whichever exercise they came furthest."""
    stages = [stage_on(past, day) for past in pasts]
    return min(stages, key=_ORDER.__getitem__, default=PairStage.NOT_PROPOSED)


def _holds(item: Put | Said | Published, day: date) -> bool:
    """Whether it was in force when the day ended."""
    return item.begins <= day and (item.ends is None or item.ends > day)
