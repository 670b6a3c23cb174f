"""The parts of a workshop as tabs over its pages: each room of the slice adds its own."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import request, url_for
from flask_login import current_user

from csrmatch.accounts.models import User
from csrmatch.i18n import LazyText
from csrmatch.workshops.models import Workshop

__all__ = ["ShownTab", "Tab", "draw_tabs", "register_tab"]


@dataclass(frozen=True)
class Tab:
    """A part of a workshop: its words, the page that shows it, its place, and for whom it is.

    The page takes the workshop as `workshop_id` and nothing else.
    """

    label: LazyText
    endpoint: str
    position: int
    is_for: Callable[[User, Workshop], bool] = lambda _viewer, _workshop: True


@dataclass(frozen=True)
class ShownTab:
    """A tab as the reader sees it."""

    label: LazyText
    url: str
    is_current: bool


_tabs: dict[str, Tab] = {}


def register_tab(tab: Tab) -> None:
    """Adds a tab; registering the same page again replaces it."""
    _tabs[tab.endpoint] = tab


def draw_tabs(workshop: Workshop) -> list[ShownTab]:
    """The tabs of a workshop for the person signed in; on a page below a tab that tab is the current one."""
    seen = [
        (tab.label, url_for(tab.endpoint, workshop_id=workshop.id))
        for tab in sorted(_tabs.values(), key=lambda tab: (tab.position, tab.endpoint))
        if tab.is_for(current_user, workshop)
    ]
    here = [url for _label, url in seen if request.path == url or request.path.startswith(url + "/")]
    current = max(here, key=len, default="")
    return [ShownTab(label, url, url == current) for label, url in seen]
