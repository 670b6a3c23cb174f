"""What lists of records of a place and a theme are asked for: one set of filters for needs and support."""

from typing import Any, Literal

from pydantic import Field

from csrmatch.web.api.answers import ChangedAsked
from csrmatch.web.api.fields import WholeNumber

__all__ = ["PlacedAsked"]


class PlacedAsked(ChangedAsked):
    """Which records by words, place and theme, in which order."""

    q: str | None = Field(None, max_length=80, description="A part of a title or text, or the code.")
    state: WholeNumber | None = Field(None, ge=0, le=999_999, description="The LGD code of the state.")
    district: WholeNumber | None = Field(None, ge=0, le=999_999, description="The LGD code of the district.")
    theme: str | None = Field(None, max_length=2)
    sort: Literal["id", "-id", "changed_at", "-changed_at"] = "id"

    def narrowing(self) -> dict[str, Any]:
        """What a search of such records is narrowed by."""
        return {"text": self.q, "state_lgd": self.state, "lgd": self.district, "theme": self.theme}
