"""The navigation: each slice registers its entries, each person sees those their role may open."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from flask_login import current_user

from csrmatch.i18n import LazyText
from csrmatch.roles import Permission, allows

__all__ = ["Navigation", "NavigationEntry", "navigation", "register_navigation"]


@dataclass(frozen=True)
class NavigationEntry:
    """One entry: its words, the page it opens, who sees it, its place, and whether it is seldom wanted.

    `is_for` narrows further than the role, to those for whom the page has something.
    """

    label: LazyText
    endpoint: str
    permission: Permission
    position: int
    is_seldom: bool = False
    is_for: Callable[[Any], bool] = lambda _person: True

    @property
    def url(self) -> str:
        """Where it leads."""
        return url_for(self.endpoint)

    @property
    def is_current(self) -> bool:
        """Whether the reader is on one of its pages."""
        here, target = request.path, self.url
        return here == target or (target != "/home" and here.startswith(target + "/"))


@dataclass(frozen=True)
class Navigation:
    """The entries of one person: those in the row, and the seldom ones folded away at its end."""

    row: list[NavigationEntry]
    folded: list[NavigationEntry]

    @property
    def current_folded(self) -> NavigationEntry | None:
        """The folded entry the reader is on, which the closed fold names."""
        return next((entry for entry in self.folded if entry.is_current), None)


# A fold that hides less than this hides more than it spares.
_WORTH_FOLDING = 3
_entries: dict[str, NavigationEntry] = {}


def register_navigation(entry: NavigationEntry) -> None:
    """Adds an entry; registering the same page again replaces it."""
    _entries[entry.endpoint] = entry


def navigation() -> Navigation | None:
    """The entries for the person signed in; none for the public."""
    if not current_user.is_authenticated:
        return None
    entries = sorted(_entries.values(), key=lambda entry: entry.position)
    seen = [
        entry
        for entry in entries
        if allows(current_user.role, entry.permission) and entry.is_for(current_user)
    ]
    folded = [entry for entry in seen if entry.is_seldom]
    if len(folded) < _WORTH_FOLDING:
        return Navigation(seen, [])
    return Navigation([entry for entry in seen if not entry.is_seldom], folded)
