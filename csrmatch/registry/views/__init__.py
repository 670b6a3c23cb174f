"""The pages of the registry: districts, CPSEs, projects, needs."""

from csrmatch.i18n import lazy_
from csrmatch.registry import log_words
from csrmatch.registry.views import (
    answers,
    cpse_editing,
    cpses,
    csr_accounts,
    districts,
    need_delegations,
    need_documents,
    need_editing,
    need_threads,
    needs,
    project_editing,
    project_reports,
    projects,
)
from csrmatch.registry.views.pages import blueprint
from csrmatch.roles import Permission
from csrmatch.web.navigation import NavigationEntry, register_navigation

__all__ = [
    "answers",
    "blueprint",
    "cpse_editing",
    "cpses",
    "csr_accounts",
    "districts",
    "log_words",
    "need_delegations",
    "need_documents",
    "need_editing",
    "need_threads",
    "needs",
    "project_editing",
    "project_reports",
    "projects",
]

register_navigation(
    NavigationEntry(lazy_("Districts"), "registry.list_districts", Permission.VIEW_DISTRICTS, 30)
)
register_navigation(NavigationEntry(lazy_("CPSEs"), "registry.list_cpses", Permission.VIEW_CPSES, 40))
register_navigation(
    NavigationEntry(lazy_("CSR accounts"), "registry.list_csr_accounts", Permission.VIEW_CSR_ACCOUNTS, 45)
)
register_navigation(
    NavigationEntry(lazy_("Projects"), "registry.list_projects", Permission.VIEW_PROJECTS, 50)
)
register_navigation(NavigationEntry(lazy_("Needs"), "registry.list_needs", Permission.VIEW_NEEDS, 35))
register_navigation(
    NavigationEntry(lazy_("Who has answered"), "registry.list_answers", Permission.VIEW_ANSWERS, 55)
)
