"""Panels: what an upper slice shows on a page of a lower one, so that no import runs upward."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

__all__ = ["Panel", "draw_panels", "register_panel"]


@dataclass(frozen=True)
class Panel:
    """A small part of a page: where it stands, its place in the row, and what draws it."""

    spot: str
    name: str
    position: int
    draw: Callable[[Any], str | None]


_panels: dict[tuple[str, str], Panel] = {}


def register_panel(spot: str, name: str, draw: Callable[[Any], str | None], *, position: int = 50) -> None:
    """Adds a panel to a spot of a page, as `district.helps`; the same name again replaces it.

    `draw` is given what the page is about and gives finished HTML, or None where there is nothing to show
    to the person who reads; it alone decides what that person may see.
    """
    _panels[spot, name] = Panel(spot, name, position, draw)


def draw_panels(spot: str, subject: object) -> list[Markup]:
    """The panels of a spot that have something to show, in their order."""
    here = sorted(
        (panel for panel in _panels.values() if panel.spot == spot),
        key=lambda panel: (panel.position, panel.name),
    )
    drawn = (panel.draw(subject) for panel in here)
    # The parts are templates of ours, so their text is escaped already.
    return [Markup(html) for html in drawn if html]  # noqa: S704
