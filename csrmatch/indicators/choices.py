"""The themes that lists and forms let people choose from, in their language."""

from csrmatch.i18n import name_of
from csrmatch.indicators.queries import list_themes

__all__ = ["theme_options"]


def theme_options() -> list[tuple[str, str]]:
    """The themes by code."""
    return [(row.code, name_of(row)) for row in list_themes()]
