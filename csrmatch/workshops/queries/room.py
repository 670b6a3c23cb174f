"""Reading the mapping in the room: the exercise held, the pairs, what was said of each, what it comes to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from csrmatch.accounts.models import User
from csrmatch.db import db
from csrmatch.errors import Missing
from csrmatch.mapping.access.exercises import only_visible_exercises
from csrmatch.mapping.models import Exercise
from csrmatch.places.models import District
from csrmatch.registry.models import Cpse
from csrmatch.workshops.models import (
    HeldExercise,
    RoomPair,
    RoomVoice,
    RoomWording,
    Speaker,
    Talk,
    Workshop,
    WorkshopDay,
    WorkshopDistrict,
    WorkshopSession,
)
from csrmatch.workshops.rules.room import GROUP_OF, OutcomeGroup, RoomOutcome, RoomSide, Stance, outcome_of

__all__ = [
    "KnownPerson",
    "OutcomeOfPair",
    "OutcomeVoice",
    "find_held",
    "find_holder",
    "find_room_pair",
    "get_room_pair",
    "get_voice",
    "list_free_exercises",
    "list_known_people",
    "list_room_districts",
    "list_room_outcomes",
    "list_room_pairs",
    "tell_outcomes",
]


@dataclass(frozen=True)
class OutcomeVoice:
    """What one person said of a pair, as it stands: by name and for whom, as on the day."""

    id: int
    side: RoomSide
    stance: Stance
    name: str
    designation: str
    organisation: str
    note: str
    recorded_at: datetime


@dataclass(frozen=True)
class OutcomeOfPair:
    """A pair spoken of in the room, what was said of it, and what that comes to.

    It is a proposal whatever was said: the consent of both sides and the board's approval come after.
    """

    pair_id: int
    lgd: int
    district_en: str
    district_hi: str | None
    state_en: str
    state_hi: str | None
    cpse: str
    cpse_en: str
    cpse_hi: str | None
    from_run: int | None
    outcome: RoomOutcome
    voices: tuple[OutcomeVoice, ...]

    @property
    def group(self) -> OutcomeGroup:
        """In which of the three counts the pair is."""
        return GROUP_OF[self.outcome]

    @property
    def dissent(self) -> tuple[OutcomeVoice, ...]:
        """The voices that did not agree, whoever they spoke for."""
        return tuple(voice for voice in self.voices if voice.stance is Stance.NOT_AGREED)

    @property
    def conditions(self) -> tuple[OutcomeVoice, ...]:
        """The voices that agreed with conditions; the note tells which."""
        return tuple(voice for voice in self.voices if voice.stance is Stance.CONDITIONS)

    def names_of(self, side: RoomSide) -> tuple[OutcomeVoice, ...]:
        """Who spoke for one side."""
        return tuple(voice for voice in self.voices if voice.side is side)


@dataclass(frozen=True)
class KnownPerson:
    """Somebody whose name is on the agenda or on record already, to be chosen instead of typed."""

    key: str
    name: str
    designation: str
    organisation: str


def find_held(workshop: Workshop) -> HeldExercise | None:
    """The exercise that a workshop holds now."""
    query = select(HeldExercise).where(
        HeldExercise.workshop_id == workshop.id, HeldExercise.released_at.is_(None)
    )
    return db.session.scalar(
        query.options(joinedload(HeldExercise.exercise), joinedload(HeldExercise.held_by))
    )


def find_holder(exercise: Exercise) -> HeldExercise | None:
    """At which workshop an exercise is held now, whoever may see that workshop."""
    query = select(HeldExercise).where(
        HeldExercise.exercise_id == exercise.id, HeldExercise.released_at.is_(None)
    )
    workshop = joinedload(HeldExercise.workshop)
    return db.session.scalar(
        query.options(workshop.joinedload(Workshop.series), workshop.joinedload(Workshop.state))
    )


def list_free_exercises(viewer: User) -> list[Exercise]:
    """The exercises a person may see that no workshop holds now, the newest first."""
    taken = select(HeldExercise.exercise_id).where(HeldExercise.released_at.is_(None))
    query = only_visible_exercises(viewer, select(Exercise).where(Exercise.id.not_in(taken)))
    return list(db.session.scalars(query.order_by(Exercise.id.desc())))


def get_room_pair(workshop: Workshop, pair_id: int, *, for_change: bool = False) -> RoomPair:
    """A pair of this workshop; `for_change` keeps others from it until this is done."""
    query = select(RoomPair).where(RoomPair.id == pair_id, RoomPair.workshop_id == workshop.id)
    if for_change:
        query = query.with_for_update(of=RoomPair).execution_options(populate_existing=True)
    else:
        query = query.options(*_parts(), *_details())
    pair = db.session.scalar(query)
    if pair is None:
        raise Missing
    return pair


def _parts() -> tuple[Any, ...]:
    return (
        joinedload(RoomPair.district).joinedload(District.state),
        joinedload(RoomPair.cpse),
        joinedload(RoomPair.run),
        selectinload(RoomPair.voices),
    )


def _details() -> tuple[Any, ...]:
    voices = selectinload(RoomPair.voices)
    return (
        joinedload(RoomPair.put_by),
        joinedload(RoomPair.struck_by),
        voices.joinedload(RoomVoice.recorded_by),
        voices.joinedload(RoomVoice.struck_by),
        voices.selectinload(RoomVoice.wordings).joinedload(RoomWording.written_by),
    )


def find_room_pair(workshop: Workshop, district: District, cpse: Cpse) -> RoomPair | None:
    """The pair of these two in this room, struck or not."""
    query = select(RoomPair).where(
        RoomPair.workshop_id == workshop.id,
        RoomPair.district_id == district.id,
        RoomPair.cpse_id == cpse.id,
    )
    return db.session.scalar(query)


def get_voice(pair: RoomPair, voice_id: int) -> RoomVoice:
    """A voice on this pair that was not struck."""
    voice = next((one for one in pair.voices if one.id == voice_id and one.struck_at is None), None)
    if voice is None:
        raise Missing
    return voice


def list_room_pairs(workshop: Workshop, *, with_struck: bool = False) -> list[RoomPair]:
    """The pairs of a room with their voices, by district; `with_struck` adds those that were taken off."""
    query: Select[Any] = select(RoomPair).where(RoomPair.workshop_id == workshop.id)
    if not with_struck:
        query = query.where(RoomPair.struck_at.is_(None))
    query = query.join(RoomPair.district).join(RoomPair.cpse).options(*_parts())
    return list(db.session.scalars(query.order_by(District.name_en, District.lgd, Cpse.code)))


def list_room_outcomes(workshop: Workshop) -> list[OutcomeOfPair]:
    """What was agreed in the room, by whom and with what dissent, as plain values: for the report and others.

    One entry for each pair that was not taken off, by district and CPSE; of each the voices that stand, in
    the order in which they were written down, in their last wording. Two statements, however many pairs.
    """
    return tell_outcomes(list_room_pairs(workshop))


def tell_outcomes(pairs: Iterable[RoomPair]) -> list[OutcomeOfPair]:
    """The same of pairs that are at hand."""
    return [_tell(pair) for pair in pairs if pair.struck_at is None]


def _tell(pair: RoomPair) -> OutcomeOfPair:
    return OutcomeOfPair(
        pair_id=pair.id,
        lgd=pair.district.lgd,
        district_en=pair.district.name_en,
        district_hi=pair.district.name_hi,
        state_en=pair.district.state.name_en,
        state_hi=pair.district.state.name_hi,
        cpse=pair.cpse.code,
        cpse_en=pair.cpse.name_en,
        cpse_hi=pair.cpse.name_hi,
        from_run=pair.run.number if pair.run else None,
        outcome=outcome_of((voice.side, voice.stance) for voice in pair.standing),
        voices=tuple(
            OutcomeVoice(
                id=voice.id,
                side=voice.side,
                stance=voice.stance,
                name=voice.name,
                designation=voice.designation,
                organisation=voice.organisation,
                note=voice.note,
                recorded_at=voice.recorded_at,
            )
            for voice in pair.standing
        ),
    )


def list_room_districts(workshop: Workshop, pairs: Iterable[RoomPair]) -> list[District]:
    """The districts of the map in the room: the workshop's, those of its pairs, else those of its state."""
    chosen = select(WorkshopDistrict.district_id).where(WorkshopDistrict.workshop_id == workshop.id)
    spoken_of = {pair.district_id for pair in pairs}
    query = select(District).options(joinedload(District.state)).order_by(District.lgd)
    found = list(db.session.scalars(query.where(District.id.in_(chosen) | District.id.in_(spoken_of))))
    if not found and workshop.state_id is not None:
        found = list(db.session.scalars(query.where(District.state_id == workshop.state_id)))
    return found


def list_known_people(workshop: Workshop) -> list[KnownPerson]:
    """Who is on the agenda as a speaker, and who is on record in the room already, each once, by name."""
    voices = select(RoomVoice).join(RoomVoice.pair).where(RoomPair.workshop_id == workshop.id)
    speakers = (
        select(Speaker)
        .join(Speaker.talk)
        .join(Talk.session)
        .join(WorkshopSession.day)
        .where(WorkshopDay.workshop_id == workshop.id)
    )
    found: dict[tuple[str, str], KnownPerson] = {}
    for voice in db.session.scalars(voices.order_by(RoomVoice.id.desc())):
        person = KnownPerson(f"v{voice.id}", voice.name, voice.designation, voice.organisation)
        found.setdefault((voice.name.casefold(), voice.organisation.casefold()), person)
    for speaker in db.session.scalars(speakers.order_by(Speaker.id)):
        person = KnownPerson(
            f"s{speaker.id}",
            speaker.name_en or speaker.name_hi or "",
            speaker.designation_en or speaker.designation_hi or "",
            speaker.organisation_en or speaker.organisation_hi or "",
        )
        found.setdefault((person.name.casefold(), person.organisation.casefold()), person)
    return sorted(found.values(), key=lambda one: (one.name.casefold(), one.key))
