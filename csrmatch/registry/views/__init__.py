"""The pages of the registry: districts, CPSEs, projects, needs."""

from csrmatch.i18n import lazy_
from csrmatch.registry import log_words
from csrmatch.registry.services import importing
from csrmatch.registry.views import (
    action_subjects,
    answers,
    cpse_editing,
    cpses,
    csr_accounts,
    district_lists,
    districts,
    near,
    need_delegations,
    need_documents,
    need_editing,
    need_threads,
    needs,
    overlaps,
    programmes,
    project_editing,
    project_reports,
    projects,
    support,
)
from csrmatch.registry.views.pages import blueprint
from csrmatch.roles import Permission
from csrmatch.web.navigation import NavigationEntry, register_navigation

__all__ = [
    "action_subjects",
    "answers",
    "blueprint",
    "cpse_editing",
    "cpses",
    "csr_accounts",
    "district_lists",
    "districts",
    "importing",
    "log_words",
    "near",
    "need_delegations",
    "need_documents",
    "need_editing",
    "need_threads",
    "needs",
    "overlaps",
    "programmes",
    "project_editing",
    "project_reports",
    "projects",
    "support",
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
    NavigationEntry(
        lazy_("Who has answered"), "registry.list_answers", Permission.VIEW_ANSWERS, 57, is_seldom=True
    )
)
register_navigation(
    NavigationEntry(lazy_("Programmes"), "registry.list_programmes", Permission.VIEW_PROGRAMMES, 52)
)
register_navigation(
    NavigationEntry(lazy_("Overlaps"), "registry.list_overlaps", Permission.VIEW_OVERLAPS, 53)
)
register_navigation(
    NavigationEntry(
        lazy_("Support between CPSEs"), "registry.list_support", Permission.VIEW_SUPPORT, 54, is_seldom=True
    )
)
