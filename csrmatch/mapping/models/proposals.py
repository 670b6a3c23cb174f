"""What was put to districts and CPSEs: proposals, the pairs in them, the letters, and what each side said."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from csrmatch.accounts.models import User
from csrmatch.db import Model, UtcDateTime, Versioned, code_enum
from csrmatch.mapping.models.exercises import Exercise, MappingRun
from csrmatch.mapping.rules.consent import Answer, ProposalState, Side
from csrmatch.places.models import District
from csrmatch.registry.models import Cpse

__all__ = ["PairAnswer", "Proposal", "ProposalLetter", "ProposalLine", "ProposedPair"]


class Proposal(Versioned, Model):
    """A plan put to both sides of each of its pairs; a repair puts a new one in its place.

    `answer` names which answer of the run it follows, `input_digest` what the exercise was solved from on
    the day the proposal was put. Only one of an exercise is open at a time.
    """

    __tablename__ = "proposal"
    __table_args__ = (
        UniqueConstraint("exercise_id", "number"),
        Index(
            "uq_proposal_exercise_id_open",
            "exercise_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id"))
    number: Mapped[int] = mapped_column(Integer)
    run_id: Mapped[int] = mapped_column(ForeignKey("mapping_run.id"))
    answer: Mapped[str] = mapped_column(String(32))
    input_digest: Mapped[str] = mapped_column(String(64))
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id"))
    state: Mapped[ProposalState] = mapped_column(code_enum(ProposalState))
    deadline_on: Mapped[date] = mapped_column(Date)
    note: Mapped[str] = mapped_column(Text, default="")
    put_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    put_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    ended_reason: Mapped[str | None] = mapped_column(Text)

    exercise: Mapped[Exercise] = relationship()
    run: Mapped[MappingRun] = relationship()
    put_by: Mapped[User] = relationship(foreign_keys=[put_by_id])
    ended_by: Mapped[User | None] = relationship(foreign_keys=[ended_by_id])


class ProposedPair(Versioned, Model):
    """A district and a CPSE that were proposed to each other in an exercise, in however many proposals.

    Letters and answers hang on the pair, so that a repair which leaves it alone asks nobody twice.
    """

    __tablename__ = "proposed_pair"
    __table_args__ = (UniqueConstraint("exercise_id", "district_id", "cpse_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id"))
    district_id: Mapped[int] = mapped_column(ForeignKey("district.id"), index=True)
    cpse_id: Mapped[int] = mapped_column(ForeignKey("cpse.id"), index=True)
    first_put_at: Mapped[datetime] = mapped_column(UtcDateTime)

    exercise: Mapped[Exercise] = relationship()
    district: Mapped[District] = relationship()
    cpse: Mapped[Cpse] = relationship()


class ProposalLine(Model):
    """One district of a proposal with the pair proposed for it and its fit at that time."""

    __tablename__ = "proposal_line"
    __table_args__ = (UniqueConstraint("proposal_id", "pair_id"),)

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("district.id"), primary_key=True)
    pair_id: Mapped[int] = mapped_column(ForeignKey("proposed_pair.id"), index=True)
    fit: Mapped[float] = mapped_column(Float)

    pair: Mapped[ProposedPair] = relationship()


class PairAnswer(Model):
    """What one side said of a pair, dated; an answer that was corrected or reopened stays, superseded."""

    __tablename__ = "pair_answer"
    __table_args__ = (
        CheckConstraint("answer <> 'declined' or reason <> ''", name="decline_has_reason"),
        Index(
            "uq_pair_answer_standing",
            "pair_id",
            "side",
            unique=True,
            sqlite_where=text("superseded_at is null"),
            postgresql_where=text("superseded_at is null"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pair_id: Mapped[int] = mapped_column(ForeignKey("proposed_pair.id"), index=True)
    side: Mapped[Side] = mapped_column(code_enum(Side))
    answer: Mapped[Answer] = mapped_column(code_enum(Answer))
    # Not null, for a check on what is null would let a decline without a reason through.
    reason: Mapped[str] = mapped_column(Text, default="")
    answered_on: Mapped[date] = mapped_column(Date)
    # Of the board's approval: the number of its resolution.
    resolution: Mapped[str] = mapped_column(String(80), default="")
    # How it came, where an office of the government wrote down what it received on paper.
    received_by: Mapped[str] = mapped_column(String(200), default="")
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    superseded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    superseded_by_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    superseded_reason: Mapped[str | None] = mapped_column(Text)

    pair: Mapped[ProposedPair] = relationship()
    recorded_by: Mapped[User] = relationship(foreign_keys=[recorded_by_id])
    superseded_by: Mapped[User | None] = relationship(foreign_keys=[superseded_by_id])


class ProposalLetter(Model):
    """The letter of one side about one pair: its facts as they stood, from which its files are written."""

    __tablename__ = "proposal_letter"
    __table_args__ = (
        UniqueConstraint("proposal_id", "pair_id", "side"),
        CheckConstraint("side in ('district', 'cpse')", name="side_gets_letters"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    pair_id: Mapped[int] = mapped_column(ForeignKey("proposed_pair.id"), index=True)
    side: Mapped[Side] = mapped_column(code_enum(Side))
    reference: Mapped[str] = mapped_column(String(80), unique=True)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))

    proposal: Mapped[Proposal] = relationship()
    pair: Mapped[ProposedPair] = relationship()
    written_by: Mapped[User] = relationship()
