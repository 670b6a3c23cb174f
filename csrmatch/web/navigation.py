"""The navigation: each slice registers its entries, each person sees those their role may open."""

from dataclasses import dataclass

from flask import request, url_for
from flask_login import current_user

from csrmatch.i18n import LazyText
from csrmatch.roles import Permission, allows

__all__ = ["NavigationEntry", "navigation", "register_navigation"]


@dataclass(frozen=True)
class NavigationEntry:
    """One entry: its words, the page it opens, who sees it, and its place in the row."""

    label: LazyText
    endpoint: str
    permission: Permission
    position: int

    @property
    def url(self) -> str:
        """Where it leads."""
        return url_for(self.endpoint)

    @property
    def is_current(self) -> bool:
        """Whether the reader is on one of its pages."""
        here, target = request.path, self.url
        return here == target or (target != "/home" and here.startswith(target + "/"))


_entries: dict[str, NavigationEntry] = {}


def register_navigation(entry: NavigationEntry) -> None:
    """Adds an entry; registering the same page again replaces it."""
    _entries[entry.endpoint] = entry


def navigation() -> list[NavigationEntry]:
    """The entries for the person signed in; none for the public."""
    if not current_user.is_authenticated:
        return []
    seen = (entry for entry in _entries.values() if allows(current_user.role, entry.permission))
    return sorted(seen, key=lambda entry: entry.position)
