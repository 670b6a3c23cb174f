"""The register of overlaps: pairs of records that look alike, and what their offices said about them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from csrmatch.accounts.models import User
from csrmatch.db import Model, UtcDateTime, Versioned, code_enum
from csrmatch.places.models import District
from csrmatch.registry.models.needs import Need
from csrmatch.registry.models.programmes import Programme
from csrmatch.registry.models.projects import Project
from csrmatch.registry.rules.overlaps import CaseState, CaseStepKind, Verdict

__all__ = ["OverlapCase", "OverlapDistrict", "OverlapSide", "OverlapStep", "OverlapTheme"]


class OverlapCase(Versioned, Model):
    """An unordered pair of records that overlap, once whoever saves; `pair` names both in a fixed order.

    `digest` is of the facts compared last, `answered_digest` of those the verdict was given on: a verdict
    holds until the two differ.
    """

    __tablename__ = "overlap_case"
    __table_args__ = (
        CheckConstraint("score between 0 and 100", name="score_in_range"),
        CheckConstraint("state <> 'answered' or verdict is not null", name="answered_has_verdict"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pair: Mapped[str] = mapped_column(String(60), unique=True)
    state: Mapped[CaseState] = mapped_column(code_enum(CaseState), index=True)
    verdict: Mapped[Verdict | None] = mapped_column(code_enum(Verdict))
    score: Mapped[int] = mapped_column(Integer)
    reasons: Mapped[list[Any]] = mapped_column(JSON, default=list)
    digest: Mapped[str] = mapped_column(String(64))
    answered_digest: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    sides: Mapped[list["OverlapSide"]] = relationship(
        order_by="OverlapSide.place", cascade="all, delete-orphan"
    )
    districts: Mapped[list["OverlapDistrict"]] = relationship(
        order_by="OverlapDistrict.district_id", cascade="all, delete-orphan"
    )
    themes: Mapped[list["OverlapTheme"]] = relationship(
        order_by="OverlapTheme.theme_code", cascade="all, delete-orphan"
    )

    @property
    def code(self) -> str:
        """What people call the case by."""
        return f"V-{self.id:04d}"


class OverlapSide(Model):
    """One of the two records of a case: a need, a project or a programme."""

    __tablename__ = "overlap_side"
    __table_args__ = (
        CheckConstraint("place between 1 and 2", name="place_in_range"),
        CheckConstraint(
            "(case when need_id is null then 0 else 1 end) + (case when project_id is null then 0 else 1 end)"
            " + (case when programme_id is null then 0 else 1 end) = 1",
            name="is_one_record",
        ),
    )

    case_id: Mapped[int] = mapped_column(ForeignKey("overlap_case.id"), primary_key=True)
    place: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    need_id: Mapped[int | None] = mapped_column(ForeignKey("need.id"), index=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"), index=True)
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"), index=True)

    need: Mapped[Need | None] = relationship()
    project: Mapped[Project | None] = relationship()
    programme: Mapped[Programme | None] = relationship()


class OverlapDistrict(Model):
    """A district in which both records of a case work."""

    __tablename__ = "overlap_district"

    case_id: Mapped[int] = mapped_column(ForeignKey("overlap_case.id"), primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("district.id"), primary_key=True, index=True)

    district: Mapped[District] = relationship()


class OverlapTheme(Model):
    """A theme that both records of a case have."""

    __tablename__ = "overlap_theme"

    case_id: Mapped[int] = mapped_column(ForeignKey("overlap_case.id"), primary_key=True)
    theme_code: Mapped[str] = mapped_column(ForeignKey("theme.code"), primary_key=True, index=True)


class OverlapStep(Model):
    """What happened to a case, by whom and why; nobody where a saved record opened or ended it."""

    __tablename__ = "overlap_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("overlap_case.id"), index=True)
    kind: Mapped[CaseStepKind] = mapped_column(code_enum(CaseStepKind))
    verdict: Mapped[Verdict | None] = mapped_column(code_enum(Verdict))
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    by: Mapped[User | None] = relationship()
