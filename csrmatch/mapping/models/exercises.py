"""Mapping exercises with their districts, CPSEs and rules, and the frozen runs made from them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from csrmatch.accounts.models import User
from csrmatch.db import Model, UtcDateTime, Versioned, code_enum
from csrmatch.places.models import District, State
from csrmatch.registry.models import Cpse

__all__ = [
    "AnalysisKind",
    "CpseChoice",
    "Exercise",
    "ExerciseCpse",
    "ExerciseDistrict",
    "ExerciseScope",
    "MappingRule",
    "MappingRun",
    "RuleKind",
    "RunAnalysis",
    "RunOutcome",
]


class ExerciseScope(StrEnum):
    """Whose districts an exercise is about."""

    NATION = "nation"
    STATE = "state"
    PICKED = "picked"


class RuleKind(StrEnum):
    """What a rule says: of one pair, that it must or must not be; of CPSEs, how many they lead or with what.

    A minimum and a budget speak of one CPSE (a budget of all where none is named), a bound of how many
    districts of a state, or of all, a CPSE or the CPSEs of a ministry lead. `one_each` speaks of everyone.
    """

    PIN = "pin"
    BAN = "ban"
    MINIMUM = "minimum"
    BUDGET = "budget"
    GROUP_MIN = "group_min"
    GROUP_MAX = "group_max"
    ONE_EACH = "one_each"


class RunOutcome(StrEnum):
    """How a run ended: with a plan, with rules that clash, or with an input that cannot be used."""

    SOLVED = "solved"
    CLASH = "clash"
    INPUT_ERROR = "input_error"


class AnalysisKind(StrEnum):
    """What was worked out of a run after its plan: other answers, trade-offs, how firm it is, the money."""

    FAIREST = "fairest"
    STABLE = "stable"
    FRONTIER = "frontier"
    ROBUSTNESS = "robustness"
    FUNDING = "funding"


@dataclass(frozen=True)
class CpseChoice:
    """What an office says of a CPSE that takes part; `free_inr` is None where the filings shall say it."""

    capacity: int
    free_inr: int | None = None
    note: str = ""


class Exercise(Versioned, Model):
    """One question: which CPSE shall lead each of these districts; its version covers all it is asked with.

    Whoever changes the districts, the CPSEs or the weights touches this row, so that no two people can
    change them at once without one being told.
    """

    __tablename__ = "exercise"

    id: Mapped[int] = mapped_column(primary_key=True)
    title_en: Mapped[str] = mapped_column(String(160))
    title_hi: Mapped[str | None] = mapped_column(String(160))
    financial_year: Mapped[str] = mapped_column(String(7))
    scope: Mapped[ExerciseScope] = mapped_column(code_enum(ExerciseScope))
    state_id: Mapped[int | None] = mapped_column(ForeignKey("state.id"))
    weights: Mapped[dict[str, int]] = mapped_column(JSON)
    # The judgements of a comparison in pairs that the weights came from, where one was made.
    comparisons: Mapped[dict[str, int] | None] = mapped_column(JSON(none_as_null=True))
    # The exercise that this scenario was copied from, and what it is about.
    copied_from_id: Mapped[int | None] = mapped_column(ForeignKey("exercise.id"))
    note: Mapped[str] = mapped_column(Text, default="")
    created_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    state: Mapped[State | None] = relationship(lazy="joined")
    created_by: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class ExerciseDistrict(Model):
    """A district that takes part in an exercise."""

    __tablename__ = "exercise_district"

    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id"), primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("district.id"), primary_key=True)

    district: Mapped[District] = relationship()


class ExerciseCpse(Model):
    """A CPSE that takes part: how many districts it can lead, and what an office knows of its free money.

    Where `free_inr` is not given, the money is derived from the spending as filed, if that is known.
    """

    __tablename__ = "exercise_cpse"
    __table_args__ = (
        CheckConstraint("capacity >= 0", name="capacity_not_negative"),
        CheckConstraint("free_inr is null or free_inr >= 0", name="free_inr_not_negative"),
    )

    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id"), primary_key=True)
    cpse_id: Mapped[int] = mapped_column(ForeignKey("cpse.id"), primary_key=True)
    capacity: Mapped[int] = mapped_column(Integer)
    free_inr: Mapped[int | None] = mapped_column(BigInteger)
    note: Mapped[str] = mapped_column(String(200), default="")

    cpse: Mapped[Cpse] = relationship()


class MappingRule(Versioned, Model):
    """A rule with its reason and author; lifting it keeps the record.

    A pin and a ban name the pair; the other kinds name a CPSE, or the ministry of a group of them, or
    neither where they hold for all, a state where they hold for its districts alone, and a number.
    """

    __tablename__ = "mapping_rule"
    __table_args__ = (
        CheckConstraint(
            "kind not in ('pin', 'ban') or (district_id is not null and cpse_id is not null)",
            name="pair_is_named",
        ),
        CheckConstraint(
            "kind not in ('minimum', 'group_min', 'group_max') or value >= 0 and value is not null",
            name="bound_has_value",
        ),
        Index(
            "uq_mapping_rule_cell_in_force",
            "exercise_id",
            "district_id",
            "cpse_id",
            unique=True,
            sqlite_where=text("lifted_at is null"),
            postgresql_where=text("lifted_at is null"),
        ),
        Index(
            "uq_mapping_rule_pin_in_force",
            "exercise_id",
            "district_id",
            unique=True,
            sqlite_where=text("lifted_at is null and kind = 'pin'"),
            postgresql_where=text("lifted_at is null and kind = 'pin'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id"), index=True)
    kind: Mapped[RuleKind] = mapped_column(code_enum(RuleKind))
    district_id: Mapped[int | None] = mapped_column(ForeignKey("district.id"))
    cpse_id: Mapped[int | None] = mapped_column(ForeignKey("cpse.id"))
    state_id: Mapped[int | None] = mapped_column(ForeignKey("state.id"))
    ministry: Mapped[str | None] = mapped_column(String(160))
    value: Mapped[int | None] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_on: Mapped[date | None] = mapped_column(Date)
    lifted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    lifted_reason: Mapped[str | None] = mapped_column(Text)

    district: Mapped[District | None] = relationship()
    cpse: Mapped[Cpse | None] = relationship()
    state: Mapped[State | None] = relationship()
    author: Mapped[User] = relationship(foreign_keys=[author_id])
    lifted_by: Mapped[User | None] = relationship(foreign_keys=[lifted_by_id])

    @property
    def pair(self) -> tuple[District, Cpse] | None:
        """The district and the CPSE that a pin or a ban speaks of; None for a rule of another kind."""
        return None if self.district is None or self.cpse is None else (self.district, self.cpse)

    def is_in_force(self, day: date) -> bool:
        """Whether the rule binds on that day: not lifted, and not past its last day."""
        return self.lifted_at is None and (self.expires_on is None or self.expires_on >= day)


class MappingRun(Model):
    """One frozen run: the input and the result as bytes, who made it and when; never changed or deleted.

    `input_zip` is a folder as `csrmatch map` reads it and `result_zip` the folder it makes of it, the
    workbook in `language`. `unknown_cells` holds, as JSON, the cells whose criteria rest on missing data.
    """

    __tablename__ = "mapping_run"
    __table_args__ = (UniqueConstraint("exercise_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id"))
    number: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    language: Mapped[str] = mapped_column(String(2))
    outcome: Mapped[RunOutcome] = mapped_column(code_enum(RunOutcome))
    software_version: Mapped[str] = mapped_column(String(20))
    input_digest: Mapped[str] = mapped_column(String(64))
    result_digest: Mapped[str | None] = mapped_column(String(64))
    summary: Mapped[dict[str, Any]] = mapped_column(JSON)
    problems: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    input_zip: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    result_zip: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    unknown_cells: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)

    created_by: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class RunAnalysis(Model):
    """What was worked out of a run after its plan, frozen beside it; never changed or deleted.

    `payload_zip` holds the files of it: for another answer the result folder as `csrmatch map` makes it.
    `variant` counts from 0 those of a kind that can be asked for on several terms, such as the fund plan.
    """

    __tablename__ = "run_analysis"
    __table_args__ = (UniqueConstraint("run_id", "kind", "variant"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("mapping_run.id"))
    kind: Mapped[AnalysisKind] = mapped_column(code_enum(AnalysisKind))
    variant: Mapped[int] = mapped_column(Integer, default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    software_version: Mapped[str] = mapped_column(String(20))
    summary: Mapped[dict[str, Any]] = mapped_column(JSON)
    digest: Mapped[str] = mapped_column(String(64))
    payload_zip: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
