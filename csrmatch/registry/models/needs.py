"""Needs of districts: people reached, partners, steps of their life, hands they are in, papers, talks."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    Float,
    ForeignKey,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from csrmatch.accounts.models import User
from csrmatch.attachments.models import Attachment
from csrmatch.comments.models import CommentThread
from csrmatch.db import Model, UtcDateTime, Versioned, code_enum
from csrmatch.indicators.models import Indicator, ReportedFigureVersion, Theme
from csrmatch.indicators.rules import shortfall
from csrmatch.places.models import District
from csrmatch.registry.models.cpses import Cpse
from csrmatch.registry.rules.needs import NeedStatus, NeedTask, Urgency
from csrmatch.registry.rules.projects import TargetGroup

__all__ = [
    "Need",
    "NeedDelegation",
    "NeedDocument",
    "NeedGroup",
    "NeedPartner",
    "NeedStep",
    "NeedThread",
]


class Need(Versioned, Model):
    """Something a district asks for; its version covers the people and partners too.

    The figure is kept as it was taken: what the survey says later does not change what was asked. What is
    None is not known.
    """

    __tablename__ = "need"
    __table_args__ = (
        UniqueConstraint("district_id", "number"),
        CheckConstraint("title_en <> '' or title_hi <> ''", name="has_title"),
        CheckConstraint("cost_inr >= 0", name="cost_inr_not_negative"),
        CheckConstraint("covered_inr >= 0", name="covered_inr_not_negative"),
        CheckConstraint("covered_percent between 1 and 100", name="covered_percent_in_range"),
        CheckConstraint("urgency <> 'high' or urgency_reason <> ''", name="urgency_has_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("district.id"))
    number: Mapped[int] = mapped_column(Integer)
    block: Mapped[str | None] = mapped_column(String(80))
    theme_code: Mapped[str] = mapped_column(ForeignKey("theme.code"), index=True)
    title_en: Mapped[str | None] = mapped_column(String(200))
    title_hi: Mapped[str | None] = mapped_column(String(200))
    asked: Mapped[str | None] = mapped_column(Text)
    status: Mapped[NeedStatus] = mapped_column(code_enum(NeedStatus), index=True)
    urgency: Mapped[Urgency] = mapped_column(code_enum(Urgency))
    # Not null, for a check on what is null would let a high urgency without a reason through.
    urgency_reason: Mapped[str] = mapped_column(Text, default="")
    cost_inr: Mapped[int | None] = mapped_column(BigInteger)
    # A code of the table of schemes shipped with the product.
    scheme_code: Mapped[str | None] = mapped_column(String(60))
    covered_inr: Mapped[int | None] = mapped_column(BigInteger)
    # Where only the share is known that the scheme covers.
    covered_percent: Mapped[int | None] = mapped_column(Integer)
    indicator_id: Mapped[int | None] = mapped_column(ForeignKey("indicator.id"))
    figure_value: Mapped[float | None] = mapped_column(Float)
    figure_round: Mapped[str | None] = mapped_column(String(20))
    figure_source: Mapped[str | None] = mapped_column(String(40))
    figure_taken_on: Mapped[date | None] = mapped_column(Date)
    # The wording of an office's own figure that was taken, where it is not the survey's.
    reported_version_id: Mapped[int | None] = mapped_column(ForeignKey("reported_figure_version.id"))
    benchmark_value: Mapped[float | None] = mapped_column(Float)
    benchmark_is_state: Mapped[bool | None] = mapped_column(Boolean)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    district: Mapped[District] = relationship(lazy="joined", innerjoin=True)
    theme: Mapped[Theme] = relationship()
    indicator: Mapped[Indicator | None] = relationship()
    reported_version: Mapped[ReportedFigureVersion | None] = relationship()
    groups: Mapped[list["NeedGroup"]] = relationship(order_by="NeedGroup.group", cascade="all, delete-orphan")
    partners: Mapped[list["NeedPartner"]] = relationship(
        order_by="NeedPartner.cpse_id", cascade="all, delete-orphan"
    )
    delegations: Mapped[list["NeedDelegation"]] = relationship(
        order_by="NeedDelegation.id", cascade="all, delete-orphan", back_populates="need"
    )

    @property
    def delegation(self) -> "NeedDelegation | None":
        """In whose hands the need is now, if it was handed on."""
        return next((row for row in self.delegations if row.ended_at is None), None)

    @property
    def code(self) -> str:
        """What people call the need by: the LGD code of the district and a running number."""
        return f"{self.district.lgd}-{self.number:04d}"

    @property
    def gap(self) -> float | None:
        """How much worse the figure is than its benchmark, in its own unit; below 0 it is better."""
        better = self.indicator.better if self.indicator else None
        return shortfall(self.figure_value, self.benchmark_value, better)


class NeedGroup(Model):
    """A group of people a need is about, with their number where it is known."""

    __tablename__ = "need_group"
    __table_args__ = (CheckConstraint("heads >= 0", name="heads_not_negative"),)

    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), primary_key=True)
    group: Mapped[TargetGroup] = mapped_column("target_group", code_enum(TargetGroup), primary_key=True)
    heads: Mapped[int | None] = mapped_column(Integer)


class NeedPartner(Model):
    """A CPSE that pledged to take part, and with how much; a proposal until its board has agreed."""

    __tablename__ = "need_partner"
    __table_args__ = (CheckConstraint("pledged_inr >= 0", name="pledged_inr_not_negative"),)

    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), primary_key=True)
    cpse_id: Mapped[int] = mapped_column(ForeignKey("cpse.id"), primary_key=True, index=True)
    pledged_inr: Mapped[int | None] = mapped_column(BigInteger)

    cpse: Mapped[Cpse] = relationship()


class NeedStep(Model):
    """One step in a need's life; `is_alone` where nobody else in the office could have verified it."""

    __tablename__ = "need_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), index=True)
    old_status: Mapped[NeedStatus | None] = mapped_column(code_enum(NeedStatus))
    new_status: Mapped[NeedStatus] = mapped_column(code_enum(NeedStatus))
    reason: Mapped[str] = mapped_column(Text)
    is_alone: Mapped[bool] = mapped_column(Boolean)
    by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    by: Mapped[User] = relationship()


class NeedDelegation(Versioned, Model):
    """A need in the hands of a person of the same district, by a day, until it is given or taken back."""

    __tablename__ = "need_delegation"

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), index=True)
    task: Mapped[NeedTask] = mapped_column(code_enum(NeedTask))
    to_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"), index=True)
    due_on: Mapped[date] = mapped_column(Date)
    note: Mapped[str] = mapped_column(Text, default="")
    given_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_note: Mapped[str] = mapped_column(Text, default="")

    need: Mapped[Need] = relationship(back_populates="delegations")
    to: Mapped[User] = relationship(foreign_keys=[to_id])
    given_by: Mapped[User] = relationship(foreign_keys=[given_by_id])
    ended_by: Mapped[User | None] = relationship(foreign_keys=[ended_by_id])


class NeedDocument(Model):
    """A file that belongs to a need."""

    __tablename__ = "need_document"

    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"), primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), index=True)

    attachment: Mapped[Attachment] = relationship(lazy="joined", innerjoin=True)


class NeedThread(Model):
    """What one company and the collector's office say to each other about a need; others do not read it."""

    __tablename__ = "need_thread"
    __table_args__ = (UniqueConstraint("need_id", "cpse_id"),)

    thread_id: Mapped[int] = mapped_column(ForeignKey("comment_thread.id"), primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"))
    cpse_id: Mapped[int] = mapped_column(ForeignKey("cpse.id"), index=True)

    thread: Mapped[CommentThread] = relationship(lazy="joined", innerjoin=True)
    need: Mapped[Need] = relationship()
    cpse: Mapped[Cpse] = relationship(lazy="joined", innerjoin=True)
