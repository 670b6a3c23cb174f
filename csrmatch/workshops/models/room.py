"""The tables of the mapping in the room: the exercise held, the pairs spoken of, what was said of each."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from csrmatch.accounts.models import User
from csrmatch.db import Model, UtcDateTime, Versioned, code_enum
from csrmatch.mapping.models import Exercise, MappingRun
from csrmatch.places.models import District
from csrmatch.registry.models import Cpse
from csrmatch.workshops.models.workshops import Workshop
from csrmatch.workshops.rules.room import RoomSide, Stance

__all__ = ["HeldExercise", "RoomPair", "RoomVoice", "RoomWording"]

_PERSONAL = frozenset({"name", "designation", "note"})


class HeldExercise(Versioned, Model):
    """An exercise that a workshop holds, or held until it was released with a reason.

    A workshop holds one exercise at a time, and an exercise is held at one workshop at a time.
    """

    __tablename__ = "held_exercise"
    __table_args__ = tuple(
        Index(
            f"uq_held_exercise_{column}_now",
            column,
            unique=True,
            sqlite_where=text("released_at is null"),
            postgresql_where=text("released_at is null"),
        )
        for column in ("workshop_id", "exercise_id")
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id"))
    held_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    held_at: Mapped[datetime] = mapped_column(UtcDateTime)
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    released_reason: Mapped[str] = mapped_column(Text, default="")

    workshop: Mapped[Workshop] = relationship()
    exercise: Mapped[Exercise] = relationship()
    held_by: Mapped[User] = relationship(foreign_keys=[held_by_id])


class RoomPair(Versioned, Model):
    """A district and a CPSE spoken of in the room: laid before it from a run, or named there.

    The pair is copied, so that nobody needs to see the draft it came from. Struck it is spoken of no more,
    and its record stays.
    """

    __tablename__ = "room_pair"
    __table_args__ = (UniqueConstraint("workshop_id", "district_id", "cpse_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    district_id: Mapped[int] = mapped_column(ForeignKey("district.id"), index=True)
    cpse_id: Mapped[int] = mapped_column(ForeignKey("cpse.id"), index=True)
    # The run and which of its answers the pair was laid before the room from; none where it was named there.
    run_id: Mapped[int | None] = mapped_column(ForeignKey("mapping_run.id"), index=True)
    answer: Mapped[str] = mapped_column(String(32), default="")
    put_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    put_at: Mapped[datetime] = mapped_column(UtcDateTime)
    struck_by_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    struck_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    struck_reason: Mapped[str] = mapped_column(Text, default="")

    workshop: Mapped[Workshop] = relationship()
    district: Mapped[District] = relationship()
    cpse: Mapped[Cpse] = relationship()
    run: Mapped[MappingRun | None] = relationship()
    put_by: Mapped[User] = relationship(foreign_keys=[put_by_id])
    struck_by: Mapped[User | None] = relationship(foreign_keys=[struck_by_id])
    voices: Mapped[list["RoomVoice"]] = relationship(order_by="RoomVoice.id", back_populates="pair")

    @property
    def standing(self) -> list["RoomVoice"]:
        """The voices that were not struck."""
        return [voice for voice in self.voices if voice.struck_at is None]


class RoomVoice(Versioned, Model):
    """What one person said of a pair, with name, designation and organisation as on the day.

    Changed it keeps its earlier wordings; struck it counts no more, and its record stays.
    """

    __tablename__ = "room_voice"
    __secret__: ClassVar[frozenset[str]] = _PERSONAL

    id: Mapped[int] = mapped_column(primary_key=True)
    pair_id: Mapped[int] = mapped_column(ForeignKey("room_pair.id"), index=True)
    side: Mapped[RoomSide] = mapped_column(code_enum(RoomSide))
    stance: Mapped[Stance] = mapped_column(code_enum(Stance))
    name: Mapped[str] = mapped_column(String(160))
    designation: Mapped[str] = mapped_column(String(200), default="")
    organisation: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    struck_by_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    struck_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    struck_reason: Mapped[str] = mapped_column(Text, default="")

    pair: Mapped[RoomPair] = relationship(back_populates="voices")
    recorded_by: Mapped[User] = relationship(foreign_keys=[recorded_by_id])
    struck_by: Mapped[User | None] = relationship(foreign_keys=[struck_by_id])
    wordings: Mapped[list["RoomWording"]] = relationship(order_by="RoomWording.number")

    @property
    def earlier(self) -> list["RoomWording"]:
        """What was on record before it was changed, the first first."""
        return self.wordings[:-1]


class RoomWording(Model):
    """One wording of a voice with who wrote it down and when; the last is the one that stands."""

    __tablename__ = "room_wording"
    __secret__: ClassVar[frozenset[str]] = _PERSONAL

    voice_id: Mapped[int] = mapped_column(ForeignKey("room_voice.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    side: Mapped[RoomSide] = mapped_column(code_enum(RoomSide))
    stance: Mapped[Stance] = mapped_column(code_enum(Stance))
    name: Mapped[str] = mapped_column(String(160))
    designation: Mapped[str] = mapped_column(String(200), default="")
    organisation: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    written_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)

    written_by: Mapped[User] = relationship()
