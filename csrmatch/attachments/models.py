"""The table of attached files; their bytes are kept elsewhere, under the key."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from csrmatch.accounts.models import User
from csrmatch.attachments.rules import FileKind
from csrmatch.db import Model, UtcDateTime, Versioned, code_enum

__all__ = ["Attachment"]


class Attachment(Versioned, Model):
    """A file somebody attached to a record; struck it is no longer shown, but its row and bytes stay.

    Whoever may see the record may see the file: the slice that owns the record links it and asks first.
    """

    __tablename__ = "attachment"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    file_name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[FileKind] = mapped_column(code_enum(FileKind))
    size_bytes: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64))
    added_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    struck_by_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    struck_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    struck_reason: Mapped[str | None] = mapped_column(Text)

    added_by: Mapped[User] = relationship(foreign_keys=[added_by_id])
    struck_by: Mapped[User | None] = relationship(foreign_keys=[struck_by_id])
