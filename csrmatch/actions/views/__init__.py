"""The pages of action points."""

from csrmatch.actions import log_words
from csrmatch.actions.views import actions, documents, printing, steps
from csrmatch.actions.views.pages import blueprint
from csrmatch.i18n import lazy_
from csrmatch.roles import Permission
from csrmatch.web.navigation import NavigationEntry, register_navigation

__all__ = ["actions", "blueprint", "documents", "log_words", "printing", "steps"]

register_navigation(
    NavigationEntry(lazy_("Action points"), "actions.list_actions", Permission.VIEW_ACTIONS, 37)
)
