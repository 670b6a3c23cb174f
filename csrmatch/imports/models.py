"""The tables of imports: the file, its rows as read, and the names somebody had to tell apart."""

from datetime import datetime

from sqlalchemy import JSON, Boolean, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from csrmatch.accounts.models import Organisation, User
from csrmatch.attachments.models import Attachment
from csrmatch.db import Model, UtcDateTime, Versioned, code_enum
from csrmatch.imports.rules import Decision, ImportState, Outcome
from csrmatch.jobs import Job

__all__ = ["DataImport", "ImportName", "ImportRow"]


class DataImport(Versioned, Model):
    """One file that an office brought in, for one kind of record.

    `claim` makes the same file, of the same office and kind, one import: it is empty again once the import
    was dropped or undone. `errors` holds what is wrong with the file as a whole. `job` is the last job that
    worked on it: until that is over nobody else does.
    """

    __tablename__ = "data_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(32), index=True)
    layout: Mapped[str] = mapped_column(String(32), default="")
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"))
    sha256: Mapped[str] = mapped_column(String(64))
    claim: Mapped[str | None] = mapped_column(String(64), unique=True)
    state: Mapped[ImportState] = mapped_column(code_enum(ImportState), index=True)
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    errors: Mapped[list[dict[str, object]]] = mapped_column(JSON, default=list)
    added_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    applied_by_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    applied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_reason: Mapped[str | None] = mapped_column(Text)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"))

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    attachment: Mapped[Attachment] = relationship(lazy="joined", innerjoin=True)
    added_by: Mapped[User] = relationship(foreign_keys=[added_by_id])
    applied_by: Mapped[User | None] = relationship(foreign_keys=[applied_by_id])
    ended_by: Mapped[User | None] = relationship(foreign_keys=[ended_by_id])
    job: Mapped[Job | None] = relationship()


class ImportRow(Model):
    """One row of a file as it was read, what would become of it, and what was decided on it.

    Not a record but what one is made from: the log holds what it does to the records, and what was decided.
    """

    __tablename__ = "import_row"
    __logged__ = False
    __table_args__ = (
        UniqueConstraint("import_id", "sheet", "number"),
        Index("ix_import_row_outcome", "import_id", "outcome"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("data_import.id"))
    sheet: Mapped[str] = mapped_column(String(60))
    number: Mapped[int] = mapped_column(Integer)
    record_id: Mapped[int | None] = mapped_column(Integer)
    # The record's version when the file was downloaded, and the one that the import left.
    record_version: Mapped[int | None] = mapped_column(Integer)
    version_after: Mapped[int | None] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(String(200), default="")
    values: Mapped[dict[str, object]] = mapped_column("given_values", JSON)
    before: Mapped[dict[str, object] | None] = mapped_column("stored_values", JSON(none_as_null=True))
    outcome: Mapped[Outcome | None] = mapped_column(code_enum(Outcome))
    errors: Mapped[list[dict[str, object]]] = mapped_column(JSON, default=list)
    flags: Mapped[list[dict[str, object]]] = mapped_column(JSON, default=list)
    decision: Mapped[Decision | None] = mapped_column(code_enum(Decision))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_reason: Mapped[str | None] = mapped_column(Text)

    decided_by: Mapped[User | None] = relationship()


class ImportName(Model):
    """A name in a file that the register does not know, what it may mean, and what somebody said it means.

    `chosen_lgd` is the district meant; with `is_elsewhere` it is a place outside the register.
    """

    __tablename__ = "import_name"
    __table_args__ = (UniqueConstraint("import_id", "name", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("data_import.id"))
    name: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(120))
    row_count: Mapped[int] = mapped_column(Integer)
    # The districts it may mean, the likeliest first: [LGD code, likeness from 0 to 100].
    suggestions: Mapped[list[list[int]]] = mapped_column(JSON, default=list)
    chosen_lgd: Mapped[int | None] = mapped_column(Integer)
    is_elsewhere: Mapped[bool] = mapped_column(Boolean, default=False)
    chosen_by_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    chosen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
