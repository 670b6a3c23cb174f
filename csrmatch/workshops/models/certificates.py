"""The table of certificates of participation: every one that was made, with its file."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
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
from csrmatch.db import Model, UtcDateTime, code_enum
from csrmatch.workshops.models.participants import Participant
from csrmatch.workshops.models.workshops import Workshop
from csrmatch.workshops.rules.certificates import CertificateLanguage, told_number

__all__ = ["Certificate"]


class Certificate(Model):
    """A certificate as it was printed; it is never changed, only withdrawn, and then another may be made."""

    __tablename__ = "certificate"
    __secret__ = frozenset({"code", "name_en", "name_hi"})
    __table_args__ = (
        UniqueConstraint("participant_id", "issue"),
        CheckConstraint("issue > 0", name="issue_positive"),
        CheckConstraint("name_en <> '' or name_hi <> ''", name="has_name"),
        Index(
            "ix_certificate_participant_id",
            "participant_id",
            unique=True,
            sqlite_where=text("withdrawn_at is null"),
            postgresql_where=text("withdrawn_at is null"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), index=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    issue: Mapped[int] = mapped_column(Integer)
    language: Mapped[CertificateLanguage] = mapped_column(code_enum(CertificateLanguage))
    # The secret of the paper: whoever reads it there may check the paper.
    code: Mapped[str] = mapped_column(String(32), unique=True)
    # As printed, whatever the list of participants says today.
    name_en: Mapped[str] = mapped_column(String(160))
    name_hi: Mapped[str] = mapped_column(String(160))
    digest: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="")

    workshop: Mapped[Workshop] = relationship()
    participant: Mapped[Participant] = relationship()
    made_by: Mapped[User] = relationship(foreign_keys=[made_by_id])

    @property
    def number(self) -> str:
        """What the certificate is called by."""
        return told_number(self.workshop_id, self.participant_id, self.issue)
