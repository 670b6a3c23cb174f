"""The table of one-time form keys."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from csrmatch.db import Model, UtcDateTime

__all__ = ["FormKey"]


class FormKey(Model):
    """A create form that was accepted, and where it led: the same form sent again leads there too."""

    __tablename__ = "form_key"
    __logged__ = False

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int | None] = mapped_column()
    location: Mapped[str | None] = mapped_column(String(500))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
