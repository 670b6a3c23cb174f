"""The table of jobs."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Float, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from csrmatch.db import Model, UtcDateTime, code_enum
from csrmatch.jobs.rules import JobState

__all__ = ["Job"]


class Job(Model):
    """One piece of work and the truth about it; messages only tell workers of it and may be lost.

    `key` names the work: asking for it twice makes it once. `by_id` is the person for whom it is done,
    `link` the page that shows what came of it.
    """

    __tablename__ = "job"
    __logged__ = False
    __table_args__ = (
        CheckConstraint("progress between 0 and 1", name="progress_is_share"),
        Index("ix_job_state_not_before", "state", "not_before"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(160), unique=True)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[JobState] = mapped_column(code_enum(JobState))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"), index=True)
    link: Mapped[str | None] = mapped_column(String(200))
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    progress: Mapped[float] = mapped_column(Float, default=0.0)
    error: Mapped[str | None] = mapped_column(String(300))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    messaged_at: Mapped[datetime] = mapped_column(UtcDateTime)
    not_before: Mapped[datetime] = mapped_column(UtcDateTime)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    heartbeat_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
