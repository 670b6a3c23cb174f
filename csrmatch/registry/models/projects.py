"""CSR projects of CPSEs with their splits, money by quarter, history, milestones and results."""

from datetime import date, datetime

from sqlalchemy import (
    JSON,
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

from csrmatch.accounts.models import Organisation, User
from csrmatch.attachments.models import Attachment
from csrmatch.db import Model, UtcDateTime, Versioned, code_enum
from csrmatch.indicators.models import Theme
from csrmatch.places.models import District
from csrmatch.registry.models.cpses import Cpse
from csrmatch.registry.rules.projects import (
    AssetHolder,
    Implementer,
    ProjectReach,
    ProjectStatus,
    TargetGroup,
)

__all__ = [
    "Project",
    "ProjectDistrict",
    "ProjectDocument",
    "ProjectGroup",
    "ProjectMilestone",
    "ProjectQuarter",
    "ProjectResult",
    "ProjectStep",
    "ProjectTheme",
]


class Project(Versioned, Model):
    """A CSR project of one CPSE; its version covers its splits and money, not its milestones and results.

    Whoever changes a split or the money touches this row, so that no two people can change them at once
    without one being told. What is None is not known.
    """

    __tablename__ = "project"
    __table_args__ = (
        UniqueConstraint("cpse_id", "number"),
        CheckConstraint("title_en <> '' or title_hi <> ''", name="has_title"),
        CheckConstraint("elsewhere_percent between 0 and 100", name="elsewhere_percent_in_range"),
        CheckConstraint("starts_on <= ends_on", name="dates_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cpse_id: Mapped[int] = mapped_column(ForeignKey("cpse.id"))
    number: Mapped[int] = mapped_column(Integer)
    reference: Mapped[str | None] = mapped_column(String(60))
    title_en: Mapped[str | None] = mapped_column(String(200))
    title_hi: Mapped[str | None] = mapped_column(String(200))
    summary_en: Mapped[str | None] = mapped_column(Text)
    summary_hi: Mapped[str | None] = mapped_column(Text)
    status: Mapped[ProjectStatus] = mapped_column(code_enum(ProjectStatus), index=True)
    # Numbers of items of Schedule VII of the Companies Act, 2013, and of Sustainable Development Goals.
    schedule_items: Mapped[list[int]] = mapped_column(JSON, default=list)
    goals: Mapped[list[int]] = mapped_column(JSON, default=list)
    starts_on: Mapped[date | None] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    is_ongoing: Mapped[bool | None] = mapped_column(Boolean)
    reach: Mapped[ProjectReach | None] = mapped_column(code_enum(ProjectReach))
    elsewhere_percent: Mapped[int] = mapped_column(Integer, default=0)
    implementer: Mapped[Implementer | None] = mapped_column(code_enum(Implementer))
    agency_name: Mapped[str | None] = mapped_column(String(160))
    agency_csr1: Mapped[str | None] = mapped_column(String(11))
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    creates_asset: Mapped[bool | None] = mapped_column(Boolean)
    asset_holder: Mapped[AssetHolder | None] = mapped_column(code_enum(AssetHolder))
    asset_holder_name: Mapped[str | None] = mapped_column(String(160))
    asset_holder_csr1: Mapped[str | None] = mapped_column(String(11))
    created_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    cpse: Mapped[Cpse] = relationship(lazy="joined", innerjoin=True)
    agency: Mapped[Organisation | None] = relationship()
    created_by: Mapped[User] = relationship()
    themes: Mapped[list["ProjectTheme"]] = relationship(
        order_by="ProjectTheme.percent.desc(), ProjectTheme.theme_code", cascade="all, delete-orphan"
    )
    districts: Mapped[list["ProjectDistrict"]] = relationship(
        order_by="ProjectDistrict.percent.desc(), ProjectDistrict.district_id", cascade="all, delete-orphan"
    )
    groups: Mapped[list["ProjectGroup"]] = relationship(
        order_by="ProjectGroup.group", cascade="all, delete-orphan"
    )
    quarters: Mapped[list["ProjectQuarter"]] = relationship(
        order_by="ProjectQuarter.financial_year, ProjectQuarter.quarter", cascade="all, delete-orphan"
    )

    @property
    def code(self) -> str:
        """What people call the project by: the company's code and a running number."""
        return f"{self.cpse.code}-{self.number:04d}"


class ProjectTheme(Model):
    """The share of a project's money that goes to a theme."""

    __tablename__ = "project_theme"
    __table_args__ = (CheckConstraint("percent between 1 and 100", name="percent_in_range"),)

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    theme_code: Mapped[str] = mapped_column(ForeignKey("theme.code"), primary_key=True)
    percent: Mapped[int] = mapped_column(Integer)

    theme: Mapped[Theme] = relationship()


class ProjectDistrict(Model):
    """The share of a project's money that goes to a district of the register."""

    __tablename__ = "project_district"
    __table_args__ = (CheckConstraint("percent between 1 and 100", name="percent_in_range"),)

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("district.id"), primary_key=True, index=True)
    percent: Mapped[int] = mapped_column(Integer)

    district: Mapped[District] = relationship()


class ProjectGroup(Model):
    """A group of people a project is for, with their number where it is known."""

    __tablename__ = "project_group"
    __table_args__ = (CheckConstraint("heads >= 0", name="heads_not_negative"),)

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    group: Mapped[TargetGroup] = mapped_column("target_group", code_enum(TargetGroup), primary_key=True)
    heads: Mapped[int | None] = mapped_column(Integer)


class ProjectQuarter(Model):
    """What was set aside for a project and spent on it in one quarter, in whole rupees."""

    __tablename__ = "project_quarter"
    __table_args__ = (
        CheckConstraint("quarter between 1 and 4", name="quarter_in_range"),
        CheckConstraint("outlay_inr >= 0", name="outlay_inr_not_negative"),
        CheckConstraint("spent_inr >= 0", name="spent_inr_not_negative"),
    )

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    financial_year: Mapped[str] = mapped_column(String(7), primary_key=True)
    quarter: Mapped[int] = mapped_column(Integer, primary_key=True)
    outlay_inr: Mapped[int | None] = mapped_column(BigInteger)
    spent_inr: Mapped[int | None] = mapped_column(BigInteger)


class ProjectStep(Model):
    """One step in a project's life: from which state to which, on what day, by whom and why."""

    __tablename__ = "project_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    old_status: Mapped[ProjectStatus | None] = mapped_column(code_enum(ProjectStatus))
    new_status: Mapped[ProjectStatus] = mapped_column(code_enum(ProjectStatus))
    taken_on: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    by: Mapped[User] = relationship()


class ProjectMilestone(Versioned, Model):
    """Something a project shall have reached by a day."""

    __tablename__ = "project_milestone"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    due_on: Mapped[date] = mapped_column(Date)
    done_on: Mapped[date | None] = mapped_column(Date)
    note: Mapped[str | None] = mapped_column(Text)


class ProjectResult(Versioned, Model):
    """What a project shall change and has changed: a figure before, the one aimed at, the one reached."""

    __tablename__ = "project_result"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    indicator: Mapped[str] = mapped_column(String(200))
    unit: Mapped[str] = mapped_column(String(40))
    baseline: Mapped[float | None] = mapped_column(Float)
    target: Mapped[float | None] = mapped_column(Float)
    actual: Mapped[float | None] = mapped_column(Float)
    measured_on: Mapped[date | None] = mapped_column(Date)
    evidence: Mapped[str | None] = mapped_column(Text)


class ProjectDocument(Model):
    """A file that belongs to a project; one that proves a result names it."""

    __tablename__ = "project_document"

    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"), primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    result_id: Mapped[int | None] = mapped_column(ForeignKey("project_result.id"))

    attachment: Mapped[Attachment] = relationship(lazy="joined", innerjoin=True)
    result: Mapped[ProjectResult | None] = relationship()
