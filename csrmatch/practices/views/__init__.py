"""The pages of practices, and their place in the navigation."""

from csrmatch.i18n import lazy_
from csrmatch.practices import log_words
from csrmatch.practices.views import documents, editing, panels, practices
from csrmatch.practices.views.pages import blueprint
from csrmatch.roles import Permission
from csrmatch.web.navigation import NavigationEntry, register_navigation

__all__ = ["blueprint", "documents", "editing", "log_words", "panels", "practices"]

register_navigation(
    NavigationEntry(lazy_("Practices"), "practices.list_practices", Permission.VIEW_PRACTICES, 55)
)
