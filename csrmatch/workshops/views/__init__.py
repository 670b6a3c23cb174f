"""The pages of workshops: the list, one workshop, its agenda."""

from csrmatch.i18n import lazy_
from csrmatch.roles import Permission
from csrmatch.web.navigation import NavigationEntry, register_navigation
from csrmatch.workshops import log_words
from csrmatch.workshops.tabs import Tab, register_tab
from csrmatch.workshops.views import (
    agenda,
    agenda_editing,
    agenda_files,
    documents,
    talks,
    workshop_editing,
    workshop_steps,
    workshops,
)
from csrmatch.workshops.views.pages import blueprint

__all__ = [
    "agenda",
    "agenda_editing",
    "agenda_files",
    "blueprint",
    "documents",
    "log_words",
    "talks",
    "workshop_editing",
    "workshop_steps",
    "workshops",
]

register_navigation(
    NavigationEntry(lazy_("Workshops"), "workshops.list_workshops", Permission.VIEW_WORKSHOPS, 56)
)
register_tab(Tab(lazy_("Overview"), "workshops.show_workshop", 10))
register_tab(Tab(lazy_("Agenda"), "workshops.show_agenda", 20))
